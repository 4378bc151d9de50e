//! What goes wrong before a dossier is submitted.

use std::slice::from_ref;

use jiff::civil::{date, time};
use motlan_casework::model::day::moment_of;
use motlan_core::Code;
use motlan_portal::language::Language;
use motlan_portal::text::Text;

use super::Row;
use super::log_in::{complete_draft, dossiers};
use crate::world::browser::File;
use crate::world::people::{LEVEL_ONE, OTHER_CITIZEN, OWNER, OWNER_NUMBER, PASSPHRASE};
use crate::world::story::{PDF, begin, code_in, hand_in, reviewed, seen, submit};
use crate::world::{LICENCE, World};

/// The largest file that is taken.
const FILE_BYTES_MAX: usize = 10 * 1024 * 1024;

pub(super) async fn wrong_level(row: &Row) {
    let world = World::open().await;
    let mut citizen = world.visit(LEVEL_ONE).await;
    let draft = begin(&mut citizen, LICENCE).await;
    hand_in(&mut citizen, &draft, "kham.pdf").await;
    let confirmation = citizen.post(&format!("{draft}/nop"), &[]).await.leads_on();
    for language in Language::ALL {
        let mut citizen = citizen.speaking(language);
        row.check(&citizen.get(&confirmation).await);
        row.check(&citizen.post(&confirmation, &[]).await);
    }
    assert!(seen(&mut citizen, &draft).await.contains("kham.pdf"));
    let home = seen(&mut citizen, "/ho-so").await;
    assert!(
        home.contains(&Text::of(Language::Vietnamese).say("my-home-empty")),
        "{home}"
    );
}

pub(super) async fn registry_silent(row: &Row) {
    let world = World::open().await;
    world.net.set_down("driving-licence/look-up", Code::PeerUnreachable);
    let mut citizen = world.visit(OWNER).await;
    let draft = begin(&mut citizen, LICENCE).await;
    hand_in(&mut citizen, &draft, "kham.pdf").await;
    for language in Language::ALL {
        row.check(&citizen.speaking(language).get(&draft).await);
    }
    assert_eq!(citizen.post(&format!("{draft}/nop"), &[]).await.status.as_u16(), 422);
    // Asking a registry that is still silent takes nothing away.
    citizen.post(&format!("{draft}/thu-lai/2"), &[]).await.leads_on();
    assert!(seen(&mut citizen, &draft).await.contains("kham.pdf"));
    world.net.set_up("driving-licence/look-up");
    let again = citizen.post(&format!("{draft}/thu-lai/2"), &[]).await;
    assert_eq!(again.leads_on(), format!("{draft}#giay-2"));
    submit(&mut citizen, &draft).await;
}

pub(super) async fn component_missing(row: &Row) {
    let world = World::open().await;
    let mut citizen = world.visit(OWNER).await;
    let draft = begin(&mut citizen, LICENCE).await;
    for language in Language::ALL {
        row.check(&citizen.speaking(language).post(&format!("{draft}/nop"), &[]).await);
    }
    // The confirmation cannot be reached past the review either.
    assert_eq!(citizen.post(&format!("{draft}/xac-nhan"), &[]).await.leads_on(), draft);
    assert_eq!(dossiers(&world).await, 0);
    hand_in(&mut citizen, &draft, "kham.pdf").await;
    submit(&mut citizen, &draft).await;
}

/// Hands in a file that is refused, in both languages; the one handed in before stays.
async fn refused_file(row: &Row, name: &str, content: &[u8]) {
    let world = World::open().await;
    let (mut citizen, draft) = complete_draft(&world).await;
    let file = File {
        field: "tep-3",
        name,
        content,
    };
    for language in Language::ALL {
        let mut citizen = citizen.speaking(language);
        row.check(
            &citizen
                .post_files(&format!("{draft}/nop-tep/3"), &[], from_ref(&file))
                .await,
        );
    }
    assert!(
        seen(&mut citizen, &draft).await.contains("kham.pdf"),
        "the earlier file is still there"
    );
    submit(&mut citizen, &draft).await;
}

pub(super) async fn upload_of_a_wrong_type(row: &Row) {
    refused_file(row, "kham-2.pdf", b"GIF89a\x01\x00\x01\x00").await;
}

pub(super) async fn upload_too_large(row: &Row) {
    let mut content = PDF.to_vec();
    content.resize(FILE_BYTES_MAX, b' ');
    largest_is_taken(&content).await;
    content.push(b' ');
    refused_file(row, "kham-2.pdf", &content).await;
}

async fn largest_is_taken(content: &[u8]) {
    let world = World::open().await;
    let (mut citizen, draft) = complete_draft(&world).await;
    let file = File {
        field: "tep-3",
        name: "lon.pdf",
        content,
    };
    citizen
        .post_files(&format!("{draft}/nop-tep/3"), &[], &[file])
        .await
        .leads_on();
    assert!(seen(&mut citizen, &draft).await.contains("lon.pdf"));
}

pub(super) async fn upload_far_too_large(row: &Row) {
    let mut content = PDF.to_vec();
    content.resize(FILE_BYTES_MAX + 1024 * 1024, b' ');
    refused_file(row, "kham-2.pdf", &content).await;
}

pub(super) async fn document_expired_before_submission(row: &Row) {
    let world = World::open().await;
    world.issue_certificate(OWNER_NUMBER, date(2026, 12, 1), PDF).await;
    let mut citizen = world.visit(OWNER).await;
    let drafts = [begin(&mut citizen, LICENCE).await, begin(&mut citizen, LICENCE).await];
    for draft in &drafts {
        citizen.post(&format!("{draft}/nop"), &[]).await.leads_on();
    }
    world.set_clock(moment_of(date(2026, 12, 2), time(0, 0, 1, 0)));
    let mut citizen = world.visit(OWNER).await;
    for (language, draft) in Language::ALL.into_iter().zip(&drafts) {
        let refused = citizen.speaking(language).post(&format!("{draft}/xac-nhan"), &[]).await;
        row.check(&refused);
        assert_eq!(dossiers(&world).await, 0);
        // The page has the field that puts it right.
        assert!(refused.text().contains("name=\"tep-3\""));
    }
    for draft in &drafts {
        hand_in(&mut citizen, draft, "kham.pdf").await;
        submit(&mut citizen, draft).await;
    }
}

pub(super) async fn draft_changed_after_the_review(row: &Row) {
    let world = World::open().await;
    let (mut citizen, draft) = complete_draft(&world).await;
    for language in Language::ALL {
        let mut old_tab = citizen.speaking(language);
        let seen = reviewed(&mut old_tab, &draft).await;
        let confirmation = old_tab
            .post(&format!("{draft}/nop"), &[("xem", &seen)])
            .await
            .leads_on();
        old_tab.open(&confirmation).await;
        hand_in(&mut citizen, &draft, "khac.pdf").await;
        let late = old_tab.post(&confirmation, &[("xem", &seen)]).await;
        row.check(&late);
        assert!(
            late.text().contains("khac.pdf"),
            "the page shows the draft as it is now"
        );
        row.check(&old_tab.post(&format!("{draft}/nop"), &[("xem", &seen)]).await);
        // An old address of the confirmation is no review either.
        old_tab.open(&confirmation).await;
        row.check(&old_tab.post(&confirmation, &[("xem", &seen)]).await);
        // A form that does not say what was reviewed fits no draft.
        row.check(&old_tab.post(&confirmation, &[]).await);
    }
    assert_eq!(dossiers(&world).await, 0);
    let seen = reviewed(&mut citizen, &draft).await;
    let confirmation = citizen
        .post(&format!("{draft}/nop"), &[("xem", &seen)])
        .await
        .leads_on();
    code_in(&citizen.post(&confirmation, &[("xem", &seen)]).await.leads_on());
}

pub(super) async fn confirmation_refused(row: &Row) {
    let world = World::open().await.with_passphrases().await;
    let mut citizen = world.visit(OTHER_CITIZEN).await;
    let draft = begin(&mut citizen, LICENCE).await;
    hand_in(&mut citizen, &draft, "kham.pdf").await;
    let confirmation = citizen.post(&format!("{draft}/nop"), &[]).await.leads_on();
    for language in Language::ALL {
        let mut citizen = citizen.speaking(language);
        row.check(&citizen.post(&confirmation, &[("mat-khau", "sai")]).await);
        // No passphrase at all is none either.
        row.check(&citizen.post(&confirmation, &[]).await);
    }
    let reviewed = reviewed(&mut citizen, &confirmation).await;
    let receipt = citizen
        .post(&confirmation, &[("mat-khau", PASSPHRASE), ("xem", &reviewed)])
        .await
        .leads_on();
    assert!(code_in(&receipt).starts_with("000.00.08.H45-261130-"));
}

pub(super) async fn double_submission(row: &Row) {
    let world = World::open().await;
    let (mut citizen, draft) = complete_draft(&world).await;
    let confirmation = citizen.post(&format!("{draft}/nop"), &[]).await.leads_on();
    let (mut first, mut second) = (citizen.clone(), citizen.clone());
    let reviewed = reviewed(&mut citizen, &confirmation).await;
    let fields = [("xem", reviewed.as_str())];
    let (first, second) = tokio::join!(first.post(&confirmation, &fields), second.post(&confirmation, &fields));
    let receipt = first.leads_on();
    assert_eq!(second.leads_on(), receipt);
    let code = code_in(&receipt);
    // The back button, the review page and its button all lead to the one dossier.
    for language in Language::ALL {
        let mut citizen = citizen.speaking(language);
        for path in [&draft, &confirmation] {
            let settled = citizen.get(path).await;
            row.check(&settled);
            assert!(settled.text().contains(&format!("href=\"/ho-so/{code}")));
        }
        row.check(&citizen.post(&format!("{draft}/nop"), &[]).await);
        assert_eq!(citizen.post(&confirmation, &[]).await.leads_on(), receipt);
    }
    assert_eq!(dossiers(&world).await, 1);
    assert_eq!(
        world.casework.sync_state().await.unwrap().waiting,
        1,
        "one change for the national portal"
    );
    assert_eq!(world.standing(&code).await, (1, 1));
}
