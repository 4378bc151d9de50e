//! One record as bytes. Pure: no files.
//!
//! | offset | bytes | content |
//! |---|---|---|
//! | 0 | 4 | payload length, little-endian like all numbers here |
//! | 4 | 4 | CRC-32C over length and payload |
//! | 8 | 4 | CRC-32C over the key slot, or `FF FF FF FF`: erased |
//! | 12 | 32 | key slot |
//! | 44 | length | payload |
//! | | 0 to 7 | zeros up to a multiple of 8 |
//!
//! The key slot has a checksum of its own so that erasure leaves the payload's valid. Frames begin at multiples of 8,
//! so that the erasure mark lies within one disk sector and is written wholly or not at all.
//!
//! No run of zeros is a frame: the CRC-32C of a zero length is not zero.

use super::Record;

/// The largest payload: 64 KiB, four hundred times an evidence record of 160 bytes.
pub const PAYLOAD_BYTES_MAX: usize = 64 * 1024;

/// Bytes of a frame before its payload: 4 + 4 + 4 + 32.
pub(super) const HEAD_BYTES: usize = 44;

/// The largest frame: its payload, its head and 4 bytes of padding.
pub(super) const FRAME_BYTES_MAX: usize = frame_bytes(PAYLOAD_BYTES_MAX);

/// Frames begin at multiples of this.
pub(super) const ALIGNMENT_BYTES: usize = 8;

/// Where the key slot's checksum begins in a frame.
pub(super) const SLOT_CHECKSUM_OFFSET: u32 = 8;

/// Where the key slot begins in a frame.
pub(super) const SLOT_OFFSET: u32 = 12;

/// The erasure mark, in the place of the key slot's checksum.
pub(super) const ERASED: [u8; 4] = [0xFF; 4];

/// An erased key slot.
pub(super) const EMPTY_SLOT: [u8; 32] = [0; 32];

/// The payload does not fit into a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the payload has {found} bytes, at most {PAYLOAD_BYTES_MAX} are allowed")]
pub struct PayloadTooLarge {
    /// What was there.
    pub found: usize,
}

/// Refuses a record whose payload is too large.
pub(super) fn check_payload(record: &Record) -> Result<u32, PayloadTooLarge> {
    let found = record.payload.len();
    u32::try_from(found)
        .ok()
        .filter(|_| found <= PAYLOAD_BYTES_MAX)
        .ok_or(PayloadTooLarge { found })
}

/// The bytes of a frame with this payload, padding included.
pub(super) const fn frame_bytes(payload_bytes: usize) -> usize {
    (HEAD_BYTES + payload_bytes).next_multiple_of(ALIGNMENT_BYTES)
}

/// Appends the frame of a record to `into` and tells its size.
pub(super) fn encode(record: &Record, into: &mut Vec<u8>) -> Result<u32, PayloadTooLarge> {
    let length = check_payload(record)?.to_le_bytes();
    let start = into.len();
    into.extend_from_slice(&length);
    into.extend_from_slice(&checksum(length, &record.payload).to_le_bytes());
    into.extend_from_slice(&record.key.as_ref().map_or(ERASED, slot_checksum));
    into.extend_from_slice(&record.key.unwrap_or(EMPTY_SLOT));
    into.extend_from_slice(&record.payload);
    let size_bytes = frame_bytes(record.payload.len());
    into.resize(start + size_bytes, 0);
    u32::try_from(size_bytes).map_err(|_| PayloadTooLarge {
        found: record.payload.len(),
    })
}

/// What the beginning of some bytes is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Decoded {
    /// A frame of so many bytes.
    Frame(Record, usize),
    /// Possibly the beginning of a frame: that many bytes are needed to tell.
    Short(usize),
    /// No frame.
    Bad,
}

/// Reads the frame that `bytes` begins with.
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    let Some((head, rest)) = bytes.split_first_chunk::<HEAD_BYTES>() else {
        return Decoded::Short(HEAD_BYTES);
    };
    let (length, expected, slot_expected) = (word(head, 0), word(head, 4), word(head, 8));
    let payload_bytes = u32::from_le_bytes(length) as usize;
    if payload_bytes > PAYLOAD_BYTES_MAX {
        return Decoded::Bad;
    }
    let size_bytes = frame_bytes(payload_bytes);
    if bytes.len() < size_bytes {
        return Decoded::Short(size_bytes);
    }
    let payload = &rest[..payload_bytes];
    if checksum(length, payload) != u32::from_le_bytes(expected) {
        return Decoded::Bad;
    }
    let mut key = EMPTY_SLOT;
    key.copy_from_slice(&head[SLOT_OFFSET as usize..]);
    let key = match slot_expected {
        ERASED => None,
        slot if slot == slot_checksum(&key) => Some(key),
        _ => return Decoded::Bad,
    };
    let payload = payload.to_vec();
    Decoded::Frame(Record { key, payload }, size_bytes)
}

fn word(head: &[u8; HEAD_BYTES], at: usize) -> [u8; 4] {
    [head[at], head[at + 1], head[at + 2], head[at + 3]]
}

fn checksum(length: [u8; 4], payload: &[u8]) -> u32 {
    crc32c::crc32c_append(crc32c::crc32c(&length), payload)
}

/// The checksum of a key. One key in 2^32 has the erasure mark as its checksum; it gets the next lower number.
fn slot_checksum(key: &[u8; 32]) -> [u8; 4] {
    let checksum = crc32c::crc32c(key).to_le_bytes();
    if checksum == ERASED {
        (u32::MAX - 1).to_le_bytes()
    } else {
        checksum
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn encoded(record: &Record) -> Vec<u8> {
        let mut bytes = Vec::new();
        encode(record, &mut bytes).unwrap();
        bytes
    }

    proptest! {
        #[test]
        fn a_frame_round_trips(key: Option<[u8; 32]>, payload in prop::collection::vec(any::<u8>(), 0..300)) {
            let record = Record { key, payload };
            let bytes = encoded(&record);
            prop_assert_eq!(bytes.len() % ALIGNMENT_BYTES, 0);
            prop_assert_eq!(decode(&bytes), Decoded::Frame(record, bytes.len()));
        }

        #[test]
        fn one_flipped_bit_is_noticed(
            key: [u8; 32],
            payload in prop::collection::vec(any::<u8>(), 0..300),
            bit: prop::sample::Index,
        ) {
            let record = Record { key: Some(key), payload };
            let mut bytes = encoded(&record);
            let bit = bit.index((HEAD_BYTES + record.payload.len()) * 8);
            bytes[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(!matches!(decode(&bytes), Decoded::Frame(..)));
        }

        #[test]
        fn a_prefix_is_short(payload in prop::collection::vec(any::<u8>(), 0..300), cut: prop::sample::Index) {
            let bytes = encoded(&Record { key: None, payload });
            let cut = cut.index(bytes.len());
            prop_assert!(matches!(decode(&bytes[..cut]), Decoded::Short(needed) if needed > cut && needed <= bytes.len()));
        }
    }

    #[test]
    fn the_layout_is_fixed() {
        let bytes = encoded(&Record {
            key: Some([7; 32]),
            payload: b"motlan".to_vec(),
        });
        let mut expected = vec![6, 0, 0, 0];
        expected.extend(crc32c::crc32c(b"\x06\0\0\0motlan").to_le_bytes());
        expected.extend(crc32c::crc32c(&[7; 32]).to_le_bytes());
        expected.extend([7; 32]);
        expected.extend(b"motlan\0\0\0\0\0\0");
        assert_eq!(bytes, expected);
    }

    #[test]
    fn zeros_are_no_frame() {
        assert_eq!(decode(&[0; 4096]), Decoded::Bad);
    }

    #[test]
    fn a_payload_over_the_limit_is_refused() {
        let mut record = Record {
            key: None,
            payload: vec![1; PAYLOAD_BYTES_MAX],
        };
        assert_eq!(encoded(&record).len(), FRAME_BYTES_MAX);
        record.payload.push(1);
        let found = PAYLOAD_BYTES_MAX + 1;
        assert_eq!(encode(&record, &mut Vec::new()), Err(PayloadTooLarge { found }));
    }
}
