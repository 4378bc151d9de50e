//! *Sync*: records from whoever feeds the registry; each is taken, or refused with its reason.

use motlan_core::Failure;
use tracing::instrument;

use crate::model::record::Record;
use crate::registry::Registry;
use crate::store::record::RecordError;
use crate::store::write::Change;

pub use crate::store::write::Applied;

/// A record as it was sent.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The record.
    pub record: Record,
    /// The version that its sender believes to be the last one, 0 for a record that is not there yet.
    pub known_version: Option<u64>,
}

impl Registry {
    /// Applies records in order and in one transaction; a record that is refused keeps no other back.
    ///
    /// # Errors
    /// [`RecordError`]; then nothing was written.
    #[instrument(skip_all, fields(registry = %self.pack().code))]
    pub async fn sync(&self, sent: Vec<Sent>) -> Result<Vec<Result<Applied, Failure>>, RecordError> {
        let parts = self.parts();
        let checked: Vec<_> = sent
            .into_iter()
            .map(|sent| {
                let checked = sent.record.check(&parts.pack, parts.samples)?;
                Ok::<_, Failure>(Change {
                    key: checked.key.into_text(),
                    fields: checked.fields,
                    known_version: sent.known_version,
                })
            })
            .collect();
        let changes: Vec<Change> = checked.iter().flatten().cloned().collect();
        let applied = parts.records.apply(&changes, parts.clock.now()).await?;
        let mut applied = applied.into_iter();
        let outcomes = checked.into_iter().filter_map(|checked| match checked {
            Ok(_) => applied.next().map(Ok),
            Err(failure) => Some(Err(failure)),
        });
        Ok(outcomes.collect())
    }
}
