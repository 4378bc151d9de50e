//! `GET /changes`: what changed, as far as its caller may see it.

use axum::body::Body;
use http::Request;
use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_registry::journal::{Outcome, Page, UsageEntry};
use motlan_registry::model::pack::Verb;
use motlan_registry::service::{Sent, TOLD_MAX};
use motlan_registry::{FieldCode, Pack, Record};
use motlan_store::db::testing;
use motlan_store::storage::faulty::FaultyStorage;
use serde_json::{Value, json};

use crate::support::{HOA, LAN, World, caller, feeder_of, number, people, record, with_people};

/// Sends one of the people again with other values.
async fn change(world: &World, person: usize, values: &[(&str, &str)]) {
    let mut record = people().remove(person);
    let complete = [("nationality", "VN"), ("birth_province", "54")];
    for (code, text) in complete.iter().chain(values) {
        record.fields.insert(code.parse().unwrap(), (*text).to_owned());
    }
    sync(world, vec![record]).await;
}

async fn sync(world: &World, records: Vec<Record>) {
    let sent = records.into_iter().map(|record| Sent::new(record, None));
    let owner = feeder_of(world.registry.pack(), 9);
    let outcomes = world.registry.sync(&owner, sent.collect()).await.unwrap();
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
}

async fn ask(world: &World, query: &str, rights: &[&str]) -> Value {
    world.get(&format!("/changes?{query}"), caller(7, rights)).await.ok()
}

/// Who was told of a person.
async fn entries(world: &World, person: &str) -> Vec<UsageEntry> {
    let page = world.registry.usage_of(number(person), Page::default()).await.unwrap();
    let told = page.entries.into_iter().filter(|entry| entry.service == Verb::Changes);
    told.collect()
}

#[tokio::test]
async fn each_change_is_told_in_order_with_the_values_it_had() {
    with_people(async |world| {
        // A first load is no change.
        let nothing = json!({"changes": [], "next": 0, "last": 0});
        assert_eq!(ask(&world, "", &["personal_number", "sex"]).await, nothing);
        change(&world, 0, &[("sex", "unknown")]).await;
        world.clock.advance_seconds(60);
        change(&world, 1, &[("sex", "female")]).await;
        change(&world, 0, &[("sex", "male"), ("religion", "Phật giáo")]).await;
        let told = |position: u64, key: &str, at: &str, sex: &str| {
            json!({"position": position, "key": key, "at": format!("2024-03-01T05:{at}.000000Z"), "fields": {"sex": sex}})
        };
        let all = [
            told(1, LAN, "00:00", "unknown"),
            told(2, HOA, "01:00", "female"),
            told(3, LAN, "01:00", "male"),
        ];
        let rights = ["personal_number", "sex", "not_a_field"];
        let answer = ask(&world, "after=0", &rights).await;
        assert_eq!(answer, json!({"changes": all, "next": 3, "last": 3}));
        let answer = ask(&world, "after=1&limit=1", &rights).await;
        assert_eq!(answer, json!({"changes": [all[1]], "next": 2, "last": 3}));
        let nothing = json!({"changes": [], "next": 3, "last": 3});
        assert_eq!(ask(&world, "after=3", &rights).await, nothing);
    })
    .await;
}

#[tokio::test]
async fn a_change_of_what_the_caller_may_not_see_moves_the_position_alone() {
    with_people(async |world| {
        change(&world, 0, &[("religion", "Công giáo")]).await;
        change(&world, 1, &[("religion", "Phật giáo"), ("sex", "female")]).await;
        let answer = ask(&world, "after=0", &["personal_number", "sex"]).await;
        let told = answer["changes"].as_array().unwrap();
        assert_eq!((told.len(), &told[0]["key"]), (1, &json!(HOA)));
        assert!(!answer.to_string().contains("giáo"), "{answer}");
        let answer = ask(&world, "after=0&limit=1", &["personal_number", "sex"]).await;
        assert_eq!(answer, json!({"changes": [], "next": 1, "last": 2}));
        // Nobody is told of Lan, so her journal says nothing.
        assert_eq!(
            (entries(&world, LAN).await.len(), entries(&world, HOA).await.len()),
            (0, 1)
        );
    })
    .await;
}

#[tokio::test]
async fn whoever_is_told_stands_in_the_journal_of_those_concerned() {
    with_people(async |world| {
        change(&world, 0, &[("sex", "male"), ("religion", "Công giáo")]).await;
        ask(&world, "after=0", &["personal_number", "sex"]).await;
        let found = entries(&world, LAN).await;
        assert_eq!(found.len(), 1);
        let entry = &found[0];
        let fields: Vec<_> = entry.fields.iter().map(FieldCode::as_str).collect();
        assert_eq!(fields, ["personal_number", "sex"]);
        assert_eq!((entry.service, entry.outcome), (Verb::Changes, Outcome::Found));
        assert_eq!(entry.consumer.to_string(), "VN/GOV/H45/onestop");
    })
    .await;
}

#[tokio::test]
async fn without_its_journal_entry_no_change_leaves() {
    with_people(async |world| {
        change(&world, 0, &[("sex", "male")]).await;
        world.storage.fail_sync_at(1);
        let answer = world.get("/changes", caller(7, &["personal_number", "sex"])).await;
        assert_eq!(answer.refusal().1, "journal_unavailable");
        assert!(
            !answer.text.contains(LAN) && !answer.text.contains("male"),
            "{}",
            answer.text
        );
    })
    .await;
}

#[tokio::test]
async fn who_may_not_see_the_key_gets_an_identifier_that_no_other_system_has() {
    with_people(async |world| {
        change(&world, 0, &[("sex", "male")]).await;
        change(&world, 0, &[("sex", "female")]).await;
        change(&world, 1, &[("sex", "unknown")]).await;
        let identifiers = async |system: &str, rights: &[&str]| -> Vec<String> {
            let mut caller = caller(7, rights);
            caller.system = system.parse().unwrap();
            let answer = world.get("/changes", caller).await.ok();
            assert!(!answer.to_string().contains(LAN), "{answer}");
            let told = answer["changes"].as_array().unwrap().iter();
            told.map(|told| {
                assert!(told.get("key").is_none() && told["fields"].get("personal_number").is_none());
                told["pairwise"].as_str().unwrap().to_owned()
            })
            .collect()
        };
        let one = identifiers("VN/GOV/H45/onestop", &["sex"]).await;
        assert_eq!((one[0].len(), &one[0]), (32, &one[1]));
        assert_ne!(one[0], one[2]);
        // The right takes the key from whoever could see it, and the identifier is the same.
        let pairwise = ["sex", "personal_number", "identifier.pairwise"];
        assert_eq!(identifiers("VN/GOV/H45/onestop", &pairwise).await, one);
        let other = identifiers("VN/GOV/H45/archive", &["sex"]).await;
        assert!(other.iter().all(|identifier| !one.contains(identifier)));
    })
    .await;
}

#[tokio::test]
async fn only_who_sees_everything_is_told_the_version() {
    with_people(async |world| {
        change(&world, 0, &[("sex", "male")]).await;
        let pack = world.registry.pack().clone();
        let mut rights: Vec<_> = pack.fields().map(|field| field.right.as_str()).collect();
        let answer = ask(&world, "after=0", &rights).await;
        assert_eq!(answer["changes"][0]["version"], json!(2));
        rights.retain(|right| *right != "religion");
        let answer = ask(&world, "after=0", &rights).await;
        assert_eq!(answer["changes"][0].get("version"), None);
    })
    .await;
}

#[tokio::test]
async fn a_page_is_about_no_more_people_than_get_an_entry_of_their_own() {
    testing::on_sqlite_url(async |url: String| {
        let pack = Pack::built_in("civil-status-marriage", 1).unwrap().unwrap();
        let world = World::open(&url, pack, FaultyStorage::new(1), SamplePolicy::Allowed).await;
        let marriage = |number: usize| {
            record(&[
                ("registered_on", "2024-02-14"),
                ("registered_at", "22015"),
                ("husband_birth_date", "1988"),
                ("wife_birth_date", "1999"),
                ("marriage_state", "valid"),
                ("state", "registered"),
                ("registration_number", &format!("KH-00001-{number:07}")),
                ("husband_name", "Trần Hòa"),
                ("husband_number", &format!("003088{number:06}")),
                ("wife_name", "Nguyễn Thị Lan"),
                ("wife_number", &format!("003199{number:06}")),
            ])
        };
        sync(&world, (1..=60).map(marriage).collect()).await;
        let pack = world.registry.pack();
        let rights: Vec<_> = pack.fields().map(|field| field.right.as_str()).collect();
        let answer = ask(&world, "after=0", &rights).await;
        assert_eq!(answer["changes"].as_array().unwrap().len(), TOLD_MAX / 2);
        assert_eq!((&answer["next"], &answer["last"]), (&json!(50), &json!(60)));
        let answer = ask(&world, "after=50", &rights).await;
        assert_eq!(answer["changes"].as_array().unwrap().len(), 10);
        for person in ["003088000001", "003199000060"] {
            assert_eq!(entries(&world, person).await.len(), 1, "{person}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_question_that_waits_is_answered_by_the_next_change() {
    with_people(async |world| {
        let rights = ["personal_number", "sex"];
        let waiting = ask(&world, "after=0&wait_s=30", &rights);
        let changing = async {
            // One that it may not see wakes it, and it goes on waiting.
            change(&world, 1, &[("religion", "Phật giáo")]).await;
            change(&world, 0, &[("sex", "male")]).await;
        };
        let (answer, ()) = tokio::join!(waiting, changing);
        assert_eq!(answer["changes"][0]["key"], json!(LAN));
        assert_eq!(
            (answer["changes"].as_array().unwrap().len(), &answer["next"]),
            (1, &json!(2))
        );
    })
    .await;
}

#[tokio::test]
async fn nobody_waits_for_a_registry_that_is_about_to_end() {
    with_people(async |world| {
        let waiting = ask(&world, "after=0&wait_s=30", &["sex"]);
        let stopping = async { world.registry.stop_waiting() };
        let (answer, ()) = tokio::join!(waiting, stopping);
        assert_eq!(answer, json!({"changes": [], "next": 0, "last": 0}));
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_answered_is_refused() {
    with_people(async |world| {
        change(&world, 0, &[("sex", "male")]).await;
        let refusal = async |target: &str, rights: &[&str]| world.get(target, caller(7, rights)).await.refusal();
        for (query, code, detail) in [
            ("after=2", "position_unknown", "the last position is 1"),
            ("after=x", "invalid_query", "after: must be a number in digits"),
            ("wait_s=31", "invalid_query", "wait_s: must lie between 0 and 30"),
            ("limit=0", "invalid_query", "limit: must lie between 1 and 100"),
            ("limit=101", "invalid_query", "limit: must lie between 1 and 100"),
            ("sex=male", "invalid_query", "sex: is no parameter of this query"),
        ] {
            let refused = refusal(&format!("/changes?{query}"), &["sex"]).await;
            assert_eq!((refused.1.as_str(), refused.2.as_str()), (code, detail), "{query}");
        }
        let refused = refusal("/changes", &["person.existence", "identifier.pairwise"]).await;
        assert_eq!(refused.1, "field_not_granted");
        let without_caller = Request::get("/changes").body(Body::empty()).unwrap();
        assert_eq!(world.request(without_caller).await.refusal().1, "caller_missing");
    })
    .await;
}
