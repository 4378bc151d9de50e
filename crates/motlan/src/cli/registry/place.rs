//! Where a registry of its own lies: a folder for its usage journal and keys, and a database.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use motlan_core::SystemClock;
use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_registry::journal::IndexKey;
use motlan_registry::{Config, Pack, Registry};
use motlan_store::db::Db;
use motlan_store::storage::disk::DiskStorage;

use crate::keys;

/// A registry beside a node, with sample people.
#[derive(Clone, clap::Args)]
pub(crate) struct Place {
    /// The registry: the code of a pack that comes with the program.
    #[arg(long, default_value = "population")]
    pub(crate) registry: String,
    /// Its folder.
    #[arg(long, default_value = "./motlan-data/registry")]
    pub(crate) data: PathBuf,
    /// `sqlite:<file>` or `postgres://<user>@<host>/<database>`; a SQLite file in the folder, if it is not given.
    #[arg(long)]
    pub(crate) database: Option<String>,
}

impl Place {
    /// Opens it; folder, key and database are made if they are not there.
    pub(crate) async fn open(&self) -> Result<Registry> {
        std::fs::create_dir_all(&self.data).with_context(|| format!("{} cannot be made", self.data.display()))?;
        let pack = Pack::built_in(&self.registry, 1)?.with_context(|| format!("there is no pack {}", self.registry))?;
        let storage = Arc::new(DiskStorage::new(&self.data)?);
        let config = Config::new(SamplePolicy::Allowed, index_key(&self.data)?, Arc::new(SystemClock));
        let db = Db::open(&self.url()).await?;
        Ok(Registry::open(pack, db, storage, config).await?)
    }

    /// The database.
    pub(crate) fn url(&self) -> String {
        match &self.database {
            Some(url) => url.clone(),
            None => format!("sqlite:{}", self.file().display()),
        }
    }

    /// The SQLite file, where no other database is named.
    pub(crate) fn file(&self) -> PathBuf {
        self.data.join(format!("{}.db", self.registry))
    }
}

/// The key of the journal's person index: made at the first opening, and never again.
fn index_key(data: &Path) -> Result<IndexKey> {
    let file = data.join("index.key");
    if !file.try_exists()? {
        keys::write_new(&file, &keys::new_index_key()?)?;
    }
    keys::read_index_key(&file)
}
