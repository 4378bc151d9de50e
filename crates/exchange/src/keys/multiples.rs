//! The short way to verify Ed25519 (RFC 8032, section 5.1.7) under a key that is seen often: multiples of its point are
//! kept, so that a signature costs 86 additions of points instead of some 330 doublings and additions.
//!
//! It computes exactly what the library does, `[S]B - [k]A` encoded and compared with `R` byte by byte, without
//! cofactor, and takes only an `S` below the group's order and a key in its one canonical spelling. It never refuses:
//! what it does not accept is the library's to judge. Everything here is public, so nothing needs constant time.

use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{LazyLock, OnceLock};

use aws_lc_rs::digest::{Context, SHA512};
use curve25519_dalek::EdwardsPoint;
use curve25519_dalek::constants::ED25519_BASEPOINT_POINT;
use curve25519_dalek::edwards::CompressedEdwardsY;
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::Identity;

/// From which verification on a key is worth its multiples: making them takes as long as 40 verifications save.
const OFTEN: u32 = 64;

/// Keys whose multiples are kept at one time: 128 × 215 KiB are 27 MiB; 34 provinces and the ministries are fewer.
const KEPT_MAX: usize = 128;

/// Bits of a scalar that one addition takes care of.
const WINDOW_BITS: usize = 6;

/// Windows of a scalar: scalars are below 2^253, and 43 × 6 are 258.
const WINDOWS: usize = 43;

/// Multiples kept for each window: 1 to 32, for a digit between -31 and 32.
const DIGIT_MAX: usize = 1 << (WINDOW_BITS - 1);

/// Keys whose multiples are kept now.
static KEPT: AtomicUsize = AtomicUsize::new(0);

/// The multiples of the base point.
static BASE: LazyLock<Multiples> = LazyLock::new(|| Multiples::of(ED25519_BASEPOINT_POINT));

/// How often a key was seen and, if that was often, its multiples.
#[derive(Default)]
pub(super) struct Familiar {
    seen: AtomicU32,
    verifier: OnceLock<Kept>,
}

impl Familiar {
    /// Whether the short way is open for the key `raw` and accepts. `false` says nothing.
    pub(super) fn accepts(&self, raw: &[u8], message: &[u8], signature: &[u8; 64]) -> bool {
        if let Some(kept) = self.verifier.get() {
            return kept.0.accepts(message, signature);
        }
        // One caller makes the multiples; the others go on with the library meanwhile.
        if self.seen.fetch_add(1, Ordering::Relaxed) == OFTEN
            && let Some(kept) = Verifier::of(raw).and_then(Kept::new)
        {
            let _ = self.verifier.set(kept);
        }
        false
    }
}

/// A verifier that counts among those kept, until it is dropped.
struct Kept(Verifier);

impl Kept {
    /// `None` where enough are kept.
    fn new(verifier: Verifier) -> Option<Self> {
        let room = |kept: usize| (kept < KEPT_MAX).then_some(kept + 1);
        KEPT.fetch_update(Ordering::Relaxed, Ordering::Relaxed, room)
            .is_ok()
            .then(|| Self(verifier))
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        KEPT.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A key by the short way.
struct Verifier {
    key: CompressedEdwardsY,
    /// Of the key's point, negated.
    multiples: Multiples,
}

impl Verifier {
    /// `None` if the bytes are no point, or not as the point is written.
    fn of(raw: &[u8]) -> Option<Self> {
        let key = CompressedEdwardsY::from_slice(raw).ok()?;
        let point = key.decompress()?;
        (point.compress() == key).then(|| Self {
            key,
            multiples: Multiples::of(-point),
        })
    }

    fn accepts(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        let Some((r, s)) = signature.split_first_chunk::<32>() else {
            return false;
        };
        let s = <[u8; 32]>::try_from(s).map(Scalar::from_canonical_bytes);
        let Some(s) = s.ok().and_then(Option::<Scalar>::from) else {
            return false;
        };
        let mut hash = Context::new(&SHA512);
        hash.update(r);
        hash.update(self.key.as_bytes());
        hash.update(message);
        let mut k = [0; 64];
        k.copy_from_slice(hash.finish().as_ref());
        let k = Scalar::from_bytes_mod_order_wide(&k);
        let sum = self.multiples.add(EdwardsPoint::identity(), &k);
        BASE.add(sum, &s).compress().as_bytes() == r
    }
}

/// For each window `w`, the point times `d × 2^(6 w)` with `d` from 1 to 32.
struct Multiples(Vec<EdwardsPoint>);

impl Multiples {
    fn of(point: EdwardsPoint) -> Self {
        let mut points = Vec::with_capacity(WINDOWS * DIGIT_MAX);
        let mut unit = point;
        for _ in 0..WINDOWS {
            let mut multiple = unit;
            for _ in 1..DIGIT_MAX {
                points.push(multiple);
                multiple += unit;
            }
            points.push(multiple);
            unit = multiple + multiple;
        }
        Self(points)
    }

    /// `sum` and the point times `scalar`.
    fn add(&self, mut sum: EdwardsPoint, scalar: &Scalar) -> EdwardsPoint {
        let scalar = scalar.as_bytes();
        let mut carry = 0;
        for (number, multiples) in self.0.chunks_exact(DIGIT_MAX).enumerate() {
            let digit = window(scalar, number) + carry;
            carry = usize::from(digit > DIGIT_MAX);
            if carry == 1 {
                // The digit less 64, and one more of the next window. At 64 itself nothing is left of it.
                if let Some(opposite) = (2 * DIGIT_MAX - digit).checked_sub(1) {
                    sum -= &multiples[opposite];
                }
            } else if let Some(place) = digit.checked_sub(1) {
                sum += &multiples[place];
            }
        }
        // Nothing is carried out of the last window: it holds bit 252 alone.
        sum
    }
}

/// The six bits of window `number`.
fn window(scalar: &[u8; 32], number: usize) -> usize {
    let bit = number * WINDOW_BITS;
    let next = scalar.get(bit / 8 + 1).copied().unwrap_or(0);
    let pair = u16::from_le_bytes([scalar[bit / 8], next]);
    usize::from(pair >> (bit % 8)) % (1 << WINDOW_BITS)
}

#[cfg(test)]
mod tests;
