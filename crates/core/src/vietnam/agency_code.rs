//! Electronic identification codes of agencies, in their two written forms.
//!
//! * Decision 20/2020/QĐ-TTg: `H45.12`, groups of digits and `A`-`Z` separated by `.`, highest level first, at most 35
//!   characters. This is the form that Motlan keeps and shows.
//! * QCVN 102:2016/BTTTT: `000.00.12.H45`, that is `V1V2V3.Z1Z2.Y1Y2.MX1X2`, lowest level first, absent levels zero.
//!
//! The conversion is inferred from pairs in use (`000.00.18.G12` and `G12.18`): groups reversed, trailing zero groups
//! dropped. No pair in use has a level 4, so a code with one is not converted in either direction, although QCVN 102 has
//! room for it. Whether a code belongs to an agency is a question for the directory, not for this file.

use std::fmt;
use std::str::FromStr;

use crate::error::{Code, Failure};

/// The longest code of Decision 20/2020/QĐ-TTg, in characters (all ASCII).
const CODE_BYTES_MAX: usize = 35;

/// The code of an agency, kept in the form of Decision 20/2020/QĐ-TTg.
///
/// Two texts that name one agency in the two forms are equal after parsing. Nothing else is changed: a business number
/// (`0100109106`) stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgencyCode(String);

impl AgencyCode {
    /// The form of Decision 20/2020/QĐ-TTg, as in `H45.12`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form of QCVN 102:2016, as in `000.00.12.H45`.
    ///
    /// Fails with [`Code::AgencyCodeNotConvertible`] where that form could not be read back to this code: level 1 is not
    /// a letter and two digits, a lower group is not exactly two digits, there is a fourth level, or the last group is
    /// zero.
    pub fn to_qcvn102(&self) -> Result<String, Failure> {
        let fail = |detail: &str| Failure::new(Code::AgencyCodeNotConvertible, detail);
        let groups: Vec<&str> = self.0.split('.').collect();
        let (level1, level2, level3) = match groups[..] {
            [level1] => (level1, "00", "00"),
            [level1, level2] => (level1, level2, "00"),
            [level1, level2, level3] => (level1, level2, level3),
            _ => return Err(fail("a code with a fourth level has no QCVN 102 form")),
        };
        if !is_level1(level1) {
            return Err(fail("the first group is not a letter and two digits"));
        }
        if !is_digits(level2, 2) || !is_digits(level3, 2) {
            return Err(fail("a group below the first is not exactly two digits"));
        }
        if groups.last() == Some(&"00") {
            return Err(fail("the last group is zero and would be lost"));
        }
        Ok(format!("000.{level3}.{level2}.{level1}"))
    }
}

impl FromStr for AgencyCode {
    type Err = Failure;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fail = |detail: &str| Failure::new(Code::AgencyCodeForm, detail);
        if text.len() > CODE_BYTES_MAX {
            return Err(fail("an agency code has at most 35 characters"));
        }
        if !text
            .bytes()
            .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase() || b == b'.')
        {
            return Err(fail("an agency code holds digits, capital letters A-Z and '.' only"));
        }
        let groups: Vec<&str> = text.split('.').collect();
        if groups.iter().any(|group| group.is_empty()) {
            return Err(fail("an agency code has no empty group"));
        }
        match groups[..] {
            [level4, level3, level2, level1]
                if is_digits(level4, 3) && is_digits(level3, 2) && is_digits(level2, 2) && is_level1(level1) =>
            {
                from_qcvn102(level4, level3, level2, level1).map(Self)
            }
            // Only a business number (10 digits or more) may stand first as digits alone; a shorter one is a code of
            // QCVN 102 with a group lost or damaged.
            [first, _, ..] if first.len() < 10 && is_digits(first, first.len()) => Err(fail(
                "a code that begins with a short number has the four groups of QCVN 102, as 000.00.12.H45",
            )),
            _ => Ok(Self(text.to_owned())),
        }
    }
}

impl fmt::Display for AgencyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn from_qcvn102(level4: &str, level3: &str, level2: &str, level1: &str) -> Result<String, Failure> {
    if level4 != "000" {
        return Err(Failure::new(
            Code::AgencyCodeNotConvertible,
            "no Decision 20/2020 form is known for a QCVN 102 code with a fourth level",
        ));
    }
    Ok(match (level2, level3) {
        ("00", "00") => level1.to_owned(),
        (_, "00") => format!("{level1}.{level2}"),
        _ => format!("{level1}.{level2}.{level3}"),
    })
}

/// `MX1X2` of QCVN 102: a letter and two digits.
fn is_level1(group: &str) -> bool {
    matches!(group.as_bytes(), [letter, digits @ ..]
        if letter.is_ascii_uppercase() && digits.len() == 2 && digits.iter().all(u8::is_ascii_digit))
}

fn is_digits(group: &str, length: usize) -> bool {
    group.len() == length && group.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code(text: &str) -> AgencyCode {
        text.parse().unwrap()
    }

    fn refusal(text: &str) -> Code {
        text.parse::<AgencyCode>().unwrap_err().code
    }

    #[test]
    fn both_forms_in_use_are_one_code() {
        // Pairs and single codes as they stand in public documents and code.
        for (qcvn102, decision20) in [
            ("000.00.12.H45", "H45.12"),
            ("000.00.18.G12", "G12.18"),
            ("000.00.00.H49", "H49"),
            ("000.05.12.H45", "H45.12.05"),
            ("000.05.00.H45", "H45.00.05"),
        ] {
            assert_eq!(code(qcvn102), code(decision20));
            assert_eq!(code(qcvn102).to_string(), decision20);
            assert_eq!(code(decision20).to_qcvn102().unwrap(), qcvn102);
        }
    }

    #[test]
    fn what_is_no_qcvn102_code_stays_as_it_is() {
        for text in [
            "H45",
            "G09.20",
            "H55.242",
            "0100109106",
            "0100109106.01",
            "123",
            "H45.A1",
            "H45.12.05.001",
            "H45.00",
        ] {
            assert_eq!(code(text).as_str(), text);
        }
    }

    #[test]
    fn refuses_what_would_not_come_back() {
        for text in [
            "H55.242",
            "H45.5",
            "H45.A1",
            "H45.12.05.01",
            "H45.12.05.001",
            "0100109106",
            "HH5",
            "H45.00",
            "H45.12.00",
        ] {
            assert_eq!(
                code(text).to_qcvn102().unwrap_err().code,
                Code::AgencyCodeNotConvertible,
                "{text}"
            );
        }
        assert_eq!(refusal("001.05.12.H45"), Code::AgencyCodeNotConvertible);
    }

    #[test]
    fn refuses_a_malformed_code() {
        for text in [
            "",
            ".",
            "H45.",
            ".H45",
            "H45..12",
            "h45",
            "H45-12",
            "H45 ",
            "Đ45",
            "H45.１２",
            "0100109106-001",
            "00.12.H45",
            "000.00.12.H4",
            "0000.00.12.H45",
            "00.00.12.H45",
            "000.000.12.H45",
            "000.00.12.45",
        ] {
            assert_eq!(refusal(text), Code::AgencyCodeForm, "{text}");
        }
        assert_eq!(code(&"A".repeat(35)).as_str().len(), 35);
        assert_eq!(refusal(&"A".repeat(36)), Code::AgencyCodeForm);
    }

    proptest! {
        #[test]
        fn every_code_reads_back_from_its_own_text(text in "[A-Z0-9.]{1,36}") {
            if let Ok(code) = text.parse::<AgencyCode>() {
                prop_assert_eq!(&code.to_string().parse::<AgencyCode>().unwrap(), &code);
            }
        }

        #[test]
        fn a_convertible_code_survives_both_ways(text in "[A-Z][0-9]{2}(\\.[0-9]{2}){0,2}") {
            let code: AgencyCode = text.parse().unwrap();
            match code.to_qcvn102() {
                Ok(qcvn102) => prop_assert_eq!(qcvn102.parse::<AgencyCode>().unwrap(), code),
                Err(_) => prop_assert!(text.ends_with(".00")),
            }
        }

        #[test]
        fn qcvn102_without_level_4_survives_both_ways(text in "000\\.[0-9]{2}\\.[0-9]{2}\\.[A-Z][0-9]{2}") {
            prop_assert_eq!(text.parse::<AgencyCode>().unwrap().to_qcvn102().unwrap(), text);
        }
    }
}
