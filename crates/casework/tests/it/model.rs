//! The packs that come with the program: what they promise, against each other and against the registries they ask.

use std::collections::BTreeSet;

use jiff::civil::date;
use motlan_casework::model::calendar::Calendar;
use motlan_casework::model::procedure::{Procedure, SourceRule};
use motlan_core::ServiceId;

/// The fields of the two registries, as their packs write them.
const REGISTRIES: [(&str, &str); 2] = [
    (
        "population",
        include_str!("../../../../packs/registries/population/1/pack.toml"),
    ),
    (
        "driving-licence",
        include_str!("../../../../packs/registries/driving-licence/1/pack.toml"),
    ),
];

fn procedure(code: &str) -> Procedure {
    let mut all = Procedure::built_in().unwrap();
    all.retain(|procedure| procedure.code == code);
    assert_eq!(all.len(), 1, "{code}");
    all.remove(0)
}

fn fields_of(registry: &str) -> BTreeSet<String> {
    let (_, schema) = REGISTRIES.iter().find(|(code, _)| *code == registry).unwrap();
    let schema: toml::Table = schema.parse().unwrap();
    let code = |field: &toml::Value| field["code"].as_str().unwrap().to_owned();
    schema["field"].as_array().unwrap().iter().map(code).collect()
}

#[test]
fn procedures_have_numbers_of_their_own_and_say_what_is_not_confirmed() {
    let all = Procedure::built_in().unwrap();
    let numbers: BTreeSet<u32> = all.iter().map(|procedure| procedure.number).collect();
    assert_eq!(numbers, BTreeSet::from([1, 2]));
    for procedure in &all {
        assert!(
            !procedure.is_code_confirmed && procedure.has_unconfirmed(),
            "{}",
            procedure.code
        );
        assert_eq!((procedure.deadline.working_days, procedure.level), (5, 2));
        assert!(procedure.validity.has(date(2026, 11, 21)) && !procedure.validity.has(date(2021, 12, 31)));
    }
}

#[test]
fn every_field_asked_for_is_one_of_the_registry() {
    let mut asked = 0;
    for procedure in Procedure::built_in().unwrap() {
        for source in procedure.components.iter().flat_map(|component| &component.sources) {
            let SourceRule::Registry { service, fields, .. } = source else {
                continue;
            };
            let service: ServiceId = service.parse().unwrap();
            assert_eq!(service.code(), "look-up");
            let known = fields_of(service.system().code());
            for field in fields {
                assert!(known.contains(&field.code), "{service}: {}", field.code);
                asked += 1;
            }
        }
    }
    assert!(asked > 10);
}

#[test]
fn a_renewal_asks_two_registries_and_takes_a_file_only_for_health() {
    let renewal = procedure("driving-licence-renewal");
    let uploads: Vec<u32> = renewal
        .components
        .iter()
        .filter(|component| component.takes_upload())
        .map(|component| component.number)
        .collect();
    assert_eq!(uploads, [3]);
    assert!(renewal.components.iter().all(|component| component.is_required));
    let health = &renewal.component(3).unwrap().sources[0];
    let expected = SourceRule::Document {
        type_code: "GKSK".to_owned(),
        is_result: false,
    };
    assert_eq!(health, &expected);
    assert_eq!(renewal.missing(&[]).count(), 3);
    assert_eq!(renewal.field_name(2, "classes").unwrap().vi, "Hạng");
    assert_eq!(renewal.field_name(1, "classes"), None);
}

#[test]
fn a_permit_prefers_the_result_of_the_renewal() {
    let (renewal, permit) = (
        procedure("driving-licence-renewal"),
        procedure("international-driving-permit"),
    );
    let sources = &permit.component(2).unwrap().sources;
    assert_eq!(
        sources[0],
        SourceRule::Document {
            type_code: renewal.result.type_code.clone(),
            is_result: true,
        }
    );
    assert!(matches!(sources[1], SourceRule::Registry { .. }));
    assert_eq!(
        (permit.result.type_code.as_str(), permit.result.valid_years),
        ("GPLXQT", 3)
    );
    // The renewal's paper shows everything that the permit's paper repeats, and the day that limits it.
    let shown: BTreeSet<&str> = renewal.result.fields.iter().map(|field| field.code.as_str()).collect();
    assert_eq!(permit.result.not_beyond_component, Some(2));
    assert!(shown.contains("valid_until"));
    for field in permit.result.fields.iter().filter(|field| field.component == Some(2)) {
        assert!(shown.contains(field.code.as_str()), "{}", field.code);
    }
}

/// Weekdays of each month less the published days off, the swap of April and May included.
#[test]
fn every_month_of_2024_has_its_working_days() {
    let calendar = Calendar::built_in().unwrap();
    let expected = [22, 16, 21, 19, 23, 20, 23, 22, 19, 23, 21, 22];
    for (month, expected) in (1..=12).zip(expected) {
        let first = date(2024, month, 1);
        let before = first.yesterday().unwrap();
        assert_eq!(
            calendar.working_days_between(before, first.last_of_month()),
            Ok(expected),
            "month {month}"
        );
    }
}
