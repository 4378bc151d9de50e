//! Pages that anybody may see say to a reader who has logged in who that is, let the reader leave, and stay out of caches.

use axum::http::StatusCode;

use crate::world::World;
use crate::world::people::OFFICER;

/// Every kind of public page, and an address that leads nowhere.
const PATHS: [&str; 9] = [
    "/",
    "/trang-thai",
    "/trang-thai/minh-chung/casework/0",
    "/trang-thai/minh-chung/casework/999999",
    "/gioi-thieu",
    "/lien-he",
    "/tro-nang",
    "/quyen-rieng-tu",
    "/khong-co-trang-nay",
];

const NAME: &str = "<span class=\"name\">Tài khoản mau-officer</span>";
const LOG_OUT: &str = "action=\"/dang-xuat\"";
const LOG_IN: &str = "href=\"/dang-nhap\"";

#[tokio::test(flavor = "multi_thread")]
async fn public_pages_say_who_reads_them_and_are_kept_for_nobody_else() {
    let world = World::open().await;
    world.submitted().await;
    world.settle().await;
    let (mut officer, mut stranger) = (world.visit(OFFICER).await, world.stranger());
    for path in PATHS {
        let known = officer.get(path).await;
        let text = known.text();
        assert!(text.contains(NAME) && text.contains(LOG_OUT), "{path}: {text}");
        assert!(text.contains("class=\"sections\""), "{path}");
        assert_eq!(known.header("cache-control"), "no-store", "{path}");
        let unknown = stranger.get(path).await;
        assert_eq!(unknown.status, known.status, "{path}");
        let text = unknown.text();
        assert!(!text.contains("mau-officer") && !text.contains(LOG_OUT), "{path}");
        assert!(text.contains(LOG_IN), "{path}");
        assert_eq!(unknown.header("cache-control"), "no-cache", "{path}");
        assert_eq!(unknown.header("vary"), "Accept-Language, Cookie", "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_out_of_a_public_page_ends_the_session() {
    let world = World::open().await;
    let mut officer = world.visit(OFFICER).await;
    officer.open("/trang-thai").await;
    assert_eq!(officer.post("/dang-xuat", &[]).await.leads_on(), "/dang-nhap");
    assert!(!officer.open("/trang-thai").await.text().contains(NAME));
    assert_eq!(officer.get("/mot-cua").await.status, StatusCode::SEE_OTHER);
}

/// A refusal names its reader too.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_refuses_somebody_is_kept_by_no_cache() {
    let world = World::open().await;
    let mut officer = world.visit(OFFICER).await;
    let refused = officer.get("/ho-so").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.text().contains(NAME));
    assert_eq!(refused.header("cache-control"), "no-store");
}
