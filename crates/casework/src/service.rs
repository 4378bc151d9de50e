//! What casework does, one verb a file: a person's drafts, dossiers and vault; a desk's queue and decisions; the jobs that
//! carry entries to the log and changes to the national portal.
//!
//! Every change is one database transaction ([`change`]); what goes over the network or takes long is done before it
//! begins.

pub(crate) mod append;
mod ask;
pub mod attach;
pub mod change;
pub mod check;
pub mod desk;
pub mod draft;
pub mod handle;
pub mod inquire;
pub mod own;
mod satisfy;
pub mod send;
pub mod sign;
pub mod submit;
pub mod supplement;
pub mod vault;
pub mod view;

use crate::casework::CaseworkError;

/// Random bytes for ids, pseudonyms and keys.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], CaseworkError> {
    let mut bytes = [0; N];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| CaseworkError::Random)?;
    Ok(bytes)
}

/// SHA-256 as hexadecimal.
pub(crate) fn sha256(content: &[u8]) -> String {
    hex::encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, content))
}
