//! A registry of the state: records that one agency owns, asked by others, each answer in the usage journal first.
//!
//! What a registry holds is a *pack* (data under `packs/registries/`); this crate knows no field of any of them. It
//! answers *verify* (yes or no) and *look-up* (the granted fields) for the caller that a gateway authorised, and shows
//! each person who asked about them (*usage*). It knows nothing of the exchange.

pub mod api;
pub mod journal;
pub mod model;
pub mod registry;
pub mod service;
pub mod store;

mod json;
mod snapshot;

pub use crate::api::router;
pub use crate::model::field::FieldCode;
pub use crate::model::pack::Pack;
pub use crate::model::record::Record;
pub use crate::registry::{Config, Registry};
pub use crate::snapshot::{Listed, Snapshot, SnapshotHead, SnapshotLines, Snapshots};
