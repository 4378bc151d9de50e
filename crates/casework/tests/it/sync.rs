//! The status sync: pauses, refusals, a portal restored from a backup.

mod hour;

use std::sync::atomic::Ordering;

use axum::body::Body;
use http::Request;
use motlan_casework::inbox::{self, Inbox};
use motlan_casework::model::dossier_code::DossierCode;
use motlan_casework::model::status::Status;
use motlan_casework::model::sync::SyncMessage;
use motlan_core::{Code, SystemId};
use motlan_evidence::case::{CaseEntry, Event};
use motlan_store::db::testing;
use motlan_store::storage::faulty::FaultyStorage;
use tower::ServiceExt;

use crate::append::table;
use crate::support::{Fate, World, caller, evidence, lan, officer, on_both_engines, owner_of, reason, with_world};

#[tokio::test]
async fn a_cut_line_keeps_everything_and_is_tried_ever_more_rarely() {
    on_both_engines(async |world: World| {
        let (casework, net) = (&world.casework, &world.net);
        let code = world.in_progress().await;
        net.is_cut.store(true, Ordering::Relaxed);
        let mut tried = Vec::new();
        for second in 0..200 {
            let before = net.calls_of("dossiers");
            casework.send_outbox().await.unwrap();
            if net.calls_of("dossiers") > before {
                tried.push(second);
            }
            world.clock.advance_seconds(1);
        }
        assert_eq!(tried, [0, 1, 3, 7, 15, 31, 63, 123, 183]);
        let state = casework.sync_state().await.unwrap();
        assert_eq!((state.waiting, state.acknowledged, state.is_cut), (3, 0, true));
        assert_eq!(state.last_error.as_deref(), Some("peer_unreachable"));
        assert_eq!(state.oldest_at, Some(crate::support::monday()));
        let portal = casework.dossier_of(lan().account, &code).await.unwrap().portal;
        assert_eq!(
            (portal.number, portal.waiting, portal.failure.as_deref()),
            (None, 3, Some("peer_unreachable"))
        );

        net.is_cut.store(false, Ordering::Relaxed);
        world.clock.advance_seconds(60);
        assert_eq!(casework.send_outbox().await.unwrap().sent, 3);
        let state = casework.sync_state().await.unwrap();
        assert_eq!(
            (state.waiting, state.acknowledged, state.is_cut, state.last_error),
            (0, 3, false, None)
        );
    })
    .await;
}

#[tokio::test]
async fn when_the_line_is_back_nobody_waits_out_a_pause() {
    with_world(async |world: World| {
        for _ in 0..3 {
            world.submitted().await;
        }
        world.net.is_cut.store(true, Ordering::Relaxed);
        for _ in 0..100 {
            world.casework.send_outbox().await.unwrap();
            world.clock.advance_seconds(1);
        }
        world.net.is_cut.store(false, Ordering::Relaxed);
        // A new change gets through at once, and takes the others along in the next run.
        world.submitted().await;
        world.casework.send_outbox().await.unwrap();
        world.casework.send_outbox().await.unwrap();
        assert_eq!(world.casework.sync_state().await.unwrap().acknowledged, 4);
    })
    .await;
}

/// Red where everything that waits is sent at once: a portal without time would get all of it again.
#[tokio::test]
async fn a_line_that_is_back_does_not_hurry_what_the_portal_put_off() {
    on_both_engines(async |world: World| {
        let (casework, net) = (&world.casework, &world.net);
        let fate = |fate| *net.fate.lock().unwrap() = Some(Box::new(move || fate));
        let acknowledged = async || casework.sync_state().await.unwrap().acknowledged;
        let put_off = world.submitted().await;
        fate(Fate::Busy);
        for _ in 0..8 {
            casework.send_outbox().await.unwrap();
            world.clock.advance_seconds(1);
        }
        assert!(!casework.sync_state().await.unwrap().is_cut, "it answered");
        net.is_cut.store(true, Ordering::Relaxed);
        world.submitted().await;
        casework.send_outbox().await.unwrap();
        assert!(casework.sync_state().await.unwrap().is_cut);
        net.is_cut.store(false, Ordering::Relaxed);
        fate(Fate::Answered);
        world.submitted().await;
        casework.send_outbox().await.unwrap();
        casework.send_outbox().await.unwrap();
        assert_eq!(
            acknowledged().await,
            2,
            "the new one, and the one that the line had kept"
        );
        casework.send_soon().await.unwrap();
        casework.send_outbox().await.unwrap();
        assert_eq!(acknowledged().await, 2);
        assert_eq!(world.inbox.find(&put_off).await.unwrap(), None);
        world.clock.advance_seconds(8);
        casework.send_outbox().await.unwrap();
        assert_eq!(acknowledged().await, 3);
    })
    .await;
}

#[tokio::test]
async fn a_refusal_for_good_is_parked_and_shown_and_holds_back_its_dossier_only() {
    with_world(async |world: World| {
        let (casework, officer) = (&world.casework, officer());
        let code = world.submitted().await;
        casework.send_outbox().await.unwrap();
        // Somebody else has told the portal another second change.
        forge(&world, &code).await;
        casework.receive(&officer, &code, 1).await.unwrap();
        casework.start(&officer, &code, 2).await.unwrap();
        let other = world.submitted().await;
        assert_eq!(casework.send_outbox().await.unwrap().sent, 1);
        let state = casework.sync_state().await.unwrap();
        assert_eq!((state.parked, state.waiting, state.is_cut), (1, 1, false));
        let parked = &state.parked_list[0];
        assert_eq!(
            (&parked.dossier, parked.number, parked.code.as_str()),
            (&code, 2, "sync_contradiction")
        );
        let view = casework.dossier_of(lan().account, &code).await.unwrap();
        assert!(view.portal.is_parked && view.portal.number == Some(1));
        assert_eq!(world.inbox.find(&other).await.unwrap().unwrap().number, 1);
        world.clock.advance_seconds(3600);
        assert_eq!(casework.send_outbox().await.unwrap().sent, 0);
        let calls = world.net.calls_of("dossiers");
        casework.send_outbox().await.unwrap();
        assert_eq!(world.net.calls_of("dossiers"), calls, "what is parked is not tried");
        assert_eq!(casework.unpark(&code).await.unwrap(), 1);
        casework.send_outbox().await.unwrap();
        assert_eq!(world.net.calls_of("dossiers"), calls + 1);
    })
    .await;
}

/// Tells the portal, in the province's name, that the dossier was withdrawn: under the number of its next change.
async fn forge(world: &World, code: &DossierCode) {
    let first = table(&world.db).await[0];
    let entry = CaseEntry {
        step: 5,
        event: Event::Status { status: 7, number: 2 },
        ..first
    };
    let now = crate::support::monday();
    let message = SyncMessage::new(code.clone(), 2, Status::Withdrawn, now, Vec::new(), &entry);
    let mut request = Request::post("/dossiers")
        .body(Body::from(serde_json::to_string(&message).unwrap()))
        .unwrap();
    let system: SystemId = "VN/GOV/H45/onestop".parse().unwrap();
    request.extensions_mut().insert(caller(&system));
    let response = inbox::router(world.inbox.clone()).oneshot(request).await.unwrap();
    assert_eq!(response.status(), 200);
}

#[tokio::test]
async fn a_portal_restored_from_a_backup_gets_again_what_it_lost() {
    with_world(async |world: World| {
        let code = world.in_progress().await;
        world.casework.send_outbox().await.unwrap();
        testing::on_sqlite_url(async |url: String| {
            let evidence = evidence("G22", &FaultyStorage::new(9)).await;
            let restored = Inbox::open(testing::open(&url).await, evidence, world.clock.clone(), owner_of())
                .await
                .unwrap();
            world.net.connect(&restored);
            let asked = reason("Giấy khám sức khỏe bị mờ, hãy nộp lại");
            world
                .casework
                .ask_supplement(&officer(), &code, 3, &asked)
                .await
                .unwrap();
            assert_eq!(world.casework.send_outbox().await.unwrap().sent, 0);
            world.clock.advance_seconds(2);
            assert_eq!(world.casework.send_outbox().await.unwrap().sent, 4);
            assert_eq!(restored.find(&code).await.unwrap().unwrap().number, 4);
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_leaves_the_change_in_the_queue() {
    with_world(async |world: World| {
        world.submitted().await;
        world.net.set_down("national-portal/dossiers", Code::OutcomeUnknown);
        world.casework.send_outbox().await.unwrap();
        world.net.set_up("national-portal/dossiers");
        let state = world.casework.sync_state().await.unwrap();
        assert_eq!(
            (state.waiting, state.parked, state.last_error.as_deref()),
            (1, 0, Some("outcome_unknown"))
        );
        world.clock.advance_seconds(1);
        assert_eq!(world.casework.send_outbox().await.unwrap().sent, 1);
    })
    .await;
}
