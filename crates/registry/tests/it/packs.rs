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
    assert!(pack.services.iter().all(|service| service.is_safe));
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
    assert_eq!(verbs, [Verb::Verify, Verb::LookUp, Verb::Usage]);
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
}

#[test]
fn another_pack_shares_nothing_but_the_shape() {
    let pack = boat();
    assert_eq!(pack.keys.personal_number.as_str(), "owner_number");
    assert!(!pack.has_service(Verb::LookUp));
    assert!(
        population()
            .fields()
            .all(|field| pack.field(field.code.as_str()).is_none())
    );
}

#[test]
fn a_missing_file_is_named() {
    let error = pack::read(&folder("tests/fixtures")).unwrap_err();
    assert!(
        matches!(
            error,
            PackError::File {
                file: "registry.toml",
                ..
            }
        ),
        "{error}"
    );
}

/// Replaces a text of the boat pack, in the one file where it stands, and says what its reader says.
fn refusal(old: &str, new: &str) -> String {
    let [registry, schema] = ["registry.toml", "schema.toml"]
        .map(|file| std::fs::read_to_string(folder("tests/fixtures/boat").join(file)).unwrap());
    assert_eq!(
        registry.matches(old).count().min(1) + schema.matches(old).count().min(1),
        1,
        "{old}"
    );
    let pack = Pack::parse(&registry.replacen(old, new, 1), &schema.replacen(old, new, 1));
    pack.map(drop).unwrap_err().to_string()
}

#[test]
fn what_a_pack_cannot_say_is_refused_with_its_place() {
    for (old, new, expected) in [
        ("version = 3", "version = 3\ncolour = 1", "unknown field `colour`"),
        ("version = 3", "version = -3", "registry.toml"),
        ("format = 1", "format = 2", "format: only format 1 is known"),
        ("code = \"boat\"", "code = \"Boat 1\"", "code: must be"),
        ("safe = true", "safe = false", "service verify: changes nothing"),
        ("code = \"verify\"", "code = \"sink\"", "unknown variant `sink`"),
        ("\"2023-01-01\"", "\"2023-02-30\"", "registry: valid_from must be a day"),
        ("\"2023-01-01\"", "\"2031-01-01\"", "registry: valid_until lies before"),
        (
            "birth_date = \"owner_born\"",
            "birth_date = \"built\"",
            "key built: is needed on every day",
        ),
        (
            "birth_date = \"owner_born\"",
            "birth_date = \"owner\"",
            "key owner: must be of the type date",
        ),
        (
            "birth_date = \"owner_born\"",
            "birth_date = \"none\"",
            "key none: is no field",
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
    let [registry, schema] = ["registry.toml", "schema.toml"]
        .map(|file| std::fs::read_to_string(folder("tests/fixtures/boat").join(file)).unwrap());
    let schema = schema.replace("type = \"code\"", "type = \"code_set\"");
    assert!(Pack::parse(&registry, &schema).is_ok());
    for code in ["wood, dry", " wood", ""] {
        let schema = schema.replace("code = \"wood\"", &format!("code = \"{code}\""));
        let said = Pack::parse(&registry, &schema).unwrap_err().to_string();
        assert_eq!(said, format!("field hull: the code {code:?} cannot stand in a set"));
    }
}

/// A registry is data: outside its tests the program names no field of a pack but the three keys of a question.
#[test]
fn the_program_knows_no_field_of_a_pack() {
    let codes: Vec<String> = [population(), driving_licence()]
        .iter()
        .flat_map(|pack| pack.fields().filter(|field| !pack.keys.all().contains(&&field.code)))
        // Also a word of the pack format: the last day of a field.
        .filter(|field| field.code.as_str() != "valid_until")
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
