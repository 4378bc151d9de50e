//! The usage journal: what a person sees, page by page, through segments, restarts and erasure.

use std::sync::Arc;

use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_registry::FieldCode;
use motlan_registry::journal::{IndexKey, Outcome, Page, UsageEntry, UsageJournal, UsageOptions};
use motlan_registry::model::pack::Verb;
use motlan_registry::model::subject::Subject;
use motlan_store::db::testing;
use motlan_store::storage::Storage;
use motlan_store::storage::faulty::FaultyStorage;
use serde_json::json;

use crate::support::{HOA, LAN, NOBODY, NOW, World, caller, lan, number, people, population, with, with_people};

async fn all(world: &World, person: &str, size: usize) -> Vec<UsageEntry> {
    let mut page = Page { before: None, size };
    let mut entries = Vec::new();
    loop {
        let part = world.registry.usage_of(number(person), page).await.unwrap();
        assert!(part.entries.len() <= size);
        entries.extend(part.entries);
        match part.next {
            Some(next) => page.before = Some(next),
            None => return entries,
        }
    }
}

#[tokio::test]
async fn a_person_sees_who_asked_why_and_with_what_outcome() {
    with_people(async |world| {
        let rights = ["sex", "full_name"];
        world.post("/look-up", caller(1, &rights), lan()).await.ok();
        world.clock.advance_seconds(5);
        world
            .post(
                "/verify",
                caller(2, &rights),
                with(lan(), json!({"fields": {"sex": "male"}})),
            )
            .await
            .ok();
        world.post("/verify", caller(3, &rights), lan()).await.ok();
        world
            .post(
                "/look-up",
                caller(4, &rights),
                with(lan(), json!({"birth_date": "1900"})),
            )
            .await
            .refusal();
        let seen = all(&world, LAN, 10).await;
        let told: Vec<_> = seen
            .iter()
            .map(|entry| {
                let fields: Vec<_> = entry.fields.iter().map(FieldCode::as_str).collect();
                (entry.transaction.0[0], entry.service, entry.outcome, fields)
            })
            .collect();
        assert_eq!(
            told,
            [
                (4, Verb::LookUp, Outcome::NotFound, vec![]),
                (3, Verb::Verify, Outcome::Match, vec![]),
                (2, Verb::Verify, Outcome::NoMatch, vec!["sex"]),
                (1, Verb::LookUp, Outcome::Found, vec!["full_name", "sex"]),
            ]
        );
        let asker = caller(1, &rights);
        let first = &seen[3];
        assert_eq!((first.at, seen[2].at), (NOW, NOW.plus_seconds(5)));
        assert_eq!(first.registry.as_str(), "population");
        assert_eq!(
            (&first.consumer, &first.officer, &first.purpose),
            (&asker.system, &asker.officer, &asker.purpose)
        );
        assert_eq!(all(&world, HOA, 10).await, []);
    })
    .await;
}

#[tokio::test]
async fn a_question_about_nobody_is_kept_under_the_number_that_was_asked() {
    with_people(async |world| {
        let body = with(lan(), json!({"personal_number": NOBODY}));
        world.post("/verify", caller(1, &[]), body).await.ok();
        assert_eq!(all(&world, NOBODY, 10).await.len(), 1);
        assert_eq!(all(&world, LAN, 10).await, []);
    })
    .await;
}

#[tokio::test]
async fn nothing_about_a_person_is_readable_in_the_files() {
    with_people(async |world| {
        for transaction in 1..=30 {
            world.post("/look-up", caller(transaction, &["sex"]), lan()).await.ok();
        }
        let mut read = 0;
        for folder in ["usage/population/journal", "usage/population/persons"] {
            for name in world.storage.list(folder).unwrap() {
                let content = world.storage.read(&format!("{folder}/{name}")).unwrap();
                read += 1;
                for word in [LAN, "Lan", "female", "officer-7", "onestop", "ND-107"] {
                    let found = content.windows(word.len()).any(|part| part == word.as_bytes());
                    assert!(!found, "{word} in {folder}/{name}");
                }
            }
        }
        assert!(read > 4, "several segments and index files");
    })
    .await;
}

/// Asks 40 times, twice about Lan and once about Hòa in turn.
async fn ask_forty_times(world: &World) {
    let hoa = json!({"personal_number": HOA, "full_name": "Trần Hòa", "birth_date": "1988"});
    for transaction in 1..=40 {
        let body = if transaction % 3 == 0 { hoa.clone() } else { lan() };
        world.post("/verify", caller(transaction, &[]), body).await.ok();
    }
}

fn transactions(entries: &[UsageEntry]) -> Vec<u8> {
    entries.iter().map(|entry| entry.transaction.0[0]).collect()
}

fn index_files(storage: &FaultyStorage) -> Vec<String> {
    storage.list("usage/population/persons").unwrap()
}

#[tokio::test]
async fn pages_and_restarts_and_lost_index_files_change_nothing() {
    testing::on_sqlite_url(async |url: String| {
        let open = async |storage: &FaultyStorage| {
            World::open(&url, population(), storage.clone(), SamplePolicy::Allowed).await
        };
        let storage = FaultyStorage::new(1);
        let world = open(&storage).await;
        world.registry.load(people()).await.unwrap();
        ask_forty_times(&world).await;
        let expected: Vec<u8> = (1..=40).rev().filter(|transaction| transaction % 3 != 0).collect();
        for size in [1, 7, 27, 28, 100] {
            assert_eq!(transactions(&all(&world, LAN, size).await), expected, "pages of {size}");
        }
        world.registry.close().await.unwrap();
        let files = index_files(&storage);
        assert!(files.len() > 4, "{files:?}");

        // A damaged one, a missing one, then none at all.
        let path = |name: &str| format!("usage/population/persons/{name}");
        storage.replace(&path(&files[1]), b"MLUSAGE1", true).unwrap();
        storage.remove(&path(&files[3])).unwrap();
        let world = open(&storage).await;
        assert_eq!(transactions(&all(&world, LAN, 9).await), expected);
        world.registry.close().await.unwrap();
        for name in &files {
            storage.remove(&path(name)).unwrap();
        }
        let world = open(&storage).await;
        assert_eq!(transactions(&all(&world, LAN, 9).await), expected);
        assert_eq!(index_files(&storage), files, "they were made again");
        world.post("/verify", caller(41, &[]), lan()).await.ok();
        assert_eq!(transactions(&all(&world, LAN, 100).await)[..2], [41, 40]);
    })
    .await;
}

#[tokio::test]
async fn erased_entries_are_gone_for_good_and_others_stay() {
    testing::on_sqlite_url(async |url: String| {
        let storage = FaultyStorage::new(1);
        let world = World::open(&url, population(), storage.clone(), SamplePolicy::Allowed).await;
        world.registry.load(people()).await.unwrap();
        ask_forty_times(&world).await;
        assert_eq!(world.registry.erase_usage(number(LAN)).await.unwrap(), 27);
        assert_eq!(all(&world, LAN, 5).await, []);
        assert_eq!(all(&world, HOA, 5).await.len(), 13);
        let after = storage.power_cut();
        let world = World::open(&url, population(), after, SamplePolicy::Allowed).await;
        assert_eq!(all(&world, LAN, 5).await, []);
        assert_eq!(all(&world, HOA, 5).await.len(), 13);
    })
    .await;
}

#[tokio::test]
async fn another_index_key_finds_nobody() {
    with_people(async |world| {
        world.post("/verify", caller(1, &[]), lan()).await.ok();
        world.registry.close().await.unwrap();
        let options = UsageOptions {
            today: NOW.hour().day(),
            directory: "usage/population".to_owned(),
            segment_bytes_max: 2048,
            queue_max: 8,
        };
        let open = |key: u8| {
            let storage: Arc<dyn Storage> = Arc::new(world.storage.clone());
            UsageJournal::open(storage, &options, IndexKey::new(&[key; 32])).unwrap()
        };
        let found = |journal: &UsageJournal| {
            journal
                .usage_of(&Subject::from(&number(LAN)), Page::default())
                .unwrap()
                .entries
                .len()
        };
        let journal = open(8);
        assert_eq!(found(&journal), 0);
        journal.close().await.unwrap();
        assert_eq!(found(&open(9)), 1);
    })
    .await;
}
