//! The message between gateways, read by hand: what a provider's gateway signs, and what it is bound to.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use motlan_core::Clock;
use motlan_evidence::{IdCommitment, LogName, TransactionKey};
use motlan_exchange::signature;
use motlan_exchange::transport::payload::sha512;
use motlan_exchange::wire::{COMMITTED, COVERED, HEAD, Verdict};
use motlan_exchange::xroad::{RequestHash, RequestHead, ResponseMessage};

use crate::support::{PROVIDER, Pair};

#[tokio::test]
async fn an_answer_is_signed_bound_and_committed() {
    let pair = Pair::start().await;
    let peer = pair.peer(1);
    let (facts, canonical, body) = (peer.facts.clone(), peer.head.clone(), peer.body.clone());
    let request = peer.headers();
    let asked = *signature::parse(&request).unwrap().signature();
    let said = peer.send_with(request).await;
    let Verdict::Answer(answer) = said.verdict else {
        panic!("{said:?}")
    };
    let reply = said.reply;

    assert_eq!(reply.trailers[COMMITTED], "?1");
    assert_eq!(reply.find("content-length"), None, "this leg is always chunked");
    assert_eq!(reply.body, body, "the echo's body as it came");
    assert_eq!((answer.transaction, answer.status), (facts.transaction, 200));
    assert_eq!(answer.length, body.len() as u64);
    assert_eq!(
        answer.request,
        *digest(&SHA256, &asked).as_ref().first_chunk::<32>().unwrap()
    );

    let key = pair.country.key(PROVIDER);
    let signed = signature::parse(&reply.headers).unwrap();
    signed.covers(&COVERED).unwrap();
    signed.verify(key.public_key()).unwrap();
    assert_eq!(signed.created(), pair.country.clock.now());
    assert_eq!(signature::parse_content_digest(&reply.headers).unwrap(), sha512(&body));

    let head = STANDARD.decode(reply.header(HEAD).trim_matches(':')).unwrap();
    let message = ResponseMessage::decode(&head).unwrap();
    let hash = RequestHash::new(&canonical, &body);
    message
        .check_answers(&RequestHead::decode(&canonical).unwrap(), &hash)
        .unwrap();
}

/// Whoever has key and id can open the entry; nobody else can.
#[tokio::test]
async fn the_entry_commits_to_the_transaction_id() {
    let pair = Pair::start().await;
    let peer = pair.peer(7);
    let (transaction, key) = (peer.facts.transaction, TransactionKey::new(peer.facts.key).unwrap());
    peer.send().await;
    assert_eq!(pair.provider.size(LogName::Exchange), 1);
    pair.provider.gateway.evidence().publish().unwrap();
    let proof = pair
        .provider
        .gateway
        .evidence()
        .proof(LogName::Exchange, 0)
        .unwrap()
        .unwrap();
    let verifier = pair.provider.gateway.evidence().verifier(LogName::Exchange);
    let entry = motlan_evidence::verify_proof(&proof, verifier).unwrap().entry;
    assert_eq!(entry.id, IdCommitment::of(&key, &transaction));
    assert_ne!(
        entry.id,
        IdCommitment::of(&TransactionKey::new([8; 32]).unwrap(), &transaction)
    );
}

/// The window is 60 s to either side, both ends included.
#[tokio::test]
async fn the_window_is_sixty_seconds() {
    let pair = Pair::start().await;
    pair.country.advance_seconds(100);
    for (transaction, seconds) in [(1, -60), (2, 0), (3, 60)] {
        let mut peer = pair.peer(transaction);
        peer.created = peer.created.plus_seconds(seconds);
        let said = peer.send().await;
        assert!(matches!(said.verdict, Verdict::Answer(_)), "{seconds}: {said:?}");
    }
}

/// An answer without its trailer is what a client of ours would call unknown, so there is none when the disk failed.
#[tokio::test]
async fn no_trailer_without_a_durable_entry() {
    let disk = motlan_store::storage::FaultyStorage::new(1);
    let pair = Pair::builder().provider_storage(disk.clone()).start().await;
    let peer = pair.peer(1);
    let mut line = peer.line().await;
    disk.fail_sync_at(1);
    assert!(peer.try_send_on(&mut line).await.is_err(), "the body breaks off");
    assert_eq!(pair.provider.size(LogName::Exchange), 0);
}
