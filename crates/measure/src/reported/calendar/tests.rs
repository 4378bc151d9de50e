//! Moments in words and digits, and what only looks like one.

use super::*;
use crate::reported::token::tokens;

fn days(text: &str) -> Option<String> {
    let tokens = tokens(text);
    let found = (0..tokens.len()).find_map(|at| moment_at(&tokens, at));
    let (first, last) = found?.0.bounds(None, None)?;
    Some(format!("{first} {last}"))
}

fn is_open(text: &str) -> bool {
    let tokens = tokens(text);
    let found = (0..tokens.len()).find_map(|at| moment_at(&tokens, at));
    found.is_some_and(|(moment, _)| moment.year().is_none())
}

#[test]
fn printed_moments_have_their_days() {
    for (text, bounds) in [
        ("31/01/2024", "2024-01-31 2024-01-31"),
        ("ngày 20 tháng 01 năm 2024", "2024-01-20 2024-01-20"),
        ("ngày 20.01.2024", "2024-01-20 2024-01-20"),
        ("2024-01-20", "2024-01-20 2024-01-20"),
        ("tháng 02/2024", "2024-02-01 2024-02-29"),
        ("THÁNG 2 NĂM 2023", "2023-02-01 2023-02-28"),
        ("tháng 01 - 06/2024", "2024-01-01 2024-06-30"),
        ("quý II/2024", "2024-04-01 2024-06-30"),
        ("quý 4 năm 2023", "2023-10-01 2023-12-31"),
        ("6 tháng đầu năm 2024", "2024-01-01 2024-06-30"),
        ("06 tháng cuối năm 2022", "2022-07-01 2022-12-31"),
        ("sáu tháng đầu năm 2022", "2022-01-01 2022-06-30"),
        ("9 tháng năm 2023", "2023-01-01 2023-09-30"),
        ("nửa đầu năm 2024", "2024-01-01 2024-06-30"),
        ("giai đoạn 2021 - 2025", "2021-01-01 2025-12-31"),
        ("năm 2022", "2022-01-01 2022-12-31"),
        ("năm học 2023-2024", "2023-01-01 2024-12-31"),
        ("so với 12/2022", "2022-12-01 2022-12-31"),
        ("so với 2021", "2021-01-01 2021-12-31"),
    ] {
        assert_eq!(days(text).as_deref(), Some(bounds), "{text}");
    }
}

#[test]
fn what_is_not_printed_stays_open() {
    for text in [
        "ngày 20/01",
        "đến 17/2, hệ thống",
        "tháng 6",
        "quý II",
        "6 tháng đầu năm",
        "từ ngày 01 đến",
    ] {
        assert!(is_open(text), "{text}");
    }
}

#[test]
fn counts_are_no_moments() {
    for text in [
        "06/20 bộ, ngành",
        "51/63",
        "6/2024 hồ sơ",
        "gần 2000 công chức",
        "đạt 2000",
        "2.024 hồ sơ",
        "mỗi ngày 25 hồ sơ",
        "6 tháng",
        "40.128.773",
        "từ 5/10 lên 8/10",
        "Hồ sơ\t2015\t98,5%",
    ] {
        let tokens = tokens(text);
        assert_eq!((0..tokens.len()).find_map(|at| moment_at(&tokens, at)), None, "{text}");
    }
}

#[test]
fn a_row_of_years_is_a_heading() {
    assert!(days("Chỉ tiêu\t2023\t2024").is_some());
}
