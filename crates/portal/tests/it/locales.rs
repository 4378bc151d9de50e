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

/// Every source and template without its unit tests.
fn product() -> String {
    fn read(folder: &Path, product: &mut String) {
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.is_dir() {
                read(&path, product);
            } else {
                let content = std::fs::read_to_string(&path).unwrap();
                product.push_str(content.split("#[cfg(test)]\nmod tests {").next().unwrap());
            }
        }
    }
    let mut product = String::new();
    for folder in ["src", "templates"] {
        read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut product);
    }
    product
}

/// The keys in `say("…")` and `say_with("…", …)`.
fn said(product: &str) -> BTreeSet<&str> {
    let mut keys = BTreeSet::new();
    for call in ["say(", "say_with("] {
        // A call that names its key by a variable is not counted here: its key stands quoted in a table.
        let keyed = product
            .split(call)
            .skip(1)
            .filter_map(|rest| rest.trim_start().strip_prefix('"'));
        keys.extend(keyed.filter_map(|rest| rest.split('"').next()));
    }
    keys
}

#[test]
fn both_languages_have_the_same_texts_with_the_same_arguments() {
    let (vietnamese, english) = (texts(VIETNAMESE), texts(ENGLISH));
    for (key, arguments) in &vietnamese {
        assert_eq!(english.get(key), Some(arguments), "{key}");
    }
    let only_english: Vec<_> = english.keys().filter(|key| !vietnamese.contains_key(*key)).collect();
    assert!(only_english.is_empty(), "{only_english:?}");
}

#[test]
fn every_text_is_used_and_every_used_text_exists() {
    let known: BTreeSet<&str> = texts(VIETNAMESE).into_keys().collect();
    assert!(known.len() > 100);
    let product = product();
    let missing: Vec<_> = said(&product).into_iter().filter(|key| !known.contains(key)).collect();
    assert!(missing.is_empty(), "no words for {missing:?}");
    let unused: Vec<_> = known
        .into_iter()
        .filter(|key| !product.contains(&format!("\"{key}\"")))
        .collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
}

#[test]
fn vietnamese_is_composed_unicode() {
    for line in VIETNAMESE.lines() {
        assert_eq!(motlan_core::vietnam::text::nfc(line), line);
    }
}
