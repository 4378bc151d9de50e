//! What the pages are made from: the node's gateway, and at the centre the double-entry book.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use motlan_casework::Casework;
use motlan_casework::inbox::Inbox;
use motlan_core::{MemberId, ServiceId};
use motlan_evidence::LogName;
use motlan_evidence::checkpoint::Checkpoint;
use motlan_exchange::directory::Directory;
use motlan_exchange::gateway::Gateway;
use motlan_exchange::service::reconcile::Reconciler;
use motlan_identity::Identity;
use motlan_measure::Ledger;

use crate::facts::{CheckpointFacts, Era, FrameFacts, Named};
use crate::front::Door;
use crate::registries::Hosted;

/// A node as its pages see it.
#[derive(Clone)]
pub struct Portal {
    /// The node's gateway.
    pub gateway: Gateway,
    /// The book of all gateways' logs; only the centre has one.
    pub reconciler: Option<Arc<Reconciler>>,
    /// Base addresses of other nodes' pages without a slash at the end, as in `http://127.0.0.1:8300`.
    pub page_addresses: BTreeMap<MemberId, String>,
    /// True if people and traffic are synthetic; every page then says so.
    pub is_demo: bool,
    /// The doors of a demonstration's front page; where there are none, doors explain.
    pub doors: Vec<Door>,
    /// Whether browsers reach these pages over TLS: cookies then travel over nothing else.
    pub is_secure: bool,
    /// Who can log in here.
    pub identity: Option<Identity>,
    /// The one-stop system of this node.
    pub casework: Option<Casework>,
    /// The services that tell a person who looked at their data, one for each registry.
    pub usage: Vec<ServiceId>,
    /// The national portal's inbox, on its node.
    pub inbox: Option<Inbox>,
    /// The figures; only the centre has them.
    pub ledger: Option<Arc<RwLock<Ledger>>>,
    /// The registries that run in this node.
    pub registries: Hosted,
}

impl Portal {
    /// The facts that the frame of every page shows.
    pub(crate) fn frame_facts(&self, directory: &Directory) -> FrameFacts {
        let at = self.gateway.now();
        FrameFacts {
            place: Named::of_member(directory, self.gateway.id().member()),
            is_centre: self.reconciler.is_some(),
            is_demo: self.is_demo,
            era: Era::new(self.is_demo, at),
            at,
            directory_sequence: directory.sequence(),
            directory_hash: directory.hash().to_string(),
            checkpoint: self.checkpoint(LogName::Exchange),
            has_log_in: self.identity.is_some(),
            sections: self.sections(),
        }
    }

    /// The sections that this node's roles give it.
    fn sections(&self) -> Vec<&'static str> {
        let casework = [
            "/thu-tuc",
            "/ho-so",
            "/kho",
            "/nhat-ky-du-lieu",
            "/mot-cua",
            "/dong-bo",
            crate::inquiries::PATH,
        ];
        let mut sections = Vec::new();
        if self.casework.is_some() {
            sections.extend(casework);
        }
        if self.inbox.is_some() {
            sections.push("/tra-cuu");
        }
        if !self.registries.is_empty() {
            sections.push(crate::registries::CONSOLE_PATH);
        }
        if self.ledger.is_some() {
            sections.push("/chi-dao");
        }
        // What was printed needs no data of a node.
        sections.push(crate::reported::PATH);
        sections
    }

    /// The last published checkpoint of an own log, opened under the node's own key.
    pub(crate) fn checkpoint(&self, log: LogName) -> Option<CheckpointFacts> {
        let evidence = self.gateway.evidence();
        let checkpoint = Checkpoint::open(&evidence.checkpoint(log)?, evidence.verifier(log));
        match checkpoint {
            Ok(Checkpoint { origin, size, root }) => Some(CheckpointFacts {
                origin,
                size,
                root: root.to_base64(),
            }),
            Err(error) => {
                tracing::error!(%log, %error, "the node's own checkpoint cannot be opened");
                None
            }
        }
    }
}
