//! Who calls a provider, and with which right: what every provider behind a gateway receives.
//!
//! A router in the same process finds it among the request's extensions; a URL provider gets the same as the signed
//! header `Motlan-Caller`. So rights are one system, and a registry knows nothing of the exchange.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::identifier::{MemberId, SystemId};

/// The caller of a service, as the provider's gateway authorised it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The consumer's member.
    pub member: MemberId,
    /// The consumer's system.
    pub system: SystemId,
    /// Why it asks.
    pub purpose: Purpose,
    /// The fields that the grant lets it read or ask about. `person.existence` is a right of its own among them.
    pub fields: BTreeSet<String>,
    /// The transaction that both gateways log.
    pub transaction: TransactionId,
    /// The officer behind the question, from `X-Road-UserId`, where the consumer names one.
    pub officer: Option<String>,
}

/// The 32 random bytes that name a transaction. It is also its nonce.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TransactionId(pub [u8; 32]);

/// Lower-case hexadecimal. Never in an entry or on a public page: both carry its commitment.
impl fmt::Display for TransactionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for TransactionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TransactionId({:02x}{:02x}…)", self.0[0], self.0[1])
    }
}

/// Why a question is asked: a legal basis and, for casework, the dossier it serves.
///
/// Text form, as in the header `Motlan-Purpose`: `<legal-basis>[;dossier=<code>]`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Purpose {
    /// Code of the legal basis: 1 to 64 of `a-z A-Z 0-9 . _ - /`.
    pub legal_basis: String,
    /// Code of the dossier: 1 to 64 of the same characters.
    pub dossier: Option<String>,
}

/// The text is not `<legal-basis>[;dossier=<code>]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a purpose is <legal-basis>[;dossier=<code>], each 1 to 64 of a-z A-Z 0-9 . _ - /")]
pub struct PurposeError;

impl FromStr for Purpose {
    type Err = PurposeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_code = |code: &str| {
            (1..=64).contains(&code.len())
                && code
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'/'))
        };
        let (basis, dossier) = match text.split_once(';') {
            None => (text.trim(), None),
            Some((basis, rest)) => (
                basis.trim(),
                Some(rest.trim().strip_prefix("dossier=").ok_or(PurposeError)?),
            ),
        };
        if !is_code(basis) || dossier.is_some_and(|code| !is_code(code)) {
            return Err(PurposeError);
        }
        Ok(Self {
            legal_basis: basis.to_owned(),
            dossier: dossier.map(str::to_owned),
        })
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.legal_basis)?;
        match &self.dossier {
            Some(dossier) => write!(f, ";dossier={dossier}"),
            None => Ok(()),
        }
    }
}
