//! Integration tests of the exchange, one module per area.
#![expect(clippy::unwrap_used, reason = "a test stops where something unforeseen happens")]

mod codes;
mod directory;
mod exchange;
mod matrix;
mod power_cut;
mod signature;
mod slow;
mod support;
mod xroad;
