//! The centre's heartbeat: how far the directory goes at this moment, signed; and the rule against rollback.
//!
//! Records alone do not say that nothing came after them. A head does: it is as fresh as its `at`.

use motlan_core::limits::CREATED_WINDOW_S;
use motlan_core::{Code, Failure, Timestamp};
use serde::{Deserialize, Serialize};

use super::hash::RecordHash;
use crate::keys::{PublicKey, Signature, SigningKey};

/// A place in the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// The last record, counted from 1; 0 before the founding.
    pub sequence: u32,
    /// Its hash.
    pub hash: RecordHash,
}

/// What an offered position means to one who knows another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The same place.
    Same,
    /// There are records to fetch. Only their chain shows that they continue the known one.
    Newer,
}

impl Position {
    /// Compares an offered position with this known one.
    ///
    /// `directory_rolled_back` where it is lower, or has another hash at the same sequence: neither is ever accepted.
    pub fn accept(&self, offered: &Self) -> Result<Progress, Failure> {
        let refuse = |detail: String| Err(Failure::new(Code::DirectoryRolledBack, detail));
        if offered.sequence < self.sequence {
            refuse(format!(
                "offered sequence {}, known {}",
                offered.sequence, self.sequence
            ))
        } else if offered.sequence > self.sequence {
            Ok(Progress::Newer)
        } else if offered.hash == self.hash {
            Ok(Progress::Same)
        } else {
            refuse(format!("two directories differ at sequence {}", self.sequence))
        }
    }
}

/// A signed position at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The last record.
    pub sequence: u32,
    /// Its hash.
    pub hash: RecordHash,
    /// When the centre said so.
    pub at: Timestamp,
    /// The centre's signature.
    pub signature: Signature,
}

impl Head {
    /// Says that the directory goes to `position` at this moment.
    pub fn sign(position: Position, at: Timestamp, key: &SigningKey) -> Self {
        let signature = Signature(key.sign(text(position, at).as_bytes()));
        Self {
            sequence: position.sequence,
            hash: position.hash,
            at,
            signature,
        }
    }

    /// Succeeds if the centre signed this head; otherwise `invalid_signature`.
    pub fn verify(&self, centre: &PublicKey) -> Result<(), Failure> {
        centre.verify(text(self.position(), self.at).as_bytes(), &self.signature.0)
    }

    /// The place it names.
    pub fn position(&self) -> Position {
        Position {
            sequence: self.sequence,
            hash: self.hash,
        }
    }

    /// True if this head is at most `staleness_max_s` seconds old, and not from beyond the clocks' window ahead.
    pub fn is_fresh(&self, now: Timestamp, staleness_max_s: u32) -> bool {
        self.at <= now.plus_seconds(CREATED_WINDOW_S) && now <= self.at.plus_seconds(i64::from(staleness_max_s))
    }
}

fn text(position: Position, at: Timestamp) -> String {
    format!(
        "motlan/1 directory head\n{}\n{}\n{}",
        position.sequence,
        position.hash,
        at.as_micros()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::Algorithm;

    fn position(sequence: u32, byte: u8) -> Position {
        let hash = RecordHash([byte; 32]);
        Position { sequence, hash }
    }

    #[test]
    fn lower_or_contradicting_positions_are_refused() {
        let known = position(7, 1);
        assert_eq!(known.accept(&position(7, 1)), Ok(Progress::Same));
        assert_eq!(known.accept(&position(8, 2)), Ok(Progress::Newer));
        for offered in [position(6, 1), position(0, 0), position(7, 2)] {
            assert_eq!(known.accept(&offered).unwrap_err().code, Code::DirectoryRolledBack);
        }
    }

    #[test]
    fn a_head_holds_only_as_signed() {
        let key = SigningKey::generate(Algorithm::EcdsaP256Sha256).unwrap();
        let head = Head::sign(position(7, 1), Timestamp::from_seconds(1000), &key);
        head.verify(key.public_key()).unwrap();
        let changed = [
            Head { sequence: 8, ..head },
            Head {
                hash: RecordHash([2; 32]),
                ..head
            },
            Head {
                at: Timestamp::from_seconds(1001),
                ..head
            },
        ];
        for head in changed {
            assert_eq!(head.verify(key.public_key()).unwrap_err().code, Code::InvalidSignature);
        }
        let json = serde_json::to_string(&head).unwrap();
        assert_eq!(serde_json::from_str::<Head>(&json).unwrap(), head);
    }

    #[test]
    fn a_head_grows_stale_and_may_not_come_from_the_future() {
        let key = SigningKey::generate(Algorithm::Ed25519).unwrap();
        let at = Timestamp::from_seconds(1000);
        let head = Head::sign(position(7, 1), at, &key);
        for (seconds, expected) in [(-61, false), (-60, true), (0, true), (30, true), (31, false)] {
            assert_eq!(head.is_fresh(at.plus_seconds(seconds), 30), expected, "{seconds}");
        }
    }
}
