//! What the words of a pack mean, for people: services, types, sensitivity, states, days. Pure.

use motlan_core::Day;
use motlan_registry::model::date::Validity;
use motlan_registry::model::field::{CodeListItem, Field, FieldCode, FieldType, Sensitivity};
use motlan_registry::model::pack::{Pack, State, Verb};

use crate::language::Language;
use crate::packs;
use crate::parts::{Glyph, Tag, Tone};
use crate::text::{Text, number};
use crate::words;

/// A service in one or two words.
pub(super) fn verb(verb: Verb, text: &Text) -> String {
    match verb {
        Verb::Verify => text.say("db-verb-verify"),
        Verb::LookUp => text.say("db-verb-look-up"),
        Verb::Search => text.say("db-verb-search"),
        Verb::Sync => text.say("db-verb-sync"),
        Verb::Changes => text.say("db-verb-changes"),
        Verb::Usage => text.say("db-verb-usage"),
        Verb::Correct => text.say("db-verb-correct"),
    }
}

/// The same by the code of a service; a code that no registry has stands for itself.
pub(super) fn verb_of(code: &str, text: &Text) -> String {
    let found = Verb::find(code);
    found.map_or_else(|| code.to_owned(), |found| verb(found, text))
}

/// What a service does.
pub(super) fn verb_sentence(verb: Verb, text: &Text) -> String {
    match verb {
        Verb::Verify => text.say("db-does-verify"),
        Verb::LookUp => text.say("db-does-look-up"),
        Verb::Search => text.say("db-does-search"),
        Verb::Sync => text.say("db-does-sync"),
        Verb::Changes => text.say("db-does-changes"),
        Verb::Usage => text.say("db-does-usage"),
        Verb::Correct => text.say("db-does-correct"),
    }
}

/// How carefully a field is handled.
pub(super) fn sensitivity(sensitivity: Sensitivity, text: &Text) -> Tag {
    match sensitivity {
        Sensitivity::Open => Tag::new(Glyph::Ring, Tone::Plain, text.say("db-open")),
        Sensitivity::Basic => Tag::new(Glyph::Half, Tone::News, text.say("db-basic")),
        Sensitivity::Sensitive => Tag::new(Glyph::Square, Tone::Due, text.say("db-sensitive")),
    }
}

/// Whether a pack is in use.
pub(super) fn state(state: State, text: &Text) -> String {
    match state {
        State::Draft => text.say("db-state-draft"),
        State::Published => text.say("db-state-published"),
        State::Archived => text.say("db-state-archived"),
    }
}

/// What the values of a field look like.
pub(super) fn kind(field: &Field, text: &Text) -> String {
    match &field.field_type {
        FieldType::Text => text.say("db-type-text"),
        FieldType::Date => text.say("db-type-date"),
        FieldType::Code(_) => text.say("db-type-code"),
        FieldType::CodeSet(_) => text.say("db-type-code-set"),
        FieldType::PersonalNumber => text.say("db-type-personal-number"),
        FieldType::PersonName => text.say("db-type-person-name"),
        FieldType::UnitCode(digits) => text.say_with("db-type-unit-code", &[("digits", number(u64::from(*digits)))]),
        FieldType::Number => match &field.unit {
            Some(unit) => text.say_with("db-type-number-unit", &[("unit", unit.as_str().into())]),
            None => text.say("db-type-number"),
        },
    }
}

/// On which days something is offered; none if on all.
pub(super) fn validity(validity: Validity, text: &Text) -> Option<String> {
    let day = |day: Day| words::day(day).into();
    match (validity.from, validity.until) {
        (None, None) => None,
        (Some(from), None) => Some(text.say_with("db-valid-from", &[("from", day(from))])),
        (None, Some(until)) => Some(text.say_with("db-valid-until", &[("until", day(until))])),
        (Some(from), Some(until)) => {
            Some(text.say_with("db-valid-both", &[("from", day(from)), ("until", day(until))]))
        }
    }
}

/// How many fields are open, basic and sensitive; those of which there is none are left out.
pub(super) fn by_sensitivity(pack: &Pack, text: &Text) -> String {
    let count = |wanted| {
        let of = pack.fields().filter(|field| field.sensitivity == wanted).count();
        ("count", number(of as u64), of)
    };
    let mut parts = Vec::new();
    for (wanted, key) in [
        (Sensitivity::Open, "db-count-open"),
        (Sensitivity::Basic, "db-count-basic"),
        (Sensitivity::Sensitive, "db-count-sensitive"),
    ] {
        let (name, value, of) = count(wanted);
        if of > 0 {
            parts.push(text.say_with(key, &[(name, value)]));
        }
    }
    parts.join(", ")
}

/// A field's name; its code if the pack has no such field.
pub(super) fn field_name(pack: &Pack, code: &FieldCode, text: &Text) -> String {
    packs::field_name(pack, code.as_str(), text.language()).to_owned()
}

/// What a code of a list means.
pub(super) fn item_name(item: &CodeListItem, language: Language) -> &str {
    match language {
        Language::Vietnamese => &item.vi,
        Language::English => &item.en,
    }
}

/// Names of fields one after the other. A name may hold commas of its own, hence the semicolons.
pub(super) fn field_names<'a>(pack: &Pack, codes: impl IntoIterator<Item = &'a FieldCode>, text: &Text) -> String {
    let names = codes.into_iter().map(|code| field_name(pack, code, text));
    names.collect::<Vec<_>>().join("; ")
}
