//! Dossier codes: `000.00.08.H45-261121-0001`, agency, day and the agency's serial of that day.
//!
//! The form is that of Circular 01/2018/TT-VPCP article 19. Variants in use are read too: the agency in the form of
//! Decision 20/2020/QĐ-TTg (`H56.14-240823-0001`), a day of eight digits and longer serials
//! (`G09.20-20260609-0092637`). The text is kept as it came, and two texts are two codes: whoever invents a second
//! spelling would otherwise change somebody else's dossier.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use motlan_core::{Code, Failure, MemberId};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::day::parse_day;

/// The longest agency part: a code of Decision 20/2020/QĐ-TTg.
const AGENCY_BYTES_MAX: usize = 35;

/// Digits of a serial: 4 by the Circular, 7 seen in use, 9 fit 32 bits.
const SERIAL_DIGITS: std::ops::RangeInclusive<usize> = 4..=9;

/// The code of a dossier.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DossierCode {
    text: String,
    agency_bytes: usize,
    day: Date,
    serial: u32,
}

impl DossierCode {
    /// The code of a new dossier, in the Circular's own form.
    ///
    /// # Errors
    /// `dossier_code_form` for an agency without a member, a day outside 2000 to 2099, or more than nine digits.
    pub fn new(agency: &str, day: Date, serial: u32) -> Result<Self, Failure> {
        format!("{agency}-{}-{serial:04}", day.strftime("%y%m%d"))
            .parse()
            .and_then(|code: Self| {
                if code.day == day {
                    Ok(code)
                } else {
                    fail("the day has no six digits")
                }
            })
    }

    /// The agency, as it is written in the code.
    pub fn agency(&self) -> &str {
        &self.text[..self.agency_bytes]
    }

    /// The member that the agency belongs to, as in `H45`.
    pub fn member_code(&self) -> &str {
        // `parse` let only agencies through that have one.
        member_code(self.agency()).unwrap_or_default()
    }

    /// Whether the agency belongs to this member.
    pub fn is_of(&self, member: &MemberId) -> bool {
        self.member_code() == member.code()
    }

    /// The day.
    pub fn day(&self) -> Date {
        self.day
    }

    /// The serial of that day.
    pub fn serial(&self) -> u32 {
        self.serial
    }

    /// The whole text, as it came.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl FromStr for DossierCode {
    type Err = Failure;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts: Vec<&str> = text.split('-').collect();
        let [agency, day, serial] = parts[..] else {
            return fail("a dossier code has three parts: agency, day, serial");
        };
        if agency.len() > AGENCY_BYTES_MAX || member_code(agency).is_none() {
            return fail("the agency of a dossier code is as 000.00.08.H45 or H45.08");
        }
        let Some(day) = parse_digits_of_day(day) else {
            return fail("the day of a dossier code is YYMMDD or YYYYMMDD");
        };
        if !SERIAL_DIGITS.contains(&serial.len()) || !is_digits(serial) {
            return fail("the serial of a dossier code has 4 to 9 digits");
        }
        let Ok(serial) = serial.parse() else {
            return fail("the serial of a dossier code has 4 to 9 digits");
        };
        Ok(Self {
            text: text.to_owned(),
            agency_bytes: agency.len(),
            day,
            serial,
        })
    }
}

fn fail<T>(detail: &str) -> Result<T, Failure> {
    Err(Failure::new(Code::DossierCodeForm, detail))
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Level 1 of an agency: the last of QCVN 102's four groups, the first of Decision 20/2020's.
fn member_code(agency: &str) -> Option<&str> {
    let groups: Vec<&str> = agency.split('.').collect();
    let is_group = |group: &&str| {
        !group.is_empty()
            && group
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
    };
    if !groups.iter().all(is_group) {
        return None;
    }
    let member = match groups[..] {
        [level4, level3, level2, level1] if is_digits(level4) => {
            let has_widths = level4.len() == 3 && level3.len() == 2 && level2.len() == 2;
            (has_widths && is_digits(level3) && is_digits(level2)).then_some(level1)?
        }
        [level1, ..] => level1,
        [] => return None,
    };
    let (letter, digits) = member.split_at_checked(1)?;
    let is_member = letter.bytes().all(|byte| byte.is_ascii_uppercase()) && digits.len() == 2 && is_digits(digits);
    is_member.then_some(member)
}

/// `YYMMDD` of the years 2000 to 2099, or `YYYYMMDD`.
fn parse_digits_of_day(text: &str) -> Option<Date> {
    let digits = match text.len() {
        6 => format!("20{text}"),
        8 => text.to_owned(),
        _ => return None,
    };
    if !is_digits(&digits) {
        return None;
    }
    parse_day(&format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..]))
}

impl fmt::Display for DossierCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for DossierCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DossierCode({self})")
    }
}

impl Serialize for DossierCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for DossierCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn code(text: &str) -> DossierCode {
        text.parse().unwrap()
    }

    #[test]
    fn a_new_code_has_the_circulars_form() {
        let new = DossierCode::new("000.00.08.H45", date(2026, 11, 21), 1).unwrap();
        assert_eq!(new.to_string(), "000.00.08.H45-261121-0001");
        let many = DossierCode::new("000.00.08.H45", date(2026, 11, 21), 12_345).unwrap();
        assert_eq!(many.to_string(), "000.00.08.H45-261121-12345");
        assert!(DossierCode::new("000.00.08.H45", date(1999, 11, 21), 1).is_err());
        assert!(DossierCode::new("000.00.08", date(2026, 11, 21), 1).is_err());
        assert!(DossierCode::new("H45-08", date(2026, 11, 21), 1).is_err());
    }

    #[test]
    fn forms_in_use_are_read_and_kept_as_they_came() {
        for (text, member, day, serial) in [
            ("000.00.08.H45-261121-0001", "H45", date(2026, 11, 21), 1),
            ("H56.14-240823-0001", "H56", date(2024, 8, 23), 1),
            ("G09.20-20260609-0092637", "G09", date(2026, 6, 9), 92_637),
            ("000.00.00.G12-220101-9999", "G12", date(2022, 1, 1), 9_999),
            ("012.01.08.H45-240229-0001", "H45", date(2024, 2, 29), 1),
        ] {
            let code = code(text);
            assert_eq!((code.member_code(), code.day(), code.serial()), (member, day, serial));
            assert_eq!(code.to_string(), text);
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for bad in [
            "",
            "H45",
            "H45-261121",
            "H45-261121-001",
            "H45-261121-1234567890",
            "H45-261121-0001-2",
            "H45-261321-0001",
            "H45-250229-0001",
            "H45-2611-0001",
            "H45-26112１-0001",
            "h45-261121-0001",
            "H45.-261121-0001",
            "00.00.08.H45-261121-0001",
            "000.00.08.H4-261121-0001",
            "000.00.08-261121-0001",
            "000.0A.08.H45-261121-0001",
            "0100109106-261121-0001",
            " H45-261121-0001",
            "H45-261121-+001",
        ] {
            let refusal = bad.parse::<DossierCode>().unwrap_err();
            assert_eq!(refusal.code, Code::DossierCodeForm, "{bad}");
        }
    }

    #[test]
    fn a_code_belongs_to_its_member_alone() {
        let (one, other): (MemberId, MemberId) = ("VN/GOV/H45".parse().unwrap(), "VN/GOV/H4".parse().unwrap());
        assert!(code("000.00.08.H45-261121-0001").is_of(&one));
        assert!(code("H45.08-261121-0001").is_of(&one));
        assert!(!code("H45.08-261121-0001").is_of(&other));
        assert!(!code("H19.45-261121-0001").is_of(&one));
        assert_ne!(code("H45.08-261121-0001"), code("000.00.08.H45-261121-0001"));
    }

    proptest! {
        #[test]
        fn codes_come_back(days in 0_i32..36_000, serial in 0_u32..1_000_000_000, unit in 0_u8..100) {
            let day = date(2000, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            let agency = format!("000.00.{unit:02}.H45");
            let code = DossierCode::new(&agency, day, serial).unwrap();
            let again: DossierCode = serde_json::from_str(&serde_json::to_string(&code).unwrap()).unwrap();
            prop_assert_eq!((again.agency(), again.day(), again.serial()), (&*agency, day, serial));
            prop_assert_eq!(again, code);
        }
    }
}
