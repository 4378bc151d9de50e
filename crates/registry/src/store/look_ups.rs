//! Look-ups that come together are answered together: one statement for up to 64 keys.
//!
//! An exchange with the engine costs several times what one more key in it does. A worker takes what waits when it comes
//! back from the last statement, without a timer: a lone question is asked at once, and under load the batches grow by
//! themselves, as the commits of the journal do.

use std::sync::Arc;

use motlan_store::db::{Db, DbError, Engine};
use sqlx::{AssertSqlSafe, Row as _};
use tokio::sync::{Mutex, mpsc, oneshot};

use crate::model::pack::RegistryCode;

/// Keys of one statement, and questions that may wait: 64 × 64 is half a second of work at 8,000/s.
const BATCH_MAX: usize = 64;
const QUEUE_MAX: usize = BATCH_MAX * 64;

/// Statements under way at one time: one for each of two cores.
const WORKERS: usize = 2;

/// Key, layout and values of a row.
pub(super) type Row = (String, i64, String);

/// What came of a key: the row; its neighbour where there is none and the engine finds one as quickly; or nothing.
type Found = Result<Option<Row>, Arc<DbError>>;

/// A key that somebody waits for.
struct Wanted {
    key: String,
    reply: oneshot::Sender<Found>,
}

/// Asks for rows by key. Clones share its workers, which end with the last of them.
#[derive(Clone)]
pub(super) struct LookUps(mpsc::Sender<Wanted>);

impl LookUps {
    /// Starts the workers.
    pub(super) fn start(db: &Db, registry: &RegistryCode) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE_MAX);
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..WORKERS {
            let worker = Worker {
                db: db.clone(),
                registry: registry.clone(),
                waiting: Arc::clone(&waiting),
            };
            tokio::spawn(worker.run());
        }
        Self(queue)
    }

    /// The row of a key.
    pub(super) async fn find(&self, key: &str) -> Found {
        let (reply, found) = oneshot::channel();
        let wanted = Wanted {
            key: key.to_owned(),
            reply,
        };
        let gone = |_| Arc::new(DbError::Overloaded);
        self.0.send(wanted).await.map_err(|_| Arc::new(DbError::Overloaded))?;
        found.await.map_err(gone)?
    }
}

struct Worker {
    db: Db,
    registry: RegistryCode,
    waiting: Arc<Mutex<mpsc::Receiver<Wanted>>>,
}

impl Worker {
    async fn run(self) {
        let mut batch = Vec::with_capacity(BATCH_MAX);
        loop {
            // Held while nothing waits: the other worker is with the engine or waits for this one.
            if self.waiting.lock().await.recv_many(&mut batch, BATCH_MAX).await == 0 {
                return;
            }
            match self.ask(&batch).await {
                Ok(mut rows) => {
                    for (wanted, row) in batch.drain(..).zip(rows.drain(..)) {
                        // Whoever asked may have gone.
                        let _ = wanted.reply.send(Ok(row));
                    }
                }
                Err(error) => {
                    let error = Arc::new(error);
                    for wanted in batch.drain(..) {
                        let _ = wanted.reply.send(Err(Arc::clone(&error)));
                    }
                }
            }
        }
    }

    /// One statement; the rows in the order of the batch.
    async fn ask(&self, batch: &[Wanted]) -> Result<Vec<Option<Row>>, DbError> {
        // A few sizes, each with a text that stays prepared: the last key stands there again until it fits.
        let size = batch.len().next_power_of_two();
        let sql = statement(self.db.engine(), size);
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(self.registry.as_str());
        let keys = batch.iter().map(|wanted| wanted.key.as_str());
        let last = batch.last().map_or("", |wanted| &wanted.key);
        for key in keys.chain(std::iter::repeat(last)).take(size) {
            query = query.bind(key);
        }
        let mut rows = vec![None; batch.len()];
        for row in self.db.find("registry.find_records", query).await? {
            let position: i64 = row.try_get(0)?;
            if let Some(place) = usize::try_from(position)
                .ok()
                .and_then(|position| rows.get_mut(position))
            {
                *place = Some((row.try_get(1)?, row.try_get(2)?, row.try_get(3)?));
            }
        }
        Ok(rows)
    }
}

/// `$1` the registry, then as many keys. SQLite reads the record of the key or, where there is none, its neighbour, so that
/// both take the same steps: how long a question took does not tell whether somebody is there. On PostgreSQL the
/// neighbour lies in any of 16 partitions, and looking for it would take five times as long as the record does.
fn statement(engine: Engine, size: usize) -> String {
    let keys: Vec<String> = (0..size)
        .map(|position| format!("({position}, ${})", position + 2))
        .collect();
    let key = match engine {
        Engine::Sqlite => {
            "COALESCE((SELECT MIN(record_key) FROM registry_record WHERE registry = $1 AND record_key >= wanted.record_key),
             (SELECT MAX(record_key) FROM registry_record WHERE registry = $1))"
        }
        Engine::Postgres => "wanted.record_key",
    };
    format!(
        "-- registry.find_records
WITH wanted (position, record_key) AS (VALUES {})
SELECT CAST(wanted.position AS BIGINT), found.record_key, found.layout, found.field_values
FROM wanted JOIN registry_record AS found ON found.registry = $1 AND found.record_key = {key}",
        keys.join(", ")
    )
}
