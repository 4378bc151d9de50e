//! One gateway: what it is configured to be and what it holds while it runs.
//!
//! It decides nothing; [`crate::service`] does, and [`crate::api`] brings the requests.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use motlan_core::limits::SERVICE_TIMEOUT_MS_MAX;
use motlan_core::{ClientId, Clock, Code, Failure, GatewayId, ServiceId, Timestamp};
use motlan_evidence::Evidence;
use tokio_util::task::TaskTracker;

use crate::directory::CertificateHash;
use crate::directory_handle::DirectoryHandle;
use crate::keys::SigningKey;
use crate::metrics::Metrics;
use crate::quota::Quotas;
use crate::replay::ReplayMemory;
use crate::transport::budget::Budget;
use crate::transport::payload::Room;
use crate::transport::pool::{Address, Pool};
use crate::transport::spool::SpoolFolder;
use crate::transport::tls::Identity;
use crate::xroad::error::Spelling;

/// Twice the longest time-out of a service.
const DRAIN_TIMEOUT: Duration = Duration::from_millis(2 * SERVICE_TIMEOUT_MS_MAX as u64);

/// How a system of one's own must connect: X-Road's connection types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConnectionType {
    /// Plain HTTP, or HTTPS without a certificate of the client.
    Http,
    /// HTTPS only; a client certificate is not looked at.
    Https,
    /// HTTPS with one of these client certificates.
    HttpsCertificate(Vec<CertificateHash>),
}

/// A service's own system.
#[derive(Clone)]
pub enum Target {
    /// A server of the agency; `base_path` has no slash at its end.
    Url {
        /// Where it listens.
        address: Address,
        /// What stands before the path of each request.
        base_path: String,
    },
    /// A router in this process.
    Router {
        /// It finds the [`motlan_core::Caller`] among the request's extensions.
        router: Router,
        /// What stands before the path of each request.
        base_path: String,
    },
}

/// What a gateway is configured to be.
pub struct Settings {
    /// Its own identifier.
    pub id: GatewayId,
    /// Members and systems that may ask through it.
    pub clients: HashMap<ClientId, ConnectionType>,
    /// Services that it answers for.
    pub services: HashMap<ServiceId, Target>,
    /// How error types are spelt on X-Road's face.
    pub spelling: Spelling,
}

/// What a gateway is made of.
pub struct Parts {
    /// Its configuration.
    pub settings: Settings,
    /// The key that signs for its member.
    pub signing_key: SigningKey,
    /// The name of that key in the directory.
    pub key_id: String,
    /// Its TLS certificate and key.
    pub identity: Identity,
    /// The directory, kept fresh by somebody else.
    pub directory: Arc<DirectoryHandle>,
    /// Its logs.
    pub evidence: Evidence,
    /// The present.
    pub clock: Arc<dyn Clock>,
    /// The folder for large bodies.
    pub spool: SpoolFolder,
    /// The memory for bodies.
    pub budget: Budget,
}

/// A running gateway; clones share it.
#[derive(Clone)]
pub struct Gateway(Arc<Running>);

/// What a running gateway holds.
pub struct Running {
    pub(crate) settings: Settings,
    pub(crate) signing_key: SigningKey,
    pub(crate) key_id: String,
    pub(crate) identity: Identity,
    pub(crate) directory: Arc<DirectoryHandle>,
    pub(crate) evidence: Evidence,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) spool: SpoolFolder,
    pub(crate) budget: Budget,
    pub(crate) pool: Pool,
    pub(crate) replay: ReplayMemory,
    pub(crate) quotas: Quotas,
    pub(crate) metrics: Metrics,
    pub(crate) tasks: TaskTracker,
    pub(crate) started: Timestamp,
}

impl Gateway {
    /// Starts a gateway; it answers once a listener brings requests.
    pub fn new(parts: Parts) -> Self {
        let identity = parts.identity.clone();
        let started = parts.clock.now();
        Self(Arc::new(Running {
            pool: Pool::new(move |certificates| identity.client(certificates)),
            replay: ReplayMemory::new(started),
            quotas: Quotas::default(),
            metrics: Metrics::default(),
            tasks: TaskTracker::new(),
            started,
            settings: parts.settings,
            signing_key: parts.signing_key,
            key_id: parts.key_id,
            identity: parts.identity,
            directory: parts.directory,
            evidence: parts.evidence,
            clock: parts.clock,
            spool: parts.spool,
            budget: parts.budget,
        }))
    }

    /// The gateway's identifier.
    pub fn id(&self) -> &GatewayId {
        &self.settings.id
    }

    /// Its certificate and key.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Its logs.
    pub fn evidence(&self) -> &Evidence {
        &self.evidence
    }

    /// The directory that it goes by.
    pub fn directory(&self) -> &DirectoryHandle {
        &self.directory
    }

    /// The key that signs for its member.
    pub fn signing_key(&self) -> &SigningKey {
        &self.signing_key
    }

    /// When it started.
    pub fn started(&self) -> Timestamp {
        self.started
    }

    /// Its counters.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// Connections to other gateways, for those who fetch logs.
    pub fn pool(&self) -> &Pool {
        &self.pool
    }

    /// Where this gateway takes the present from.
    pub fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
    }

    /// The present, by this gateway's clock.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Waits for transactions whose client or peer went away. Call it after the listeners ended. Each ends by its own
    /// time-outs; what has not after a minute is given up, and the journal closes without it.
    pub async fn drain(&self) {
        self.tasks.close();
        if tokio::time::timeout(DRAIN_TIMEOUT, self.tasks.wait()).await.is_err() {
            tracing::error!(open = self.tasks.len(), "transactions were given up at the stop");
        }
    }

    /// How this client must connect.
    ///
    /// Errors: `unknown_member` for one that is not registered on this gateway.
    pub(crate) fn check_registered(&self, client: &ClientId) -> Result<&ConnectionType, Failure> {
        self.settings.clients.get(client).ok_or_else(|| {
            Failure::new(
                Code::UnknownMember,
                format!("{client} is not registered on this gateway"),
            )
        })
    }

    pub(crate) fn room(&self) -> Room<'_> {
        Room {
            budget: &self.budget,
            spool: &self.spool,
        }
    }
}

impl std::ops::Deref for Gateway {
    type Target = Running;

    fn deref(&self) -> &Running {
        &self.0
    }
}
