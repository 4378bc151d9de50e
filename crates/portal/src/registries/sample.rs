//! Facts for the tests of these pages: the program's own packs, two of which a ministry offers.

use std::sync::Arc;

use motlan_core::Name;
use motlan_registry::Pack;

use super::facts::{RegistryFacts, ServiceFacts};
use crate::facts::{FrameFacts, Named};
use crate::language::{Choice, Language};

pub(super) fn choice(language: Language) -> Choice {
    Choice {
        language,
        is_explicit: true,
    }
}

pub(super) fn frame() -> FrameFacts {
    FrameFacts::sample()
}

fn named(id: &str, vi: &str, en: &str, owner: Option<Name>) -> Named {
    Named {
        name: Name::new(vi, en),
        owner,
        id: id.to_owned(),
        member: id.split('/').take(3).collect::<Vec<_>>().join("/"),
        is_code_unconfirmed: false,
    }
}

/// Two agencies that ask.
pub(super) fn agencies() -> [Named; 2] {
    [
        named("VN/GOV/H45", "Tỉnh Phú Yên", "Phú Yên Province", None),
        named(
            "VN/GOV/G24",
            "Bảo hiểm xã hội Việt Nam",
            "Viet Nam Social Security",
            None,
        ),
    ]
}

/// The registry of a pack of the program.
pub(super) fn registry(code: &str) -> RegistryFacts {
    let pack = Pack::built_in(code, 1).unwrap().unwrap();
    let member = match code {
        "population" => Some("VN/GOV/G01"),
        "driving-licence" => Some("VN/GOV/G04"),
        _ => None,
    };
    let owner = Name::new("Bộ mẫu", "Sample Ministry");
    let systems = member.map(|member| {
        let id = format!("{member}/{code}");
        named(&id, "Hệ thống mẫu", "Sample system", Some(owner.clone()))
    });
    let services = member.map(|member| ServiceFacts {
        code: "verify".to_owned(),
        service: named(
            &format!("{member}/{code}/verify"),
            "Xác thực",
            "Verify",
            Some(owner.clone()),
        ),
        is_enabled: true,
    });
    RegistryFacts {
        pack: Arc::new(pack),
        systems: systems.into_iter().collect(),
        services: services.into_iter().collect(),
        is_here: code == "population",
    }
}

/// All of them.
pub(super) fn registries() -> Vec<RegistryFacts> {
    Pack::list_built_in().map(|(code, _)| registry(code)).collect()
}

/// Panics if a page shows the key of a text or a template's own braces.
pub(super) fn check(html: &str) {
    assert!(!html.contains("{{") && !html.contains("{%"));
    for words in html.split(['>', '<', '"']) {
        let is_key = ["db-", "link-", "console-"]
            .iter()
            .any(|start| words.starts_with(start));
        assert!(!is_key || words.contains(' '), "a text is missing: {words}");
    }
    assert_eq!(html.matches("<h1").count(), 1);
}
