//! Records from whoever feeds a registry, on both engines.

use std::sync::Arc;

use motlan_core::Caller;
use motlan_core::time::TestClock;
use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_registry::journal::Page;
use motlan_registry::service::{Applied, Sent, SyncOutcome};
use motlan_registry::{FieldCode, Record, Registry};
use motlan_store::db::{Db, DbError, testing};
use motlan_store::storage::faulty::FaultyStorage;

use crate::support::{HOA, LAN, NOBODY, NOW, caller, config, feeder, number, population, record, whole};

async fn open(db: &Db) -> (Registry, Arc<TestClock>) {
    let clock = Arc::new(TestClock::new(NOW));
    let config = config(Arc::clone(&clock), SamplePolicy::Allowed);
    let opened = Registry::open(population(), db.clone(), Arc::new(FaultyStorage::new(1)), config).await;
    (opened.unwrap(), clock)
}

fn lan(sex: &str, known_version: Option<u64>) -> Sent {
    Sent::new(whole(LAN, sex), known_version)
}

/// Code and field of each reason.
fn reasons(outcome: &SyncOutcome) -> Vec<(&str, Option<&str>)> {
    let reasons = outcome.as_ref().unwrap_err();
    let named = reasons
        .iter()
        .map(|reason| (reason.code.as_str(), reason.field.as_ref().map(FieldCode::as_str)));
    named.collect()
}

/// Rows of a table that are Lan's: the numbers of the columns, in order.
async fn rows(db: &Db, sql: &'static str) -> Vec<(i64, i64)> {
    db.read("test.rows", |mut connection| async move {
        Ok::<_, DbError>(sqlx::query_as(sql).bind(LAN).fetch_all(&mut *connection).await?)
    })
    .await
    .unwrap()
}

#[tokio::test]
async fn each_record_is_added_changed_unchanged_superseded_or_refused() {
    testing::on_both_engines(async |db| {
        let (registry, clock) = open(&db).await;
        let sync = async |sent: Vec<Sent>| -> Vec<_> { registry.sync(&feeder(1), sent).await.unwrap() };
        assert_eq!(sync(vec![lan("female", Some(0))]).await, [Ok(Applied::Added)]);
        clock.advance_seconds(60);
        assert_eq!(
            sync(vec![lan("female", None)]).await,
            [Ok(Applied::Unchanged { version: 1 })]
        );
        let superseded = [Ok(Applied::Superseded { version: 1 })];
        assert_eq!(sync(vec![lan("male", Some(0))]).await, superseded);
        assert_eq!(
            sync(vec![lan("male", Some(1))]).await,
            [Ok(Applied::Changed { version: 2 })]
        );
        // A refused record in the middle keeps nobody back, and of two with one key the later follows the earlier.
        let outcomes = sync(vec![
            lan("female", None),
            lan("?", None),
            lan("male", Some(3)),
            lan("male", Some(3)),
        ])
        .await;
        assert_eq!(outcomes[0], Ok(Applied::Changed { version: 3 }));
        assert_eq!(reasons(&outcomes[1]), [("not_in_list", Some("sex"))]);
        assert_eq!(
            outcomes[2..],
            [
                Ok(Applied::Changed { version: 4 }),
                Ok(Applied::Superseded { version: 4 })
            ]
        );

        let changes = "SELECT position, version FROM registry_change WHERE record_key = $1 ORDER BY position";
        assert_eq!(rows(&db, changes).await, [(1, 1), (2, 2), (3, 3), (4, 4)]);
        let history =
            "SELECT version, valid_until - valid_from FROM registry_history WHERE record_key = $1 ORDER BY version";
        assert_eq!(rows(&db, history).await, [(1, 60_000_000), (2, 0), (3, 0)]);
        assert_eq!(registry.count().await.unwrap(), 1);
    })
    .await;
}

/// The same person with another value of one field.
fn with(number: &str, field: &str, value: &str) -> Sent {
    let mut record = whole(number, "female");
    record.fields.insert(field.parse().unwrap(), value.to_owned());
    Sent::new(record, None)
}

#[tokio::test]
async fn a_record_has_all_its_reasons_at_once() {
    testing::on_both_engines(async |db| {
        let (registry, _) = open(&db).await;
        registry
            .sync(&feeder(1), vec![with(LAN, "old_identity_number", "123456789")])
            .await
            .unwrap();
        let bad = record(&[
            ("personal_number", HOA),
            ("full_name", " "),
            ("sex", "?"),
            ("birth_province", "5"),
            ("old_identity_number", "123456789"),
            ("colour", "red"),
            ("permanent_district", "1"),
        ]);
        let outcomes = registry.sync(&feeder(2), vec![Sent::new(bad, None)]).await.unwrap();
        assert_eq!(
            reasons(&outcomes[0]),
            [
                ("unknown_field", Some("colour")),
                ("missing", Some("birth_date")),
                ("digits", Some("birth_province")),
                ("empty", Some("full_name")),
                ("digits", Some("permanent_district")),
                ("not_in_list", Some("sex")),
                ("incomplete", Some("nationality")),
                ("not_unique", Some("old_identity_number")),
            ]
        );
        let remedy = serde_json::to_value(&outcomes[0].as_ref().unwrap_err()[5].remedy).unwrap();
        assert_eq!(
            remedy,
            serde_json::json!({"code": "use_list", "list": "sex", "several": false})
        );
        // Lan hears that somebody was told that her old number is taken.
        let heard = registry.usage_of(number(LAN), Page::default()).await.unwrap();
        assert_eq!(heard.entries.len(), 2);
        assert_eq!(registry.count().await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_must_be_unique_is_compared_with_what_is_held_now() {
    testing::on_both_engines(async |db| {
        let (registry, _) = open(&db).await;
        let sync = async |sent: Vec<Sent>| registry.sync(&feeder(1), sent).await.unwrap();
        let (old, other) = ("123456789", "987654321");
        // Within one batch the first counts.
        let outcomes = sync(vec![
            with(LAN, "old_identity_number", old),
            with(HOA, "old_identity_number", old),
        ])
        .await;
        assert_eq!(outcomes[0], Ok(Applied::Added));
        assert_eq!(reasons(&outcomes[1]), [("not_unique", Some("old_identity_number"))]);
        // Whoever gives it up leaves it to another, in the same batch too; and one's own is no double.
        let outcomes = sync(vec![
            with(LAN, "old_identity_number", old),
            with(LAN, "old_identity_number", other),
            with(HOA, "old_identity_number", old),
            with(NOBODY, "old_identity_number", other),
        ])
        .await;
        assert_eq!(
            outcomes[..3],
            [
                Ok(Applied::Unchanged { version: 1 }),
                Ok(Applied::Changed { version: 2 }),
                Ok(Applied::Added)
            ]
        );
        assert_eq!(reasons(&outcomes[3]), [("not_unique", Some("old_identity_number"))]);
        // A load leaves candidates behind that hold nothing.
        let first = with(LAN, "old_identity_number", "555555555").record;
        registry.load([first]).await.unwrap();
        let outcomes = sync(vec![with(NOBODY, "old_identity_number", "555555555")]).await;
        assert_eq!(outcomes, [Ok(Applied::Added)]);
    })
    .await;
}

#[tokio::test]
async fn a_sender_writes_what_its_grant_holds_and_leaves_the_rest() {
    testing::on_both_engines(async |db| {
        let (registry, _) = open(&db).await;
        registry.sync(&feeder(1), vec![lan("female", None)]).await.unwrap();
        let refused = async |rights: &[&str]| {
            let refused = registry.sync(&caller(2, rights), vec![lan("male", None)]).await;
            refused.unwrap_err().to_string()
        };
        assert_eq!(
            refused(&["sex"]).await,
            "field_not_granted: the grant does not hold: registry.sync"
        );
        assert_eq!(
            refused(&[
                "registry.sync",
                "personal_number",
                "full_name",
                "birth_date",
                "nationality"
            ])
            .await,
            "field_not_granted: the grant does not hold: birth_province, sex"
        );
        let some = caller(
            3,
            &[
                "registry.sync",
                "personal_number",
                "full_name",
                "birth_date",
                "religion",
            ],
        );
        let part = record(&[
            ("personal_number", LAN),
            ("full_name", "Nguyễn Thị Lan"),
            ("birth_date", "1999-04-30"),
            ("religion", "Phật giáo"),
        ]);
        let sync = async |caller: Caller, record: &Record| {
            registry
                .sync(&caller, vec![Sent::new(record.clone(), None)])
                .await
                .unwrap()
        };
        assert_eq!(sync(some, &part).await, [Ok(Applied::Changed { version: 2 })]);
        let mut whole = whole(LAN, "female");
        let keys = ["registry.sync", "personal_number", "full_name", "birth_date"];
        let mut part = part;
        part.fields.remove("religion");
        assert_eq!(
            sync(caller(4, &keys), &part).await,
            [Ok(Applied::Unchanged { version: 2 })],
            "what it has no right to stays"
        );
        whole.fields.insert("religion".parse().unwrap(), "Phật giáo".to_owned());
        assert_eq!(sync(feeder(5), &whole).await, [Ok(Applied::Unchanged { version: 2 })]);
        // To leave out what one has the right to is to take it away.
        whole.fields.remove("religion");
        assert_eq!(sync(feeder(6), &whole).await, [Ok(Applied::Changed { version: 3 })]);
    })
    .await;
}

#[tokio::test]
async fn a_batch_about_many_is_one_entry_that_each_of_them_finds() {
    testing::on_both_engines(async |db| {
        let (registry, clock) = open(&db).await;
        let numbers: Vec<String> = (0..150).map(|index| format!("003199{index:06}")).collect();
        let sent = |count: usize| -> Vec<Sent> {
            let numbers = numbers.iter().take(count);
            numbers.map(|number| Sent::new(whole(number, "female"), None)).collect()
        };
        registry.sync(&feeder(1), sent(150)).await.unwrap();
        clock.advance_seconds(60);
        registry.sync(&feeder(2), sent(100)).await.unwrap();
        clock.advance_seconds(60);
        registry.sync(&feeder(3), sent(101)).await.unwrap();
        for (index, expected) in [
            (0, vec![(3, Some(101)), (2, None), (1, Some(150))]),
            (100, vec![(3, Some(101)), (1, Some(150))]),
            (149, vec![(1, Some(150))]),
        ] {
            let page = registry
                .usage_of(number(&numbers[index]), Page::default())
                .await
                .unwrap();
            let seen: Vec<_> = page
                .entries
                .iter()
                .map(|entry| (entry.transaction.0[0], entry.persons))
                .collect();
            assert_eq!(seen, expected, "person {index}");
        }
        assert_eq!(
            registry
                .usage_of(number(NOBODY), Page::default())
                .await
                .unwrap()
                .entries,
            []
        );
    })
    .await;
}
