//! Words that pages about dossiers share: names of statuses, moments, a masked number, the seal of an entry.

use motlan_casework::model::name::Name;
use motlan_casework::model::status::Status;
use motlan_core::{Code, Timestamp};

use crate::language::{Choice, Language, date, time_of_day};
use crate::parts::Tag;
use crate::seal::{Seal, SealKind};
use crate::text::Text;

/// Digits of a personal number that are shown in front and behind.
const SHOWN: (usize, usize) = (4, 3);

/// The national name of a status.
pub(crate) fn status_name(status: Status, language: Language) -> &'static str {
    match language {
        Language::Vietnamese => status.name_vi(),
        Language::English => status.name_en(),
    }
}

/// A status with its shape.
pub(crate) fn status_tag(status: Status, language: Language) -> Tag {
    Tag::of_dossier(status.code(), status_name(status, language))
}

/// A pack's name in the reader's language.
pub(crate) fn say(name: &Name, language: Language) -> &str {
    match language {
        Language::Vietnamese => &name.vi,
        Language::English => &name.en,
    }
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

/// A moment in Vietnam, as in `21/11/2026 14:05`.
pub(crate) fn moment(at: Timestamp) -> String {
    let time = time_of_day(at);
    format!("{} {}", date(&at.hour().day()), time.get(..5).unwrap_or(&time))
}

/// A date that may lack its day or month, as in `30/04/1999`, `04/1999`, `1999`.
pub(crate) fn partial_date(text: &str) -> String {
    text.split('-').rev().collect::<Vec<_>>().join("/")
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
        assert_eq!(moment(Timestamp::from_seconds(1_795_244_709)), "21/11/2026 14:05");
    }

    #[test]
    fn codes_of_others_stay_as_they_are() {
        assert_eq!(sentence_of("their_own", Language::English), "their_own");
        assert_ne!(sentence_of("sync_gap", Language::English), "sync_gap");
    }
}
