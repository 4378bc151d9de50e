//! The faces of a gateway: X-Road's for systems, the one for other gateways, and the files of its logs.

pub mod client;
pub mod files;
pub mod peer;
