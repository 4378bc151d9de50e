//! Requests that were right when they began, and are not any more when the last byte of their body arrives.

use axum::Router;
use motlan_evidence::LogName;
use motlan_exchange::transport::budget::Budget;
use serde_json::json;
use tokio::sync::oneshot;

use super::{Seen, rows};
use crate::support::{CONSUMER, PROVIDER, Pair, SERVICE};

rows! {
    UnknownPeer: gateway_removed;
    InvalidSignature: key_changed;
    UnknownService: service_removed;
    AccessDenied: grant_revoked, grant_has_ended;
    DirectoryOutdated: heartbeat_grown_old;
}

/// Sends all but the last byte, waits until the message is admitted, then lets `meanwhile` happen.
async fn outlived(grant: serde_json::Value, meanwhile: impl FnOnce(&mut Pair)) -> Seen {
    let budget = Budget::with_bytes(1024 * 1024);
    let free = budget.free_bytes();
    let untouched = Router::new().fallback(async || -> () { panic!("a refused message reached the provider") });
    let builder = Pair::builder().router(untouched).grant(grant);
    let mut pair = builder.provider(|setup| setup.budget(&budget)).start().await;
    let (gate, held) = oneshot::channel();
    let sending = tokio::spawn(pair.peer(1).send_held(held));
    // Memory for a body is taken when everything else was found good.
    while budget.free_bytes() == free {
        tokio::task::yield_now().await;
    }
    meanwhile(&mut pair);
    gate.send(()).unwrap();
    let failure = sending.await.unwrap().refusal();
    assert_eq!(pair.provider.size(LogName::Exchange), 0);
    Seen::Wire(failure)
}

async fn gateway_removed() -> Seen {
    outlived(json!({}), |pair| {
        let removal = json!({"gateway_removal": {"gateway": "VN/GOV/H45/gw1"}});
        pair.country.register(CONSUMER, removal);
    })
    .await
}

async fn key_changed() -> Seen {
    outlived(json!({}), |pair| pair.country.change_key(CONSUMER)).await
}

async fn service_removed() -> Seen {
    outlived(json!({}), |pair| {
        let removal = json!({"service_removal": {"service": SERVICE}});
        pair.country.register(PROVIDER, removal);
    })
    .await
}

async fn grant_revoked() -> Seen {
    outlived(json!({}), |pair| {
        let revocation = json!({"revocation": {"grant": pair.grant}});
        pair.country.register(PROVIDER, revocation);
    })
    .await
}

/// Without a change in the directory, time alone.
async fn grant_has_ended() -> Seen {
    let until = crate::support::START.plus_seconds(20).as_micros();
    outlived(json!({"valid_until": until}), |pair| pair.country.advance_seconds(20)).await
}

async fn heartbeat_grown_old() -> Seen {
    outlived(json!({}), |pair| pair.country.advance_seconds(3601)).await
}
