//! The short way judges as the library does: random and altered signatures, points with a part of small order, scalars
//! above the group's order, and the published edge cases.

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, ParsedPublicKey};
use curve25519_dalek::constants::EIGHT_TORSION;
use proptest::prelude::*;

use super::*;

/// The group's order, little-endian (RFC 8032, section 5.1).
const ORDER: [u8; 32] = {
    let mut order =
        *b"\xed\xd3\xf5\x5c\x1a\x63\x12\x58\xd6\x9c\xf7\xa2\xde\xf9\xde\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
    order[31] = 0x10;
    order
};

/// What the library says.
fn library(key: &[u8], message: &[u8], signature: &[u8; 64]) -> bool {
    ParsedPublicKey::new(&ED25519, key).is_ok_and(|key| key.verify_sig(message, signature).is_ok())
}

/// The verdict of both ways, which must be one.
fn both(key: &[u8], message: &[u8], signature: &[u8; 64]) -> bool {
    let short = Verifier::of(key).unwrap().accepts(message, signature);
    assert_eq!(short, library(key, message, signature), "{}", hex::encode(signature));
    short
}

fn scalar(bytes: [u8; 32]) -> Scalar {
    Scalar::from_bytes_mod_order(bytes)
}

fn join(r: &EdwardsPoint, s: [u8; 32]) -> [u8; 64] {
    let mut signature = [0; 64];
    signature[..32].copy_from_slice(r.compress().as_bytes());
    signature[32..].copy_from_slice(&s);
    signature
}

/// `s` and the group's order; both are below 2^253.
fn plus_order(s: &Scalar) -> [u8; 32] {
    let mut sum = *s.as_bytes();
    let mut carry = 0;
    for (byte, order) in sum.iter_mut().zip(ORDER) {
        let total = u16::from(*byte) + u16::from(order) + carry;
        [*byte, _] = total.to_le_bytes();
        carry = total >> 8;
    }
    sum
}

fn hash(r: &EdwardsPoint, key: &[u8; 32], message: &[u8]) -> Scalar {
    let text = [r.compress().as_bytes(), &key[..], message].concat();
    let mut bytes = [0; 64];
    bytes.copy_from_slice(aws_lc_rs::digest::digest(&SHA512, &text).as_ref());
    Scalar::from_bytes_mod_order_wide(&bytes)
}

#[test]
fn every_digit_of_a_scalar_counts() {
    let multiples = Multiples::of(ED25519_BASEPOINT_POINT);
    // Digits of 31, 32, 33 and 63 in every window, with what each carries.
    let edges = [31_u8, 32, 33, 63].map(|digit| {
        let mut bytes = [0_u8; 32];
        for bit in (0..WINDOWS * WINDOW_BITS).filter(|bit| digit >> (bit % WINDOW_BITS) & 1 == 1 && *bit < 252) {
            bytes[bit / 8] |= 1 << (bit % 8);
        }
        scalar(bytes)
    });
    for scalar in edges.into_iter().chain([Scalar::ZERO, Scalar::ONE, -Scalar::ONE]) {
        let sum = multiples.add(EdwardsPoint::identity(), &scalar);
        assert_eq!(sum, EdwardsPoint::mul_base(&scalar));
    }
}

proptest! {
    #[test]
    fn a_multiple_is_the_one_of_the_library(key: [u8; 32], bytes: [u8; 32]) {
        let (point, scalar) = (EdwardsPoint::mul_base(&scalar(key)), scalar(bytes));
        let sum = Multiples::of(point).add(EdwardsPoint::identity(), &scalar);
        prop_assert_eq!(sum, point * scalar);
    }

    #[test]
    fn a_signature_is_accepted_and_one_flipped_bit_is_not(seed: [u8; 32], message: Vec<u8>, bit in 0_usize..512) {
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed).unwrap();
        let key = pair.public_key().as_ref();
        let mut signature: [u8; 64] = pair.sign(&message).as_ref().try_into().unwrap();
        prop_assert!(both(key, &message, &signature));
        signature[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(!both(key, &message, &signature));
    }

    #[test]
    fn any_bytes_are_judged_alike(seed: [u8; 32], message: Vec<u8>, r: [u8; 32], s: [u8; 32]) {
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed).unwrap();
        let mut signature = [0; 64];
        signature[..32].copy_from_slice(&r);
        signature[32..].copy_from_slice(&s);
        both(pair.public_key().as_ref(), &message, &signature);
    }

    /// With a part of small order in the key, in `R` or in both, a signature holds if and only if the parts cancel out,
    /// which no verifier with a cofactor would see; `S` plus the group's order never holds.
    #[test]
    fn parts_of_small_order_are_judged_alike(
        secret: [u8; 32],
        nonce: [u8; 32],
        message: Vec<u8>,
        in_key in 0_usize..8,
        in_r in 0_usize..8,
    ) {
        let (secret, nonce) = (scalar(secret), scalar(nonce));
        let point = EdwardsPoint::mul_base(&secret) + EIGHT_TORSION[in_key];
        prop_assume!(!point.is_small_order());
        let key = point.compress().to_bytes();
        let r = EdwardsPoint::mul_base(&nonce) + EIGHT_TORSION[in_r];
        let k = hash(&r, &key, &message);
        let s = nonce + k * secret;
        let does_hold = EIGHT_TORSION[in_r] + EIGHT_TORSION[in_key] * k == EdwardsPoint::identity();
        prop_assert_eq!(both(&key, &message, &join(&r, s.to_bytes())), does_hold);
        prop_assert!(!both(&key, &message, &join(&r, plus_order(&s))));
    }
}

/// Chalkias, Garillot and Nikolaenko, "Taming the many EdDSAs" (2020): the cases whose keys are not refused for
/// themselves. Verifiers without cofactor accept the first two only.
#[test]
fn the_published_edge_cases_are_judged_as_without_cofactor() {
    let rows = [
        (
            "aebf3f2601a0c8c5d39cc7d8911642f740b78168218da8471772b35f9d35b9ab",
            "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa\
             8c4bd45aecaca5b24fb97bc10ac27ac8751a7dfe1baff8b953ec9f5833ca260e",
        ),
        (
            "9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79",
            "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
            "9046a64750444938de19f227bb80485e92b83fdb4b6506c160484c016cc1852f\
             87909e14428a7a1d62e9f22f3d3ad7802db02eb2e688b6c52fcd6648a98bd009",
        ),
        (
            "e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c",
            "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
            "160a1cb0dc9c0258cd0a7d23e94d8fa878bcb1925f2c64246b2dee1796bed512\
             5ec6bc982a269b723e0668e540911a9a6a58921d6925e434ab10aa7940551a09",
        ),
        (
            "e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c",
            "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
            "21122a84e0b5fca4052f5b1235c80a537878b38f3142356b2c2384ebad4668b7\
             e40bc836dac0f71076f9abe3a53f9c03c1ceeeddb658d0030494ace586687405",
        ),
        (
            "85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40",
            "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623",
            "e96f66be976d82e60150baecff9906684aebb1ef181f67a7189ac78ea23b6c0e\
             547f7690a0e2ddcd04d87dbc3490dc19b3b3052f7ff0538cb68afb369ba3a514",
        ),
        (
            "85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40",
            "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623",
            "8ce5b96c8f26d0ab6c47958c9e68b937104cd36e13c33566acd2fe8d38aa1942\
             7e71f98a473474f2f13f06f97c20d58cc3f54b8bd0d272f42b695dd7e89a8c22",
        ),
        (
            "fdaebc429f4a735932a160da1301080c13280eea8bc280d1b392c6b9e6ba3a5a",
            "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f\
             454d370c8d9fc323a41450f8d513eafeb5b0697390c1e505a0d4ddc71f566607",
        ),
        (
            "84b698d39be126ff55fe45079e6c8bf64a0d7db6994560b4e96b7021eb39c1a1",
            "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f\
             084d5b99c2a9463d9c8bd5026916996984eeec87ddf1d3be329006ace1b37b09",
        ),
    ];
    for (number, (message, key, signature)) in rows.into_iter().enumerate() {
        let bytes = |text: &str| hex::decode(text).unwrap();
        let signature = bytes(signature).try_into().unwrap();
        assert_eq!(both(&bytes(key), &bytes(message), &signature), number < 2, "{number}");
    }
}

#[test]
fn a_key_in_another_spelling_is_left_to_the_library() {
    // 2^255 - 19 + n, which is another spelling of n.
    let spellings = (2..19_u8).flat_map(|n| {
        [0x7f, 0xff].map(|last| {
            let mut key = [0xff; 32];
            (key[0], key[31]) = (0xed + n, last);
            key
        })
    });
    let mut points = 0;
    for key in spellings {
        points += usize::from(CompressedEdwardsY(key).decompress().is_some());
        assert!(Verifier::of(&key).is_none());
    }
    assert!(points > 0);
    assert!(Verifier::of(&[]).is_none());
}

#[test]
fn a_key_seen_often_takes_the_short_way_while_there_is_room() {
    let pair = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap();
    let key = pair.public_key().as_ref();
    let signature = pair.sign(b"message").as_ref().try_into().unwrap();
    let accepted = |familiar: &Familiar| {
        let seen = 0..=OFTEN + 1;
        seen.map(|_| familiar.accepts(key, b"message", &signature))
            .collect::<Vec<_>>()
    };
    let first = Familiar::default();
    let mut verdicts = accepted(&first);
    assert_eq!(verdicts.pop(), Some(true));
    assert!(!verdicts.contains(&true));
    assert!(!first.accepts(key, b"another", &signature));
    let kept: Vec<_> = std::iter::from_fn(|| Kept::new(Verifier::of(key)?))
        .take(KEPT_MAX)
        .collect();
    assert_eq!(kept.len(), KEPT_MAX - 1);
    assert!(!accepted(&Familiar::default()).contains(&true));
    drop(kept);
    assert!(accepted(&Familiar::default()).contains(&true));
}
