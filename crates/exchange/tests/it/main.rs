//! Integration tests of the exchange, one module per area.

mod codes;
mod directory;
mod exchange;
mod power_cut;
mod signature;
mod support;
mod xroad;
