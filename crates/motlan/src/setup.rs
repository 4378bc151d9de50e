//! Making nodes: folders, keys, configuration, and the signed requests with which members enter the directory.
//!
//! `init`, `demo` and `bench` share it, so that a demo's node is made like a real one.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use motlan_core::limits::SERVICE_TIMEOUT_MS_MAX;
use motlan_core::{ClientId, GatewayId, MemberId, ServiceId, SystemId, Timestamp};
use motlan_evidence::LogName;
use motlan_exchange::directory::{
    Gateway as RegisteredGateway, Grant, Log, Member, Operation, Request, Rule, Service, ServiceKind, SignedRequest,
    System,
};
use motlan_exchange::keys::Algorithm;

use crate::config::{DirectorySource, ErrorSpelling, Listen, NodeConfig};
use crate::keys::NodeKeys;

/// How long most services may take: a registry answers in milliseconds, and who waits longer than 10 s tries again.
const TIMEOUT_MS: u32 = 10_000;

/// A name in both languages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Name<'a> {
    /// Vietnamese.
    pub(crate) vi: &'a str,
    /// English.
    pub(crate) en: &'a str,
}

/// Addresses on one host: pages `00`, X-Road HTTP `80` and HTTPS `43`, gateway `55`, health `90` after the base.
pub(crate) fn listen(base: u16) -> Listen {
    listen_on(Ipv4Addr::LOCALHOST.into(), base)
}

/// The same for others too: all faces at `ip` but health, which speaks to this machine's supervisor alone.
pub(crate) fn listen_on(ip: IpAddr, base: u16) -> Listen {
    let at = |offset: u16| SocketAddr::new(ip, base + offset);
    Listen {
        pages: Some(at(0)),
        client_http: Some(at(80)),
        client_https: Some(at(43)),
        gateway: at(55),
        health: Some(SocketAddr::from((Ipv4Addr::LOCALHOST, base + 90))),
    }
}

/// Where a node listens that others reach at `host`: a loopback address is bound as it is, for every other one all
/// interfaces are, since a name or a translated address is no interface of this machine.
pub(crate) fn binding(host: &str) -> IpAddr {
    match host.trim_matches(['[', ']']).parse::<IpAddr>() {
        Ok(ip) if ip.is_loopback() => ip,
        Ok(IpAddr::V6(_)) => Ipv6Addr::UNSPECIFIED.into(),
        Err(_) if host == "localhost" => Ipv4Addr::LOCALHOST.into(),
        _ => Ipv4Addr::UNSPECIFIED.into(),
    }
}

/// A configuration without clients, services and registries.
pub(crate) fn bare(
    member: &MemberId,
    folder: PathBuf,
    listen: Listen,
    directory: DirectorySource,
) -> Result<NodeConfig> {
    Ok(NodeConfig {
        gateway: gateway_of(member)?,
        member: member.clone(),
        data: PathBuf::from("."),
        listen,
        directory,
        error_spelling: ErrorSpelling::default(),
        centre: false,
        portal_member: None,
        are_pages_behind_tls: false,
        clients: Vec::new(),
        services: Vec::new(),
        registries: Vec::new(),
        accounts: None,
        casework: None,
        national_portal: None,
        folder,
    })
}

/// A member's first gateway.
pub(crate) fn gateway_of(member: &MemberId) -> Result<GatewayId> {
    Ok(format!("{member}/gw1").parse()?)
}

/// Keys of a node: those that are there, or new ones.
pub(crate) fn keys(folder: &Path, member: &MemberId, algorithm: Algorithm) -> Result<NodeKeys> {
    match NodeKeys::read(folder) {
        Ok(keys) => Ok(keys),
        Err(_) => NodeKeys::create(folder, &gateway_of(member)?.to_string(), algorithm),
    }
}

/// A member that signs requests, one serial after the other.
pub(crate) struct Owner<'a> {
    member: MemberId,
    keys: &'a NodeKeys,
    serial: u64,
}

/// The most that a grant may say: the traffic of a demonstration asks about more people than an agency does in a day.
const PERSONS_PER_DAY_MAX: u32 = 1_000_000;

impl<'a> Owner<'a> {
    /// `serial` is the last one used.
    pub(crate) fn new(member: MemberId, keys: &'a NodeKeys, serial: u64) -> Self {
        Self { member, keys, serial }
    }

    /// Signs what this member asks.
    pub(crate) fn sign(&mut self, operation: Operation) -> SignedRequest {
        self.serial += 1;
        Request {
            signer: self.member.clone(),
            serial: self.serial,
            operation,
        }
        .sign(&self.keys.signing)
    }

    fn entry(&self, name: Name<'_>) -> Member {
        Member {
            id: self.member.clone(),
            name_vi: name.vi.to_owned(),
            name_en: name.en.to_owned(),
            key: self.keys.signing.public_key().clone(),
        }
    }

    /// The first request of all: this member is the centre.
    pub(crate) fn found(&mut self, name: Name<'_>) -> SignedRequest {
        let entry = self.entry(name);
        self.sign(Operation::Founding(entry))
    }

    /// Asks for admission.
    pub(crate) fn join(&mut self, name: Name<'_>) -> SignedRequest {
        let entry = self.entry(name);
        self.sign(Operation::Member(entry))
    }

    /// Registers the member's gateway, which others reach at `address`, with its certificate and its logs.
    pub(crate) fn gateway(&mut self, address: impl std::fmt::Display) -> Result<SignedRequest> {
        let log = |log: LogName| -> Result<Log> {
            let origin = format!("motlan/{}/{log}", self.member);
            let vkey = self.keys.log.verifier(&origin)?.to_string();
            Ok(Log {
                name: log.to_string(),
                origin,
                vkey,
            })
        };
        let gateway = RegisteredGateway {
            id: gateway_of(&self.member)?,
            address: address.to_string(),
            certificates: [self.keys.identity.hash().context("the certificate is unusable")?].into(),
            logs: LogName::ALL.into_iter().map(log).collect::<Result<_>>()?,
        };
        Ok(self.sign(Operation::Gateway(gateway)))
    }

    /// Registers a system.
    pub(crate) fn system(&mut self, id: SystemId, name: Name<'_>) -> SignedRequest {
        self.sign(Operation::System(System {
            id,
            name_vi: name.vi.to_owned(),
            name_en: name.en.to_owned(),
        }))
    }

    /// Registers a safe service.
    pub(crate) fn service(&mut self, id: ServiceId, name: Name<'_>, staleness_max_s: u32) -> SignedRequest {
        self.register(id, name, staleness_max_s, (false, TIMEOUT_MS))
    }

    /// Registers a feed of changes: a safe service that may take its time.
    pub(crate) fn feed(&mut self, id: ServiceId, name: Name<'_>, staleness_max_s: u32) -> SignedRequest {
        self.register(id, name, staleness_max_s, (false, SERVICE_TIMEOUT_MS_MAX))
    }

    /// Registers a service whose requests change something at the provider.
    pub(crate) fn changing_service(&mut self, id: ServiceId, name: Name<'_>, staleness_max_s: u32) -> SignedRequest {
        self.register(id, name, staleness_max_s, (true, TIMEOUT_MS))
    }

    fn register(
        &mut self,
        id: ServiceId,
        name: Name<'_>,
        staleness_max_s: u32,
        (changes, timeout_ms): (bool, u32),
    ) -> SignedRequest {
        self.sign(Operation::Service(Service {
            id,
            name_vi: name.vi.to_owned(),
            name_en: name.en.to_owned(),
            kind: ServiceKind::Rest,
            changes,
            staleness_max_s,
            timeout_ms,
            enabled: true,
            notice: None,
        }))
    }

    /// Grants POST on the service to a system, for these fields and this one purpose, for a year from `now`.
    pub(crate) fn grant(
        &mut self,
        consumer: ClientId,
        service: ServiceId,
        fields: &[&str],
        purpose: &str,
        now: Timestamp,
    ) -> Result<SignedRequest> {
        self.grant_method("POST", consumer, service, fields, (purpose, now))
    }

    /// The same for GET.
    pub(crate) fn grant_reading(
        &mut self,
        consumer: ClientId,
        service: ServiceId,
        fields: &[&str],
        purpose: &str,
        now: Timestamp,
    ) -> Result<SignedRequest> {
        self.grant_method("GET", consumer, service, fields, (purpose, now))
    }

    fn grant_method(
        &mut self,
        method: &str,
        consumer: ClientId,
        service: ServiceId,
        fields: &[&str],
        (purpose, now): (&str, Timestamp),
    ) -> Result<SignedRequest> {
        let year_s = 365 * 24 * 3600;
        Ok(self.sign(Operation::Grant(Grant {
            consumer,
            service,
            rules: vec![Rule {
                method: method.parse()?,
                path: "/".parse()?,
            }],
            fields: fields.iter().map(|field| (*field).to_owned()).collect::<BTreeSet<_>>(),
            purposes: [purpose.to_owned()].into(),
            valid_from: now.plus_seconds(-3600),
            valid_until: now.plus_seconds(year_s),
            requests_per_minute_max: None,
            persons_per_day_max: Some(PERSONS_PER_DAY_MAX),
        })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_loopback_address_is_bound_alone() {
        let cases = [
            ("127.0.0.1", "127.0.0.1"),
            ("127.0.0.9", "127.0.0.9"),
            ("localhost", "127.0.0.1"),
            ("[::1]", "::1"),
            ("10.0.0.1", "0.0.0.0"),
            ("gw.example.vn", "0.0.0.0"),
            ("[2001:db8::1]", "::"),
        ];
        for (host, bound) in cases {
            assert_eq!(binding(host).to_string(), bound, "{host}");
        }
        let listen = listen_on(binding("10.0.0.1"), 8300);
        assert_eq!(listen.gateway.to_string(), "0.0.0.0:8355");
        assert_eq!(listen.health.unwrap().to_string(), "127.0.0.1:8390");
    }
}
