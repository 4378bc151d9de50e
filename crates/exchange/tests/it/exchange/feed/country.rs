//! The owner of a registry, which can be started again on what it had, and two gateways between it and its subscribers.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use http::Request;
use motlan_core::caller::TransactionId;
use motlan_core::{Caller, SystemId};
use motlan_exchange::gateway::ConnectionType;
use motlan_registry::model::record::Fields;
use motlan_registry::service::Sent;
use motlan_registry::{Record, Registry, router};
use motlan_store::storage::FaultyStorage;
use serde_json::json;
use tower::ServiceExt;

use super::subscriber::Plan;
use crate::support::{BASIS, Country, Node, SERVICE, Setup, population};

/// Whose records change.
const PEOPLE: usize = 30;

/// What ends and begins again.
#[derive(Clone, Copy, Debug)]
pub(super) enum Side {
    Registry,
    Provider,
    Consumer,
    Subscribers,
}

/// The population registry and what its owner knows of it.
pub(super) struct Owner {
    url: String,
    disk: FaultyStorage,
    registry: Registry,
    /// What the provider's gateway asks: the registry as it is now.
    behind: Arc<Mutex<Router>>,
    written: usize,
    /// The records that changed, as they are now.
    pub(super) records: BTreeMap<String, Fields>,
}

impl Owner {
    /// An empty registry.
    pub(super) async fn new(url: &str) -> Self {
        let disk = FaultyStorage::new(1);
        let registry = population(url, &disk).await;
        Self {
            url: url.to_owned(),
            behind: Arc::new(Mutex::new(router(registry.clone()))),
            disk,
            registry,
            written: 0,
            records: BTreeMap::new(),
        }
    }

    pub(super) fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Changes records, a few at a time. No two changes are alike.
    pub(super) async fn write(&mut self, count: usize) {
        let records: Vec<Record> = (self.written..self.written + count).map(record).collect();
        self.written += count;
        for records in records.chunks(23) {
            let sent = records.iter().map(|record| Sent::new(record.clone(), None));
            let outcomes = self
                .registry
                .sync(&feeder(&self.registry), sent.collect())
                .await
                .unwrap();
            assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
        }
        let keyed = records
            .into_iter()
            .map(|record| (record.fields["personal_number"].clone(), record.fields));
        self.records.extend(keyed);
    }

    /// Ends the registry and opens it again on the same database and the same disk.
    pub(super) async fn restart(&mut self) {
        self.registry.close().await.unwrap();
        self.registry = population(&self.url, &self.disk).await;
        *self.behind.lock().unwrap() = router(self.registry.clone());
    }

    /// A router that stands for the registry, whichever it is.
    fn router(&self) -> Router {
        let behind = Arc::clone(&self.behind);
        Router::new().fallback(move |request: Request<Body>| {
            let router = behind.lock().unwrap().clone();
            router.oneshot(request)
        })
    }
}

/// Who may send everything.
fn feeder(registry: &Registry) -> Caller {
    let system: SystemId = "VN/GOV/G01/population".parse().unwrap();
    let rights = registry.pack().fields().map(|field| field.right.clone());
    Caller {
        member: system.member().clone(),
        system,
        purpose: BASIS.parse().unwrap(),
        fields: rights.chain(["registry.sync".to_owned()]).collect(),
        transaction: TransactionId([9; 32]),
        officer: None,
        persons_per_day_max: None,
    }
}

/// Change number so many: of a person in turn, and in turn of each field, so that every subscriber sees some and not
/// others.
fn record(number: usize) -> Record {
    let (person, round) = (number * 7 % PEOPLE, number / PEOPLE);
    let sex = ["male", "female", "unknown"][round / 3 % 3];
    let religion = ["Phật giáo", "Công giáo"][round / 2 % 2];
    let pairs = [
        ("personal_number", format!("003199{person:06}")),
        ("full_name", "Nguyễn Thị Lan".to_owned()),
        ("birth_date", "1999".to_owned()),
        ("nationality", "VN".to_owned()),
        ("birth_province", "54".to_owned()),
        ("old_identity_number", format!("cũ-{person}")),
        ("sex", sex.to_owned()),
        ("religion", religion.to_owned()),
        ("permanent_address", format!("Số {}", round / 4)),
    ];
    Record::new(pairs.map(|(code, text)| (code.parse().unwrap(), text)))
}

/// Two gateways and the directory that both go by.
pub(super) struct World {
    pub(super) country: Country,
    /// In the order of the plans.
    pub(super) grants: Vec<u32>,
    pub(super) consumer: Node,
    provider: Node,
}

impl World {
    /// Starts the gateways and grants each plan its rights.
    pub(super) async fn start(owner: &Owner, plans: &[Plan]) -> Self {
        let mut country = Country::new();
        country.service(SERVICE, json!({}));
        let mut consumer = Setup::new("VN/GOV/H45/gw1");
        let mut grants = Vec::new();
        for plan in plans {
            country.system(plan.system);
            grants.push(country.grant(plan.system, SERVICE, json!({"fields": plan.rights})));
            consumer = consumer.client(plan.system, ConnectionType::Http);
        }
        let provider = Setup::new("VN/GOV/G01/gw1").router(SERVICE, owner.router());
        let provider = provider.start(&mut country).await;
        let consumer = consumer.start(&mut country).await;
        country.advance_seconds(6);
        Self {
            country,
            grants,
            consumer,
            provider,
        }
    }

    /// Ends a gateway like a killed process and starts it again on its storage.
    pub(super) async fn restart(mut self, side: Side) -> Self {
        if matches!(side, Side::Provider) {
            self.provider = self.provider.crash().await.start(&mut self.country).await;
        } else {
            self.consumer = self.consumer.crash().await.start(&mut self.country).await;
        }
        self.country.advance_seconds(6);
        self
    }
}
