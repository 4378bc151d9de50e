//! The period that a label names, as in `tháng 01/2024`, `6 tháng đầu năm 2024`, `đến hết 30/6/2024`, `2024-Q1`.

use motlan_core::Day;

use crate::model::period::Period;
use crate::reported::calendar::Moment;
use crate::reported::number::{Found, Reading, readings};

/// Words that make a date the end of something without a beginning.
const UNTIL_WORDS: [&str; 4] = ["đến", "tới", "hết", "lũy kế"];

/// What a label says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// There is none, or it says no date (`đến nay`).
    Silent,
    /// These days.
    Days(Day, Day),
    /// Everything until this day.
    Until(Day),
    /// A date that could not be read.
    Unclear,
}

impl Label {
    /// Reads a label; a date without a year is of the year of `year_of`.
    pub(super) fn of(text: &str, year_of: Option<Day>) -> Self {
        let text = text.trim().to_lowercase();
        if let Ok(period) = text.to_uppercase().parse::<Period>() {
            return Self::Days(period.first_day(), period.last_day());
        }
        let year = year_of.map(|day| day.date().year());
        let moments = moments(&text);
        let last_year = moments.iter().rev().find_map(|moment| moment.year()).or(year);
        let bounds: Option<Vec<_>> = moments.iter().map(|moment| moment.bounds(last_year, None)).collect();
        match bounds.as_deref() {
            Some([]) if text.bytes().any(|byte| byte.is_ascii_digit()) => Self::Unclear,
            Some([]) => Self::Silent,
            Some([(_, last)]) if is_until(&text) => Self::Until(*last),
            Some([(first, last)]) => Self::Days(*first, *last),
            Some([(first, _), (_, last)]) if first <= last => Self::Days(*first, *last),
            _ => Self::Unclear,
        }
    }

    /// Whether it says any date.
    pub(super) fn is_said(self) -> bool {
        self != Self::Silent
    }

    /// First and last day; the first is missing where it says only an end.
    pub(super) fn days(self) -> Option<(Option<Day>, Day)> {
        match self {
            Self::Days(first, last) => Some((Some(first), last)),
            Self::Until(last) => Some((None, last)),
            Self::Silent | Self::Unclear => None,
        }
    }
}

fn is_until(text: &str) -> bool {
    UNTIL_WORDS.iter().any(|word| text.contains(word))
}

/// The points and spans of the calendar that a text names, in order.
pub(super) fn moments(text: &str) -> Vec<Moment> {
    let found = readings(text).into_iter();
    let moment = |found: Found| match found.reading {
        Reading::Moment(moment) => Some(moment),
        _ => None,
    };
    found.filter_map(moment).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn labels_name_their_days() {
        let days = |first, last| Label::Days(day(first), day(last));
        for (text, label) in [
            ("tháng 01/2024", days("2024-01-01", "2024-01-31")),
            ("Tháng 2 năm 2024", days("2024-02-01", "2024-02-29")),
            ("quý II/2023", days("2023-04-01", "2023-06-30")),
            ("6 tháng đầu năm 2024", days("2024-01-01", "2024-06-30")),
            ("năm 2022", days("2022-01-01", "2022-12-31")),
            ("từ 01/01/2024 đến 20/01/2024", days("2024-01-01", "2024-01-20")),
            ("2024-Q1", days("2024-01-01", "2024-03-31")),
            ("2024-h1", days("2024-01-01", "2024-06-30")),
            ("tính đến ngày 30/6/2024", Label::Until(day("2024-06-30"))),
            ("đến hết tháng 6/2024", Label::Until(day("2024-06-30"))),
            ("", Label::Silent),
            ("đến nay", Label::Silent),
            ("kỳ báo cáo số 7", Label::Unclear),
        ] {
            assert_eq!(Label::of(text, None), label, "{text}");
        }
        assert_eq!(
            Label::of("tháng 4", Some(day("2024-04-30"))),
            days("2024-04-01", "2024-04-30")
        );
    }
}
