//! A registry of people behind a provider's gateway.

use std::path::Path;
use std::sync::Arc;

use motlan_core::time::TestClock;
use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_registry::journal::IndexKey;
use motlan_registry::{Config, Record, Registry, store};
use motlan_store::db::testing;
use motlan_store::storage::FaultyStorage;

use super::country::START;

/// The number of the person who is [`lan`].
pub(crate) const LAN: &str = "003199012345";

/// The population registry on this database and this disk, with whoever is in it.
pub(crate) async fn population(url: &str, disk: &FaultyStorage) -> Registry {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/registries/population/1/pack.toml");
    let config = Config::new(
        SamplePolicy::Allowed,
        IndexKey::new(&[9; 32]),
        Arc::new(TestClock::new(START)),
    );
    let (pack, db) = (store::pack::read(&file).unwrap(), testing::open(url).await);
    Registry::open(pack, db, Arc::new(disk.clone()), config).await.unwrap()
}

/// A person to put into it.
pub(crate) fn lan() -> Record {
    let pairs = [
        ("personal_number", LAN),
        ("full_name", "Nguyễn Thị Lan"),
        ("birth_date", "1999-04-30"),
        ("sex", "female"),
    ];
    Record::new(pairs.map(|(code, text)| (code.parse().unwrap(), text.to_owned())))
}
