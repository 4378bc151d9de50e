//! The centre's monitor: once a second it reads every gateway's logs and keeps the ledger of figures up to date.
//!
//! Figures are functions of verified entries only. The order of a round matters: transactions first, so that a component
//! that names one finds it matched, then casework.

use std::sync::{Arc, PoisonError, RwLock};

use motlan_core::{Code, Failure, GatewayId, MemberId};
use motlan_evidence::case::CaseEntry;
use motlan_evidence::entry::ENTRY_BYTES;
use motlan_evidence::{IdCommitment, LogName};
use motlan_exchange::gateway::Gateway;
use motlan_exchange::service::follow::Follower;
use motlan_exchange::service::reconcile::Reconciler;
use motlan_measure::Ledger;

use crate::pairs::{self, Pairs};

/// What the centre knows of everybody's logs.
pub(crate) struct Monitor {
    /// Transactions.
    pub(crate) reconciler: Arc<Reconciler>,
    /// Figures.
    pub(crate) ledger: Arc<RwLock<Ledger>>,
    casework: Follower,
}

impl Monitor {
    /// Nothing is read yet. Copies of a status count in the log of `portal` only, where it is named.
    pub(crate) fn new(portal: Option<MemberId>) -> Self {
        let ledger = portal.map_or_else(Ledger::default, Ledger::with_portal);
        Self {
            reconciler: Arc::default(),
            ledger: Arc::new(RwLock::new(ledger)),
            casework: Follower::new(LogName::Casework),
        }
    }

    /// One round.
    pub(crate) async fn run(&self, gateway: &Gateway) {
        Box::pin(self.reconciler.run(gateway)).await;
        let take = |id: &GatewayId, first: u64, entries: &[[u8; ENTRY_BYTES]]| self.take(id, first, entries);
        Box::pin(self.casework.run(gateway, &take)).await;
        self.link();
        self.count(gateway);
    }

    fn take(&self, id: &GatewayId, first: u64, entries: &[[u8; ENTRY_BYTES]]) -> Result<(), Failure> {
        let parsed: Result<Vec<_>, _> = entries.iter().map(|bytes| CaseEntry::parse(bytes)).collect();
        let parsed = parsed.map_err(|error| Failure::new(Code::InvalidSignature, error.to_string()))?;
        let mut ledger = self.ledger.write().unwrap_or_else(PoisonError::into_inner);
        for (index, entry) in (first..).zip(&parsed) {
            ledger.take_case(id.member(), index, entry);
        }
        Ok(())
    }

    /// Tells the ledger which of the transactions that components name both sides hold.
    ///
    /// The book is asked between the two locks, so that no page waits for it.
    fn link(&self) {
        let open: Vec<_> = {
            let ledger = self.ledger.read().unwrap_or_else(PoisonError::into_inner);
            ledger.open_links().collect()
        };
        let is_matched = |id: &IdCommitment| self.reconciler.is_matched(id);
        let matched: Vec<_> = open.into_iter().filter(is_matched).collect();
        if !matched.is_empty() {
            let mut ledger = self.ledger.write().unwrap_or_else(PoisonError::into_inner);
            for id in matched {
                ledger.take_matched_id(id);
            }
        }
    }

    fn count(&self, gateway: &Gateway) {
        let pairs = Pairs::of(lines(&self.reconciler), &gateway.directory().current());
        let mut ledger = self.ledger.write().unwrap_or_else(PoisonError::into_inner);
        ledger.set_today(gateway.now().hour().day());
        pairs.enter(&mut ledger);
    }
}

/// What the book says of each day and service.
fn lines(reconciler: &Reconciler) -> impl Iterator<Item = pairs::Line> {
    reconciler.lines().into_iter().map(|line| pairs::Line {
        day: line.day,
        consumer: line.parties.consumer,
        provider: line.parties.provider,
        counts: [line.matched, line.consumer_only, line.provider_only],
    })
}
