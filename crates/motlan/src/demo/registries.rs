//! The demo's further registries: every other pack that comes with the program, each at an agency that could run it.
//!
//! The population and the driving licences, on which procedures stand, are named in the tables beside; these are made
//! from their packs alone: system, services, who may ask what, records, and what the steady traffic asks.

use anyhow::{Context, Result};
use motlan_core::{ClientId, Day, ServiceId, SystemId, Timestamp};
use motlan_exchange::directory::SignedRequest;
use motlan_registry::Pack;
use motlan_registry::model::pack::Verb;
use motlan_registry::model::question::RIGHT_USAGE;
use motlan_sandbox::Country;
use motlan_sandbox::records::{Fill, Records};
use serde_json::{Map, Value};

use super::place::Place;
use super::rights::{ONE_STOP, OWN_DATA, STALENESS_MAX_S};
use crate::node::Node;
use crate::setup::{Name, Owner};

/// Where each runs. Who keeps them in life is in each pack's own notes; the demo has seven agencies.
const FURTHER: [(Place, &str); 12] = [
    (Place::Population, "vehicle"),
    (Place::Insurance, "social-insurance"),
    (Place::Insurance, "health-insurance"),
    (Place::Insurance, "health-facility"),
    (Place::Insurance, "health-check-in"),
    (Place::Transport, "vessel"),
    (Place::PhuYen, "civil-status-birth"),
    (Place::PhuYen, "civil-status-marriage"),
    (Place::PhuYen, "civil-status-death"),
    (Place::PhuYen, "land-parcel"),
    (Place::DongNai, "civil-servant"),
    (Place::DongNai, "community-digital-group"),
];

/// Records of each: enough to ask about.
const RECORDS_MAX: u64 = 1_000;

/// The services that the demo lets others use.
const VERBS: [Verb; 2] = [Verb::Verify, Verb::Usage];

/// A registry of a place.
pub(super) struct Further {
    pub(super) place: Place,
    pub(super) pack: Pack,
}

impl Further {
    /// All of them.
    pub(super) fn all() -> Result<Vec<Self>> {
        let made = FURTHER.into_iter().map(|(place, code)| {
            let pack = Pack::built_in(code, 1)?.with_context(|| format!("there is no pack {code}"))?;
            Ok(Self { place, pack })
        });
        made.collect()
    }

    /// Those of a place.
    pub(super) fn at(place: Place) -> Result<Vec<Self>> {
        let all = Self::all()?.into_iter();
        Ok(all.filter(|further| further.place == place).collect())
    }

    pub(super) fn code(&self) -> &str {
        self.pack.code.as_str()
    }

    /// Its system, which is called like it.
    pub(super) fn system(&self) -> Result<SystemId> {
        Ok(self.place.member().system(self.code())?)
    }

    fn service(&self, verb: Verb) -> Result<ServiceId> {
        Ok(self.system()?.service(verb.as_str())?)
    }

    /// What it offers here.
    pub(super) fn services(&self) -> Result<Vec<(Verb, ServiceId)>> {
        let offered = VERBS.into_iter().filter(|verb| self.pack.has_service(*verb));
        offered.map(|verb| Ok((verb, self.service(verb)?))).collect()
    }

    /// Where people ask who asked about them; none where it is about nobody.
    pub(super) fn usage(&self) -> Result<Option<ServiceId>> {
        let has_usage = self.pack.has_service(Verb::Usage);
        has_usage.then(|| self.service(Verb::Usage)).transpose()
    }

    /// The one-stop systems that ask it: those of other agencies.
    fn consumers(&self) -> impl Iterator<Item = Place> {
        let here = self.place;
        Place::PROVINCES.into_iter().filter(move |place| *place != here)
    }

    /// What the centre is asked to write.
    pub(super) fn requests(&self, owner: &mut Owner<'_>, now: Timestamp) -> Result<Vec<SignedRequest>> {
        let name = &self.pack.name;
        let mut requests = vec![owner.system(
            self.system()?,
            Name {
                vi: &name.vi,
                en: &name.en,
            },
        )];
        let today = now.hour().day();
        for (verb, service) in self.services()? {
            let (vi, en) = match verb {
                Verb::Usage => ("Nhật ký sử dụng", "Who used its data"),
                _ => ("Xác thực", "Verify"),
            };
            let (vi, en) = (format!("{vi}: {}", name.vi), format!("{en}: {}", name.en));
            requests.push(owner.service(service.clone(), Name { vi: &vi, en: &en }, STALENESS_MAX_S));
            // People ask at the one-stop system of their province, also about registries of the same agency.
            let (consumers, rights, purpose) = match verb {
                Verb::Usage => (Place::PROVINCES.to_vec(), vec![RIGHT_USAGE], OWN_DATA),
                _ => (self.consumers().collect(), self.rights(verb, today), ONE_STOP),
            };
            for consumer in consumers {
                let consumer = ClientId::System(consumer.system());
                requests.push(owner.grant(consumer, service.clone(), &rights, purpose, now)?);
            }
        }
        Ok(requests)
    }

    fn rights(&self, verb: Verb, today: Day) -> Vec<&str> {
        let mut rights: Vec<&str> = self
            .pack
            .offered(verb, today)
            .map(|field| field.right.as_str())
            .collect();
        rights.sort_unstable();
        rights.dedup();
        rights
    }

    /// Loads its records, unless they are there from an earlier run.
    pub(super) async fn populate(&self, nodes: &[Node], country: &Country, people: u64) -> Result<()> {
        let registry = nodes.iter().find_map(|node| node.roles.registries.get(self.code()));
        let registry = registry.with_context(|| format!("{} does not run", self.code()))?;
        if registry.count().await? > 0 {
            return Ok(());
        }
        let (pack, country) = (self.pack.clone(), *country);
        let made = move |index| Records::of(&pack, country).record(index, Fill::Drawn);
        let records = (0..people.min(RECORDS_MAX)).map(made);
        registry.load(records).await?;
        Ok(())
    }

    /// A question of the steady traffic: who asks, at which service, with which body.
    pub(super) fn question(&self, country: Country, people: u64, number: u64) -> Result<(Place, ServiceId, String)> {
        let asker = self.consumers().next().context("nobody asks")?;
        let index = number % people.min(RECORDS_MAX);
        let record = Records::of(&self.pack, country).record(index, Fill::Drawn);
        let mut body: Map<String, Value> = Map::new();
        for key in self.pack.keys.asked() {
            if let Some(value) = record.fields.get(key) {
                body.insert(key.to_string(), value.as_str().into());
            }
        }
        body.insert("fields".to_owned(), Value::Object(Map::new()));
        Ok((asker, self.service(Verb::Verify)?, Value::Object(body).to_string()))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_pack_of_the_program_runs_in_the_demo() {
        let further: BTreeSet<&str> = FURTHER.into_iter().map(|(_, code)| code).collect();
        let all: BTreeSet<&str> = Pack::list_built_in().map(|(code, _)| code).collect();
        let named = BTreeSet::from(["population", "driving-licence"]);
        assert_eq!(&further | &named, all);
        assert_eq!(further.len(), FURTHER.len());
    }

    #[test]
    fn each_is_asked_by_somebody_else_with_all_its_keys() {
        for further in Further::all().unwrap() {
            let (asker, service, body) = further.question(Country::new(1), 5, 7).unwrap();
            assert_ne!(asker, further.place);
            assert_eq!(service.code(), "verify");
            let body: Map<String, Value> = serde_json::from_str(&body).unwrap();
            assert_eq!(body.len(), further.pack.keys.asked().count() + 1);
        }
    }
}
