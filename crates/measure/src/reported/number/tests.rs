//! One line for each way to print a number, and for each thing that only looks like one.

use proptest::prelude::*;

use super::*;

/// `place=value(step)h%` of every number.
fn shown(text: &str) -> String {
    let shown = numbers(text).into_iter().map(|number| {
        let sign = if number.is_percent { "%" } else { "" };
        format!("{}{sign}", number.value.normalize())
    });
    shown.collect::<Vec<_>>().join(" ")
}

fn left_out(text: &str) -> Vec<LeftOut> {
    let reasons = readings(text).into_iter().filter_map(|found| match found.reading {
        Reading::LeftOut(reason, _) => Some(reason),
        _ => None,
    });
    reasons.collect()
}

#[test]
fn numbers_are_read_by_their_own_marks() {
    for (text, values) in [
        ("40.128.773 giao dịch", "40128773"),
        ("đạt 81,05%", "81.05%"),
        ("1,54 triệu", "1540000"),
        ("2.5 triệu và 2.5%", "2500000 2.5%"),
        ("36.300 Tổ", "36300"),
        ("1.234,5 km", "1234.5"),
        ("1,234,567 hồ sơ", "1234567"),
        ("1\u{A0}234\u{2009}567 hồ sơ", "1234567"),
        (
            "129 ngàn, 80,7 nghìn, 1,5 tỷ, 3 nghìn tỷ đồng",
            "129000 80700 1500000000 3000000000000",
        ),
        ("4.126.994 triệu", "4126994000000"),
        ("2 triệu 300 nghìn người", "2300000"),
        ("gấp 1,6 lần", "1.6"),
        ("gần 2000 công chức", "2000"),
        ("đạt100% , 80 %, 25 phần trăm", "100% 80% 25%"),
        ("đạt\n1,54\ntriệu", "1540000"),
        ("０６ bộ", "6"),
        ("thay đổi (-33%), −2,5%", "-33% -2.5%"),
        ("- 25 bộ, ngành", "25"),
        ("-25 bộ, ngành", "25"),
    ] {
        assert_eq!(shown(text), values, "{text}");
    }
}

#[test]
fn a_unit_word_behind_the_second_number_holds_for_both() {
    for (text, values) in [
        ("24,55/25 triệu", "24550000 25000000"),
        ("34,9/36,2 triệu (96,4%)", "34900000 36200000 96.4%"),
        ("11.348/12.907", "11348 12907"),
        ("11.348/13 nghìn", "11348 13000"),
        ("06/20 bộ, ngành", "6 20"),
        ("63/63", "63 63"),
        ("5-7%", "5% 7%"),
        ("từ 5 đến 7%", "5% 7%"),
        ("5 - 7 triệu", "5000000 7000000"),
        ("712.345/790.112, 90,16%", "712345 790112 90.16%"),
    ] {
        assert_eq!(shown(text), values, "{text}");
    }
}

#[test]
fn steps_and_factors_are_those_of_the_last_printed_digit() {
    let number = numbers("khoảng 1,54 triệu").remove(0);
    assert_eq!(
        (number.step, number.factor),
        (Amount::from(10_000), Amount::from(1_000_000))
    );
    assert_eq!(number.hedge, Hedge::About);
    assert_eq!(number.place, "khoảng ".len().."khoảng 1,54 triệu".len());
    assert_eq!(numbers("81,05%").remove(0).step.to_string(), "0.01");
    assert_eq!(numbers("2 triệu 300 nghìn").remove(0).step, Amount::from(1000));
}

#[test]
fn dates_and_labels_are_no_quantities() {
    for text in [
        "ngày 31/01/2024, tháng 01/2024, 6 tháng đầu năm 2024, quý II/2024, năm 2022, 12/2022",
        "Quyết định số 766/QĐ-TTg, Nghị định 61/2018/NĐ-CP, Nghị quyết số 57-NQ/TW, Luật 20/2023/QH15",
        "Đề án 06, Điều 12, khoản 3, 4 và 5, Phụ lục 2, QCVN 109:2017/BTTTT, ISO 9001:2015",
        "mã 000.00.00.H45, G24, H56.14-240823-0001, COVID-19, 5G, IPv6, mức 2, mức độ 3, 4",
        "lúc 14:30, 08h30, trực 24/7, 24/24 giờ",
        "Điện thoại: 024 3804 1234; 0912345678; hotline 1900.1009; (0257) 3841.123",
        "1. Kết quả\n2.1. Hạ tầng\n2.2 Dữ liệu\n(3) nhân lực\n4) An toàn",
        "trong 15 ngày, 5 năm, người từ 15 tuổi",
        "công nghiệp 4.0, phiên bản 2.1, lần thứ 4, thứ 2, Quận 5",
        "1.23.456 và 192.168.1.1",
        "email so19@tinh.gov.vn, https://dichvucong.gov.vn/p/1/2024",
    ] {
        assert_eq!(shown(text), "", "{text}: {:?}", readings(text));
    }
}

#[test]
fn what_is_left_out_has_its_reason() {
    use LeftOut::{Age, Article, Code, Document, Duration, ListMark, Name, Telephone, Time, TooLong, Unreadable};
    let text =
        "2. Quyết định số 766/QĐ-TTg, Điều 5, mã H45, VNeID mức 2, ĐT: 0912 345 678, 08h30, 15 ngày, 15 tuổi, 1.2.345";
    let reasons = [
        ListMark, Document, Article, Code, Name, Telephone, Time, Duration, Age, Unreadable,
    ];
    assert_eq!(left_out(text), reasons);
    assert_eq!(left_out(&"9".repeat(29)), [TooLong]);
}

#[test]
fn digits_parted_by_plain_spaces_are_left_out_whole() {
    assert_eq!(shown("có 12 500 000 người, năm 2023 500 hồ sơ"), "500");
    assert_eq!(left_out("có 12 500 000 người"), [LeftOut::Unreadable]);
}

#[test]
fn labels_do_not_swallow_counts() {
    for (text, values) in [
        ("ở mức 58,12%", "58.12%"),
        ("đạt 85,5 điểm", "85.5"),
        ("cấp 22.120 thẻ", "22120"),
        ("tổng số 250 TTHC", "250"),
        ("trong số 250 TTHC", "250"),
        ("1. 250 hồ sơ", "250"),
        ("so với 12/2023 (1.418)", "1418"),
        ("bộ, ngành (22), địa phương (63)", "22 63"),
        ("tăng 25 lần", "25"),
        ("còn một nhiệm vụ chưa hoàn thành", "1"),
        ("ba doanh nghiệp viễn thông", "3"),
        ("một số bộ, một phần, một cửa, thứ hai, hai mươi bộ", ""),
        ("Trung bình 3,5 ngày", "3.5"),
        ("đứng thứ 12/63 tỉnh", "12 63"),
        ("ban hành 12 quyết định", "12"),
        ("803 tin từ 501 công dân", "803 501"),
        ("9 chỉ tiêu; 2 chưa hoàn thành", "9 2"),
    ] {
        assert_eq!(shown(text), values, "{text}: {:?}", readings(text));
    }
}

#[test]
fn a_long_run_takes_linear_time_and_is_refused() {
    let run = "1.".repeat(200_000);
    assert!(numbers(&run).is_empty());
    let run = "1/".repeat(100_000);
    assert!(numbers(&run).len() <= 200_000);
    let run = "Điều 1, ".repeat(50_000);
    assert!(numbers(&run).is_empty());
    let run = "9-".repeat(100_000);
    let _ = numbers(&run);
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in any::<String>()) {
        places_hold(&text);
    }

    #[test]
    fn any_digits_and_marks_are_read_without_panic(text in "([0-9]{1,4}|[.,/% ()-]|triệu|tỷ|tháng|năm|ngày|từ|đến|số|\u{A0}|\n|\t){0,40}") {
        places_hold(&text);
    }
}

/// Places are in order, of whole letters, and the numbers lie within what they were read from.
fn places_hold(text: &str) {
    let mut end = 0;
    for found in readings(text) {
        assert!(found.place.start >= end && text.get(found.place.clone()).is_some());
        end = found.place.end;
        let numbers = match found.reading {
            Reading::Number(number) | Reading::LeftOut(_, Some(number)) => vec![number],
            Reading::Fraction { part, whole } => vec![part, whole],
            Reading::Range { low, high } => vec![low, high],
            Reading::Moment(_) | Reading::LeftOut(_, None) => Vec::new(),
        };
        for number in numbers {
            assert!(text.get(number.place.clone()).is_some_and(|words| !words.is_empty()));
            assert!(found.place.start <= number.place.start && number.place.end <= found.place.end);
            assert!(number.step > Amount::ZERO && number.factor >= Amount::ONE);
        }
    }
}
