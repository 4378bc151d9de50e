//! The entry: 128 bytes about one transaction, the same layout on both sides (`docs/evidence-format.md` sections 2, 3).
//!
//! Parsed into types that cannot hold an entry the format does not allow; every valid entry has one spelling. Holds
//! nothing personal: an hour, directory indexes, an outcome and keyed commitments.

mod bytes;

use std::fmt;

use motlan_core::Hour;
use serde::Serialize;
use thiserror::Error;

use crate::commitment::{IdCommitment, RequestCommitment, ResponseCommitment};

/// Bytes of an entry.
pub const ENTRY_BYTES: usize = 128;

/// The logs of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LogName {
    /// Transactions with a verified or sent response; its size is the gateway's count.
    Exchange,
    /// What was left without one, and answers that could not be released.
    Unfinished,
    /// The steps of dossiers ([`crate::case`]).
    Casework,
}

impl LogName {
    /// How many there are.
    pub const COUNT: usize = 3;

    /// All logs, in the order of their kinds.
    pub const ALL: [Self; Self::COUNT] = [Self::Exchange, Self::Unfinished, Self::Casework];

    /// The name in paths and origins.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exchange => "exchange",
            Self::Unfinished => "unfinished",
            Self::Casework => "casework",
        }
    }

    /// The log of this name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|log| log.as_str() == name)
    }

    /// Its place in arrays of one per log.
    pub(crate) const fn slot(self) -> usize {
        match self {
            Self::Exchange => 0,
            Self::Unfinished => 1,
            Self::Casework => 2,
        }
    }
}

impl fmt::Display for LogName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Which side of the transaction the gateway that writes stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// It asked.
    Consumer,
    /// It answered.
    Provider,
}

/// Class of the provider's final HTTP status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusClass {
    /// 200–299.
    Success,
    /// 300–399.
    Redirection,
    /// 400–499.
    ClientError,
    /// 500–599.
    ServerError,
}

impl StatusClass {
    /// The class of a final status; `None` outside 200–599.
    pub const fn of(status: u16) -> Option<Self> {
        match status / 100 {
            2 => Some(Self::Success),
            3 => Some(Self::Redirection),
            4 => Some(Self::ClientError),
            5 => Some(Self::ServerError),
            _ => None,
        }
    }
}

/// Why a transaction was left without a released answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// 10: a crash left no answer; found at the next start.
    Crash,
    /// 11: the peer was lost, timed out or sent an answer that does not verify, after the request was sent.
    PeerLost,
    /// 12: the answer came, its commit trailer did not.
    CommitMissing,
    /// 13: the provider's system did not answer a request that changes something.
    ProviderSilent,
}

/// How a transaction ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// With a signed response: kind 1.
    Answered {
        /// Class of its status.
        class: StatusClass,
        /// Commitment to its body and signature.
        response: ResponseCommitment,
    },
    /// Without one that could be released: kind 2.
    Unfinished(Cause),
}

macro_rules! directory_index {
    ($($(#[$doc:meta])* $name:ident),*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);
    )*};
}

directory_index!(
    /// Directory index of a service. Never reused.
    ServiceIndex,
    /// Directory index of the system or member that asked. Never reused.
    ConsumerIndex,
    /// Directory index of the member that answered. Never reused.
    ProviderIndex
);

/// One entry of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Entry {
    /// The side that writes.
    pub role: Role,
    /// Hour of the request's signed `created`.
    pub hour: Hour,
    /// What was asked.
    pub service: ServiceIndex,
    /// Who asked.
    pub consumer: ConsumerIndex,
    /// Who answered.
    pub provider: ProviderIndex,
    /// Commitment to the transaction id.
    pub id: IdCommitment,
    /// Commitment to the request.
    pub request: RequestCommitment,
    /// How it ended.
    pub outcome: Outcome,
}

/// Why bytes are no entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum EntryError {
    /// Not 128 bytes.
    #[error("an entry has 128 bytes, found {0}")]
    Size(usize),
    /// A version this program does not know.
    #[error("unknown entry version {0}")]
    Version(u8),
    /// A field holds a value that the format does not name.
    #[error("the entry's field `{0}` is not valid")]
    Field(&'static str),
}

impl Entry {
    /// The log this entry belongs to.
    pub const fn log(&self) -> LogName {
        match self.outcome {
            Outcome::Answered { .. } => LogName::Exchange,
            Outcome::Unfinished(_) => LogName::Unfinished,
        }
    }

    /// Directory index of the party that the entry's side speaks for.
    pub const fn party(&self) -> u32 {
        match self.role {
            Role::Consumer => self.consumer.0,
            Role::Provider => self.provider.0,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A provider's entry whose commitments are filled with `seed`.
    pub(crate) fn entry(seed: u8) -> Entry {
        Entry {
            role: Role::Provider,
            hour: Hour(490_000),
            service: ServiceIndex(0x0102_0304),
            consumer: ConsumerIndex(5),
            provider: ProviderIndex(6),
            id: IdCommitment([seed; 32]),
            request: RequestCommitment([0xBB; 32]),
            outcome: Outcome::Answered {
                class: StatusClass::ClientError,
                response: ResponseCommitment([0xCC; 32]),
            },
        }
    }
}
