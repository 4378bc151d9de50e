//! `Motlan-Caller`: a provider's own server can check who asks, why, for which fields and in which transaction.

use bytes::Bytes;
use http::{HeaderMap, Request};
use motlan_exchange::signature::{parse, parse_content_digest};
use motlan_exchange::transport::payload::sha512;
use serde_json::json;
use sfv::{BareItem, Dictionary, ListEntry, Parser};
use tokio::sync::mpsc;

use crate::support::{BASIS, CLIENT, PROVIDER, Pair, Server, response};

/// A pair whose provider is a server, and what that server heard.
struct Listened {
    pair: Pair,
    heard: mpsc::UnboundedReceiver<Request<Bytes>>,
    _server: Server,
}

async fn listened() -> Listened {
    let (sender, heard) = mpsc::unbounded_channel();
    let server = Server::plain(move |request| {
        sender.send(request).unwrap();
        std::future::ready(response(200, HeaderMap::new(), Bytes::from_static(b"{}").into()))
    })
    .await;
    let pair = Pair::builder()
        .url(server.address)
        .grant(json!({"fields": ["full_name", "sex"]}))
        .start()
        .await;
    Listened {
        pair,
        heard,
        _server: server,
    }
}

fn text(caller: &Dictionary, name: &str) -> Option<String> {
    match caller.get(name)? {
        ListEntry::Item(item) => item.bare_item.as_string().map(|text| text.as_str().to_owned()),
        ListEntry::InnerList(_) => None,
    }
}

fn list(caller: &Dictionary, name: &str) -> Vec<String> {
    let Some(ListEntry::InnerList(list)) = caller.get(name) else {
        panic!("{name} is no list")
    };
    let text = |item: &BareItem| item.as_string().unwrap().as_str().to_owned();
    list.items.iter().map(|item| text(&item.bare_item)).collect()
}

#[tokio::test]
async fn the_caller_is_signed_by_the_providers_own_member() {
    let Listened {
        pair,
        mut heard,
        _server,
    } = listened().await;
    let purpose = format!("{BASIS};dossier=H45-1");
    let request = pair
        .post("/a")
        .header("motlan-purpose", &purpose)
        .header("x-road-userid", "cán bộ 7");
    let reply = request
        .header("x-road-id", "one")
        .header("motlan-caller", "forged")
        .body("hello")
        .send()
        .await;
    assert_eq!(reply.status, 200, "{reply:?}");
    let request = heard.recv().await.unwrap();
    let headers = request.headers();

    let signature = parse(headers).unwrap();
    signature.covers(&["motlan-caller", "content-digest"]).unwrap();
    signature.verify(pair.country.key(PROVIDER).public_key()).unwrap();
    assert_eq!(signature.keyid(), pair.country.key(PROVIDER).public_key().keyid());
    assert_eq!(parse_content_digest(headers).unwrap(), sha512(b"hello"));
    assert_eq!(
        headers.get_all("motlan-caller").iter().count(),
        1,
        "a client's own copy does not pass"
    );

    let caller: Dictionary = Parser::new(headers["motlan-caller"].as_bytes()).parse().unwrap();
    assert_eq!(text(&caller, "member").as_deref(), Some("VN/GOV/H45"));
    assert_eq!(text(&caller, "system").as_deref(), Some(CLIENT));
    assert_eq!(text(&caller, "purpose"), Some(purpose));
    assert_eq!(text(&caller, "officer").as_deref(), Some("c%C3%A1n%20b%E1%BB%99%207"));
    assert_eq!(list(&caller, "fields"), ["full_name", "sex"]);
    let found = pair.provider.gateway.evidence().find("one").unwrap();
    let transaction = found[0].record.as_ref().unwrap().transaction.to_string();
    assert_eq!(text(&caller, "transaction"), Some(transaction));
}

#[tokio::test]
async fn an_altered_caller_does_not_verify() {
    let Listened {
        pair,
        mut heard,
        _server,
    } = listened().await;
    pair.get("/").send().await;
    let request = heard.recv().await.unwrap();
    let mut headers = request.headers().clone();
    let key = pair.country.key(PROVIDER);
    parse(&headers).unwrap().verify(key.public_key()).unwrap();
    let altered = headers["motlan-caller"].to_str().unwrap().replace("onestop", "another");
    headers.insert("motlan-caller", altered.parse().unwrap());
    assert!(parse(&headers).unwrap().verify(key.public_key()).is_err());
}

/// A purpose that only the grant names, and no officer: the caller says just that.
#[tokio::test]
async fn what_the_client_left_out_comes_from_the_grant() {
    let Listened {
        pair,
        mut heard,
        _server,
    } = listened().await;
    pair.get("/").send().await;
    let request = heard.recv().await.unwrap();
    let caller: Dictionary = Parser::new(request.headers()["motlan-caller"].as_bytes())
        .parse()
        .unwrap();
    assert_eq!(text(&caller, "purpose").as_deref(), Some(BASIS));
    assert_eq!(text(&caller, "officer"), None);
}
