//! What a gateway of a test is to be: a builder. [`super::node`] runs it.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use motlan_core::{ClientId, GatewayId, ServiceId};
use motlan_evidence::{LogKey, LogName};
use motlan_exchange::gateway::{ConnectionType, Target};
use motlan_exchange::transport::budget::Budget;
use motlan_exchange::transport::pool::Address;
use motlan_exchange::transport::tls::Identity;
use motlan_exchange::xroad::Spelling;
use motlan_store::storage::Storage;
use serde_json::json;

use super::country::Country;
use super::node::{Node, Running};

/// What a gateway is to be.
#[derive(Clone)]
pub(crate) struct Setup {
    pub(super) id: GatewayId,
    pub(super) clients: HashMap<ClientId, ConnectionType>,
    pub(super) services: HashMap<ServiceId, Target>,
    pub(super) spelling: Spelling,
    pub(super) budget: Budget,
    pub(super) storage: Option<Arc<dyn Storage>>,
    pub(super) has_small_journal: bool,
    pub(super) identity: Identity,
}

impl Setup {
    /// A gateway that serves nobody yet.
    pub(crate) fn new(id: &str) -> Self {
        Self {
            id: id.parse().unwrap(),
            clients: HashMap::new(),
            services: HashMap::new(),
            spelling: Spelling::Snake78,
            budget: Budget::default(),
            storage: None,
            has_small_journal: false,
            identity: Identity::generate(id).unwrap(),
        }
    }

    /// A member or system that may ask through it.
    pub(crate) fn client(mut self, id: &str, connection: ConnectionType) -> Self {
        self.clients.insert(id.parse().unwrap(), connection);
        self
    }

    /// A service that a router of this process answers.
    pub(crate) fn router(self, service: &str, router: Router) -> Self {
        self.target(
            service,
            Target::Router {
                router,
                base_path: String::new(),
            },
        )
    }

    /// A service that a server answers, at `http://address/base_path`.
    pub(crate) fn url(self, service: &str, address: SocketAddr, base_path: &str) -> Self {
        let address = Address::plain(&address.to_string());
        self.target(
            service,
            Target::Url {
                address,
                base_path: base_path.to_owned(),
            },
        )
    }

    /// A service and what answers it.
    pub(crate) fn target(mut self, service: &str, target: Target) -> Self {
        self.services.insert(service.parse().unwrap(), target);
        self
    }

    /// The storage of its evidence; otherwise a folder that goes with the node.
    pub(crate) fn storage(mut self, storage: impl Storage) -> Self {
        self.storage = Some(Arc::new(storage));
        self
    }

    /// Small journal segments and marks often, so that few entries reach every corner of the evidence.
    pub(crate) fn small_journal(mut self) -> Self {
        self.has_small_journal = true;
        self
    }

    /// Its memory for bodies.
    pub(crate) fn budget_bytes(mut self, size_bytes: u64) -> Self {
        self.budget = Budget::with_bytes(size_bytes);
        self
    }

    /// The same, as a test that looks at it has it.
    pub(crate) fn budget(mut self, budget: &Budget) -> Self {
        self.budget = budget.clone();
        self
    }

    /// How it spells error types.
    pub(crate) fn spelling(mut self, spelling: Spelling) -> Self {
        self.spelling = spelling;
        self
    }

    /// Its certificate and key.
    pub(crate) fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Registers the gateway and starts it. Until the clock has moved 6 s it answers `starting`.
    pub(crate) async fn start(self, country: &mut Country) -> Node {
        let (member, running) = (self.id.member().to_string(), Running::bind(self));
        country.register(&member, running.registration());
        running.start(country).await
    }

    /// The origin of its logs, without their names.
    pub(super) fn origin(&self) -> String {
        format!("motlan/{}", self.id)
    }

    /// A key of its own: the origins of two gateways differ, so one seed gives two keys.
    pub(super) fn log_key() -> LogKey {
        LogKey::from_seed(&[7; 32]).unwrap()
    }

    /// What the directory holds of it.
    pub(super) fn registration(&self, peer: SocketAddr) -> serde_json::Value {
        let logs: Vec<_> = LogName::ALL
            .map(|log| {
                let origin = format!("{}/{log}", self.origin());
                json!({"name": log.as_str(), "vkey": Self::log_key().verifier(&origin).unwrap().to_string(), "origin": origin})
            })
            .into();
        json!({"gateway": {
            "id": self.id.to_string(), "address": peer.to_string(),
            "certificates": [self.identity.hash().unwrap()], "logs": logs,
        }})
    }
}
