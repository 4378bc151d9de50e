//! Journal payloads of the evidence (`docs/evidence-format.md` section 6): kind, message tag, entry, then a sealed record
//! or, of casework, further entries.

use crate::entry::ENTRY_BYTES;
use crate::seal::NONCE_BYTES;

/// Kind, tag, entry: what every payload begins with.
const HEAD_BYTES: usize = 1 + TAG_BYTES + ENTRY_BYTES;

/// Bytes of a message tag.
pub(crate) const TAG_BYTES: usize = 8;

/// Finds the records of a message id without naming it.
pub(crate) type MessageTag = [u8; TAG_BYTES];

/// What a journal record says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A transaction ended with a response.
    Finished = 1,
    /// A request that changes something is about to be passed on.
    Intent = 2,
    /// A transaction was left without a released answer.
    Unfinished = 3,
    /// Nothing was passed on: the intent is void.
    Withdrawn = 4,
    /// Steps of dossiers, in order: the only kind that may hold several entries.
    Casework = 5,
}

/// A payload, borrowed from its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Payload<'bytes> {
    pub(crate) kind: Kind,
    pub(crate) tag: MessageTag,
    pub(crate) entry: &'bytes [u8; ENTRY_BYTES],
    /// Nonce and sealed record; `None` in a withdrawal and of casework.
    pub(crate) sealed: Option<([u8; NONCE_BYTES], &'bytes [u8])>,
    /// Of casework: the entries after the first, without anything between them. Else empty.
    pub(crate) more: &'bytes [u8],
}

impl<'bytes> Payload<'bytes> {
    pub(crate) fn to_bytes(self) -> Vec<u8> {
        let (nonce, sealed) = self.sealed.unwrap_or_default();
        let mut bytes = Vec::with_capacity(HEAD_BYTES + NONCE_BYTES + sealed.len() + self.more.len());
        bytes.push(self.kind as u8);
        bytes.extend_from_slice(&self.tag);
        bytes.extend_from_slice(self.entry);
        if self.sealed.is_some() {
            bytes.extend_from_slice(&nonce);
            bytes.extend_from_slice(sealed);
        }
        bytes.extend_from_slice(self.more);
        bytes
    }

    /// `None` if the bytes were written by a later version or not by this program.
    pub(crate) fn parse(bytes: &'bytes [u8]) -> Option<Self> {
        let (kind, rest) = bytes.split_first()?;
        let (tag, rest) = rest.split_first_chunk()?;
        let (entry, rest) = rest.split_first_chunk()?;
        let kind = match kind {
            1 => Kind::Finished,
            2 => Kind::Intent,
            3 => Kind::Unfinished,
            4 => Kind::Withdrawn,
            5 => Kind::Casework,
            _ => return None,
        };
        let (sealed, more): (_, &[u8]) = match (kind, rest) {
            (Kind::Withdrawn, []) => (None, &[]),
            (Kind::Casework, more) if more.len().is_multiple_of(ENTRY_BYTES) => (None, more),
            (Kind::Withdrawn | Kind::Casework, _) => return None,
            _ => rest
                .split_first_chunk()
                .map(|(nonce, sealed)| (Some((*nonce, sealed)), &[][..]))?,
        };
        Some(Self {
            kind,
            tag: *tag,
            entry,
            sealed,
            more,
        })
    }

    /// Role and id commitment: what an intent and the record that closes it have in common.
    pub(crate) fn intent_key(&self) -> IntentKey {
        let mut id = [0; 32];
        id.copy_from_slice(&self.entry[32..64]);
        IntentKey {
            role: self.entry[2],
            id,
        }
    }
}

/// Names an intent among those of a node, which may stand on both sides of one transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct IntentKey {
    pub(crate) role: u8,
    pub(crate) id: [u8; 32],
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payloads_come_back_from_their_bytes() {
        let entry = [7; ENTRY_BYTES];
        let more = [8; 2 * ENTRY_BYTES];
        let sealed = Some(([1; NONCE_BYTES], &b"sealed"[..]));
        for (kind, sealed, more) in [
            (Kind::Finished, sealed, &[][..]),
            (Kind::Intent, sealed, &[]),
            (Kind::Unfinished, sealed, &[]),
            (Kind::Withdrawn, None, &[]),
            (Kind::Casework, None, &[]),
            (Kind::Casework, None, &more),
        ] {
            let payload = Payload {
                kind,
                tag: [9; TAG_BYTES],
                entry: &entry,
                sealed,
                more,
            };
            let bytes = payload.to_bytes();
            assert_eq!(Payload::parse(&bytes), Some(payload));
            assert_eq!(Payload::parse(&bytes[..HEAD_BYTES - 1]), None);
        }
    }

    #[test]
    fn unknown_kinds_and_wrong_lengths_are_refused() {
        let head = |kind: u8, rest: usize| [vec![kind], vec![0; HEAD_BYTES - 1 + rest]].concat();
        assert_eq!(Payload::parse(&head(0, 40)), None);
        assert_eq!(Payload::parse(&head(6, 40)), None);
        assert_eq!(Payload::parse(&head(1, NONCE_BYTES - 1)), None);
        assert_eq!(Payload::parse(&head(4, 1)), None);
        assert_eq!(Payload::parse(&head(5, 1)), None);
        assert_eq!(Payload::parse(&head(5, ENTRY_BYTES - 1)), None);
    }
}
