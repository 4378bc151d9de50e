//! A registry from nothing: a developer writes one file that says what a register of boats is. Without a line of Rust it is
//! stored, verified, followed and shown, by the program as it is: commands and sockets only.

use std::path::Path;

use serde_json::{Value, json};

use crate::support::{http, port_base, run, start, text};

/// All that the developer writes.
const PACK: &str = r#"
format = 2
code = "boat"
version = 1
state = "published"
name = { vi = "Sổ ghe thuyền", en = "Register of boats" }

[keys]
record = "plate"
also = ["owner_name"]
persons = ["owner_number"]

[[service]]
code = "sync"
name = { vi = "Nhận ghe thuyền", en = "Take boats" }
[[service]]
code = "verify"
name = { vi = "Xác thực ghe thuyền", en = "Verify a boat" }
[[service]]
code = "look-up"
name = { vi = "Tra cứu ghe thuyền", en = "Look up a boat" }
[[service]]
code = "changes"
name = { vi = "Nhận thay đổi", en = "Receive changes" }

[[quality]]
kind = "complete"
fields = ["hull"]

[[field]]
code = "plate"
name = { vi = "Biển số", en = "Plate" }
type = "text"
forms = ["AA-9999"]
compare = "exact"
right = "boat"
sensitivity = "open"

[[field]]
code = "owner_name"
name = { vi = "Chủ ghe", en = "Owner" }
type = "person_name"
compare = "name"
right = "owner"
sensitivity = "basic"

[[field]]
code = "owner_number"
name = { vi = "Số định danh chủ ghe", en = "Owner's number" }
type = "personal_number"
compare = "exact"
right = "owner"
sensitivity = "basic"

[[field]]
code = "hull"
name = { vi = "Vỏ", en = "Hull" }
type = "code"
list = "hull"
compare = "code"
right = "boat"
sensitivity = "open"

[[list]]
code = "hull"
confirmed = true
items = [{ code = "wood", vi = "Gỗ", en = "Wood" }, { code = "steel", vi = "Thép", en = "Steel" }]
"#;

/// What is added to the configuration that `motlan init` makes, and a service for each verb.
const CONFIG: &str = r#"
[[registry]]
code = "boat"
pack_file = "boat.toml"
database = "sqlite:boat.db"
sample = true

[[client]]
id = "VN/GOV/G14/desk"
connection = "http"
"#;

const SYSTEM: &str = "VN/GOV/G14/boat";
const DESK: &str = "VN/GOV/G14/desk";
const VERBS: [&str; 4] = ["sync", "verify", "look-up", "changes"];

fn done(arguments: &[&str]) -> String {
    let output = run(arguments);
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {error}");
    text(&output)
}

/// What the owner asks the directory for: the systems, the services, and that the desk may use them.
fn operations() -> Vec<Value> {
    let system = |id: &str| json!({"system": {"id": id, "name_vi": "Hệ thống", "name_en": "System"}});
    let mut operations = vec![system(SYSTEM), system(DESK)];
    for verb in VERBS {
        let id = format!("{SYSTEM}/{verb}");
        operations.push(json!({"service": {
            "id": id, "name_vi": verb, "name_en": verb, "kind": "OPENAPI3", "changes": verb == "sync",
            "staleness_max_s": 60, "timeout_ms": 30_000, "enabled": true,
        }}));
        operations.push(json!({"grant": {
            "consumer": DESK, "service": id, "rules": [{"method": "*", "path": "**"}],
            "fields": ["boat", "owner", "registry.sync", "person.existence"], "purposes": ["ND-48-2019"],
            "valid_from": 0, "valid_until": 4_000_000_000_000_000_i64,
        }}));
    }
    operations
}

/// A centre of one's own with the registry in it, and the desk that asks through the same gateway.
fn make(folder: &Path, base: u16) -> String {
    let dir = folder.join("g14").to_str().unwrap().to_owned();
    let names = [
        "--name-vi",
        "Trung tâm",
        "--name-en",
        "Centre",
        "--port-base",
        &base.to_string(),
    ];
    done(&[&["init", "--member", "VN/GOV/G14", "--dir", &dir], &names[..]].concat());
    done(&[
        "directory",
        "add",
        "--dir",
        &dir,
        &format!("{dir}/directory-requests.jsonl"),
    ]);
    std::fs::write(format!("{dir}/boat.toml"), PACK).unwrap();
    done(&["pack", "check", &format!("{dir}/boat.toml")]);
    let written = std::fs::read_to_string(format!("{dir}/motlan.toml")).unwrap();
    let services =
        VERBS.map(|verb| format!("\n[[service]]\nid = \"{SYSTEM}/{verb}\"\nregistry = \"boat\"\npath = \"/{verb}\"\n"));
    let config = [&written, CONFIG, &services.concat()].concat();
    std::fs::write(format!("{dir}/motlan.toml"), config).unwrap();
    let mut files = Vec::new();
    for (number, operation) in operations().iter().enumerate() {
        let file = format!("{dir}/operation-{number}.json");
        std::fs::write(&file, operation.to_string()).unwrap();
        files.push(file);
    }
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let signed = done(&[&["directory", "sign", "--dir", &dir], &files[..]].concat());
    std::fs::write(format!("{dir}/requests.jsonl"), signed).unwrap();
    done(&["directory", "add", "--dir", &dir, &format!("{dir}/requests.jsonl")]);
    dir
}

#[test]
fn one_file_makes_a_registry_that_is_stored_verified_followed_and_shown() {
    let folder = tempfile::tempdir().unwrap();
    let base = port_base(1);
    let dir = make(folder.path(), base);
    let node = start(&["node", "--config", &format!("{dir}/motlan.toml")]);
    let client = format!("X-Road-Client: {DESK}");
    let ask = |verb: &str, body: Value| {
        let headers = [client.as_str(), "Content-Type: application/json"];
        let path = format!("/r1/{SYSTEM}/{verb}");
        // A gateway that has just begun asks its peers to come again.
        for _ in 0..200 {
            let answer = http(base + 80, "POST", &path, &headers, &body.to_string());
            if answer.header("motlan-error") != Some("starting") {
                assert_eq!(answer.status, 200, "{verb}: {}", answer.body);
                return serde_json::from_str::<Value>(&answer.body).unwrap();
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        panic!("the gateway goes on starting");
    };

    let boat = json!({"plate": "PY-0001", "owner_name": "Trần Hòa", "owner_number": "003088000001", "hull": "wood"});
    let hulless = json!({"plate": "PY-0002", "owner_name": "Trần Hòa"});
    let synced = ask("sync", json!({"records": [{"fields": boat}, {"fields": hulless}]}));
    assert_eq!(synced["records"][0]["change"], "added", "{synced}");
    let reason = &synced["records"][1]["reasons"][0];
    assert_eq!(
        (&reason["code"], &reason["field"]),
        (&json!("incomplete"), &json!("hull"))
    );

    let keys = json!({"plate": "PY-0001", "owner_name": "TRẦN HOÀ"});
    let verified = ask(
        "verify",
        json!({"plate": "PY-0001", "owner_name": "TRẦN HOÀ", "fields": {"hull": "steel"}}),
    );
    assert_eq!(verified, json!({"result": "no_match", "fields": {"hull": "mismatch"}}));
    assert_eq!(ask("look-up", keys)["fields"], boat);

    let gateway = format!("http://127.0.0.1:{}", base + 80);
    let position = folder.path().join("boat.position");
    let follow = [
        "registry",
        "subscribe",
        "--client",
        DESK,
        "--gateway",
        &gateway,
        "--position",
    ];
    let changes = format!("{SYSTEM}/changes");
    let rest = [position.to_str().unwrap(), "--until-end", &changes];
    let told = done(&[&follow[..], &rest].concat());
    let line: Value = serde_json::from_str(told.trim_end()).unwrap();
    assert_eq!(
        (&line["position"], &line["key"], &line["fields"]["hull"]),
        (&json!(1), &json!("PY-0001"), &json!("wood"))
    );
    assert_eq!(done(&[&follow[..], &rest].concat()), "", "nothing more");

    for (page, words) in [
        ("/co-so-du-lieu", &["Sổ ghe thuyền"][..]),
        ("/co-so-du-lieu/boat", &["Sổ ghe thuyền", "Biển số", "Chủ ghe", "Gỗ"]),
        ("/ket-noi", &["Sổ ghe thuyền", "/ket-noi/boat"]),
        ("/ket-noi/boat", &["ND-48-2019", "xác thực"]),
    ] {
        let shown = http(base, "GET", page, &[], "");
        assert_eq!(shown.status, 200, "{page}");
        for word in words {
            assert!(shown.body.contains(word), "{page} does not say {word}");
        }
    }
    node.stop();
    let audit = run(&["audit", &dir]);
    assert_eq!(audit.status.code(), Some(0), "{}", text(&audit));
}
