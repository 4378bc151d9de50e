//! The directory: what it proves, what it refuses, and who may ask whom.

#![expect(
    clippy::unwrap_used,
    reason = "what the helpers of these tests expect, they insist on"
)]

mod authorise;
mod country;
mod file;
mod rules;
