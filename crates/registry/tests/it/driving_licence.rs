//! The driving licence registry at work: one person, several classes, an end or none.

use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_store::db::testing;
use motlan_store::storage::faulty::FaultyStorage;
use serde_json::{Value, json};

use crate::support::{HOA, LAN, World, caller, driving_licence, lan, record, with};

const RIGHTS: &[&str] = &["licence_number", "classes", "valid_until", "state"];

/// Lan rides and drives; Hòa rides only, without an end.
async fn with_licences(test: impl AsyncFn(World)) {
    testing::on_sqlite_url(async |url: String| {
        let world = World::open(&url, driving_licence(), FaultyStorage::new(1), SamplePolicy::Allowed).await;
        let licence = |number, name, born, licence, classes, more: &[(&str, &str)]| {
            let fields = [
                ("personal_number", number),
                ("full_name", name),
                ("birth_date", born),
                ("licence_number", licence),
                ("classes", classes),
                ("issued_on", "2014-05-06"),
                ("issuer", "Sở Giao thông vận tải tỉnh Phú Yên"),
                ("state", "valid"),
            ];
            record(&[&fields, more].concat())
        };
        let end = [("valid_until", "2024-05-06")];
        let licences = vec![
            licence(LAN, "Nguyễn Thị Lan", "1999-04-30", "000000000001", "B2,A1", &end),
            licence(HOA, "Trần Hòa", "1988", "000000000002", "A1", &[]),
        ];
        assert_eq!(world.registry.load(licences).await.unwrap(), 2);
        test(world).await;
    })
    .await;
}

fn hoa() -> Value {
    json!({"personal_number": HOA, "full_name": "Trần Hòa", "birth_date": "1988"})
}

#[tokio::test]
async fn look_up_gives_the_classes_in_order_and_an_end_where_there_is_one() {
    with_licences(async |world| {
        let answer = world.post("/look-up", caller(1, RIGHTS), lan()).await;
        answer.ok();
        assert_eq!(
            answer.text,
            r#"{"fields":{"licence_number":"000000000001","classes":"A1, B2","valid_until":"2024-05-06","state":"valid"}}"#
        );
        let fields = json!({"licence_number": "000000000002", "classes": "A1", "state": "valid"});
        let answer = world.post("/look-up", caller(1, RIGHTS), hoa()).await;
        assert_eq!(answer.ok(), json!({"fields": fields}));
    })
    .await;
}

#[tokio::test]
async fn verify_asks_whether_a_class_is_among_those_held() {
    with_licences(async |world| {
        for (classes, expected) in [
            ("B2", "match"),
            ("A1", "match"),
            ("B2 , A1", "match"),
            ("C", "mismatch"),
            ("FB2", "mismatch"),
            ("A1, C", "mismatch"),
        ] {
            let body = with(lan(), json!({"fields": {"classes": classes}}));
            let answer = world.post("/verify", caller(1, RIGHTS), body).await.ok();
            assert_eq!(answer["fields"]["classes"], expected, "{classes}");
        }
        let body = with(hoa(), json!({"fields": {"valid_until": "2030", "state": "valid"}}));
        let answer = world.post("/verify", caller(1, RIGHTS), body).await.ok();
        assert_eq!(answer["fields"], json!({"valid_until": "unknown", "state": "match"}));
    })
    .await;
}

#[tokio::test]
async fn a_class_that_is_none_is_refused_without_being_repeated() {
    with_licences(async |world| {
        for classes in ["B3", "A1 B2", "A1,", "A1, A1", "a1"] {
            let body = with(lan(), json!({"fields": {"classes": classes}}));
            let refused = world.post("/verify", caller(1, RIGHTS), body).await.refusal();
            let detail = "fields.classes: must be codes of the list licence_class, each once, with commas between them";
            assert_eq!(
                refused,
                (400, "invalid_body".to_owned(), detail.to_owned()),
                "{classes}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn its_journal_is_its_own_and_its_holder_sees_it() {
    with_licences(async |world| {
        world.post("/look-up", caller(1, RIGHTS), lan()).await.ok();
        let page = world.post("/usage", caller(2, &["person.usage"]), lan()).await.ok();
        let entries = page["entries"].as_array().unwrap();
        assert_eq!(entries.len(), 1);
        assert_eq!(entries[0]["registry"], "driving-licence");
        let given = json!(["licence_number", "classes", "valid_until", "state"]);
        assert_eq!((&entries[0]["fields"], &page["next"]), (&given, &Value::Null));
    })
    .await;
}
