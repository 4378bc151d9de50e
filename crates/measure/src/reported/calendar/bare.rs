//! Moments that begin with digits: `31/01/2024`, `6/2024`, `17/2`, `6 tháng đầu năm`, `2021-2025`, `2024`.

use super::cursor::Cursor;
use super::{Moment, YEARS, months_of_year};
use crate::reported::token::Gap;

/// Words behind which a day and a month may follow without `ngày`.
const TIME_WORDS: &[&str] = &[
    "đến", "từ", "trước", "sau", "hết", "tới", "ngày", "tháng", "với", "trong", "kỳ", "quý", "năm", "cuối", "đầu",
];

/// Words behind which four bare digits are a count.
const COUNT_WORDS: &[&str] = &[
    "đạt", "có", "được", "là", "gồm", "tăng", "giảm", "nhận", "quyết", "số", "lượng", "còn", "thêm", "cấp", "cho",
    "lên", "xuống", "tổng", "hơn", "gần", "trên", "khoảng", "dưới", "chừng", "xỉ", "ước", "thành", "duyệt", "xong",
    "tạo", "lập",
];

/// The moment that begins with these digits.
pub(super) fn moment(cursor: Cursor<'_>) -> Option<(Moment, usize)> {
    if let Some(found) = full_date(cursor) {
        return Some(found);
    }
    let count = cursor.number(1..=12);
    if let Some(found) = count.and_then(|(count, after)| months_of_year(after, count)) {
        return Some(found);
    }
    if let Some(found) = count.and_then(|(quarters, after)| quarters_of_year(quarters, after)) {
        return Some(found);
    }
    month_and_year(cursor)
        .or_else(|| day_and_month(cursor))
        .or_else(|| bare_years(cursor))
}

/// `31/01/2024`, `31-01-2024`, `31.01.2024`, `2024-01-31`; two digits of the year are of this century.
pub(super) fn full_date(cursor: Cursor<'_>) -> Option<(Moment, usize)> {
    let run = |offset: usize| {
        let token = cursor.tokens.get(cursor.at + offset)?;
        let is_joined = offset == 0 || token.gap == Gap::None;
        (token.is_digits() && is_joined && token.key.len() <= 4).then_some(token.key.as_str())
    };
    let mark = |offset: usize| {
        let token = cursor.tokens.get(cursor.at + offset)?;
        let marks = ['/', '-', '.'];
        marks
            .into_iter()
            .find(|mark| token.gap == Gap::None && token.is_mark(*mark))
    };
    let (first, second, third) = (run(0)?, run(2)?, run(4)?);
    let sort = mark(1).filter(|sort| mark(3) == Some(*sort))?;
    let goes_on = mark(5).is_some() && (run(6).is_some() || mark(5) == Some('/'));
    let (year, day) = if first.len() == 4 && sort != '.' {
        (first, third)
    } else {
        (third, first)
    };
    let year: i16 = match year.len() {
        4 => year.parse().ok()?,
        2 if sort != '.' => 2000 + year.parse::<i16>().ok()?,
        _ => return None,
    };
    let (day, month) = (day.parse::<u8>().ok()?, second.parse::<u8>().ok()?);
    let is_date = YEARS.contains(&year) && motlan_core::Day::new(year.max(1970), month, day).is_ok();
    let moment = Moment::Day {
        day,
        month: Some(month),
        year: Some(year),
    };
    (is_date && !goes_on).then_some((moment, cursor.at + 5))
}

/// `3 quý đầu năm 2024`.
fn quarters_of_year(quarters: u8, after: Cursor<'_>) -> Option<(Moment, usize)> {
    let after = after.word("quý")?.word("đầu")?;
    let (year, end) = after.year_behind();
    let months = Moment::Months {
        first: 1,
        last: quarters.min(4) * 3,
        year,
    };
    Some((months, end.at))
}

/// `6/2024`, unless it counts: `6/2024 hồ sơ` behind no word of time is a part of a whole.
fn month_and_year(cursor: Cursor<'_>) -> Option<(Moment, usize)> {
    let (month, after) = cursor.number(1..=12)?;
    let (year, end) = after.mark('/')?.year()?;
    let is_fraction = end.is_quantity() && !cursor.before(1, TIME_WORDS);
    // `01/2023/TT-VPCP` is a document.
    let goes_on = end
        .token()
        .is_some_and(|token| token.gap == Gap::None && token.is_mark('/'));
    let moment = Moment::Months {
        first: month,
        last: month,
        year: Some(year),
    };
    (!is_fraction && !goes_on).then_some((moment, end.at))
}

/// `17/2` behind a word of time, unless it counts.
fn day_and_month(cursor: Cursor<'_>) -> Option<(Moment, usize)> {
    let (day, after) = cursor.number(1..=31)?;
    let (month, end) = after.mark('/')?.number(1..=12)?;
    let is_timed = cursor.before(1, &TIME_WORDS[..7]);
    let goes_on = end.mark('/').is_some() || end.mark('(').is_some();
    let is_level = end.word("lên").or_else(|| end.word("xuống")).is_some();
    let moment = Moment::Day {
        day,
        month: Some(month),
        year: None,
    };
    (is_timed && !goes_on && !is_level && !end.is_quantity()).then_some((moment, end.at))
}

/// `2021-2025`, `2024`.
fn bare_years(cursor: Cursor<'_>) -> Option<(Moment, usize)> {
    let (first, after) = cursor.year()?;
    let last = after.mark('-').and_then(Cursor::year).filter(|(last, _)| *last > first);
    if let Some((last, end)) = last {
        return Some((Moment::Years { first, last }, end.at));
    }
    let moment = Moment::Years { first, last: first };
    is_bare_year(cursor, after).then_some((moment, after.at))
}

fn is_bare_year(cursor: Cursor<'_>, after: Cursor<'_>) -> bool {
    if cursor.before(1, TIME_WORDS) {
        return true;
    }
    let is_joined = |mark: char| after.mark(mark).is_some();
    if after.is_quantity() || is_joined('/') || cursor.before(1, COUNT_WORDS) || cursor.before(1, &["/"]) {
        return false;
    }
    let has_unit = ["nghìn", "ngàn", "triệu", "tỷ", "tỉ", "lần"]
        .iter()
        .any(|word| after.word(word).is_some());
    !has_unit && !is_cell_beside_counts(cursor)
}

/// In a table's row, four bare digits beside other numbers are a count; a row of years alone is a heading.
fn is_cell_beside_counts(cursor: Cursor<'_>) -> bool {
    let is_cell = |at: usize| {
        cursor
            .tokens
            .get(at)
            .is_some_and(|token| token.gap >= Gap::Cell || token.is_mark('|'))
    };
    let begins = is_cell(cursor.at) || cursor.at.checked_sub(1).is_some_and(is_cell);
    if !begins || !(is_cell(cursor.at + 1) || cursor.next().token().is_none()) {
        return false;
    }
    // A row has few cells; the window keeps the time linear.
    let begin = (cursor.at.saturating_sub(24)..=cursor.at).rev();
    let first = begin
        .take_while(|at| *at == cursor.at || cursor.tokens[at + 1].gap < Gap::Line)
        .last();
    let row = first.unwrap_or(cursor.at)..cursor.tokens.len().min(cursor.at + 24);
    let mut is_row = true;
    row.into_iter().any(|at| {
        is_row &= at <= cursor.at || cursor.tokens[at].gap < Gap::Line;
        let is_year = Cursor {
            at,
            start: at,
            ..cursor
        }
        .year()
        .is_some();
        is_row && cursor.tokens[at].is_digits() && !is_year
    })
}
