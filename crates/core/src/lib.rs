//! Words that every part of Motlan shares: identifiers, the caller of a service, time, error codes, limits.
//!
//! Pure: values in, values out, no input or output. What is Vietnamese lives in [`vietnam`].

pub mod caller;
pub mod day;
pub mod error;
pub mod identifier;
pub mod limits;
pub mod name;
pub mod problem;
pub mod time;
pub mod vietnam;

pub use caller::Caller;
pub use day::Day;
pub use error::{Code, Failure};
pub use identifier::{ClientId, GatewayId, MemberId, ServiceId, SystemId};
pub use name::Name;
pub use time::{Clock, Hour, SystemClock, Timestamp};
