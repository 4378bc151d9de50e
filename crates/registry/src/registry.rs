//! A registry at work: a pack, its records, its usage journal. Opening it, loading it, asking who looked.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use motlan_core::vietnam::personal_number::{PersonalNumber, SamplePolicy};
use motlan_core::{Clock, Code, Failure, Timestamp};
use motlan_store::db::{Db, DbError};
use motlan_store::storage::Storage;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::journal::{IndexKey, Page, QUEUE_MAX, SEGMENT_BYTES_MAX, UsageError, UsageJournal, UsageOptions, UsagePage};
use crate::model::field::FieldCode;
use crate::model::migration::EarlierError;
use crate::model::pack::{Pack, Service, State, Verb};
use crate::model::pairwise::PairwiseKey;
use crate::model::subject::Subject;
use crate::service::WAITING_MAX;
use crate::snapshot::Snapshots;
use crate::store::layout::{LayoutError, Layouts};
use crate::store::load;
use crate::store::migrations;
use crate::store::record::{RecordError, RecordStore};

/// What an installation decides about a registry.
pub struct Config {
    /// Whether sample people are accepted.
    pub samples: SamplePolicy,
    /// The key of the journal's person index.
    pub index_key: IndexKey,
    /// Where the present comes from.
    pub clock: Arc<dyn Clock>,
    /// When a segment of the usage journal is closed.
    pub segment_bytes_max: u32,
    /// Questions that may wait for the usage journal.
    pub queue_max: usize,
    /// Days after which the person sees a question, by its legal basis: for investigations that the person would be
    /// warned of. It holds only for callers with the right `usage.delay`; all others are seen at once.
    pub delays: BTreeMap<String, u16>,
    /// Earlier versions of the pack that are still served.
    pub earlier: Vec<Pack>,
}

impl Config {
    /// A configuration with the usual limits.
    pub fn new(samples: SamplePolicy, index_key: IndexKey, clock: Arc<dyn Clock>) -> Self {
        Self {
            samples,
            index_key,
            clock,
            segment_bytes_max: SEGMENT_BYTES_MAX,
            queue_max: QUEUE_MAX,
            delays: BTreeMap::new(),
            earlier: Vec::new(),
        }
    }
}

/// Why a registry does not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The pack is a draft, or archived.
    #[error("the pack is not published")]
    NotPublished,
    /// The pack's fields are not those of its earlier rows.
    #[error(transparent)]
    Layout(#[from] LayoutError),
    /// An earlier version that is still to be served.
    #[error("earlier version {version} cannot be served: {error}")]
    Earlier {
        /// Which.
        version: u32,
        /// Why.
        error: EarlierError,
    },
    /// A record that is to be found by something new cannot be read.
    #[error(transparent)]
    Records(#[from] RecordError),
    /// The usage journal.
    #[error("the usage journal cannot be opened: {0}")]
    Journal(#[source] io::Error),
}

/// Why a question gets no answer.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// The question itself, or who asks it.
    #[error(transparent)]
    Refused(#[from] Failure),
    /// The records cannot be read.
    #[error(transparent)]
    Records(#[from] RecordError),
    /// The usage journal cannot be written or read.
    #[error(transparent)]
    Usage(#[from] UsageError),
}

impl RegistryError {
    /// What the caller is told.
    pub fn failure(&self) -> Failure {
        match self {
            Self::Refused(failure) => failure.clone(),
            Self::Records(RecordError::Db(error)) if matches!(**error, DbError::Conflict | DbError::Overloaded) => {
                Code::Overloaded.into()
            }
            Self::Usage(UsageError::Stopped(_) | UsageError::Seal(_)) => Code::JournalUnavailable.into(),
            Self::Records(_) | Self::Usage(_) => Code::InternalError.into(),
        }
    }
}

/// A registry. Clones share it.
#[derive(Clone)]
pub struct Registry(Arc<Parts>);

pub(crate) struct Parts {
    pub(crate) pack: Pack,
    pub(crate) records: RecordStore,
    pub(crate) usage: UsageJournal,
    pub(crate) snapshots: Snapshots,
    /// Since when there is a usage journal.
    pub(crate) usage_since: Timestamp,
    pub(crate) delays: Arc<BTreeMap<String, u16>>,
    pub(crate) pairwise: Arc<PairwiseKey>,
    /// Questions that may wait for changes at the same time.
    pub(crate) waiting: Arc<Semaphore>,
    pub(crate) samples: SamplePolicy,
    pub(crate) clock: Arc<dyn Clock>,
    /// A bulk load has begun and not ended: the records have no index, and nothing is answered.
    pub(crate) is_loading: Arc<AtomicBool>,
    /// The same registry as earlier versions of its pack have it, the oldest first.
    earlier: Vec<Registry>,
    /// Of an earlier version: what its fields are called in the newest one.
    in_newest: BTreeMap<FieldCode, FieldCode>,
    /// What is asked of this version only by its number: otherwise it is answered by another one, or refused.
    pub(crate) version_needed: BTreeSet<Verb>,
}

impl Registry {
    /// Opens a registry: its schema is brought up to date, its usage journal is recovered under `usage/<code>`.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open(pack: Pack, db: Db, storage: Arc<dyn Storage>, mut config: Config) -> Result<Self, OpenError> {
        if pack.state != State::Published {
            return Err(OpenError::NotPublished);
        }
        let earlier = earlier_first(&pack, std::mem::take(&mut config.earlier))?;
        db.migrate("registry", migrations(db.engine()), config.clock.now())
            .await?;
        let layouts = Layouts::open(&db, &pack).await??;
        let is_loading = load::unfinished(&db).await?.is_some();
        let (usage, usage_since) = open_journal(Arc::clone(&storage), &pack, &config)
            .await
            .map_err(OpenError::Journal)?;
        let records = RecordStore::new(db, &pack, layouts);
        if !is_loading {
            records.complete_search().await?;
        }
        let mut parts = Parts {
            snapshots: Snapshots::new(storage, &pack.code, &config.index_key),
            pack,
            records,
            usage,
            usage_since,
            delays: Arc::new(config.delays),
            pairwise: Arc::new(PairwiseKey::derive(&config.index_key)),
            waiting: Arc::new(Semaphore::new(WAITING_MAX)),
            samples: config.samples,
            clock: config.clock,
            is_loading: Arc::new(AtomicBool::new(is_loading)),
            earlier: Vec::new(),
            in_newest: BTreeMap::new(),
            version_needed: BTreeSet::new(),
        };
        parts.version_needed = version_needed(&parts.pack, &earlier);
        for pack in earlier {
            let view = parts.of_earlier(pack)?;
            parts.earlier.push(Self(Arc::new(view)));
        }
        Ok(Self(Arc::new(parts)))
    }

    /// This registry as the earlier versions of its pack have it, the oldest first.
    pub(crate) fn earlier(&self) -> &[Self] {
        &self.0.earlier
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.0
    }

    /// What this registry is.
    pub fn pack(&self) -> &Pack {
        &self.0.pack
    }

    /// How many records there are.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn count(&self) -> Result<u64, DbError> {
        self.0.records.count().await
    }

    /// Why the usage journal has stopped, if it has: then this registry answers nothing about anybody.
    pub fn stopped(&self) -> Option<motlan_store::journal::Stopped> {
        self.0.usage.stopped()
    }

    /// Who asked about this person, newest first.
    ///
    /// # Errors
    /// [`UsageError`].
    pub async fn usage_of(&self, person: PersonalNumber, page: Page) -> Result<UsagePage, UsageError> {
        let usage = self.0.usage.clone();
        spawn_blocking(move || usage.usage_of(&Subject::from(&person), page))
            .await
            .map_err(io::Error::other)?
    }

    /// Makes every usage entry about this person unreadable for good and returns how many there were.
    ///
    /// # Errors
    /// [`UsageError`].
    pub async fn erase_usage(&self, person: PersonalNumber) -> Result<u64, UsageError> {
        let usage = self.0.usage.clone();
        spawn_blocking(move || usage.erase(&Subject::from(&person)))
            .await
            .map_err(io::Error::other)?
    }

    /// How many questions wait for changes.
    pub fn waiting(&self) -> usize {
        WAITING_MAX - self.0.waiting.available_permits()
    }

    /// Ends every wait for changes at once, those to come included: before a node stops, which would otherwise take as
    /// long as its most patient subscriber.
    pub fn stop_waiting(&self) {
        self.0.records.signal.end();
    }

    /// Commits the usage entries that wait and ends the journal's thread. Later questions get no answer.
    ///
    /// # Errors
    /// [`UsageError::Stopped`] if the journal had stopped before.
    pub async fn close(&self) -> Result<(), UsageError> {
        self.0.usage.close().await
    }
}

impl Parts {
    /// The same in the words of an earlier version, which only reads: whoever feeds the registry sends the newest one.
    fn of_earlier(&self, mut earlier: Pack) -> Result<Self, OpenError> {
        let now: Vec<Verb> = self.pack.services.iter().map(|service| service.verb).collect();
        let is_served = |verb: Verb| verb.is_safe() && now.contains(&verb);
        earlier.services.retain(|service| is_served(service.verb));
        let in_newest = |code: &FieldCode| {
            let way = self.pack.way(code, earlier.version, self.pack.version)?;
            Some((code.clone(), way.to))
        };
        let older = self.earlier.iter().map(Registry::pack);
        let has_older = |service: &&Service| older.clone().any(|older| older.has_service(service.verb));
        let needed = earlier.services.iter().filter(has_older);
        Ok(Self {
            version_needed: needed.map(|service| service.verb).collect(),
            in_newest: earlier.fields().filter_map(|field| in_newest(&field.code)).collect(),
            records: self.records.of_earlier(&earlier, &self.pack)?,
            pack: earlier,
            usage: self.usage.clone(),
            snapshots: self.snapshots.clone(),
            usage_since: self.usage_since,
            delays: Arc::clone(&self.delays),
            pairwise: Arc::clone(&self.pairwise),
            waiting: Arc::clone(&self.waiting),
            samples: self.samples,
            clock: Arc::clone(&self.clock),
            is_loading: Arc::clone(&self.is_loading),
            earlier: Vec::new(),
        })
    }

    /// Whether this is an earlier version beside the newest one.
    pub(crate) fn is_earlier(&self) -> bool {
        !self.in_newest.is_empty()
    }

    /// A field as the newest version calls it; one that is gone as it was called.
    pub(crate) fn in_newest<'c>(&'c self, code: &'c FieldCode) -> &'c FieldCode {
        self.in_newest.get(code).unwrap_or(code)
    }
}

/// The usage journal, recovered, and since when there is one.
async fn open_journal(
    storage: Arc<dyn Storage>,
    pack: &Pack,
    config: &Config,
) -> io::Result<(UsageJournal, Timestamp)> {
    let now = config.clock.now();
    let options = UsageOptions {
        directory: format!("usage/{}", pack.code),
        segment_bytes_max: config.segment_bytes_max,
        queue_max: config.queue_max,
        today: now.hour().day(),
    };
    let index_key = config.index_key.clone();
    let opening = move || {
        let since = since(&*storage, &options.directory, now)?;
        Ok((UsageJournal::open(storage, &options, index_key)?, since))
    };
    spawn_blocking(opening).await.map_err(io::Error::other)?
}

/// Those that are to be served beside the newest one, the oldest first.
fn earlier_first(newest: &Pack, mut earlier: Vec<Pack>) -> Result<Vec<Pack>, OpenError> {
    earlier.sort_by_key(|pack| pack.version);
    for (position, pack) in earlier.iter().enumerate() {
        let is_twice = position > 0 && earlier[position - 1].version == pack.version;
        let may = if is_twice {
            Err(EarlierError::Twice)
        } else {
            newest.may_serve(pack)
        };
        may.map_err(|error| OpenError::Earlier {
            version: pack.version,
            error,
        })?;
    }
    Ok(earlier)
}

/// What the newest version answers only by its number: what an earlier one answers otherwise, and everything that writes.
fn version_needed(newest: &Pack, earlier: &[Pack]) -> BTreeSet<Verb> {
    let offered = newest.services.iter().map(|service| service.verb);
    let is_needed = |verb: &Verb| !verb.is_safe() || earlier.iter().any(|pack| pack.has_service(*verb));
    offered.filter(|verb| !earlier.is_empty() && is_needed(verb)).collect()
}

/// Since when there is a journal in this folder: written down when it is opened first.
fn since(storage: &dyn Storage, directory: &str, now: Timestamp) -> io::Result<Timestamp> {
    let file = format!("{directory}/since");
    match storage.read(&file) {
        Ok(content) => {
            let micros = String::from_utf8(content)
                .ok()
                .and_then(|text| text.trim().parse().ok());
            let damaged = || io::Error::new(io::ErrorKind::InvalidData, format!("{file} holds no moment"));
            micros.map(Timestamp::from_micros).ok_or_else(damaged)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            storage.replace(&file, format!("{}\n", now.as_micros()).as_bytes(), true)?;
            Ok(now)
        }
        Err(error) => Err(error),
    }
}
