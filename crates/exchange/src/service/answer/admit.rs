//! What a provider's gateway checks before it reads a body, cheapest and most anonymous first.
//!
//! The order is that of `docs/wire-format.md`: peer, directory's age, time, signature, repetition, service, grant,
//! quota. Nothing is written to disk here.

use std::sync::Arc;

use http::HeaderMap;
use motlan_core::limits::{CREATED_AFTER_START_S, CREATED_WINDOW_S};
use motlan_core::{Caller, ClientId, Code, Failure, SystemId, Timestamp};
use motlan_evidence::{Role, TransactionKey};

use crate::directory::{Directory, Indexed, Position, Question, Service, normalise_path};
use crate::gateway::{Gateway, Target};
use crate::service::message::{Received, single};
use crate::service::trace::{Parties, Signed, Trace};
use crate::transport::listener::Connection;
use crate::wire::{EXCHANGE, RequestFacts};
use crate::xroad::RequestHead;

/// The staleness limit for a service that this directory does not know; it will be refused a few checks later.
const UNKNOWN_SERVICE_STALENESS_S: u32 = 3600;

/// A body that took longer than this is asked about again, whether the directory changed or not.
const RECHECK_AFTER_S: i64 = 2;

/// A request that may be passed on once its body has arrived.
pub(super) struct Admitted {
    pub(super) head: RequestHead,
    /// X-Road's canonical head, as it was signed.
    pub(super) canonical: Vec<u8>,
    /// The digest that the body must have.
    pub(super) digest: [u8; 64],
    pub(super) length: u64,
    pub(super) caller: Caller,
    pub(super) target: Target,
    pub(super) timeout_ms: u32,
    pub(super) changes: bool,
    pub(super) trace: Trace,
    /// The directory, the moment and the key by which it was admitted.
    position: Position,
    at: Timestamp,
    keyid: String,
}

/// Checks a request.
pub(super) fn admit(gateway: &Gateway, connection: Connection, headers: &HeaderMap) -> Result<Admitted, Failure> {
    let directory = gateway.directory.current();
    let now = gateway.now();
    let facts = peer(gateway, &directory, connection, headers)?;
    let service = directory.service(&facts.service);
    let staleness_max_s = service.map_or(UNKNOWN_SERVICE_STALENESS_S, |service| service.staleness_max_s);
    gateway.directory.check_fresh(now, staleness_max_s)?;
    let received = Received::parse(headers)?;
    timely(received.signature.created(), now, gateway.started)?;
    signed_by_client(&directory, &facts, &received)?;
    gateway.replay.remember(facts.transaction, now)?;
    let head = consistent_head(&facts, &received)?;
    let (service, target) = served_here(gateway, &directory, &facts, service)?;
    let consumer = directory
        .client_index(&facts.client)
        .ok_or_else(|| unknown_member(&facts.client))?;
    let (grant, purpose) = directory.authorise(&Question {
        client: &facts.client,
        service: &facts.service,
        method: head.method().as_str(),
        path: &normalise_path(head.path())?,
        purpose: facts.purpose.as_ref(),
        now,
    })?;
    let system = system_of(&facts.client)?;
    if let Some(per_minute_max) = grant.requests_per_minute_max {
        gateway.quotas.count(grant.index, per_minute_max, now)?;
    }
    let provider = directory
        .member(facts.service.member())
        .ok_or(Code::UnknownMember)?
        .index;
    let parties = Parties {
        service: service.index,
        consumer,
        provider,
    };
    let key = TransactionKey::new(facts.key).map_err(|_| Failure::new(Code::MalformedMessage, "the key is zero"))?;
    let signed = Signed {
        created: received.signature.created(),
        message: received.evidence(),
        peer: facts.from,
        purpose: Some(purpose.clone()),
    };
    let caller = Caller {
        member: facts.client.member().clone(),
        system,
        purpose,
        fields: grant.fields.clone(),
        transaction: facts.transaction,
        officer: head.user_id.clone(),
        persons_per_day_max: grant.persons_per_day_max,
    };
    Ok(Admitted {
        trace: Trace::new(Role::Provider, parties, (facts.transaction, key), &head, signed),
        changes: service.may_change(head.method().as_str()),
        position: directory.position(),
        at: now,
        keyid: received.signature.keyid().to_owned(),
        timeout_ms: service.timeout_ms,
        canonical: received.head,
        digest: received.digest,
        length: facts.length,
        head,
        caller,
        target,
    })
}

/// Asks once more what a slow body, or an answer that was long in coming, may have outlived: whether the peer, its key
/// and its right to every field are still there.
///
/// A revocation holds within two seconds, also for a request that was admitted before it.
pub(super) fn still_holds(gateway: &Gateway, connection: Connection, admitted: &Admitted) -> Result<(), Failure> {
    let directory = gateway.directory.current();
    let now = gateway.now();
    if directory.position() == admitted.position && now <= admitted.at.plus_seconds(RECHECK_AFTER_S) {
        return Ok(());
    }
    let client = &admitted.head.client;
    let peer = connection
        .certificate
        .and_then(|hash| directory.gateway_by_certificate(&hash.0));
    if peer.is_none_or(|peer| peer.id.member() != client.member()) {
        return Err(Code::UnknownPeer.into());
    }
    let key = directory
        .member(client.member())
        .map(|member| member.key.keyid().to_owned());
    if key.as_deref() != Some(&admitted.keyid) {
        return Err(Failure::new(
            Code::InvalidSignature,
            "the key is not the claimed member's any more",
        ));
    }
    let service = directory.service(&admitted.head.service).ok_or(Code::UnknownService)?;
    gateway.directory.check_fresh(now, service.staleness_max_s)?;
    let question = Question {
        client,
        service: &admitted.head.service,
        method: admitted.head.method().as_str(),
        path: &normalise_path(admitted.head.path())?,
        purpose: Some(&admitted.caller.purpose),
        now,
    };
    let (grant, _) = directory.authorise(&question)?;
    if !admitted.caller.fields.is_subset(&grant.fields) {
        return Err(Failure::new(
            Code::AccessDenied,
            "the grant does not hold all fields any more",
        ));
    }
    Ok(())
}

/// The certificate is a registered gateway's, and the message says that it comes from that gateway to this one.
fn peer(
    gateway: &Gateway,
    directory: &Directory,
    connection: Connection,
    headers: &HeaderMap,
) -> Result<RequestFacts, Failure> {
    let registered = connection
        .certificate
        .and_then(|certificate| directory.gateway_by_certificate(&certificate.0));
    let registered = registered.ok_or(Code::UnknownPeer)?;
    let facts = RequestFacts::parse(single(headers, EXCHANGE)?)?;
    if facts.from != registered.id || facts.client.member() != registered.id.member() {
        return Err(Failure::new(
            Code::UnknownPeer,
            "the certificate belongs to another gateway than the message says",
        ));
    }
    if facts.target != gateway.settings.id {
        return Err(Failure::new(
            Code::MalformedMessage,
            "the message is meant for another gateway",
        ));
    }
    Ok(facts)
}

fn timely(created: Timestamp, now: Timestamp, started: Timestamp) -> Result<(), Failure> {
    if (created.as_seconds() - now.as_seconds()).abs() > CREATED_WINDOW_S {
        return Err(Code::CreatedOutsideWindow.into());
    }
    if created.as_seconds() < started.as_seconds() + CREATED_AFTER_START_S {
        return Err(Code::Starting.into());
    }
    Ok(())
}

fn signed_by_client(directory: &Directory, facts: &RequestFacts, received: &Received) -> Result<(), Failure> {
    let member = directory
        .member(facts.client.member())
        .ok_or_else(|| unknown_member(&facts.client))?;
    if received.signature.keyid() != member.key.keyid() {
        return Err(Failure::new(
            Code::InvalidSignature,
            "the key is not the claimed member's",
        ));
    }
    received.signature.verify(&member.key)
}

fn unknown_member(client: &ClientId) -> Failure {
    Failure::new(Code::UnknownMember, format!("{client} is not in the directory"))
}

/// The signed facts and the client's own words name the same parties and purpose.
fn consistent_head(facts: &RequestFacts, received: &Received) -> Result<RequestHead, Failure> {
    let head = RequestHead::decode(&received.head)?;
    if head.client != facts.client || head.service != facts.service || head.purpose != facts.purpose {
        return Err(Failure::new(
            Code::MalformedMessage,
            "facts and head name different parties",
        ));
    }
    Ok(head)
}

fn served_here<'a>(
    gateway: &Gateway,
    directory: &'a Directory,
    facts: &RequestFacts,
    service: Option<&'a Arc<Indexed<Service>>>,
) -> Result<(&'a Indexed<Service>, Target), Failure> {
    if directory.system(facts.service.system()).is_none() || facts.service.member() != gateway.settings.id.member() {
        return Err(Failure::new(
            Code::UnknownMember,
            format!("{} is not on this gateway", facts.service.system()),
        ));
    }
    let target = gateway.settings.services.get(&facts.service);
    let (Some(service), Some(target)) = (service, target) else {
        // Not the code that was asked for: a client that left it out may have a person's number in its place.
        let detail = format!("{} has no such service", facts.service.system());
        return Err(Failure::new(Code::UnknownService, detail));
    };
    Ok((service, target.clone()))
}

/// Rights are systems': a member that asks in its own name has none, though X-Road's protocol lets it ask.
fn system_of(client: &ClientId) -> Result<SystemId, Failure> {
    match client {
        ClientId::System(system) => Ok(system.clone()),
        ClientId::Member(_) => Err(Failure::new(
            Code::AccessDenied,
            "a system must ask: X-Road-Client with four parts",
        )),
    }
}
