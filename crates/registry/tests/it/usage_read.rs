//! Readings of the journal stand in it, the person's own ones excepted.

use motlan_registry::journal::Page;
use motlan_registry::model::pack::Verb;

use crate::support::{LAN, World, caller, lan, number, with_people};

async fn read(world: &World, officer: Option<&str>) {
    let mut reader = caller(200, &["person.usage"]);
    reader.officer = officer.map(str::to_owned);
    world.post("/usage", reader, lan()).await.ok();
}

/// The officers who read, newest first.
async fn readers(world: &World) -> Vec<String> {
    let page = world.registry.usage_of(number(LAN), Page::default()).await.unwrap();
    assert!(page.entries.iter().all(|entry| entry.service == Verb::Usage));
    page.entries.into_iter().filter_map(|entry| entry.officer).collect()
}

#[tokio::test]
async fn an_officers_reading_is_written_down_once_a_day() {
    with_people(async |world| {
        read(&world, Some("officer-7")).await;
        read(&world, Some("officer-8")).await;
        read(&world, Some("officer-7")).await;
        assert_eq!(readers(&world).await, ["officer-8", "officer-7"]);
        world.clock.advance_seconds(24 * 3600);
        read(&world, Some("officer-7")).await;
        read(&world, Some("officer-7")).await;
        assert_eq!(readers(&world).await, ["officer-7", "officer-8", "officer-7"]);
    })
    .await;
}

#[tokio::test]
async fn the_persons_own_reading_is_not() {
    with_people(async |world| {
        for officer in [None, Some(LAN), Some("VN003199012345")] {
            read(&world, officer).await;
        }
        assert!(readers(&world).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_reading_that_cannot_be_written_down_gives_nothing() {
    with_people(async |world| {
        world.storage.fail_sync_at(1);
        let reader = caller(200, &["person.usage"]);
        let answer = world.post("/usage", reader, lan()).await;
        assert_eq!(answer.refusal().1, "journal_unavailable");
    })
    .await;
}
