//! Which registries there are: those of the packs that come with the program, and those that this node runs from others.
//!
//! A system of the directory offers a registry if its code is the registry's and it has a service.

use std::sync::Arc;

use motlan_exchange::directory::Directory;
use motlan_registry::Pack;

use super::facts::{RegistryFacts, ServiceFacts};
use crate::facts::Named;
use crate::packs;
use crate::portal::Portal;

/// Every registry: those that run here, then those that run elsewhere, then the others, each by code.
pub(super) fn list(portal: &Portal, directory: &Directory) -> Vec<RegistryFacts> {
    let mut packs = packs::built_in().clone();
    for registry in portal.registries.list() {
        let pack = registry.pack();
        packs.insert(pack.code.to_string(), Arc::new(pack.clone()));
    }
    let mut list: Vec<_> = packs.into_values().map(|pack| facts(portal, directory, pack)).collect();
    list.sort_by_key(|registry| (!registry.is_here, registry.systems.is_empty()));
    list
}

/// The registry with this code.
pub(super) fn find(portal: &Portal, directory: &Directory, code: &str) -> Option<RegistryFacts> {
    Some(facts(portal, directory, packs::find(portal, code)?))
}

/// The text of a pack, if it comes with the program as it is.
pub(super) fn text(pack: &Pack) -> Option<&'static str> {
    let text = Pack::built_in_text(pack.code.as_str(), pack.version)?;
    let is_same = Pack::parse(text).is_ok_and(|built_in| built_in == *pack);
    is_same.then_some(text)
}

fn facts(portal: &Portal, directory: &Directory, pack: Arc<Pack>) -> RegistryFacts {
    let systems = directory.systems().into_iter();
    let of_registry = systems.filter(|system| system.id.code() == pack.code.as_str());
    let (mut systems, mut services) = (Vec::new(), Vec::new());
    for system in of_registry {
        let offered = directory.services_of(&system.id);
        if offered.is_empty() {
            continue;
        }
        systems.push(Named::of_system(directory, &system.id));
        services.extend(offered.into_iter().map(|service| ServiceFacts {
            code: service.id.code().to_owned(),
            service: Named::of_service(directory, &service.id),
            is_enabled: service.enabled,
        }));
    }
    RegistryFacts {
        is_here: portal.registries.find(pack.code.as_str()).is_some(),
        systems,
        services,
        pack,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pack_of_the_program_is_there_once_with_its_text() {
        let codes: std::collections::BTreeSet<_> = Pack::list_built_in().map(|(code, _)| code.to_owned()).collect();
        assert_eq!(
            packs::built_in()
                .keys()
                .cloned()
                .collect::<std::collections::BTreeSet<_>>(),
            codes
        );
        for pack in packs::built_in().values() {
            assert!(
                text(pack).is_some_and(|text| text.contains("format = 2")),
                "{}",
                pack.code
            );
        }
    }

    #[test]
    fn a_pack_that_was_changed_is_not_called_the_program_s() {
        let mut pack = Pack::clone(&packs::built_in()["vessel"]);
        pack.name.vi.push('!');
        assert_eq!(text(&pack), None);
    }
}
