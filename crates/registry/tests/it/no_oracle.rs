//! No answer tells a person who is not in the registry from one whose data differ, to whoever may not know.
//!
//! Whole responses are compared byte for byte: status, headers in their order, body. How long they take is a figure of
//! `motlan bench registry-oracle`.

use axum::body::Body;
use http::Request;
use http_body_util::BodyExt;
use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_registry::{Pack, router};
use motlan_store::db::testing;
use motlan_store::storage::faulty::FaultyStorage;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::support::{HOA, LAN, NOBODY, World, caller, lan, people, population, with};

/// A response as a client sees it, but the date, which no router writes.
async fn bytes(world: &World, path: &str, rights: &[&str], body: &Value) -> Vec<u8> {
    let mut request = Request::post(path).body(Body::from(body.to_string())).unwrap();
    request.extensions_mut().insert(caller(1, rights));
    let response = tower::ServiceExt::oneshot(router(world.registry.clone()), request)
        .await
        .unwrap();
    let mut bytes = format!("{:?} {}\n", response.version(), response.status()).into_bytes();
    for (name, value) in response.headers() {
        assert_ne!(name, "date");
        bytes.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\n"].concat());
    }
    bytes.extend(response.into_body().collect().await.unwrap().to_bytes());
    bytes
}

async fn world(url: &str, pack: Pack) -> World {
    let world = World::open(url, pack, FaultyStorage::new(1), SamplePolicy::Allowed).await;
    world.registry.load(people()).await.unwrap();
    world
}

/// Fields of the population registry with a value that Lan does have, and one that she does not.
const FIELDS: [(&str, &str, &str); 5] = [
    ("sex", "female", "male"),
    ("full_name", "Nguyễn Thị Lan", "Nguyễn Thị Hoa"),
    ("birth_date", "1999-04-30", "1999-05-30"),
    ("permanent_province", "54", "01"),
    ("father_name", "Nguyễn Văn Thuỷ", "Lê Văn Thuỷ"),
];
const RIGHTS: &[&str] = &["sex", "full_name", "birth_date", "permanent_province", "father"];

/// Keys that identify nobody: the first names nobody at all.
fn changes() -> [Value; 5] {
    [
        json!({"personal_number": NOBODY}),
        json!({"personal_number": HOA}),
        json!({"full_name": "Nguyễn Thị Hoa"}),
        json!({"birth_date": "1998-04-30"}),
        json!({"full_name": "Thị Lan Nguyễn", "birth_date": "1999"}),
    ]
}

#[tokio::test]
async fn verify_answers_nobody_and_a_mismatch_with_the_same_bytes() {
    testing::on_both_urls(async |url: String| {
        let world = world(&url, population()).await;
        let asked = prop::sample::subsequence(FIELDS.to_vec(), 0..=FIELDS.len()).prop_shuffle();
        let strategy = (asked, prop::collection::vec(any::<bool>(), FIELDS.len()));
        let mut runner = TestRunner::default();
        for _ in 0..24 {
            let (asked, is_right) = strategy.new_tree(&mut runner).unwrap().current();
            let fields: serde_json::Map<String, Value> = asked
                .iter()
                .zip(is_right)
                .map(|((code, right, wrong), is_right)| {
                    ((*code).to_owned(), json!(if is_right { right } else { wrong }))
                })
                .collect();
            let body = with(lan(), json!({ "fields": fields }));
            let nobody = bytes(&world, "/verify", RIGHTS, &with(body.clone(), changes()[0].clone())).await;
            for change in &changes()[1..] {
                let other = bytes(&world, "/verify", RIGHTS, &with(body.clone(), change.clone())).await;
                assert_eq!(
                    String::from_utf8_lossy(&other),
                    String::from_utf8_lossy(&nobody),
                    "{change}"
                );
            }
            // With the right the two differ as soon as a field is asked: the comparison above can fail.
            let knowing = [RIGHTS, &["person.existence"]].concat();
            if !asked.is_empty() {
                let nobody = bytes(&world, "/verify", &knowing, &with(body.clone(), changes()[0].clone())).await;
                let other = bytes(&world, "/verify", &knowing, &with(body, changes()[2].clone())).await;
                assert_ne!(other, nobody);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn look_up_and_usage_refuse_nobody_and_a_mismatch_with_the_same_bytes() {
    testing::on_both_urls(async |url: String| {
        let world = world(&url, population()).await;
        let rights = &["sex", "person.usage"];
        for path in ["/look-up", "/usage"] {
            let nobody = bytes(&world, path, rights, &with(lan(), changes()[0].clone())).await;
            assert!(String::from_utf8_lossy(&nobody).contains("record_not_found"));
            for change in &changes()[1..] {
                let other = bytes(&world, path, rights, &with(lan(), change.clone())).await;
                assert_eq!(other, nobody, "{path} {change}");
            }
            let found = bytes(&world, path, rights, &lan()).await;
            assert!(found.starts_with(b"HTTP/1.1 200"), "{LAN}");
        }
    })
    .await;
}

/// Above the last key, below the first and in an empty registry there is no neighbour to read.
#[tokio::test]
async fn keys_at_the_ends_answer_like_all_others() {
    testing::on_both_urls(async |url: String| {
        let world = World::open(&url, population(), FaultyStorage::new(1), SamplePolicy::Allowed).await;
        let ask = async |number: &str| {
            let body = with(lan(), json!({"personal_number": number, "fields": {"sex": "female"}}));
            bytes(&world, "/verify", RIGHTS, &body).await
        };
        let empty = ask(NOBODY).await;
        world.registry.load(people()).await.unwrap();
        for number in ["003000000000", NOBODY, "003399999999"] {
            assert_eq!(ask(number).await, empty, "{number}");
        }
        assert_ne!(ask(LAN).await, empty);
    })
    .await;
}
