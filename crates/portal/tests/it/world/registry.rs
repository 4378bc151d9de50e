//! A registry that runs in the node of the tests.

use std::collections::BTreeMap;
use std::sync::Arc;

use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_portal::Hosted;
use motlan_registry::journal::IndexKey;
use motlan_registry::model::correction::RawCorrection;
use motlan_registry::model::question::RawQuestion;
use motlan_registry::service::owner;
use motlan_registry::{Config, Pack, Record, Registry};
use motlan_store::db::testing;
use motlan_store::storage::faulty::FaultyStorage;

use super::World;
use super::people::{OWNER_NAME, OWNER_NUMBER};

/// Lets the population run in the node, with the owner as its one person.
pub(crate) async fn host(world: &mut World, folder: &std::path::Path) -> Registry {
    let db = testing::open(&format!("sqlite:{}/registry.db", folder.display())).await;
    let pack = Pack::built_in("population", 1).unwrap().unwrap();
    let config = Config::new(SamplePolicy::Allowed, IndexKey::new(&[9; 32]), world.clock.clone());
    let registry = Registry::open(pack, db, Arc::new(FaultyStorage::new(1)), config)
        .await
        .unwrap();
    let person = [
        ("personal_number", OWNER_NUMBER),
        ("full_name", OWNER_NAME),
        ("birth_date", "1999-04-30"),
    ];
    let record = Record::new(
        person
            .into_iter()
            .map(|(code, value)| (code.parse().unwrap(), value.to_owned())),
    );
    registry.load(std::iter::once(record)).await.unwrap();
    world.portal.registries = Hosted::new(BTreeMap::from([("population".to_owned(), registry.clone())]));
    registry
}

/// Somebody asks that the owner's sex be corrected; the id of the request.
pub(crate) async fn ask_to_correct(registry: &Registry) -> String {
    let system = "VN/GOV/H45/onestop".parse().unwrap();
    let asker = owner(registry.pack(), system, None, "ND-107-2021".parse().unwrap()).unwrap();
    let pairs = |pairs: &[(&str, &str)]| {
        let pairs = pairs
            .iter()
            .map(|(code, text)| ((*code).to_owned(), (*text).to_owned()));
        pairs.collect()
    };
    let question = RawQuestion {
        keys: pairs(&[
            ("personal_number", OWNER_NUMBER),
            ("full_name", OWNER_NAME),
            ("birth_date", "1999-04-30"),
        ]),
        fields: pairs(&[("sex", "female")]),
    };
    let because = RawCorrection {
        reason: "Ghi sai khi nhập liệu".to_owned(),
        evidence: "Giấy khai sinh số 12, quyển 01".to_owned(),
    };
    let taken = registry.correct(&asker, &question, &because).await;
    taken.unwrap().id.to_string()
}
