//! The figures over a real one-stop system: the way from the first page down to a proof, and what an auditor adds up.

use axum::http::StatusCode;
use motlan_portal::language::Language;

use crate::markup;
use crate::world::World;
use crate::world::browser::Browser;
use crate::world::people::{AUDITOR, LEADER, OFFICER, OPERATOR, OWNER_NAME};
use crate::world::story::{do_all, seen};

/// The addresses of a page's links that begin so, in their order.
fn links(page: &str, beginning: &str) -> Vec<String> {
    let hrefs = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    hrefs
        .filter(|href| href.starts_with(beginning))
        .map(str::to_owned)
        .collect()
}

/// A country with one dossier that was received and is being worked on.
async fn country() -> (World, Browser) {
    let world = World::open().await;
    let (_, code) = world.submitted().await;
    let mut officer = world.visit(OFFICER).await;
    do_all(&mut officer, &code, &[("tiep-nhan", "1"), ("bat-dau", "2")]).await;
    world.settle().await;
    let leader = world.visit(LEADER).await;
    (world, leader)
}

#[tokio::test]
async fn a_figure_is_three_clicks_from_its_proof() {
    let (_world, mut leader) = country().await;
    for language in Language::ALL {
        leader = leader.speaking(language);
        let first = seen(&mut leader, "/chi-dao").await;
        markup::check("overview", &first);
        let figure = &links(&first, "/chi-dao/dossiers.prefill_rate?")[0];
        let second = seen(&mut leader, figure).await;
        markup::check("figure", &second);
        let place = &links(&second, "/chi-dao/dossiers.prefill_rate/H45?")[0];
        let third = seen(&mut leader, place).await;
        markup::check("place", &third);
        let proof = &links(&third, "/trang-thai/minh-chung/casework/")[0];
        let last = seen(&mut leader, proof).await;
        markup::check("proof", &last);
        // The only dossier was prefilled, and the proof is that of a component that a registry answered.
        assert!(
            third.contains("100,00\u{a0}%") || third.contains("100.00\u{a0}%"),
            "{third}"
        );
        let words = ["do cơ sở dữ liệu trả lời", "was answered by a registry"];
        assert!(words.iter().any(|words| last.contains(words)), "{last}");
        assert!(!last.contains(OWNER_NAME));
    }
}

#[tokio::test]
async fn every_entry_of_every_figure_opens_and_the_rows_add_up() {
    let (_world, mut leader) = country().await;
    let first = seen(&mut leader, "/chi-dao").await;
    let mut figures = links(&first, "/chi-dao/dossiers.");
    figures.retain(|href| href.matches('/').count() == 2);
    figures.dedup();
    assert!(figures.len() > 10, "{figures:?}");
    for figure in figures {
        let (path, query) = figure.split_once('?').unwrap();
        for side in ["", "&ve=mau"] {
            let page = seen(&mut leader, &format!("{path}/VN?{query}{side}")).await;
            assert!(!page.contains("tone-late"), "{path}{side}: the rows do not add up");
            for proof in links(&page, "/trang-thai/minh-chung/casework/") {
                assert_eq!(leader.get(&proof).await.status, StatusCode::OK, "{proof}");
            }
        }
    }
}

#[tokio::test]
async fn the_same_figures_come_as_a_table() {
    let (_world, mut leader) = country().await;
    for path in [
        "/chi-dao?dang=csv",
        "/chi-dao/dossiers.received.csv",
        "/chi-dao/dossiers.received?dang=csv",
    ] {
        let answer = leader.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(answer.header("content-type").starts_with("text/csv"), "{path}");
        let text = answer.text();
        let row = "dossiers.received,VN,2026-11-01,2026-11-30,members/1,1,,1,dossier,";
        assert!(text.lines().any(|line| line.starts_with(row)), "{path}: {text}");
    }
    let entries = leader.get("/chi-dao/dossiers.received/H45.csv").await.text();
    let lines: Vec<_> = entries.lines().collect();
    assert_eq!((lines[0], lines.len()), ("member,index,dossier,proof", 2));
}

#[tokio::test]
async fn only_those_who_lead_check_or_run_see_figures() {
    let (world, mut leader) = country().await;
    for who in [AUDITOR, OPERATOR] {
        assert_eq!(
            world.visit(who).await.get("/chi-dao").await.status,
            StatusCode::OK,
            "{who}"
        );
    }
    assert_eq!(
        world.visit(OFFICER).await.get("/chi-dao").await.status,
        StatusCode::FORBIDDEN
    );
    for path in [
        "/chi-dao?ky=nam",
        "/chi-dao/dossiers.none",
        "/chi-dao/dossiers.received/H99",
        "/chi-dao/dossiers.received/H45?trang=9",
    ] {
        let answer = leader.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        markup::check(path, &answer.text());
    }
}

#[tokio::test]
async fn a_node_without_figures_has_no_such_page() {
    let mut world = World::open().await;
    world.portal.ledger = None;
    let answer = world.visit(LEADER).await.get("/chi-dao").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}
