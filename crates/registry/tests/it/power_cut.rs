//! The power goes off at any moment: every answer that left has its usage entry afterwards.

use std::collections::BTreeSet;

use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_registry::journal::Page;
use motlan_registry::model::question::RawQuestion;
use motlan_store::db::testing;
use motlan_store::storage::faulty::FaultyStorage;
use tokio::task::JoinSet;

use crate::support::{LAN, World, caller, number, pairs, people, population};

fn question() -> RawQuestion {
    RawQuestion {
        keys: pairs(&[
            ("personal_number", LAN),
            ("full_name", "Nguyễn Thị Lan"),
            ("birth_date", "1999"),
        ]),
        fields: Vec::new(),
    }
}

/// Asks in rounds of eight at once until the power goes; returns the transactions whose answers left.
async fn ask_until_dark(world: &World) -> BTreeSet<u8> {
    let mut answered = BTreeSet::new();
    for round in 0..8 {
        let mut tasks = JoinSet::new();
        for index in 1..=8 {
            let registry = world.registry.clone();
            tasks.spawn(async move {
                let transaction = round * 8 + index;
                let caller = caller(transaction, &["sex"]);
                let is_answered = if transaction % 2 == 0 {
                    registry.verify(&caller, &question()).await.is_ok()
                } else {
                    registry.look_up(&caller, &question()).await.is_ok()
                };
                is_answered.then_some(transaction)
            });
        }
        answered.extend(tasks.join_all().await.into_iter().flatten());
    }
    answered
}

async fn entries(world: &World) -> BTreeSet<u8> {
    let page = world.registry.usage_of(number(LAN), Page::default()).await.unwrap();
    assert_eq!(page.next, None);
    page.entries.iter().map(|entry| entry.transaction.0[0]).collect()
}

#[tokio::test]
async fn every_answer_that_left_has_its_entry() {
    testing::on_sqlite_url(async |url: String| {
        let mut cut_between = 0;
        for step in 1..=60 {
            let storage = FaultyStorage::new(step);
            let world = World::open(&url, population(), storage.clone(), SamplePolicy::Allowed).await;
            world.registry.load(people()).await.unwrap();
            storage.power_off_at(step);
            let answered = ask_until_dark(&world).await;
            let after = World::open(&url, population(), storage.power_cut(), SamplePolicy::Allowed).await;
            let kept = entries(&after).await;
            assert!(
                kept.is_superset(&answered),
                "step {step}: answered {answered:?}, kept {kept:?}"
            );
            cut_between += u32::from(!answered.is_empty() && answered.len() < 64);
        }
        assert!(cut_between > 10, "only {cut_between} cuts fell between answers");
    })
    .await;
}

/// The test above can fail: on a disk whose syncs do nothing, answers leave whose entries are gone.
#[tokio::test]
async fn a_disk_that_lies_loses_entries_and_the_test_would_notice() {
    testing::on_sqlite_url(async |url: String| {
        let mut lost = 0;
        for seed in 1..=8 {
            let storage = FaultyStorage::new(seed);
            let world = World::open(&url, population(), storage.clone(), SamplePolicy::Allowed).await;
            world.registry.load(people()).await.unwrap();
            storage.ignore_sync(true);
            let answered = ask_until_dark(&world).await;
            assert_eq!(answered.len(), 64);
            let (db, config) = (
                testing::open(&url).await,
                crate::support::config(world.clock.clone(), SamplePolicy::Allowed),
            );
            let after = storage.power_cut();
            let opened = motlan_registry::Registry::open(population(), db, std::sync::Arc::new(after), config).await;
            lost += match opened {
                // The journal itself noticed that it had lost what it knew to be synced.
                Err(_) => 1,
                Ok(registry) => {
                    let page = registry.usage_of(number(LAN), Page::default()).await;
                    u32::from(page.is_err() || page.is_ok_and(|page| page.entries.len() < 64))
                }
            };
        }
        assert!(lost > 0);
    })
    .await;
}
