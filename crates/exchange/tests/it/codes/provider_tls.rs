//! The provider's own system behind HTTPS: it shows the certificate that was pinned, over TLS 1.3, or it hears nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use http::HeaderMap;
use motlan_evidence::LogName;
use motlan_exchange::directory::CertificateHash;
use motlan_exchange::gateway::Target;
use motlan_exchange::transport::pool::Address;
use motlan_exchange::transport::tls::Identity;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::{Seen, rows};
use crate::support::{Pair, SERVICE, Server, response};

rows! {
    ProviderUnreachable: another_certificate, no_certificate_named, older_tls, no_tls_at_all;
}

/// A pair whose service lies behind HTTPS at this address, with these certificates.
async fn behind(authority: &str, certificates: &[CertificateHash]) -> Pair {
    let target = Target::Url {
        address: Address::tls(authority, certificates.iter().copied()),
        base_path: String::new(),
    };
    let builder = Pair::builder().changing();
    builder.provider(|setup| setup.target(SERVICE, target)).start().await
}

/// Asks something that changes things: nothing was sent, so nothing is left open.
async fn asked(pair: &Pair) -> Seen {
    let reply = pair.post("/").body("secret").send().await;
    for node in [&pair.consumer, &pair.provider] {
        assert_eq!(node.size(LogName::Unfinished), 0, "{reply:?}");
    }
    Seen::ServerProxy(reply)
}

/// A system that counts what it is asked.
async fn system(identity: &Identity) -> (Server, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let server = Server::tls(identity, move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
        std::future::ready(response(200, HeaderMap::new(), Bytes::from_static(b"{}").into()))
    })
    .await;
    (server, count)
}

async fn pinned(certificates: impl FnOnce(&Identity) -> Vec<CertificateHash>) -> Seen {
    let identity = Identity::generate("system").unwrap();
    let (server, count) = system(&identity).await;
    let authority = server.address.to_string();
    let right = behind(&authority, &[identity.hash().unwrap()]).await;
    assert_eq!(
        right.post("/").send().await.status,
        200,
        "the right certificate will do"
    );
    let seen = asked(&behind(&authority, &certificates(&identity)).await).await;
    assert_eq!(count.load(Ordering::Relaxed), 1, "the other question did not arrive");
    seen
}

async fn another_certificate() -> Seen {
    pinned(|_| vec![Identity::generate("system").unwrap().hash().unwrap()]).await
}

async fn no_certificate_named() -> Seen {
    pinned(|_| Vec::new()).await
}

/// A server that answers the first bytes with `hello` and tells what it heard to the end.
async fn speaking(hello: &'static [u8]) -> (String, oneshot::Receiver<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let authority = listener.local_addr().unwrap().to_string();
    let (sender, heard) = oneshot::channel();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut first = vec![0; 16 * 1024];
        let count = stream.read(&mut first).await.unwrap();
        first.truncate(count);
        stream.write_all(hello).await.unwrap();
        let _ = stream.read_to_end(&mut first).await;
        let _ = sender.send(first);
    });
    (authority, heard)
}

/// Whatever is no TLS 1.3 hears a greeting and an alert, and not a word of the request.
async fn greeted(hello: &'static [u8]) -> Seen {
    let (authority, heard) = speaking(hello).await;
    let pair = behind(&authority, &[Identity::generate("system").unwrap().hash().unwrap()]).await;
    let seen = asked(&pair).await;
    let heard = heard.await.unwrap();
    assert_eq!(heard[0], 22, "a handshake");
    assert!(!heard.windows(6).any(|window| window == b"secret"));
    assert!(!heard.windows(4).any(|window| window == b"POST"));
    seen
}

/// A ServerHello of TLS 1.2, with ECDHE-ECDSA-AES128-GCM-SHA256 and no extension (RFC 5246, section 7.4.1.3).
const SERVER_HELLO_1_2: [u8; 47] = {
    let mut hello = [7; 47];
    let head = [22, 3, 3, 0, 42, 2, 0, 0, 38, 3, 3];
    let mut at = 0;
    while at < head.len() {
        hello[at] = head[at];
        at += 1;
    }
    // After 32 bytes of randomness: no session, the suite, no compression.
    let tail = [0, 0xc0, 0x2b, 0];
    at = 0;
    while at < tail.len() {
        hello[43 + at] = tail[at];
        at += 1;
    }
    hello
};

async fn older_tls() -> Seen {
    greeted(&SERVER_HELLO_1_2).await
}

async fn no_tls_at_all() -> Seen {
    greeted(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await
}
