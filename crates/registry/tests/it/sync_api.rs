//! `POST /sync`: its shapes and its limits.

use motlan_registry::api::{RECORDS_BYTES_MAX, RECORDS_MAX};
use motlan_registry::model::refusal::RefusalCode;
use serde_json::{Value, json};

use crate::support::{HOA, LAN, NOBODY, caller, feeder, folder, with_people};

fn person(number: &str) -> Value {
    json!({
        "personal_number": number, "full_name": "Lê Thị Bình", "birth_date": "1999",
        "sex": "female", "nationality": "VN", "birth_province": "54",
    })
}

fn records(records: &[Value]) -> Value {
    json!({ "records": records })
}

#[tokio::test]
async fn each_record_is_answered_in_its_place() {
    with_people(async |world| {
        let new = json!({"fields": person(NOBODY)});
        let mut lan = person(LAN);
        lan["full_name"] = json!("Nguyễn Thị Lan");
        lan["sex"] = json!("x");
        let answer = world
            .post(
                "/sync",
                feeder(1),
                records(&[
                    new.clone(),
                    new,
                    json!({"fields": person(HOA), "known_version": 7}),
                    json!({"fields": person(HOA), "known_version": 1}),
                    json!({"fields": lan}),
                    json!({"fields": {"personal_number": 3}}),
                    json!("x"),
                ]),
            )
            .await
            .ok();
        let missing = |field: &str| json!({"code": "missing", "field": field, "remedy": {"code": "give_value"}});
        let incomplete = |field: &str| json!({"code": "incomplete", "field": field, "remedy": {"code": "give_value"}});
        assert_eq!(
            answer,
            records(&[
                json!({"result": "accepted", "change": "added", "version": 1}),
                json!({"result": "unchanged", "version": 1}),
                json!({"result": "superseded", "version": 1}),
                json!({"result": "accepted", "change": "changed", "version": 2}),
                json!({"result": "rejected", "reasons": [
                    {"code": "not_in_list", "field": "sex", "remedy": {"code": "use_list", "list": "sex", "several": false}},
                ]}),
                json!({"result": "rejected", "reasons": [
                    {"code": "not_text", "field": "personal_number", "remedy": {"code": "send_text"}},
                    missing("full_name"), missing("birth_date"),
                    incomplete("sex"), incomplete("nationality"), incomplete("birth_province"),
                ]}),
                json!({"result": "rejected", "reasons": [
                    {"code": "not_a_record", "field": null, "remedy": {"code": "send_record"}},
                ]}),
            ])
        );
    })
    .await;
}

#[tokio::test]
async fn a_body_of_another_shape_is_refused_whole() {
    with_people(async |world| {
        let one = json!({"fields": person(NOBODY)});
        for (body, expected) in [
            (json!([]), "line 1 column 0: no JSON object of this kind"),
            (json!({}), "records: is missing"),
            (records(&[]), "records: is empty"),
            (json!({"records": {}}), "records: must be an array"),
            (json!({"record": []}), "record: is no member of this body"),
            (
                records(&vec![json!({}); RECORDS_MAX + 1]),
                "records: holds more than 1000 records",
            ),
        ] {
            let (status, code, detail) = world.post("/sync", feeder(1), body).await.refusal();
            assert_eq!(
                (status, code.as_str(), detail.as_str()),
                (400, "invalid_body", expected)
            );
        }
        let full = world
            .post("/sync", feeder(1), records(&vec![one.clone(); RECORDS_MAX]))
            .await;
        assert_eq!(full.ok()["records"].as_array().unwrap().len(), RECORDS_MAX);
        let large = "x".repeat(RECORDS_BYTES_MAX + 1);
        let refusal = world.send("/sync", Some(feeder(1)), large).await.refusal();
        assert_eq!((refusal.0, refusal.1.as_str()), (413, "body_too_large"));
        let refusal = world
            .post("/sync", caller(1, &["sex"]), records(&[one]))
            .await
            .refusal();
        assert_eq!((refusal.0, refusal.1.as_str()), (403, "field_not_granted"));
    })
    .await;
}

#[tokio::test]
async fn a_refused_name_is_repeated_only_if_it_can_be_nobodys_data() {
    with_people(async |world| {
        let mut fields = person(NOBODY);
        fields["n003199012345"] = json!("x");
        fields["Lê Lợi"] = json!("x");
        fields["colour"] = json!("x");
        let answer = world
            .post("/sync", feeder(1), records(&[json!({"fields": fields})]))
            .await;
        assert!(
            !answer.text.contains("3199012345") && !answer.text.contains("Lợi"),
            "{}",
            answer.text
        );
        assert!(answer.text.contains("colour"));
        assert_eq!(answer.ok()["records"][0]["result"], "rejected");
    })
    .await;
}

#[tokio::test]
async fn when_the_journal_stops_nobody_is_told_what_became_of_a_record() {
    with_people(async |world| {
        world.storage.fail_sync_at(1);
        let answer = world
            .post("/sync", feeder(1), records(&[json!({"fields": person(LAN)})]))
            .await;
        assert_eq!(answer.refusal().1, "journal_unavailable");
        assert!(!answer.text.contains("result"));
    })
    .await;
}

#[test]
fn the_page_about_sync_lists_every_code_in_order() {
    let page = std::fs::read_to_string(folder("../../docs/registry-sync.md")).unwrap();
    let (_, table) = page.split_once("| `code` | What is wrong |").unwrap();
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    let listed: Vec<&str> = rows.map(|line| line.split('`').nth(1).unwrap()).collect();
    assert_eq!(listed, RefusalCode::ALL.map(RefusalCode::as_str));
}
