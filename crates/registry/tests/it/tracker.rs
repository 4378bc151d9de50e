//! `GET /tracker/v2/…`: the journal as Estonia's data tracker asks for it.

use axum::body::Body;
use http::Request;
use motlan_core::Caller;
use serde_json::{Value, json};

use crate::support::{Answer, LAN, World, caller, lan, with_people};

fn reader() -> Caller {
    let mut reader = caller(200, &["person.usage"]);
    reader.officer = Some(format!("VN{LAN}"));
    reader
}

async fn find(world: &World, query: &str) -> Answer {
    world
        .get(&format!("/tracker/v2/findUsage?userCode={LAN}{query}"), reader())
        .await
}

/// Three questions, a day apart from each other, the first on 1 March 2024 at noon in Vietnam.
async fn ask_thrice(world: &World) {
    for transaction in 1..=3 {
        let mut caller = caller(transaction, &["sex"]);
        if transaction == 2 {
            caller.purpose = "QD-06-2022".parse().unwrap();
        }
        world.post("/look-up", caller, lan()).await.ok();
        world.clock.advance_seconds(24 * 3600);
    }
}

fn days(answer: &Value) -> Vec<&str> {
    let usages = answer["usages"].as_array().unwrap().iter();
    usages.map(|usage| &usage["logtime"].as_str().unwrap()[..10]).collect()
}

#[tokio::test]
async fn tells_what_was_done_why_and_for_whom_newest_first() {
    with_people(async |world| {
        ask_thrice(&world).await;
        let answer = find(&world, "").await.ok();
        assert_eq!(days(&answer), ["2024-03-03", "2024-03-02", "2024-03-01"]);
        assert_eq!(answer["totalUsages"], json!(3));
        assert_eq!(
            answer["usages"][0],
            json!({
                "logtime": "2024-03-03T05:00:00.000000Z",
                "action": "Tra cứu thông tin công dân. Căn cứ: ND-107-2021. Hồ sơ: H45.12-240301-0001",
                "receiverCode": "VN/GOV/H45",
                "receiverSystem": "VN/GOV/H45/onestop",
            })
        );
        assert_eq!(
            answer["usages"][1]["action"],
            json!("Tra cứu thông tin công dân. Căn cứ: QD-06-2022")
        );
        for secret in ["officer-7", LAN, "female"] {
            assert!(!answer.to_string().contains(secret), "{secret}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_period_and_a_part_of_it() {
    with_people(async |world| {
        ask_thrice(&world).await;
        for (query, total, expected) in [
            ("&periodStart=2024-03-02", 2, vec!["2024-03-03", "2024-03-02"]),
            ("&periodEnd=2024-03-02", 2, vec!["2024-03-02", "2024-03-01"]),
            ("&periodStart=2024-03-02&periodEnd=2024-03-02", 1, vec!["2024-03-02"]),
            (
                "&periodStart=2024-03-02T12:00:00%2B07:00",
                2,
                vec!["2024-03-03", "2024-03-02"],
            ),
            ("&periodStart=2024-03-02T12:00:01+07:00", 1, vec!["2024-03-03"]),
            ("&periodEnd=2024-03-01T04:59:59Z", 0, vec![]),
            ("&offset=1&limit=1", 3, vec!["2024-03-02"]),
            ("&offset=3", 3, vec![]),
        ] {
            let answer = find(&world, query).await.ok();
            assert_eq!(
                (&answer["totalUsages"], days(&answer)),
                (&json!(total), expected),
                "{query}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn somebody_elses_reading_is_written_down() {
    with_people(async |world| {
        let mut officer = reader();
        officer.officer = Some("VN003088000001".to_owned());
        let target = format!("/tracker/v2/findUsage?userCode={LAN}");
        world.get(&target, officer).await.ok();
        let answer = find(&world, "").await.ok();
        let action = "Xem ai đã khai thác thông tin của công dân. Căn cứ: ND-107-2021. Hồ sơ: H45.12-240301-0001";
        assert_eq!(answer["usages"][0]["action"], json!(action));
        assert_eq!(answer["totalUsages"], json!(1));
    })
    .await;
}

#[tokio::test]
async fn says_since_when_and_that_it_lives() {
    with_people(async |world| {
        world.clock.advance_seconds(3600);
        let answer = world.get("/tracker/v2/usagePeriod", reader()).await.ok();
        assert_eq!(answer, json!({"periodStart": "2024-03-01T05:00:00.000000Z"}));
        let answer = world.get("/tracker/v2/heartbeat", caller(1, &[])).await.ok();
        assert_eq!(answer["appName"], json!("population"));
        // Entries are kept for ten years.
        world.clock.advance_seconds(11 * 365 * 24 * 3600);
        let answer = world.get("/tracker/v2/usagePeriod", reader()).await.ok();
        assert!(answer["periodStart"].as_str().unwrap().starts_with("2025-"), "{answer}");

        world.storage.fail_sync_at(1);
        world.post("/look-up", caller(1, &["sex"]), lan()).await.refusal();
        let answer = world.get("/tracker/v2/heartbeat", caller(1, &[])).await;
        assert_eq!(answer.refusal().1, "journal_unavailable");
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_is_named_and_never_repeated() {
    with_people(async |world| {
        for (query, code, detail) in [
            ("", "invalid_query", "userCode: is missing"),
            (
                "userCode=12",
                "personal_number_form",
                "A personal number has exactly 12 digits.",
            ),
            (
                "userCode=003199012345&userCode=003199012345",
                "invalid_query",
                "userCode: stands there twice",
            ),
            (
                "userCode=003199012345&limit=1001",
                "invalid_query",
                "limit: must lie between 1 and 1000",
            ),
            (
                "userCode=003199012345&offset=-1",
                "invalid_query",
                "offset: must be a number in digits",
            ),
            (
                "userCode=003199012345&periodStart=003199012345",
                "invalid_query",
                "periodStart: must be a day, YYYY-MM-DD, or a moment with its offset, RFC 3339",
            ),
            (
                "003199012345=1",
                "invalid_query",
                "(a name that is no code): is no parameter of this query",
            ),
        ] {
            let answer = world.get(&format!("/tracker/v2/findUsage?{query}"), reader()).await;
            let refused = answer.refusal();
            assert_eq!((refused.1.as_str(), refused.2.as_str()), (code, detail), "{query}");
            assert!(!answer.text.contains(LAN), "{}", answer.text);
        }
        let refused = find_as(&world, caller(1, &["sex", "person.existence"])).await;
        assert_eq!(refused.refusal().1, "field_not_granted");
        let mut nobody = reader();
        nobody.officer = None;
        assert_eq!(find_as(&world, nobody).await.refusal().2, "X-Road-UserId: is missing");
        for path in ["findUsage", "usagePeriod", "heartbeat"] {
            let request = Request::get(format!("/tracker/v2/{path}?userCode={LAN}"))
                .body(Body::empty())
                .unwrap();
            assert_eq!(world.request(request).await.refusal().1, "caller_missing");
        }
    })
    .await;
}

async fn find_as(world: &World, caller: Caller) -> Answer {
    world
        .get(&format!("/tracker/v2/findUsage?userCode={LAN}"), caller)
        .await
}
