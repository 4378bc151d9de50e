//! Facts for the tests of these pages.

use super::{ConnectionsFacts, RegistryName, RightFacts, Trust, UseFacts};
use crate::facts::Named;
use crate::registries::sample;

fn right(registry: usize, agency: &Named, service: &str, used: Option<(u64, bool, Trust)>) -> RightFacts {
    let now = sample::frame().at;
    RightFacts {
        registry,
        agency: agency.clone(),
        consumer: agency.clone(),
        service: service.to_owned(),
        since: now.plus_seconds(-86_400),
        until: now.plus_seconds(86_400 * 365),
        purposes: vec!["ND-107-2021".to_owned()],
        use_of: used.map(|(matched, is_used, trust)| UseFacts {
            matched,
            is_used,
            trust,
        }),
    }
}

/// Phú Yên asks both registries, social insurance only the second and never.
pub(super) fn facts() -> ConnectionsFacts {
    let [phu_yen, insurance] = sample::agencies();
    let registries = ["driving-licence", "population"].map(|code| {
        let registry = sample::registry(code);
        RegistryName {
            code: code.to_owned(),
            name: registry.pack.name.clone(),
            system: registry.systems[0].clone(),
        }
    });
    ConnectionsFacts {
        frame: sample::frame(),
        registries: registries.into(),
        rights: vec![
            right(0, &phu_yen, "look-up", Some((5, true, Trust::Whole))),
            right(1, &phu_yen, "verify", Some((1_234, true, Trust::Whole))),
            right(1, &phu_yen, "look-up", Some((0, true, Trust::Whole))),
            right(1, &insurance, "verify", Some((0, false, Trust::Whole))),
        ],
        span: Some(("2026-10-23".parse().unwrap(), "2026-11-21".parse().unwrap())),
        centre: None,
    }
}
