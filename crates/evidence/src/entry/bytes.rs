//! The 128 bytes of an entry: writing and parsing them.

use motlan_core::Hour;

use super::{
    Cause, ConsumerIndex, ENTRY_BYTES, Entry, EntryError, Outcome, ProviderIndex, Role, ServiceIndex, StatusClass,
};
use crate::commitment::{IdCommitment, RequestCommitment, ResponseCommitment};

/// The version written in byte 0.
const VERSION: u8 = 1;

impl Entry {
    /// The bytes that are hashed and published.
    pub fn to_bytes(&self) -> [u8; ENTRY_BYTES] {
        let (kind, outcome, response) = match self.outcome {
            Outcome::Answered { class, response } => (1, class_code(class), response.0),
            Outcome::Unfinished(cause) => (2, cause_code(cause), [0; 32]),
        };
        let role = match self.role {
            Role::Consumer => 1,
            Role::Provider => 2,
        };
        let mut bytes = [0; ENTRY_BYTES];
        bytes[..4].copy_from_slice(&[VERSION, kind, role, outcome]);
        bytes[4..8].copy_from_slice(&self.hour.0.to_be_bytes());
        bytes[8..12].copy_from_slice(&self.service.0.to_be_bytes());
        bytes[12..16].copy_from_slice(&self.consumer.0.to_be_bytes());
        bytes[16..20].copy_from_slice(&self.provider.0.to_be_bytes());
        bytes[32..64].copy_from_slice(&self.id.0);
        bytes[64..96].copy_from_slice(&self.request.0);
        bytes[96..].copy_from_slice(&response);
        bytes
    }

    /// Parses exactly 128 bytes.
    pub fn parse(bytes: &[u8]) -> Result<Self, EntryError> {
        let bytes: &[u8; ENTRY_BYTES] = bytes.try_into().map_err(|_| EntryError::Size(bytes.len()))?;
        if bytes[0] != VERSION {
            return Err(EntryError::Version(bytes[0]));
        }
        if bytes[20..32] != [0; 12] {
            return Err(EntryError::Field("reserved"));
        }
        let role = match bytes[2] {
            1 => Role::Consumer,
            2 => Role::Provider,
            _ => return Err(EntryError::Field("role")),
        };
        Ok(Self {
            role,
            hour: Hour(number(bytes, 4)),
            service: ServiceIndex(number(bytes, 8)),
            consumer: ConsumerIndex(number(bytes, 12)),
            provider: ProviderIndex(number(bytes, 16)),
            id: IdCommitment(commitment(bytes, 32)),
            request: RequestCommitment(commitment(bytes, 64)),
            outcome: outcome(bytes)?,
        })
    }
}

fn outcome(bytes: &[u8; ENTRY_BYTES]) -> Result<Outcome, EntryError> {
    let response = commitment(bytes, 96);
    let is_zero = response == [0; 32];
    match bytes[1] {
        1 if is_zero => Err(EntryError::Field("response commitment")),
        1 => StatusClass::of(u16::from(bytes[3]) * 100)
            .map(|class| Outcome::Answered {
                class,
                response: ResponseCommitment(response),
            })
            .ok_or(EntryError::Field("outcome")),
        2 if !is_zero => Err(EntryError::Field("response commitment")),
        2 => match bytes[3] {
            10 => Ok(Outcome::Unfinished(Cause::Crash)),
            11 => Ok(Outcome::Unfinished(Cause::PeerLost)),
            12 => Ok(Outcome::Unfinished(Cause::CommitMissing)),
            13 => Ok(Outcome::Unfinished(Cause::ProviderSilent)),
            _ => Err(EntryError::Field("outcome")),
        },
        _ => Err(EntryError::Field("kind")),
    }
}

const fn class_code(class: StatusClass) -> u8 {
    match class {
        StatusClass::Success => 2,
        StatusClass::Redirection => 3,
        StatusClass::ClientError => 4,
        StatusClass::ServerError => 5,
    }
}

const fn cause_code(cause: Cause) -> u8 {
    match cause {
        Cause::Crash => 10,
        Cause::PeerLost => 11,
        Cause::CommitMissing => 12,
        Cause::ProviderSilent => 13,
    }
}

fn number(bytes: &[u8; ENTRY_BYTES], at: usize) -> u32 {
    u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

fn commitment(bytes: &[u8; ENTRY_BYTES], at: usize) -> [u8; 32] {
    let mut commitment = [0; 32];
    commitment.copy_from_slice(&bytes[at..at + 32]);
    commitment
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::LogName;
    use super::super::tests::entry;
    use super::*;

    #[test]
    fn the_layout_is_that_of_the_format() {
        let expected = [
            "01010204",
            "00077a10",
            "01020304",
            "00000005",
            "00000006",
            &"00".repeat(12),
            &"aa".repeat(32),
            &"bb".repeat(32),
            &"cc".repeat(32),
        ]
        .concat();
        assert_eq!(hex::encode(entry(0xAA).to_bytes()), expected);
    }

    #[test]
    fn every_outcome_has_its_code_and_log() {
        let codes = [
            (Cause::Crash, 10),
            (Cause::PeerLost, 11),
            (Cause::CommitMissing, 12),
            (Cause::ProviderSilent, 13),
        ];
        for (cause, code) in codes {
            let entry = Entry {
                outcome: Outcome::Unfinished(cause),
                ..entry(1)
            };
            let bytes = entry.to_bytes();
            assert_eq!((bytes[1], bytes[3], &bytes[96..]), (2, code, &[0u8; 32][..]));
            assert_eq!(Entry::parse(&bytes), Ok(entry));
            assert_eq!(entry.log(), LogName::Unfinished);
        }
        assert_eq!(StatusClass::of(199), None);
        assert_eq!(StatusClass::of(204), Some(StatusClass::Success));
        assert_eq!(StatusClass::of(600), None);
    }

    #[test]
    fn what_the_format_does_not_name_is_refused() {
        let changed = |at: usize, value: u8| {
            let mut bytes = entry(1).to_bytes();
            bytes[at] = value;
            Entry::parse(&bytes)
        };
        assert_eq!(changed(0, 2), Err(EntryError::Version(2)));
        assert_eq!(changed(1, 3), Err(EntryError::Field("kind")));
        assert_eq!(changed(1, 2), Err(EntryError::Field("response commitment")));
        assert_eq!(changed(2, 0), Err(EntryError::Field("role")));
        assert_eq!(changed(3, 1), Err(EntryError::Field("outcome")));
        assert_eq!(changed(3, 10), Err(EntryError::Field("outcome")));
        for at in 20..32 {
            assert_eq!(changed(at, 1), Err(EntryError::Field("reserved")));
        }
        assert_eq!(Entry::parse(&[1; 127]), Err(EntryError::Size(127)));
    }

    proptest! {
        #[test]
        fn bytes_that_parse_are_written_again_the_same(
            head in proptest::collection::vec(0u8..14, 4),
            rest in proptest::collection::vec(any::<u8>(), 16),
            commitments in proptest::collection::vec(any::<u8>(), 96),
        ) {
            let bytes = [head, rest, vec![0; 12], commitments].concat();
            if let Ok(entry) = Entry::parse(&bytes) {
                prop_assert_eq!(entry.to_bytes().to_vec(), bytes);
            }
        }
    }
}
