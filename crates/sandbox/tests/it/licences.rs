//! Driving licences: who holds one, that they fit person, law and registry, and the one that is about to run out.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use motlan_core::vietnam::personal_number::{PersonalNumber, SamplePolicy};
use motlan_registry::Pack;
use motlan_registry::model::field::FieldType;
use motlan_sandbox::people::{LicenceClass, LicenceState, PEOPLE_MAX, Sex};
use motlan_sandbox::{Country, DrivingLicence, Person};
use proptest::prelude::*;

/// A day on which a demo may be started.
const REFERENCE: Date = date(2026, 11, 22);

fn holders(seed: u64, people: u64) -> impl Iterator<Item = (Person, DrivingLicence)> {
    Country::new(seed).licence_holders(people, None, REFERENCE)
}

/// Days from 2020 to 2035.
fn any_reference() -> impl Strategy<Value = Date> {
    (0..5_800_i64).prop_map(|days| date(2020, 1, 1).saturating_add(days.days()))
}

proptest! {
    #[test]
    fn the_first_person_is_grown_up_and_their_licence_is_about_to_run_out(seed: u64, reference in any_reference()) {
        let person = Country::new(seed).person(0);
        prop_assert!((1950..=1990).contains(&person.birth_date.year()));
        let licence = person.driving_licence(reference).unwrap();
        prop_assert_eq!((licence.classes, licence.state), (&[LicenceClass::B2][..], LicenceState::Valid));
        let end = licence.valid_until.unwrap();
        prop_assert!(end >= reference.saturating_add(29.days()) && end < reference.saturating_add(4.months()));
        prop_assert_eq!(licence.issued_on.year() + 10, end.year());
        prop_assert!(person.birth_date.saturating_add(18.years()) <= licence.issued_on);
        prop_assert_eq!(Country::new(seed).find(&person.personal_number), Some(0));
    }

    #[test]
    fn a_licence_is_a_function_of_seed_index_and_day(seed: u64, index in 0..PEOPLE_MAX, reference in any_reference()) {
        let licence = || Country::new(seed).person(index).driving_licence(reference);
        prop_assert_eq!(licence(), licence());
    }

    #[test]
    fn a_licence_fits_its_holder_its_classes_and_its_day(
        seed: u64,
        index in 0..PEOPLE_MAX,
        reference in any_reference(),
    ) {
        let person = Country::new(seed).person(index);
        prop_assert_eq!(person.index(), index);
        let Some(licence) = person.driving_licence(reference) else { return Ok(()) };
        prop_assert_eq!(&licence.personal_number, &person.personal_number);
        prop_assert_eq!((&licence.full_name, licence.birth_date), (&person.full_name, person.birth_date));
        prop_assert!(licence.issued_on <= reference);
        let has = |class| licence.classes.contains(&class);
        let is_heavy = has(LicenceClass::E) || has(LicenceClass::Fd) || has(LicenceClass::Fe);
        let youngest = if is_heavy { 27 } else { 18 };
        prop_assert!(person.birth_date.saturating_add(youngest.years()) <= licence.issued_on);
        let has_end = licence.classes.iter().any(|class| *class > LicenceClass::A3);
        prop_assert_eq!(licence.valid_until.is_some(), has_end);
        let is_over = licence.valid_until.is_some_and(|end| end < reference);
        prop_assert_eq!(licence.state == LicenceState::Expired, is_over);
        if has(LicenceClass::B1) {
            let age = if person.sex == Sex::Female { 55 } else { 60 };
            prop_assert!(licence.valid_until.unwrap() >= person.birth_date.saturating_add(age.years()));
        }
    }

    #[test]
    fn no_licence_number_passes_for_a_personal_number(seed: u64, reference in any_reference()) {
        for (_, licence) in Country::new(seed).licence_holders(20, None, reference) {
            prop_assert_eq!(licence.licence_number.len(), 12);
            let number = PersonalNumber::parse(&licence.licence_number, SamplePolicy::Allowed);
            prop_assert!(number.is_err());
        }
    }
}

#[test]
fn three_of_five_adults_hold_one_and_nobody_else() {
    let mut adults = 0;
    let mut held = 0;
    for person in Country::new(5).people(50_000) {
        let is_adult = person.birth_date.saturating_add(18.years()) <= REFERENCE;
        let licence = person.driving_licence(REFERENCE);
        assert!(is_adult || licence.is_none());
        adults += u32::from(is_adult);
        held += u32::from(licence.is_some());
    }
    let percent = held * 100 / adults;
    assert!((58..=62).contains(&percent), "{percent}");
}

#[test]
fn every_class_and_state_occurs_and_most_licences_are_valid() {
    let licences: Vec<DrivingLicence> = holders(6, 50_000).map(|(_, licence)| licence).collect();
    let classes: BTreeSet<_> = licences.iter().flat_map(|licence| licence.classes).collect();
    assert_eq!(classes.len(), LicenceClass::ALL.len());
    let share = |state| licences.iter().filter(|licence| licence.state == state).count() * 1_000 / licences.len();
    assert!(
        (940..=975).contains(&share(LicenceState::Valid)),
        "{}",
        share(LicenceState::Valid)
    );
    assert!(
        (15..=40).contains(&share(LicenceState::Expired)),
        "{}",
        share(LicenceState::Expired)
    );
    for state in [LicenceState::Revoked, LicenceState::Held] {
        assert!((6..=14).contains(&share(state)), "{state:?}: {}", share(state));
    }
}

#[test]
fn licence_numbers_are_unique() {
    let numbers: Vec<String> = holders(7, 50_000).map(|(_, licence)| licence.licence_number).collect();
    assert!(numbers.len() > 20_000);
    assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len());
}

#[test]
fn the_registry_takes_every_licence_and_its_classes_are_the_packs() {
    let pack = Pack::built_in("driving-licence", 1).unwrap().unwrap();
    for (_, licence) in holders(8, 5_000) {
        for (name, value) in licence.to_fields() {
            let field = pack.field(&name).unwrap();
            let text = value.as_str().unwrap();
            let parsed = field.parse(&name, text, SamplePolicy::Allowed).unwrap();
            assert_eq!(parsed.as_str(), text, "{name} is canonical");
        }
    }
    let FieldType::CodeSet(list) = &pack.field("classes").unwrap().field_type else {
        panic!("classes are a set of codes");
    };
    let codes: Vec<_> = list.items.iter().map(|item| item.code.as_str()).collect();
    assert_eq!(codes, LicenceClass::ALL.map(LicenceClass::code));
}

#[test]
fn holders_of_a_province_are_those_of_all_who_live_there() {
    let country = Country::new(1);
    let in_province = |code: &str, people| -> Vec<u64> {
        let holders = country.licence_holders(people, Some(code), REFERENCE);
        holders.map(|(person, _)| person.index()).collect()
    };
    let expected: Vec<u64> = holders(1, 20_000)
        .filter(|(person, _)| person.permanent_address.province.code == "54")
        .map(|(person, _)| person.index())
        .collect();
    assert_eq!(in_province("54", 20_000), expected);
    assert!(expected.len() > 50, "{}", expected.len());
    assert_eq!(in_province("00", 20_000), [0_u64; 0]);
    let first_500 = country.licence_holders(PEOPLE_MAX, Some("54"), REFERENCE).take(500);
    assert!(first_500.map(|(person, _)| person.index()).max() < Some(200_000));
}
