//! Dates as registries hold them: `YYYY[-MM[-DD]]`, because older people know a year only; and days of validity.
//!
//! No time of day and no zone: a day is that of Asia/Ho_Chi_Minh.

use std::str::FromStr;

use motlan_core::Day;

/// The text is no `YYYY[-MM[-DD]]`, or names a day that no calendar has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a date is YYYY, YYYY-MM or YYYY-MM-DD")]
pub struct DateError;

/// A date as far as it is known, in its own text form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PartialDate(String);

impl PartialDate {
    /// The text form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether two dates agree as far as both are precise: `1950` agrees with `1950-03-02`.
    pub fn agrees_with(&self, other: &Self) -> bool {
        is_same_as_far_as_known(&self.0, &other.0)
    }
}

/// The parts have fixed widths, so two dates agree where one is the beginning of the other.
pub(crate) fn is_same_as_far_as_known(one: &str, other: &str) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

impl FromStr for PartialDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.split('-');
        let year = number(parts.next(), 4)?.ok_or(DateError)?;
        let month = number(parts.next(), 2)?;
        let day = number(parts.next(), 2)?;
        let is_month = month.is_none_or(|month| (1..=12).contains(&month));
        let is_day = match (month, day) {
            (Some(month), Some(day)) => (1..=days(year, month)).contains(&day),
            (_, day) => day.is_none(),
        };
        if year == 0 || !is_month || !is_day || parts.next().is_some() {
            return Err(DateError);
        }
        Ok(Self(text.to_owned()))
    }
}

/// Exactly `width` ASCII digits, if the part is there.
fn number(part: Option<&str>, width: usize) -> Result<Option<u16>, DateError> {
    let Some(part) = part else { return Ok(None) };
    if part.len() != width || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(DateError);
    }
    part.parse().map(Some).map_err(|_| DateError)
}

/// Days of a month in the Gregorian calendar.
fn days(year: u16, month: u16) -> u16 {
    let is_leap = (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// First and last day on which something holds; a missing end has no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Validity {
    /// The first day.
    pub from: Option<Day>,
    /// The last day, included.
    pub until: Option<Day>,
}

impl Validity {
    /// Whether it holds on `day`.
    pub fn has(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_three_precisions_and_nothing_else() {
        for good in ["1950", "1950-03", "1950-03-02", "2024-02-29", "2000-02-29"] {
            assert_eq!(good.parse::<PartialDate>().map(|date| date.0), Ok(good.to_owned()));
        }
        let bad = [
            "",
            "195",
            "0000",
            "1950-",
            "1950-3",
            "1950-13",
            "1950-00",
            "1950-02-30",
            "1950-03-02-",
            "2023-02-29",
            "1900-02-29",
            "1950-03-00",
            "1950-04-31",
            "02/03/1950",
            "1950-03-02T00",
            "１９５０",
            "+950",
        ];
        for bad in bad {
            assert_eq!(bad.parse::<PartialDate>(), Err(DateError), "{bad}");
        }
    }

    #[test]
    fn agrees_as_far_as_both_are_precise() {
        let agree = |one: &str, other: &str| {
            let one: PartialDate = one.parse().unwrap();
            one.agrees_with(&other.parse().unwrap())
        };
        assert!(agree("1950", "1950-03-02"));
        assert!(agree("1950-03-02", "1950-03"));
        assert!(agree("1950-03-02", "1950-03-02"));
        assert!(!agree("1950-03-02", "1950-03-20"));
        assert!(!agree("1950-04", "1950-03-02"));
        assert!(!agree("1951", "1950"));
    }

    #[test]
    fn validity_includes_both_ends() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let validity = Validity {
            from: Some(day("2022-01-06")),
            until: Some(day("2025-06-30")),
        };
        assert!(validity.has(day("2022-01-06")) && validity.has(day("2025-06-30")));
        assert!(!validity.has(day("2022-01-05")) && !validity.has(day("2025-07-01")));
        assert!("2025-06".parse::<Day>().is_err());
    }
}
