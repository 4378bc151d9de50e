//! The message between two gateways, wire version 1: which header fields carry it and which of them are signed.
//!
//! A request is `POST /motlan/1` with `Motlan-Exchange` (the facts, an RFC 9651 dictionary), `Motlan-Head` (X-Road's
//! canonical head of the client's message, a byte sequence) and `Content-Digest`, all three under one RFC 9421
//! signature; then the client's body as it came. The response is shaped alike, names the digest of the request's
//! signature, and closes with the trailer `Motlan-Committed`. The status on this leg is always 200.
//! Layout and examples: `docs/wire-format.md`. No input or output here.

mod field;
mod request;
mod response;

pub use request::RequestFacts;
pub use response::{ResponseFacts, Verdict};

/// The version this gateway speaks. It is signed with every message.
pub const WIRE_VERSION: i64 = 1;

/// The one path of the gateway leg.
pub const WIRE_PATH: &str = "/motlan/1";

/// The field that carries the facts of a message.
pub const EXCHANGE: &str = "motlan-exchange";

/// The field that carries X-Road's canonical head.
pub const HEAD: &str = "motlan-head";

/// The field that carries the digest of the body (RFC 9530).
pub const CONTENT_DIGEST: &str = "content-digest";

/// The trailer that says that the provider's entry is durable.
pub const COMMITTED: &str = "motlan-committed";

/// The trailer's only value: true, as RFC 9651 writes it.
pub const DURABLE: &str = "?1";

/// What every message between gateways signs.
pub const COVERED: [&str; 3] = [EXCHANGE, HEAD, CONTENT_DIGEST];
