//! X-Road Message Protocol for REST v1 as values: request and response heads, errors, metadata answers.
//!
//! Pure: no sockets, no clock, no randomness, no directory. The gateways read a request into a [`RequestHead`], sign
//! and log its canonical bytes, and answer with what the functions here return. Bodies, TLS and rights are theirs.
//! Source: X-Road PR-REST 1.0.4, PR-MREST 0.5 and PR-META, and the observed behaviour of X-Road 7.8 where they differ.

pub mod error;
pub mod headers;
pub mod message;
pub mod metadata;
pub mod request;
pub mod request_hash;
pub mod response;
mod xml;

pub use error::{Origin, Spelling, error_response};
pub use message::{MessageError, RequestMessage, ResponseMessage};
pub use request::{FreshIds, IdempotencyKey, MessageId, RepresentedParty, RequestHead};
pub use request_hash::RequestHash;
pub use response::{client_response_headers, provider_request_headers, provider_response};
