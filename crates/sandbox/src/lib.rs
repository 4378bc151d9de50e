//! A synthetic country: administrative units, agencies, people and the questions asked about them.
//!
//! Everything is a function of a seed and an index: the same seed gives the same country on every machine, and any
//! person or question can be made without making those before it. Nobody here exists: every personal number has the
//! province part 003, which belongs to nobody. What it does not do: it keeps no state and reads no
//! file at run time. Of registries it knows what their packs say. Used by the demo, by tests and by benches, never by a node with real data.

pub mod agencies;
mod draws;
pub mod feed;
pub mod people;
mod permutation;
pub mod records;
mod table;
pub mod traffic;
pub mod units;

pub use feed::Feed;
pub use people::{Country, DrivingLicence, Person};
pub use table::TableError;
pub use traffic::{Question, Traffic};
