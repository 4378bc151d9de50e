//! Files behind the storage trait: one suite for both implementations, then what each has for itself.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod behaviour;
mod disk;
mod faults;
mod power;
