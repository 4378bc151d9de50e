//! The pages of registries behind the real router: every pack, the matrix, and the console of a registry that runs here.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::StatusCode;
use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_portal::Hosted;
use motlan_portal::language::Language;
use motlan_registry::journal::IndexKey;
use motlan_registry::{Config, Pack, Record, Registry};
use motlan_store::db::testing;
use motlan_store::storage::faulty::FaultyStorage;

use crate::markup;
use crate::world::World;
use crate::world::people::{OPERATOR, OWNER_NAME, OWNER_NUMBER};

/// The population with one person, as this node's own.
async fn with_population(mut world: World, folder: &std::path::Path) -> World {
    let db = testing::open(&format!("sqlite:{}/registry.db", folder.display())).await;
    let pack = Pack::built_in("population", 1).unwrap().unwrap();
    let config = Config::new(SamplePolicy::Allowed, IndexKey::new(&[9; 32]), world.clock.clone());
    let registry = Registry::open(pack, db, Arc::new(FaultyStorage::new(1)), config)
        .await
        .unwrap();
    let person = [
        ("personal_number", OWNER_NUMBER),
        ("full_name", OWNER_NAME),
        ("birth_date", "1999-04-30"),
    ];
    let record = Record::new(
        person
            .into_iter()
            .map(|(code, value)| (code.parse().unwrap(), value.to_owned())),
    );
    registry.load(std::iter::once(record)).await.unwrap();
    world.portal.registries = Hosted::new(BTreeMap::from([("population".to_owned(), registry)]));
    world
}

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
    for path in ["/co-so-du-lieu/khong-co", "/co-so-du-lieu/khong-co/goi"] {
        assert_eq!(world.stranger().get(path).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn the_console_counts_records_and_shows_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let world = with_population(World::open().await, folder.path()).await;
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
