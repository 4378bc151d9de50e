//! How many drafts one account may leave behind.

use motlan_identity::Level;

use crate::support::{LICENCE, World, code_of, hoa, lan, on_both_engines, pdf, with_world};

/// The most that one account may have.
const OPEN_DRAFTS_MAX: usize = 20;

/// Red without the limit: an account could fill the database with files.
#[tokio::test]
async fn an_account_has_room_for_so_many_drafts_with_files() {
    with_world(async |world: World| {
        let (casework, lan) = (&world.casework, lan());
        let mut drafts = Vec::new();
        for _ in 0..OPEN_DRAFTS_MAX {
            let id = casework.begin_draft(&lan, LICENCE).await.unwrap();
            casework.attach(&lan, &id, 3, pdf("kham.pdf")).await.unwrap();
            drafts.push(id);
        }
        let asked = world.net.seen.lock().unwrap().len();
        assert_eq!(code_of(casework.begin_draft(&lan, LICENCE).await), "drafts_full");
        assert_eq!(world.net.seen.lock().unwrap().len(), asked, "and no registry was asked");
        casework.begin_draft(&hoa(), LICENCE).await.unwrap();
        // One that was submitted makes room, and so does time.
        casework.submit(&lan, Level::Two, &drafts[3]).await.unwrap();
        casework.begin_draft(&lan, LICENCE).await.unwrap();
    })
    .await;
}

/// Red where clicking alone locks a person out.
#[tokio::test]
async fn a_draft_in_which_nothing_was_handed_in_makes_room() {
    on_both_engines(async |world: World| {
        let (casework, lan) = (&world.casework, lan());
        let with_file = casework.begin_draft(&lan, LICENCE).await.unwrap();
        casework.attach(&lan, &with_file, 3, pdf("kham.pdf")).await.unwrap();
        let mut drafts = Vec::new();
        for _ in 0..OPEN_DRAFTS_MAX + 3 {
            world.clock.advance_seconds(1);
            drafts.push(casework.begin_draft(&lan, LICENCE).await.unwrap());
        }
        for gone in &drafts[..4] {
            assert_eq!(code_of(casework.draft(lan.account, gone).await), "draft_not_found");
        }
        for kept in drafts[4..].iter().chain([&with_file]) {
            casework.draft(lan.account, kept).await.unwrap();
        }
    })
    .await;
}
