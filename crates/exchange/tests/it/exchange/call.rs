//! A system of the gateway's own process asks: the same checks, the same two entries, no socket in between.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use bytes::Bytes;
use http::{Method, Response, StatusCode};
use motlan_core::{Caller, Code};
use motlan_evidence::{Entry, LogName, Role};
use motlan_exchange::gateway::ConnectionType;
use motlan_exchange::service::call::{Call, Line, call};
use motlan_exchange::service::reconcile::Reconciler;
use motlan_exchange::xroad::Origin;
use serde_json::{Value, json};

use crate::support::{BASIS, CENTRE, CLIENT, Node, Pair, SERVICE, Setup};

pub(super) fn question() -> Call {
    Call {
        client: CLIENT.parse().unwrap(),
        service: SERVICE.parse().unwrap(),
        method: Method::POST,
        path: String::new(),
        purpose: BASIS.parse().unwrap(),
        officer: None,
        body: Bytes::from_static(b"{}"),
    }
}

/// Answers with what it was told of the question.
fn teller() -> Router {
    Router::new().fallback(async |request: Request| {
        let caller = request.extensions().get::<Caller>().unwrap();
        let told = json!({
            "method": request.method().as_str(),
            "path": request.uri().path(),
            "system": caller.system,
            "purpose": caller.purpose.to_string(),
            "officer": caller.officer,
            "content_type": request.headers().get("content-type").map(|value| value.to_str().unwrap()),
        });
        Response::builder()
            .status(201)
            .body(Body::from(told.to_string()))
            .unwrap()
    })
}

/// The first entry of a gateway, from its published bundle.
fn entry(node: &Node) -> Entry {
    let evidence = node.gateway.evidence();
    evidence.publish().unwrap();
    let bundle = evidence.read_file(LogName::Exchange, "tile/entries/000.p/1").unwrap();
    Entry::parse(&bundle.unwrap()[2..]).unwrap()
}

#[tokio::test]
async fn a_call_is_answered_and_leaves_two_entries() {
    let pair = Pair::builder().router(teller()).start().await;
    let asked = Call {
        path: "/a".to_owned(),
        purpose: format!("{BASIS};dossier=H45.1-2").parse().unwrap(),
        officer: Some("Nguyễn Văn An".to_owned()),
        ..question()
    };
    let reply = call(&pair.consumer.gateway, asked).await.unwrap();
    assert_eq!(reply.status, StatusCode::CREATED, "the provider's own status");
    let told: Value = serde_json::from_slice(&reply.body).unwrap();
    let expected = json!({
        "method": "POST", "path": "/a", "system": CLIENT, "purpose": format!("{BASIS};dossier=H45.1-2"),
        "officer": "Nguyễn Văn An", "content_type": "application/json",
    });
    assert_eq!(told, expected);
    assert_eq!((reply.receipt.log, reply.receipt.index), (LogName::Exchange, 0));
    for (node, role) in [(&pair.consumer, Role::Consumer), (&pair.provider, Role::Provider)] {
        assert_eq!(node.size(LogName::Exchange), 1);
        let entry = entry(node);
        assert_eq!((entry.role, entry.id), (role, reply.transaction));
    }
}

#[tokio::test]
async fn a_question_without_a_body_has_no_media_type() {
    let pair = Pair::builder().router(teller()).start().await;
    let asked = Call {
        method: Method::GET,
        body: Bytes::new(),
        ..question()
    };
    let reply = call(&pair.consumer.gateway, asked).await.unwrap();
    let told: Value = serde_json::from_slice(&reply.body).unwrap();
    assert_eq!(
        (&told["content_type"], &told["officer"], &told["method"]),
        (&Value::Null, &Value::Null, &json!("GET"))
    );
}

#[tokio::test]
async fn only_a_registered_client_may_call() {
    let pair = Pair::start().await;
    let asked = Call {
        client: "VN/GOV/H45/other".parse().unwrap(),
        ..question()
    };
    let refusal = call(&pair.consumer.gateway, asked).await.unwrap_err();
    assert_eq!(
        (refusal.failure.code, refusal.origin),
        (Code::UnknownMember, Origin::ClientProxy)
    );
    assert!(refusal.failure.detail.contains("not registered"), "{refusal}");
    for node in [&pair.consumer, &pair.provider] {
        assert_eq!((node.size(LogName::Exchange), node.size(LogName::Unfinished)), (0, 0));
    }
}

/// There is no connection whose type could be wrong.
#[tokio::test]
async fn it_does_not_matter_how_the_client_would_have_to_connect() {
    let registered = ConnectionType::HttpsCertificate(Vec::new());
    let pair = Pair::builder()
        .consumer(|setup| setup.client(CLIENT, registered))
        .start()
        .await;
    assert_eq!(pair.post("").send().await.code(), Some("ssl_authentication_failed"));
    assert!(call(&pair.consumer.gateway, question()).await.is_ok());
}

#[tokio::test]
async fn rights_are_the_providers_as_over_the_face() {
    let pair = Pair::builder().without_grant().start().await;
    let refusal = call(&pair.consumer.gateway, question()).await.unwrap_err();
    assert_eq!(
        (refusal.failure.code, refusal.origin),
        (Code::AccessDenied, Origin::ServerProxy)
    );
    let asked = Call {
        path: "no-slash".to_owned(),
        ..question()
    };
    let refusal = call(&pair.consumer.gateway, asked).await.unwrap_err();
    assert_eq!(refusal.failure.code, Code::InvalidRequest);
}

/// Both entries are there: the question was carried out, only its answer is too large for this way.
#[tokio::test]
async fn an_answer_above_1_mib_is_refused_and_logged() {
    let pair = Pair::start().await;
    for (size_bytes, code) in [(1024 * 1024, None), (1024 * 1024 + 1, Some(Code::BodyTooLarge))] {
        let asked = Call {
            body: vec![b' '; size_bytes].into(),
            ..question()
        };
        let outcome = call(&pair.consumer.gateway, asked).await;
        match &outcome {
            Ok(reply) => assert_eq!(reply.body.len(), size_bytes),
            Err(refusal) => assert!(refusal.failure.detail.contains("was carried out"), "{refusal}"),
        }
        assert_eq!(outcome.err().map(|refusal| refusal.failure.code), code);
    }
    let sizes = [&pair.consumer, &pair.provider].map(|node| node.size(LogName::Exchange));
    assert_eq!(sizes, [2, 2]);
}

/// Whoever holds a line knows no gateway: it may lead through one, or nowhere.
#[tokio::test]
async fn a_line_leads_through_a_gateway_or_to_anything_else() {
    let pair = Pair::start().await;
    let line = Line::of(pair.consumer.gateway.clone());
    let reply = line.clone().call(question()).await.unwrap();
    assert_eq!(&reply.body[..], b"{}");
    let told = reply.clone();
    let canned = Line::new(move |asked| {
        let reply = told.clone();
        async move {
            if asked.path.is_empty() {
                Ok(reply)
            } else {
                Err(Code::PeerUnreachable.into())
            }
        }
    });
    assert_eq!(canned.call(question()).await.unwrap().transaction, reply.transaction);
    let asked = Call {
        path: "/x".to_owned(),
        ..question()
    };
    assert_eq!(
        canned.call(asked).await.unwrap_err().failure.code,
        Code::PeerUnreachable
    );
    assert_eq!(pair.provider.size(LogName::Exchange), 1);
}

#[tokio::test]
async fn the_centre_says_when_a_transaction_is_matched() {
    let mut pair = Pair::start().await;
    let centre = Setup::new(&format!("{CENTRE}/gw1")).start(&mut pair.country).await;
    let reconciler = Reconciler::default();
    let [first, second] = [
        call(&pair.consumer.gateway, question()).await.unwrap().transaction,
        call(&pair.consumer.gateway, question()).await.unwrap().transaction,
    ];
    assert_ne!(first, second);
    for (node, is_matched) in [(&pair.provider, false), (&pair.consumer, true)] {
        node.gateway.evidence().publish().unwrap();
        reconciler.run(&centre.gateway).await;
        assert_eq!([first, second].map(|id| reconciler.is_matched(&id)), [is_matched; 2]);
    }
    // Two days later: known up to the round that closes the day, then forgotten.
    pair.country.advance_seconds(2 * 86_400);
    assert!(reconciler.is_matched(&first));
    reconciler.run(&centre.gateway).await;
    assert!(!reconciler.is_matched(&first));
    assert_eq!(reconciler.lines()[0].matched, 2, "its day still counts it");
}
