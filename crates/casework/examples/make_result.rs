//! Writes a signed result for programs of others to check: `make_result DIR`.
//!
//! In DIR: `result.pdf`, `signer.pem` (the certificate), and for detached signatures `content` and `content.p7s`.

use std::path::PathBuf;

use anyhow::Context as _;
use jiff::civil::Date;
use motlan_casework::document::pdf::{PaperField, ResultPaper, render};
use motlan_casework::document::signature::{ResultSigner, SignerName, verify, verify_bytes};
use motlan_core::Timestamp;

/// 2026-11-21T07:40:00 in Vietnam.
const AT: Timestamp = Timestamp::from_seconds(1_795_221_600);

const MEMBER: &str = "Ủy ban nhân dân tỉnh Phú Yên";
const UNIT: &str = "Sở Giao thông vận tải";

fn main() -> anyhow::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).context("a folder is needed")?);
    let name = SignerName {
        organisation: MEMBER,
        unit: UNIT,
        unit_code: "000.00.08.H45",
    };
    let signer = ResultSigner::generate(&name, AT)?;
    let result = signer.sign(render(&paper())?, AT, "Cấp giấy phép lái xe")?;
    verify(&result)?;
    let content = br#"{"result":"match","fields":{"full_name":"match"}}"#;
    let detached = signer.sign_bytes(content)?;
    verify_bytes(content, &detached)?;
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("result.pdf"), result)?;
    std::fs::write(folder.join("signer.pem"), signer.certificate_pem()?)?;
    std::fs::write(folder.join("content"), content)?;
    std::fs::write(folder.join("content.p7s"), detached)?;
    Ok(())
}

fn paper() -> ResultPaper {
    let field = |label: &str, label_en: &str, value: &str| PaperField {
        label: label.into(),
        label_en: label_en.into(),
        value: value.into(),
    };
    ResultPaper {
        member_name: MEMBER.into(),
        unit_name: UNIT.into(),
        place: "Phú Yên".into(),
        title: "Giấy phép lái xe".into(),
        title_en: "Driving licence".into(),
        document_uri: "H45-GPLX-260000123".into(),
        dossier_code: "000.00.08.H45-261121-0001".into(),
        fields: vec![
            field("Họ và tên", "Full name", "Nguyễn Thị Quỳnh Hương"),
            field("Số định danh cá nhân", "Personal number", "003190000015"),
            field("Ngày sinh", "Date of birth", "17/05/1990"),
            field("Số giấy phép", "Licence number", "540112345678"),
            field("Hạng", "Classes", "A1, B2"),
            field("Cơ quan cấp", "Issued by", "Sở Giao thông vận tải tỉnh Phú Yên"),
        ],
        issued_on: Date::constant(2026, 11, 21),
        valid_until: Some(Date::constant(2036, 11, 21)),
        signed_by: "Sở Giao thông vận tải tỉnh Phú Yên".into(),
        is_sample: true,
    }
}
