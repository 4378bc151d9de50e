//! The exchange between agencies: a question, its two signatures and its two entries.
//!
//! The modules stand on each other in this order: [`keys`] (signing keys), [`signature`] (HTTP message signatures),
//! [`directory`] (members, services and grants as a signed, hash-linked file), [`xroad`] (the client's face as values),
//! [`wire`] (the message between gateways), [`transport`] (sockets), [`gateway`] (one gateway's state), [`service`] (what
//! it does) and [`api`] (its faces). Evidence is another crate's; this one says what goes into it.

pub mod api;
pub mod directory;
pub mod directory_handle;
pub mod gateway;
pub mod keys;
pub mod metrics;
mod quota;
mod replay;
pub mod service;
pub mod signature;
pub mod transport;
pub mod wire;
pub mod xroad;
