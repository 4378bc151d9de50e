//! Words that several of a citizen's pages share: ages, deadlines, the names of procedures; and those of every page about
//! dossiers.

use motlan_casework::model::procedure::Procedure;
use motlan_casework::service::view::DossierRow;
use motlan_core::Name;

use crate::language::Language;
use crate::parts::{Clock, Deadline};
use crate::text::{Text, number};

pub(super) use crate::words::{Marked, day, day_of, moment, sentence, status, tag, value};

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

/// What people call a procedure: a short name where there is one, the official one otherwise.
pub(super) fn procedure(procedure: &Procedure, text: &Text) -> String {
    procedure_name(&procedure.code, &procedure.name, text)
}

/// The same, by code and official name.
pub(super) fn procedure_name(code: &str, name: &Name, text: &Text) -> String {
    match code {
        "driving-licence-renewal" => text.say("my-procedure-licence"),
        "international-driving-permit" => text.say("my-procedure-permit"),
        _ => text.language().name(name).to_owned(),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_told_in_the_largest_unit() {
        let text = Text::of(Language::English);
        let ages: Vec<_> = [-5, 59, 60, 7_199, 86_400 * 3].map(|seconds| age(text, seconds)).into();
        assert_eq!(ages, ["0 seconds", "59 seconds", "1 minute", "1 hour", "3 days"]);
    }
}
