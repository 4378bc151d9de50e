//! Questions: the same stream for the same seed, a few wrong ones, and only in the way they say.

use std::collections::BTreeSet;

use motlan_sandbox::traffic::Distortion;
use motlan_sandbox::{Country, Question, Traffic};

fn traffic() -> Traffic {
    Traffic::new(Country::new(1), 10_000)
}

#[test]
fn the_stream_is_the_same_each_time_and_stays_inside_the_people() {
    let once: Vec<Question> = traffic().questions().take(1_000).collect();
    let again: Vec<Question> = (0..1_000).map(|number| traffic().question(number)).collect();
    assert_eq!(once, again);
    assert!(once.iter().all(|question| question.person_index < 10_000));
    assert!(
        once.iter()
            .map(|question| question.person_index)
            .collect::<BTreeSet<_>>()
            .len()
            > 900
    );
}

#[test]
fn a_country_of_one_is_asked_about_that_one() {
    let small = Traffic::new(Country::new(1), 0);
    assert!(small.questions().take(100).all(|question| question.person_index == 0));
}

#[test]
fn about_four_of_a_hundred_are_wrong_in_all_three_ways() {
    let wrong: Vec<_> = traffic()
        .questions()
        .take(20_000)
        .filter_map(|question| question.distortion)
        .collect();
    assert!((700..=900).contains(&wrong.len()), "{}", wrong.len());
    for kind in [
        Distortion::DroppedTone,
        Distortion::SwappedDayMonth,
        Distortion::OldName,
    ] {
        assert!(
            wrong.iter().filter(|distortion| **distortion == kind).count() > 40,
            "{kind:?}"
        );
    }
}

#[test]
fn a_claim_differs_from_the_person_exactly_where_its_question_says() {
    let traffic = traffic();
    let country = Country::new(1);
    for question in traffic.questions().take(5_000) {
        let (claim, person) = (traffic.claim(&question), country.person(question.person_index));
        let is_name_right = claim.full_name == person.full_name;
        let is_date_right = claim.birth_date == person.birth_date;
        let expected = match question.distortion {
            None => (true, true),
            Some(Distortion::DroppedTone | Distortion::OldName) => (false, true),
            Some(Distortion::SwappedDayMonth) => (true, false),
        };
        assert_eq!((is_name_right, is_date_right), expected, "{question:?}");
        assert_eq!(claim.personal_number, person.personal_number);
        assert_eq!(question.is_truthful(), question.distortion.is_none());
    }
}

#[test]
fn a_verify_body_holds_the_keys_and_the_fields_asked_with_the_persons_values() {
    let traffic = traffic();
    let question = traffic
        .questions()
        .find(|question| question.fields.len() == 4 && question.is_truthful())
        .unwrap();
    let person = Country::new(1).person(question.person_index);
    let body = traffic.claim(&question).to_verify_body();
    assert_eq!(body["personal_number"], person.personal_number);
    assert_eq!(body["full_name"], person.full_name);
    assert_eq!(body["birth_date"], person.birth_date.to_string());
    let fields = body["fields"].as_object().unwrap();
    assert_eq!(fields.len(), 4);
    assert!(
        question
            .fields
            .iter()
            .all(|name| fields[*name] == person.to_fields()[*name])
    );
}
