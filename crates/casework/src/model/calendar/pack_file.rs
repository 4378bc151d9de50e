//! The TOML text of a calendar pack, as it is written, and its translation into the model.
//!
//! A holiday must lie in its year, a swap must exchange a working day for a day off, and no day may have two reasons: a
//! slip of the pen is an error here and never a wrong deadline.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Time};
use serde::Deserialize;

use super::{Calendar, Year};
use crate::model::pack::{FORMAT, PackError, day, is_code, read, rule};
use motlan_core::Name;

/// The longest run of one holiday, in days: the New Year has taken 7, with its weekends 9.
const RUN_DAYS_MAX: usize = 14;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CalendarFile {
    format: u32,
    code: String,
    version: u32,
    name: Name,
    closes_at: String,
    week: Vec<Weekday>,
    year: Vec<YearTable>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct YearTable {
    year: i16,
    confirmed: bool,
    source: String,
    holidays: Vec<HolidayTable>,
    #[serde(default)]
    swaps: Vec<SwapTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayTable {
    day: String,
    until: Option<String>,
    vi: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SwapTable {
    off: String,
    worked: String,
}

/// Parses and checks the text.
pub(super) fn parse(text: &str) -> Result<Calendar, PackError> {
    let file: CalendarFile = read(text)?;
    if file.format != FORMAT {
        return Err(rule("format", format!("only format {FORMAT} is known")));
    }
    if !is_code(&file.code, b'-') || file.name.is_incomplete() {
        return Err(rule("code", "needs a code of a-z 0-9 - and a name in both languages"));
    }
    let mut calendar = Calendar {
        code: file.code,
        version: file.version,
        name: file.name,
        closes_at: closing(&file.closes_at)?,
        week: week(&file.week)?,
        years: BTreeMap::new(),
        off: BTreeMap::new(),
        worked: BTreeMap::new(),
    };
    for table in file.year {
        add_year(&mut calendar, table)?;
    }
    Ok(calendar)
}

fn closing(text: &str) -> Result<Time, PackError> {
    let time: Option<Time> = text.parse().ok();
    time.filter(|time| time.strftime("%H:%M").to_string() == text)
        .ok_or_else(|| rule("closes_at", "must be a time, HH:MM"))
}

fn week(days: &[Weekday]) -> Result<BTreeSet<i8>, PackError> {
    let week: BTreeSet<i8> = days.iter().map(|day| *day as i8).collect();
    if week.is_empty() || week.len() != days.len() {
        return Err(rule("week", "must name at least one weekday, none twice"));
    }
    Ok(week)
}

fn add_year(calendar: &mut Calendar, table: YearTable) -> Result<(), PackError> {
    let place = format!("year {}", table.year);
    if table.holidays.is_empty() || table.source.trim().is_empty() {
        return Err(rule(place, "needs its holidays and their source"));
    }
    let year = Year {
        is_confirmed: table.confirmed,
        source: table.source,
    };
    if calendar.years.insert(table.year, year).is_some() {
        return Err(rule(place, "is declared twice"));
    }
    for holiday in table.holidays {
        add_holiday(calendar, table.year, holiday)?;
    }
    table
        .swaps
        .iter()
        .try_for_each(|swap| add_swap(calendar, table.year, swap))
}

fn add_holiday(calendar: &mut Calendar, year: i16, table: HolidayTable) -> Result<(), PackError> {
    let place = format!("year {year}, holiday {}", table.day);
    let first = day(&place, &table.day)?;
    let last = table.until.map_or(Ok(first), |text| day(&place, &text))?;
    let name = Name {
        vi: table.vi,
        en: table.en,
    };
    if name.is_incomplete() {
        return Err(rule(place, "needs a name in both languages"));
    }
    let days: Vec<Date> = first
        .series(jiff::Span::new().days(1))
        .take_while(|day| *day <= last)
        .take(RUN_DAYS_MAX + 1)
        .collect();
    if days.is_empty() || days.len() > RUN_DAYS_MAX {
        return Err(rule(place, format!("must last 1 to {RUN_DAYS_MAX} days")));
    }
    for day in days {
        if day.year() != year {
            return Err(rule(place, "does not lie in its year"));
        }
        if calendar.off.insert(day, name.clone()).is_some() {
            return Err(rule(place, format!("{day} is off already")));
        }
    }
    Ok(())
}

/// Both days lie in the year, whose holidays are known by now.
fn add_swap(calendar: &mut Calendar, year: i16, table: &SwapTable) -> Result<(), PackError> {
    let place = format!("year {year}, swap of {}", table.off);
    let (off, worked) = (day(&place, &table.off)?, day(&place, &table.worked)?);
    if off.year() != year || worked.year() != year {
        return Err(rule(place, "does not lie in its year"));
    }
    let is_working = |day| calendar.is_working(day).unwrap_or(false);
    if !is_working(off) || is_working(worked) || calendar.off.contains_key(&worked) {
        return Err(rule(place, "must exchange a working day for a day of the weekend"));
    }
    let (off_text, worked_text) = (off.strftime("%d/%m/%Y"), worked.strftime("%d/%m/%Y"));
    let off_name = Name {
        vi: format!("Nghỉ, làm bù ngày {worked_text}"),
        en: format!("Day off, worked on {worked} instead"),
    };
    let worked_name = Name {
        vi: format!("Làm bù cho ngày {off_text}"),
        en: format!("Worked instead of {off}"),
    };
    calendar.off.insert(off, off_name);
    calendar.worked.insert(worked, worked_name);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
        format = 1
        code = "test"
        version = 1
        name = { vi = "Lịch thử", en = "Test calendar" }
        closes_at = "17:00"
        week = ["monday", "tuesday", "wednesday", "thursday", "friday"]
        [[year]]
        year = 2024
        confirmed = true
        source = "nowhere"
        holidays = [{ day = "2024-01-01", vi = "Tết", en = "New Year" }]
        swaps = [{ off = "2024-04-29", worked = "2024-05-04" }]
    "#;

    fn refusal(from: &str, to: &str) -> String {
        assert!(GOOD.contains(from), "{from}");
        Calendar::parse(&GOOD.replace(from, to)).unwrap_err().to_string()
    }

    #[test]
    fn slips_of_the_pen_are_refused_with_their_place() {
        assert!(Calendar::parse(GOOD).is_ok());
        for (from, to, says) in [
            ("format = 1", "format = 2", "format"),
            ("17:00", "17:00:00", "closes_at"),
            ("17:00", "5pm", "closes_at"),
            (r#""tuesday""#, r#""monday""#, "week"),
            (r#""tuesday""#, r#""thuesday""#, "thuesday"),
            ("2024-01-01", "2024-1-1", "holiday 2024-1-1"),
            ("2024-01-01", "2023-01-01", "does not lie in its year"),
            (
                r#""2024-01-01""#,
                r#""2024-01-02", until = "2024-01-01""#,
                "1 to 14 days",
            ),
            (
                r#""2024-01-01""#,
                r#""2024-01-01", until = "2024-03-01""#,
                "1 to 14 days",
            ),
            (
                r#""2024-01-01""#,
                r#""2024-12-31", until = "2025-01-01""#,
                "does not lie in its year",
            ),
            ("2024-01-01", "2024-05-04", "swap of 2024-04-29"),
            ("2024-05-04", "2024-05-03", "swap of 2024-04-29"),
            ("2024-04-29", "2024-04-28", "swap of 2024-04-28"),
            ("2024-04-29", "2024-01-01", "swap of 2024-01-01"),
            (r#"source = "nowhere""#, r#"source = " ""#, "source"),
            (r#"en = "New Year""#, r#"en = """#, "both languages"),
            ("confirmed", "confirm", "confirm"),
        ] {
            let text = refusal(from, to);
            assert!(text.contains(says), "{from} to {to}: {text}");
        }
    }

    #[test]
    fn a_year_or_a_day_declared_twice_is_refused() {
        let holiday = r#"{ day = "2024-01-01", vi = "Tết", en = "New Year" }"#;
        assert!(refusal(holiday, &format!("{holiday}, {holiday}")).contains("off already"));
        let year = &GOOD[GOOD.find("[[year]]").unwrap()..];
        let twice = Calendar::parse(&format!("{GOOD}{year}")).unwrap_err().to_string();
        assert!(twice.contains("year 2024: is declared twice"), "{twice}");
    }
}
