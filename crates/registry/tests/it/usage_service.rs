//! `POST /usage`: a person's own view of the journal, through a system that has the right to ask for it.

use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_registry::journal::PAGE_SIZE_MAX;
use motlan_registry::model::question::RawQuestion;
use motlan_store::db::testing;
use motlan_store::storage::faulty::FaultyStorage;
use serde_json::{Value, json};

use crate::support::{Answer, HOA, LAN, NOBODY, World, boat, caller, lan, number, pairs, with, with_people};

const USAGE: &[&str] = &["person.usage"];

async fn usage(world: &World, body: Value) -> Answer {
    let mut caller = caller(200, USAGE);
    caller.officer = None;
    world.post("/usage", caller, body).await
}

fn hoa() -> Value {
    json!({"personal_number": HOA, "full_name": "Trần Hòa", "birth_date": "1988"})
}

#[tokio::test]
async fn tells_who_asked_and_why_and_never_who_the_officer_is() {
    with_people(async |world| {
        world.post("/look-up", caller(1, &["sex"]), lan()).await.ok();
        world.clock.advance_seconds(5);
        let mut without_officer = caller(2, &["sex"]);
        without_officer.officer = None;
        without_officer.purpose = "QD-06-2022".parse().unwrap();
        world
            .post(
                "/verify",
                without_officer,
                with(lan(), json!({"fields": {"sex": "male"}})),
            )
            .await
            .ok();
        world.post("/verify", caller(3, &[]), hoa()).await.ok();

        let answer = usage(&world, lan()).await;
        let entry = |at: &str, service: &str, basis: &str, dossier: Value, outcome: &str, has_officer: bool| {
            json!({
                "at": at,
                "registry": "population",
                "service": service,
                "consumer": "VN/GOV/H45/onestop",
                "legal_basis": basis,
                "dossier": dossier,
                "fields": ["sex"],
                "outcome": outcome,
                "has_officer": has_officer,
            })
        };
        let dossier = json!("H45.12-240301-0001");
        let verified = entry(
            "2024-03-01T05:00:05.000000Z",
            "verify",
            "QD-06-2022",
            Value::Null,
            "no_match",
            false,
        );
        let found = entry(
            "2024-03-01T05:00:00.000000Z",
            "look-up",
            "ND-107-2021",
            dossier,
            "found",
            true,
        );
        assert_eq!(answer.ok(), json!({"entries": [verified, found], "next": null}));
        let transaction = caller(1, &[]).transaction.to_string();
        for secret in ["officer-7", LAN, "Lan", &transaction] {
            assert!(!answer.text.contains(secret), "{secret}");
        }
        assert_eq!(
            usage(&world, lan()).await,
            answer,
            "asking for one's own usage is not listed"
        );
    })
    .await;
}

#[tokio::test]
async fn pages_of_a_hundred_follow_each_other_without_gap_or_double() {
    with_people(async |world| {
        for _ in 0..PAGE_SIZE_MAX * 2 + 30 {
            world.post("/verify", caller(1, &[]), lan()).await.ok();
            world.clock.advance_seconds(1);
        }
        world.post("/verify", caller(2, &[]), hoa()).await.ok();
        let mut moments = Vec::new();
        let mut sizes = Vec::new();
        let mut body = lan();
        loop {
            let page = usage(&world, body).await.ok();
            let entries = page["entries"].as_array().unwrap();
            sizes.push(entries.len());
            moments.extend(entries.iter().map(|entry| entry["at"].as_str().unwrap().to_owned()));
            match page["next"].as_str() {
                Some(next) => body = with(lan(), json!({"before": next})),
                None => break,
            }
        }
        assert_eq!(sizes, [100, 100, 30]);
        assert!(
            moments.is_sorted_by(|one, other| one > other),
            "newest first, each once"
        );

        // Somebody else's cursor, or one that nobody was given, opens nothing but one's own entries.
        for before in ["ffffffffffffffff", "0000000100000000"] {
            let page = usage(&world, with(hoa(), json!({"before": before}))).await.ok();
            assert!(page["entries"].as_array().unwrap().len() <= 1);
        }
        let none = usage(&world, with(lan(), json!({"before": "0000000000000000"})))
            .await
            .ok();
        assert_eq!(none, json!({"entries": [], "next": null}));
    })
    .await;
}

#[tokio::test]
async fn needs_its_own_right_whatever_else_is_granted() {
    with_people(async |world| {
        for rights in [vec![], vec!["person.existence", "sex", "full_name", "usage"]] {
            let answer = world.post("/usage", caller(1, &rights), lan()).await;
            let expected = "the grant does not hold: person.usage".to_owned();
            assert_eq!(answer.refusal(), (403, "field_not_granted".to_owned(), expected));
        }
        let answer = world.post("/look-up", caller(1, USAGE), lan()).await;
        assert_eq!(answer.refusal().1, "field_not_granted", "the right opens no field");
    })
    .await;
}

#[tokio::test]
async fn the_keys_must_be_the_persons_and_a_refusal_does_not_tell_which_is_not() {
    with_people(async |world| {
        world.post("/verify", caller(1, &[]), lan()).await.ok();
        let nobody = with(lan(), json!({"personal_number": NOBODY}));
        world.post("/verify", caller(1, &[]), nobody).await.ok();
        let mut answers = Vec::new();
        for change in [
            json!({"personal_number": NOBODY}),
            json!({"personal_number": HOA}),
            json!({"full_name": "Nguyễn Thị Hoa"}),
            json!({"birth_date": "1998"}),
        ] {
            answers.push(usage(&world, with(lan(), change)).await);
        }
        let (status, code, _) = answers[0].refusal();
        assert_eq!((status, code.as_str()), (404, "record_not_found"));
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
        let seen = usage(&world, lan()).await.ok();
        assert_eq!(
            seen["entries"].as_array().unwrap().len(),
            1,
            "refused ones are not listed"
        );
    })
    .await;
}

#[tokio::test]
async fn an_officer_who_tries_keys_is_seen_and_limited() {
    with_people(async |world| {
        let ask = async |number: &str, name: &str| {
            let mut officer = caller(1, &["person.usage"]);
            (officer.officer, officer.persons_per_day_max) = (Some("officer-7".to_owned()), Some(1));
            let body = with(lan(), json!({"personal_number": number, "full_name": name}));
            world.post("/usage", officer, body).await.refusal().0
        };
        for name in ["Nguyễn Thị Hoa", "Nguyễn Thị Mai"] {
            assert_eq!(ask(LAN, name).await, 404);
        }
        assert_eq!(ask(HOA, "Nguyễn Thị Mai").await, 429);
        let seen = usage(&world, lan()).await.ok();
        let entries = seen["entries"].as_array().unwrap();
        assert_eq!(entries.len(), 1, "one for each day and reader");
        assert_eq!(entries[0]["outcome"], "not_found");
    })
    .await;
}

#[tokio::test]
async fn a_body_with_more_or_another_cursor_is_refused() {
    with_people(async |world| {
        for (change, detail) in [
            (json!({"fields": {}}), "fields: is no member of this body"),
            (json!({"before": "1"}), "before: must be the `next` of an earlier page"),
            (json!({"before": 1}), "before: must be a text"),
            (json!({"full_name": ""}), "full_name: is missing or empty"),
        ] {
            let refused = usage(&world, with(lan(), change)).await.refusal();
            assert_eq!(refused, (400, "invalid_body".to_owned(), detail.to_owned()));
        }
        let body = with(lan(), json!({"before": "0000000000000000"}));
        for path in ["/verify", "/look-up"] {
            let refused = world.post(path, caller(1, &["sex"]), body.clone()).await.refusal();
            assert_eq!(refused.2, "before: is no member of this body");
        }
    })
    .await;
}

#[tokio::test]
async fn erased_entries_are_not_seen() {
    with_people(async |world| {
        world.post("/verify", caller(1, &[]), lan()).await.ok();
        world.registry.erase_usage(number(LAN)).await.unwrap();
        assert_eq!(usage(&world, lan()).await.ok(), json!({"entries": [], "next": null}));
        world.post("/verify", caller(2, &[]), lan()).await.ok();
        let page = usage(&world, lan()).await.ok();
        assert_eq!(page["entries"].as_array().unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_registry_that_does_not_offer_it_has_no_such_service() {
    testing::on_sqlite_url(async |url: String| {
        let world = World::open(&url, boat(), FaultyStorage::new(1), SamplePolicy::Allowed).await;
        assert_eq!(usage(&world, lan()).await.refusal().1, "not_found");
        let question = RawQuestion {
            keys: pairs(&[("personal_number", LAN), ("full_name", "Lan"), ("birth_date", "1999")]),
            fields: Vec::new(),
        };
        let refused = world.registry.usage(&caller(1, USAGE), &question, None).await;
        assert_eq!(refused.unwrap_err().failure().code.as_str(), "unknown_service");
    })
    .await;
}
