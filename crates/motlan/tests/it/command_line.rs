//! Exit codes, and a node of one's own from `init` to `doctor`.

use crate::support::{run, text};

#[test]
fn usage_errors_exit_with_2_and_missing_files_with_3() {
    assert_eq!(run(&["nonsense"]).status.code(), Some(2));
    assert_eq!(
        run(&["verify", "/nowhere/proof", "--key", "x+00000000+AA=="])
            .status
            .code(),
        Some(3)
    );
    assert_eq!(
        run(&["node", "--config", "/nowhere/motlan.toml"]).status.code(),
        Some(3)
    );
    assert_eq!(run(&["audit", "/nowhere"]).status.code(), Some(3));
}

#[test]
fn help_has_examples() {
    for command in ["", "demo", "init", "call", "verify", "audit", "bench"] {
        let arguments: Vec<_> = [command, "--help"]
            .into_iter()
            .filter(|word| !word.is_empty())
            .collect();
        assert!(text(&run(&arguments)).contains("Example"), "{command}");
    }
}

#[test]
fn a_centre_of_ones_own_from_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("g14");
    let dir = dir.to_str().unwrap();
    let init = [
        "init",
        "--member",
        "VN/GOV/G14",
        "--dir",
        dir,
        "--port-base",
        "39000",
        "--key",
        "p256",
    ];
    let made = run(&init);
    assert_eq!(made.status.code(), Some(0), "{}", String::from_utf8_lossy(&made.stderr));
    assert_eq!(run(&init).status.code(), Some(3), "keys are never overwritten");
    let config = format!("{dir}/motlan.toml");
    let early = run(&["doctor", "--config", &config]);
    assert_eq!(early.status.code(), Some(1), "without a directory the node is not fit");
    let added = run(&[
        "directory",
        "add",
        "--dir",
        dir,
        &format!("{dir}/directory-requests.jsonl"),
    ]);
    assert_eq!(
        text(&added),
        "added 2 records\n",
        "{}",
        String::from_utf8_lossy(&added.stderr)
    );
    let fit = run(&["doctor", "--config", &config]);
    assert_eq!(fit.status.code(), Some(0), "{}", text(&fit));
    let repeated = run(&[
        "directory",
        "add",
        "--dir",
        dir,
        &format!("{dir}/directory-requests.jsonl"),
    ]);
    assert_eq!(repeated.status.code(), Some(3), "a request is written once");
}
