//! Words that several of a citizen's pages share: days, statuses, values, the names of procedures.

use std::fmt::Display;

use motlan_casework::model::name::Name;
use motlan_casework::model::procedure::Procedure;
use motlan_casework::model::satisfied::FieldValue;
use motlan_casework::model::status::Status;
use motlan_casework::service::view::DossierRow;
use motlan_core::{Code, Timestamp};

use crate::language::{Language, date, time_of_day};
use crate::parts::{Clock, Deadline, Tag};
use crate::text::{Text, number};

/// Words that stand on a rule nobody has compared with its source yet; the page then marks them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Marked {
    pub(super) words: String,
    pub(super) is_unconfirmed: bool,
}

impl Marked {
    pub(super) fn new(words: impl Into<String>, is_confirmed: bool) -> Self {
        Self {
            words: words.into(),
            is_unconfirmed: !is_confirmed,
        }
    }
}

/// A day as `dd/MM/yyyy`.
pub(super) fn day(day: impl Display) -> String {
    date(&day.to_string())
}

/// The day of a moment in Vietnam.
pub(super) fn day_of(at: Timestamp) -> String {
    date(&at.hour().day())
}

/// A moment in Vietnam, as in `14:05, 21/11/2026`.
pub(super) fn moment(at: Timestamp) -> String {
    let time = time_of_day(at);
    format!("{}, {}", time.get(..5).unwrap_or(&time), day_of(at))
}

/// How long ago something was, in the largest unit that fits.
pub(super) fn age(text: &Text, seconds: i64) -> String {
    let seconds = u64::try_from(seconds).unwrap_or(0);
    match seconds {
        0..60 => text.say_with("my-age-seconds", &[("count", number(seconds))]),
        60..3_600 => text.say_with("my-age-minutes", &[("count", number(seconds / 60))]),
        3_600..86_400 => text.say_with("my-age-hours", &[("count", number(seconds / 3_600))]),
        _ => text.say_with("my-age-days", &[("count", number(seconds / 86_400))]),
    }
}

/// A name in the reader's language.
pub(super) fn said(name: &Name, language: Language) -> &str {
    match language {
        Language::Vietnamese => &name.vi,
        Language::English => &name.en,
    }
}

/// What people call a procedure: a short name where there is one, the official one otherwise.
pub(super) fn procedure(procedure: &Procedure, text: &Text) -> String {
    procedure_name(&procedure.code, &procedure.name, text)
}

/// The same, by code and official name.
pub(super) fn procedure_name(code: &str, name: &Name, text: &Text) -> String {
    match code {
        "driving-licence-renewal" => text.say("my-procedure-licence"),
        "international-driving-permit" => text.say("my-procedure-permit"),
        _ => said(name, text.language()).to_owned(),
    }
}

/// The national name of a status.
pub(super) fn status(status: Status, language: Language) -> &'static str {
    match language {
        Language::Vietnamese => status.name_vi(),
        Language::English => status.name_en(),
    }
}

/// The tag of a status.
pub(super) fn tag(of: Status, language: Language) -> Tag {
    Tag::of_dossier(of.code(), status(of, language))
}

/// The bar of a dossier's time; none before receipt. `days` is what the procedure allows.
pub(super) fn deadline(row: &DossierRow, language: Language) -> Option<Deadline> {
    if row.ended.is_some() || row.status.is_end() {
        return Some(Deadline::new(Clock::Ended, language));
    }
    let standing = row.standing?;
    let left = u32::try_from(standing.days_left).unwrap_or(0);
    let days = row.working_days.unwrap_or(left);
    let clock = if standing.is_paused {
        Clock::Paused { days_left: left, days }
    } else if standing.is_late {
        let days = standing.days_left.unsigned_abs().max(1);
        Clock::Overdue { days }
    } else {
        Clock::Running { days_left: left, days }
    };
    Some(Deadline::new(clock, language))
}

/// A value of a record as people read it: days as `dd/MM/yyyy`, codes as words.
pub(super) fn value(field: &FieldValue, text: &Text) -> String {
    match (field.code.as_str(), field.value.as_str()) {
        ("state", "valid") => text.say("my-value-valid"),
        ("state", "expired") => text.say("my-value-expired"),
        ("state", "revoked") => text.say("my-value-revoked"),
        ("state", "held") => text.say("my-value-held"),
        ("nationality", "VN") => text.say("my-value-vietnam"),
        (_, value) if is_day(value) => date(value),
        (_, value) => value.to_owned(),
    }
}

fn is_day(value: &str) -> bool {
    value.len() == 10 && value.parse::<jiff::civil::Date>().is_ok()
}

/// The catalogue's sentence for a code.
pub(super) fn sentence(code: Code, language: Language) -> &'static str {
    match language {
        Language::Vietnamese => code.description().vi,
        Language::English => code.description().en,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(code: &str, value: &str) -> String {
        let name = Name {
            vi: String::new(),
            en: String::new(),
        };
        let field = FieldValue {
            code: code.to_owned(),
            name,
            value: value.to_owned(),
        };
        super::value(&field, Text::of(Language::Vietnamese))
    }

    #[test]
    fn values_are_written_for_people() {
        assert_eq!(shown("birth_date", "1986-03-02"), "02/03/1986");
        assert_eq!(shown("birth_date", "1986"), "1986");
        assert_eq!(shown("licence_number", "540123456789"), "540123456789");
        assert_eq!(shown("state", "valid"), "Còn giá trị");
        assert_eq!(shown("nationality", "VN"), "Việt Nam");
        assert_eq!(shown("nationality", "LA"), "LA");
    }

    #[test]
    fn ages_are_told_in_the_largest_unit() {
        let text = Text::of(Language::English);
        let ages: Vec<_> = [-5, 59, 60, 7_199, 86_400 * 3].map(|seconds| age(text, seconds)).into();
        assert_eq!(ages, ["0 seconds", "59 seconds", "1 minute", "1 hour", "3 days"]);
    }

    #[test]
    fn moments_are_those_of_vietnam() {
        assert_eq!(moment(Timestamp::from_seconds(1_795_244_709)), "14:05, 21/11/2026");
    }
}
