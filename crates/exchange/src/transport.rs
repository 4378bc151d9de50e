//! Sockets: TLS identities, the listener, the pool of client connections, bodies in memory or in the spool.
//!
//! Knows HTTP and TLS, nothing of rights, signatures or evidence.

pub mod budget;
pub mod drain;
pub mod fetch;
pub mod listener;
mod patience;
pub mod payload;
pub mod pool;
pub mod spool;
pub mod tls;
