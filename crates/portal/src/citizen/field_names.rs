//! What a registry's fields are called, from the packs that come with the program: a registry tells codes only.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use motlan_core::Name;
use motlan_registry::Pack;

use crate::language::Language;

static NAMES: LazyLock<BTreeMap<String, Name>> = LazyLock::new(|| {
    let packs = Pack::list_built_in().filter_map(|(code, version)| Pack::built_in(code, version).ok()?);
    let fields = packs.flat_map(|pack| {
        let names = pack.fields().map(|field| (field.code.to_string(), field.name.clone()));
        names.collect::<Vec<_>>()
    });
    fields.collect()
});

/// The field's name; the code of a field that no pack has.
pub(super) fn say(code: &str, language: Language) -> &str {
    NAMES.get(code).map_or(code, |name| language.name(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_no_pack_has_keeps_its_code() {
        assert_eq!(say("valid_until", Language::Vietnamese), "Có giá trị đến ngày");
        assert_eq!(say("valid_until", Language::English), "Valid until");
        assert_eq!(say("shoe_size", Language::Vietnamese), "shoe_size");
        assert!(NAMES.len() > 20);
    }
}
