//! One look in words: when, at which registry, why, what was asked, what came of it. Pure.

use super::{Registry, Seen, UsageFacts};
use crate::citizen::words::{self, Marked};
use crate::language::Choice;
use crate::packs;
use crate::text::{Text, number};

/// A look in words.
pub(super) struct Look {
    pub(super) when: String,
    pub(super) registry: String,
    /// Whether nobody of that agency had looked before.
    pub(super) is_first: bool,
    /// Whether the person sees it only now.
    pub(super) is_delayed: bool,
    pub(super) reason: Marked,
    pub(super) fields: String,
    pub(super) outcome: String,
    pub(super) how: String,
}

pub(super) fn look(registry: &Registry, seen: &Seen, is_first: bool, facts: &UsageFacts, choice: Choice) -> Look {
    let text = Text::of(choice.language);
    let named = |code| match &registry.pack {
        Some(pack) => packs::field_name(pack, code, choice.language),
        None => code,
    };
    let fields: Vec<&str> = seen.fields.iter().map(|code| named(code.as_str())).collect();
    Look {
        when: words::moment(seen.at),
        registry: facts.names.say(&registry.system, choice.language),
        is_first,
        is_delayed: seen.is_delayed,
        reason: reason(&seen.legal_basis, text),
        fields: if fields.is_empty() {
            text.say("my-usage-no-field")
        } else {
            fields.join(", ")
        },
        outcome: outcome(&seen.outcome, text),
        how: how(seen, text),
    }
}

/// Why an agency may ask, in plain words with the article, which is from memory; a code that is not known stands for
/// itself.
fn reason(legal_basis: &str, text: &Text) -> Marked {
    match legal_basis {
        "ND-107-2021" => Marked::new(text.say("my-basis-one-stop"), false),
        "ND-13-2023" => Marked::new(text.say("my-basis-own-data"), false),
        "QD-06-2022" => Marked::new(text.say("my-basis-project-06"), false),
        code => Marked::new(text.say_with("my-basis-other", &[("code", code.into())]), true),
    }
}

/// Whether values were compared or given.
fn outcome(outcome: &str, text: &Text) -> String {
    match outcome {
        "match" => text.say("my-outcome-match"),
        "no_match" => text.say("my-outcome-no-match"),
        "found" => text.say("my-outcome-found"),
        "synced" => text.say("my-outcome-synced"),
        "snapshot_opened" => text.say("my-outcome-snapshot-opened"),
        "correction" => text.say("my-outcome-correction"),
        "not_found" => text.say("my-outcome-not-found"),
        other => text.say_with("my-outcome-other", &[("code", other.into())]),
    }
}

/// Who sat there, and whether the answer was about many.
fn how(seen: &Seen, text: &Text) -> String {
    let who = if seen.has_officer {
        text.say("my-usage-officer")
    } else {
        text.say("my-usage-machine")
    };
    match seen.persons {
        Some(persons) => {
            let many = text.say_with("my-usage-persons", &[("persons", number(persons))]);
            format!("{who} {many}")
        }
        None => who,
    }
}
