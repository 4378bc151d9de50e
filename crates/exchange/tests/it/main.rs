//! Integration tests of the exchange, one module per area.

mod directory;
mod signature;
mod xroad;
