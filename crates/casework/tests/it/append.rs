//! Entries reach the log in order and once, whenever the job is killed; a log of another database is not continued.

use std::sync::Arc;

use motlan_casework::Casework;
use motlan_evidence::LogName;
use motlan_evidence::case::CaseEntry;
use motlan_store::db::{Db, DbError, testing};
use motlan_store::storage::faulty::FaultyStorage;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::support::{Net, World, clock, code_of, config, evidence, lan, officer, pdf, with_world};

/// The table of entries, in order.
pub(crate) async fn table(db: &Db) -> Vec<CaseEntry> {
    let rows: Result<Vec<Vec<u8>>, DbError> = db
        .read("test.list_entries", |mut connection| async move {
            let sql = "-- test.list_entries\nSELECT bytes FROM casework_entry ORDER BY entry_index";
            Ok(sqlx::query_scalar(sql).fetch_all(&mut *connection).await?)
        })
        .await;
    rows.unwrap()
        .iter()
        .map(|bytes| CaseEntry::parse(bytes).unwrap())
        .collect()
}

/// The whole log.
pub(crate) fn log(evidence: &motlan_evidence::Evidence) -> Vec<CaseEntry> {
    let size = evidence.size(LogName::Casework);
    (0..size)
        .map(|index| evidence.case_entry(index).unwrap().unwrap())
        .collect()
}

#[tokio::test]
async fn after_any_power_cut_the_log_equals_the_table() {
    testing::on_sqlite_url(async |url: String| {
        let (clock, net) = (clock(), Arc::new(Net::default()));
        let mut random = ChaCha8Rng::seed_from_u64(17);
        let mut storage = FaultyStorage::new(17);
        let mut cuts = 0;
        for _ in 0..25 {
            let db = testing::open(&url).await;
            let province = evidence("H45", &storage).await;
            let casework = Casework::open(db.clone(), province.clone(), config(&clock, net.line()))
                .await
                .unwrap();
            for _ in 0..random.random_range(1..4) {
                let draft = casework.begin_draft(&lan(), crate::support::LICENCE).await.unwrap();
                casework.attach(&lan(), &draft, 3, pdf("a")).await.unwrap();
                let code = casework
                    .submit(&lan(), motlan_identity::Level::Two, &draft)
                    .await
                    .unwrap();
                casework.receive(&officer(), &code, 1).await.unwrap();
            }
            storage.power_off_at(random.random_range(1..4));
            cuts += u32::from(casework.append_entries().await.is_err());
            drop((casework, province));
            db.close().await;
            storage = storage.power_cut();
        }
        let db = testing::open(&url).await;
        let province = evidence("H45", &storage).await;
        let casework = Casework::open(db.clone(), province.clone(), config(&clock, net.line()))
            .await
            .unwrap();
        casework.append_entries().await.unwrap();
        assert_eq!(log(&province), table(&db).await);
        assert!(
            cuts > 5 && province.size(LogName::Casework) > 100,
            "the test must cut what it tests: {cuts}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_job_that_is_dropped_half_way_does_not_append_twice() {
    with_world(async |world: World| {
        for _ in 0..8 {
            world.submitted().await;
            let casework = world.casework.clone();
            let job = tokio::spawn(async move { casework.append_entries().await });
            tokio::task::yield_now().await;
            job.abort();
            let (one, two) = tokio::join!(world.casework.append_entries(), world.casework.append_entries());
            one.unwrap();
            two.unwrap();
            assert_eq!(log(&world.evidence), table(&world.db).await);
        }
    })
    .await;
}

#[tokio::test]
async fn another_databases_log_is_not_continued() {
    with_world(async |world: World| {
        world.submitted().await;
        world.casework.append_entries().await.unwrap();
        let open = async |url: String| {
            let db = testing::open(&url).await;
            let config = config(&world.clock, world.net.line());
            Casework::open(db, world.evidence.clone(), config).await.unwrap()
        };
        testing::on_sqlite_url(async |url: String| {
            let other = open(url).await;
            // Restored from before the first dossier: the log is longer.
            assert_eq!(code_of(other.append_entries().await), "case_log_contradiction");
            for _ in 0..2 {
                let draft = other.begin_draft(&lan(), crate::support::LICENCE).await.unwrap();
                other.attach(&lan(), &draft, 3, pdf("a")).await.unwrap();
                other.submit(&lan(), motlan_identity::Level::Two, &draft).await.unwrap();
            }
            // Longer than the log now, but another history.
            assert_eq!(code_of(other.append_entries().await), "case_log_contradiction");
            assert_eq!(world.evidence.size(LogName::Casework), 4);
        })
        .await;
        world.submitted().await;
        assert_eq!(world.casework.append_entries().await.unwrap(), 4);
    })
    .await;
}
