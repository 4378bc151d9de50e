//! The record store on both engines.

use std::sync::Arc;

use motlan_core::time::TestClock;
use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_registry::model::question::RawQuestion;
use motlan_registry::model::verdict::Outcome;
use motlan_registry::registry::OpenError;
use motlan_registry::service::LoadError;
use motlan_registry::{Pack, Record, Registry};
use motlan_store::db::{Db, DbError, testing};
use motlan_store::storage::faulty::FaultyStorage;

use crate::support::{LAN, NOW, boat, caller, config, folder, pairs, people, population, record};

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
        let sql = "-- test.row\nSELECT version, field_values, valid_from FROM registry_record WHERE registry = $1 AND record_key = $2";
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
async fn a_load_brings_first_versions_and_leaves_what_is_there() {
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
        assert_eq!(
            row(&db, "population", LAN).await,
            first,
            "a load brings first versions only: a change is a matter of sync"
        );
        assert_eq!(registry.count().await.unwrap(), 2);
    })
    .await;
}

#[tokio::test]
async fn many_rows_go_in_several_statements_and_the_first_of_two_counts() {
    testing::on_both_engines(async |db| {
        let (registry, _) = open(&db, population(), SamplePolicy::Allowed).await;
        let one = |index: u32| {
            record(&[
                ("personal_number", &format!("003199{index:06}")),
                ("full_name", "Lê Thị Bình"),
                ("birth_date", "1999"),
            ])
        };
        // 682 rows of 6 values fill a statement.
        let records = (0..2500).map(one).chain([people().remove(0), changed("male")]);
        assert_eq!(registry.load(records).await.unwrap(), 2502);
        assert_eq!(registry.count().await.unwrap(), 2501, "Lan came twice");
        let lan = row(&db, "population", LAN).await;
        assert!(lan.0 == 1 && lan.1.contains(r#""female""#), "{lan:?}");
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
        assert_eq!(boat, r#"["Nguyễn Thị Lan","1999","wood"]"#);
    })
    .await;
}

#[tokio::test]
async fn a_published_version_keeps_its_fields_and_a_new_one_reads_the_old_rows() {
    testing::on_both_engines(async |db| {
        let (first, _) = open(&db, boat(), SamplePolicy::Allowed).await;
        let owner = [
            ("owner_number", LAN),
            ("owner", "Nguyễn Thị Lan"),
            ("owner_born", "1999"),
            ("hull", "wood"),
        ];
        first.load([record(&owner)]).await.unwrap();
        let text = std::fs::read_to_string(folder("tests/fixtures/boat/pack.toml")).unwrap();
        let swapped = text.replace("code = \"hull\"\nsens", "code = \"body\"\nsens");
        let reopen = async |text: &str| {
            let config = config(Arc::new(TestClock::new(NOW)), SamplePolicy::Allowed);
            let pack = Pack::parse(text).unwrap();
            Registry::open(pack, db.clone(), Arc::new(FaultyStorage::new(1)), config).await
        };
        let refused = reopen(&swapped).await.map(drop).unwrap_err();
        assert!(matches!(refused, OpenError::Layout(_)), "{refused}");
        // Version 4 has its fields in another order and one more.
        let (head, fields) = text.split_once("[[field]]").unwrap();
        let sail = "[[field]]\ncode = \"sail\"\nname = { vi = \"Buồm\", en = \"Sail\" }\ntype = \"text\"\n\
                    compare = \"exact\"\nright = \"boat\"\nsensitivity = \"open\"\n\n[[field]]";
        let second = format!("{head}{sail}{fields}").replace("version = 3", "version = 4");
        let second = reopen(&second).await.unwrap();
        let asked = RawQuestion {
            keys: pairs(&owner[..3]),
            fields: pairs(&owner[3..]),
        };
        let verdict = second.verify(&caller(1, &["boat", "owner"]), &asked).await.unwrap();
        assert_eq!(verdict.result, Outcome::Match);
        for state in ["draft", "archived"] {
            let text = text.replace("published", state);
            assert!(matches!(reopen(&text).await, Err(OpenError::NotPublished)), "{state}");
        }
    })
    .await;
}
