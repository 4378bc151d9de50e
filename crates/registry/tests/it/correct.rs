//! Corrections: asked for with evidence, decided by the owner, told to who asked; and nothing else given away.

use std::sync::Arc;

use motlan_core::Caller;
use motlan_core::time::TestClock;
use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_registry::Registry;
use motlan_registry::journal::{Outcome, Page};
use motlan_registry::model::correction::{CorrectionId, CorrectionState, RawCorrection};
use motlan_registry::model::question::RawQuestion;
use motlan_registry::service::{DecideError, Ruling, Sent};
use motlan_store::db::{Db, testing};
use motlan_store::storage::faulty::FaultyStorage;
use serde_json::{Value, json};

use crate::support::{HOA, LAN, NOW, caller, config, feeder, lan, number, pairs, population, whole, with, with_people};

async fn open(db: &Db) -> (Registry, Arc<TestClock>) {
    let clock = Arc::new(TestClock::new(NOW));
    let config = config(Arc::clone(&clock), SamplePolicy::Allowed);
    let opened = Registry::open(population(), db.clone(), Arc::new(FaultyStorage::new(1)), config).await;
    let registry = opened.unwrap();
    let people = [LAN, HOA].map(|number| Sent::new(whole(number, "male"), None));
    registry.sync(&feeder(1), people.into()).await.unwrap();
    (registry, clock)
}

fn question(field: &str, value: &str) -> RawQuestion {
    RawQuestion {
        keys: pairs(&[
            ("personal_number", LAN),
            ("full_name", "Nguyễn Thị Lan"),
            ("birth_date", "1999-04-30"),
        ]),
        fields: if field.is_empty() {
            Vec::new()
        } else {
            pairs(&[(field, value)])
        },
    }
}

fn because() -> RawCorrection {
    RawCorrection {
        reason: "Ghi sai khi nhập liệu".to_owned(),
        evidence: "Giấy khai sinh số 12/1999, quyển 01".to_owned(),
    }
}

fn asker() -> Caller {
    caller(7, &["sex", "full_name", "old_identity_number"])
}

fn officer() -> Caller {
    let mut officer = caller(8, &[]);
    officer.system = "VN/GOV/G01/population".parse().unwrap();
    officer
}

async fn ask(registry: &Registry, field: &str, value: &str) -> CorrectionId {
    let status = registry
        .correct(&asker(), &question(field, value), &because())
        .await
        .unwrap();
    assert_eq!((status.state, status.decision.as_str()), (CorrectionState::Open, ""));
    status.id
}

async fn state(registry: &Registry, id: &CorrectionId) -> (CorrectionState, String) {
    let status = registry
        .correction_status(&asker(), &question("", ""), id)
        .await
        .unwrap();
    (status.state, status.decision)
}

#[tokio::test]
async fn the_owner_sees_opens_and_accepts_and_one_value_changes() {
    testing::on_both_engines(async |db| {
        let (registry, clock) = open(&db).await;
        let id = ask(&registry, "sex", "female").await;
        clock.advance_seconds(60);
        let later = ask(&registry, "full_name", "Nguyễn Thị Lân").await;

        let open = registry.corrections(None).await.unwrap();
        let listed: Vec<_> = open.iter().map(|open| (&open.id, open.field.as_str())).collect();
        assert_eq!(listed, [(&id, "sex"), (&later, "full_name")]);
        let rest = registry.corrections(open.first()).await.unwrap();
        assert_eq!(rest, open[1..]);

        let opened = registry.correction(&officer(), &id).await.unwrap();
        assert_eq!(
            (
                opened.key.as_str(),
                opened.asked.as_str(),
                opened.held.as_deref(),
                opened.version
            ),
            (LAN, "female", Some("male"), 1)
        );
        assert_eq!((opened.reason, opened.evidence), (because().reason, because().evidence));

        let accept = |known_version| Ruling::Accept { known_version };
        let accepted = registry
            .decide_correction(&officer(), &id, accept(1), "Đúng với giấy khai sinh")
            .await;
        assert_eq!(accepted.unwrap(), Some(2));
        let decided = (CorrectionState::Accepted, "Đúng với giấy khai sinh".to_owned());
        assert_eq!(state(&registry, &id).await, decided);
        let unchanged = registry
            .sync(&feeder(2), vec![Sent::new(whole(LAN, "female"), None)])
            .await;
        assert_eq!(
            unchanged.unwrap(),
            [Ok(motlan_registry::service::Applied::Unchanged { version: 2 })]
        );

        // The second was opened before the first was accepted.
        let changed = registry.decide_correction(&officer(), &later, accept(1), "x").await;
        assert!(matches!(changed, Err(DecideError::Changed { version: 2 })));
        assert_eq!(state(&registry, &later).await.0, CorrectionState::Open);
        registry
            .decide_correction(&officer(), &later, accept(2), "x")
            .await
            .unwrap();
        // Its status is asked with the keys of then.
        assert_eq!(state(&registry, &later).await.0, CorrectionState::Accepted);
        assert_eq!(registry.corrections(None).await.unwrap(), []);
        let again = registry
            .decide_correction(&officer(), &later, Ruling::Refuse, "x")
            .await;
        assert!(matches!(again, Err(DecideError::Decided)));
    })
    .await;
}

#[tokio::test]
async fn a_refusal_says_why_and_changes_nothing() {
    testing::on_both_engines(async |db| {
        let (registry, _) = open(&db).await;
        let id = ask(&registry, "sex", "female").await;
        let silent = registry.decide_correction(&officer(), &id, Ruling::Refuse, " ").await;
        assert!(matches!(silent, Err(DecideError::ReasonMissing)));
        let why = "Giấy khai sinh ghi khác";
        assert_eq!(
            registry
                .decide_correction(&officer(), &id, Ruling::Refuse, why)
                .await
                .unwrap(),
            None
        );
        assert_eq!(state(&registry, &id).await, (CorrectionState::Refused, why.to_owned()));
        let unchanged = registry
            .sync(&feeder(2), vec![Sent::new(whole(LAN, "male"), None)])
            .await;
        assert_eq!(
            unchanged.unwrap(),
            [Ok(motlan_registry::service::Applied::Unchanged { version: 1 })]
        );
    })
    .await;
}

#[tokio::test]
async fn of_two_officers_who_decide_together_one_does() {
    testing::on_both_engines(async |db| {
        let (registry, _) = open(&db).await;
        let mut version = 1;
        for round in 0..20 {
            let value = if round % 2 == 0 { "female" } else { "male" };
            let id = ask(&registry, "sex", value).await;
            let (first, second) = (officer(), officer());
            let accept = Ruling::Accept { known_version: version };
            let (accepted, refused) = tokio::join!(
                registry.decide_correction(&first, &id, accept, "x"),
                registry.decide_correction(&second, &id, Ruling::Refuse, "y"),
            );
            let is_taken = accepted.is_ok();
            assert_ne!(is_taken, refused.is_ok());
            version = accepted.ok().flatten().unwrap_or(version);
            let told = if is_taken {
                CorrectionState::Accepted
            } else {
                CorrectionState::Refused
            };
            assert_eq!(state(&registry, &id).await.0, told);
            let opened = registry.correction(&officer(), &id).await.unwrap();
            assert_eq!(opened.version, version, "what is told is what was done");
        }
    })
    .await;
}

#[tokio::test]
async fn what_another_record_has_is_not_taken() {
    testing::on_both_engines(async |db| {
        let (registry, _) = open(&db).await;
        let mut hoa = whole(HOA, "male");
        hoa.fields
            .insert("old_identity_number".parse().unwrap(), "123456789".to_owned());
        registry.sync(&feeder(2), vec![Sent::new(hoa, None)]).await.unwrap();
        let id = ask(&registry, "old_identity_number", "123456789").await;
        let accept = Ruling::Accept { known_version: 1 };
        let refused = registry.decide_correction(&officer(), &id, accept, "x").await;
        assert!(matches!(refused, Err(DecideError::NotUnique(reasons)) if reasons.len() == 1));
        assert_eq!(state(&registry, &id).await.0, CorrectionState::Open);
    })
    .await;
}

#[tokio::test]
async fn the_person_sees_that_somebody_asked_opened_and_decided() {
    testing::on_both_engines(async |db| {
        let (registry, _) = open(&db).await;
        let id = ask(&registry, "sex", "female").await;
        registry.correction(&officer(), &id).await.unwrap();
        let page = registry.usage_of(number(LAN), Page::default()).await.unwrap();
        let seen: Vec<_> = page
            .entries
            .iter()
            .map(|entry| (entry.transaction.0[0], entry.outcome, entry.fields.len()))
            .collect();
        assert_eq!(seen[..2], [(8, Outcome::Correction, 1), (7, Outcome::Correction, 1)]);
    })
    .await;
}

#[tokio::test]
async fn a_record_has_no_more_open_requests_than_somebody_reads() {
    testing::on_both_engines(async |db| {
        let (registry, _) = open(&db).await;
        let first = ask(&registry, "sex", "female").await;
        for _ in 1..20 {
            ask(&registry, "sex", "female").await;
        }
        let full = registry.correct(&asker(), &question("sex", "female"), &because()).await;
        assert_eq!(full.unwrap_err().failure().code.as_str(), "corrections_full");
        registry
            .decide_correction(&officer(), &first, Ruling::Refuse, "x")
            .await
            .unwrap();
        ask(&registry, "sex", "female").await;
    })
    .await;
}

/// The keys of many people cannot be tried here either.
#[tokio::test]
async fn the_persons_of_a_day_are_limited_as_for_any_question() {
    testing::on_both_engines(async |db| {
        let (registry, _) = open(&db).await;
        let mut asker = asker();
        asker.persons_per_day_max = Some(1);
        let mut hoa = question("sex", "female");
        hoa.keys[0].1 = HOA.to_owned();
        registry
            .correct(&asker, &question("sex", "female"), &because())
            .await
            .unwrap();
        let refused = registry.correct(&asker, &hoa, &because()).await;
        assert_eq!(refused.unwrap_err().failure().code.as_str(), "persons_limit");
        hoa.fields.clear();
        let refused = registry
            .correction_status(&asker, &hoa, &"0".repeat(32).parse().unwrap())
            .await;
        assert_eq!(refused.unwrap_err().failure().code.as_str(), "persons_limit");
    })
    .await;
}

fn wanted(changes: Value) -> Value {
    let asked = json!({"field": "sex", "value": "male", "reason": "Sai", "evidence": "Giấy khai sinh"});
    with(with(lan(), asked), changes)
}

#[tokio::test]
async fn the_face_takes_a_request_and_tells_its_state_to_the_same_keys_and_system_only() {
    with_people(async |world| {
        let answer = world.post("/correct", asker(), wanted(json!({}))).await.ok();
        let id = answer["id"].as_str().unwrap().to_owned();
        assert_eq!(answer, json!({"id": id, "state": "open", "decision": null}));
        let status = with(lan(), json!({"id": id}));
        assert_eq!(world.post("/correct", asker(), status.clone()).await.ok(), answer);
        let mut other_system = asker();
        other_system.system = "VN/GOV/H19/onestop".parse().unwrap();
        let others = [
            (other_system, status.clone()),
            (asker(), with(status.clone(), json!({"full_name": "Trần Thị Lan"}))),
            (asker(), with(status, json!({"id": "0".repeat(32)}))),
        ];
        for (caller, body) in others {
            let (status, code, _) = world.post("/correct", caller, body).await.refusal();
            assert_eq!((status, code.as_str()), (404, "record_not_found"));
        }
    })
    .await;
}

#[tokio::test]
async fn another_request_is_refused_with_its_place() {
    with_people(async |world| {
        for (changes, code, detail) in [
            (
                json!({"field": "religion"}),
                "field_not_granted",
                "the grant does not hold: religion",
            ),
            (
                json!({"field": "colour"}),
                "unknown_field",
                "population has no such field today: colour",
            ),
            (
                json!({"value": "nam"}),
                "invalid_body",
                "value: is no code of the list sex",
            ),
            (json!({"value": 1}), "invalid_body", "value: must be a text"),
            (json!({"reason": ""}), "invalid_body", "reason: is empty"),
            (
                json!({"evidence": "x".repeat(2001)}),
                "invalid_body",
                "evidence: is longer than 2,000 characters",
            ),
            (
                json!({"id": "a".repeat(32)}),
                "invalid_body",
                "id: stands alone: it asks where an earlier request stands",
            ),
            (
                json!({"id": "x"}),
                "invalid_body",
                "id: must be the `id` of an earlier answer",
            ),
            (
                json!({"fields": {}}),
                "invalid_body",
                "fields: is no member of this body",
            ),
        ] {
            let refusal = world.post("/correct", asker(), wanted(changes)).await.refusal();
            assert_eq!((refusal.1.as_str(), refusal.2.as_str()), (code, detail));
        }
        for (missing, detail) in [("field", "field: is missing"), ("value", "value: is missing")] {
            let mut body = wanted(json!({}));
            body.as_object_mut().unwrap().remove(missing);
            assert_eq!(world.post("/correct", asker(), body).await.refusal().2, detail);
        }
        let key = caller(1, &["personal_number"]);
        let body = wanted(json!({"field": "personal_number", "value": HOA}));
        let refusal = world.post("/correct", key, body).await.refusal();
        assert_eq!(refusal.2, "field: finds the record and cannot be corrected");
        // Whichever key is wrong, the answer is the same, and nothing is kept.
        let mut answers = Vec::new();
        for wrong in [json!({"personal_number": HOA}), json!({"birth_date": "1998"})] {
            answers.push(world.post("/correct", asker(), wanted(wrong)).await);
        }
        assert_eq!(answers[0].refusal().1, "record_not_found");
        assert_eq!(answers[0], answers[1]);
        assert_eq!(world.registry.corrections(None).await.unwrap(), []);
    })
    .await;
}
