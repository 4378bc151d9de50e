//! What the consumer's gateway itself refuses.

use http::Method;
use motlan_evidence::LogName;
use motlan_exchange::gateway::ConnectionType;
use motlan_exchange::transport::tls::Identity;
use motlan_store::storage::FaultyStorage;

use super::{Seen, rows};
use crate::support::{CLIENT, Country, Pair, Reply, SERVICE, Setup, raw};

rows! {
    InvalidClient: no_client;
    InvalidRequest: no_service, unknown_protocol, malformed_client, idempotency_key, deliver;
    InvalidPurpose: malformed_purpose, two_purposes;
    InvalidSecurityServer: another_members_gateway;
    HeadersTooLarge: large_header, long_query;
    BodyTooLarge: announced_body_too_large;
    BodyIncomplete: broken_chunk;
    UnknownMember: unregistered_client, unknown_provider, provider_without_gateway;
    SslAuthenticationFailed: plain_connection, no_certificate;
    DirectoryOutdated: no_heartbeat;
    PeerUnreachable: nobody_listens;
    EvidenceUnavailable: disk_fails_at_the_answer, disk_failed_before;
    Overloaded: no_memory_for_the_body;
    NotFound: no_such_proof;
    ProofPending: proof_before_its_checkpoint;
}

async fn refused(pair: &Pair, method: Method, target: &str) -> Seen {
    Seen::ClientProxy(pair.consumer.ask(method, target).send().await)
}

async fn with_header(name: &'static str, value: &str) -> Seen {
    let pair = Pair::start().await;
    let reply = pair.get("/").header(name, value).send().await;
    assert_eq!(pair.consumer.size(LogName::Exchange), 0, "a refusal leaves no entry");
    Seen::ClientProxy(reply)
}

async fn no_client() -> Seen {
    let pair = Pair::start().await;
    Seen::ClientProxy(pair.get("/").without("x-road-client").send().await)
}

/// X-Road's RestProxyTest: `/r1/invalid`.
async fn no_service() -> Seen {
    refused(&Pair::start().await, Method::GET, "/r1/invalid").await
}

async fn unknown_protocol() -> Seen {
    refused(&Pair::start().await, Method::GET, &format!("/r2/{SERVICE}")).await
}

async fn malformed_client() -> Seen {
    with_header("x-road-client", "VN/GOV").await
}

async fn idempotency_key() -> Seen {
    with_header("motlan-idempotency-key", "one").await
}

async fn deliver() -> Seen {
    with_header("motlan-deliver", "async").await
}

async fn malformed_purpose() -> Seen {
    with_header("motlan-purpose", "two words").await
}

async fn two_purposes() -> Seen {
    let pair = Pair::start().await;
    Seen::ClientProxy(
        pair.get("/")
            .header("motlan-purpose", "a")
            .header("motlan-purpose", "b")
            .send()
            .await,
    )
}

async fn another_members_gateway() -> Seen {
    with_header("x-road-security-server", "VN/GOV/H45/gw1").await
}

async fn large_header() -> Seen {
    with_header("x-large", &"a".repeat(33 * 1024)).await
}

async fn long_query() -> Seen {
    let pair = Pair::start().await;
    Seen::ClientProxy(pair.get(&format!("/?{}", "a".repeat(33 * 1024))).send().await)
}

/// The refusal comes before a byte of the body.
async fn announced_body_too_large() -> Seen {
    let pair = Pair::start().await;
    let length = 16 * 1024 * 1024 + 1;
    let head = format!(
        "POST /r1/{SERVICE} HTTP/1.1\r\nhost: a\r\nx-road-client: {CLIENT}\r\ncontent-length: {length}\r\n\r\n"
    );
    Seen::ClientProxy(Reply::parse(&raw(pair.consumer.http(), head.as_bytes(), false).await))
}

async fn broken_chunk() -> Seen {
    let pair = Pair::start().await;
    let request = format!(
        "POST /r1/{SERVICE} HTTP/1.1\r\nhost: a\r\nx-road-client: {CLIENT}\r\ntransfer-encoding: chunked\r\n\r\n\
         3\r\nabc\r\nno length\r\n"
    );
    let answer = raw(pair.consumer.http(), request.as_bytes(), false).await;
    assert_eq!(pair.provider.size(LogName::Exchange), 0);
    Seen::ClientProxy(Reply::parse(&answer))
}

async fn unregistered_client() -> Seen {
    let pair = Pair::start().await;
    Seen::ClientProxy(pair.get("/").set("x-road-client", "VN/GOV/G01/population").send().await)
}

async fn unknown_provider() -> Seen {
    refused(&Pair::start().await, Method::GET, "/r1/VN/GOV/G99/nowhere/echo").await
}

async fn provider_without_gateway() -> Seen {
    let mut pair = Pair::start().await;
    pair.country.system("VN/GOV/G14/directory");
    refused(&pair, Method::GET, "/r1/VN/GOV/G14/directory/echo").await
}

async fn connected(connection: ConnectionType) -> Pair {
    Pair::builder()
        .consumer(|setup| setup.client(CLIENT, connection))
        .start()
        .await
}

async fn plain_connection() -> Seen {
    Seen::ClientProxy(connected(ConnectionType::Https).await.get("/").send().await)
}

async fn no_certificate() -> Seen {
    let registered = Identity::generate("system").unwrap().hash().unwrap();
    Seen::ClientProxy(
        connected(ConnectionType::HttpsCertificate(vec![registered]))
            .await
            .get("/")
            .send()
            .await,
    )
}

async fn no_heartbeat() -> Seen {
    let pair = Pair::start().await;
    pair.country.advance_seconds(3601);
    Seen::ClientProxy(pair.get("/").send().await)
}

/// Port 1 (tcpmux) has had no listener for decades, and no test can be given it.
async fn nobody_listens() -> Seen {
    let mut country = Country::new();
    country.service(SERVICE, serde_json::json!({}));
    country.gateway("VN/GOV/G01/gw1", "127.0.0.1:1", &Identity::generate("absent").unwrap());
    let consumer = Setup::new("VN/GOV/H45/gw1")
        .client(CLIENT, ConnectionType::Http)
        .start(&mut country)
        .await;
    let reply = consumer.ask(Method::POST, &format!("/r1/{SERVICE}/x")).send().await;
    assert_eq!(
        consumer.size(LogName::Unfinished),
        0,
        "nothing was sent, so nothing is unknown"
    );
    Seen::ClientProxy(reply)
}

async fn disk_fails_at_the_answer() -> Seen {
    let disk = FaultyStorage::new(1);
    let pair = Pair::builder().consumer_storage(disk.clone()).start().await;
    disk.fail_sync_at(1);
    let reply = pair.get("/secret").send().await;
    assert_eq!(reply.find("echo"), None, "the answer is withheld");
    Seen::ClientProxy(reply)
}

async fn disk_failed_before() -> Seen {
    let disk = FaultyStorage::new(1);
    let pair = Pair::builder().consumer_storage(disk.clone()).start().await;
    disk.fail_sync_at(1);
    pair.get("/first").send().await;
    disk.clear_faults();
    let reply = pair.get("/second").send().await;
    assert_eq!(
        pair.provider.size(LogName::Exchange),
        1,
        "the second question did not leave"
    );
    Seen::ClientProxy(reply)
}

async fn no_memory_for_the_body() -> Seen {
    let pair = Pair::builder().consumer(|setup| setup.budget_bytes(4096)).start().await;
    assert_eq!(pair.post("/").body(vec![0; 2048]).send().await.status, 200);
    Seen::ClientProxy(pair.post("/").body(vec![0; 4097]).send().await)
}

async fn no_such_proof() -> Seen {
    refused(&Pair::start().await, Method::GET, "/minh-chung/exchange/0.tlog-proof").await
}

async fn proof_before_its_checkpoint() -> Seen {
    let pair = Pair::start().await;
    let answered = pair.get("/").send().await;
    refused(&pair, Method::GET, answered.header("motlan-proof")).await
}
