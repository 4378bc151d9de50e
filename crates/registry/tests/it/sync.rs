//! Records from whoever feeds a registry, on both engines.

use std::sync::Arc;

use motlan_core::time::TestClock;
use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_registry::service::{Applied, Sent};
use motlan_registry::{Record, Registry};
use motlan_store::db::{Db, DbError, testing};
use motlan_store::storage::faulty::FaultyStorage;

use crate::support::{LAN, NOW, config, people, population};

async fn open(db: &Db) -> (Registry, Arc<TestClock>) {
    let clock = Arc::new(TestClock::new(NOW));
    let config = config(Arc::clone(&clock), SamplePolicy::Allowed);
    let opened = Registry::open(population(), db.clone(), Arc::new(FaultyStorage::new(1)), config).await;
    (opened.unwrap(), clock)
}

fn lan(sex: &str, known_version: Option<u64>) -> Sent {
    let mut record: Record = people().remove(0);
    record.fields.insert("sex".parse().unwrap(), sex.to_owned());
    Sent { record, known_version }
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
        let sync = async |sent: Vec<Sent>| -> Vec<_> { registry.sync(sent).await.unwrap() };
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
        assert_eq!(
            outcomes[1].as_ref().unwrap_err().to_string(),
            "invalid_body: sex: is no code of the list sex"
        );
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
