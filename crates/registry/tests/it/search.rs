//! `POST /search`: only by what the pack names, exactly, with the rights, and each person found sees it.

use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_registry::journal::{Outcome, Page};
use motlan_registry::model::pack::Verb;
use motlan_registry::service::Sent;
use motlan_registry::{Pack, Record};
use motlan_sandbox::records::{Fill, Records};
use motlan_store::db::testing;
use motlan_store::storage::faulty::FaultyStorage;
use serde_json::{Value, json};

use crate::support::{World, caller, feeder_of, number};

fn vehicle() -> Pack {
    Pack::built_in("vehicle", 1).unwrap().unwrap()
}

/// Two engine numbers.
const ONE: &str = "AA11A1111111";
const TWO: &str = "AA22A2222222";

/// Vehicles: every third has one engine number and the same chassis number, all others another engine number.
fn vehicles(count: u64) -> Vec<Record> {
    let pack = vehicle();
    let records = Records::new(&pack, 3);
    let mut made = Vec::new();
    for index in 0..count {
        let mut record = records.record(index, Fill::Full);
        let engine = if index % 3 == 0 { ONE } else { TWO };
        record
            .fields
            .insert("engine_number".parse().unwrap(), engine.to_owned());
        let chassis = chassis(if index % 3 == 0 { 0 } else { index });
        record.fields.insert("chassis_number".parse().unwrap(), chassis);
        made.push(record);
    }
    made
}

/// The chassis number that the sandbox gives to the vehicle of this number.
fn chassis(index: u64) -> String {
    Records::new(&vehicle(), 3).record(index, Fill::Full).fields["chassis_number"].clone()
}

async fn with_vehicles(count: u64, test: impl AsyncFn(World)) {
    testing::on_both_urls(async |url: String| {
        let world = World::open(&url, vehicle(), FaultyStorage::new(1), SamplePolicy::Allowed).await;
        world.registry.load(vehicles(count)).await.unwrap();
        test(world).await;
    })
    .await;
}

fn rights() -> Vec<String> {
    let pack = vehicle();
    pack.fields().map(|field| field.right.clone()).collect()
}

async fn search(world: &World, body: Value) -> crate::support::Answer {
    let rights = rights();
    let rights: Vec<&str> = rights.iter().map(String::as_str).collect();
    world.post("/search", caller(1, &rights), body).await
}

#[tokio::test]
async fn finds_by_exact_values_all_of_which_hold() {
    with_vehicles(30, async |world: World| {
        let found = search(&world, json!({"engine_number": ONE})).await.ok();
        assert_eq!(
            (found["records"].as_array().unwrap().len(), &found["more"]),
            (10, &json!(false))
        );
        let both = json!({"chassis_number": chassis(7), "engine_number": TWO});
        let found = search(&world, both).await.ok();
        assert_eq!(found["records"].as_array().unwrap().len(), 1);
        let (given, held) = (found["records"][0].as_object().unwrap(), &vehicles(8)[7].fields);
        assert!(
            !given.is_empty() && given.iter().all(|(code, value)| *value == held[code.as_str()]),
            "{given:?}"
        );
        for none in [
            json!({"engine_number": "AA33A3333333"}),
            json!({"engine_number": ONE, "chassis_number": chassis(7)}),
        ] {
            assert_eq!(search(&world, none).await.ok(), json!({"records": [], "more": false}));
        }
    })
    .await;
}

#[tokio::test]
async fn a_page_is_full_at_a_hundred() {
    with_vehicles(150, async |world: World| {
        let found = search(&world, json!({"engine_number": TWO})).await.ok();
        // A vehicle has one owner: each is an entry, and an entry is written for at most a hundred persons.
        assert_eq!(
            (found["records"].as_array().unwrap().len(), &found["more"]),
            (100, &json!(false))
        );
        let found = search(&world, json!({"engine_number": ONE})).await.ok();
        assert_eq!(
            (found["records"].as_array().unwrap().len(), &found["more"]),
            (50, &json!(false))
        );
    })
    .await;
    with_vehicles(153, async |world: World| {
        let found = search(&world, json!({"engine_number": TWO})).await.ok();
        assert_eq!(
            (found["records"].as_array().unwrap().len(), &found["more"]),
            (100, &json!(true))
        );
    })
    .await;
}

#[tokio::test]
async fn everybody_whose_record_is_found_sees_it() {
    with_vehicles(9, async |world: World| {
        search(&world, json!({"engine_number": ONE})).await.ok();
        for (index, record) in (0..).zip(vehicles(9)) {
            let owner = number(&record.fields["owner_number"]);
            let entries = world.registry.usage_of(owner, Page::default()).await.unwrap().entries;
            assert_eq!(entries.len(), usize::from(index % 3 == 0), "{index}");
            for entry in entries {
                assert_eq!(entry.service, Verb::Search);
                assert!(entry.fields.contains(&"engine_number".parse().unwrap()));
            }
        }
    })
    .await;
}

/// What a record held before finds it no more.
#[tokio::test]
async fn a_value_that_changed_finds_nothing() {
    with_vehicles(4, async |world: World| {
        let mut record = vehicles(4).remove(1);
        record.fields.insert("chassis_number".parse().unwrap(), chassis(500));
        let outcomes = world
            .registry
            .sync(&feeder_of(&vehicle(), 1), vec![Sent::new(record, None)])
            .await;
        assert!(outcomes.unwrap()[0].is_ok());
        let count = async |chassis: String| {
            let found = search(&world, json!({"chassis_number": chassis})).await.ok();
            found["records"].as_array().unwrap().len()
        };
        assert_eq!((count(chassis(1)).await, count(chassis(500)).await), (0, 1));
        // A load leaves a record that is there as it is, though its values have come into the search table.
        let mut record = vehicles(4).remove(2);
        record.fields.insert("chassis_number".parse().unwrap(), chassis(501));
        world.registry.load([record]).await.unwrap();
        assert_eq!((count(chassis(501)).await, count(chassis(2)).await), (0, 1));
    })
    .await;
}

#[tokio::test]
async fn what_may_not_be_asked_is_refused_with_its_place() {
    with_vehicles(3, async |world: World| {
        for (body, status, code) in [
            (json!({}), 400, "invalid_body"),
            (json!({"plate_number": "x"}), 400, "unknown_field"),
            (json!({"owner_name": "Nguyễn Văn An"}), 400, "unknown_field"),
            (json!({"engine_number": 7}), 400, "invalid_body"),
            (json!({"engine_number": ""}), 400, "invalid_body"),
            (json!(["engine_number"]), 400, "invalid_body"),
        ] {
            let refusal = search(&world, body.clone()).await.refusal();
            assert_eq!((refusal.0, refusal.1.as_str()), (status, code), "{body}: {}", refusal.2);
        }
        let others: Vec<String> = rights().into_iter().filter(|right| right != "vehicle_number").collect();
        let others: Vec<&str> = others.iter().map(String::as_str).collect();
        let pack = vehicle();
        assert_eq!(pack.field("engine_number").unwrap().right, "vehicle_number");
        let answer = world
            .post("/search", caller(1, &others), json!({"engine_number": ONE}))
            .await;
        assert_eq!(answer.refusal().1, "field_not_granted");
    })
    .await;
}

#[tokio::test]
async fn a_new_version_that_searches_by_more_finds_what_was_there_before() {
    testing::on_both_urls(async |url: String| {
        let text = Pack::built_in_text("vehicle", 1).unwrap();
        let by = r#"by = ["chassis_number", "engine_number"]"#;
        assert!(text.contains(by));
        let older = Pack::parse(&text.replacen(by, r#"by = ["chassis_number"]"#, 1));
        let newer = Pack::parse(&text.replacen("version = 1", "version = 2", 1)).unwrap();
        let world = World::open(&url, older.unwrap(), FaultyStorage::new(1), SamplePolicy::Allowed).await;
        world.registry.load(vehicles(30)).await.unwrap();
        let by_engine = json!({"engine_number": ONE});
        assert_eq!(search(&world, by_engine.clone()).await.refusal().1, "unknown_field");
        world.registry.close().await.unwrap();
        let world = World::open(&url, newer, FaultyStorage::new(2), SamplePolicy::Allowed).await;
        let found = search(&world, by_engine).await.ok();
        assert_eq!(found["records"].as_array().unwrap().len(), 10);
    })
    .await;
}

#[tokio::test]
async fn after_a_restart_records_and_those_they_name_count_as_before() {
    testing::on_sqlite_url(async |url: String| {
        let storage = FaultyStorage::new(1);
        let world = World::open(&url, vehicle(), storage.clone(), SamplePolicy::Allowed).await;
        world.registry.load(vehicles(3)).await.unwrap();
        let keys = vehicle().keys;
        let asked = |index: usize| {
            let record = &vehicles(3)[index];
            let given = keys.asked().map(|code| (code.to_string(), json!(record.fields[code])));
            Value::Object(given.collect())
        };
        // Each is about its record and its owner.
        let ask = async |world: &World, index| {
            let mut caller = caller(1, &["registration_number"]);
            caller.persons_per_day_max = Some(4);
            world.post("/verify", caller, asked(index)).await.status.as_u16()
        };
        assert_eq!((ask(&world, 0).await, ask(&world, 1).await), (200, 200));
        assert_eq!(ask(&world, 2).await, 429);
        world.registry.close().await.unwrap();
        let world = World::open(&url, vehicle(), storage, SamplePolicy::Allowed).await;
        assert_eq!(ask(&world, 2).await, 429);
        assert_eq!((ask(&world, 0).await, ask(&world, 1).await), (200, 200));
    })
    .await;
}

#[tokio::test]
async fn the_persons_found_count_towards_the_days_limit() {
    with_vehicles(30, async |world: World| {
        let rights = rights();
        let rights: Vec<&str> = rights.iter().map(String::as_str).collect();
        let ask = async |max, engine: &str| {
            let mut caller = caller(1, &rights);
            caller.persons_per_day_max = Some(max);
            world.post("/search", caller, json!({"engine_number": engine})).await
        };
        assert_eq!(ask(9, ONE).await.refusal().1, "persons_limit");
        // Those found are told of it, and nobody learns from a refusal that somebody was found.
        let owner = vehicles(1)[0].fields["owner_number"].clone();
        let told = world.registry.usage_of(number(&owner), Page::default()).await.unwrap();
        assert_eq!(told.entries[0].outcome, Outcome::NotFound);
        for engine in [ONE, "BB33B3333333"] {
            assert_eq!(ask(10, engine).await.refusal().1, "persons_limit");
        }
        assert_eq!(ask(11, ONE).await.ok()["records"].as_array().unwrap().len(), 10);
    })
    .await;
}
