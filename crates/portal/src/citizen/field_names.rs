//! What a registry's fields are called, from the packs that come with the program: a registry tells codes only.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::language::Language;

const SCHEMAS: [&str; 2] = [
    include_str!("../../../../packs/registries/driving-licence/1/schema.toml"),
    include_str!("../../../../packs/registries/population/1/schema.toml"),
];

/// Both names of a field.
type Pair = (&'static str, &'static str);

static NAMES: LazyLock<BTreeMap<&'static str, Pair>> = LazyLock::new(|| SCHEMAS.into_iter().flat_map(fields).collect());

/// The fields of a schema. The packs are ours: every field says its code on one line and its names on the next.
fn fields(schema: &'static str) -> impl Iterator<Item = (&'static str, Pair)> {
    schema.split("[[field]]").skip(1).filter_map(|field| {
        let code = between(field, "\ncode = \"", "\"")?;
        let vi = between(field, "\nname = { vi = \"", "\"")?;
        let en = between(field, "\", en = \"", "\"")?;
        Some((code, (vi, en)))
    })
}

fn between(text: &'static str, from: &str, to: &str) -> Option<&'static str> {
    let (_, rest) = text.split_once(from)?;
    Some(rest.split_once(to)?.0)
}

/// The field's name; the code of a field that no pack has.
pub(super) fn say(code: &str, language: Language) -> &str {
    match (NAMES.get(code), language) {
        (Some((vi, _)), Language::Vietnamese) => vi,
        (Some((_, en)), Language::English) => en,
        (None, _) => code,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_the_packs_has_both_names() {
        let declared: usize = SCHEMAS.iter().map(|schema| schema.matches("[[field]]").count()).sum();
        let read: usize = SCHEMAS.into_iter().map(|schema| fields(schema).count()).sum();
        assert_eq!(read, declared);
        assert!(declared > 20);
    }

    #[test]
    fn a_field_that_no_pack_has_keeps_its_code() {
        assert_eq!(say("valid_until", Language::Vietnamese), "Có giá trị đến ngày");
        assert_eq!(say("valid_until", Language::English), "Valid until");
        assert_eq!(say("shoe_size", Language::Vietnamese), "shoe_size");
    }
}
