//! What a provider's gateway says to messages of a right peer whose fields are malformed, changed after they were signed,
//! or contradict each other. As in `by_hand`, nothing reaches the provider or the disk.

use http::HeaderValue;
use motlan_exchange::wire::{EXCHANGE, HEAD};

use super::by_hand::{sent, spoilt};
use super::{Seen, rows};
use crate::support::{CLIENT, Peer, SERVICE};

rows! {
    WireVersion: next_version;
    MalformedMessage: no_fields, facts_twice, facts_without_a_member, head_that_is_none, another_client_in_the_head,
        another_service_in_the_head, another_purpose_in_the_head, key_of_zeros, no_signature, head_over_32_kib,
        more_than_128_headers;
    InvalidSignature: changed_facts, changed_head, changed_digest, uncovered_head;
    UnknownMember: unknown_system, service_of_another_member;
}

async fn next_version() -> Seen {
    spoilt(|_, headers| {
        let facts = headers[EXCHANGE].to_str().unwrap().replace("wire=1", "wire=2");
        headers.insert(EXCHANGE, facts.parse().unwrap());
    })
    .await
}

async fn no_fields() -> Seen {
    spoilt(|_, headers| headers.clear()).await
}

async fn facts_twice() -> Seen {
    spoilt(|_, headers| {
        let facts = headers[EXCHANGE].clone();
        headers.append(EXCHANGE, facts);
    })
    .await
}

async fn facts_without_a_member() -> Seen {
    spoilt(|_, headers| {
        headers.insert(EXCHANGE, HeaderValue::from_static("wire=1"));
    })
    .await
}

async fn head_that_is_none() -> Seen {
    sent(|_, peer| Peer {
        head: b"GET".to_vec(),
        ..peer
    })
    .await
}

async fn another_client_in_the_head() -> Seen {
    sent(|_, mut peer| {
        let facts = peer.facts.client.clone();
        peer = peer.client("VN/GOV/H45/other", &format!("/r1/{SERVICE}"));
        peer.facts.client = facts;
        peer
    })
    .await
}

async fn another_service_in_the_head() -> Seen {
    sent(|_, mut peer| {
        peer = peer.client(CLIENT, "/r1/VN/GOV/G01/population/other/x");
        peer.facts.service = SERVICE.parse().unwrap();
        peer
    })
    .await
}

async fn another_purpose_in_the_head() -> Seen {
    sent(|_, mut peer| {
        peer.facts.purpose = Some("ND-61-2018".parse().unwrap());
        peer
    })
    .await
}

async fn key_of_zeros() -> Seen {
    sent(|_, mut peer| {
        peer.facts.key = [0; 32];
        peer
    })
    .await
}

async fn no_signature() -> Seen {
    spoilt(|_, headers| {
        headers.remove("signature");
    })
    .await
}

/// A head of 40 KiB passes the listener, and not the message's own limit.
async fn head_over_32_kib() -> Seen {
    sent(|_, mut peer| {
        peer.head
            .extend(format!("x-large:{}\r\n", "a".repeat(40 * 1024)).into_bytes());
        peer
    })
    .await
}

async fn more_than_128_headers() -> Seen {
    sent(|_, mut peer| {
        peer.head.extend("x-many:1\r\n".repeat(128).into_bytes());
        peer
    })
    .await
}

async fn changed_facts() -> Seen {
    spoilt(|_, headers| {
        let facts = headers[EXCHANGE]
            .to_str()
            .unwrap()
            .replace("directory=1", "directory=2");
        headers.insert(EXCHANGE, facts.parse().unwrap());
    })
    .await
}

async fn changed_head() -> Seen {
    spoilt(|pair, headers| {
        let other = pair.peer(1).client(CLIENT, &format!("/r1/{SERVICE}/y"));
        headers.insert(HEAD, other.headers()[HEAD].clone());
    })
    .await
}

async fn changed_digest() -> Seen {
    spoilt(|_, headers| {
        let digest = motlan_exchange::signature::content_digest_value(&[1; 64]);
        headers.insert("content-digest", digest);
    })
    .await
}

async fn uncovered_head() -> Seen {
    spoilt(|pair, headers| {
        let peer = pair.peer(1);
        let covered = [EXCHANGE, "content-digest"];
        motlan_exchange::signature::sign(headers, &covered, peer.created, &peer.keyid, &peer.key).unwrap();
    })
    .await
}

async fn unknown_system() -> Seen {
    sent(|_, peer| peer.client("VN/GOV/H45/unknown", &format!("/r1/{SERVICE}"))).await
}

async fn service_of_another_member() -> Seen {
    let service = "VN/GOV/H45/onestop/echo";
    sent(|_, mut peer| {
        peer = peer.client(CLIENT, &format!("/r1/{service}"));
        peer.facts.service = service.parse().unwrap();
        peer
    })
    .await
}
