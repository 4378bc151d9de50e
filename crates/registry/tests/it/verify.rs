//! `POST /verify`: yes or no, field by field, and who may learn that somebody exists.

use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_core::{Clock, Timestamp};
use motlan_store::db::testing;
use motlan_store::storage::faulty::FaultyStorage;
use serde_json::{Value, json};

use crate::support::{HOA, LAN, NOBODY, World, boat, caller, lan, population, record, with, with_people};

const RIGHTS: &[&str] = &[
    "full_name",
    "birth_date",
    "sex",
    "permanent_province",
    "father",
    "ethnicity",
    "personal_number",
];

fn rights_with_existence() -> Vec<&'static str> {
    [RIGHTS, &["person.existence"]].concat()
}

#[tokio::test]
async fn keys_alone_answer_match_or_no_match() {
    with_people(async |world| {
        for (body, expected) in [
            (lan(), "match"),
            (with(lan(), json!({"full_name": "NGUYỄN  THỊ LAN"})), "match"),
            (with(lan(), json!({"birth_date": "1999"})), "match"),
            (with(lan(), json!({"birth_date": "1999-04"})), "match"),
            (with(lan(), json!({"birth_date": "1999-05"})), "no_match"),
            (with(lan(), json!({"full_name": "Nguyễn Thị Làn"})), "no_match"),
            (with(lan(), json!({"personal_number": NOBODY})), "no_match"),
            (
                json!({"personal_number": HOA, "full_name": "Trần Hoà", "birth_date": "1988-07-01"}),
                "match",
            ),
        ] {
            let answer = world.post("/verify", caller(1, RIGHTS), body.clone()).await;
            assert_eq!(answer.ok(), json!({"result": expected, "fields": {}}), "{body}");
        }
    })
    .await;
}

#[tokio::test]
async fn every_asked_field_gets_its_own_answer_in_the_order_asked() {
    with_people(async |world| {
        let asked = json!({"sex": "female", "permanent_province": "01", "ethnicity": "01", "father_name": "nguyễn văn thủy"});
        let answer = world.post("/verify", caller(1, RIGHTS), with(lan(), json!({"fields": asked}))).await;
        assert_eq!(
            answer.text,
            r#"{"result":"no_match","fields":{"sex":"match","permanent_province":"mismatch","ethnicity":"unknown","father_name":"match"}}"#
        );
        let asked = json!({"sex": "female", "birth_date": "1999-04", "full_name": "nguyễn thị lan", "personal_number": LAN});
        let answer = world.post("/verify", caller(1, RIGHTS), with(lan(), json!({"fields": asked}))).await;
        let fields = json!({"sex": "match", "birth_date": "match", "full_name": "match", "personal_number": "match"});
        assert_eq!(answer.ok(), json!({"result": "match", "fields": fields}));
    })
    .await;
}

fn questions_that_identify_nobody() -> Vec<Value> {
    let asked = json!({"fields": {"sex": "female", "ethnicity": "01", "birth_date": "1999-04-30"}});
    [
        json!({"personal_number": NOBODY}),
        json!({"full_name": "Nguyễn Thị Hoa"}),
        json!({"birth_date": "1998-04-30"}),
        json!({"personal_number": HOA}),
    ]
    .into_iter()
    .map(|change| with(with(lan(), asked.clone()), change))
    .collect()
}

#[tokio::test]
async fn without_the_right_an_unknown_person_answers_like_one_whose_data_differ() {
    with_people(async |world| {
        let mut answers = Vec::new();
        for body in questions_that_identify_nobody() {
            answers.push(world.post("/verify", caller(1, RIGHTS), body).await);
        }
        let fields = json!({"sex": "mismatch", "ethnicity": "mismatch", "birth_date": "mismatch"});
        assert_eq!(answers[0].ok(), json!({"result": "no_match", "fields": fields}));
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    })
    .await;
}

#[tokio::test]
async fn with_the_right_an_unknown_person_is_unknown_and_a_known_one_compared() {
    with_people(async |world| {
        let rights = rights_with_existence();
        let mut answers = Vec::new();
        for body in questions_that_identify_nobody() {
            answers.push(world.post("/verify", caller(1, &rights), body).await.ok());
        }
        let no_match = |sex: &str, ethnicity: &str, birth_date: &str| {
            let fields = json!({"sex": sex, "ethnicity": ethnicity, "birth_date": birth_date});
            json!({"result": "no_match", "fields": fields})
        };
        assert_eq!(answers[0], no_match("unknown", "unknown", "unknown"));
        assert_eq!(answers[1], no_match("match", "unknown", "match"));
        assert_eq!(answers[2], no_match("match", "unknown", "match"));
        assert_eq!(answers[3], no_match("mismatch", "unknown", "mismatch"));
    })
    .await;
}

#[tokio::test]
async fn fields_need_their_right_and_must_exist_today() {
    with_people(async |world| {
        let ask = async |rights: &[&str], fields: Value| {
            let body = with(lan(), json!({"fields": fields}));
            world.post("/verify", caller(1, rights), body).await.refusal()
        };
        let refused = ask(&["sex"], json!({"sex": "male", "father_name": "A", "ethnicity": "01"})).await;
        assert_eq!((refused.0, refused.1.as_str()), (403, "field_not_granted"));
        assert_eq!(refused.2, "the grant does not hold: father_name, ethnicity");
        let unknown = ask(
            &["sex"],
            json!({"ethnicity": "01", "colour": "red", "003199012345": "x"}),
        )
        .await;
        assert_eq!((unknown.0, unknown.1.as_str()), (400, "unknown_field"));
        assert_eq!(
            unknown.2,
            "population has no such field today: colour, (a name that is no code)"
        );
        // A right that many fields share is not a field, and a field's code is not its right.
        assert_eq!(
            ask(&["father_name"], json!({"father_name": "A"})).await.1,
            "field_not_granted"
        );

        let district = json!({"permanent_district": "555"});
        let body = with(lan(), json!({"fields": district}));
        let granted = || caller(1, &["permanent_district"]);
        assert_eq!(
            world.post("/verify", granted(), body.clone()).await.ok()["fields"],
            json!({"permanent_district": "unknown"})
        );
        // 2025-07-01T00:00:00 in Vietnam: two tiers of local government.
        let end = Timestamp::from_seconds(1_751_302_800);
        world
            .clock
            .advance_seconds(end.as_seconds() - world.clock.now().as_seconds());
        assert_eq!(
            world.post("/verify", granted(), body).await.refusal().1,
            "unknown_field"
        );
    })
    .await;
}

#[tokio::test]
async fn sample_numbers_are_refused_where_the_configuration_does_not_allow_them() {
    testing::on_sqlite_url(async |url: String| {
        let world = World::open(&url, population(), FaultyStorage::new(1), SamplePolicy::Refused).await;
        let (status, code, detail) = world.post("/verify", caller(1, RIGHTS), lan()).await.refusal();
        assert_eq!((status, code.as_str()), (400, "personal_number_province"));
        assert!(
            detail.starts_with("personal_number: ") && !detail.contains(LAN),
            "{detail}"
        );
        let real = with(lan(), json!({"personal_number": "054199012345"}));
        assert_eq!(
            world.post("/verify", caller(1, RIGHTS), real).await.ok()["result"],
            "no_match"
        );
    })
    .await;
}

#[tokio::test]
async fn another_pack_is_served_by_the_same_program() {
    testing::on_sqlite_url(async |url: String| {
        let world = World::open(&url, boat(), FaultyStorage::new(1), SamplePolicy::Allowed).await;
        let owner = [
            ("owner_number", LAN),
            ("owner", "Nguyễn Thị Lan"),
            ("owner_born", "1999"),
            ("hull", "wood"),
        ];
        world.registry.load([record(&owner)]).await.unwrap();
        let keys = json!({"owner_number": LAN, "owner": "Nguyễn Thị Lan", "owner_born": "1999-04-30"});
        let body = with(
            keys.clone(),
            json!({"fields": {"hull": "wood", "owner": "nguyễn thị lan"}}),
        );
        let answer = world.post("/verify", caller(1, &["boat", "owner"]), body.clone()).await;
        assert_eq!(
            answer.ok(),
            json!({"result": "match", "fields": {"hull": "match", "owner": "match"}})
        );
        assert_eq!(
            world.post("/look-up", caller(1, &["boat"]), keys).await.refusal().1,
            "not_found"
        );
        // 2031: after the registry's own last day.
        world.clock.advance_seconds(7 * 366 * 86_400);
        let answer = world.post("/verify", caller(1, &["boat", "owner"]), body).await;
        assert_eq!(answer.refusal().1, "service_disabled");
    })
    .await;
}
