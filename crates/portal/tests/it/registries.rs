//! The pages of registries behind the real router: every pack, the matrix, and the console of a registry that runs here.

use axum::http::StatusCode;
use motlan_core::vietnam::personal_number::{PersonalNumber, SamplePolicy};
use motlan_portal::language::Language;
use motlan_registry::Pack;
use motlan_registry::journal::Page;

use crate::markup;
use crate::world::World;
use crate::world::people::{OPERATOR, OWNER_NAME, OWNER_NUMBER};
use crate::world::registry::{ask_to_correct, host};

#[tokio::test]
async fn every_pack_has_a_page_for_everybody_and_its_file() {
    let world = World::open().await;
    for language in Language::ALL {
        let mut stranger = world.stranger().speaking(language);
        let list = stranger.open("/co-so-du-lieu").await;
        markup::check("registries", &String::from_utf8_lossy(&list.bytes));
        for (code, _) in Pack::list_built_in() {
            let path = format!("/co-so-du-lieu/{code}");
            assert!(list.text().contains(&format!("href=\"{path}\"")), "{code}");
            let page = stranger.open(&path).await;
            markup::check(code, &String::from_utf8_lossy(&page.bytes));
            // The first view may weigh 150 KB, of which fonts, style and heads take 110.
            assert!(page.bytes.len() < 38_000, "{code}: {} bytes", page.bytes.len());
            let file = stranger.open(&format!("{path}/goi")).await.text();
            assert!(file.contains(&format!("code = \"{code}\"")));
        }
        let matrix = stranger.open("/ket-noi").await;
        markup::check("connections", &String::from_utf8_lossy(&matrix.bytes));
    }
    for path in [
        "/ket-noi/khong-co",
        "/co-so-du-lieu/khong-co",
        "/co-so-du-lieu/khong-co/goi",
    ] {
        assert_eq!(world.stranger().get(path).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn the_owner_opens_a_request_to_correct_and_decides_it() {
    const LIST: &str = "/van-hanh/co-so-du-lieu/population/de-nghi";
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::open().await;
    let registry = host(&mut world, folder.path()).await;
    let id = ask_to_correct(&registry).await;
    let mut operator = world.visit(OPERATOR).await;
    let console = operator.open("/van-hanh/co-so-du-lieu").await.text();
    assert!(console.contains(&format!("href=\"{LIST}\"")));
    let list = operator.open(LIST).await.text();
    markup::check("requests to correct", &list);
    assert!(list.contains("1 đề nghị sửa") && !list.contains(OWNER_NUMBER) && !list.contains(OWNER_NAME));
    let path = format!("{LIST}/{id}");
    assert!(list.contains(&format!("href=\"{path}\"")));
    let page = operator.open(&path).await.text();
    markup::check("request to correct", &page);
    assert!(page.contains(OWNER_NUMBER) && page.contains("Nữ (female)") && page.contains("quyển 01"));

    let accept = [("quyet-dinh", "chap-nhan"), ("ban", "1")];
    let silent = operator.post(&path, &accept).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let reason = ("ly-do", "Đúng với sổ gốc");
    let stale = operator.post(&path, &[accept[0], ("ban", "9"), reason]).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stale.text().contains("Bản ghi đã thay đổi"));
    let neither = operator.post(&path, &[("quyet-dinh", "x"), reason]).await;
    assert_eq!(neither.status, StatusCode::BAD_REQUEST);
    let taken = operator.post(&path, &[accept[0], accept[1], reason]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    assert!(
        operator
            .open(LIST)
            .await
            .text()
            .contains("Không có đề nghị nào đang chờ.")
    );
    let decided = operator.open(&path).await.text();
    assert!(
        decided.contains("Đã chấp nhận") && decided.contains("<dd>2</dd>"),
        "{decided}"
    );
    // Each look and the decision stand in the person's own journal, with who it was.
    let seen = registry
        .usage_of(
            PersonalNumber::parse(OWNER_NUMBER, SamplePolicy::Allowed).unwrap(),
            Page::default(),
        )
        .await
        .unwrap();
    let by_officer = seen
        .entries
        .iter()
        .filter(|entry| entry.officer.as_deref() == Some(OPERATOR));
    assert!(by_officer.count() >= 4);
    let nothing = operator.get(&format!("{LIST}/0123456789abcdef0123456789abcdef")).await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_console_counts_records_and_shows_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::open().await;
    host(&mut world, folder.path()).await;
    let mut operator = world.visit(OPERATOR).await;
    // Counting one record takes less than a page waits; on a machine that stands still it comes with the next look.
    let mut page = operator.open("/van-hanh/co-so-du-lieu").await;
    for _ in 0..1_000 {
        if !page.text().contains("đang đếm") {
            break;
        }
        page = operator.open("/van-hanh/co-so-du-lieu").await;
    }
    let text = page.text();
    markup::check("console", &text);
    assert!(text.contains("<h1>Cơ sở dữ liệu của trạm đang trả lời</h1>"), "{text}");
    assert!(text.contains("<dd>1 <span class=\"source\">"), "{text}");
    assert!(!text.contains(OWNER_NAME) && !text.contains(OWNER_NUMBER));
    let list = operator.open("/co-so-du-lieu").await.text();
    assert!(list.contains("chạy tại trạm này"));
}
