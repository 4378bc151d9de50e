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
    for command in [
        "",
        "demo",
        "init",
        "directory",
        "directory add",
        "directory sign",
        "call",
        "verify",
        "audit",
        "figures check",
        "bench",
    ] {
        let arguments: Vec<_> = command.split_whitespace().chain(["--help"]).collect();
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
        "--name-vi",
        "Trung tâm",
        "--name-en",
        "Centre",
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

/// Runs a command that succeeds.
fn done(arguments: &[&str]) -> String {
    let output = run(arguments);
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {error}");
    text(&output)
}

/// Two folders: a centre, and a member whose entry the centre has written.
fn centre_and_member(folder: &std::path::Path) -> (String, String) {
    let [centre, member] = ["g14", "h45"].map(|name| folder.join(name).to_str().unwrap().to_owned());
    let names = ["--name-vi", "Tên", "--name-en", "Name"];
    let made = done(&[&["init", "--member", "VN/GOV/G14", "--dir", &centre], &names[..]].concat());
    let key = made.lines().find_map(|line| line.strip_prefix("public key  ")).unwrap();
    let join = ["init", "--member", "VN/GOV/H45", "--dir", &member, "--centre-key", key];
    done(&[&join[..], &["--address", "gw.h45.example"], &names[..]].concat());
    let requests = [&centre, &member].map(|dir| format!("{dir}/directory-requests.jsonl"));
    let spaced = std::fs::read_to_string(&requests[1]).unwrap().replace('\n', "\n\n");
    std::fs::write(&requests[1], spaced).unwrap();
    let added = done(&["directory", "add", "--dir", &centre, &requests[0], &requests[1]]);
    assert_eq!(added, "added 4 records\n", "blank lines are no requests");
    std::fs::copy(format!("{centre}/directory.jsonl"), format!("{member}/directory.jsonl")).unwrap();
    (centre, member)
}

#[test]
fn init_takes_names_and_the_address_that_others_reach() {
    let folder = tempfile::tempdir().unwrap();
    let (centre, member) = centre_and_member(folder.path());
    let directory = std::fs::read_to_string(format!("{centre}/directory.jsonl")).unwrap();
    assert!(directory.contains("gw.h45.example:8355"), "{directory}");
    assert!(directory.contains("127.0.0.1:8355"), "{directory}");
    let config = std::fs::read_to_string(format!("{member}/motlan.toml")).unwrap();
    assert!(config.contains("gateway = \"0.0.0.0:8355\""), "{config}");
    let other = folder.path().join("other");
    let unnamed = ["init", "--member", "VN/GOV/H46", "--dir", other.to_str().unwrap()];
    assert_eq!(
        run(&unnamed).status.code(),
        Some(2),
        "the directory shows no unnamed member"
    );
    let named = [&unnamed[..], &["--name-vi", "Tên", "--name-en", "Name"]].concat();
    for address in ["10.0.0.1:80", "a/b", ""] {
        let wrong = [&named[..], &["--address", address]].concat();
        assert_eq!(run(&wrong).status.code(), Some(2), "{address}");
    }
}

#[test]
fn a_member_signs_what_it_asks_and_the_centre_adds_all_or_none() {
    let folder = tempfile::tempdir().unwrap();
    let (centre, member) = centre_and_member(folder.path());
    let write = |name: &str, content: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let system = write(
        "system.json",
        r#"{"system": {"id": "VN/GOV/H45/onestop", "name_vi": "Một cửa", "name_en": "One-stop shop"}}"#,
    );
    let removal = write(
        "removal.json",
        r#"{"system_removal": {"system": "VN/GOV/H45/onestop"}}"#,
    );
    let foreign = write("foreign.json", r#"{"system_removal": {"system": "VN/GOV/G14/x"}}"#);
    let signed = done(&["directory", "sign", "--dir", &member, &system, &removal]);
    assert_eq!(signed.lines().count(), 2);
    let (first, second) = signed.split_once('\n').unwrap();
    let first = write("first.jsonl", first);
    let second = write("second.jsonl", second);
    let refused = write(
        "refused.jsonl",
        &done(&["directory", "sign", "--dir", &member, "--after", "4", &foreign]),
    );

    let records = || std::fs::read_to_string(format!("{centre}/directory.jsonl")).unwrap();
    let before = records();
    let add = |files: &[&str]| run(&[&["directory", "add", "--dir", &centre], files].concat());
    assert_eq!(add(&[&first, &second, &refused]).status.code(), Some(3));
    assert_eq!(records(), before, "the third is refused, so none is taken");
    let empty = write("empty.jsonl", "\n \n");
    let nothing = add(&[&empty]);
    assert_eq!(nothing.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&nothing.stderr).contains("there is no request to add"));
    assert_eq!(text(&add(&[&first, &second])), "added 2 records\n");
    assert!(records().starts_with(&before) && records().contains("One-stop shop"));
    assert_eq!(records().lines().count(), 6);

    let wrong = write("wrong.json", r#"{"sytem": {}}"#);
    assert_eq!(
        run(&["directory", "sign", "--dir", &member, &wrong]).status.code(),
        Some(3)
    );
}
