//! The national portal's side of the status sync: takes each change of each dossier exactly once and in order, and leaves an
//! entry of its own about what it holds.
//!
//! A change counts as held when this answered 200. Sent again with the same content it is answered the same; with other
//! content, out of order or over a way that the statuses do not know it is refused, and nothing changes.

mod accept;
mod router;

use std::sync::Arc;

use motlan_core::{Clock, MemberId, Timestamp};
use motlan_evidence::Evidence;
use motlan_store::db::Db;

pub use self::router::{BODY_BYTES_MAX, router};

use crate::casework::CaseworkError;
use crate::model::dossier_code::DossierCode;
use crate::model::status::Status;
use crate::service::append::Appender;
use crate::service::view::{Listing, Page, ROWS_PER_PAGE};
use crate::store::MIGRATIONS;
use crate::store::inbox::{self as store, HeldRow};

/// Whose system an entry's index names in the directory; none for an index that names nobody's.
pub type OwnerOf = Arc<dyn Fn(u32) -> Option<MemberId> + Send + Sync>;

/// The national portal's inbox. Clones share it.
#[derive(Clone)]
pub struct Inbox(Arc<Parts>);

struct Parts {
    db: Db,
    clock: Arc<dyn Clock>,
    owner_of: OwnerOf,
    appender: Appender,
}

/// What the portal holds of a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The dossier.
    pub dossier: DossierCode,
    /// The member that sends it, as in `VN/GOV/H45`.
    pub member: String,
    /// Where it stands.
    pub status: Status,
    /// Changes so far.
    pub number: u32,
    /// When the province changed it last.
    pub at: Timestamp,
    /// When that came here.
    pub received_at: Timestamp,
    /// Every change, in order. Empty in lists.
    pub history: Vec<HeldChange>,
}

/// One change that the portal took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldChange {
    /// Counts from 1.
    pub number: u32,
    /// The status it brought.
    pub status: Status,
    /// When the province made it.
    pub at: Timestamp,
    /// When it came here.
    pub received_at: Timestamp,
    /// Why, in the province's words.
    pub reasons: Vec<String>,
    /// Whether its entry is durable in this node's log.
    pub is_proven: bool,
    /// The entry's index in this node's log `casework`.
    pub index: u64,
}

impl Inbox {
    /// Opens the inbox: its schema is brought up to date. No other writer may append to the log `casework` of this
    /// evidence, so that a node has either an inbox or a one-stop system.
    ///
    /// # Errors
    /// The database's.
    pub async fn open(
        db: Db,
        evidence: Evidence,
        clock: Arc<dyn Clock>,
        owner_of: OwnerOf,
    ) -> Result<Self, CaseworkError> {
        db.migrate("casework", MIGRATIONS, clock.now()).await?;
        Ok(Self(Arc::new(Parts {
            appender: Appender::new(db.clone(), evidence),
            db,
            clock,
            owner_of,
        })))
    }

    /// What is held of a dossier, with its history.
    pub async fn find(&self, code: &DossierCode) -> Result<Option<Held>, CaseworkError> {
        let proven = self.0.appender.size();
        let found = self
            .0
            .db
            .read("casework.find_held", |mut connection| async move {
                let held = store::find(&mut connection, code).await?;
                let changes = store::list_changes(&mut connection, code).await?;
                Ok::<_, CaseworkError>(held.map(|held| (held, changes)))
            })
            .await?;
        Ok(found.map(|(held, changes)| Held {
            history: changes
                .into_iter()
                .filter_map(|change| held_change(change, proven))
                .collect(),
            ..shown(held)
        }))
    }

    /// What is held of all dossiers, the last that came in front.
    pub async fn list(&self, page: Page) -> Result<Listing<Held>, CaseworkError> {
        let (rows, total) = self
            .0
            .db
            .read("casework.list_held", |mut connection| async move {
                store::list(&mut connection, ROWS_PER_PAGE, page.offset()).await
            })
            .await?;
        Ok(Listing {
            rows: rows.into_iter().map(shown).collect(),
            total,
        })
    }

    /// Appends to this node's log what it does not have yet; returns how many entries.
    ///
    /// # Errors
    /// `evidence_unavailable`, `case_log_contradiction`.
    pub async fn append_entries(&self) -> Result<u64, CaseworkError> {
        self.0.appender.run().await
    }
}

fn shown(row: HeldRow) -> Held {
    Held {
        dossier: row.dossier,
        member: row.member,
        status: row.status,
        number: row.number,
        at: row.at,
        received_at: row.received_at,
        history: Vec::new(),
    }
}

fn held_change(row: store::ChangeRow, proven: u64) -> Option<HeldChange> {
    Some(HeldChange {
        number: row.message.sequence,
        // Only statuses that exist were taken.
        status: Status::from_code(row.message.status)?,
        at: row.message.at,
        received_at: row.received_at,
        reasons: row.message.reasons,
        is_proven: row.entry_index < proven,
        index: row.entry_index,
    })
}
