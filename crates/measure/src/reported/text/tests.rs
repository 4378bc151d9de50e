//! Whatever is pasted: places stand in the text, nothing is invented, the time stays linear.

use proptest::prelude::*;

use super::*;
use crate::reported::figure::{PrintedKind, SourceCode};

fn only(text: &str) -> Proposal {
    let mut found = read(text).unwrap().proposals;
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

#[test]
fn every_part_says_which_words_it_was_read_from() {
    let text = "Đến hết tháng 6/2024, tỷ lệ số hóa hồ sơ của các bộ, ngành đạt gần 46,36% (tăng 22,14%).";
    let proposal = only(text);
    let words = |place: &Option<Range<usize>>| place.clone().map(|place| &text[place]);
    assert_eq!(&text[proposal.place.clone()], "46,36%");
    assert_eq!(&text[proposal.printed.clone()], "gần 46,36% (tăng 22,14%)");
    assert_eq!(words(&proposal.scope.words), Some("bộ, ngành"));
    assert_eq!(
        words(&proposal.indicator.as_ref().and_then(|said| said.words.clone())),
        Some("số hóa hồ sơ")
    );
    assert_eq!(
        words(&proposal.period.as_ref().and_then(|said| said.words.clone())),
        Some("tháng 6/2024")
    );
    assert_eq!(
        words(&proposal.change.as_ref().and_then(|said| said.words.clone())),
        Some("22,14%")
    );
    assert_eq!(proposal.assumed, []);
}

#[test]
fn a_confirmed_proposal_becomes_a_figure_in_its_own_words() {
    let text = "Tính đến ngày 17/02/2023 đã cấp trên 78,5\n triệu thẻ căn cước công dân.";
    let source = SourceCode("S".to_owned());
    let figure = only(text).into_figure(3, &source, text).unwrap();
    assert_eq!(figure.id.to_string(), "P3");
    assert_eq!(figure.printed, "trên 78,5 triệu thẻ căn cước");
    assert_eq!((figure.kind, figure.scope.as_str()), (PrintedKind::Stock, "VN"));
    assert_eq!(figure.value.map(|value| value.to_string()).as_deref(), Some("78500000"));
    assert_eq!(
        figure.period_end.map(|day| day.to_string()).as_deref(),
        Some("2023-02-17")
    );
}

#[test]
fn a_number_without_known_words_waits_for_a_person() {
    let text = "Toàn ngành đã trồng 1.250 cây xanh.";
    let proposal = only(text);
    assert_eq!(proposal.indicator, None);
    let source = SourceCode("S".to_owned());
    assert_eq!(proposal.into_figure(1, &source, text), Err(NotConfirmed::NoIndicator));
}

#[test]
fn digits_that_are_no_figure_are_returned_with_the_reason() {
    let text = "1. Thực hiện Quyết định số 766/QĐ-TTg ngày 23/6/2022 trong 15 ngày.";
    let found = read(text).unwrap();
    let reasons: Vec<Omitted> = found.omissions.iter().map(|omission| omission.reason).collect();
    let left_out = Omitted::LeftOut;
    let expected = [
        left_out(LeftOut::ListMark),
        left_out(LeftOut::Document),
        Omitted::Moment,
        left_out(LeftOut::Duration),
    ];
    assert_eq!((found.proposals.len(), reasons.as_slice()), (0, expected.as_slice()));
}

#[test]
fn the_heads_of_a_table_say_percent_unit_word_and_change() {
    let head = "Chỉ tiêu\tTháng 5/2024\tTăng/giảm\n";
    let rows = "Tỷ lệ hồ sơ trực tuyến (%)\t55,1\t-2,8\nYêu cầu tra cứu dân cư (triệu)\t15,2\t\n";
    let found = read(&format!("{head}{rows}")).unwrap().proposals;
    let said = found.iter().map(|it| {
        (
            it.kind.value,
            it.value.as_ref().map(|said| said.value.normalize().to_string()),
        )
    });
    let expected = [
        (PrintedKind::Ratio, "55.1"),
        (PrintedKind::DeltaPercent, "-2.8"),
        (PrintedKind::Stock, "15200000"),
    ];
    assert_eq!(
        said.collect::<Vec<_>>(),
        expected.map(|(kind, value)| (kind, Some(value.to_owned())))
    );
    assert!(found[2].assumed.contains(&Assumption::UnitWordFromHeading));
}

#[test]
fn a_text_that_is_too_long_is_refused() {
    assert_eq!(read(&"a".repeat(TEXT_BYTES_MAX + 1)), Err(TextTooLong));
}

#[test]
fn a_long_text_takes_linear_time() {
    // Each of these once took quadratic time; a test of the clock belongs to the benchmarks.
    for piece in [
        "đạt 5%, ",
        "3 bộ và ",
        "(tăng 2%) ",
        "12/63 tỉnh; ",
        "năm 2022 ",
        "từ 1 đến ",
        "Mục tiêu: ",
        "a\t5\n",
        "trong đó 5 hồ sơ, ",
    ] {
        let text = piece.repeat(24_000 / piece.len());
        assert!(read(&text).is_ok(), "{piece}");
    }
}

/// Pieces of reports, among them all that the reader looks for.
const PIECES: &[&str] = &[
    "tỷ lệ",
    "số hóa",
    "hồ sơ",
    "trực tuyến",
    "bộ, ngành",
    "địa phương",
    "đạt",
    "tăng",
    "giảm",
    "so với",
    "cùng kỳ",
    "năm 2023",
    "tháng 6/2024",
    "ngày 17/2",
    "từ",
    "đến",
    "tính đến",
    "46,36%",
    "5/22",
    "24,55/25",
    "triệu",
    "1.234.567",
    "(",
    ")",
    ",",
    ";",
    ":",
    ".",
    "\n",
    "\n\n",
    "\t",
    "|",
    "- ",
    "1. ",
    "trong đó",
    "gồm",
    "giao dịch",
    "trung bình",
    "mỗi ngày",
    "gấp",
    "lần",
    "phấn đấu",
    "mục tiêu",
    "%",
    "điểm phần trăm",
    "thị xã",
    "Sông Cầu",
    "tỉnh Phú Yên",
    "của",
    "Bộ Y tế",
    "còn",
    "lên",
    "trên",
    "tổng số",
    "xếp thứ",
    "ho\u{301}a",
    "\u{A0}",
    "một nhiệm vụ",
    "-5",
    "+3%",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_in_its_own_bytes(text in any::<String>()) {
        places_hold(&text);
    }

    #[test]
    fn any_pieces_of_reports_are_read_in_their_own_bytes(
        pieces in prop::collection::vec((prop::sample::select(PIECES.to_vec()), any::<bool>()), 0..60),
    ) {
        let mut text = String::new();
        for (piece, is_parted) in pieces {
            text.push_str(piece);
            text.push_str(if is_parted { " " } else { "" });
        }
        places_hold(&text);
    }
}

fn places_hold(text: &str) {
    let found = read(text).unwrap();
    let stands = |place: &Range<usize>| assert!(text.get(place.clone()).is_some(), "{place:?} of {text:?}");
    for omission in &found.omissions {
        stands(&omission.place);
    }
    for proposal in &found.proposals {
        stands(&proposal.passage);
        assert!(text[proposal.passage.clone()].chars().count() <= 160);
        assert!(proposal.printed.start <= proposal.place.start && proposal.place.end <= proposal.printed.end);
        let said = [&proposal.numerator, &proposal.denominator, &proposal.value];
        for words in said.into_iter().flatten().filter_map(|said| said.words.as_ref()) {
            assert!(
                text[words.clone()].chars().any(char::is_alphanumeric),
                "{words:?} of {text:?}"
            );
        }
        assert!(said.into_iter().flatten().next().is_some());
    }
}
