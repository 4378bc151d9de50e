//! Writes and reads the bytes of an evidence record. Version 1; big endian; texts and octets after a uint16 length.

use std::fmt::Display;
use std::io::Write;
use std::str::FromStr;

use motlan_core::Timestamp;
use motlan_core::caller::TransactionId;

use super::{BASE_BYTES_MAX, EvidenceRecord, MESSAGE_ID_BYTES_MAX, RecordError, SignedMessage};

const VERSION: u8 = 1;

/// The longest identifier: five segments of 255 bytes, each byte escaped to three, and four slashes.
const IDENTIFIER_BYTES_MAX: usize = 5 * 255 * 3 + 4;

pub(super) fn write(record: &EvidenceRecord) -> Result<Vec<u8>, RecordError> {
    let bases = record.request.base.len() + record.response.as_ref().map_or(0, |response| response.base.len());
    let mut bytes = Vec::with_capacity(1024 + bases);
    bytes.push(VERSION);
    bytes.extend_from_slice(&record.created.as_micros().to_be_bytes());
    bytes.extend_from_slice(&record.transaction.0);
    if record.message_id.len() > MESSAGE_ID_BYTES_MAX {
        return Err(RecordError::TooLong("message id"));
    }
    write_octets(&mut bytes, "message id", record.message_id.as_bytes())?;
    write_identifier(&mut bytes, "client", &record.client)?;
    write_identifier(&mut bytes, "service", &record.service)?;
    write_identifier(&mut bytes, "peer", &record.peer)?;
    match &record.purpose {
        Some(purpose) => write_identifier(&mut bytes, "purpose", purpose)?,
        None => write_octets(&mut bytes, "purpose", &[])?,
    }
    write_message(&mut bytes, &record.request)?;
    bytes.push(u8::from(record.response.is_some()));
    if let Some(response) = &record.response {
        write_message(&mut bytes, response)?;
    }
    Ok(bytes)
}

/// Writes the text behind the place of its length, which is filled in afterwards.
fn write_identifier(bytes: &mut Vec<u8>, field: &'static str, identifier: &impl Display) -> Result<(), RecordError> {
    let start = bytes.len() + size_of::<u16>();
    bytes.extend_from_slice(&[0; size_of::<u16>()]);
    write!(bytes, "{identifier}").map_err(|_| RecordError::Field(field))?;
    let length = Some(bytes.len() - start).filter(|length| *length <= IDENTIFIER_BYTES_MAX);
    let length = length
        .and_then(|length| u16::try_from(length).ok())
        .ok_or(RecordError::TooLong(field))?;
    bytes[start - size_of::<u16>()..start].copy_from_slice(&length.to_be_bytes());
    Ok(())
}

fn write_octets(bytes: &mut Vec<u8>, field: &'static str, octets: &[u8]) -> Result<(), RecordError> {
    let length = u16::try_from(octets.len()).map_err(|_| RecordError::TooLong(field))?;
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(octets);
    Ok(())
}

fn write_message(bytes: &mut Vec<u8>, message: &SignedMessage) -> Result<(), RecordError> {
    bytes.extend_from_slice(&message.content_digest);
    bytes.extend_from_slice(&message.signature);
    let base = if message.base.len() > BASE_BYTES_MAX {
        &[]
    } else {
        message.base.as_slice()
    };
    write_octets(bytes, "signature base", base)
}

pub(super) fn read(bytes: &[u8]) -> Result<EvidenceRecord, RecordError> {
    let mut reader = Reader(bytes);
    if reader.array("version")? != [VERSION] {
        return Err(RecordError::Field("version"));
    }
    let record = EvidenceRecord {
        created: Timestamp::from_micros(i64::from_be_bytes(reader.array("created")?)),
        transaction: TransactionId(reader.array("transaction")?),
        message_id: reader.text("message id")?.to_owned(),
        client: reader.parse("client")?,
        service: reader.parse("service")?,
        peer: reader.parse("peer")?,
        purpose: match reader.text("purpose")? {
            "" => None,
            text => Some(text.parse().map_err(|_| RecordError::Field("purpose"))?),
        },
        request: reader.message()?,
        response: match reader.array("response")? {
            [0] => None,
            [1] => Some(reader.message()?),
            _ => return Err(RecordError::Field("response")),
        },
    };
    if reader.0.is_empty() {
        Ok(record)
    } else {
        Err(RecordError::Field("end"))
    }
}

/// What is left to read.
struct Reader<'bytes>(&'bytes [u8]);

impl<'bytes> Reader<'bytes> {
    fn take(&mut self, field: &'static str, count: usize) -> Result<&'bytes [u8], RecordError> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(RecordError::Field(field))?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self, field: &'static str) -> Result<[u8; N], RecordError> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(RecordError::Field(field))?;
        self.0 = rest;
        Ok(*taken)
    }

    fn octets(&mut self, field: &'static str) -> Result<&'bytes [u8], RecordError> {
        let length = u16::from_be_bytes(self.array(field)?);
        self.take(field, length.into())
    }

    fn text(&mut self, field: &'static str) -> Result<&'bytes str, RecordError> {
        std::str::from_utf8(self.octets(field)?).map_err(|_| RecordError::Field(field))
    }

    fn parse<T: FromStr>(&mut self, field: &'static str) -> Result<T, RecordError> {
        self.text(field)?.parse().map_err(|_| RecordError::Field(field))
    }

    fn message(&mut self) -> Result<SignedMessage, RecordError> {
        Ok(SignedMessage {
            content_digest: self.array("content digest")?,
            signature: self.array("signature")?,
            base: self.octets("signature base")?.to_vec(),
        })
    }
}
