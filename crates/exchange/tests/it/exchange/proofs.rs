//! What an exchange leaves: a proof for the client, the same entry on both sides, and the centre's count of both.

use motlan_core::Code;
use motlan_evidence::{Entry, LogName, Role, VerifierKey, verify_proof};
use motlan_exchange::api::files::{LOG_PREFIX, PROOF_PREFIX, Reader, log_file};
use motlan_exchange::service::reconcile::{Reading, Reconciler};

use crate::support::{AnyBody, CENTRE, CLIENT, Country, Line, Node, Pair, Setup, step};

/// The verifier key of a gateway's log, as the directory names it.
fn verifier(country: &Country, node: &Node, log: LogName) -> VerifierKey {
    let registered = country.directory().gateway(node.gateway.id()).unwrap();
    let log = registered.logs.iter().find(|known| known.name == log.as_str()).unwrap();
    log.vkey.parse().unwrap()
}

#[tokio::test]
async fn a_client_can_prove_its_answer() {
    let pair = Pair::start().await;
    for _ in 0..3 {
        pair.get("/").send().await;
    }
    let reply = pair.get("/").header("x-road-id", "mine").send().await;
    let path = reply.header("motlan-proof").to_owned();
    assert_eq!(path, format!("{PROOF_PREFIX}exchange/3.tlog-proof"));
    pair.consumer.gateway.evidence().publish().unwrap();

    let proof = pair
        .consumer
        .ask(http::Method::GET, &path)
        .without("x-road-client")
        .send()
        .await;
    assert_eq!(
        (proof.status, proof.header("content-type")),
        (200, "text/plain; charset=utf-8")
    );
    let verified = verify_proof(
        proof.text(),
        &verifier(&pair.country, &pair.consumer, LogName::Exchange),
    )
    .unwrap();
    assert_eq!((verified.index, verified.size), (3, 4));
    assert_eq!(verified.origin, "motlan/VN/GOV/H45/gw1/exchange");
    assert_eq!(
        verified.entry,
        pair.consumer.gateway.evidence().find("mine").unwrap()[0].entry
    );
    let stranger = verifier(&pair.country, &pair.provider, LogName::Exchange);
    assert!(
        verify_proof(proof.text(), &stranger).is_err(),
        "it is the consumer's log, not the provider's"
    );
    let forged = proof.text().replacen("index 3", "index 2", 1);
    assert!(verify_proof(&forged, &verifier(&pair.country, &pair.consumer, LogName::Exchange)).is_err());
}

#[tokio::test]
async fn a_proof_of_nothing_is_not_found() {
    let pair = Pair::start().await;
    pair.get("/").send().await;
    pair.consumer.gateway.evidence().publish().unwrap();
    for name in [
        "exchange/1.tlog-proof",
        "exchange/x.tlog-proof",
        "exchange/0",
        "other/0.tlog-proof",
        "exchange/-0.tlog-proof",
        "",
        "../x",
    ] {
        let reply = pair
            .consumer
            .ask(http::Method::GET, &format!("{PROOF_PREFIX}{name}"))
            .send()
            .await;
        assert_eq!((reply.status, reply.code()), (404, Some("not_found")), "{name}");
    }
}

/// Equal in every field but the role: also the commitments to request and response.
#[tokio::test]
async fn both_sides_log_the_same() {
    let pair = Pair::start().await;
    let large = vec![1; 2 * 1024 * 1024];
    for (id, request) in [
        ("get", pair.get("/a?b")),
        ("post", pair.post("/").body("hello")),
        ("large", pair.post("/").body(large)),
        ("delete", pair.ask(http::Method::DELETE, "/x")),
        ("head", pair.ask(http::Method::HEAD, "/")),
    ] {
        request.header("x-road-id", id).send().await;
        let ends = |node: &Node| -> Vec<Entry> {
            let found = node.gateway.evidence().find(id).unwrap();
            found
                .into_iter()
                .filter(|found| !found.is_intent)
                .map(|found| found.entry)
                .collect()
        };
        let (mine, theirs) = (ends(&pair.consumer), ends(&pair.provider));
        assert_eq!((mine.len(), theirs.len()), (1, 1), "{id}");
        assert_eq!((mine[0].role, theirs[0].role), (Role::Consumer, Role::Provider));
        assert_eq!(
            Entry {
                role: Role::Provider,
                ..mine[0]
            },
            theirs[0],
            "{id}"
        );
    }
}

#[tokio::test]
async fn the_centre_counts_what_both_have() {
    let mut pair = Pair::start().await;
    let centre = Setup::new("VN/GOV/G14/gw1").start(&mut pair.country).await;
    let reconciler = Reconciler::default();
    for round in 1..=3_u64 {
        for number in 0..100 {
            let reply = pair.post(&format!("/{number}")).send().await;
            assert_eq!(reply.status, 200);
        }
        for node in [&pair.consumer, &pair.provider, &centre] {
            node.gateway.evidence().publish().unwrap();
        }
        reconciler.run(&centre.gateway).await;
        let lines = reconciler.lines();
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert_eq!(
            (lines[0].matched, lines[0].consumer_only, lines[0].provider_only),
            (100 * round, 0, 0)
        );
        assert_eq!(lines[0].day.to_string(), "2026-11-21");
    }
    let logs = reconciler.logs(&centre.gateway);
    for (gateway, size) in [("VN/GOV/G01/gw1", 300), ("VN/GOV/H45/gw1", 300), ("VN/GOV/G14/gw1", 0)] {
        let log = logs.iter().find(|log| log.gateway.to_string() == gateway).unwrap();
        assert_eq!((log.size, &log.reading), (size, &Reading::Current), "{gateway}");
    }
}

/// What only one side has published so far stands on that side, and matches later.
#[tokio::test]
async fn the_centre_shows_what_one_side_has_alone() {
    let mut pair = Pair::start().await;
    let centre = Setup::new("VN/GOV/G14/gw1").start(&mut pair.country).await;
    let reconciler = Reconciler::default();
    pair.get("/").send().await;
    let sides = [(&pair.provider, (0, 0, 1)), (&pair.consumer, (1, 0, 0))];
    for (node, counts) in sides {
        node.gateway.evidence().publish().unwrap();
        reconciler.run(&centre.gateway).await;
        let line = reconciler.lines().remove(0);
        assert_eq!((line.matched, line.consumer_only, line.provider_only), counts);
    }
}

/// Entry bundles are for auditors, so only the centre's gateway gets them.
#[tokio::test]
async fn logs_are_read_by_the_centre_only() {
    let mut pair = Pair::start().await;
    let centre = Setup::new(&format!("{CENTRE}/gw1")).start(&mut pair.country).await;
    pair.get("/").send().await;
    let evidence = pair.provider.gateway.evidence();
    let step = step(&pair.country, "VN/GOV/G01/population", 1);
    evidence.append_case(vec![step]).await.unwrap();
    evidence.publish().unwrap();
    let server = [pair.provider.identity().hash().unwrap()];
    for (reader, status) in [(&centre, 200), (&pair.consumer, 500)] {
        let mut line = Line::open(pair.provider.peer(), Some(reader.identity().client(&server).unwrap())).await;
        for file in [
            "exchange/checkpoint",
            "exchange/tile/entries/000.p/1",
            "exchange/tile/0/000.p/1",
            "casework/checkpoint",
            "casework/tile/entries/000.p/1",
            "casework/tile/0/000.p/1",
        ] {
            let mut request = http::Request::new(AnyBody::default());
            *request.uri_mut() = format!("{LOG_PREFIX}{file}").parse().unwrap();
            request.headers_mut().insert("host", "a".parse().unwrap());
            let reply = line.send(request).await.unwrap();
            assert_eq!(reply.status, status, "{file}");
            assert_eq!(reply.body.is_empty(), status != 200, "{file}");
        }
    }
}

/// Of every log, casework's too, the public sees how large it is and that nothing was changed, and no entry.
#[tokio::test]
async fn the_public_reads_checkpoints_and_hashes_only() {
    let pair = Pair::start().await;
    pair.get("/").send().await;
    let evidence = pair.consumer.gateway.evidence();
    evidence
        .append_case(vec![step(&pair.country, CLIENT, 1)])
        .await
        .unwrap();
    evidence.publish().unwrap();
    for log in [LogName::Exchange, LogName::Casework] {
        for (file, is_public) in [
            ("checkpoint", true),
            ("tile/0/000.p/1", true),
            ("tile/entries/000.p/1", false),
        ] {
            let name = format!("{log}/{file}");
            let refused = log_file(evidence, &name, Reader::Public).err();
            let expected = (!is_public).then_some(Code::NotFound);
            assert_eq!(refused.map(|failure| failure.code), expected, "{name}");
            assert!(log_file(evidence, &name, Reader::Auditor).is_ok(), "{name}");
        }
    }
}
