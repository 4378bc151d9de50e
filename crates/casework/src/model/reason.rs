//! Why a dossier was not received, must be completed, was stopped or withdrawn: words for the person concerned.

use std::fmt;

use motlan_core::{Code, Failure};

/// Fewer characters tell nobody what to do.
pub const REASON_CHARS_MIN: usize = 10;

/// More are a letter, which belongs into a document.
pub const REASON_CHARS_MAX: usize = 1_000;

/// A reason, about one component or the whole dossier.
#[derive(Clone, PartialEq, Eq)]
pub struct Reason {
    /// The number of the component it is about.
    pub component: Option<u32>,
    /// One line, 10 to 1,000 characters. May name people: not for logs.
    pub text: String,
}

impl Reason {
    /// Reads what somebody typed: line breaks and runs of blanks become one blank.
    ///
    /// # Errors
    /// `reason_required` for nothing, `reason_too_short`, `reason_too_long`.
    pub fn new(component: Option<u32>, text: &str) -> Result<Self, Failure> {
        let words: Vec<&str> = text
            .split(|char: char| char.is_whitespace() || char.is_control())
            .filter(|word| !word.is_empty())
            .collect();
        let text = words.join(" ");
        match text.chars().count() {
            0 => Err(Code::ReasonRequired.into()),
            count if count < REASON_CHARS_MIN => Err(Code::ReasonTooShort.into()),
            count if count > REASON_CHARS_MAX => Err(Code::ReasonTooLong.into()),
            _ => Ok(Self { component, text }),
        }
    }
}

/// Shows what it is about, not what it says.
impl fmt::Debug for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reason")
            .field("component", &self.component)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_blanks_is_no_reason() {
        for blank in ["", " \n\t\u{a0} "] {
            assert_eq!(Reason::new(None, blank).unwrap_err().code, Code::ReasonRequired);
        }
        // Ten characters typed, nine of them left.
        assert_eq!(Reason::new(None, "thiếu  phí").unwrap_err().code, Code::ReasonTooShort);
    }

    #[test]
    fn both_ends_are_included() {
        let code = |count: usize| Reason::new(None, &"ế".repeat(count)).map_err(|refusal| refusal.code);
        assert_eq!(code(9), Err(Code::ReasonTooShort));
        assert!(code(10).is_ok() && code(1_000).is_ok());
        assert_eq!(code(1_001), Err(Code::ReasonTooLong));
    }

    #[test]
    fn a_reason_is_one_line_and_stays_out_of_debug_output() {
        let reason = Reason::new(Some(3), "  Giấy khám\r\n sức\tkhỏe  đã\u{0}hết hạn ").unwrap();
        assert_eq!(reason.text, "Giấy khám sức khỏe đã hết hạn");
        assert_eq!(format!("{reason:?}"), "Reason { component: Some(3), .. }");
    }
}
