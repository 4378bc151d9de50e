//! Makes the proof from the node's log, verifies it as a stranger would, and finds the names. Blocks: it reads tiles.

use std::sync::LazyLock;

use motlan_casework::Casework;
use motlan_casework::model::procedure::Procedure;
use motlan_core::Name;
use motlan_core::{Code, Failure};
use motlan_evidence::LogName;
use motlan_evidence::case::{CaseEntry, Event};
use motlan_exchange::directory::Directory;

use super::{CaseFacts, Ladder, Opened, OpenedCase, ProofFacts, climb, climb_case};
use crate::facts::Named;
use crate::portal::Portal;

/// The procedures that come with the program, so that a node without a one-stop system names them too.
static PROCEDURES: LazyLock<Vec<Procedure>> = LazyLock::new(|| {
    Procedure::built_in().unwrap_or_else(|error| {
        tracing::error!(%error, "the built-in procedures cannot be read");
        Vec::new()
    })
});

/// The facts of one proof.
///
/// Errors: `not_found`; `proof_pending` until the next checkpoint; `internal_error` if the log cannot be read.
pub(crate) fn gather(portal: &Portal, log: LogName, index: u64) -> Result<ProofFacts, Failure> {
    let file = file(portal, log, index)?;
    let key = portal.gateway.evidence().verifier(log);
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

/// The facts of the proof of a dossier's step.
///
/// Errors: those of [`gather`].
pub(crate) fn gather_case(portal: &Portal, index: u64) -> Result<CaseFacts, Failure> {
    let log = LogName::Casework;
    let file = file(portal, log, index)?;
    let key = portal.gateway.evidence().verifier(log);
    let directory = portal.gateway.directory().current();
    let opened = climb_case(&file, key).map(|ladder| opened_case(portal, &directory, ladder));
    if let Err(error) = &opened {
        tracing::error!(%log, index, %error, "the node's own proof does not verify");
    }
    Ok(CaseFacts {
        frame: portal.frame_facts(&directory),
        index,
        vkey: key.to_string(),
        opened,
    })
}

fn file(portal: &Portal, log: LogName, index: u64) -> Result<String, Failure> {
    let evidence = portal.gateway.evidence();
    if index >= evidence.size(log) {
        return Err(Code::NotFound.into());
    }
    let file = evidence.proof(log, index).map_err(|error| {
        tracing::error!(%log, index, %error, "a proof cannot be made");
        Failure::from(Code::InternalError)
    })?;
    Ok(file.ok_or(Code::ProofPending)?)
}

fn opened_case(portal: &Portal, directory: &Directory, ladder: Ladder<CaseEntry>) -> OpenedCase {
    let entry = &ladder.entry;
    let procedure = PROCEDURES.iter().find(|procedure| procedure.number == entry.procedure);
    let component = match entry.event {
        Event::Component { component, .. } => procedure.and_then(|procedure| procedure.component(component)),
        _ => None,
    };
    // A unit's number is its own member's: a copy at the national portal carries that of another one.
    let is_own = !matches!(entry.event, Event::Synced { .. });
    let units = portal.casework.as_ref().filter(|_| is_own).map(Casework::units);
    let unit = units.into_iter().flatten().find(|unit| unit.number == entry.unit);
    OpenedCase {
        system: Named::of_index(directory, entry.system),
        unit: unit.map(|unit| Name {
            vi: unit.name_vi.clone(),
            en: unit.name_en.clone(),
        }),
        procedure: procedure.map(|procedure| procedure.name.clone()),
        component: component.map(|component| component.name.clone()),
        ladder,
    }
}
