//! What the national portal takes and what it refuses, through its HTTP face.

use axum::body::Body;
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use motlan_casework::inbox;
use motlan_casework::model::dossier_code::DossierCode;
use motlan_casework::model::status::Status;
use motlan_casework::model::sync::SyncMessage;
use motlan_casework::service::view::Page;
use motlan_core::{Hour, SystemId, Timestamp};
use motlan_evidence::LogName;
use motlan_evidence::case::{CaseEntry, Channel, Event, Pseudonym};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::support::{
    FOREIGN_INDEX, OWN_OTHER_INDEX, SYSTEM_INDEX, World, caller, monday, on_both_engines, with_world,
};

const CODE: &str = "000.00.08.H45-261130-0001";

fn entry(status: u8, number: u32) -> CaseEntry {
    CaseEntry {
        hour: monday().hour(),
        system: 7,
        unit: 8,
        procedure: 1,
        dossier: Pseudonym([3; 16]),
        step: number * 3,
        channel: Channel::Online,
        received: None,
        due: None,
        ended: None,
        event: Event::Status { status, number },
        content: [0; 32],
    }
}

fn message_with(code: &str, status: u8, number: u32, at: Timestamp, entry: &CaseEntry) -> SyncMessage {
    let code: DossierCode = code.parse().unwrap();
    SyncMessage::new(code, number, Status::from_code(status).unwrap(), at, Vec::new(), entry)
}

fn message(status: u8, number: u32) -> SyncMessage {
    message_with(CODE, status, number, monday(), &entry(status, number))
}

async fn post(world: &World, from: Option<&str>, body: String) -> (StatusCode, Value) {
    let mut request = Request::post("/dossiers").body(Body::from(body)).unwrap();
    if let Some(from) = from {
        let system: SystemId = format!("VN/GOV/{from}/onestop").parse().unwrap();
        request.extensions_mut().insert(caller(&system));
    }
    let response = inbox::router(world.inbox.clone()).oneshot(request).await.unwrap();
    let status = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&body).unwrap())
}

async fn tell(world: &World, message: &SyncMessage) -> (u16, String) {
    let (status, body) = post(world, Some("H45"), serde_json::to_string(message).unwrap()).await;
    let said = body["code"].as_str().map_or_else(|| body.to_string(), str::to_owned);
    (status.as_u16(), said)
}

fn refused(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

#[tokio::test]
async fn each_change_is_taken_once_and_in_order() {
    on_both_engines(async |world: World| {
        assert_eq!(tell(&world, &message(1, 1)).await, (200, r#"{"held":1}"#.to_owned()));
        assert_eq!(tell(&world, &message(2, 2)).await, (200, r#"{"held":2}"#.to_owned()));
        // Again, as after a lost answer.
        assert_eq!(tell(&world, &message(1, 1)).await, (200, r#"{"held":1}"#.to_owned()));
        assert_eq!(tell(&world, &message(2, 2)).await, (200, r#"{"held":2}"#.to_owned()));
        // Another content under a known number.
        assert_eq!(tell(&world, &message(3, 2)).await, refused(409, "sync_contradiction"));
        let mut other = message(2, 2);
        other.reasons.push("another reason".to_owned());
        assert_eq!(tell(&world, &other).await, refused(409, "sync_contradiction"));
        // A gap says where to begin.
        let body = serde_json::to_string(&message(9, 4)).unwrap();
        let (status, problem) = post(&world, Some("H45"), body).await;
        assert_eq!(
            (status.as_u16(), &problem["code"], &problem["held"]),
            (409, &json!("sync_gap"), &json!(2))
        );
        assert_eq!(tell(&world, &message(9, 3)).await, refused(409, "sync_transition"));
        assert_eq!(tell(&world, &message(4, 3)).await.0, 200);
        let held = world.inbox.find(&CODE.parse().unwrap()).await.unwrap().unwrap();
        let history: Vec<(u32, u8, bool)> = held
            .history
            .iter()
            .map(|change| (change.number, change.status.code(), change.is_proven))
            .collect();
        assert_eq!(history, [(1, 1, false), (2, 2, false), (3, 4, false)]);
        assert_eq!(world.inbox.append_entries().await.unwrap(), 3);
        assert_eq!(world.portal_evidence.size(LogName::Casework), 3);
        let expected = CaseEntry {
            event: Event::Synced { status: 4, number: 3 },
            ..entry(4, 3)
        };
        assert_eq!(world.portal_evidence.case_entry(2).unwrap(), Some(expected));
        let listed = world.inbox.list(Page::FIRST).await.unwrap();
        assert_eq!(
            (listed.total, listed.rows[0].number, listed.rows[0].member.as_str()),
            (1, 3, "VN/GOV/H45")
        );
    })
    .await;
}

#[tokio::test]
async fn a_dossier_begins_with_its_first_status() {
    with_world(async |world: World| {
        assert_eq!(tell(&world, &message(2, 1)).await, refused(409, "sync_transition"));
        assert_eq!(tell(&world, &message(2, 2)).await, refused(409, "sync_gap"));
        assert_eq!(world.inbox.find(&CODE.parse().unwrap()).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_member_speaks_for_its_own_dossiers_with_their_own_entries() {
    with_world(async |world: World| {
        let foreign = serde_json::to_string(&message(1, 1)).unwrap();
        let (status, body) = post(&world, Some("H19"), foreign.clone()).await;
        assert_eq!((status.as_u16(), &body["code"]), (403, &json!("sync_foreign")));
        let (status, body) = post(&world, None, foreign).await;
        assert_eq!((status.as_u16(), &body["code"]), (403, &json!("caller_missing")));

        tell(&world, &message(1, 1)).await;
        // An entry that says another status, number, hour, dossier or an earlier step.
        let with = |entry: &CaseEntry| message_with(CODE, 2, 2, monday(), entry);
        assert_eq!(tell(&world, &with(&entry(4, 2))).await, refused(422, "sync_entry"));
        assert_eq!(tell(&world, &with(&entry(2, 3))).await, refused(422, "sync_entry"));
        let hour = Hour(monday().hour().0 - 1);
        assert_eq!(
            tell(&world, &with(&CaseEntry { hour, ..entry(2, 2) })).await,
            refused(422, "sync_entry")
        );
        let dossier = Pseudonym([4; 16]);
        assert_eq!(
            tell(&world, &with(&CaseEntry { dossier, ..entry(2, 2) })).await,
            refused(422, "sync_entry")
        );
        assert_eq!(
            tell(&world, &with(&CaseEntry { step: 3, ..entry(2, 2) })).await,
            refused(422, "sync_entry")
        );
        let held = world.inbox.find(&CODE.parse().unwrap()).await.unwrap().unwrap();
        assert_eq!(held.number, 1);
    })
    .await;
}

/// Red where system and pseudonym are taken as they come: the entries of two dossiers would be counted as one's.
#[tokio::test]
async fn system_and_pseudonym_stand_for_one_dossier_of_the_sender() {
    on_both_engines(async |world: World| {
        let told = async |code: &str, number: u32, system: u32, pseudonym: u8| {
            let entry = CaseEntry {
                system,
                dossier: Pseudonym([pseudonym; 16]),
                ..entry(u8::try_from(number).unwrap(), number)
            };
            tell(
                &world,
                &message_with(code, u8::try_from(number).unwrap(), number, monday(), &entry),
            )
            .await
        };
        let other = "000.00.08.H45-261130-0002";
        // Another member's system, and one that nobody has.
        assert_eq!(told(CODE, 1, FOREIGN_INDEX, 3).await, refused(422, "sync_entry"));
        assert_eq!(told(CODE, 1, 99, 3).await, refused(422, "sync_entry"));
        assert_eq!(told(CODE, 1, SYSTEM_INDEX, 3).await.0, 200);
        // The pseudonym of another dossier.
        assert_eq!(told(other, 1, SYSTEM_INDEX, 3).await, refused(422, "sync_entry"));
        assert_eq!(told(other, 1, SYSTEM_INDEX, 4).await.0, 200);
        // A dossier stays with its system.
        assert_eq!(told(CODE, 2, OWN_OTHER_INDEX, 3).await, refused(422, "sync_entry"));
        assert_eq!(told(CODE, 2, SYSTEM_INDEX, 3).await.0, 200);
    })
    .await;
}

#[tokio::test]
async fn a_body_that_is_no_message_is_refused_without_repeating_it() {
    with_world(async |world: World| {
        for bad in ["", "[]", r#"{"dossier_code":"003199012345"}"#] {
            let (status, body) = post(&world, Some("H45"), bad.to_owned()).await;
            assert_eq!((status.as_u16(), &body["code"]), (400, &json!("invalid_body")), "{bad}");
            assert!(!body.to_string().contains("003199012345"));
        }
        let large = " ".repeat(inbox::BODY_BYTES_MAX + 1);
        let (status, _) = post(&world, Some("H45"), large).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    })
    .await;
}
