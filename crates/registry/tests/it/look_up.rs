//! `POST /look-up`: the granted fields of one person, or that nobody was found.

use serde_json::json;

use crate::support::{HOA, LAN, NOBODY, caller, lan, with, with_people};

#[tokio::test]
async fn gives_what_is_granted_and_held_in_the_order_of_the_pack() {
    with_people(async |world| {
        let rights = ["father", "sex", "full_name", "ethnicity", "not_a_field"];
        let answer = world.post("/look-up", caller(1, &rights), lan()).await;
        answer.ok();
        assert_eq!(
            answer.text,
            r#"{"fields":{"full_name":"Nguyễn Thị Lan","sex":"female","father_name":"Nguyễn Văn Thuỷ"}}"#
        );
        let answer = world.post("/look-up", caller(1, &["personal_number"]), lan()).await;
        assert_eq!(answer.ok(), json!({"fields": {"personal_number": LAN}}));
        let hoa = json!({"personal_number": HOA, "full_name": "TRẦN HOÀ", "birth_date": "1988-12-31"});
        let answer = world.post("/look-up", caller(1, &["birth_date", "father"]), hoa).await;
        assert_eq!(answer.ok(), json!({"fields": {"birth_date": "1988"}}));
    })
    .await;
}

#[tokio::test]
async fn never_tells_which_key_failed_not_even_to_who_may_know_about_existence() {
    with_people(async |world| {
        for rights in [vec!["sex"], vec!["sex", "person.existence"]] {
            let mut answers = Vec::new();
            for change in [
                json!({"personal_number": NOBODY}),
                json!({"full_name": "Nguyễn Thị Hoa"}),
                json!({"birth_date": "1998"}),
                json!({"full_name": "X", "birth_date": "1900"}),
            ] {
                answers.push(world.post("/look-up", caller(1, &rights), with(lan(), change)).await);
            }
            let (status, code, _) = answers[0].refusal();
            assert_eq!((status, code.as_str()), (404, "record_not_found"));
            assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_grant_without_any_field_is_refused_before_anything_is_read() {
    with_people(async |world| {
        let answer = world.post("/look-up", caller(1, &["person.existence"]), lan()).await;
        assert_eq!(answer.refusal().1, "field_not_granted");
        let asked = with(lan(), json!({"fields": {"sex": "female"}}));
        let answer = world.post("/look-up", caller(1, &["sex"]), asked).await;
        assert_eq!(answer.refusal().2, "fields: is no member of this body");
    })
    .await;
}
