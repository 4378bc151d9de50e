//! Snapshots: whole, sealed, kept a while; and nobody opens one without everybody in it being told.

use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_core::{Caller, Day};
use motlan_registry::Snapshot;
use motlan_registry::journal::{Outcome, Page};
use motlan_registry::service::{Sent, SnapshotError, Taken};
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

/// Today's, taken now.
async fn take(world: &World) -> Snapshot {
    match world.registry.take_snapshot().await.unwrap() {
        Taken::Now(taken) => taken,
        Taken::Before(_) => panic!("it was taken before"),
    }
}

/// Those that are whole.
async fn whole_ones(world: &World) -> Vec<Snapshot> {
    let listed = world.registry.snapshots().await.unwrap();
    listed.into_iter().filter_map(|listed| listed.snapshot).collect()
}

async fn with_snapshot(test: impl AsyncFn(World, Day)) {
    testing::on_both_urls(async |url: String| {
        let world = World::open(&url, population(), FaultyStorage::new(1), SamplePolicy::Allowed).await;
        world.registry.load(people()).await.unwrap();
        let taken = take(&world).await;
        assert_eq!((taken.records, taken.head.position, taken.head.pack_version), (2, 0, 1));
        let day = taken.day;
        assert_eq!(whole_ones(&world).await, [taken]);
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
            assert_eq!(page.entries[0].outcome, Outcome::SnapshotOpened);
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
        assert!(
            matches!(again, Taken::Before(again) if (again.day, again.head.position) == (day, 0)),
            "a day has one"
        );
        world.clock.advance_seconds(86_400);
        let next = take(&world).await;
        assert_eq!((next.head.position, next.records), (1, 2));
        assert_eq!(whole_ones(&world).await.len(), 2);
        world.registry.keep_snapshots(1).await.unwrap();
        assert_eq!(whole_ones(&world).await, std::slice::from_ref(&next));
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
            assert_eq!(whole_ones(&world).await, [], "{length} of {} bytes", whole.len());
        }
        for place in (0..whole.len()).step_by(5) {
            let mut wrong = whole.clone();
            wrong[place] ^= 1;
            world.storage.replace(&path, &wrong, false).unwrap();
            let is_listed = !whole_ones(&world).await.is_empty();
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
async fn two_who_take_it_at_once_take_one() {
    testing::on_sqlite_url(async |url: String| {
        let world = World::open(&url, population(), FaultyStorage::new(1), SamplePolicy::Allowed).await;
        world.registry.load(people()).await.unwrap();
        let (one, other) = tokio::join!(world.registry.take_snapshot(), world.registry.take_snapshot());
        assert!(matches!(one.unwrap(), Taken::Now(taken) if taken.records == 2));
        assert!(matches!(other.unwrap(), Taken::Before(taken) if taken.records == 2));
    })
    .await;
}

#[tokio::test]
async fn what_was_broken_off_is_listed_and_goes_with_the_next_day() {
    with_snapshot(async |world, day| {
        let path = format!("{FOLDER}/{day}.snapshot");
        let bytes = world.storage.read(&path).unwrap();
        world.storage.replace(&path, &bytes[..bytes.len() - 1], false).unwrap();
        let listed = world.registry.snapshots().await.unwrap();
        assert_eq!((listed.len(), &listed[0].snapshot), (1, &None));
        world.registry.keep_snapshots(7).await.unwrap();
        assert_eq!(
            world.registry.snapshots().await.unwrap().len(),
            1,
            "it may be being written"
        );
        world.clock.advance_seconds(86_400);
        take(&world).await;
        world.registry.keep_snapshots(7).await.unwrap();
        assert_eq!(world.registry.snapshots().await.unwrap().len(), 1);
    })
    .await;
}

/// A file belongs to its registry and its day: elsewhere it would be about others.
#[tokio::test]
async fn a_file_of_another_day_or_registry_does_not_open() {
    with_snapshot(async |world, day| {
        let bytes = world.storage.read(&format!("{FOLDER}/{day}.snapshot")).unwrap();
        let next: Day = "2024-03-02".parse().unwrap();
        world
            .storage
            .replace(&format!("{FOLDER}/{next}.snapshot"), &bytes, false)
            .unwrap();
        assert!(world.registry.open_snapshot(&steward(), next).await.is_err());
        assert_eq!(told(&world, LAN).await, 0);
        testing::on_sqlite_url(async |url: String| {
            let storage = FaultyStorage::new(2);
            storage
                .replace(&format!("snapshots/vehicle/{day}.snapshot"), &bytes, false)
                .unwrap();
            let pack = motlan_registry::Pack::built_in("vehicle", 1).unwrap().unwrap();
            let other = World::open(&url, pack, storage, SamplePolicy::Allowed).await;
            assert_eq!(other.registry.snapshots().await.unwrap()[0].snapshot, None);
        })
        .await;
    })
    .await;
}

/// The pack may call its key otherwise by then: whom the file is about, and who may open it, stands in the file.
#[tokio::test]
async fn one_of_an_earlier_version_tells_those_who_are_in_it() {
    testing::on_sqlite_url(async |url: String| {
        let storage = FaultyStorage::new(1);
        let old = World::open(&url, population(), storage.clone(), SamplePolicy::Allowed).await;
        old.registry.load(people()).await.unwrap();
        let taken = take(&old).await;
        old.registry.close().await.unwrap();
        let text = motlan_registry::Pack::built_in_text("population", 1).unwrap();
        let text = text
            .replace("version = 1", "version = 2")
            .replace("personal_number\"", "number\"");
        let text = text.replace("type = \"number\"", "type = \"personal_number\"")
            + "\n[[migration]]\nversion = 2\nfield = \"personal_number\"\nto = \"number\"\n";
        let pack = motlan_registry::Pack::parse(&text).unwrap();
        assert_eq!(pack.keys.record.as_str(), "number");
        let world = World::open(&url, pack, storage, SamplePolicy::Allowed).await;
        let lines = world.registry.open_snapshot(&steward(), taken.day).await.unwrap();
        assert_eq!(lines.count(), 2);
        assert_eq!((told(&world, LAN).await, told(&world, HOA).await), (1, 1));
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
        let taken = take(&world).await;
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
