//! Results as signed PDF: what the page holds, and that a signature refuses every change.

use std::collections::BTreeMap;

use jiff::civil::Date;
use lopdf::{Dictionary, Document, Object};
use motlan_casework::document::pdf::{PaperField, ResultPaper, render};
use motlan_casework::document::signature::{ResultSigner, SignatureError, SignerName, verify};
use motlan_core::Timestamp;

/// 2026-11-21T07:40:00 in Vietnam.
const AT: Timestamp = Timestamp::from_seconds(1_795_221_600);

const OWNER: &str = "Nguyễn Thị Quỳnh Hương";

fn paper() -> ResultPaper {
    ResultPaper {
        member_name: "Ủy ban nhân dân tỉnh Phú Yên".into(),
        unit_name: "Sở Giao thông vận tải".into(),
        place: "Phú Yên".into(),
        title: "Giấy phép lái xe".into(),
        title_en: "Driving licence".into(),
        document_uri: "H45-GPLX-260000123".into(),
        dossier_code: "000.00.08.H45-261121-0001".into(),
        fields: vec![PaperField {
            label: "Họ và tên".into(),
            label_en: "Full name".into(),
            value: OWNER.into(),
        }],
        issued_on: Date::constant(2026, 11, 21),
        valid_until: Some(Date::constant(2036, 11, 21)),
        signed_by: "Sở Giao thông vận tải tỉnh Phú Yên".into(),
        is_sample: true,
    }
}

fn signer() -> ResultSigner {
    let name = SignerName {
        organisation: "Ủy ban nhân dân tỉnh Phú Yên",
        unit: "Sở Giao thông vận tải",
        unit_code: "000.00.08.H45",
    };
    ResultSigner::generate(&name, AT).unwrap()
}

fn signed() -> Vec<u8> {
    signer()
        .sign(render(&paper()).unwrap(), AT, "Cấp giấy phép lái xe")
        .unwrap()
}

/// Where the message's digits lie.
fn message_digits(pdf: &[u8]) -> std::ops::Range<usize> {
    let start = pdf.windows(11).rposition(|window| window == b"/Contents <").unwrap() + 11;
    let length = pdf[start..].iter().position(|&byte| byte == b'>').unwrap();
    start..start + length
}

#[test]
fn a_signed_result_verifies_and_names_its_signer() {
    let signer = signer();
    let unsigned = render(&paper()).unwrap();
    let result = signer.sign(unsigned.clone(), AT, "Cấp giấy phép lái xe").unwrap();
    assert!(result.starts_with(&unsigned));
    let verified = verify(&result).unwrap();
    assert_eq!(verified.certificate_sha256, signer.certificate_sha256());
    assert_eq!(verified.signed_by, "Sở Giao thông vận tải");
    assert_eq!(verified.signed_at, AT);
}

#[test]
fn a_changed_byte_is_refused_wherever_it_lies() {
    let signed = signed();
    let message = message_digits(&signed);
    let update = render(&paper()).unwrap().len();
    // The page in steps, and every byte of the update but the zeros behind the message.
    let zeros = message.start + 2400..message.end - 8;
    let indexes = (0..update)
        .step_by(97)
        .chain((update..signed.len()).filter(|index| !zeros.contains(index)));
    for index in indexes.chain(zeros.clone().step_by(101)) {
        let mut changed = signed.clone();
        changed[index] ^= 1;
        assert!(verify(&changed).is_err(), "byte {index} of {}", signed.len());
    }
}

#[test]
fn appended_and_missing_bytes_are_refused() {
    let signed = signed();
    for more in [&b"\n"[..], b"%", b"1 0 obj\n<<>>\nendobj\n"] {
        assert_eq!(verify(&[&signed, more].concat()), Err(SignatureError::Uncovered));
    }
    for less in [1, 2, 100] {
        assert_eq!(verify(&signed[..signed.len() - less]), Err(SignatureError::Uncovered));
    }
    assert_eq!(verify(&signed[1..]), Err(SignatureError::Uncovered));
}

#[test]
fn an_unsigned_result_has_no_signature() {
    assert_eq!(verify(&render(&paper()).unwrap()), Err(SignatureError::Missing));
    assert_eq!(verify(b""), Err(SignatureError::Missing));
}

#[test]
fn a_signature_of_another_result_is_refused() {
    let signer = signer();
    let mut other = paper();
    other.fields[0].value = "Nguyễn Thị Quỳnh Hươnq".into();
    let sign = |paper| signer.sign(render(paper).unwrap(), AT, "Cấp giấy phép lái xe").unwrap();
    let (mine, mut theirs) = (sign(&paper()), sign(&other));
    theirs.splice(message_digits(&theirs), mine[message_digits(&mine)].iter().copied());
    assert_eq!(verify(&theirs), Err(SignatureError::Digest));
}

#[test]
fn bytes_that_only_look_like_a_signed_result_are_refused() {
    let signer = signer();
    // A detached signature over bytes without a form: authentic bytes, but no signature of a document.
    let digits = 8192;
    let start = "/ByteRange [0 0000 0000 2]/Contents ".len();
    let text = format!("/ByteRange [0 {start:04} {:04} 2]/Contents ", start + digits + 2);
    let message = hex::encode(signer.sign_bytes(format!("{text}>>").as_bytes()).unwrap());
    let forged = format!("{text}<{message:0<digits$}>>>");
    assert_eq!(verify(forged.as_bytes()), Err(SignatureError::Pdf));
}

#[test]
fn what_cannot_be_signed_is_refused() {
    let signer = signer();
    assert_eq!(signer.sign(signed(), AT, "x"), Err(SignatureError::AlreadySigned));
    assert_eq!(signer.sign(b"no PDF".to_vec(), AT, "x"), Err(SignatureError::Pdf));
    let unsigned = render(&paper()).unwrap();
    for at in [AT.plus_seconds(-86_400), AT.plus_seconds(6 * 366 * 86_400)] {
        assert_eq!(signer.sign(unsigned.clone(), at, "x"), Err(SignatureError::Validity));
    }
}

#[test]
fn the_longest_names_leave_room_for_the_signature() {
    let longest = "ữ".repeat(64);
    let name = SignerName {
        organisation: &longest,
        unit: &longest,
        unit_code: &longest,
    };
    let signer = ResultSigner::generate(&name, AT).unwrap();
    let result = signer
        .sign(render(&paper()).unwrap(), AT, "Cấp giấy phép lái xe")
        .unwrap();
    assert_eq!(verify(&result).unwrap().signed_by, longest);
}

#[test]
fn the_page_is_tagged_vietnamese_and_has_a_title() {
    let document = Document::load_mem(&signed()).unwrap();
    let catalog = document.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"vi");
    let marked = |catalog: &Dictionary| catalog.get(b"MarkInfo")?.as_dict()?.get(b"Marked")?.as_bool();
    assert!(marked(catalog).unwrap());
    let mut kinds: Vec<&[u8]> = document.objects.values().filter_map(structure_kind).collect();
    kinds.sort_unstable();
    let count = |kind: &[u8]| kinds.iter().filter(|found| **found == kind).count();
    // One owner's line, three of our own.
    assert_eq!(
        [count(b"H1"), count(b"Table"), count(b"TR"), count(b"TH"), count(b"TD")],
        [1, 1, 4, 4, 4]
    );
    assert_eq!(document.get_pages().len(), 1);
}

fn structure_kind(object: &Object) -> Option<&[u8]> {
    let dictionary = object.as_dict().ok()?;
    dictionary
        .get(b"S")
        .ok()?
        .as_name()
        .ok()
        .filter(|_| dictionary.has(b"P"))
}

#[test]
fn the_page_says_what_the_paper_says() {
    let text = |paper: &ResultPaper| written(&Document::load_mem(&render(paper).unwrap()).unwrap());
    let sample = text(&paper());
    for part in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN TỈNH PHÚ YÊN",
        "Số: H45-GPLX-260000123",
        "Phú Yên, ngày 21 tháng 11 năm 2026",
        "GIẤY PHÉP LÁI XE",
        OWNER,
        "21/11/2036",
        "000.00.08.H45-261121-0001",
        "DỮ LIỆU MẪU – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ",
    ] {
        assert!(sample.contains(part), "{part} in {sample}");
    }
    let real = text(&ResultPaper {
        is_sample: false,
        valid_until: None,
        ..paper()
    });
    assert!(!real.contains("MẪU"));
    assert!(real.contains("Không thời hạn"));
}

/// The page's text, a line for each text object, read through the fonts' maps to Unicode.
fn written(document: &Document) -> String {
    let page = document.page_iter().next().unwrap();
    let fonts: BTreeMap<Vec<u8>, BTreeMap<u16, String>> = document
        .get_page_fonts(page)
        .unwrap()
        .into_iter()
        .map(|(name, font)| {
            let map = font
                .get(b"ToUnicode")
                .and_then(|map| document.dereference(map))
                .unwrap()
                .1;
            (name, letters(&map.as_stream().unwrap().decompressed_content().unwrap()))
        })
        .collect();
    let (mut text, mut font) = (String::new(), &BTreeMap::new());
    for operation in document.get_and_decode_page_content(page).unwrap().operations {
        match operation.operator.as_str() {
            "Tf" => font = &fonts[operation.operands[0].as_name().unwrap()],
            "Tj" => text += &decoded(&operation.operands, font),
            "TJ" => text += &decoded(operation.operands[0].as_array().unwrap(), font),
            "ET" => text.push('\n'),
            _ => {}
        }
    }
    text
}

fn decoded(operands: &[Object], font: &BTreeMap<u16, String>) -> String {
    let bytes = operands
        .iter()
        .filter_map(|operand| operand.as_str().ok())
        .collect::<Vec<_>>()
        .concat();
    let glyphs = bytes.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    glyphs.map(|glyph| font[&glyph].as_str()).collect()
}

/// The lines `<glyph> <letters>` of a map to Unicode.
fn letters(map: &[u8]) -> BTreeMap<u16, String> {
    let lines = std::str::from_utf8(map).unwrap().lines();
    let pairs = lines.filter_map(|line| line.strip_prefix('<')?.strip_suffix('>')?.split_once("> <"));
    pairs
        .map(|(glyph, units)| {
            let units = hex::decode(units).unwrap();
            let units: Vec<u16> = units
                .chunks(2)
                .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
                .collect();
            (
                u16::from_str_radix(glyph, 16).unwrap(),
                String::from_utf16(&units).unwrap(),
            )
        })
        .collect()
}

#[test]
fn the_owner_stands_on_the_page_only() {
    let signed = signed();
    let document = Document::load_mem(&signed).unwrap();
    let holds = |bytes: &[u8], part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    let in_utf_16: Vec<u8> = OWNER.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let title: Vec<u8> = "Giấy phép lái xe".encode_utf16().flat_map(u16::to_be_bytes).collect();
    let info = document
        .trailer
        .get(b"Info")
        .and_then(|info| document.dereference(info))
        .unwrap()
        .1
        .as_dict()
        .unwrap();
    let texts: Vec<&[u8]> = info.iter().filter_map(|(_, value)| value.as_str().ok()).collect();
    assert!(texts.iter().any(|text| holds(text, &title)));
    assert!(!texts.iter().any(|text| holds(text, &in_utf_16)));
    assert!(
        holds(&signed, "Giấy phép lái xe".as_bytes()),
        "the metadata is readable"
    );
    assert!(!holds(&signed, OWNER.as_bytes()));
}
