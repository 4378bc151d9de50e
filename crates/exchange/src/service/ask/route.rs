//! Where a question goes, from one snapshot of the directory.

use std::sync::Arc;
use std::time::Duration;

use motlan_core::{Code, Failure, GatewayId, Timestamp};

use super::Refusal;
use crate::directory::{Directory, Gateway as RegisteredGateway};
use crate::gateway::Gateway;
use crate::service::trace::Parties;
use crate::transport::pool::Address;
use crate::xroad::RequestHead;

/// How much longer than the provider's own time-out a consumer waits: the provider's commit and the way back.
const MARGIN: Duration = Duration::from_secs(5);

/// The time-out towards a service that this directory does not know: its provider will refuse at once.
const UNKNOWN_SERVICE_TIMEOUT: Duration = Duration::from_secs(5);

/// The staleness limit towards a service that this directory does not know.
const UNKNOWN_SERVICE_STALENESS_S: u32 = 3600;

/// What the directory says about one question.
pub(super) struct Route {
    /// The provider's gateways that may be tried, in order.
    pub(super) gateways: Vec<(GatewayId, Address)>,
    /// Indexes for the entry. An unknown service has index 0, which is nobody's, and never comes to an entry.
    pub(super) parties: Parties,
    /// Whether carrying the request out twice could do harm.
    pub(super) changes: bool,
    /// How long to wait for the answer.
    pub(super) timeout: Duration,
    /// The snapshot.
    pub(super) directory: Arc<Directory>,
    /// When the request is signed.
    pub(super) created: Timestamp,
}

impl Route {
    /// Finds the way.
    ///
    /// Errors: `unknown_member` for either side, `invalid_security_server`, `global_conf_outdated`.
    pub(super) fn find(gateway: &Gateway, head: &RequestHead) -> Result<Self, Refusal> {
        let created = gateway.now();
        let directory = gateway.directory.current();
        let service = directory.service(&head.service);
        let staleness_max_s = service.map_or(UNKNOWN_SERVICE_STALENESS_S, |service| service.staleness_max_s);
        gateway.directory.check_fresh(created, staleness_max_s)?;
        let unknown = |who: &dyn std::fmt::Display| {
            Refusal::from(Failure::new(
                Code::UnknownMember,
                format!("{who} is not in the directory"),
            ))
        };
        let consumer = directory
            .client_index(&head.client)
            .ok_or_else(|| unknown(&head.client))?;
        let system = directory
            .system(head.service.system())
            .ok_or_else(|| unknown(head.service.system()))?;
        let provider = directory
            .member(system.id.member())
            .ok_or_else(|| unknown(system.id.member()))?;
        Ok(Self {
            gateways: candidates(&directory, head)?,
            parties: Parties {
                service: service.map_or(0, |service| service.index),
                consumer,
                provider: provider.index,
            },
            changes: service.is_none_or(|service| service.may_change(head.method().as_str())),
            timeout: service.map_or(UNKNOWN_SERVICE_TIMEOUT, |service| {
                Duration::from_millis(u64::from(service.timeout_ms))
            }) + MARGIN,
            directory: Arc::clone(&directory),
            created,
        })
    }
}

fn candidates(directory: &Directory, head: &RequestHead) -> Result<Vec<(GatewayId, Address)>, Refusal> {
    let wanted = head.security_server.as_ref();
    let found: Vec<_> = directory
        .gateways_of(head.service.member())
        .iter()
        .filter(|gateway| wanted.is_none_or(|id| *id == gateway.id))
        .map(|gateway| (gateway.id.clone(), address(gateway)))
        .collect();
    match (found.is_empty(), wanted) {
        (false, _) => Ok(found),
        (true, Some(_)) => Err(Code::InvalidSecurityServer.into()),
        (true, None) => Err(Failure::new(Code::UnknownMember, "the provider has no gateway in the directory").into()),
    }
}

/// Where a registered gateway is reached.
pub(crate) fn address(gateway: &RegisteredGateway) -> Address {
    Address::tls(&gateway.address, gateway.certificates.iter().copied())
}
