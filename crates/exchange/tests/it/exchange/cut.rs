//! A line that is cut for an exercise: nothing passes, nothing is lost, and it can be joined again.

use std::sync::Arc;

use axum::Router;
use motlan_core::Code;
use motlan_evidence::LogName;
use motlan_exchange::service::call::call;
use motlan_exchange::service::follow::{Follower, Reading};
use tokio::sync::Notify;

use super::call::question;
use super::follow::{Taken, state};
use crate::support::{CENTRE, CLIENT, Pair, Setup, step};

fn sizes(pair: &Pair) -> [u64; 3] {
    [
        pair.consumer.size(LogName::Exchange),
        pair.provider.size(LogName::Exchange),
        pair.consumer.size(LogName::Unfinished),
    ]
}

/// A connection was kept before the cut, and must not carry anything after it.
#[tokio::test]
async fn a_cut_line_refuses_and_comes_back() {
    let pair = Pair::builder().changing().start().await;
    let (gateway, peer) = (&pair.consumer.gateway, pair.provider.peer().to_string());
    call(gateway, question()).await.unwrap();
    assert!(!gateway.pool().is_cut(&peer));
    gateway.pool().cut(&peer, true);
    assert!(gateway.pool().is_cut(&peer));
    for _ in 0..2 {
        let refusal = call(gateway, question()).await.unwrap_err();
        assert_eq!(
            refusal.failure.code,
            Code::PeerUnreachable,
            "it is known that nothing was done"
        );
    }
    assert_eq!(sizes(&pair), [1, 1, 0], "nothing was sent");
    gateway.pool().cut(&peer, false);
    assert!(!gateway.pool().is_cut(&peer));
    call(gateway, question()).await.unwrap();
    assert_eq!(sizes(&pair), [2, 2, 0]);
}

#[tokio::test]
async fn only_the_named_line_is_cut() {
    let pair = Pair::start().await;
    let gateway = &pair.consumer.gateway;
    gateway.pool().cut("127.0.0.1:1", true);
    call(gateway, question()).await.unwrap();
}

/// It comes to its end on the connection that it has; no later one gets that connection.
#[tokio::test]
async fn what_is_under_way_ends() {
    let [heard, release] = [Arc::new(Notify::new()), Arc::new(Notify::new())];
    let waiting = {
        let (heard, release) = (Arc::clone(&heard), Arc::clone(&release));
        Router::new().fallback(async move || {
            heard.notify_one();
            release.notified().await;
            "{}"
        })
    };
    let pair = Pair::builder().changing().router(waiting).start().await;
    let (gateway, peer) = (&pair.consumer.gateway, pair.provider.peer().to_string());
    let cutting = async {
        heard.notified().await;
        gateway.pool().cut(&peer, true);
        release.notify_one();
    };
    let (reply, ()) = tokio::join!(call(gateway, question()), cutting);
    assert_eq!(&reply.unwrap().body[..], b"{}");
    let refusal = call(gateway, question()).await.unwrap_err();
    assert_eq!(refusal.failure.code, Code::PeerUnreachable);
    assert_eq!(sizes(&pair), [1, 1, 0]);
}

/// What was written meanwhile is read afterwards, once.
#[tokio::test]
async fn a_follower_misses_nothing() {
    let mut pair = Pair::start().await;
    let centre = Setup::new(&format!("{CENTRE}/gw1")).start(&mut pair.country).await;
    let (follower, taken) = (Follower::new(LogName::Casework), Taken::default());
    let (evidence, peer) = (pair.consumer.gateway.evidence(), pair.consumer.peer().to_string());
    let mut written = Vec::new();
    for (dossier, is_cut) in [(1, false), (2, true), (3, true), (4, false)] {
        centre.gateway.pool().cut(&peer, is_cut);
        let new = step(&pair.country, CLIENT, dossier);
        written.push(new);
        evidence.append_case(vec![new]).await.unwrap();
        evidence.publish().unwrap();
        taken.follow(&follower, &centre).await;
        let reading = state(&follower, &centre, "VN/GOV/H45/gw1").reading;
        if is_cut {
            assert!(matches!(&reading, Reading::Failed(failure) if failure.code == Code::PeerUnreachable));
            assert_eq!(taken.of("VN/GOV/H45/gw1").len(), 1);
        } else {
            assert_eq!(reading, Reading::Current);
            assert_eq!(taken.of("VN/GOV/H45/gw1"), written);
        }
    }
}
