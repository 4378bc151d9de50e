//! The record store on both engines.

use std::sync::Arc;

use motlan_core::time::TestClock;
use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_registry::service::LoadError;
use motlan_registry::{Pack, Record, Registry};
use motlan_store::db::{Db, DbError, testing};
use motlan_store::storage::faulty::FaultyStorage;

use crate::support::{LAN, NOW, boat, config, people, population, record};

async fn open(db: &Db, pack: Pack, samples: SamplePolicy) -> (Registry, Arc<TestClock>) {
    let clock = Arc::new(TestClock::new(NOW));
    let config = config(Arc::clone(&clock), samples);
    let registry = Registry::open(pack, db.clone(), Arc::new(FaultyStorage::new(1)), config)
        .await
        .unwrap();
    (registry, clock)
}

/// Version, values and time of one row.
async fn row(db: &Db, registry: &'static str, key: &'static str) -> (i64, String, i64) {
    db.read("test.row", |mut connection| async move {
        let sql = "-- test.row\nSELECT version, fields, valid_from FROM registry_record WHERE registry = $1 AND record_key = $2";
        let query = sqlx::query_as(sql).bind(registry).bind(key);
        Ok::<_, DbError>(query.fetch_one(&mut *connection).await?)
    })
    .await
    .unwrap()
}

fn changed(sex: &str) -> Record {
    let mut record = people().remove(0);
    record.fields.insert("sex".parse().unwrap(), sex.to_owned());
    record
}

#[tokio::test]
async fn a_row_counts_its_changes_and_nothing_else() {
    testing::on_both_engines(async |db| {
        let (registry, clock) = open(&db, population(), SamplePolicy::Allowed).await;
        assert_eq!(registry.load(people()).await.unwrap(), 2);
        let first = row(&db, "population", LAN).await;
        assert_eq!((first.0, first.2), (1, NOW.as_micros()));
        assert!(!first.1.contains(LAN), "the number is the key and stands there once");

        clock.advance_seconds(60);
        registry.load(people()).await.unwrap();
        assert_eq!(
            row(&db, "population", LAN).await,
            first,
            "the same values again change nothing"
        );

        registry.load([changed("unknown")]).await.unwrap();
        let second = row(&db, "population", LAN).await;
        assert_eq!((second.0, second.2), (2, NOW.plus_seconds(60).as_micros()));
        assert!(second.1.contains(r#""sex":"unknown""#));
        assert_eq!(registry.count().await.unwrap(), 2);
    })
    .await;
}

#[tokio::test]
async fn many_rows_go_in_several_statements_and_the_later_of_two_counts() {
    testing::on_both_engines(async |db| {
        let (registry, _) = open(&db, population(), SamplePolicy::Allowed).await;
        let one = |index: u32| {
            record(&[
                ("personal_number", &format!("003199{index:06}")),
                ("full_name", "Lê Thị Bình"),
                ("birth_date", "1999"),
            ])
        };
        // 819 rows of 5 values fill a statement.
        let records = (0..2500).map(one).chain([people().remove(0), changed("male")]);
        assert_eq!(registry.load(records).await.unwrap(), 2502);
        assert_eq!(registry.count().await.unwrap(), 2501, "Lan came twice");
        let lan = row(&db, "population", LAN).await;
        assert!(lan.0 == 1 && lan.1.contains(r#""sex":"male""#), "{lan:?}");
    })
    .await;
}

#[tokio::test]
async fn a_bad_record_is_named_and_its_batch_not_written() {
    testing::on_both_engines(async |db| {
        let (registry, _) = open(&db, population(), SamplePolicy::Allowed).await;
        for (pair, expected) in [
            (("sex", "x"), "invalid_body: sex: is no code of the list sex"),
            (
                ("death_date", "30/04/1999"),
                "invalid_body: death_date: must be YYYY, YYYY-MM or YYYY-MM-DD",
            ),
            (
                ("permanent_province", "5"),
                "invalid_body: permanent_province: must have 2 digits",
            ),
            (("nationality", " "), "invalid_body: nationality: is empty"),
            (("colour", "red"), "unknown_field: colour: is no field of population"),
            (
                ("father_number", "1"),
                "personal_number_form: father_number: A personal number has exactly 12 digits.",
            ),
        ] {
            let bad = record(&[
                ("personal_number", LAN),
                ("full_name", "A"),
                ("birth_date", "1999"),
                pair,
            ]);
            let error = registry.load(people().into_iter().chain([bad])).await.unwrap_err();
            let LoadError::Record { record: 3, failure } = error else {
                panic!("{error}");
            };
            assert_eq!(failure.to_string(), expected);
        }
        let keyless = record(&[("personal_number", LAN), ("full_name", "A")]);
        let error = registry.load([keyless]).await.unwrap_err();
        assert_eq!(error.to_string(), "record 1: invalid_body: birth_date: is missing");
        assert_eq!(registry.count().await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn sample_people_are_refused_unless_the_installation_says_so() {
    testing::on_both_engines(async |db| {
        let (registry, _) = open(&db, population(), SamplePolicy::Refused).await;
        let error = registry.load(people()).await.unwrap_err().to_string();
        assert!(
            error.starts_with("record 1: personal_number_province: personal_number:"),
            "{error}"
        );
    })
    .await;
}

#[tokio::test]
async fn two_registries_share_a_database_and_see_only_their_own() {
    testing::on_both_engines(async |db| {
        let (population, _) = open(&db, population(), SamplePolicy::Allowed).await;
        let (boats, _) = open(&db, boat(), SamplePolicy::Allowed).await;
        population.load(people()).await.unwrap();
        let owner = [
            ("owner_number", LAN),
            ("owner", "Nguyễn Thị Lan"),
            ("owner_born", "1999"),
            ("hull", "wood"),
        ];
        boats.load([record(&owner)]).await.unwrap();
        assert_eq!(
            (population.count().await.unwrap(), boats.count().await.unwrap()),
            (2, 1)
        );
        let boat = row(&db, "boat", LAN).await.1;
        assert_eq!(boat, r#"{"hull":"wood","owner":"Nguyễn Thị Lan","owner_born":"1999"}"#);
    })
    .await;
}
