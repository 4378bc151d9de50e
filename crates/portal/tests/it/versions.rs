//! Pages about a draft or a dossier go by the version of its procedure, whatever has come since.

use crate::world::people::{OFFICER, OWNER};
use crate::world::story::{begin, hand_in, seen};
use crate::world::{LICENCE, World};

/// A page of this account, without what differs from session to session.
async fn page(world: &World, who: &str, path: &str) -> String {
    let mut browser = world.visit(who).await;
    let page = seen(&mut browser, path).await;
    page.replace(&browser.csrf, "")
}

/// Red where pages look the procedure up by today.
#[tokio::test]
async fn a_new_version_changes_nothing_that_was_begun_before() {
    let world = World::open().await;
    let mut citizen = world.visit(OWNER).await;
    let draft = begin(&mut citizen, LICENCE).await;
    hand_in(&mut citizen, &draft, "kham.pdf").await;
    let (_, code) = world.in_progress().await;
    let paths = [
        (OWNER, draft.clone()),
        (OWNER, format!("{draft}/xac-nhan")),
        (OWNER, format!("/ho-so/{code}?moi=1")),
        (OFFICER, format!("/mot-cua/ho-so/{code}")),
        (OFFICER, "/mot-cua".to_owned()),
    ];
    let mut before = Vec::new();
    for (who, path) in &paths {
        before.push(page(&world, who, path).await);
    }
    let world = world.with_new_versions(9).await;
    for ((who, path), before) in paths.iter().zip(&before) {
        let after = page(&world, who, path).await;
        assert_eq!(&after, before, "{path}");
    }
    let offered = page(&world, OWNER, &format!("/thu-tuc/{LICENCE}")).await;
    assert!(
        offered.contains("9 ngày làm việc"),
        "what is begun now goes by the new version"
    );
}
