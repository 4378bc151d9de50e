//! The registries that run inside this node, from the packs that come with the program.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use motlan_core::Clock;
use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_registry::{Config, Pack, Registry};
use motlan_store::db::Db;
use motlan_store::storage::disk::DiskStorage;

use crate::config::NodeConfig;
use crate::keys::NodeKeys;

/// Packs by code and version.
const PACKS: [(&str, u32, &str, &str); 1] = [(
    "population",
    1,
    include_str!("../../../../packs/registries/population/1/registry.toml"),
    include_str!("../../../../packs/registries/population/1/schema.toml"),
)];

/// Opens every registry of the configuration.
pub(crate) async fn open(
    config: &NodeConfig,
    keys: &NodeKeys,
    clock: &Arc<dyn Clock>,
) -> Result<BTreeMap<String, Registry>> {
    let data = config.data_folder();
    std::fs::create_dir_all(&data)?;
    let storage = Arc::new(DiskStorage::new(&data)?);
    let mut registries = BTreeMap::new();
    for wanted in &config.registries {
        let pack = pack(&wanted.code, wanted.pack)?;
        let url = match wanted.database.strip_prefix("sqlite:") {
            Some(path) => format!("sqlite:{}", data.join(path).display()),
            None => wanted.database.clone(),
        };
        let db = Db::open(&url)
            .await
            .with_context(|| format!("registry {}", wanted.code))?;
        let samples = if wanted.sample {
            SamplePolicy::Allowed
        } else {
            SamplePolicy::Refused
        };
        let settings = Config::new(samples, keys.index.clone(), Arc::clone(clock));
        let registry = Registry::open(pack, db, storage.clone(), settings).await?;
        registries.insert(wanted.code.clone(), registry);
    }
    Ok(registries)
}

fn pack(code: &str, version: u32) -> Result<Pack> {
    for (known, known_version, registry, schema) in PACKS {
        if known == code && known_version == version {
            return Ok(Pack::parse(registry, schema)?);
        }
    }
    bail!("there is no pack {code}/{version}")
}
