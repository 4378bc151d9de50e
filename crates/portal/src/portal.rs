//! What the pages are made from: the node's gateway, and at the centre the double-entry book.

use std::collections::BTreeMap;
use std::sync::Arc;

use motlan_core::MemberId;
use motlan_evidence::LogName;
use motlan_evidence::checkpoint::Checkpoint;
use motlan_exchange::directory::Directory;
use motlan_exchange::gateway::Gateway;
use motlan_exchange::service::reconcile::Reconciler;

use crate::facts::{CheckpointFacts, FrameFacts, Named};

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
}

impl Portal {
    /// The facts that the frame of every page shows.
    pub(crate) fn frame_facts(&self, directory: &Directory) -> FrameFacts {
        let at = self.gateway.now();
        FrameFacts {
            place: Named::of_member(directory, self.gateway.id().member()),
            is_centre: self.reconciler.is_some(),
            is_demo: self.is_demo,
            at,
            directory_sequence: directory.sequence(),
            directory_hash: directory.hash().to_string(),
            checkpoint: self.checkpoint(LogName::Exchange),
        }
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
