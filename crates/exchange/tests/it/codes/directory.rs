//! What a node makes of a centre that serves a wrong directory, an old one, or none. It keeps the one it has.

use bytes::Bytes;
use http::{HeaderMap, Request};
use motlan_exchange::directory::Head;
use motlan_exchange::keys::{Algorithm, SigningKey};
use motlan_exchange::service::refresh::{HEAD_PATH, RECORDS_PATH, refresh};
use motlan_exchange::transport::pool::Address;
use serde_json::json;

use super::{Seen, rows};
use crate::support::{CENTRE, Country, Node, PROVIDER, Server, Setup, response};

rows! {
    InvalidDirectory: head_that_is_none, records_that_are_none, altered_record, dropped_record, head_beyond_the_records,
        head_of_the_future;
    DirectoryRolledBack: older_head, another_history;
    InvalidSignature: head_of_another_key;
    PeerUnreachable: nobody_listens;
    NotFound: nothing_served;
}

/// A node, and a country that has gone one record further.
async fn node() -> (Country, Node) {
    let mut country = Country::new();
    let node = Setup::new("VN/GOV/H45/gw1").start(&mut country).await;
    country
        .append(
            PROVIDER,
            json!({"system": {"id": "VN/GOV/G01/new", "name_vi": "Mới", "name_en": "New"}}),
        )
        .unwrap();
    (country, node)
}

async fn centre(head: String, records: String) -> Server {
    Server::plain(move |request: Request<Bytes>| {
        let body = match request.uri().path() {
            HEAD_PATH => head.clone(),
            RECORDS_PATH => records.clone(),
            other => panic!("{other} was asked for"),
        };
        std::future::ready(response(200, HeaderMap::new(), Bytes::from(body).into()))
    })
    .await
}

/// Refreshes and checks that what was refused changed nothing, and that the right answer is still taken.
async fn refused(country: &Country, node: &Node, head: String, records: String) -> Seen {
    let before = node.gateway.directory().current().position();
    let server = centre(head, records).await;
    let outcome = refresh(&node.gateway, &Address::plain(&server.address.to_string())).await;
    let failure = outcome.expect_err("the refresh is refused");
    assert_eq!(node.gateway.directory().current().position(), before);
    let lines = new_records(country, node);
    let server = centre(json(&country.head()), lines.clone()).await;
    let refreshed = refresh(&node.gateway, &Address::plain(&server.address.to_string()))
        .await
        .unwrap();
    assert_eq!(refreshed.lines, lines);
    assert_eq!(
        node.gateway.directory().current().position(),
        before,
        "kept first, then taken in"
    );
    refreshed.take(&node.gateway).unwrap();
    assert_eq!(
        node.gateway.directory().current().position(),
        country.directory().position()
    );
    Seen::Refresh(failure)
}

/// The lines that the node does not have.
fn new_records(country: &Country, node: &Node) -> String {
    let known = node.gateway.directory().current().sequence();
    country
        .lines()
        .split_inclusive('\n')
        .skip(usize::try_from(known).unwrap())
        .collect()
}

fn json(head: &Head) -> String {
    serde_json::to_string(head).unwrap()
}

async fn head_that_is_none() -> Seen {
    let (country, node) = node().await;
    refused(&country, &node, "{}".to_owned(), String::new()).await
}

async fn records_that_are_none() -> Seen {
    let (country, node) = node().await;
    refused(&country, &node, json(&country.head()), "<html>\n".to_owned()).await
}

async fn altered_record() -> Seen {
    let (country, node) = node().await;
    let altered = new_records(&country, &node).replace("New", "Old");
    refused(&country, &node, json(&country.head()), altered).await
}

async fn dropped_record() -> Seen {
    let (mut country, node) = node().await;
    let system = json!({"system": {"id": "VN/GOV/G01/newer", "name_vi": "Mới", "name_en": "Newer"}});
    country.append(PROVIDER, system).unwrap();
    let second = new_records(&country, &node).lines().nth(1).unwrap().to_owned();
    refused(&country, &node, json(&country.head()), second).await
}

async fn head_beyond_the_records() -> Seen {
    let (country, node) = node().await;
    refused(&country, &node, json(&country.head()), String::new()).await
}

/// Believed, it would keep a directory fresh that nobody vouches for any more.
async fn head_of_the_future() -> Seen {
    let (country, node) = node().await;
    let ahead = country.head().at.plus_seconds(61);
    let head = Head::sign(country.directory().position(), ahead, &country.key(CENTRE));
    refused(&country, &node, json(&head), new_records(&country, &node)).await
}

async fn older_head() -> Seen {
    let (mut country, node) = node().await;
    let old = json(&country.head());
    country.spread();
    let system = json!({"system": {"id": "VN/GOV/G01/newer", "name_vi": "Mới", "name_en": "Newer"}});
    country.register(PROVIDER, system);
    refused(&country, &node, old, String::new()).await
}

/// The same length, another content: a centre with two faces.
async fn another_history() -> Seen {
    let (country, node) = node().await;
    country.spread();
    let mut position = country.directory().position();
    position.hash.0[0] ^= 1;
    let head = Head::sign(position, country.head().at, &country.key(CENTRE));
    refused(&country, &node, json(&head), String::new()).await
}

async fn head_of_another_key() -> Seen {
    let (country, node) = node().await;
    let stranger = SigningKey::generate(Algorithm::Ed25519).unwrap();
    let head = Head::sign(country.directory().position(), country.head().at, &stranger);
    refused(&country, &node, json(&head), new_records(&country, &node)).await
}

/// Port 1 (tcpmux) has had no listener for decades.
async fn nobody_listens() -> Seen {
    let (_, node) = node().await;
    Seen::Refresh(
        refresh(&node.gateway, &Address::plain("127.0.0.1:1"))
            .await
            .expect_err("nobody answers"),
    )
}

async fn nothing_served() -> Seen {
    let (_, node) = node().await;
    let server = Server::plain(|_| std::future::ready(response(404, HeaderMap::new(), Bytes::new().into()))).await;
    let outcome = refresh(&node.gateway, &Address::plain(&server.address.to_string())).await;
    Seen::Refresh(outcome.expect_err("nothing is served"))
}

/// The centre answers with a part at a time, and may have gone beyond the heartbeat that it gave.
#[tokio::test]
async fn many_records_are_fetched_in_pages_up_to_the_heartbeat() {
    let (mut country, node) = node().await;
    for number in 0..3 {
        let id = format!("VN/GOV/G01/more{number}");
        let system = json!({"system": {"id": id, "name_vi": "Mới", "name_en": "New"}});
        country.append(PROVIDER, system).unwrap();
    }
    let (head, expected) = (country.head(), new_records(&country, &node));
    let system = json!({"system": {"id": "VN/GOV/G01/later", "name_vi": "Mới", "name_en": "New"}});
    country.append(PROVIDER, system).unwrap();
    let all = country.lines().to_owned();
    let server = Server::plain(move |request: Request<Bytes>| {
        let body = if request.uri().path() == HEAD_PATH {
            json(&head)
        } else {
            let after = request.uri().query().unwrap().strip_prefix("after=").unwrap();
            let lines = all.split_inclusive('\n').skip(after.parse().unwrap());
            lines.take(3).collect()
        };
        std::future::ready(response(200, HeaderMap::new(), Bytes::from(body).into()))
    })
    .await;
    let before = node.gateway.directory().current().sequence();
    let refreshed = refresh(&node.gateway, &Address::plain(&server.address.to_string()))
        .await
        .unwrap();
    assert_eq!((refreshed.after, &refreshed.lines), (before, &expected));
    assert_eq!(refreshed.lines.lines().count(), 4, "two pages, the second cut");
    refreshed.take(&node.gateway).unwrap();
    assert_eq!(node.gateway.directory().head(), Some(head));
}
