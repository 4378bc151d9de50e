//! `motlan pack` as somebody uses it who writes a registry as a file.

use std::path::{Path, PathBuf};

use crate::support::{run, text};

fn vessel() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/registries/vessel/1/pack.toml")
}

/// The vessel pack with a text replaced, in a file of its own.
fn changed(folder: &Path, old: &str, new: &str) -> PathBuf {
    let pack = std::fs::read_to_string(vessel()).unwrap();
    assert!(pack.contains(old), "{old}");
    let file = folder.join("pack.toml");
    std::fs::write(&file, pack.replacen(old, new, 1)).unwrap();
    file
}

fn check(file: &Path, options: &[&str]) -> (Option<i32>, String) {
    let arguments = [&["pack", "check", file.to_str().unwrap()], options].concat();
    let output = run(&arguments);
    (output.status.code(), text(&output))
}

#[test]
fn a_pack_is_named_and_a_broken_one_gets_line_and_reason() {
    let (code, said) = check(&vessel(), &[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("vessel/1, 30 fields"), "{said}");
    let folder = tempfile::tempdir().unwrap();
    let file = changed(folder.path(), "by = [\"hull_number\"", "by = [\"hull\"");
    let (code, said) = check(&file, &[]);
    assert_eq!(code, Some(1), "{said}");
    let line = 1 + std::fs::read_to_string(&file)
        .unwrap()
        .lines()
        .take_while(|line| *line != "code = \"search\"")
        .count();
    assert!(
        said.contains(&format!("line {line}: service search: hull is no field")),
        "{said}"
    );
    let (code, said) = check(&file, &["--json"]);
    let finding: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(
        (code, &finding["line"], &finding["ok"]),
        (Some(1), &line.into(), &false.into())
    );
}

#[test]
fn a_word_that_is_unknown_and_a_sample_that_does_not_fit_are_findings() {
    let folder = tempfile::tempdir().unwrap();
    let (code, said) = check(&changed(folder.path(), "format = 2", "format = 2\ncolour = 3"), &[]);
    assert_eq!(code, Some(1));
    assert!(said.contains("unknown field `colour`"), "{said}");
    let pack = std::fs::read_to_string(vessel()).unwrap();
    let form = pack.lines().find(|line| line.starts_with("forms = ")).unwrap();
    let (code, said) = check(
        &changed(folder.path(), form, &format!("{form}\nsample = {{ of = [\"?\"] }}")),
        &[],
    );
    assert_eq!(code, Some(1), "{said}");
}

#[test]
fn a_file_that_is_not_there_is_an_error_and_no_finding() {
    assert_eq!(check(Path::new("/nowhere/pack.toml"), &[]).0, Some(3));
}

#[test]
fn the_schema_names_every_field() {
    let output = run(&["pack", "schema", vessel().to_str().unwrap()]);
    assert!(output.status.success());
    let schema: serde_json::Value = serde_json::from_str(&text(&output)).unwrap();
    assert_eq!(schema["properties"].as_object().unwrap().len(), 30);
    assert_eq!(schema["required"][0], "registration_number");
}

#[test]
fn what_is_exported_is_the_pack_that_is_listed() {
    let said = |arguments: &[&str]| {
        let output = run(arguments);
        (output.status.code(), text(&output))
    };
    let (code, list) = said(&["pack", "list"]);
    assert_eq!((code, list.lines().count()), (Some(0), 14), "{list}");
    assert!(list.contains("vessel/1  "), "{list}");
    let pack = std::fs::read_to_string(vessel()).unwrap();
    assert_eq!(said(&["pack", "export", "vessel"]).1.trim_end(), pack.trim_end());
    for unknown in [
        &["pack", "export", "raft"][..],
        &["pack", "export", "vessel", "--version", "9"],
    ] {
        assert_eq!(said(unknown).0, Some(1));
    }
}
