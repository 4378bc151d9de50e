//! What a provider's gateway says to a peer that a gateway of ours would never be. Nothing of it reaches the provider,
//! nothing is logged, and nothing at all is written to the disk. What its message says wrongly is in `by_hand_words`.

use axum::Router;
use http::HeaderMap;
use motlan_evidence::LogName;
use motlan_exchange::keys::{Algorithm, SigningKey};
use motlan_exchange::transport::tls::Identity;
use motlan_exchange::wire::Verdict;
use motlan_store::storage::FaultyStorage;

use super::{Seen, rows};
use crate::support::{CLIENT, CONSUMER, Pair, Peer, SERVICE, Watch};

rows! {
    UnknownPeer: unknown_certificate, removed_gateway, another_gateways_name, another_members_client,
        anothers_message;
    MalformedMessage: another_target;
    CreatedOutsideWindow: created_too_early, created_too_late;
    Starting: created_before_the_start;
    InvalidSignature: another_key, another_keyid;
    DigestMismatch: another_body;
    TransactionRepeated: the_same_again, the_same_id_with_other_content;
    BodyIncomplete: shorter_than_signed, longer_than_signed;
    BodyTooLarge: signed_length_too_large;
    AccessDenied: member_instead_of_system;
}

fn untouched() -> Router {
    Router::new().fallback(async || -> () { panic!("a refused message reached the provider") })
}

async fn pair() -> Pair {
    Pair::builder().router(untouched()).start().await
}

/// The same, with a watch on the disk of the provider's gateway.
async fn watched() -> (Pair, Watch) {
    let disk = FaultyStorage::new(1);
    let builder = Pair::builder().router(untouched()).provider_storage(disk.clone());
    let pair = builder.start().await;
    let watch = Watch::begin(&disk, &pair.provider);
    (pair, watch)
}

/// Sends the message after `spoil` changed it.
pub(super) async fn sent(spoil: impl FnOnce(&Pair, Peer) -> Peer) -> Seen {
    let (pair, watch) = watched().await;
    let peer = spoil(&pair, pair.peer(1));
    let failure = peer.send().await.refusal();
    assert_eq!(watch.has_seen(), (false, false), "{failure}");
    Seen::Wire(failure)
}

/// Changes header fields after they were signed.
pub(super) async fn spoilt(spoil: impl FnOnce(&Pair, &mut HeaderMap)) -> Seen {
    let (pair, watch) = watched().await;
    let peer = pair.peer(1);
    let mut headers = peer.headers();
    spoil(&pair, &mut headers);
    let failure = peer.send_with(headers).await.refusal();
    assert_eq!(watch.has_seen(), (false, false), "{failure}");
    Seen::Wire(failure)
}

async fn unknown_certificate() -> Seen {
    sent(|_, peer| Peer {
        identity: Identity::generate("stranger").unwrap(),
        ..peer
    })
    .await
}

/// It was known when the connection was made: every request asks the directory anew.
async fn removed_gateway() -> Seen {
    let mut pair = Pair::start().await;
    let mut line = pair.peer(1).line().await;
    assert!(matches!(
        pair.peer(1).send_on(&mut line).await.verdict,
        Verdict::Answer(_)
    ));
    pair.country.register(
        CONSUMER,
        serde_json::json!({"gateway_removal": {"gateway": "VN/GOV/H45/gw1"}}),
    );
    Seen::Wire(pair.peer(2).send_on(&mut line).await.refusal())
}

async fn another_gateways_name() -> Seen {
    sent(|_, mut peer| {
        peer.facts.from = "VN/GOV/H45/gw2".parse().unwrap();
        peer
    })
    .await
}

async fn another_members_client() -> Seen {
    sent(|_, peer| peer.client("VN/GOV/G14/monitor", &format!("/r1/{SERVICE}"))).await
}

/// A message for one gateway cannot be shown to another one.
async fn another_target() -> Seen {
    sent(|_, mut peer| {
        peer.facts.target = "VN/GOV/G01/gw2".parse().unwrap();
        peer
    })
    .await
}

async fn created_after(seconds: i64) -> Seen {
    sent(|_, mut peer| {
        peer.created = peer.created.plus_seconds(seconds);
        peer
    })
    .await
}

async fn created_too_early() -> Seen {
    created_after(-61).await
}

async fn created_too_late() -> Seen {
    created_after(61).await
}

/// The replay memory begins with the process, so what was signed before it is refused.
async fn created_before_the_start() -> Seen {
    created_after(-2).await
}

async fn another_key() -> Seen {
    sent(|_, peer| Peer {
        key: SigningKey::generate(Algorithm::Ed25519).unwrap(),
        ..peer
    })
    .await
}

async fn another_keyid() -> Seen {
    sent(|pair, peer| {
        let keyid = pair.country.key("VN/GOV/G14").public_key().keyid().to_owned();
        Peer { keyid, ..peer }
    })
    .await
}

/// Somebody recorded a right message of another member; the own certificate is a registered one too.
async fn anothers_message() -> Seen {
    let mut pair = pair().await;
    let identity = Identity::generate("VN/GOV/G14/gw1").unwrap();
    pair.country.gateway("VN/GOV/G14/gw1", "127.0.0.1:1", &identity);
    let recorded = pair.peer(1);
    Seen::Wire(Peer { identity, ..recorded }.send().await.refusal())
}

async fn another_body() -> Seen {
    sent(|_, peer| Peer {
        digest: Some([7; 64]),
        ..peer
    })
    .await
}

async fn the_same_again() -> Seen {
    let pair = Pair::start().await;
    assert!(matches!(pair.peer(1).send().await.verdict, Verdict::Answer(_)));
    pair.country.advance_seconds(60);
    let mut again = pair.peer(1);
    again.created = again.created.plus_seconds(-60);
    let failure = again.send().await.refusal();
    assert_eq!(pair.provider.size(LogName::Exchange), 1, "it was carried out once");
    Seen::Wire(failure)
}

async fn the_same_id_with_other_content() -> Seen {
    let pair = Pair::start().await;
    assert!(matches!(pair.peer(1).send().await.verdict, Verdict::Answer(_)));
    Seen::Wire(
        pair.peer(1)
            .client(CLIENT, &format!("/r1/{SERVICE}/other"))
            .send()
            .await
            .refusal(),
    )
}

async fn shorter_than_signed() -> Seen {
    sent(|_, mut peer| {
        peer.facts.length += 1;
        peer
    })
    .await
}

async fn longer_than_signed() -> Seen {
    sent(|_, mut peer| {
        peer.facts.length -= 1;
        peer
    })
    .await
}

async fn signed_length_too_large() -> Seen {
    sent(|_, mut peer| {
        peer.facts.length = 16 * 1024 * 1024 + 1;
        peer
    })
    .await
}

async fn member_instead_of_system() -> Seen {
    let mut pair = pair().await;
    pair.country.grant(CONSUMER, SERVICE, serde_json::json!({}));
    Seen::Wire(
        pair.peer(1)
            .client(CONSUMER, &format!("/r1/{SERVICE}"))
            .send()
            .await
            .refusal(),
    )
}
