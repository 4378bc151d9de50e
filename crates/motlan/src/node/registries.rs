//! The registries that run inside this node, from the packs that come with the program.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context, Result};
use motlan_core::Clock;
use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_registry::journal::IndexKey;
use motlan_registry::{Config, Pack, Registry};
use motlan_store::db::Db;
use motlan_store::storage::disk::DiskStorage;

use crate::config::NodeConfig;

/// Opens every registry of the configuration.
pub(crate) async fn open(
    config: &NodeConfig,
    index: &IndexKey,
    clock: &Arc<dyn Clock>,
) -> Result<BTreeMap<String, Registry>> {
    let data = config.data_folder();
    std::fs::create_dir_all(&data)?;
    let storage = Arc::new(DiskStorage::new(&data)?);
    let mut registries = BTreeMap::new();
    for wanted in &config.registries {
        let pack = pack(&wanted.code, wanted.pack)?;
        let db = Db::open(&config.database_url(&wanted.database))
            .await
            .with_context(|| format!("registry {}", wanted.code))?;
        let samples = if wanted.sample {
            SamplePolicy::Allowed
        } else {
            SamplePolicy::Refused
        };
        let settings = Config::new(samples, index.clone(), Arc::clone(clock));
        let registry = Registry::open(pack, db, storage.clone(), settings).await?;
        registries.insert(wanted.code.clone(), registry);
    }
    Ok(registries)
}

fn pack(code: &str, version: u32) -> Result<Pack> {
    Pack::built_in(code, version)?.with_context(|| format!("there is no pack {code}/{version}"))
}
