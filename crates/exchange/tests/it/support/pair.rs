//! The usual case: one consumer's gateway, one provider's gateway, one service and one grant, past their start.

use std::net::SocketAddr;

use axum::Router;
use http::Method;
use motlan_exchange::gateway::ConnectionType;
use motlan_store::storage::Storage;
use serde_json::{Value, json};

use super::client::Ask;
use super::country::{CLIENT, Country, SERVICE};
use super::node::Node;
use super::peer::Peer;
use super::provider::echo;
use super::setup::Setup;

/// How the pair differs from the usual.
pub(crate) struct Builder {
    consumer: Setup,
    provider: Setup,
    service: Value,
    grant: Option<Value>,
}

impl Builder {
    /// Puts a router of this process behind the service.
    pub(crate) fn router(self, router: Router) -> Self {
        self.provider(|setup| setup.router(SERVICE, router))
    }

    /// Puts a server behind the service.
    pub(crate) fn url(self, address: SocketAddr) -> Self {
        self.provider(|setup| setup.url(SERVICE, address, ""))
    }

    /// Changes the consumer's gateway.
    pub(crate) fn consumer(mut self, change: impl FnOnce(Setup) -> Setup) -> Self {
        self.consumer = change(self.consumer);
        self
    }

    /// Changes the provider's gateway.
    pub(crate) fn provider(mut self, change: impl FnOnce(Setup) -> Setup) -> Self {
        self.provider = change(self.provider);
        self
    }

    /// Puts the consumer's evidence on this storage.
    pub(crate) fn consumer_storage(self, storage: impl Storage) -> Self {
        self.consumer(|setup| setup.storage(storage))
    }

    /// Puts the provider's evidence on this storage.
    pub(crate) fn provider_storage(self, storage: impl Storage) -> Self {
        self.provider(|setup| setup.storage(storage))
    }

    /// Overrides members of the service's registration.
    pub(crate) fn service(mut self, changes: Value) -> Self {
        self.service = changes;
        self
    }

    /// Makes POST a request that changes something.
    pub(crate) fn changing(self) -> Self {
        self.service(json!({"changes": true}))
    }

    /// Overrides members of the grant.
    pub(crate) fn grant(mut self, changes: Value) -> Self {
        self.grant = Some(changes);
        self
    }

    /// Gives no grant.
    pub(crate) fn without_grant(mut self) -> Self {
        self.grant = None;
        self
    }

    /// Starts both gateways and moves the clock past their start.
    pub(crate) async fn start(self) -> Pair {
        let mut country = Country::new();
        country.service(SERVICE, self.service);
        let grant = self
            .grant
            .map(|changes| country.grant(CLIENT, SERVICE, changes))
            .unwrap_or_default();
        let provider = self.provider.start(&mut country).await;
        let consumer = self.consumer.start(&mut country).await;
        country.advance_seconds(6);
        Pair {
            country,
            consumer,
            provider,
            grant,
        }
    }
}

/// Two gateways that talk to each other.
pub(crate) struct Pair {
    pub(crate) country: Country,
    pub(crate) consumer: Node,
    pub(crate) provider: Node,
    /// The grant's index; 0 without one.
    pub(crate) grant: u32,
}

impl Pair {
    /// The usual: an echo behind the provider's gateway.
    pub(crate) fn builder() -> Builder {
        Builder {
            consumer: Setup::new("VN/GOV/H45/gw1").client(CLIENT, ConnectionType::Http),
            provider: Setup::new("VN/GOV/G01/gw1").router(SERVICE, echo()),
            service: json!({}),
            grant: Some(json!({})),
        }
    }

    /// The usual, started.
    pub(crate) async fn start() -> Self {
        Self::builder().start().await
    }

    /// A question to the service; `rest` is what follows its code.
    pub(crate) fn ask(&self, method: Method, rest: &str) -> Ask {
        self.consumer.ask(method, &format!("/r1/{SERVICE}{rest}"))
    }

    /// GET.
    pub(crate) fn get(&self, rest: &str) -> Ask {
        self.ask(Method::GET, rest)
    }

    /// POST.
    pub(crate) fn post(&self, rest: &str) -> Ask {
        self.ask(Method::POST, rest)
    }

    /// A message to the provider's gateway by hand.
    pub(crate) fn peer(&self, transaction: u8) -> Peer {
        Peer::new(&self.country, &self.consumer, &self.provider, transaction)
    }
}
