//! Days, months, quarters, half-years and years as Vietnamese reports print them: no digit of them is a quantity.
//!
//! `31/01/2024`, `ngày 20 tháng 01`, `tháng 01/2024`, `quý II năm 2024`, `6 tháng đầu năm 2024`, `nửa cuối năm 2023`,
//! `giai đoạn 2021-2025`, `năm 2022`. A year that is not printed stays open. `6/2024` is a month unless a counted noun
//! follows; `17/2` is a day only behind a word of time; `06/20 bộ` is neither.

mod bare;
mod cursor;

use motlan_core::Day;

use self::cursor::Cursor;
use super::token::Token;

/// The years that a bare number of four digits may mean.
pub(crate) const YEARS: std::ops::RangeInclusive<i16> = 1945..=2100;

/// A point or span of the calendar, as printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// A day.
    Day {
        /// 1 to 31.
        day: u8,
        /// 1 to 12, if printed.
        month: Option<u8>,
        /// Its year, if printed.
        year: Option<i16>,
    },
    /// Whole months of one year: a month, a quarter, a half-year.
    Months {
        /// The first, 1 to 12.
        first: u8,
        /// The last, not before the first.
        last: u8,
        /// Their year, if printed.
        year: Option<i16>,
    },
    /// Whole years.
    Years {
        /// The first.
        first: i16,
        /// The last, not before the first.
        last: i16,
    },
}

impl Moment {
    /// The year printed in it; the last of several.
    pub const fn year(self) -> Option<i16> {
        match self {
            Self::Day { year, .. } | Self::Months { year, .. } => year,
            Self::Years { last, .. } => Some(last),
        }
    }

    /// Its first and last day, with this year and month where none is printed; `None` if it is still open or the
    /// calendar has no such day.
    pub fn bounds(self, year_else: Option<i16>, month_else: Option<u8>) -> Option<(Day, Day)> {
        match self {
            Self::Day { day, month, year } => {
                let day = Day::new(year.or(year_else)?, month.or(month_else)?, day).ok()?;
                Some((day, day))
            }
            Self::Months { first, last, year } => {
                let year = year.or(year_else)?;
                Some((Day::new(year, first, 1).ok()?, last_of_month(year, last)?))
            }
            Self::Years { first, last } => Some((Day::new(first, 1, 1).ok()?, Day::new(last, 12, 31).ok()?)),
        }
    }
}

fn last_of_month(year: i16, month: u8) -> Option<Day> {
    (28..=31).rev().find_map(|day| Day::new(year, month, day).ok())
}

/// The moment that begins with this token, and the token after it.
pub(crate) fn moment_at(tokens: &[Token], start: usize) -> Option<(Moment, usize)> {
    let cursor = Cursor {
        tokens,
        at: start,
        start,
    };
    let token = tokens.get(start)?;
    match token.key.as_str() {
        _ if token.is_digits() => bare::moment(cursor),
        "ngày" | "hôm" | "sáng" | "chiều" | "tối" => after_day_word(cursor),
        "tháng" => after_month_word(cursor),
        "quý" => quarter(cursor),
        "năm" => years(cursor),
        "nửa" => half(cursor),
        _ => count_in_words(&token.key).and_then(|count| months_of_year(cursor.next(), count)),
    }
}

/// `ngày 20 tháng 01 năm 2024`, `ngày 20/01`, `sáng 17/2`, `ngày 20.01.2024`, `từ ngày 01`.
fn after_day_word(word: Cursor<'_>) -> Option<(Moment, usize)> {
    let is_day_word = word.is("ngày");
    let cursor = word.next();
    if let Some(found) = bare::full_date(cursor) {
        return Some(found);
    }
    let (day, after) = cursor.number(1..=31)?;
    let printed = |month, year: Option<i16>, end: Cursor<'_>| {
        let month = Some(month);
        Some((Moment::Day { day, month, year }, end.at))
    };
    if let Some((month, end)) = after.mark('/').and_then(|cursor| cursor.number(1..=12)) {
        return printed(month, None, end);
    }
    if let Some((month, end)) = after.word("tháng").and_then(|cursor| cursor.number(1..=12)) {
        let (year, end) = end.year_behind();
        return printed(month, year, end);
    }
    // "mỗi ngày 25 hồ sơ" counts dossiers.
    let is_per_day = word.before(1, &["mỗi", "hàng", "một", "quân", "bình", "/"]);
    let is_label = is_day_word && !is_per_day && !after.is_quantity();
    is_label.then_some((
        Moment::Day {
            day,
            month: None,
            year: None,
        },
        after.at,
    ))
}

/// `tháng 01/2024`, `tháng 6 năm 2024`, `tháng 01 - 06/2024`, `tháng 6`.
fn after_month_word(word: Cursor<'_>) -> Option<(Moment, usize)> {
    let (first, after) = word.next().number(1..=12)?;
    let (last, after) = last_month(after, first).unwrap_or((first, after));
    let (year, end) = after.year_behind();
    // "6 tháng 250 hồ sơ", "mỗi tháng 5 hồ sơ": not the name of a month.
    let is_counted = word.follows_digits() || word.before(1, &["mỗi", "hàng", "một"]);
    if is_counted && year.is_none() {
        return None;
    }
    Some((Moment::Months { first, last, year }, end.at))
}

/// `(01) - 06`: up to a later month.
fn last_month(after: Cursor<'_>, first: u8) -> Option<(u8, Cursor<'_>)> {
    let cursor = after.mark('-')?;
    let found = cursor.word("tháng").unwrap_or(cursor).number(1..=12)?;
    (found.0 > first).then_some(found)
}

/// `quý II/2024`, `quý 2 năm 2024`, `quý I`.
fn quarter(word: Cursor<'_>) -> Option<(Moment, usize)> {
    let cursor = word.next();
    let roman = ["i", "ii", "iii", "iv"].iter().zip(1_u8..);
    let roman = roman.map(|(numeral, quarter)| cursor.word(numeral).map(|end| (quarter, end)));
    let (quarter, after) = roman.flatten().next().or_else(|| cursor.number(1..=4))?;
    let (year, end) = after.year_behind();
    let months = Moment::Months {
        first: quarter * 3 - 2,
        last: quarter * 3,
        year,
    };
    Some((months, end.at))
}

/// `năm 2022`, `năm học 2023-2024`, `năm 2021 - 2025`.
fn years(word: Cursor<'_>) -> Option<(Moment, usize)> {
    let cursor = word.next();
    let cursor = cursor.word("học").unwrap_or(cursor);
    let (first, after) = cursor.year_run()?;
    let (last, end) = after
        .mark('-')
        .and_then(Cursor::year)
        .filter(|(last, _)| *last > first)
        .unwrap_or((first, after));
    Some((Moment::Years { first, last }, end.at))
}

/// `nửa đầu năm 2024`, `nửa cuối năm`.
fn half(word: Cursor<'_>) -> Option<(Moment, usize)> {
    let cursor = word.next();
    let first = cursor.word("đầu").map(|after| (1, after));
    let (first, after) = first.or_else(|| cursor.word("cuối").map(|after| (7, after)))?;
    let after = after.word("năm")?;
    let (year, end) = after.year().map_or((None, after), |(year, end)| (Some(year), end));
    let months = Moment::Months {
        first,
        last: first + 5,
        year,
    };
    Some((months, end.at))
}

/// `(6) tháng đầu năm 2024`, `(9) tháng năm 2024`, `(3) tháng cuối năm`; the count is read already.
fn months_of_year(cursor: Cursor<'_>, count: u8) -> Option<(Moment, usize)> {
    let after = cursor.word("tháng")?;
    let at_start = after.word("đầu");
    let at_end = after.word("cuối");
    let (first, last) = if at_end.is_some() { (13 - count, 12) } else { (1, count) };
    let is_said = at_start.is_some() || at_end.is_some();
    let rest = at_start.or(at_end).unwrap_or(after);
    let (year, end) = rest.year_behind();
    let end = if year.is_none() {
        rest.word("năm").unwrap_or(rest)
    } else {
        end
    };
    let is_period = is_said || year.is_some();
    is_period.then_some((Moment::Months { first, last, year }, end.at))
}

/// The counts of months that are written in words.
fn count_in_words(word: &str) -> Option<u8> {
    match word {
        "ba" => Some(3),
        "sáu" => Some(6),
        "chín" => Some(9),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
