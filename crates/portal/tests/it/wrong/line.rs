//! What goes wrong between the province and the national portal.

use std::sync::atomic::Ordering;

use motlan_portal::language::Language;
use motlan_portal::text::Text;

use super::Row;
use crate::world::World;
use crate::world::people::{OFFICER, OPERATOR};
use crate::world::story::{do_all, seen};

/// The longest pause between two attempts.
const PAUSE_S: i64 = 60;

pub(super) async fn line_cut(row: &Row) {
    let world = World::open().await;
    let (mut citizen, code) = world.submitted().await;
    world.net.is_cut.store(true, Ordering::Relaxed);
    world.settle().await;
    let path = format!("/ho-so/{code}");
    for language in Language::ALL {
        row.check(&citizen.speaking(language).get(&path).await);
    }
    // The work goes on, and what happens meanwhile waits in its order.
    do_all(
        &mut world.visit(OFFICER).await,
        &code,
        &[("tiep-nhan", "1"), ("bat-dau", "2")],
    )
    .await;
    world.settle().await;
    assert_eq!(world.casework.sync_state().await.unwrap().waiting, 3);
    world.net.is_cut.store(false, Ordering::Relaxed);
    world.clock.advance_seconds(PAUSE_S);
    world.settle().await;
    let held = world.inbox.find(&code.parse().unwrap()).await.unwrap().unwrap();
    let held: Vec<u8> = held.history.iter().map(|change| change.status.code()).collect();
    assert_eq!(held, [1, 2, 4]);
    let page = seen(&mut citizen, &path).await;
    assert!(
        page.contains(&Text::of(Language::Vietnamese).say("my-portal-same")),
        "{page}"
    );
}

pub(super) async fn line_cut_at_the_desk(row: &Row) {
    let world = World::open().await;
    world.submitted().await;
    world.net.is_cut.store(true, Ordering::Relaxed);
    world.settle().await;
    let operator = world.visit(OPERATOR).await;
    for language in Language::ALL {
        row.check(&operator.speaking(language).get("/dong-bo").await);
    }
}

pub(super) async fn unknown_code_at_the_portal(row: &Row) {
    let world = World::open().await;
    let (_, code) = world.submitted().await;
    for language in Language::ALL {
        row.check(
            &world
                .stranger()
                .speaking(language)
                .get(&format!("/tra-cuu?ma={code}"))
                .await,
        );
    }
    world.settle().await;
    assert!(
        seen(&mut world.stranger(), &format!("/tra-cuu?ma={code}"))
            .await
            .contains(&code)
    );
}

pub(super) async fn malformed_code_at_the_portal(row: &Row) {
    let world = World::open().await;
    for language in Language::ALL {
        let answer = world.stranger().speaking(language).get("/tra-cuu?ma=H45-abc").await;
        row.check(&answer);
        assert!(
            answer.text().contains("value=\"H45-abc\""),
            "what was typed is still there"
        );
    }
}
