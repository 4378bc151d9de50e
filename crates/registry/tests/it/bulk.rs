//! A bulk load on both engines: stopped and gone on with, doubles, and a registry that answers nothing meanwhile.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use motlan_core::time::TestClock;
use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_registry::model::question::RawQuestion;
use motlan_registry::service::LoadError;
use motlan_registry::{Pack, Record, Registry};
use motlan_store::db::{Db, testing};
use motlan_store::storage::faulty::FaultyStorage;

use crate::support::{NOW, boat, caller, config, pairs, population, record};

async fn open(db: &Db, pack: Pack) -> Registry {
    let config = config(Arc::new(TestClock::new(NOW)), SamplePolicy::Allowed);
    let opened = Registry::open(pack, db.clone(), Arc::new(FaultyStorage::new(1)), config).await;
    opened.unwrap()
}

const COUNT: u64 = 50_000;

fn number(index: u64) -> String {
    // Scattered over the keys, as in life.
    format!("003199{:06}", (index * 7_919) % 1_000_000)
}

fn one(index: u64) -> Record {
    record(&[
        ("personal_number", &number(index)),
        ("full_name", "Lê \\ Bình"),
        ("birth_date", "1999"),
        ("sex", if index.is_multiple_of(2) { "female" } else { "male" }),
    ])
}

async fn verifies(registry: &Registry, index: u64, sex: &str) -> Result<bool, String> {
    let asked = RawQuestion {
        keys: pairs(&[
            ("personal_number", &number(index)),
            ("full_name", "lê \\ bình"),
            ("birth_date", "1999"),
        ]),
        fields: pairs(&[("sex", sex)]),
    };
    let verdict = registry.verify(&caller(1, &["sex"]), &asked).await;
    let verdict = verdict.map_err(|error| error.failure().to_string())?;
    Ok(serde_json::to_value(&verdict).unwrap()["result"] == "match")
}

#[tokio::test]
async fn a_load_of_something_else_does_not_shut_the_registry_for_good() {
    testing::on_both_engines(async |db| {
        // One stops before anything was taken: it is forgotten.
        let registry = open(&db, population()).await;
        let nothing = |from: u64| (from..1).map(|_| record(&[]));
        registry.load_bulk("country 1", nothing, |_| ()).await.unwrap_err();
        // Another in the middle: it has to end first, and its name is told.
        let half = |from: u64| (from..30_000).map(|index| if index == 29_999 { record(&[]) } else { one(index) });
        registry.load_bulk("country 2", half, |_| ()).await.unwrap_err();
        let other = registry.load_bulk("country 3", |from| (from..9).map(one), |_| ()).await;
        assert!(matches!(other, Err(LoadError::Unfinished { other }) if other == "country 2"));
        let whole = registry
            .load_bulk("country 2", |from| (from..30_000).map(one), |_| ())
            .await;
        assert_eq!(whole.unwrap(), Some(30_000));
        drop(registry);
        let registry = open(&db, population()).await;
        assert_eq!(verifies(&registry, 0, "female").await, Ok(true));
    })
    .await;
}

#[tokio::test]
async fn a_load_that_was_stopped_goes_on_and_nothing_is_answered_meanwhile() {
    testing::on_both_engines(async |db| {
        let registry = open(&db, population()).await;
        // The source breaks off in the middle of the third batch: two are kept.
        let broken = |from: u64| (from..45_000).map(|index| if index == 44_000 { record(&[]) } else { one(index) });
        let error = registry.load_bulk("country 1", broken, |_| ()).await.unwrap_err();
        assert!(matches!(error, LoadError::Record { record: 44_001, .. }), "{error}");
        drop(registry);

        let registry = open(&db, population()).await;
        let refused = verifies(&registry, 0, "female").await.unwrap_err();
        assert!(refused.starts_with("service_disabled: a bulk load"), "{refused}");
        let (begun, seen) = (AtomicU64::new(0), AtomicU64::new(0));
        let whole = |from: u64| {
            begun.store(from, Ordering::Relaxed);
            (from..COUNT).map(one)
        };
        let loaded = registry
            .load_bulk("country 1", whole, |taken| seen.store(taken, Ordering::Relaxed))
            .await;
        assert_eq!(loaded.unwrap(), Some(COUNT));
        assert_eq!((begun.into_inner(), seen.into_inner()), (40_000, COUNT));
        assert_eq!(registry.count().await.unwrap(), COUNT);
        for index in [0, 1, 39_999, 40_000, 49_999] {
            let sex = if index % 2 == 0 { "female" } else { "male" };
            assert_eq!(verifies(&registry, index, sex).await, Ok(true), "{index}");
        }

        // The same source again reads nothing; another one finds records that need their index.
        let again = registry
            .load_bulk("country 1", |_| std::iter::once_with(|| panic!("read again")), |_| ())
            .await;
        assert_eq!(again.unwrap(), Some(COUNT));
        let other = registry.load_bulk("country 2", |_| std::iter::empty(), |_| ()).await;
        assert_eq!(other.unwrap(), None);
        let boats = open(&db, boat()).await;
        assert_eq!(
            boats.load_bulk("boats", |_| std::iter::empty(), |_| ()).await.unwrap(),
            None
        );
    })
    .await;
}

#[tokio::test]
async fn of_two_records_with_one_key_the_first_stays() {
    testing::on_both_engines(async |db| {
        let registry = open(&db, population()).await;
        let double = |index: u64| {
            let mut second = one(0);
            second.fields.insert("sex".parse().unwrap(), "male".to_owned());
            if index == 20_001 { second } else { one(index) }
        };
        let loaded = registry
            .load_bulk("doubles", |from| (from..30_000).map(double), |_| ())
            .await;
        assert_eq!(loaded.unwrap(), Some(30_000));
        assert_eq!(registry.count().await.unwrap(), 29_999);
        assert_eq!(verifies(&registry, 0, "female").await, Ok(true));
    })
    .await;
}
