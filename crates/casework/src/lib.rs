//! Procedures, dossiers, vault, results and status sync.

mod casework;
pub mod document;
pub mod inbox;
pub mod model;
pub mod service;
mod store;

pub use crate::casework::{Casework, CaseworkError, Config, Officer, Unit};
