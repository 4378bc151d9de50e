//! The registries that run inside this node, from the packs that come with the program or from files.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail, ensure};
use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_core::{Clock, SystemClock};
use motlan_registry::journal::IndexKey;
use motlan_registry::model::pack::RegistryCode;
use motlan_registry::{Config, Pack, Registry, store};
use motlan_store::db::Db;
use motlan_store::storage::disk::DiskStorage;

use super::lock;
use crate::config::{self, NodeConfig};
use crate::keys::NodeKeys;

/// Opens every registry of the configuration.
pub(crate) async fn open(
    config: &NodeConfig,
    index: &IndexKey,
    clock: &Arc<dyn Clock>,
) -> Result<BTreeMap<String, Registry>> {
    let mut registries = BTreeMap::new();
    for wanted in &config.registries {
        let registry = open_one(config, wanted, index, clock).await?;
        registries.insert(wanted.code.clone(), registry);
    }
    Ok(registries)
}

/// Opens one.
async fn open_one(
    config: &NodeConfig,
    wanted: &config::Registry,
    index: &IndexKey,
    clock: &Arc<dyn Clock>,
) -> Result<Registry> {
    let data = config.data_folder();
    std::fs::create_dir_all(&data)?;
    let storage = Arc::new(DiskStorage::new(&data)?);
    let pack = pack(config, wanted)?;
    let db = Db::open(&config.database_url(&wanted.database))
        .await
        .with_context(|| format!("registry {}", wanted.code))?;
    let samples = if wanted.sample {
        SamplePolicy::Allowed
    } else {
        SamplePolicy::Refused
    };
    let earlier = wanted
        .earlier_pack_files
        .iter()
        .map(|file| read_pack(config, wanted, file));
    let settings = Config {
        delays: wanted.usage_delay_days.clone(),
        earlier: earlier.collect::<Result<_>>()?,
        ..Config::new(samples, index.clone(), Arc::clone(clock))
    };
    let opened = Registry::open(pack, db, storage, settings).await;
    opened.with_context(|| format!("registry {}", wanted.code))
}

/// A registry of a node that is not running.
pub(crate) struct AtRest {
    /// The registry.
    pub(crate) registry: Registry,
    /// Keeps the node from starting.
    _lock: std::fs::File,
}

impl AtRest {
    /// Opens one registry of a configuration, unless the node or another command uses its data.
    pub(crate) async fn open(config: &NodeConfig, code: &str) -> Result<Self> {
        let lock = lock(&config.data_folder())?;
        let wanted = wanted(config, code)?;
        let index = NodeKeys::read(&config.folder)?.index;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        Ok(Self {
            registry: open_one(config, wanted, &index, &clock).await?,
            _lock: lock,
        })
    }
}

/// The code of a registry of this configuration, as its pack has it.
pub(crate) fn registry_code(config: &NodeConfig, code: &str) -> Result<RegistryCode> {
    Ok(pack(config, wanted(config, code)?)?.code)
}

fn wanted<'c>(config: &'c NodeConfig, code: &str) -> Result<&'c config::Registry> {
    let found = config.registries.iter().find(|registry| registry.code == code);
    found.with_context(|| format!("the configuration has no registry {code}"))
}

fn pack(config: &NodeConfig, wanted: &config::Registry) -> Result<Pack> {
    let code = &wanted.code;
    match (&wanted.pack_file, wanted.pack) {
        (Some(file), _) => read_pack(config, wanted, file),
        (None, Some(version)) => {
            Pack::built_in(code, version)?.with_context(|| format!("there is no pack {code}/{version}"))
        }
        (None, None) => bail!("registry {code} names no pack"),
    }
}

/// The pack of a file beside the configuration.
fn read_pack(config: &NodeConfig, wanted: &config::Registry, file: &Path) -> Result<Pack> {
    let (code, file) = (&wanted.code, config.folder.join(file));
    let pack = store::pack::read(&file).with_context(|| format!("registry {code}: {}", file.display()))?;
    ensure!(
        pack.code.as_str() == code,
        "{} is the pack of {}, not of {code}",
        file.display(),
        pack.code
    );
    Ok(pack)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NODE: &str = r#"
        member = "VN/GOV/H45"
        gateway = "VN/GOV/H45/gw1"
        listen = { gateway = "127.0.0.1:8355" }
        directory = { centre_key = "a key" }
        [[registry]]
        code = "boat"
        pack_file = "boat/pack.toml"
        database = "sqlite:boat.db"
    "#;

    #[test]
    fn a_pack_is_read_from_a_file_beside_the_configuration() {
        let mut config: NodeConfig = toml::from_str(NODE).unwrap();
        config.folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../registry/tests/fixtures").into();
        let found = pack(&config, &config.registries[0]).unwrap();
        assert_eq!((found.code.as_str(), found.version), ("boat", 3));
        let mut other = config.registries[0].clone();
        other.code = "raft".to_owned();
        let said = pack(&config, &other).unwrap_err().to_string();
        assert!(said.ends_with("is the pack of boat, not of raft"), "{said}");
    }
}
