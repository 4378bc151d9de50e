//! Which crate of the workspace may use which: the arrows of the architecture, checked against `cargo metadata`.
//!
//! Tests may use the sandbox and a registry besides; that is no part of the product's own arrows.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

/// What each crate may use. A crate that is not listed here is a finding.
const ARROWS: &[(&str, &[&str])] = &[
    (
        "motlan",
        &[
            "portal", "casework", "measure", "identity", "registry", "exchange", "evidence", "store", "core", "sandbox",
        ],
    ),
    (
        "portal",
        &[
            "casework", "measure", "identity", "registry", "exchange", "evidence", "store", "core",
        ],
    ),
    ("casework", &["exchange", "identity", "evidence", "store", "core"]),
    ("measure", &["evidence", "core"]),
    ("exchange", &["evidence", "store", "core"]),
    ("identity", &["store", "core"]),
    ("registry", &["store", "core"]),
    ("sandbox", &["registry", "core"]),
    ("evidence", &["store", "core"]),
    ("store", &["core"]),
    ("core", &[]),
];

/// What tests may use besides: the country to ask about, and a registry to stand behind a gateway.
const FOR_TESTS: [&str; 2] = ["sandbox", "registry"];

/// `motlan-core` is `core`, the binary `motlan` is itself. `None` for crates from elsewhere.
fn short_name(package: &str) -> Option<&str> {
    match package.strip_prefix("motlan-") {
        Some(short) => Some(short),
        None => (package == "motlan").then_some(package),
    }
}

/// Everything in the metadata that goes against [`ARROWS`], in words.
fn findings(metadata: &Value) -> Vec<String> {
    let arrows: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let packages = metadata["packages"].as_array().unwrap();
    let mut findings = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap();
        let Some(allowed) = short_name(name).and_then(|short| arrows.get(short)) else {
            findings.push(format!(
                "{name} has no arrows: add it to the table and to ARCHITECTURE.md"
            ));
            continue;
        };
        for dependency in package["dependencies"].as_array().unwrap() {
            let used = dependency["name"].as_str().unwrap();
            let for_tests = dependency["kind"] == "dev";
            let is_allowed = short_name(used)
                .is_none_or(|short| allowed.contains(&short) || (for_tests && FOR_TESTS.contains(&short)));
            if !is_allowed {
                let kind = dependency["kind"].as_str().unwrap_or("normal");
                findings.push(format!("{name} may not use {used} ({kind})"));
            }
        }
    }
    let names: Vec<_> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    for (crate_name, _) in ARROWS {
        if !names.iter().any(|name| short_name(name) == Some(crate_name)) {
            findings.push(format!("{crate_name} stands in the table but not in the workspace"));
        }
    }
    findings
}

fn metadata() -> Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(super::workspace())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_workspace_keeps_its_arrows() {
    let findings = findings(&metadata());
    assert!(findings.is_empty(), "{findings:#?}");
}

/// Adds one dependency to a crate of the real metadata.
fn with_dependency(from: &str, to: &str, kind: Option<&str>) -> Value {
    let mut metadata = metadata();
    let packages = metadata["packages"].as_array_mut().unwrap();
    let package = packages.iter_mut().find(|package| package["name"] == from).unwrap();
    let dependencies = package["dependencies"].as_array_mut().unwrap();
    dependencies.push(serde_json::json!({ "name": to, "kind": kind }));
    metadata
}

#[test]
fn an_arrow_upwards_or_sideways_is_found() {
    for (from, to, kind, words) in [
        (
            "motlan-core",
            "motlan-store",
            None,
            "motlan-core may not use motlan-store (normal)",
        ),
        (
            "motlan-registry",
            "motlan-exchange",
            None,
            "motlan-registry may not use motlan-exchange (normal)",
        ),
        (
            "motlan-store",
            "motlan",
            Some("build"),
            "motlan-store may not use motlan (build)",
        ),
        (
            "motlan-exchange",
            "motlan-sandbox",
            None,
            "motlan-exchange may not use motlan-sandbox (normal)",
        ),
        (
            "motlan-exchange",
            "motlan-portal",
            Some("dev"),
            "motlan-exchange may not use motlan-portal (dev)",
        ),
        (
            "motlan-store",
            "motlan-surprise",
            None,
            "motlan-store may not use motlan-surprise (normal)",
        ),
    ] {
        assert_eq!(findings(&with_dependency(from, to, kind)), [words]);
    }
}

#[test]
fn tests_may_use_the_sandbox_and_everybody_may_use_crates_from_elsewhere() {
    for (to, kind) in [("motlan-sandbox", Some("dev")), ("serde", None)] {
        let findings = findings(&with_dependency("motlan-evidence", to, kind));
        assert!(findings.is_empty(), "{findings:#?}");
    }
}

#[test]
fn a_crate_without_arrows_and_a_row_without_crate_are_found() {
    let mut metadata = metadata();
    let packages = metadata["packages"].as_array_mut().unwrap();
    let store = packages
        .iter_mut()
        .find(|package| package["name"] == "motlan-store")
        .unwrap();
    store["name"] = "warehouse".into();
    assert_eq!(
        findings(&metadata),
        [
            "warehouse has no arrows: add it to the table and to ARCHITECTURE.md",
            "store stands in the table but not in the workspace",
        ]
    );
}
