//! What a configuration must not say, found when it is read and not when the first person comes.

use anyhow::{Result, bail};

use motlan_core::caller::Purpose;

use super::{Nightly, NodeConfig, Registry, Service};

impl NodeConfig {
    /// Refuses what contradicts itself.
    pub(super) fn check(&self) -> Result<()> {
        if self.casework.is_some() && self.national_portal.is_some() {
            bail!("[casework] and [national_portal] cannot stand in one node: both write the log `casework`");
        }
        self.registries.iter().try_for_each(check_pack)?;
        self.registries.iter().try_for_each(check_delays)?;
        self.registries.iter().try_for_each(check_nightly)?;
        self.services.iter().try_for_each(check_target)
    }
}

fn check_pack(registry: &Registry) -> Result<()> {
    if registry.pack.is_some() == registry.pack_file.is_some() {
        bail!("registry {} needs exactly one of pack and pack_file", registry.code);
    }
    Ok(())
}

/// The longest time after which a person sees a question: ten years of 365 days, as long as entries are kept.
const DELAY_DAYS_MAX: u16 = 3650;

fn check_delays(registry: &Registry) -> Result<()> {
    for (basis, days) in &registry.usage_delay_days {
        let is_basis = basis
            .parse()
            .is_ok_and(|purpose: Purpose| purpose.legal_basis == *basis);
        if !is_basis || !(1..=DELAY_DAYS_MAX).contains(days) {
            bail!(
                "registry {}: usage_delay_days names legal bases, each with 1 to {DELAY_DAYS_MAX} days: not {basis} = {days}",
                registry.code
            );
        }
    }
    Ok(())
}

/// Snapshots that stay: a year of nights.
const SNAPSHOTS_MAX: u16 = 366;

fn check_nightly(registry: &Registry) -> Result<()> {
    let is_wrong = |nightly: &Nightly| nightly.hour > 23 || !(1..=SNAPSHOTS_MAX).contains(&nightly.keep);
    if registry.snapshot.as_ref().is_some_and(is_wrong) {
        bail!(
            "registry {}: snapshot needs an hour from 0 to 23, and keeps 1 to {SNAPSHOTS_MAX}",
            registry.code
        );
    }
    Ok(())
}

fn check_target(service: &Service) -> Result<()> {
    let named = [
        service.url.is_some(),
        service.registry.is_some(),
        service.national_portal,
    ];
    match named.iter().filter(|is_named| **is_named).count() {
        1 => Ok(()),
        count => bail!(
            "service {} names {count} of url, registry and national_portal: it needs exactly one",
            service.id
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NODE: &str = r#"
        member = "VN/GOV/H45"
        gateway = "VN/GOV/H45/gw1"
        listen = { gateway = "127.0.0.1:8355" }
        directory = { centre_key = "a key" }
    "#;

    const CASEWORK: &str = r#"
        [casework]
        database = "sqlite:casework.db"
        system = "VN/GOV/H45/onestop"
    "#;

    const NATIONAL_PORTAL: &str = r#"
        [national_portal]
        database = "sqlite:inbox.db"
    "#;

    fn refusal(parts: &[&str]) -> Option<String> {
        let text = [&[NODE], parts].concat().concat();
        let config: NodeConfig = toml::from_str(&text).unwrap();
        config.check().err().map(|error| error.to_string())
    }

    #[test]
    fn a_one_stop_system_and_the_national_portal_are_two_nodes() {
        assert_eq!(refusal(&[CASEWORK]), None);
        assert_eq!(refusal(&[NATIONAL_PORTAL]), None);
        let both = refusal(&[CASEWORK, NATIONAL_PORTAL]).unwrap();
        assert!(both.contains("[casework] and [national_portal]"), "{both}");
    }

    #[test]
    fn a_registry_has_a_pack_of_the_program_or_a_file() {
        let registry = |pack: &str| {
            let text = format!("[[registry]]\ncode = \"raft\"\ndatabase = \"sqlite:raft.db\"\n{pack}\n");
            refusal(&[&text])
        };
        assert_eq!(registry("pack = 1"), None);
        assert_eq!(registry("pack_file = \"raft.toml\""), None);
        for wrong in ["", "pack = 1\npack_file = \"raft.toml\""] {
            let said = registry(wrong).unwrap();
            assert!(said.contains("registry raft needs exactly one"), "{said}");
        }
    }

    #[test]
    fn a_delay_has_a_legal_basis_and_an_end() {
        let registry = |delays: &str| {
            let text = "[[registry]]\ncode = \"population\"\npack = 1\ndatabase = \"sqlite:a.db\"\n";
            refusal(&[text, "usage_delay_days = { ", delays, " }\n"])
        };
        assert_eq!(registry("\"BLTTHS-101-2015\" = 180, \"L-24-2018\" = 3650"), None);
        for wrong in [
            "\"BLTTHS-101-2015\" = 0",
            "\"a b\" = 1",
            "\"a;dossier=b\" = 1",
            "a = 3651",
        ] {
            assert!(registry(wrong).unwrap().contains("usage_delay_days"), "{wrong}");
        }
    }

    #[test]
    fn a_snapshot_has_its_hour_and_some_stay() {
        let registry = |snapshot: &str| {
            let text = "[[registry]]\ncode = \"population\"\npack = 1\ndatabase = \"sqlite:a.db\"\n";
            refusal(&[text, "snapshot = { ", snapshot, " }\n"])
        };
        assert_eq!(registry("hour = 23, keep = 366"), None);
        for wrong in ["hour = 24, keep = 7", "hour = 2, keep = 0", "hour = 2, keep = 367"] {
            assert!(registry(wrong).unwrap().contains("snapshot needs"), "{wrong}");
        }
    }

    #[test]
    fn a_service_has_one_thing_behind_it() {
        let service = |behind: &str| {
            let text = format!("[[service]]\nid = \"VN/GOV/H45/onestop/dossiers\"\n{behind}\n");
            refusal(&[&text])
        };
        for one in [
            "url = \"http://10.0.0.5:8080\"",
            "registry = \"population\"\npath = \"/verify\"",
            "national_portal = true",
        ] {
            assert_eq!(service(one), None, "{one}");
        }
        assert!(service("").unwrap().contains("names 0 of url"));
        let two = service("url = \"http://10.0.0.5:8080\"\nregistry = \"population\"").unwrap();
        assert!(two.contains("VN/GOV/H45/onestop/dossiers names 2 of url"), "{two}");
        let other = service("registry = \"population\"\nnational_portal = true").unwrap();
        assert!(other.contains("names 2"), "{other}");
    }
}
