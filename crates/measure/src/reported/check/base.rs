//! What a printed change is measured from: `so với tháng 3/2024`, `so với cùng kỳ năm 2021`. Where nothing is said, the same
//! length one year earlier is assumed, and said to be assumed.

use jiff::ToSpan as _;
use motlan_core::Day;

use super::label::moments;
use super::shown::Days;
use crate::reported::calendar::Moment;

/// What a change is measured from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Base {
    /// The first day; none for a level.
    pub(super) first: Option<Day>,
    /// The last day, or that of a level.
    pub(super) last: Day,
    /// Whether the words say it.
    pub(super) is_said: bool,
}

impl Base {
    /// The base of a change that is printed in these words beside a figure of these days.
    pub(super) fn of(printed: &str, first: Option<Day>, last: Option<Day>) -> Option<Self> {
        let last = last?;
        let words = printed.to_lowercase();
        let behind = words
            .split("so với")
            .nth(1)
            .or_else(|| words.find("cùng kỳ").map(|at| &words[at..]));
        let said = behind.and_then(|behind| said(behind, first, last));
        said.or_else(|| back(first, last, 12, false))
    }

    /// First and last day of a base that is a period.
    pub(super) fn days(self) -> Option<Days> {
        self.first.map(|first| Days { first, last: self.last })
    }
}

/// The base that the words behind "so với" say.
fn said(words: &str, first: Option<Day>, last: Day) -> Option<Base> {
    let named = moments(words).first().copied();
    let year = last.date().year();
    if words.contains("cùng kỳ") {
        let years = named.and_then(Moment::year).map_or(1, |named| year - named);
        return (1..=20).contains(&years).then(|| back(first, last, 12 * years, true))?;
    }
    if let Some((from, until)) = named.and_then(|moment| moment.bounds(Some(year), None)) {
        // "So với đầu năm 2024" is a level at the beginning of the year, not at an end that is still to come.
        let until = if until >= last { day_before(from)? } else { until };
        let first = first.map(|_| from);
        return Some(Base {
            first,
            last: until,
            is_said: true,
        });
    }
    let months = [
        ("tháng trước", 1),
        ("quý trước", 3),
        ("năm trước", 12),
        ("năm ngoái", 12),
    ];
    let before = months.into_iter().find(|(phrase, _)| words.contains(phrase));
    before.and_then(|(_, months)| back(first, last, months, true))
}

/// The same days some months earlier; the end of a month stays one.
fn back(first: Option<Day>, last: Day, months: i16, is_said: bool) -> Option<Base> {
    let moved = |day: Day| Day::try_from(day.date().checked_sub(i32::from(months).months()).ok()?).ok();
    let is_month_end = last.date().last_of_month() == last.date();
    let end = moved(last)?;
    let end = if is_month_end {
        Day::try_from(end.date().last_of_month()).ok()?
    } else {
        end
    };
    let first = match first {
        Some(first) => Some(moved(first)?),
        None => None,
    };
    Some(Base {
        first,
        last: end,
        is_said,
    })
}

fn day_before(day: Day) -> Option<Day> {
    day.number().checked_sub(1).map(Day::from_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(printed: &str, last: &str) -> (String, bool) {
        let base = Base::of(printed, None, last.parse().ok()).unwrap();
        (base.last.to_string(), base.is_said)
    }

    #[test]
    fn the_words_say_the_base_or_it_is_a_year_before() {
        for (printed, last, expected, is_said) in [
            ("tăng 8,5 triệu so với 12/2022", "2023-02-17", "2022-12-31", true),
            ("tăng 5% so với tháng 3/2024", "2024-04-30", "2024-03-31", true),
            ("tăng 5% so với cùng kỳ năm 2021", "2022-06-30", "2021-06-30", true),
            ("tăng 5% so với cùng kỳ", "2024-02-29", "2023-02-28", true),
            ("tăng 5% so với tháng trước", "2024-03-31", "2024-02-29", true),
            ("tăng 5% so với năm 2023", "2024-06-30", "2023-12-31", true),
            ("tăng 5% so với đầu năm 2024", "2024-06-30", "2023-12-31", true),
            ("tăng 5%", "2024-06-30", "2023-06-30", false),
        ] {
            assert_eq!(base(printed, last), (expected.to_owned(), is_said), "{printed}");
        }
        let flow = Base::of("tăng 5%", "2024-01-01".parse().ok(), "2024-02-29".parse().ok()).unwrap();
        let days = flow.days().unwrap();
        assert_eq!(
            (days.first.to_string(), days.last.to_string()),
            ("2023-01-01".into(), "2023-02-28".into())
        );
    }
}
