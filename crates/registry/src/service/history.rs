//! The versions of a record, for its owner.

use motlan_core::Caller;
use tracing::instrument;

use super::Asking;
use crate::journal::{Answer, Outcome};
use crate::model::pack::Verb;
use crate::registry::{Registry, RegistryError};

pub use crate::store::history::Version;

impl Registry {
    /// The versions of a record, the first one first: for its owner, whose officer this is.
    ///
    /// # Errors
    /// [`RegistryError`].
    #[instrument(skip_all, fields(registry = %self.pack().code))]
    pub async fn versions(&self, officer: &Caller, key: &str) -> Result<Vec<Version>, RegistryError> {
        let parts = self.parts();
        let versions = parts.records.versions(key).await?;
        let held = parts.records.find(key).await?;
        let answer = versions.and(held).map(|(versions, held)| Answer {
            subjects: (parts.pack.keys.subjects(key, &held.unwrap_or_default()))
                .into_iter()
                .collect(),
            fields: Vec::new(),
            outcome: if versions.is_empty() {
                Outcome::NotFound
            } else {
                Outcome::Found
            },
            value: versions,
        });
        let asking = Asking {
            at: parts.clock.now(),
            verb: Verb::LookUp,
            caller: officer,
        };
        parts.send(asking, answer).await
    }
}
