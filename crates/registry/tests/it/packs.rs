//! The pack that ships, a pack that shares no word with it, and everything a pack cannot say.

use motlan_registry::Pack;
use motlan_registry::model::field::FieldType;
use motlan_registry::model::pack::{PackError, Verb};
use motlan_registry::store::pack;

use crate::support::{boat, driving_licence, folder, population};

#[test]
fn the_population_pack_says_what_the_services_need() {
    let pack = population();
    assert_eq!((pack.code.as_str(), pack.version), ("population", 1));
    let has = |verb| pack.has_service(verb);
    assert!(has(Verb::Verify) && has(Verb::LookUp) && has(Verb::Usage));
    assert!(Verb::Verify.is_safe() && !Verb::Sync.is_safe());
    let district = pack.field("permanent_district").unwrap();
    assert_eq!(district.validity.until.as_ref().unwrap().to_string(), "2025-06-30");
    assert_eq!(district.field_type, FieldType::UnitCode(3));
    let FieldType::Code(ethnicities) = &pack.field("ethnicity").unwrap().field_type else {
        panic!("ethnicity is a code");
    };
    assert_eq!((ethnicities.items.len(), ethnicities.is_confirmed), (54, false));
    for field in pack.fields() {
        assert!(!field.name.vi.is_empty() && !field.name.en.is_empty(), "{}", field.code);
        assert!(!field.name.vi.is_ascii(), "{} has no Vietnamese name", field.code);
    }
}

#[test]
fn the_driving_licence_pack_says_what_a_licence_holds() {
    let pack = driving_licence();
    assert_eq!((pack.code.as_str(), pack.version), ("driving-licence", 1));
    let verbs: Vec<_> = pack.services.iter().map(|service| service.verb).collect();
    for verb in [Verb::Verify, Verb::LookUp, Verb::Usage] {
        assert!(verbs.contains(&verb), "{verbs:?}");
    }
    let FieldType::CodeSet(classes) = &pack.field("classes").unwrap().field_type else {
        panic!("classes are a set of codes");
    };
    let codes: Vec<_> = classes.items.iter().map(|item| item.code.as_str()).collect();
    let expected = [
        "A1", "A2", "A3", "A4", "B1", "B2", "C", "D", "E", "FB2", "FC", "FD", "FE",
    ];
    assert_eq!((codes.as_slice(), classes.is_confirmed), (expected.as_slice(), false));
    for field in pack.fields() {
        assert!(!field.name.vi.is_ascii() && !field.name.en.is_empty(), "{}", field.code);
        assert_eq!(field.right, field.code.as_str());
    }
}

#[test]
fn the_built_in_packs_are_those_on_disk() {
    for pack in [population(), driving_licence()] {
        assert_eq!(Pack::built_in(pack.code.as_str(), 1), Ok(Some(pack)));
    }
    for folder in std::fs::read_dir(folder("../../packs/registries")).unwrap() {
        let pack = pack::read(&folder.unwrap().path().join("1/pack.toml")).unwrap();
        assert!(
            Pack::list_built_in().any(|(code, _)| code == pack.code.as_str()),
            "{}",
            pack.code
        );
    }
}

#[test]
fn another_pack_shares_nothing_but_the_shape() {
    let pack = boat();
    assert_eq!(pack.keys.record.as_str(), "owner_number");
    assert!(!pack.has_service(Verb::LookUp));
    assert!(
        population()
            .fields()
            .all(|field| pack.field(field.code.as_str()).is_none())
    );
}

#[test]
fn a_missing_file_is_named() {
    let error = pack::read(&folder("tests/fixtures/pack.toml")).unwrap_err();
    assert!(matches!(error, PackError::File { .. }), "{error}");
}

/// Replaces a text of the boat pack and says what its reader says.
fn refusal(old: &str, new: &str) -> String {
    let text = std::fs::read_to_string(folder("tests/fixtures/boat/pack.toml")).unwrap();
    assert!(text.contains(old), "{old}");
    let pack = Pack::parse(&text.replacen(old, new, 1));
    pack.map(drop).unwrap_err().to_string()
}

#[test]
fn what_a_pack_cannot_say_is_refused_with_its_place() {
    for (old, new, expected) in [
        ("version = 3", "version = 3\ncolour = 1", "unknown field `colour`"),
        ("version = 3", "version = -3", "line 4"),
        ("format = 2", "format = 1", "line 2: format: only format 2 is known"),
        ("code = \"boat\"", "code = \"Boat 1\"", "code: must be"),
        ("code = \"verify\"", "code = \"sink\"", "unknown variant `sink`"),
        ("\"2023-01-01\"", "\"2023-02-30\"", "registry: valid_from must be a day"),
        ("\"2023-01-01\"", "\"2031-01-01\"", "registry: valid_until lies before"),
        ("\"owner_born\"]", "\"built\"]", "key built: is needed on every day"),
        ("\"owner_born\"]", "\"owner\"]", "key owner: stands there twice"),
        ("\"owner_born\"]", "\"none\"]", "keys: none is no field"),
        (
            "also = [\"owner\", \"owner_born\"]",
            "also = []",
            "key owner_number: is a person's number",
        ),
        (
            "record = \"owner_number\"",
            "record = \"hull\"",
            "key hull: finds the record",
        ),
        (
            "persons = [\"owner_number\"]",
            "persons = [\"owner\"]",
            "key owner: names a person",
        ),
        (
            "code = \"verify\"",
            "code = \"search\"",
            "service search: by belongs to search",
        ),
        (
            "code = \"verify\"",
            "code = \"verify\"\nby = [\"owner\"]",
            "service verify: by belongs to search",
        ),
        (
            "code = \"verify\"",
            "code = \"verify\"\nfields = [\"mast\"]",
            "service verify: mast is no field",
        ),
        (
            "[[field]]",
            "[[quality]]\nkind = \"fresh\"\nfield = \"hull\"\ndays = 3\n[[field]]",
            "quality fresh: hull must be of the type date",
        ),
        ("code = \"built\"", "code = \"hull\"", "field hull: is declared twice"),
        (
            "list = \"hull\"",
            "list = \"mast\"",
            "field hull: there is no list mast",
        ),
        (
            "list = \"hull\"",
            "digits = 2",
            "field hull: list belongs to the type code",
        ),
        (
            "compare = \"code\"",
            "compare = \"date\"",
            "field hull: its type cannot be compared",
        ),
        (
            "right = \"boat\"",
            "right = \"person.existence\"",
            "field hull: right must be",
        ),
        (
            "right = \"boat\"",
            "right = \"person.usage\"",
            "field hull: right must be",
        ),
        ("right = \"boat\"", "", "missing field `right`"),
        (
            "compare = \"code\"",
            "compare = \"includes\"",
            "field hull: its type cannot be compared",
        ),
        (
            "type = \"code\"",
            "type = \"code_set\"\ndigits = 1",
            "field hull: digits belongs to",
        ),
        ("type = \"person_name\"", "type = \"name\"", "unknown variant `name`"),
        (
            "code = \"steel\"",
            "code = \"wood\"",
            "list hull: has the code wood twice",
        ),
        (
            "valid_until = \"2025-06-30\"",
            "valid_until = \"2025\"",
            "field built: valid_until must be a day",
        ),
        ("confirmed = true", "", "missing field `confirmed`"),
    ] {
        let said = refusal(old, new);
        assert!(said.contains(expected), "{new}: {said}");
    }
}

#[test]
fn the_codes_of_a_set_must_be_separable() {
    let text = std::fs::read_to_string(folder("tests/fixtures/boat/pack.toml")).unwrap();
    let text = text.replace("type = \"code\"", "type = \"code_set\"");
    assert!(Pack::parse(&text).is_ok());
    for code in ["wood, dry", " wood", ""] {
        let text = text.replace("code = \"wood\"", &format!("code = \"{code}\""));
        let said = Pack::parse(&text).unwrap_err().to_string();
        let expected = format!("field hull: the code {code:?} cannot stand in a set");
        assert!(said.ends_with(&expected), "{said}");
    }
}

/// A registry is data: outside its tests the program names no field of a pack but a person's number.
#[test]
fn the_program_knows_no_field_of_a_pack() {
    let codes: Vec<String> = [population(), driving_licence()]
        .iter()
        .flat_map(|pack| pack.fields().filter(|field| field.code.as_str() != "personal_number"))
        // Also words of the pack format: the last day of a field, and where a pack (or a request to correct) stands.
        .filter(|field| !["valid_until", "state"].contains(&field.code.as_str()))
        .map(|field| format!("\"{}\"", field.code))
        .collect();
    let mut folders = vec![folder("src")];
    let mut read = 0;
    while let Some(path) = folders.pop() {
        if path.is_dir() {
            folders.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let program = text.split("#[cfg(test)]").next().unwrap();
        read += 1;
        for code in &codes {
            assert!(!program.contains(code.as_str()), "{} names {code}", path.display());
        }
    }
    assert!(read > 20 && codes.len() > 20);
}
