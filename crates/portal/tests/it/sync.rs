//! The sync page and the public look-up over a real inbox: what waits is counted, what arrived can be found by anybody.

use std::sync::atomic::Ordering;

use axum::http::StatusCode;
use motlan_portal::language::Language;

use crate::markup;
use crate::world::World;
use crate::world::people::{LEADER, OFFICER, OPERATOR, OWNER_NAME};
use crate::world::story::{do_all, seen};

#[tokio::test]
async fn what_waits_behind_a_cut_line_is_counted_and_drains() {
    let world = World::open().await;
    let (_, code) = world.submitted().await;
    let mut officer = world.visit(OFFICER).await;
    do_all(&mut officer, &code, &[("tiep-nhan", "1"), ("bat-dau", "2")]).await;
    world.net.is_cut.store(true, Ordering::Relaxed);
    world.settle().await;
    let mut operator = world.visit(OPERATOR).await;
    let page = seen(&mut operator, "/dong-bo").await;
    markup::check("cut", &page);
    assert!(
        page.contains("Đường truyền đang đứt, 3 thay đổi nằm chờ, không mất thay đổi nào"),
        "{page}"
    );
    world.net.is_cut.store(false, Ordering::Relaxed);
    world.clock.advance_seconds(61);
    world.settle().await;
    let page = seen(&mut operator, "/dong-bo").await;
    markup::check("drained", &page);
    assert!(page.contains("Cổng quốc gia đã nhận mọi thay đổi"), "{page}");
    assert!(page.contains("Cổng quốc gia đã xác nhận 3 trong 3 thay đổi"), "{page}");
}

/// Red where a change that was refused once waits for ever.
#[tokio::test]
async fn the_operator_sends_again_what_was_refused() {
    let world = World::open().await;
    let (_, code) = world.submitted().await;
    let park = async || {
        let parked: Result<u64, motlan_store::db::DbError> = world
            .db
            .write("test.park", |mut connection| async move {
                let sql = "-- test.park\nUPDATE casework_outbox SET state = 2, failure = 'sync_entry' WHERE state = 0";
                Ok(sqlx::query(sql).execute(&mut *connection).await?.rows_affected())
            })
            .await;
        assert_eq!(parked.unwrap(), 1);
    };
    park().await;
    world.settle().await;
    let (mut operator, mut officer) = (world.visit(OPERATOR).await, world.visit(OFFICER).await);
    assert!(!seen(&mut officer, "/dong-bo").await.contains("/dong-bo/gui-lai"));
    let page = seen(&mut operator, "/dong-bo").await;
    markup::check("parked", &page);
    assert!(
        page.contains("action=\"/dong-bo/gui-lai\"") && page.contains(&format!("value=\"{code}\"")),
        "{page}"
    );
    let again = operator.post("/dong-bo/gui-lai", &[("ma", &code)]).await;
    assert_eq!(again.leads_on(), "/dong-bo");
    world.settle().await;
    let page = seen(&mut operator, "/dong-bo").await;
    assert!(page.contains("Cổng quốc gia đã nhận mọi thay đổi"), "{page}");
    // A second click finds nothing, and what is no code is told.
    operator.post("/dong-bo/gui-lai", &[("ma", &code)]).await.leads_on();
    let wrong = operator.post("/dong-bo/gui-lai", &[("ma", "không phải mã")]).await;
    assert_eq!(wrong.code().as_deref(), Some("dossier_code_form"));
}

#[tokio::test]
async fn the_line_is_cut_by_the_operator_only() {
    let world = World::open().await;
    for who in [OFFICER, LEADER] {
        let mut visitor = world.visit(who).await;
        for path in ["/dong-bo/cat", "/dong-bo/noi"] {
            assert_eq!(
                visitor.post(path, &[]).await.status,
                StatusCode::FORBIDDEN,
                "{who} {path}"
            );
        }
        let page = visitor.get("/dong-bo").await;
        assert!(!page.text().contains("/dong-bo/cat"), "{who}");
    }
    let stranger = world.stranger().post("/dong-bo/cat", &[]).await;
    assert_eq!(stranger.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_exercise_cuts_the_line_of_the_gateway_and_joins_it_again() {
    let world = World::open().await;
    let mut operator = world.visit(OPERATOR).await;
    let pool = world.portal.gateway.pool();
    let directory = world.portal.gateway.directory().current();
    let gateways = directory.gateways();
    let portal = gateways
        .iter()
        .find(|gateway| gateway.id.member().code() == "G22")
        .unwrap();
    for (path, is_cut, words) in [
        ("/dong-bo/cat", true, "Đường truyền đã bị cắt để thử"),
        ("/dong-bo/noi", false, "Đường truyền thông"),
    ] {
        assert!(
            seen(&mut operator, "/dong-bo")
                .await
                .contains(&format!("action=\"{path}\""))
        );
        assert_eq!(operator.post(path, &[]).await.leads_on(), "/dong-bo");
        assert_eq!(pool.is_cut(&portal.address), is_cut);
        assert!(seen(&mut operator, "/dong-bo").await.contains(words), "{words}");
    }
}

#[tokio::test]
async fn anybody_finds_a_dossier_by_its_code_and_nothing_about_anybody() {
    let world = World::open().await;
    let (_, code) = world.submitted().await;
    let mut officer = world.visit(OFFICER).await;
    do_all(&mut officer, &code, &[("tiep-nhan", "1")]).await;
    let mut stranger = world.stranger();
    let path = format!("/tra-cuu?ma={code}");
    assert_eq!(
        stranger.get(&path).await.status,
        StatusCode::NOT_FOUND,
        "nothing was told yet"
    );
    world.settle().await;
    for language in Language::ALL {
        let mut stranger = stranger.speaking(language);
        markup::check("empty", &seen(&mut stranger, "/tra-cuu").await);
        let page = seen(&mut stranger, &path).await;
        markup::check("found", &page);
        assert_eq!(
            page.matches("href=\"/trang-thai/minh-chung/casework/").count(),
            2,
            "{page}"
        );
        assert!(!page.contains(OWNER_NAME) && !page.contains("mau-officer"));
    }
    let page = seen(&mut stranger, &path).await;
    assert!(page.contains("Hồ sơ đang ở trạng thái “Được tiếp nhận”"), "{page}");
    let wrong = stranger.get("/tra-cuu?ma=%3Cscript%3E").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    markup::check("wrong", &String::from_utf8(wrong.bytes).unwrap());
}
