//! What is refused, and how: RFC 9457 with a stable code, and nothing personal or from inside in it.

use axum::body::Body;
use http::Request;
use serde_json::json;

use crate::support::{LAN, caller, lan, with, with_people};

#[tokio::test]
async fn every_refusal_has_its_code_and_changes_nothing() {
    with_people(async |world| {
        let long = "x".repeat(1025);
        for (change, status, code, detail) in [
            (
                json!({"personal_number": "12"}),
                400,
                "personal_number_form",
                "personal_number: A personal number has exactly 12 digits.",
            ),
            (
                json!({"personal_number": "０03199012345"}),
                400,
                "personal_number_form",
                "personal_number: A personal number has exactly 12 digits.",
            ),
            (
                json!({"personal_number": "000199012345"}),
                400,
                "personal_number_province",
                "personal_number: the first three digits are no province's code",
            ),
            (
                json!({"birth_date": "30/04/1999"}),
                400,
                "invalid_body",
                "birth_date: must be YYYY, YYYY-MM or YYYY-MM-DD",
            ),
            (json!({"full_name": " "}), 400, "invalid_body", "full_name: is empty"),
            (
                json!({"full_name": long}),
                400,
                "invalid_body",
                "full_name: is longer than 1,024 bytes",
            ),
            (
                json!({"full_name": "a\u{0}b"}),
                400,
                "invalid_body",
                "full_name: holds a control character",
            ),
            (
                json!({"full_name": null}),
                400,
                "invalid_body",
                "full_name: must be a text",
            ),
            (
                json!({"fields": {"sex": "nữ"}}),
                400,
                "invalid_body",
                "fields.sex: is no code of the list sex",
            ),
            (
                json!({"fields": ["sex"]}),
                400,
                "invalid_body",
                "fields: must be an object of texts",
            ),
            (
                json!({"hint": "x"}),
                400,
                "invalid_body",
                "hint: is no member of this body",
            ),
        ] {
            let answer = world.post("/verify", caller(7, &["sex"]), with(lan(), change)).await;
            assert_eq!(answer.refusal(), (status, code.to_owned(), detail.to_owned()));
        }
        let person = crate::support::number(LAN);
        let usage = world
            .registry
            .usage_of(person, motlan_registry::journal::Page::default())
            .await
            .unwrap();
        assert_eq!(usage.entries, [], "a refused question tells nothing about anybody");
    })
    .await;
}

#[tokio::test]
async fn a_problem_is_rfc_9457_and_names_the_request_without_its_transaction() {
    with_people(async |world| {
        let problem = world
            .post("/verify", caller(7, &[]), with(lan(), json!({"birth_date": "x"})))
            .await
            .json();
        let request_id = problem["request_id"].as_str().unwrap();
        assert_eq!(request_id.len(), 16);
        assert!(!caller(7, &[]).transaction.to_string().contains(request_id));
        let other = world
            .post("/verify", caller(8, &[]), with(lan(), json!({"birth_date": "x"})))
            .await
            .json();
        assert_ne!(other["request_id"], problem["request_id"]);
        assert_eq!(
            problem,
            json!({
                "type": "https://motlan.example/errors#invalid_body",
                "title": "The body of the request is malformed.",
                "status": 400,
                "detail": "birth_date: must be YYYY, YYYY-MM or YYYY-MM-DD",
                "code": "invalid_body",
                "request_id": request_id,
            })
        );
    })
    .await;
}

#[tokio::test]
async fn nobody_asks_past_the_gateway() {
    with_people(async |world| {
        for path in ["/verify", "/look-up", "/sync", "/correct", "/usage"] {
            let (status, code, _) = world.send(path, None, lan().to_string()).await.refusal();
            assert_eq!((status, code.as_str()), (403, "caller_missing"));
        }
    })
    .await;
}

#[tokio::test]
async fn a_body_over_16_kib_and_other_methods_and_paths_are_refused() {
    with_people(async |world| {
        let fits = with(lan(), json!({"pad": "x".repeat(16_000)})).to_string();
        assert!(fits.len() <= 16 * 1024);
        assert_eq!(
            world.send("/verify", Some(caller(1, &[])), fits).await.refusal().1,
            "invalid_body"
        );
        let large = "x".repeat(16 * 1024 + 1);
        let (status, code, _) = world.send("/verify", Some(caller(1, &[])), large).await.refusal();
        assert_eq!((status, code.as_str()), (413, "body_too_large"));
        let get = Request::get("/verify").body(Body::empty()).unwrap();
        assert_eq!(world.request(get).await.refusal().1, "method_not_allowed");
        let (_, code, detail) = world
            .send(&format!("/{LAN}"), Some(caller(1, &[])), String::new())
            .await
            .refusal();
        assert_eq!((code.as_str(), detail.contains(LAN)), ("not_found", false));
    })
    .await;
}

#[tokio::test]
async fn when_the_journal_stops_no_answer_leaves() {
    with_people(async |world| {
        world.post("/verify", caller(1, &["sex"]), lan()).await.ok();
        world.storage.fail_sync_at(1);
        for path in ["/verify", "/look-up", "/usage", "/verify"] {
            let answer = world.post(path, caller(1, &["sex", "person.usage"]), lan()).await;
            let (status, code, detail) = answer.refusal();
            assert_eq!((status, code.as_str()), (500, "journal_unavailable"));
            assert_eq!(
                detail,
                "The usage journal cannot be written; no answer about a person leaves."
            );
            assert!(!answer.text.contains("match\"") && !answer.text.contains("female"));
            assert!(world.registry.stopped().is_some());
        }
    })
    .await;
}
