//! Makes the proof from the node's log, verifies it as a stranger would, and finds the names. Blocks: it reads tiles.

use motlan_core::{Code, Failure};
use motlan_evidence::LogName;

use super::{Opened, ProofFacts, climb};
use crate::facts::Named;
use crate::portal::Portal;

/// The facts of one proof.
///
/// Errors: `not_found`; `proof_pending` until the next checkpoint; `internal_error` if the log cannot be read.
pub(crate) fn gather(portal: &Portal, log: LogName, index: u64) -> Result<ProofFacts, Failure> {
    let evidence = portal.gateway.evidence();
    if index >= evidence.size(log) {
        return Err(Code::NotFound.into());
    }
    let file = evidence.proof(log, index).map_err(|error| {
        tracing::error!(%log, index, %error, "a proof cannot be made");
        Failure::from(Code::InternalError)
    })?;
    let file = file.ok_or(Code::ProofPending)?;
    let key = evidence.verifier(log);
    let directory = portal.gateway.directory().current();
    let opened = climb(&file, key).map(|ladder| Opened {
        service: Named::of_index(&directory, ladder.entry.service.0),
        consumer: Named::of_index(&directory, ladder.entry.consumer.0),
        provider: Named::of_index(&directory, ladder.entry.provider.0),
        ladder,
    });
    if let Err(error) = &opened {
        tracing::error!(%log, index, %error, "the node's own proof does not verify");
    }
    Ok(ProofFacts {
        frame: portal.frame_facts(&directory),
        log,
        index,
        vkey: key.to_string(),
        opened,
    })
}
