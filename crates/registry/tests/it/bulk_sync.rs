//! The sync of a whole file: totals exactly as planted, every refusal with its reason, nothing changed by a second run,
//! and broken-off runs that go on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use motlan_core::time::TestClock;
use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_registry::Registry;
use motlan_registry::journal::Page;
use motlan_registry::model::tally::Tally;
use motlan_registry::service::Sent;
use motlan_sandbox::Country;
use motlan_sandbox::feed::{Fate, Feed};
use motlan_store::db::{Db, testing};
use motlan_store::storage::faulty::FaultyStorage;
use serde_json::Value;

use crate::support::{NOW, caller, config, feeder, number, population};

const RECORDS: u64 = 4_000;
const BATCH: u64 = 300;

fn feed() -> Feed {
    Feed::new(Country::new(7))
}

async fn open(db: &Db, storage: &FaultyStorage) -> Registry {
    let config = config(Arc::new(TestClock::new(NOW)), SamplePolicy::Allowed);
    Registry::open(population(), db.clone(), Arc::new(storage.clone()), config)
        .await
        .unwrap()
}

/// The file that lines about refused records go to.
#[derive(Default)]
struct Refused(String, usize);

impl Refused {
    fn write(&mut self, progress: &motlan_registry::service::Progress) {
        self.1 = usize::try_from(progress.refused_bytes).unwrap();
        self.0.truncate(self.1);
        self.0.push_str(&progress.refused_lines);
    }
}

/// Goes on with the file until its end, or until so many batches are done. `bytes` are records here.
async fn run(registry: &Registry, refused: &mut Refused, batches_max: u64) -> Result<Tally, String> {
    let feeder = feeder(1);
    let mut run = registry
        .bulk_sync(&feeder, "file")
        .await
        .map_err(|error| error.to_string())?;
    refused.write(&run.progress());
    for _ in 0..batches_max {
        let from = run.progress().bytes;
        if from == RECORDS {
            run.finish().await.unwrap();
            assert!(run.progress().is_finished);
            return Ok(run.progress().tally);
        }
        let until = RECORDS.min(from + BATCH);
        let sent = (from..until).map(|index| Sent::from_json(&feed().line(index)));
        let done = run.batch(sent.collect(), until - from).await;
        done.map_err(|error| error.to_string())?;
        refused.write(&run.progress());
    }
    Err("broken off".to_owned())
}

/// Code and field of each reason, by the number of the record.
type Reasons = BTreeMap<u64, BTreeSet<(String, Option<String>)>>;

/// What was planted: totals, then each refused record's reasons by its number.
fn planted(is_second: bool) -> ([u64; 4], Reasons) {
    let mut totals = [0; 4];
    let mut reasons = BTreeMap::new();
    for index in 0..RECORDS {
        match feed().fate(index) {
            Fate::Added if !is_second => totals[0] += 1,
            Fate::Added | Fate::Unchanged => totals[1] += 1,
            Fate::Superseded => totals[2] += 1,
            Fate::Rejected(mistake) => {
                totals[3] += 1;
                let named = mistake.reasons().iter();
                let named = named.map(|(code, field)| ((*code).to_owned(), field.map(str::to_owned)));
                reasons.insert(index + 1, named.collect());
            }
        }
    }
    (totals, reasons)
}

fn told(refused: &Refused) -> Reasons {
    let mut told = BTreeMap::new();
    for line in refused.0.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let reasons = line["reasons"].as_array().unwrap().iter().map(|reason| {
            assert!(reason["remedy"]["code"].is_string());
            let field = reason["field"].as_str().map(str::to_owned);
            (reason["code"].as_str().unwrap().to_owned(), field)
        });
        let double = told.insert(line["record"].as_u64().unwrap(), reasons.collect());
        assert_eq!(double, None, "told twice");
    }
    told
}

fn check(tally: &Tally, refused: &Refused, is_second: bool) {
    let (totals, reasons) = planted(is_second);
    assert_eq!([tally.added, tally.unchanged, tally.superseded, tally.rejected], totals);
    assert_eq!((tally.changed, tally.records()), (0, RECORDS));
    let told = told(refused);
    assert_eq!(told, reasons);
    let mut expected: BTreeMap<_, (u64, u64)> = BTreeMap::new();
    for reasons in told.values() {
        for reason in reasons {
            let count = expected.entry(reason.clone()).or_default();
            count.0 += u64::from(reasons.len() == 1);
            count.1 += 1;
        }
    }
    let ordered = tally.reasons();
    assert_eq!(ordered.len(), expected.len());
    for reason in &ordered {
        let name = (reason.code.to_string(), reason.field.as_ref().map(ToString::to_string));
        assert_eq!(expected[&name], (reason.fixes_alone, reason.appears_in), "{name:?}");
    }
    assert!(
        ordered
            .windows(2)
            .all(|pair| pair[0].fixes_alone >= pair[1].fixes_alone)
    );
    assert!(ordered.len() > 6);
}

#[tokio::test]
async fn totals_and_reasons_are_those_planted_and_a_second_run_changes_nothing() {
    testing::on_both_engines(async |db| {
        let registry = open(&db, &FaultyStorage::new(1)).await;
        let mut refused = Refused::default();
        let tally = run(&registry, &mut refused, 1_000).await.unwrap();
        check(&tally, &refused, false);
        let count = registry.count().await.unwrap();
        assert_eq!(count, tally.added);
        let tally = run(&registry, &mut refused, 1_000).await.unwrap();
        check(&tally, &refused, true);
        assert_eq!(registry.count().await.unwrap(), count);
    })
    .await;
}

#[tokio::test]
async fn a_run_that_is_broken_off_again_and_again_ends_like_one_that_was_not() {
    testing::on_both_engines(async |db| {
        let storage = FaultyStorage::new(1);
        let mut refused = Refused::default();
        let mut breaks = 0;
        let tally = loop {
            let registry = open(&db, &storage).await;
            breaks += 1;
            match run(&registry, &mut refused, breaks % 4).await {
                Ok(tally) => break tally,
                Err(error) => assert_eq!(error, "broken off"),
            }
            registry.close().await.unwrap();
            if breaks % 3 == 0 {
                // The last batch's lines did not reach the disk.
                refused.0.truncate(refused.1);
            }
        };
        assert!(breaks > 8);
        check(&tally, &refused, false);
    })
    .await;
}

/// The records of a batch are in the database and the journal fails: the next start journals what it tells.
#[tokio::test]
async fn what_a_batch_told_is_journalled_even_if_the_journal_failed_first() {
    testing::on_both_engines(async |db| {
        let storage = FaultyStorage::new(1);
        let registry = open(&db, &storage).await;
        storage.fail_sync_at(1);
        let failed = run(&registry, &mut Refused::default(), 1).await;
        assert!(failed.unwrap_err().contains("the journal has stopped"));
        assert!(registry.count().await.unwrap() > 0, "the batch itself was taken");
        let storage = storage.power_cut();
        let registry = open(&db, &storage).await;
        let first = Country::new(7).person(0).personal_number;
        let seen = async || {
            registry
                .usage_of(number(&first), Page::default())
                .await
                .unwrap()
                .entries
                .len()
        };
        assert_eq!(seen().await, 0);
        let feeder = feeder(1);
        let resumed = registry.bulk_sync(&feeder, "file").await.unwrap();
        assert_eq!(resumed.progress().bytes, BATCH);
        assert_eq!(seen().await, 1);
    })
    .await;
}

#[tokio::test]
async fn who_may_not_sync_cannot_even_begin() {
    testing::on_both_engines(async |db| {
        let registry = open(&db, &FaultyStorage::new(1)).await;
        let caller = caller(1, &["sex"]);
        let refused = registry.bulk_sync(&caller, "file").await.err().unwrap();
        assert!(refused.to_string().starts_with("field_not_granted"));
    })
    .await;
}

#[tokio::test]
async fn how_the_registry_stands_tells_the_feed_and_what_became_of_each_file() {
    testing::on_both_engines(async |db: Db| {
        let registry = open(&db, &FaultyStorage::new(5)).await;
        let before = registry.standing().await.unwrap();
        assert_eq!(
            (before.last_position, before.changed_at, before.runs.len()),
            (0, None, 0)
        );
        assert!(!before.is_loading && before.stopped.is_none());
        let mut refused = Refused::default();
        assert!(run(&registry, &mut refused, 3).await.is_err());
        assert!(!registry.standing().await.unwrap().runs[0].is_finished);
        let tally = run(&registry, &mut refused, 100).await.unwrap();
        let after = registry.standing().await.unwrap();
        let [file] = &after.runs[..] else { panic!("{after:?}") };
        assert!(file.is_finished);
        assert_eq!(file.tally, tally);
        assert_eq!(after.last_position, tally.added + tally.changed);
        assert_eq!(after.changed_at, Some(NOW));
    })
    .await;
}
