//! Words that the pages about dossiers share, the citizen's, the desk's and the portal's: names, statuses, moments, values
//! of records, a masked number, the seal of an entry.

use std::fmt::Display;

use motlan_casework::model::satisfied::FieldValue;
use motlan_casework::model::status::Status;
use motlan_core::{Code, Timestamp};

use crate::language::{Choice, Language, date, time_of_day};
use crate::parts::Tag;
use crate::seal::{Seal, SealKind};
use crate::text::Text;

/// Digits of a personal number that are shown in front and behind.
const SHOWN: (usize, usize) = (4, 3);

/// Words that stand on a rule nobody has compared with its source yet; the page then marks them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Marked {
    pub(crate) words: String,
    pub(crate) is_unconfirmed: bool,
}

impl Marked {
    pub(crate) fn new(words: impl Into<String>, is_confirmed: bool) -> Self {
        Self {
            words: words.into(),
            is_unconfirmed: !is_confirmed,
        }
    }
}

/// The national name of a status.
pub(crate) fn status(status: Status, language: Language) -> &'static str {
    match language {
        Language::Vietnamese => status.name_vi(),
        Language::English => status.name_en(),
    }
}

/// A status with its shape.
pub(crate) fn tag(of: Status, language: Language) -> Tag {
    Tag::of_dossier(of.code(), status(of, language))
}

/// What the catalogue says about a code.
pub(crate) fn sentence(code: Code, language: Language) -> &'static str {
    match language {
        Language::Vietnamese => code.description().vi,
        Language::English => code.description().en,
    }
}

/// The same for a code as a word; a code of another program is shown as it is.
pub(crate) fn sentence_of(code: &str, language: Language) -> String {
    Code::find(code).map_or_else(|| code.to_owned(), |code| sentence(code, language).to_owned())
}

/// A day as `dd/MM/yyyy`.
pub(crate) fn day(day: impl Display) -> String {
    date(&day.to_string())
}

/// The day of a moment in Vietnam.
pub(crate) fn day_of(at: Timestamp) -> String {
    day(at.hour().day())
}

/// A moment in Vietnam, as in `14:05, 21/11/2026`.
pub(crate) fn moment(at: Timestamp) -> String {
    let time = time_of_day(at);
    format!("{}, {}", time.get(..5).unwrap_or(&time), day_of(at))
}

/// A date that may lack its day or month, as in `30/04/1999`, `04/1999`, `1999`.
pub(crate) fn partial_date(text: &str) -> String {
    text.split('-').rev().collect::<Vec<_>>().join("/")
}

/// A value of a record as people read it: days as `dd/MM/yyyy`, codes as words.
pub(crate) fn value(field: &FieldValue, text: &Text) -> String {
    value_of(&field.code, &field.value, text)
}

/// The same for the value of the field with this code.
pub(crate) fn value_of(code: &str, value: &str, text: &Text) -> String {
    match (code, value) {
        ("state", "valid") => text.say("value-valid"),
        ("state", "expired") => text.say("value-expired"),
        ("state", "revoked") => text.say("value-revoked"),
        ("state", "held") => text.say("value-held"),
        ("nationality", "VN") => text.say("value-vietnam"),
        _ if is_day(value) => date(value),
        _ => value.to_owned(),
    }
}

fn is_day(value: &str) -> bool {
    value.len() == 10 && value.parse::<jiff::civil::Date>().is_ok()
}

/// A personal number without its middle, as in `0790•••••123`.
pub(crate) fn masked(number: &str) -> String {
    let digits: Vec<char> = number.chars().collect();
    let (front, back) = SHOWN;
    if digits.len() <= front + back {
        return "•".repeat(digits.len());
    }
    let shown = |place: usize| place < front || place >= digits.len() - back;
    let char = |(place, digit): (usize, &char)| if shown(place) { *digit } else { '•' };
    digits.iter().enumerate().map(char).collect()
}

/// The seal of an entry of this node's log `casework`. What the other side's log says is settled at the centre, so here
/// it is one side's.
pub(crate) fn seal(index: u64, choice: Choice) -> Seal {
    Seal {
        kind: SealKind::OneSided,
        label: Text::of(choice.language).say("label-proof"),
        href: choice.link(&format!("/trang-thai/minh-chung/casework/{index}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_a_personal_number_is_never_shown() {
        assert_eq!(masked("079099012123"), "0790•••••123");
        assert_eq!(masked("0790123"), "•••••••");
        assert_eq!(masked(""), "");
    }

    #[test]
    fn dates_lose_nothing_that_is_known() {
        for (text, shown) in [("1999-04-30", "30/04/1999"), ("1999-04", "04/1999"), ("1999", "1999")] {
            assert_eq!(partial_date(text), shown);
        }
    }

    #[test]
    fn moments_are_those_of_vietnam() {
        assert_eq!(moment(Timestamp::from_seconds(1_795_244_709)), "14:05, 21/11/2026");
    }

    #[test]
    fn codes_of_others_stay_as_they_are() {
        assert_eq!(sentence_of("their_own", Language::English), "their_own");
        assert_ne!(sentence_of("sync_gap", Language::English), "sync_gap");
    }

    #[test]
    fn values_are_written_for_people() {
        let shown = |code, value| value_of(code, value, Text::of(Language::Vietnamese));
        assert_eq!(shown("birth_date", "1986-03-02"), "02/03/1986");
        assert_eq!(shown("birth_date", "1986"), "1986");
        assert_eq!(shown("licence_number", "540123456789"), "540123456789");
        for text in ["B2-C-1234", "12-34-5678", "ngày-----x"] {
            assert_eq!(shown("licence_number", text), text);
        }
        assert_eq!(shown("state", "valid"), "Còn giá trị");
        assert_eq!(shown("nationality", "VN"), "Việt Nam");
        assert_eq!(shown("nationality", "LA"), "LA");
    }
}
