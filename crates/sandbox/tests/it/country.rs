//! People: determinism, unique numbers, codes that resolve, shares near the published ones.

use std::collections::{BTreeMap, BTreeSet};

use motlan_core::vietnam::personal_number::{self, Class, PersonalNumber, SamplePolicy};
use motlan_sandbox::people::{Ethnicity, PEOPLE_MAX, Sex};
use motlan_sandbox::units::Units;
use motlan_sandbox::{Country, Person};
use proptest::prelude::*;

#[test]
fn the_same_seed_gives_the_same_people_in_any_order() {
    let streamed: Vec<Person> = Country::new(42).people(200).collect();
    assert_eq!(streamed.len(), 200);
    let country = Country::new(42);
    for index in (0..200).rev() {
        assert_eq!(country.person(index), streamed[usize::try_from(index).unwrap()]);
    }
}

#[test]
fn another_seed_gives_other_people() {
    let (one, other) = (Country::new(1), Country::new(2));
    let is_same = |index: &u64| one.person(*index).personal_number == other.person(*index).personal_number;
    assert_eq!((0..1_000).filter(is_same).count(), 0);
}

#[test]
fn two_hundred_thousand_numbers_are_unique() {
    let numbers: BTreeSet<String> = Country::new(7)
        .people(200_000)
        .map(|person| person.personal_number)
        .collect();
    assert_eq!(numbers.len(), 200_000);
}

#[test]
#[should_panic(expected = "a country has 100000000 people")]
fn there_is_nobody_after_the_last_person() {
    Country::new(1).person(PEOPLE_MAX);
}

proptest! {
    #[test]
    fn a_number_leads_back_to_its_person(seed: u64, index in 0..PEOPLE_MAX) {
        let country = Country::new(seed);
        prop_assert_eq!(country.find(&country.person(index).personal_number), Some(index));
    }

    #[test]
    fn a_number_says_sex_century_and_year_and_belongs_to_no_province(seed: u64, index in 0..PEOPLE_MAX) {
        let person = Country::new(seed).person(index);
        let number = PersonalNumber::parse(&person.personal_number, SamplePolicy::Allowed).unwrap();
        prop_assert_eq!(number.class(), Class::ReservedSample);
        prop_assert!(PersonalNumber::parse(&person.personal_number, SamplePolicy::Refused).is_err());
        prop_assert_eq!(number.sex() == personal_number::Sex::Male, person.sex == Sex::Male);
        prop_assert_eq!(i32::from(number.birth_year()), i32::from(person.birth_date.year()));
        prop_assert!((1923..=2023).contains(&number.birth_year()));
    }

    #[test]
    fn every_code_of_a_person_resolves_and_fits_the_others(seed: u64, index in 0..PEOPLE_MAX) {
        let units = Units::of_2022();
        let fields = Country::new(seed).person(index).to_fields();
        let unit = |name: &str| units.find(fields[name].as_str().unwrap()).unwrap();
        prop_assert_eq!(unit("permanent_commune").parent, Some(unit("permanent_district").code));
        prop_assert_eq!(unit("permanent_district").parent, Some(unit("permanent_province").code));
        prop_assert_eq!(unit("birth_province").parent, None);
    }
}

#[test]
fn surnames_have_their_published_shares() {
    let people = 100_000;
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for person in Country::new(3).people(u64::from(people)) {
        let surname = person.full_name.split(' ').next().unwrap().to_owned();
        *counts.entry(surname).or_default() += 1;
    }
    // Tenths of a percent; a pair is counted together. Half a point is six standard deviations for a share of 10 %.
    let published: [(&[&str], u32); 7] = [
        (&["Nguyễn"], 384),
        (&["Trần"], 121),
        (&["Lê"], 95),
        (&["Phạm"], 70),
        (&["Hoàng", "Huỳnh"], 51),
        (&["Vũ", "Võ"], 39),
        (&["Lý"], 5),
    ];
    for (names, share) in published {
        let counted: u32 = names.iter().map(|name| counts[*name]).sum();
        assert!(
            counted.abs_diff(people / 1_000 * share) < people / 200,
            "{names:?}: {counted}"
        );
    }
    assert!(counts.len() > 120, "a long tail: {}", counts.len());
}

#[test]
fn the_south_says_huynh_and_vo_where_the_north_says_hoang_and_vu() {
    let mut counts = BTreeMap::new();
    for person in Country::new(4).people(50_000) {
        let surname = person.full_name.split(' ').next().unwrap().to_owned();
        *counts.entry((person.birth_province.code >= "48", surname)).or_insert(0) += 1;
    }
    let count = |is_southern, name: &str| counts[&(is_southern, name.to_owned())];
    for (northern, southern) in [("Hoàng", "Huỳnh"), ("Vũ", "Võ")] {
        assert!(count(false, northern) > 5 * count(false, southern));
        assert!(count(true, southern) > 5 * count(true, northern));
    }
}

#[test]
fn ages_and_ethnicities_look_like_the_country() {
    let people: Vec<Person> = Country::new(5).people(50_000).collect();
    let share = |has: &dyn Fn(&Person) -> bool| people.iter().filter(|person| has(person)).count() / 500;
    assert!((84..=87).contains(&share(&|person| person.ethnicity.name == "Kinh")));
    assert!((48..=51).contains(&share(&|person| person.sex == Sex::Male)));
    assert!((21..=24).contains(&share(&|person| person.birth_date.year() > 2008)));
    assert!((8..=10).contains(&share(&|person| person.birth_date.year() <= 1958)));
    assert!((84..=88).contains(&share(
        &|person| person.birth_province == person.permanent_address.province
    )));
}

#[test]
fn fields_and_codes_are_those_of_the_population_pack() {
    let text = include_str!("../../../../packs/registries/population/1/pack.toml");
    let schema: toml::Table = text.parse().unwrap();
    let by_code = |key: &str| -> BTreeMap<String, toml::Value> {
        let items = schema[key].as_array().unwrap();
        items
            .iter()
            .map(|item| (item["code"].as_str().unwrap().to_owned(), item.clone()))
            .collect()
    };
    let (fields, lists) = (by_code("field"), by_code("list"));
    let person = Country::new(1).person(0).to_fields();
    for name in person.keys() {
        assert!(fields.contains_key(name), "{name} is no field of the pack");
    }
    let items = |list: &str| -> BTreeMap<&str, &str> {
        let items = lists[list]["items"].as_array().unwrap();
        items
            .iter()
            .map(|item| (item["code"].as_str().unwrap(), item["vi"].as_str().unwrap()))
            .collect()
    };
    for ethnicity in Ethnicity::all() {
        assert_eq!(items("ethnicity").get(ethnicity.code), Some(&ethnicity.name));
    }
    assert!(
        [Sex::Male, Sex::Female]
            .iter()
            .all(|sex| items("sex").contains_key(sex.code()))
    );
}
