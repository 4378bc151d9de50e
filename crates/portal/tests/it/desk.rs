//! An officer's way through the pages: from the queue to a result that is handed over, and what the page says when
//! something is missing, late or somebody else's.

use axum::http::StatusCode;

use crate::markup;
use crate::world::people::{CLERK, OFFICER, OTHER_OFFICER, OWNER_NAME, OWNER_NUMBER, OWNER_NUMBER_MASKED};
use crate::world::story::{REASON, act, do_all, seen, step};
use crate::world::{UNIT, World};

#[tokio::test]
async fn a_complete_dossier_is_received_with_two_clicks_from_the_queue() {
    let world = World::open().await;
    let (_, code) = world.submitted().await;
    let mut officer = world.visit(OFFICER).await;
    let queue = seen(&mut officer, "/mot-cua").await;
    markup::check("queue", &queue);
    let dossier = format!("/mot-cua/ho-so/{code}");
    assert!(
        queue.contains(&format!("<a href=\"{dossier}\">{code}</a>")),
        "click 1: {queue}"
    );
    let page = seen(&mut officer, &dossier).await;
    let receive = format!("<form method=\"post\" action=\"{}\">", step(&code, "tiep-nhan"));
    let (_, form) = page.split_once(&receive).unwrap();
    let form = form.split_once("</form>").unwrap().0;
    assert!(
        form.contains("name=\"so\" value=\"1\"") && !form.contains("textarea"),
        "click 2: {form}"
    );
    do_all(&mut officer, &code, &[("tiep-nhan", "1")]).await;
    assert_eq!(world.standing(&code).await, (2, 2));
    let page = seen(&mut officer, &dossier).await;
    assert!(page.contains("Còn 5 ngày làm việc"), "the clock runs: {page}");
}

#[tokio::test]
async fn a_dossier_goes_all_the_way_and_every_durable_step_has_its_seal() {
    let world = World::open().await;
    let (_, code) = world.submitted().await;
    let mut officer = world.visit(OFFICER).await;
    let walk = [
        ("tiep-nhan", "1"),
        ("xac-minh", "2"),
        ("bat-dau", "2"),
        ("ky", "3"),
        ("quyet-dinh", "3"),
        ("tra-ket-qua", "4"),
    ];
    for (verb, number) in walk {
        do_all(&mut officer, &code, &[(verb, number)]).await;
        let page = seen(&mut officer, &format!("/mot-cua/ho-so/{code}?xong={verb}")).await;
        markup::check(verb, &page);
    }
    assert_eq!(world.standing(&code).await, (10, 5));
    let path = format!("/mot-cua/ho-so/{code}");
    let page = seen(&mut officer, &path).await;
    assert_eq!(page.matches("class=\"seal\"").count(), 0, "no entry is durable yet");
    world.settle().await;
    let page = seen(&mut officer, &path).await;
    assert_eq!(page.matches("href=\"/trang-thai/minh-chung/casework/").count(), 5);
    assert!(page.contains("Đã nhận “Đã trả kết quả”"), "{page}");
    let result = page
        .split("href=\"")
        .find(|rest| rest.contains("/giay-to/") && rest.contains("GPLX"))
        .unwrap();
    let result = officer.get(result.split_once('"').unwrap().0).await;
    assert_eq!(
        (result.status, result.header("content-type")),
        (StatusCode::OK, "application/pdf")
    );
    assert!(result.bytes.starts_with(b"%PDF-"));
}

#[tokio::test]
async fn the_check_shows_each_piece_of_data_and_the_person_stays_masked() {
    let world = World::open().await;
    let (_, code) = world.submitted().await;
    let mut officer = world.visit(OFFICER).await;
    do_all(&mut officer, &code, &[("xac-minh", "1")]).await;
    let page = seen(&mut officer, &format!("/mot-cua/ho-so/{code}")).await;
    for words in ["Mọi thông tin đều khớp", "Họ và tên", OWNER_NAME, OWNER_NUMBER_MASKED] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains(OWNER_NUMBER));
    // The second of two clicks asks nobody.
    let again = act(&mut officer, &code, "xac-minh", "1").await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert_eq!(world.standing(&code).await, (1, 1));
}

#[tokio::test]
async fn a_step_without_a_reason_comes_back_with_what_was_typed() {
    let world = World::open().await;
    let (mut officer, code) = world.in_progress().await;
    let ask = step(&code, "yeu-cau-bo-sung");
    let missing = officer.post(&ask, &[("so", "3")]).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        missing.text().contains("<a href=\"#yeu-cau-bo-sung-ly-do-1\">"),
        "{}",
        missing.text()
    );
    let fields = [
        ("so", "3"),
        ("yeu-cau-bo-sung-ly-do-3", REASON),
        ("yeu-cau-bo-sung-ly-do", "ngắn"),
    ];
    let short = officer.post(&ask, &fields).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    markup::check("short", &short.text());
    assert!(short.text().contains(&format!(">{REASON}</textarea>")) && short.text().contains(">ngắn</textarea>"));
    assert_eq!(world.standing(&code).await, (4, 3), "nothing was done");
    let asked = officer.post(&ask, &fields[..2]).await;
    assert_eq!(asked.leads_on(), format!("/mot-cua/ho-so/{code}?xong=yeu-cau-bo-sung"));
    assert_eq!(world.standing(&code).await, (5, 4));
}

#[tokio::test]
async fn the_second_of_two_clicks_says_where_the_dossier_stands_now() {
    let world = World::open().await;
    let (_, code) = world.submitted().await;
    let mut officer = world.visit(OFFICER).await;
    do_all(&mut officer, &code, &[("tiep-nhan", "1")]).await;
    let late = act(&mut officer, &code, "tiep-nhan", "1").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    markup::check("late", &late.text());
    assert!(late.text().contains("“Được tiếp nhận”"));
    assert!(
        late.text()
            .contains(&format!("<a class=\"action\" href=\"/mot-cua/ho-so/{code}\">"))
    );
    assert_eq!(world.standing(&code).await, (2, 2));
}

#[tokio::test]
async fn whoever_may_not_sign_is_not_offered_it_and_is_told_why() {
    let world = World::open().await;
    let (_, code) = world.in_progress().await;
    let mut clerk = world.visit(CLERK).await;
    let page = seen(&mut clerk, &format!("/mot-cua/ho-so/{code}")).await;
    assert!(
        !page.contains(&step(&code, "ky")) && page.contains("người có quyền ký"),
        "{page}"
    );
    let refused = act(&mut clerk, &code, "ky", "3").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    markup::check("unsigned", &refused.text());
    let early = act(&mut clerk, &code, "quyet-dinh", "3").await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert!(early.text().contains("<a href=\"#quyet-dinh\">"), "{}", early.text());
    assert_eq!(world.standing(&code).await, (4, 3));
}

#[tokio::test]
async fn another_units_dossier_and_queue_do_not_exist() {
    let world = World::open().await;
    let (_, code) = world.submitted().await;
    let mut other = world.visit(OTHER_OFFICER).await;
    let queue = seen(&mut other, "/mot-cua?trang-thai=tat-ca").await;
    assert!(!queue.contains(&code), "{queue}");
    for path in [
        format!("/mot-cua?don-vi={UNIT}"),
        format!("/mot-cua/ho-so/{code}"),
        "/mot-cua?trang-thai=11".to_owned(),
    ] {
        assert_eq!(other.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(
        act(&mut other, &code, "tiep-nhan", "1").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(world.standing(&code).await, (1, 1));
}

#[tokio::test]
async fn a_registry_that_is_down_leaves_the_page_at_work() {
    let world = World::open().await;
    let (_, code) = world.submitted().await;
    let mut officer = world.visit(OFFICER).await;
    world
        .net
        .set_down("population/verify", motlan_core::Code::PeerUnreachable);
    let failed = act(&mut officer, &code, "xac-minh", "1").await;
    assert!(failed.status.is_server_error());
    markup::check("down", &failed.text());
    assert!(
        failed.text().contains(&step(&code, "tiep-nhan")),
        "the dossier can be received all the same"
    );
    world.net.set_up("population/verify");
    do_all(&mut officer, &code, &[("xac-minh", "1")]).await;
}

#[tokio::test]
async fn a_file_that_was_handed_in_is_shown_to_the_unit_alone() {
    let world = World::open().await;
    let (_, code) = world.submitted().await;
    let mut officer = world.visit(OFFICER).await;
    let page = seen(&mut officer, &format!("/mot-cua/ho-so/{code}")).await;
    let file = page.split("href=\"").find(|rest| rest.contains("/tep/")).unwrap();
    let file = file.split_once('"').unwrap().0.to_owned();
    let shown = officer.get(&file).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert_eq!(shown.bytes, crate::world::story::PDF);
    assert!(shown.header("content-disposition").starts_with("inline"));
    assert_eq!(shown.header("cache-control"), "no-store");
    let mut other = world.visit(OTHER_OFFICER).await;
    assert_eq!(other.get(&file).await.status, StatusCode::NOT_FOUND);
}
