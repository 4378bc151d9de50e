//! The evidence store: sealed records by message id or position, and their erasure. Blocks.

use motlan_store::journal::{self, Position};

use super::{Evidence, EvidenceError, JOURNAL};
use crate::commitment::TransactionKey;
use crate::entry::Entry;
use crate::payload::{Kind, Payload};
use crate::record::EvidenceRecord;
use crate::seal;

/// A record of the journal as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it lies.
    pub position: Position,
    /// Its entry; of an intent, the one to be written if it never ends.
    pub entry: Entry,
    /// Whether it is an intent, which has no entry in a log.
    pub is_intent: bool,
    /// The evidence; `None` once it is erased.
    pub record: Option<EvidenceRecord>,
}

impl Evidence {
    /// The records of a message id that are not erased, oldest first. A message can have several: an intent and its end,
    /// an exchange entry and an unfinished one, or the two sides of a node that asks itself.
    pub fn find(&self, message_id: &str) -> Result<Vec<Found>, EvidenceError> {
        let mut found = Vec::new();
        for position in self.positions(self.message_tag(message_id))? {
            let candidate = self.get(position)?;
            if candidate
                .record
                .as_ref()
                .is_some_and(|record| record.message_id == message_id)
            {
                found.push(candidate);
            }
        }
        Ok(found)
    }

    /// The record at a position.
    pub fn get(&self, position: Position) -> Result<Found, EvidenceError> {
        let record = journal::read(self.0.storage.as_ref(), JOURNAL, position)?;
        let fail = |what| EvidenceError::Record { position, what };
        let payload = Payload::parse(&record.payload).ok_or(fail("unknown payload"))?;
        let entry = Entry::parse(payload.entry).map_err(|_| fail("no entry"))?;
        let evidence = match (record.key, payload.sealed) {
            (Some(key), Some((nonce, sealed))) => {
                let key = TransactionKey::new(key).map_err(|_| fail("no key"))?;
                let plaintext =
                    seal::open(&key, payload.entry, nonce, sealed).map_err(|_| fail("the sealed record is damaged"))?;
                Some(EvidenceRecord::parse(&plaintext).map_err(|_| fail("unknown evidence record"))?)
            }
            _ => None,
        };
        Ok(Found {
            position,
            entry,
            is_intent: payload.kind == Kind::Intent,
            record: evidence,
        })
    }

    /// Destroys the key of one record; its entry stays. Erasing twice is fine. Other records of the same transaction hold
    /// the same key: [`Evidence::erase_message`] takes them all.
    pub fn erase(&self, position: Position) -> Result<(), EvidenceError> {
        Ok(journal::erase(self.0.storage.as_ref(), JOURNAL, position)?)
    }

    /// Destroys the keys of all records of a message id; returns how many there were.
    pub fn erase_message(&self, message_id: &str) -> Result<usize, EvidenceError> {
        let found = self.find(message_id)?;
        for record in &found {
            self.erase(record.position)?;
        }
        Ok(found.len())
    }
}
