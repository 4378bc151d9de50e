//! Both languages have the same texts with the same arguments, and the program uses those and no others.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use motlan_portal::text::{ENGLISH, VIETNAMESE};

/// Each key with the arguments that its text names.
fn texts(file: &str) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut texts: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut key = "";
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        let is_new = line.starts_with(|c: char| c.is_ascii_lowercase());
        if let Some((name, _)) = line.split_once(" =").filter(|_| is_new) {
            assert!(
                texts.insert(name, BTreeSet::new()).is_none(),
                "{name} stands there twice"
            );
            key = name;
        }
        let arguments = line
            .split("{ $")
            .skip(1)
            .filter_map(|rest| rest.split([' ', '}']).next());
        texts.entry(key).or_default().extend(arguments);
    }
    texts.remove("");
    texts
}

/// The keys in `say("…")` and `say_with("…", …)` of every source and template.
fn used() -> BTreeSet<String> {
    fn read(folder: &Path, keys: &mut BTreeSet<String>) {
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.is_dir() {
                read(&path, keys);
                continue;
            }
            let content = std::fs::read_to_string(&path).unwrap();
            let product = content.split("#[cfg(test)]").next().unwrap();
            for call in ["say(", "say_with("] {
                // A call that names its key by a variable is not counted here.
                let keyed = product
                    .split(call)
                    .skip(1)
                    .filter_map(|rest| rest.trim_start().strip_prefix('"'));
                keys.extend(keyed.filter_map(|rest| rest.split('"').next()).map(str::to_owned));
            }
        }
    }
    let mut keys = BTreeSet::new();
    for folder in ["src", "templates"] {
        read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut keys);
    }
    keys
}

#[test]
fn both_languages_have_the_same_texts_with_the_same_arguments() {
    assert_eq!(texts(VIETNAMESE), texts(ENGLISH));
}

#[test]
fn every_text_is_used_and_every_used_text_exists() {
    let known: BTreeSet<String> = texts(VIETNAMESE).into_keys().map(str::to_owned).collect();
    assert!(known.len() > 100);
    assert_eq!(used(), known);
}

#[test]
fn vietnamese_is_composed_unicode() {
    for line in VIETNAMESE.lines() {
        assert_eq!(motlan_core::vietnam::text::nfc(line), line);
    }
}
