//! *Changes*: what changed since this position? Tells a subscriber, in order, what it may see of each change.
//!
//! Every change stands for itself, with the values that the record then had; a subscriber that follows to the end holds
//! the final state of every record that changed. A change in which nothing differs that the caller may see is not told:
//! only the position moves on. Nothing is kept about subscribers: each keeps its own position, and asks again from it.

use std::collections::BTreeSet;
use std::time::Duration;

use motlan_core::{Caller, Code, Day, Failure, Timestamp};
use tokio::time::Instant;
use tracing::instrument;

use super::Asking;
use super::look_up::Found;
use crate::journal::{Answer, Outcome};
use crate::model::field::Field;
use crate::model::pack::Verb;
use crate::model::question::RIGHT_PAIRWISE;
use crate::model::subject::Subject;
use crate::registry::{Parts, Registry, RegistryError};
use crate::store::changes::Changed;

/// Changes told at once, and persons whom they are about: each of these gets a usage entry of its own, up to 100 persons
/// for one answer.
pub const TOLD_MAX: usize = 100;

/// The longest wait: a service has 30 s at most (`SERVICE_TIMEOUT_MS_MAX`), and 5 of them are for reading, the usage
/// journal and the way back.
pub const WAIT_MAX: Duration = Duration::from_secs(25);

/// Questions that wait at the same time: each looks once a second, so 256 cost as many indexed reads a second, about 1 %
/// of what a registry answers. Whoever comes after them is answered at once, and asks again.
pub(crate) const WAITING_MAX: usize = 256;

/// From where on, and how patiently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Since {
    /// The position after which changes are told; 0 before the first.
    pub after: u64,
    /// How long to wait for the first one that may be told.
    pub wait: Duration,
    /// How many changes are looked at together, 1 to [`TOLD_MAX`].
    pub limit: usize,
}

/// What a record is called at this caller.
#[derive(Clone, PartialEq, Eq)]
pub enum Identity {
    /// Its key, where the caller may see it.
    Key(String),
    /// An identifier that no other system has.
    Pairwise(String),
}

/// Never shows a key: it may be a personal number.
impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Key(_) => "Key(…)",
            Self::Pairwise(_) => "Pairwise(…)",
        })
    }
}

/// One change as its caller may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Where it stands in the feed.
    pub position: u64,
    /// Which record.
    pub identity: Identity,
    /// Its version then, for callers who may see every field: to others the numbers left out would tell of changes that
    /// are none of their business.
    pub version: Option<u64>,
    /// Since when the record is so.
    pub at: Timestamp,
    /// All that the caller may see of it, in the order of the pack, the key left out; a field that is missing has no
    /// value.
    pub fields: Found,
}

/// A part of the feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangePage {
    /// In order.
    pub changes: Vec<Told>,
    /// From where to ask next.
    pub next: u64,
    /// The last position of the feed; behind it is nothing yet.
    pub last: u64,
}

impl Registry {
    /// What changed after a position. Waits, if there is nothing to tell yet.
    ///
    /// # Errors
    /// [`RegistryError`]; `field_not_granted` if the grant holds no field that this service offers, `position_unknown`
    /// for a position that the feed has not reached.
    #[instrument(skip_all, fields(registry = %self.pack().code, consumer = %caller.system))]
    pub async fn changes(&self, caller: &Caller, since: Since) -> Result<ChangePage, RegistryError> {
        let parts = self.parts();
        let seat = parts.waiting.try_acquire();
        let patience = if seat.is_ok() {
            since.wait.min(WAIT_MAX)
        } else {
            Duration::ZERO
        };
        let deadline = Instant::now() + patience;
        let mut waiting = parts.records.signal.listen();
        let (mut after, limit) = (since.after, since.limit.clamp(1, TOLD_MAX));
        loop {
            // Once more in each round: what was offered may end while somebody waits.
            let present = parts.present(Verb::Changes)?;
            let sight = Sight::of(parts, caller, present.today)?;
            let rows = parts.records.changes(after, limit).await?;
            if after > rows.last {
                let detail = format!("the last position is {}", rows.last);
                return Err(Failure::new(Code::PositionUnknown, detail).into());
            }
            let (until, last) = (rows.until, rows.last);
            let answer = rows.changes.map(|changes| sight.page(&changes, (until, last)));
            let has_told = !answer.about().0.is_empty();
            let is_more = rows.count == limit && Instant::now() < deadline;
            if has_told || !(is_more || waiting.may_look_again(deadline).await) {
                let asking = Asking {
                    at: present.now,
                    verb: Verb::Changes,
                    caller,
                };
                return parts.send(asking, answer).await;
            }
            after = until;
        }
    }
}

/// What a caller may see of this registry's records today.
struct Sight<'a> {
    parts: &'a Parts,
    caller: &'a Caller,
    /// Granted and offered, in the order of the pack.
    fields: Vec<&'a Field>,
    /// Whether no field is hidden.
    is_whole: bool,
    /// Whether it may see the key of a record.
    has_key: bool,
}

impl<'a> Sight<'a> {
    fn of(parts: &'a Parts, caller: &'a Caller, today: Day) -> Result<Self, Failure> {
        let pack = &parts.pack;
        let may_see = |field: &&Field| caller.fields.contains(&field.right);
        let fields: Vec<_> = pack.offered(Verb::Changes, today).filter(may_see).collect();
        if fields.is_empty() {
            let detail = "the grant holds no field of this registry";
            return Err(Failure::new(Code::FieldNotGranted, detail));
        }
        let current = pack.fields().filter(|field| field.validity.has(today)).count();
        let has_key = fields.iter().any(|field| field.code == pack.keys.record);
        Ok(Self {
            parts,
            caller,
            // What an earlier version has no field for changes the record too.
            is_whole: fields.len() == current && !parts.is_earlier(),
            has_key: has_key && !caller.fields.contains(RIGHT_PAIRWISE),
            fields,
        })
    }

    /// The changes that this caller is told of, as many as are about [`TOLD_MAX`] persons; those left over come with the
    /// next question. `until` is the position of the last one.
    fn page(&self, changes: &[Changed], (until, last): (u64, u64)) -> Answer<ChangePage> {
        let mut subjects = BTreeSet::new();
        let mut page = ChangePage {
            changes: Vec::new(),
            next: until,
            last,
        };
        for change in changes.iter().filter(|change| self.differs(change)) {
            let about = self.subjects(change);
            let count = subjects.union(&about).count();
            if count > TOLD_MAX && !page.changes.is_empty() {
                page.next = change.position - 1;
                break;
            }
            subjects.extend(about);
            page.changes.push(self.tell(change));
        }
        let given = page.changes.iter().flat_map(|told| &told.fields);
        let mut given: BTreeSet<_> = given.map(|(code, _)| code.clone()).collect();
        if self.has_key {
            given.insert(self.parts.pack.keys.record.clone());
        }
        Answer {
            subjects: subjects.into_iter().collect(),
            fields: given.into_iter().collect(),
            outcome: Outcome::Found,
            value: page,
        }
    }

    /// Whether anything that the caller may see is other than before.
    fn differs(&self, change: &Changed) -> bool {
        let before = |field: &Field| change.before.as_ref()?.get(&field.code);
        let differs = |field: &&&Field| before(field) != change.after.get(&field.code);
        self.fields.iter().find(differs).is_some()
    }

    fn tell(&self, change: &Changed) -> Told {
        let (pack, key) = (&self.parts.pack, &change.key);
        let given = self.fields.iter().filter(|field| field.code != pack.keys.record);
        Told {
            position: change.position,
            identity: if self.has_key {
                Identity::Key(key.clone())
            } else {
                Identity::Pairwise(self.parts.pairwise.identifier(&self.caller.system, pack, key))
            },
            version: self.is_whole.then_some(change.version),
            at: change.at,
            fields: given
                .filter_map(|field| change.after.get_key_value(&field.code))
                .map(|(code, value)| (code.clone(), value.clone()))
                .collect(),
        }
    }

    /// Whom a change is about: whom the record names, and whom it named before.
    fn subjects(&self, change: &Changed) -> BTreeSet<Subject> {
        let keys = &self.parts.pack.keys;
        let mut subjects = keys.subjects(&change.key, &change.after);
        subjects.extend(
            change
                .before
                .iter()
                .flat_map(|before| keys.subjects(&change.key, before)),
        );
        subjects
    }
}
