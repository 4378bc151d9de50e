//! The evidence record: what the owner of a transaction's evidence can look up, and nobody else (sealed, see `seal`).
//!
//! Exact time, identifiers, digests and signatures; never a body. Layout: `docs/evidence-format.md` section 6.

mod codec;

use motlan_core::caller::{Purpose, TransactionId};
use motlan_core::{ClientId, GatewayId, ServiceId, Timestamp};
use thiserror::Error;

use crate::commitment::{ContentDigest, Signature};

/// The longest message id in bytes. X-Road's `X-Road-Id` is a UUID in practice; the field's systems use up to 255.
pub const MESSAGE_ID_BYTES_MAX: usize = 1024;

/// The longest signature base that is kept: two of them and six identifiers fit a journal record of 64 KiB.
pub const BASE_BYTES_MAX: usize = 16 * 1024;

/// One signed message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedMessage {
    /// SHA-512 of the body.
    pub content_digest: ContentDigest,
    /// Signature over the base.
    pub signature: Signature,
    /// The signature base (RFC 9421 section 2.5), so that the signature can be checked later with any library. May be
    /// empty; dropped when it is longer than [`BASE_BYTES_MAX`].
    pub base: Vec<u8>,
}

/// The evidence of one transaction, as its owner keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceRecord {
    /// The exact signed `created` of the request.
    pub created: Timestamp,
    /// The transaction id.
    pub transaction: TransactionId,
    /// `X-Road-Id`, chosen by the client's system; at most [`MESSAGE_ID_BYTES_MAX`].
    pub message_id: String,
    /// Who asked.
    pub client: ClientId,
    /// What was asked.
    pub service: ServiceId,
    /// The gateway on the other side.
    pub peer: GatewayId,
    /// Why, where a purpose was given or implied.
    pub purpose: Option<Purpose>,
    /// The request.
    pub request: SignedMessage,
    /// The response, where there is one.
    pub response: Option<SignedMessage>,
}

/// Why a record cannot be written or read. Names no content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RecordError {
    /// A text field is longer than the format allows.
    #[error("the evidence record's field `{0}` is too long")]
    TooLong(&'static str),
    /// The bytes end early, go on, or hold a value that the format does not name.
    #[error("the evidence record's field `{0}` cannot be read")]
    Field(&'static str),
}

impl EvidenceRecord {
    /// The plaintext that is sealed.
    pub fn to_bytes(&self) -> Result<Vec<u8>, RecordError> {
        codec::write(self)
    }

    /// Parses a plaintext.
    pub fn parse(bytes: &[u8]) -> Result<Self, RecordError> {
        codec::read(bytes)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn record() -> EvidenceRecord {
        EvidenceRecord {
            created: Timestamp::from_micros(1_764_000_000_123_456),
            transaction: TransactionId([9; 32]),
            message_id: "5f0a2f2e-message".to_owned(),
            client: "VN/GOV/H45/onestop".parse().unwrap(),
            service: "VN/GOV/G01/population/verify".parse().unwrap(),
            peer: "VN/GOV/G01/gw1".parse().unwrap(),
            purpose: Some("law-1;dossier=H45-1".parse().unwrap()),
            request: SignedMessage {
                content_digest: [1; 64],
                signature: [2; 64],
                base: b"\"@method\": POST".to_vec(),
            },
            response: Some(SignedMessage {
                content_digest: [3; 64],
                signature: [4; 64],
                base: Vec::new(),
            }),
        }
    }

    #[test]
    fn a_record_comes_back_from_its_bytes() {
        let mut other = record();
        other.purpose = None;
        other.response = None;
        for record in [record(), other] {
            let bytes = record.to_bytes().unwrap();
            assert_eq!(EvidenceRecord::parse(&bytes), Ok(record));
        }
    }

    #[test]
    fn the_layout_is_that_of_the_format() {
        let bytes = record().to_bytes().unwrap();
        assert_eq!(hex::encode(&bytes[..11]), "0100064459416422400909");
        assert_eq!(&bytes[41..59], b"\x00\x105f0a2f2e-message");
    }

    #[test]
    fn every_cut_and_every_addition_is_refused() {
        let bytes = record().to_bytes().unwrap();
        for length in 0..bytes.len() {
            assert!(EvidenceRecord::parse(&bytes[..length]).is_err(), "{length} bytes");
        }
        assert!(EvidenceRecord::parse(&[bytes.as_slice(), &[0]].concat()).is_err());
    }

    #[test]
    fn long_identifiers_come_back() {
        let mut long = record();
        // Escaped, 762 bytes a segment: the length needs both of its bytes.
        let code = "%C3%B4".repeat(127);
        long.client = format!("VN/GOV/{code}/{code}").parse().unwrap();
        long.service = format!("VN/GOV/{code}/{code}/{code}").parse().unwrap();
        assert!(long.service.to_string().len() > 2 * 1024);
        assert_eq!(EvidenceRecord::parse(&long.to_bytes().unwrap()), Ok(long));
    }

    #[test]
    fn long_fields_stay_within_a_journal_record() {
        let mut long = record();
        long.request.base = vec![7; BASE_BYTES_MAX];
        long.response.as_mut().unwrap().base = vec![7; BASE_BYTES_MAX + 1];
        let read = EvidenceRecord::parse(&long.to_bytes().unwrap()).unwrap();
        assert_eq!(read.request.base.len(), BASE_BYTES_MAX);
        assert!(read.response.unwrap().base.is_empty());
        long.message_id = "m".repeat(MESSAGE_ID_BYTES_MAX + 1);
        assert_eq!(long.to_bytes(), Err(RecordError::TooLong("message id")));
    }
}
