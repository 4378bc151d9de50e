//! Files of the evidence over HTTP: checkpoints, tiles and bundles as tlog-tiles lays them out, and proofs.
//!
//! Entry bundles are for auditors: the public face serves checkpoints and hashes only, peers of the centre get all.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use motlan_core::{Code, Failure};
use motlan_evidence::{Evidence, LogName};

use super::client::plain;

/// Where proofs lie: `/minh-chung/<log>/<index>.tlog-proof`.
pub const PROOF_PREFIX: &str = "/minh-chung/";

/// Where the files of the logs lie: `/log/<log>/checkpoint`, `/log/<log>/tile/…`.
pub const LOG_PREFIX: &str = "/log/";

/// Who asks for files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Anybody.
    Public,
    /// An auditor.
    Auditor,
}

/// The proof `<log>/<index>.tlog-proof`, once a checkpoint covers it.
///
/// Errors: `not_found`; `proof_pending` until the next checkpoint.
pub fn proof(evidence: &Evidence, name: &str) -> Result<Response<Bytes>, Failure> {
    let (log, file) = name.split_once('/').ok_or(Code::NotFound)?;
    let log = LogName::find(log).ok_or(Code::NotFound)?;
    let index = file
        .strip_suffix(".tlog-proof")
        .and_then(|index| index.parse::<u64>().ok())
        .ok_or(Code::NotFound)?;
    if index >= evidence.size(log) {
        return Err(Code::NotFound.into());
    }
    let proof = evidence.proof(log, index).map_err(|error| {
        tracing::error!(%error, "a proof cannot be made");
        Failure::from(Code::InternalError)
    })?;
    let proof = proof.ok_or(Code::ProofPending)?;
    Ok(plain(StatusCode::OK, "text/plain; charset=utf-8", proof.into()))
}

/// The file `<log>/<path>`.
///
/// Errors: `not_found`, also for what this reader may not see.
pub fn log_file(evidence: &Evidence, name: &str, reader: Reader) -> Result<Response<Bytes>, Failure> {
    let (log, path) = name.split_once('/').ok_or(Code::NotFound)?;
    let log = LogName::find(log).ok_or(Code::NotFound)?;
    if reader == Reader::Public && path.starts_with("tile/entries/") {
        return Err(Code::NotFound.into());
    }
    let content = evidence.read_file(log, path).map_err(|error| {
        tracing::error!(%error, "a file of a log cannot be read");
        Failure::from(Code::InternalError)
    })?;
    let content = content.ok_or(Code::NotFound)?;
    let is_checkpoint = path == "checkpoint";
    let content_type = if is_checkpoint {
        "text/plain; charset=utf-8"
    } else {
        "application/octet-stream"
    };
    let mut response = plain(StatusCode::OK, content_type, content.into());
    // A checkpoint moves every second; tiles never change (tlog-tiles, "Merkle Tree").
    let caching = if is_checkpoint {
        "no-cache"
    } else {
        "public, max-age=31536000, immutable"
    };
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    Ok(response)
}
