//! Questions that their person sees late: until then nothing tells that there were any.

use motlan_core::Caller;
use serde_json::{Value, json};

use crate::support::{DELAY_DAYS, DELAYED, World, caller, lan, with, with_people};

fn investigator(rights: &[&str]) -> Caller {
    let mut caller = caller(1, rights);
    caller.purpose = DELAYED.parse().unwrap();
    caller
}

async fn usage(world: &World, before: &Value) -> Value {
    let mut reader = caller(200, &["person.usage"]);
    reader.officer = None;
    let body = if before.is_null() {
        lan()
    } else {
        with(lan(), json!({"before": before}))
    };
    world.post("/usage", reader, body).await.ok()
}

async fn total(world: &World) -> Value {
    let answer = world
        .get("/tracker/v2/findUsage?userCode=003199012345", caller_of_lan())
        .await;
    answer.ok()["totalUsages"].clone()
}

fn caller_of_lan() -> Caller {
    let mut reader = caller(200, &["person.usage"]);
    reader.officer = Some("VN003199012345".to_owned());
    reader
}

#[tokio::test]
async fn a_delayed_question_is_seen_from_its_day_on_and_marked() {
    with_people(async |world| {
        let rights = ["sex", "usage.delay"];
        world.post("/look-up", investigator(&rights), lan()).await.ok();
        assert_eq!(usage(&world, &Value::Null).await, json!({"entries": [], "next": null}));
        assert_eq!(total(&world).await, json!(0));
        world.clock.advance_seconds(i64::from(DELAY_DAYS) * 24 * 3600 - 1);
        assert_eq!(usage(&world, &Value::Null).await["entries"], json!([]));
        world.clock.advance_seconds(1);
        let seen = usage(&world, &Value::Null).await;
        let entry = &seen["entries"][0];
        assert_eq!(
            (&entry["delayed"], &entry["legal_basis"]),
            (&json!(true), &json!(DELAYED))
        );
        assert_eq!(entry["at"], json!("2024-03-01T05:00:00.000000Z"));
        assert_eq!(total(&world).await, json!(1));
    })
    .await;
}

#[tokio::test]
async fn neither_the_right_nor_the_purpose_alone_hides_anything() {
    with_people(async |world| {
        world.post("/look-up", investigator(&["sex"]), lan()).await.ok();
        world
            .post("/look-up", caller(1, &["sex", "usage.delay"]), lan())
            .await
            .ok();
        let seen = usage(&world, &Value::Null).await;
        let entries = seen["entries"].as_array().unwrap();
        assert_eq!(entries.len(), 2);
        assert!(entries.iter().all(|entry| entry.get("delayed").is_none()), "{seen}");
    })
    .await;
}

#[tokio::test]
async fn pages_are_full_and_end_as_if_nothing_were_hidden() {
    with_people(async |world| {
        let hidden = ["sex", "usage.delay"];
        for _ in 0..70 {
            world.post("/look-up", investigator(&hidden), lan()).await.ok();
        }
        for _ in 0..120 {
            world.post("/look-up", caller(1, &["sex"]), lan()).await.ok();
            world.post("/look-up", investigator(&hidden), lan()).await.ok();
        }
        let first = usage(&world, &Value::Null).await;
        let second = usage(&world, &first["next"]).await;
        let sizes = [&first, &second].map(|page| page["entries"].as_array().unwrap().len());
        assert_eq!((sizes, &second["next"]), ([100, 20], &Value::Null));
        assert_eq!(total(&world).await, json!(120));

        // A page that ends where only hidden ones follow is the last one.
        let before = usage(&world, &first["next"]).await;
        assert_eq!(before, second);
        for _ in 0..80 {
            world.post("/look-up", caller(1, &["sex"]), lan()).await.ok();
        }
        let first = usage(&world, &Value::Null).await;
        let second = usage(&world, &first["next"]).await;
        let sizes = [&first, &second].map(|page| page["entries"].as_array().unwrap().len());
        assert_eq!((sizes, &second["next"]), ([100, 100], &Value::Null));
    })
    .await;
}
