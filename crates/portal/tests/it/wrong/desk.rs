//! What goes wrong at the desk.

use jiff::civil::{date, time};
use motlan_casework::model::day::moment_of;
use motlan_core::Code;
use motlan_portal::language::Language;
use motlan_store::db::DbError;

use super::Row;
use crate::world::browser::{Browser, File};
use crate::world::people::{CLERK, OFFICER, OWNER, OWNER_NUMBER};
use crate::world::story::{PDF, REASON, act, begin, do_all, seen, step, submit};
use crate::world::{LICENCE, World};

/// The same step in both languages, which must be refused as the row says.
async fn refused(row: &Row, officer: &Browser, code: &str, verb: &str, fields: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for language in Language::ALL {
        let answer = officer.speaking(language).post(&step(code, verb), fields).await;
        row.check(&answer);
        text = answer.text();
    }
    text
}

pub(super) async fn refusal_without_a_reason(row: &Row) {
    let world = World::open().await;
    let (_, code) = world.submitted().await;
    let mut officer = world.visit(OFFICER).await;
    refused(row, &officer, &code, "tu-choi", &[("so", "1")]).await;
    refused(
        row,
        &officer,
        &code,
        "tu-choi",
        &[("so", "1"), ("tu-choi-ly-do", "   ")],
    )
    .await;
    assert_eq!(world.standing(&code).await, (1, 1));
    let fields = [("so", "1"), ("tu-choi-ly-do", REASON)];
    officer.post(&step(&code, "tu-choi"), &fields).await.leads_on();
    // The reason reaches the person.
    let page = seen(&mut world.visit(OWNER).await, &format!("/ho-so/{code}")).await;
    assert!(page.contains(REASON));
}

pub(super) async fn supplement_without_a_reason(row: &Row) {
    let world = World::open().await;
    let (officer, code) = world.in_progress().await;
    refused(row, &officer, &code, "yeu-cau-bo-sung", &[("so", "3")]).await;
    assert_eq!(world.standing(&code).await, (4, 3));
}

pub(super) async fn stop_without_a_reason(row: &Row) {
    let world = World::open().await;
    let (officer, code) = world.in_progress().await;
    refused(row, &officer, &code, "dung", &[("so", "3")]).await;
    assert_eq!(world.standing(&code).await, (4, 3));
}

pub(super) async fn reason_too_short(row: &Row) {
    let world = World::open().await;
    let (officer, code) = world.in_progress().await;
    let page = refused(row, &officer, &code, "dung", &[("so", "3"), ("dung-ly-do", "mờ quá")]).await;
    assert!(page.contains(">mờ quá</textarea>"), "what was typed is still there");
    assert_eq!(world.standing(&code).await, (4, 3));
}

pub(super) async fn result_without_a_signature(row: &Row) {
    let world = World::open().await;
    let (mut officer, code) = world.in_progress().await;
    refused(row, &officer, &code, "quyet-dinh", &[("so", "3")]).await;
    assert_eq!(world.standing(&code).await, (4, 3));
    do_all(&mut officer, &code, &[("ky", "3"), ("quyet-dinh", "3")]).await;
    assert_eq!(world.standing(&code).await, (9, 4));
}

pub(super) async fn signing_not_allowed(row: &Row) {
    let world = World::open().await;
    let (mut signer, code) = world.in_progress().await;
    let clerk = world.visit(CLERK).await;
    refused(row, &clerk, &code, "ky", &[("so", "3")]).await;
    // Nothing was signed: the step is still open to the signer.
    do_all(&mut signer, &code, &[("ky", "3")]).await;
    // And whoever may not sign may decide what a signer signed.
    do_all(&mut clerk.clone(), &code, &[("quyet-dinh", "3")]).await;
}

pub(super) async fn tampered_result(row: &Row) {
    let world = World::open().await;
    let (mut officer, code) = world.in_progress().await;
    do_all(&mut officer, &code, &[("ky", "3")]).await;
    let page = seen(&mut officer, &format!("/mot-cua/ho-so/{code}")).await;
    let (_, after) = page.split_once(&format!("/mot-cua/ho-so/{code}/giay-to/")).unwrap();
    tamper(&world, after.split_once('"').unwrap().0).await;
    refused(row, &officer, &code, "quyet-dinh", &[("so", "3")]).await;
    assert_eq!(world.standing(&code).await, (4, 3));
    let vault = seen(&mut world.visit(OWNER).await, "/kho").await;
    assert!(!vault.contains("href=\"/kho/"), "nothing of it is in the vault");
}

/// Changes one byte of a document in the database.
pub(super) async fn tamper(world: &World, uri: &str) {
    let changed: Result<u64, DbError> = world
        .db
        .write("test.tamper", |mut connection| async move {
            let read = "-- test.read\nSELECT content FROM casework_document WHERE uri = $1";
            let mut content: Vec<u8> = sqlx::query_scalar(read).bind(uri).fetch_one(&mut *connection).await?;
            content[200] ^= 1;
            let write = "-- test.tamper\nUPDATE casework_document SET content = $2 WHERE uri = $1";
            let query = sqlx::query(write).bind(uri).bind(content);
            Ok(query.execute(&mut *connection).await?.rows_affected())
        })
        .await;
    assert_eq!(changed.unwrap(), 1, "{uri}");
}

pub(super) async fn document_expired_after_reuse(row: &Row) {
    let world = World::open().await;
    world.issue_certificate(OWNER_NUMBER, date(2026, 12, 1), PDF).await;
    let mut citizen = world.visit(OWNER).await;
    let draft = begin(&mut citizen, LICENCE).await;
    let code = submit(&mut citizen, &draft).await;
    let mut officer = world.visit(OFFICER).await;
    do_all(
        &mut officer,
        &code,
        &[("tiep-nhan", "1"), ("bat-dau", "2"), ("ky", "3")],
    )
    .await;
    // One second past the last day on which it holds.
    world.set_clock(moment_of(date(2026, 12, 2), time(0, 0, 0, 0)));
    let mut officer = world.visit(OFFICER).await;
    refused(row, &officer, &code, "quyet-dinh", &[("so", "3")]).await;
    assert_eq!(world.standing(&code).await, (4, 3));
    // The way on that the page recommends is open to its end.
    let asked = [
        ("so", "3"),
        (
            "yeu-cau-bo-sung-ly-do-3",
            "Giấy khám sức khỏe đã hết hạn ngày 01/12/2026",
        ),
    ];
    officer.post(&step(&code, "yeu-cau-bo-sung"), &asked).await.leads_on();
    let mut citizen = world.visit(OWNER).await;
    let file = File {
        field: "tep-3",
        name: "moi.pdf",
        content: PDF,
    };
    let added = citizen
        .post_files(&format!("/ho-so/{code}/bo-sung"), &[("buoc", "4")], &[file])
        .await;
    added.leads_on();
    do_all(&mut officer, &code, &[("ky", "5"), ("quyet-dinh", "5")]).await;
    assert_eq!(world.standing(&code).await, (9, 6));
}

pub(super) async fn back_button_of_an_officer(row: &Row) {
    let world = World::open().await;
    let (_, code) = world.submitted().await;
    let mut officer = world.visit(OFFICER).await;
    do_all(&mut officer, &code, &[("tiep-nhan", "1")]).await;
    let page = refused(row, &officer, &code, "tiep-nhan", &[("so", "1")]).await;
    assert!(
        page.contains(&format!("href=\"/mot-cua/ho-so/{code}")),
        "it leads to the dossier as it is now"
    );
    // An old number is late even where the step would be open.
    refused(row, &officer, &code, "bat-dau", &[("so", "1")]).await;
    assert_eq!(world.standing(&code).await, (2, 2));
    // A check is not asked twice for two clicks.
    do_all(&mut officer, &code, &[("xac-minh", "2")]).await;
    assert_eq!(act(&mut officer, &code, "xac-minh", "2").await.status.as_u16(), 409);
}

pub(super) async fn another_tab_decided(row: &Row) {
    let world = World::open().await;
    let (mut officer, code) = world.in_progress().await;
    let old_tab = officer.clone();
    do_all(&mut officer, &code, &[("ky", "3"), ("quyet-dinh", "3")]).await;
    refused(row, &old_tab, &code, "dung", &[("so", "3"), ("dung-ly-do", REASON)]).await;
    refused(row, &old_tab, &code, "quyet-dinh", &[("so", "3")]).await;
    assert_eq!(world.standing(&code).await, (9, 4));
}

pub(super) async fn withdrawn_meanwhile(row: &Row) {
    let world = World::open().await;
    let (mut citizen, code) = world.submitted().await;
    let officer = world.visit(OFFICER).await;
    let withdrawal = [("buoc", "1"), ("ly-do", "")];
    citizen
        .post(&format!("/ho-so/{code}/rut"), &withdrawal)
        .await
        .leads_on();
    refused(row, &officer, &code, "tiep-nhan", &[("so", "1")]).await;
    assert_eq!(world.standing(&code).await, (7, 2));
}

pub(super) async fn registry_silent_at_the_desk(row: &Row) {
    let world = World::open().await;
    let (mut officer, code) = world.in_progress().await;
    world.net.set_down("population/verify", Code::PeerUnreachable);
    let page = refused(row, &officer, &code, "xac-minh", &[("so", "3"), ("lan", "0")]).await;
    assert!(
        page.contains(&step(&code, "yeu-cau-bo-sung")),
        "the other steps are still offered"
    );
    assert_eq!(world.standing(&code).await, (4, 3));
    world.net.set_up("population/verify");
    do_all(&mut officer, &code, &[("xac-minh", "3")]).await;
    let again = officer.post(&step(&code, "ky"), &[("so", "3")]).await;
    again.leads_on();
    do_all(&mut officer, &code, &[("quyet-dinh", "3")]).await;
}

/// A dossier that is due in a procedure's own days, for tests of deadlines: received at once.
pub(super) async fn received_at_once(world: &World) -> (Browser, String) {
    let mut citizen = world.visit(OWNER).await;
    let draft = begin(&mut citizen, LICENCE).await;
    crate::world::story::hand_in(&mut citizen, &draft, "kham.pdf").await;
    let code = submit(&mut citizen, &draft).await;
    do_all(&mut world.visit(OFFICER).await, &code, &[("tiep-nhan", "1")]).await;
    (citizen, code)
}
