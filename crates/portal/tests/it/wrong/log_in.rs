//! What goes wrong with sessions, passphrases and roles.

use axum::http::StatusCode;
use motlan_portal::language::Language;

use super::Row;
use crate::world::browser::Browser;
use crate::world::people::{OTHER_CITIZEN, OWNER, PASSPHRASE};
use crate::world::story::{begin, hand_in, seen};
use crate::world::{LICENCE, World};

/// A session ends when nothing happened for half an hour.
const IDLE_S: i64 = 30 * 60;

/// A complete draft of the owner.
pub(super) async fn complete_draft(world: &World) -> (Browser, String) {
    let mut citizen = world.visit(OWNER).await;
    let draft = begin(&mut citizen, LICENCE).await;
    hand_in(&mut citizen, &draft, "kham.pdf").await;
    (citizen, draft)
}

/// How many dossiers the owner has.
pub(super) async fn dossiers(world: &World) -> u64 {
    let account = world.identity.find_by_user_name(OWNER).await.unwrap().unwrap();
    let page = motlan_casework::service::view::Page::FIRST;
    world.casework.dossiers_of(account.id.0, page).await.unwrap().total
}

pub(super) async fn session_expired(row: &Row) {
    let world = World::open().await;
    let (mut citizen, draft) = complete_draft(&world).await;
    world.clock.advance_seconds(IDLE_S - 1);
    citizen.open(&draft).await;
    world.clock.advance_seconds(IDLE_S);
    let mut log_in = String::new();
    for language in Language::ALL {
        let mut late = citizen.speaking(language);
        log_in = late.get(&draft).await.leads_on();
        row.check(&late.get(&log_in).await);
    }
    // The page keeps where the person wanted to go, and its button leads there.
    let page = seen(&mut citizen, &log_in).await;
    assert!(page.contains(&format!("name=\"tro-lai\" value=\"{draft}\"")), "{page}");
    citizen.csrf.clear();
    let entered = citizen
        .post("/dang-nhap/dung-thu", &[("persona", "citizen"), ("tro-lai", &draft)])
        .await;
    assert_eq!(entered.leads_on(), draft);
    assert!(
        seen(&mut citizen, &draft).await.contains("kham.pdf"),
        "the file is still there"
    );
}

pub(super) async fn form_after_the_session(row: &Row) {
    let world = World::open().await;
    let (citizen, draft) = complete_draft(&world).await;
    world.clock.advance_seconds(IDLE_S);
    for language in Language::ALL {
        let mut late = citizen.speaking(language);
        row.check(&late.post(&format!("{draft}/nop"), &[]).await);
        row.check(&late.post(&format!("{draft}/xac-nhan"), &[]).await);
    }
    assert_eq!(dossiers(&world).await, 0);
    world.visit(OWNER).await.open(&format!("{draft}/xac-nhan")).await;
}

pub(super) async fn form_of_another_session(row: &Row) {
    let world = World::open().await;
    let (before, draft) = complete_draft(&world).await;
    let mut citizen = world.visit(OWNER).await;
    assert_ne!(citizen.csrf, before.csrf);
    for language in Language::ALL {
        let mut late = citizen.speaking(language);
        late.csrf.clone_from(&before.csrf);
        row.check(&late.post(&format!("{draft}/xac-nhan"), &[]).await);
    }
    assert_eq!(dossiers(&world).await, 0);
    citizen.open(&format!("{draft}/xac-nhan")).await;
}

pub(super) async fn wrong_passphrase(row: &Row) {
    let world = World::open().await;
    for language in Language::ALL {
        let mut stranger = world.stranger().speaking(language);
        let wrong = log_in(&mut stranger, "một câu khác cũng đủ dài").await;
        row.check(&wrong);
        assert!(
            wrong.text().contains(&format!("value=\"{OTHER_CITIZEN}\"")),
            "what was typed is still there"
        );
        assert!(!wrong.text().contains("một câu khác"), "but not the passphrase");
        assert_eq!(wrong.header("set-cookie"), "");
        // An unknown name looks the same.
        let fields = [("ten-dang-nhap", "khong-co-ai"), ("mat-khau", PASSPHRASE)];
        row.check(&stranger.post("/dang-nhap", &fields).await);
    }
    assert_eq!(log_in(&mut world.stranger(), PASSPHRASE).await.leads_on(), "/ho-so");
}

async fn log_in(browser: &mut Browser, passphrase: &str) -> crate::world::browser::Answer {
    browser
        .post(
            "/dang-nhap",
            &[("ten-dang-nhap", OTHER_CITIZEN), ("mat-khau", passphrase)],
        )
        .await
}

/// Red where the old session lives on under a cookie that no browser sends any more.
#[tokio::test]
async fn a_new_log_in_ends_the_old_session_of_the_browser() {
    let world = World::open().await;
    let mut before = world.visit(OWNER).await;
    let mut browser = before.clone();
    let entered = browser.post("/dang-nhap/dung-thu", &[("persona", "officer")]).await;
    entered.leads_on();
    assert_eq!(browser.get("/mot-cua").await.status, StatusCode::OK);
    let led_to = before.get("/ho-so").await.leads_on();
    assert!(
        led_to.starts_with("/dang-nhap") && led_to.contains("het-phien"),
        "{led_to}"
    );
    // With a passphrase it is the same.
    let mut browser = world.visit(OWNER).await;
    let mut before = browser.clone();
    assert_eq!(log_in(&mut browser, PASSPHRASE).await.leads_on(), "/ho-so");
    before.get("/ho-so").await.leads_on();
    browser.open("/ho-so").await;
}

pub(super) async fn log_in_locked(row: &Row) {
    let world = World::open().await;
    for _ in 0..5 {
        let failed = log_in(&mut world.stranger(), "sai").await;
        assert_eq!(failed.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    for language in Language::ALL {
        let mut stranger = world.stranger().speaking(language);
        row.check(&log_in(&mut stranger, PASSPHRASE).await);
    }
    world.clock.advance_seconds(15 * 60 + 1);
    assert_eq!(log_in(&mut world.stranger(), PASSPHRASE).await.leads_on(), "/ho-so");
}

pub(super) async fn wrong_role(row: &Row) {
    let world = World::open().await;
    let (mut citizen, code) = world.submitted().await;
    for language in Language::ALL {
        let mut curious = citizen.speaking(language);
        row.check(&curious.get("/mot-cua").await);
        row.check(&curious.get(&format!("/mot-cua/ho-so/{code}")).await);
        row.check(
            &curious
                .post(&format!("/mot-cua/ho-so/{code}/tiep-nhan"), &[("so", "1")])
                .await,
        );
    }
    assert_eq!(world.standing(&code).await, (1, 1));
    citizen.open(&format!("/ho-so/{code}")).await;
}
