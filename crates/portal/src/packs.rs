//! The pack of a registry by its code: what its fields are called and mean, wherever the registry runs.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use motlan_registry::Pack;
use motlan_registry::model::pack::State;

use crate::language::Language;
use crate::portal::Portal;

/// The newest published version of each pack that comes with the program; the newest of those that have none.
static BUILT_IN: LazyLock<BTreeMap<String, Arc<Pack>>> = LazyLock::new(|| {
    let mut newest: BTreeMap<String, Arc<Pack>> = BTreeMap::new();
    for (code, version) in Pack::list_built_in() {
        let Ok(Some(pack)) = Pack::built_in(code, version) else {
            tracing::error!(code, version, "a pack of the program cannot be read");
            continue;
        };
        let rank = |pack: &Pack| (pack.state == State::Published, pack.version);
        if newest.get(code).is_none_or(|known| rank(known) < rank(&pack)) {
            newest.insert(code.to_owned(), Arc::new(pack));
        }
    }
    newest
});

/// The packs that come with the program, by code.
pub(crate) fn built_in() -> &'static BTreeMap<String, Arc<Pack>> {
    &BUILT_IN
}

/// The pack of the registry with this code: that under which it runs here, or that of the program.
pub(crate) fn find(portal: &Portal, code: &str) -> Option<Arc<Pack>> {
    let here = portal.registries.find(code).map(|it| Arc::new(it.pack().clone()));
    here.or_else(|| BUILT_IN.get(code).cloned())
}

/// A field's name in a pack; its code if the pack has no such field.
pub(crate) fn field_name<'a>(pack: &'a Pack, code: &'a str, language: Language) -> &'a str {
    pack.field(code).map_or(code, |field| language.name(&field.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_called_as_its_own_registry_calls_it() {
        let name = |registry: &str, code| field_name(&BUILT_IN[registry], code, Language::Vietnamese).to_owned();
        assert_ne!(name("driving-licence", "state"), name("vessel", "state"));
        assert_eq!(name("driving-licence", "valid_until"), "Có giá trị đến ngày");
        assert_eq!(name("driving-licence", "shoe_size"), "shoe_size");
    }
}
