//! What owners register: members, systems, services, gateways. Grants are in [`super::grant`].
//!
//! These are the payloads of signed requests; a snapshot holds them beside their index. `check` refuses what no later
//! code should have to look at again; who owns what is asked elsewhere.

use std::collections::BTreeSet;
use std::ops::Deref;

use motlan_core::limits::SERVICE_TIMEOUT_MS_MAX;
use motlan_core::{GatewayId, MemberId, ServiceId, SystemId};
use serde::{Deserialize, Serialize};

use super::hash::CertificateHash;
use crate::keys::PublicKey;

/// The longest name, notice or address, in characters.
const TEXT_CHARACTERS_MAX: usize = 255;

/// Certificates of one gateway: the present one, the next one, and as many again for a second machine.
const CERTIFICATES_MAX: usize = 4;

/// Logs of one gateway: exchange, unfinished, settlement, refusals and what casework adds.
const LOGS_MAX: usize = 16;

/// A registered thing with its index: the sequence of the record that introduced it, never reused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indexed<T> {
    /// The index that evidence entries carry.
    pub index: u32,
    /// What was registered.
    pub entry: T,
}

impl<T> Deref for Indexed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.entry
    }
}

/// An organisation. Its own key signs its admission, which proves that it holds the key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// Who.
    pub id: MemberId,
    /// Name in Vietnamese.
    pub name_vi: String,
    /// Name in English.
    pub name_en: String,
    /// The key it signs messages and requests with.
    pub key: PublicKey,
}

/// An information system of a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct System {
    /// Which.
    pub id: SystemId,
    /// Name in Vietnamese.
    pub name_vi: String,
    /// Name in English.
    pub name_en: String,
}

/// What sort of description a service has. Its address is the provider's own affair and stands nowhere here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ServiceKind {
    /// Plain REST: a base address.
    #[serde(rename = "REST")]
    Rest,
    /// REST with an OpenAPI 3 description.
    #[serde(rename = "OPENAPI3")]
    OpenApi3,
}

/// A service of a system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Which.
    pub id: ServiceId,
    /// Name in Vietnamese.
    pub name_vi: String,
    /// Name in English.
    pub name_en: String,
    /// What sort of description it has.
    pub kind: ServiceKind,
    /// True if a POST may change something. PUT, PATCH and DELETE always may.
    pub changes: bool,
    /// How old the provider's directory may be for this service, in seconds.
    pub staleness_max_s: u32,
    /// How long the provider's system may take to answer, in milliseconds.
    pub timeout_ms: u32,
    /// False while the service is out of order.
    pub enabled: bool,
    /// Why it is out of order, shown to callers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
}

impl Service {
    /// True if a request with this method may change something at the provider.
    pub fn may_change(&self, method: &str) -> bool {
        match method {
            "GET" | "HEAD" | "OPTIONS" | "TRACE" => false,
            "POST" => self.changes,
            _ => true,
        }
    }
}

/// A gateway of a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gateway {
    /// Which.
    pub id: GatewayId,
    /// Where other gateways reach it: `host:port`.
    pub address: String,
    /// The TLS certificates that it may show, one to four: old and new stand side by side during a renewal.
    pub certificates: BTreeSet<CertificateHash>,
    /// The evidence logs that it writes.
    pub logs: Vec<Log>,
}

/// An evidence log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// What it holds, as in `exchange`.
    pub name: String,
    /// The first line of its checkpoints. Unique in the directory.
    pub origin: String,
    /// Its verifier key: `<name>+<hash>+<base64>` (C2SP signed-note).
    pub vkey: String,
}

type Check = Result<(), String>;

impl Member {
    pub(super) fn check(&self) -> Check {
        check_names(&self.name_vi, &self.name_en)
    }
}

impl System {
    pub(super) fn check(&self) -> Check {
        check_names(&self.name_vi, &self.name_en)
    }
}

impl Service {
    pub(super) fn check(&self) -> Check {
        check_names(&self.name_vi, &self.name_en)?;
        if let Some(notice) = &self.notice {
            check_text("notice", notice)?;
        }
        if !(1..=SERVICE_TIMEOUT_MS_MAX).contains(&self.timeout_ms) || self.staleness_max_s == 0 {
            return Err("timeout_ms lies between 1 and 30000, staleness_max_s is at least 1".to_owned());
        }
        Ok(())
    }
}

impl Gateway {
    pub(super) fn check(&self) -> Check {
        check_text("address", &self.address)?;
        let is_address = self.address.rsplit_once(':').is_some_and(|(host, port)| {
            !host.is_empty() && !host.contains(['/', '@', ' ']) && port.parse::<u16>().is_ok_and(|port| port != 0)
        });
        if !is_address {
            return Err("the address is not host:port".to_owned());
        }
        if !(1..=CERTIFICATES_MAX).contains(&self.certificates.len()) {
            return Err("a gateway has one to four certificates".to_owned());
        }
        if self.logs.len() > LOGS_MAX {
            return Err("a gateway has at most 16 logs".to_owned());
        }
        self.logs.iter().try_for_each(Log::check)?;
        let names: BTreeSet<_> = self.logs.iter().map(|log| &log.name).collect();
        let origins: BTreeSet<_> = self.logs.iter().map(|log| &log.origin).collect();
        if names.len() != self.logs.len() || origins.len() != self.logs.len() {
            return Err("two logs have one name or one origin".to_owned());
        }
        Ok(())
    }
}

impl Log {
    fn check(&self) -> Check {
        check_text("log name", &self.name)?;
        check_text("log origin", &self.origin)?;
        check_text("log vkey", &self.vkey)?;
        // The base64 of a key may itself hold a plus, name and hash may not.
        let mut parts = self.vkey.splitn(3, '+');
        let is_vkey = parts.next().is_some_and(|name| !name.is_empty())
            && parts
                .next()
                .is_some_and(|hash| hash.len() == 8 && hex::decode(hash).is_ok())
            && parts.next().is_some_and(|key| !key.is_empty());
        if is_vkey {
            Ok(())
        } else {
            Err("a log's vkey is <name>+<8 hexadecimal digits>+<base64>".to_owned())
        }
    }
}

fn check_names(name_vi: &str, name_en: &str) -> Check {
    check_text("name_vi", name_vi)?;
    check_text("name_en", name_en)
}

/// Texts are shown to people and written into files of lines.
pub(super) fn check_text(what: &str, text: &str) -> Check {
    if text.trim().is_empty() || text.chars().count() > TEXT_CHARACTERS_MAX || text.chars().any(char::is_control) {
        return Err(format!(
            "{what} is empty, longer than 255 characters or holds a control character"
        ));
    }
    Ok(())
}
