//! The demo, as the README walks through it: a match, a mismatch, a missing grant, a proof, an audit, a restart.

use std::path::Path;

use crate::support::{Answer, http, log_key, port_base, run, start, text};

/// The README's person, who is the first of seed 1.
const CLAIM: &str = r#"{"personal_number":"003159070790","full_name":"Nguyễn Thị Vân","birth_date":"1959-01-18","fields":{"sex":"female"}}"#;

fn ask(port: u16, service: &str, body: &str) -> Answer {
    let headers = ["X-Road-Client: VN/GOV/H45/onestop", "Content-Type: application/json"];
    http(port, "POST", &format!("/r1/VN/GOV/{service}"), &headers, body)
}

#[test]
fn the_readme_holds() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (data_text, base) = (data.to_str().unwrap(), port_base(7));
    let base_text = base.to_string();
    let arguments = [
        "demo",
        "--data",
        data_text,
        "--port-base",
        &base_text,
        "--people",
        "500",
        "--dossiers",
        "0",
        "--no-traffic",
    ];
    let demo = start(&arguments);
    let face = base + 380;

    let matched = ask(face, "G01/population/verify", CLAIM);
    assert_eq!(
        (matched.status, matched.body.as_str()),
        (200, r#"{"result":"match","fields":{"sex":"match"}}"#)
    );
    assert_eq!(matched.header("x-road-client"), Some("VN/GOV/H45/onestop"));
    let differs = ask(face, "G01/population/verify", &CLAIM.replace("female", "male"));
    assert_eq!(
        (differs.status, differs.body.as_str()),
        (200, r#"{"result":"no_match","fields":{"sex":"mismatch"}}"#)
    );
    let denied = ask(face, "G04/driving-licence/verify", "{}");
    assert_eq!(denied.status, 500);
    assert_eq!(denied.header("x-road-error"), Some("server.serverproxy.access_denied"));
    assert_eq!(denied.header("motlan-error"), Some("access_denied"));

    let page = http(base, "GET", "/trang-thai", &[], "");
    assert_eq!(page.status, 200);
    assert!(page.body.contains("<html lang=\"vi\""), "{}", page.body);
    let health = http(base + 390, "GET", "/health", &[], "");
    assert_eq!(health.status, 200);
    // A gateway that began a moment after the others may still say `starting`.
    assert!(
        !health.body.contains("degraded") && !health.body.contains("failing"),
        "{}",
        health.body
    );

    prove(&data, face, matched.header("motlan-proof").unwrap());
    // Killed, so that what was not published yet is so by the next start only.
    drop(demo);

    let again = start(&arguments);
    let once_more = ask(face, "G01/population/verify", CLAIM);
    assert_eq!(once_more.status, 200);
    prove(&data, face, once_more.header("motlan-proof").unwrap());
    again.stop();
    recount(data_text, "5,0,0");
}

/// The proof of an answer follows with the next checkpoint, verifies, and does not verify under another index.
fn prove(data: &Path, face: u16, path: &str) {
    let proof = loop {
        let answer = http(face, "GET", path, &[], "");
        match answer.status {
            200 => break answer.body,
            503 => assert_eq!(answer.header("motlan-error"), Some("proof_pending")),
            other => panic!("status {other}"),
        }
    };
    let file = data.join("proof");
    let key = log_key(&data.join("VN/GOV/H45/directory.jsonl"), "motlan/VN/GOV/H45/exchange");
    let verify = |content: &str| {
        std::fs::write(&file, content).unwrap();
        run(&["verify", file.to_str().unwrap(), "--key", &key])
    };
    let proven = verify(&proof);
    assert_eq!(proven.status.code(), Some(0));
    assert!(text(&proven).starts_with("PROVEN: entry "), "{}", text(&proven));
    let index = proof.lines().find(|line| line.starts_with("index ")).unwrap();
    let refused = verify(&proof.replacen(index, "index 70", 1));
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused).starts_with("NOT PROVEN"), "{}", text(&refused));
}

/// The audit of the files gives these counts. The demo's own first question is among them.
fn recount(data: &str, counts: &str) {
    let audit = run(&["audit", data]);
    let table = text(&audit);
    assert_eq!(
        audit.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&audit.stderr)
    );
    let row = table.lines().nth(1).unwrap_or_default();
    let expected = format!("VN/GOV/G01/population/verify,VN/GOV/H45/onestop,VN/GOV/G01,{counts}");
    assert_eq!(
        row.split_once(',').map(|(_, rest)| rest),
        Some(expected.as_str()),
        "{table}"
    );
}
