//! Results as documents: one page that a person can keep, and the unit's signature in it.
//!
//! Nothing here knows dossiers, the vault or a database. Values in, bytes out.

pub mod pdf;
pub mod signature;
