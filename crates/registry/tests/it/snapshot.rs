//! Snapshots: whole, sealed, kept a while; and nobody opens one without everybody in it being told.

use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_core::{Caller, Day};
use motlan_registry::journal::Page;
use motlan_registry::service::{Sent, SnapshotError};
use motlan_sandbox::records::{Fill, Records};
use motlan_store::db::testing;
use motlan_store::storage::Storage;
use motlan_store::storage::faulty::FaultyStorage;

use crate::support::{HOA, LAN, World, caller, feeder, number, people, population};

const FOLDER: &str = "snapshots/population";

/// Somebody who may see every field.
fn steward() -> Caller {
    let pack = population();
    let rights: Vec<&str> = pack.fields().map(|field| field.right.as_str()).collect();
    caller(9, &rights)
}

async fn with_snapshot(test: impl AsyncFn(World, Day)) {
    testing::on_both_urls(async |url: String| {
        let world = World::open(&url, population(), FaultyStorage::new(1), SamplePolicy::Allowed).await;
        world.registry.load(people()).await.unwrap();
        let taken = world.registry.take_snapshot().await.unwrap();
        assert_eq!((taken.records, taken.head.position, taken.head.version), (2, 0, 1));
        let day = taken.day;
        assert_eq!(world.registry.snapshots().await.unwrap(), [taken]);
        test(world, day).await;
    })
    .await;
}

async fn told(world: &World, person: &str) -> usize {
    let page = world.registry.usage_of(number(person), Page::default()).await.unwrap();
    page.entries.len()
}

#[tokio::test]
async fn everybody_in_it_is_told_before_it_is_read_and_it_is_what_sync_takes() {
    with_snapshot(async |world, day| {
        assert_eq!(told(&world, LAN).await, 0, "that it was taken tells nobody anything");
        let lines = world.registry.open_snapshot(&steward(), day).await.unwrap();
        for person in [LAN, HOA] {
            let page = world.registry.usage_of(number(person), Page::default()).await.unwrap();
            assert_eq!(page.entries.len(), 1);
            assert_eq!(page.entries[0].consumer, steward().system);
            assert_eq!(page.entries[0].fields.len(), population().fields().count());
        }
        let lines: Vec<String> = lines.map(Result::unwrap).collect();
        let sent: Vec<Sent> = lines.iter().map(|line| Sent::from_json(line)).collect();
        let mut records: Vec<_> = sent.iter().map(|sent| sent.record.clone()).collect();
        records.sort_by_key(|record| record.fields["personal_number"] != LAN);
        assert_eq!(records, people());
        let synced = world.registry.sync(&feeder(1), sent).await.unwrap();
        assert!(synced.iter().all(|one| matches!(
            one,
            Err(_) | Ok(motlan_registry::service::Applied::Unchanged { version: 1 })
        )));
    })
    .await;
}

#[tokio::test]
async fn it_is_of_one_moment_and_stays_for_its_day() {
    with_snapshot(async |world, day| {
        let mut person = people().remove(0);
        person.fields.insert("sex".parse().unwrap(), "male".to_owned());
        person.fields.insert("nationality".parse().unwrap(), "VN".to_owned());
        person.fields.insert("birth_province".parse().unwrap(), "54".to_owned());
        let synced = world
            .registry
            .sync(&feeder(1), vec![Sent::new(person, None)])
            .await
            .unwrap();
        assert!(synced[0].is_ok(), "{synced:?}");
        let again = world.registry.take_snapshot().await.unwrap();
        assert_eq!((again.day, again.head.position), (day, 0), "a day has one");
        world.clock.advance_seconds(86_400);
        let next = world.registry.take_snapshot().await.unwrap();
        assert_eq!((next.head.position, next.records), (1, 2));
        assert_eq!(world.registry.snapshots().await.unwrap().len(), 2);
        world.registry.keep_snapshots(1).await.unwrap();
        assert_eq!(world.registry.snapshots().await.unwrap(), std::slice::from_ref(&next));
        let lines = world.registry.open_snapshot(&steward(), next.day).await.unwrap();
        let lines: Vec<String> = lines.map(Result::unwrap).collect();
        assert!(
            lines.iter().any(|line| line.contains("\"known_version\":2")),
            "{lines:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn whoever_may_not_see_everything_gets_nothing_and_nobody_is_told() {
    with_snapshot(async |world, day| {
        let mut some = steward();
        let last = population().fields().last().unwrap().right.clone();
        some.fields.remove(&last);
        let refusal = async |caller: &Caller, day: Day| match world.registry.open_snapshot(caller, day).await {
            Err(SnapshotError::Registry(error)) => error.failure().to_string(),
            Err(error) => panic!("{error}"),
            Ok(_) => panic!("it opened"),
        };
        assert!(refusal(&some, day).await.starts_with("field_not_granted: "));
        let other = "2020-01-01".parse().unwrap();
        assert!(refusal(&steward(), other).await.starts_with("record_not_found: "));
        assert_eq!(told(&world, LAN).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_byte_that_is_wrong_or_missing_is_noticed() {
    with_snapshot(async |world, day| {
        let path = format!("{FOLDER}/{day}.snapshot");
        let whole = world.storage.read(&path).unwrap();
        for word in [LAN, "Nguy", "known_version"] {
            assert!(
                !whole.windows(word.len()).any(|part| part == word.as_bytes()),
                "{word} is readable"
            );
        }
        for length in (0..whole.len()).step_by(7) {
            world.storage.replace(&path, &whole[..length], false).unwrap();
            assert_eq!(
                world.registry.snapshots().await.unwrap(),
                [],
                "{length} of {} bytes",
                whole.len()
            );
        }
        for place in (0..whole.len()).step_by(5) {
            let mut wrong = whole.clone();
            wrong[place] ^= 1;
            world.storage.replace(&path, &wrong, false).unwrap();
            let is_listed = !world.registry.snapshots().await.unwrap().is_empty();
            let opened = world.registry.open_snapshot(&steward(), day).await;
            assert!(opened.is_err(), "byte {place}, listed: {is_listed}");
        }
    })
    .await;
}

#[tokio::test]
async fn nothing_is_read_while_the_journal_cannot_be_written() {
    with_snapshot(async |world, day| {
        world.storage.fail_sync_at(1);
        assert!(world.registry.open_snapshot(&steward(), day).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn one_of_an_empty_registry_does_not_keep_the_days_from_being_taken() {
    testing::on_sqlite_url(async |url: String| {
        let world = World::open(&url, population(), FaultyStorage::new(1), SamplePolicy::Allowed).await;
        assert_eq!(world.registry.take_snapshot().await.unwrap().records, 0);
        world.registry.load(people()).await.unwrap();
        let (one, other) = tokio::join!(world.registry.take_snapshot(), world.registry.take_snapshot());
        assert_eq!(one.unwrap().records, 2);
        assert_eq!(other.unwrap().records, 2);
    })
    .await;
}

/// More chunks than one, and more records than one part.
#[tokio::test]
async fn many_records_come_back_as_they_were() {
    testing::on_sqlite_url(async |url: String| {
        let world = World::open(&url, population(), FaultyStorage::new(1), SamplePolicy::Allowed).await;
        let pack = population();
        let records = Records::new(&pack, 5);
        let made: Vec<_> = (0..11_000).map(|index| records.record(index, Fill::Full)).collect();
        world.registry.load(made.clone()).await.unwrap();
        let taken = world.registry.take_snapshot().await.unwrap();
        assert_eq!(taken.records, 11_000);
        assert!(taken.bytes > 3 * 64 * 1024, "{} bytes", taken.bytes);
        let lines = world.registry.open_snapshot(&steward(), taken.day).await.unwrap();
        let mut read: Vec<_> = lines
            .map(|line| Sent::from_json(&line.unwrap()).record.fields)
            .collect();
        let mut made: Vec<_> = made.into_iter().map(|record| record.fields).collect();
        read.sort();
        made.sort();
        assert_eq!(read.len(), made.len());
        assert!(read == made, "some record is another");
        let first = made[0]["personal_number"].clone();
        let page = world.registry.usage_of(number(&first), Page::default()).await.unwrap();
        assert!(
            page.entries[0].persons.is_some_and(|persons| persons >= 11_000),
            "one entry about all of them"
        );
    })
    .await;
}
