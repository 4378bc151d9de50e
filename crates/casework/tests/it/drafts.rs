//! Drafts: what happens when a registry is down or knows nobody, what may be handed in, and submitting.

use jiff::civil::date;
use motlan_casework::model::owner::Owner;
use motlan_casework::service::attach::{UPLOAD_BYTES_MAX, Upload};
use motlan_casework::service::view::{ComponentState, Page};
use motlan_core::Code;
use motlan_evidence::LogName;
use motlan_evidence::case::Source;
use motlan_identity::Level;

use crate::append::{log, table};
use crate::support::{
    LICENCE, World, code_of, health_certificate, hoa, lan, officer, on_both_engines, pdf, with_world,
};

#[tokio::test]
async fn a_registry_that_is_down_leaves_its_component_open_and_can_be_asked_again() {
    with_world(async |world: World| {
        let (casework, lan) = (&world.casework, lan());
        world.net.set_down("driving-licence/look-up", Code::PeerUnreachable);
        let id = casework.begin_draft(&lan, LICENCE).await.unwrap();
        let draft = casework.draft(lan.account, &id).await.unwrap();
        assert!(draft.components[0].state.satisfied().is_some());
        assert!(
            matches!(&draft.components[1].state, ComponentState::Unavailable { code } if code == "peer_unreachable")
        );
        assert!(matches!(draft.components[2].state, ComponentState::Missing) && draft.components[2].takes_upload);
        casework.attach(&lan, &id, 3, pdf("kham.pdf")).await.unwrap();
        assert_eq!(
            code_of(casework.submit(&lan, Level::Two, &id).await),
            "component_missing"
        );

        world.net.set_up("driving-licence/look-up");
        casework.retry(&lan, &id, 2).await.unwrap();
        let draft = casework.draft(lan.account, &id).await.unwrap();
        assert_eq!(
            draft.components[1].state.satisfied().unwrap().value("classes"),
            Some("B2")
        );
        // Down again: what is held stays.
        world.net.set_down("driving-licence/look-up", Code::PeerUnreachable);
        casework.retry(&lan, &id, 2).await.unwrap();
        casework.retry(&lan, &id, 3).await.unwrap();
        let draft = casework.draft(lan.account, &id).await.unwrap();
        assert_eq!(draft.missing().count(), 0);
        assert!(casework.submit(&lan, Level::Two, &id).await.is_ok());
        let purposes: Vec<String> = world
            .net
            .seen
            .lock()
            .unwrap()
            .iter()
            .map(|seen| seen.1.clone())
            .collect();
        assert!(
            purposes.iter().all(|purpose| purpose == "ND-107-2021"),
            "a draft has no dossier to name"
        );
    })
    .await;
}

#[tokio::test]
async fn who_holds_no_licence_cannot_renew_one() {
    with_world(async |world: World| {
        let (casework, hoa) = (&world.casework, hoa());
        let id = casework.begin_draft(&hoa, LICENCE).await.unwrap();
        let draft = casework.draft(hoa.account, &id).await.unwrap();
        assert!(matches!(draft.components[1].state, ComponentState::Missing));
        casework.attach(&hoa, &id, 3, pdf("kham.pdf")).await.unwrap();
        let refusal = casework.submit(&hoa, Level::Two, &id).await.unwrap_err().failure();
        assert_eq!(refusal.code, Code::ComponentMissing);
        assert!(refusal.detail.contains("component 2"), "{}", refusal.detail);
        // Nothing takes the registry's place.
        assert_eq!(
            code_of(casework.attach(&hoa, &id, 2, pdf("bang.pdf")).await),
            "component_unknown"
        );
    })
    .await;
}

#[tokio::test]
async fn only_papers_are_handed_in() {
    with_world(async |world: World| {
        let (casework, lan) = (&world.casework, lan());
        let id = casework.begin_draft(&lan, LICENCE).await.unwrap();
        let attach = async |content: Vec<u8>| {
            let upload = Upload {
                name: "a".to_owned(),
                media_type: "application/pdf".to_owned(),
                content,
            };
            casework.attach(&lan, &id, 3, upload).await
        };
        assert_eq!(code_of(attach(b"MZ\x90".to_vec()).await), "upload_type");
        assert_eq!(code_of(attach(Vec::new()).await), "upload_size");
        let mut large = b"%PDF-1.7".to_vec();
        large.resize(UPLOAD_BYTES_MAX, b' ');
        attach(large.clone()).await.unwrap();
        large.push(b' ');
        assert_eq!(code_of(attach(large).await), "upload_size");
        assert_eq!(
            code_of(casework.attach(&lan, &id, 4, pdf("a")).await),
            "component_unknown"
        );
        let upload = casework.draft(lan.account, &id).await.unwrap().components[2]
            .upload
            .clone()
            .unwrap();
        assert_eq!(
            code_of(casework.draft_upload(hoa().account, &id, &upload).await),
            "draft_not_found"
        );
        assert_eq!(
            casework
                .draft_upload(lan.account, &id, &upload)
                .await
                .unwrap()
                .bytes
                .len(),
            UPLOAD_BYTES_MAX
        );
    })
    .await;
}

#[tokio::test]
async fn submitting_twice_or_at_once_gives_one_dossier() {
    with_world(async |world: World| {
        let (casework, lan) = (&world.casework, lan());
        let id = casework.begin_draft(&lan, LICENCE).await.unwrap();
        casework.attach(&lan, &id, 3, pdf("kham.pdf")).await.unwrap();
        assert_eq!(code_of(casework.submit(&lan, Level::One, &id).await), "level_too_low");
        let (one, two, three) = tokio::join!(
            casework.submit(&lan, Level::Two, &id),
            casework.submit(&lan, Level::Two, &id),
            casework.submit(&lan, Level::Two, &id),
        );
        let code = one.unwrap();
        assert_eq!((two.unwrap(), three.unwrap()), (code.clone(), code.clone()));
        let listed = casework.dossiers_of(lan.account, Page::FIRST).await.unwrap();
        assert_eq!((listed.total, &listed.rows[0].code), (1, &code));
        casework.append_entries().await.unwrap();
        assert_eq!(world.evidence.size(LogName::Casework), 4);
        assert_eq!(casework.draft(lan.account, &id).await.unwrap().dossier, Some(code));
        assert_eq!(
            code_of(casework.attach(&lan, &id, 3, pdf("b")).await),
            "draft_submitted"
        );
        assert_eq!(code_of(casework.retry(&lan, &id, 2).await), "draft_submitted");
        assert_eq!(
            code_of(casework.submit(&hoa(), Level::Two, &id).await),
            "draft_not_found"
        );
        assert_eq!(world.submitted_by(&lan).await.serial(), 2);
    })
    .await;
}

#[tokio::test]
async fn an_expired_document_is_not_reused_and_stops_a_decision() {
    with_world(async |world: World| {
        let (casework, lan, officer) = (&world.casework, lan(), officer());
        let issue = async |until| {
            let new = health_certificate(until);
            casework.issue_document(&lan.personal_number, new).await.unwrap()
        };
        issue(date(2026, 11, 29)).await;
        let id = casework.begin_draft(&lan, LICENCE).await.unwrap();
        let draft = casework.draft(lan.account, &id).await.unwrap();
        assert!(
            matches!(draft.components[2].state, ComponentState::Missing),
            "it ended yesterday"
        );

        let last_day = issue(date(2026, 11, 30)).await;
        casework.retry(&lan, &id, 3).await.unwrap();
        let draft = casework.draft(lan.account, &id).await.unwrap();
        let reused = draft.components[2].state.satisfied().unwrap();
        assert_eq!(
            (reused.source, reused.document.as_ref()),
            (Source::Vault, Some(&last_day))
        );
        let other = casework.begin_draft(&lan, LICENCE).await.unwrap();
        let code = casework.submit(&lan, Level::Two, &id).await.unwrap();
        casework.receive(&officer, &code, 1).await.unwrap();
        casework.start(&officer, &code, 2).await.unwrap();
        world.clock.advance_seconds(24 * 3600);
        // The other draft still shows it, and cannot be submitted with it.
        assert_eq!(
            code_of(casework.submit(&lan, Level::Two, &other).await),
            "document_expired"
        );
        casework.retry(&lan, &other, 3).await.unwrap();
        assert_eq!(
            code_of(casework.submit(&lan, Level::Two, &other).await),
            "component_missing"
        );
        casework.sign_result(&officer, &code).await.unwrap();
        assert_eq!(
            code_of(casework.decide(&officer, &code, 3, None).await),
            "document_expired"
        );
        assert_eq!(
            casework
                .vault(&lan)
                .await
                .unwrap()
                .iter()
                .filter(|it| it.is_valid)
                .count(),
            0
        );
    })
    .await;
}

/// Red where a confirmation is not bound to what was reviewed.
#[tokio::test]
async fn what_changed_since_the_review_is_not_submitted() {
    with_world(async |world: World| {
        let (casework, lan) = (&world.casework, lan());
        let id = casework.begin_draft(&lan, LICENCE).await.unwrap();
        casework.attach(&lan, &id, 3, pdf("kham.pdf")).await.unwrap();
        let digest = async || casework.draft(lan.account, &id).await.unwrap().digest;
        let reviewed = digest().await;
        assert_eq!(digest().await, reviewed);
        casework.attach(&lan, &id, 3, pdf("kham.pdf")).await.unwrap();
        let submit = async |reviewed: &str| casework.submit_reviewed(&lan, Level::Two, &id, Some(reviewed)).await;
        assert_eq!(code_of(submit(&reviewed).await), "draft_changed");
        let again = digest().await;
        casework.retry(&lan, &id, 2).await.unwrap();
        assert_eq!(code_of(submit(&again).await), "draft_changed");
        submit(&digest().await).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn drafts_that_nobody_submits_are_forgotten() {
    with_world(async |world: World| {
        let (casework, lan) = (&world.casework, lan());
        let submitted = world.submitted().await;
        let old = casework.begin_draft(&lan, LICENCE).await.unwrap();
        casework.attach(&lan, &old, 3, pdf("kham.pdf")).await.unwrap();
        world.clock.advance_seconds(29 * 24 * 3600);
        let young = casework.begin_draft(&lan, LICENCE).await.unwrap();
        assert_eq!(casework.forget_drafts().await.unwrap(), 0);
        world.clock.advance_seconds(2 * 24 * 3600);
        assert_eq!(casework.forget_drafts().await.unwrap(), 1);
        assert_eq!(code_of(casework.draft(lan.account, &old).await), "draft_not_found");
        assert!(casework.draft(lan.account, &young).await.is_ok());
        let view = casework.dossier_of(lan.account, &submitted).await.unwrap();
        assert!(view.components.iter().all(|it| it.state.satisfied().is_some()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn submissions_side_by_side_leave_no_gap_in_codes_or_entries() {
    on_both_engines(async |world: World| {
        let mut submissions = tokio::task::JoinSet::new();
        for account in 100..116 {
            let casework = world.casework.clone();
            let owner = Owner { account, ..lan() };
            submissions.spawn(async move {
                let id = casework.begin_draft(&owner, LICENCE).await.unwrap();
                casework.attach(&owner, &id, 3, pdf("kham.pdf")).await.unwrap();
                let code = casework.submit(&owner, Level::Two, &id).await.unwrap();
                casework.receive(&officer(), &code, 1).await.unwrap();
                code.serial()
            });
        }
        let mut serials = submissions.join_all().await;
        serials.sort_unstable();
        assert_eq!(serials, (1..=16).collect::<Vec<u32>>());
        assert_eq!(world.casework.append_entries().await.unwrap(), 16 * 5);
        assert_eq!(log(&world.evidence), table(&world.db).await);
    })
    .await;
}
