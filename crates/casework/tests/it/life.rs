//! The whole life of a dossier, and of a second one that is spared what the first one brought.

use jiff::civil::date;
use motlan_casework::document::signature;
use motlan_casework::model::dossier_code::DossierCode;
use motlan_casework::model::status::Status;
use motlan_casework::service::desk::Filter;
use motlan_casework::service::view::{Action, Page};
use motlan_evidence::case::{CaseEntry, Event, Form, Source};
use motlan_evidence::{IdCommitment, LogName};
use motlan_identity::Level;

use crate::support::{
    LICENCE, PERMIT, SYSTEM_INDEX, UNIT, World, health_certificate, lan, officer, on_both_engines, with_world,
};

/// Every entry of the province's log.
fn logged(world: &World) -> Vec<CaseEntry> {
    let size = world.evidence.size(LogName::Casework);
    (0..size)
        .map(|index| world.evidence.case_entry(index).unwrap().unwrap())
        .collect()
}

#[tokio::test]
async fn from_the_draft_to_the_result_in_the_vault() {
    on_both_engines(async |world: World| {
        let (casework, lan, officer) = (&world.casework, lan(), officer());
        let certificate = casework
            .issue_document(&lan.personal_number, health_certificate(date(2027, 5, 31)))
            .await
            .unwrap();

        // Everything is known: nobody is asked for a paper.
        let id = casework.begin_draft(&lan, LICENCE).await.unwrap();
        let draft = casework.draft(lan.account, &id).await.unwrap();
        assert_eq!((draft.missing().count(), draft.papers_not_asked()), (0, 3));
        let first = draft.components[0].state.satisfied().unwrap();
        let codes: Vec<&str> = first.fields.iter().map(|field| field.code.as_str()).collect();
        assert_eq!(
            codes,
            ["full_name", "birth_date", "permanent_address"],
            "asked for, and no more"
        );
        assert_eq!(first.from, "VN/GOV/G01/population");

        let code = casework.submit(&lan, Level::Two, &id).await.unwrap();
        assert_eq!(code.to_string(), "000.00.08.H45-261130-0001");
        casework.receive(&officer, &code, 1).await.unwrap();
        let check = casework.check(&officer, &code).await.unwrap();
        assert!(check.is_match && check.is_signed);
        let asked: Vec<&str> = check.fields.iter().map(|field| field.code.as_str()).collect();
        assert_eq!(asked, ["birth_date", "full_name", "permanent_address"]);
        casework.start(&officer, &code, 2).await.unwrap();
        let result = casework.sign_result(&officer, &code).await.unwrap();
        assert_eq!(casework.sign_result(&officer, &code).await.unwrap(), result);
        assert_eq!(
            casework.vault(&lan).await.unwrap().len(),
            1,
            "the result is still pending"
        );
        casework.decide(&officer, &code, 3, None).await.unwrap();
        casework.hand_over(&officer, &code, 4).await.unwrap();

        let view = casework.dossier_of(lan.account, &code).await.unwrap();
        let statuses: Vec<u8> = view.steps.iter().map(|step| step.status.code()).collect();
        assert_eq!(statuses, [1, 2, 4, 9, 10]);
        assert!(view.steps.iter().all(|step| !step.is_proven && step.officer.is_none()));
        assert_eq!(
            (view.row.received, view.row.due),
            (Some(date(2026, 11, 30)), Some(date(2026, 12, 7)))
        );
        assert_eq!(view.result.as_ref(), Some(&result));

        let document = casework.document_of(&lan, &result).await.unwrap();
        assert_eq!(document.valid_until, Some(date(2036, 11, 30)));
        let content = casework.document_content(&lan, &result).await.unwrap();
        assert!(signature::verify(&content.bytes).is_ok());
        let used = casework.document_of(&lan, &certificate).await.unwrap().uses;
        assert_eq!(used[0].dossier, code);

        check_log(&world, check.transaction).await;
        check_portal(&world, &code).await;
    })
    .await;
}

/// What the log gets, in order: the rates are computed from this and nothing else.
async fn check_log(world: &World, checked_by: IdCommitment) {
    let casework = &world.casework;
    assert_eq!(casework.append_entries().await.unwrap(), 10);
    let entries = logged(world);
    let status = |status, number| Event::Status { status, number };
    let component = |component, source, transaction| Event::Component {
        component,
        source,
        form: Form::Electronic,
        transaction,
    };
    let transaction = |at: usize| match entries[at].event {
        Event::Component { transaction, .. } => transaction,
        _ => None,
    };
    let expected = [
        status(1, 1),
        component(1, Source::Registry, transaction(1)),
        component(2, Source::Registry, transaction(2)),
        component(3, Source::Vault, None),
        status(2, 2),
        Event::Check {
            is_match: true,
            transaction: checked_by,
        },
        status(4, 3),
        Event::Result { is_electronic: true },
        status(9, 4),
        status(10, 5),
    ];
    assert_eq!(entries.iter().map(|entry| entry.event).collect::<Vec<_>>(), expected);
    assert!(transaction(1).is_some() && transaction(1) != transaction(2));
    for (step, entry) in (1..).zip(&entries) {
        assert_eq!(
            (entry.step, entry.system, entry.unit, entry.procedure),
            (step, SYSTEM_INDEX, 8, 1)
        );
        assert_eq!(entry.dossier, entries[0].dossier);
        assert_eq!(entry.received.is_some(), step >= 5);
        assert_eq!(entry.ended.is_some(), step >= 9);
    }
}

/// And the national portal knows the same.
async fn check_portal(world: &World, code: &DossierCode) {
    let (casework, lan) = (&world.casework, lan());
    let view = casework.dossier_of(lan.account, code).await.unwrap();
    assert!(view.steps.iter().all(|step| step.is_proven));
    assert_eq!(
        view.steps.iter().map(|step| step.index).collect::<Vec<_>>(),
        [0, 4, 6, 8, 9]
    );
    let sent = casework.send_outbox().await.unwrap();
    assert_eq!((sent.sent, sent.waiting, sent.oldest_at), (5, 0, None));
    let held = world.inbox.find(code).await.unwrap().unwrap();
    assert_eq!((held.status, held.number, held.history.len()), (Status::Returned, 5, 5));
    assert_eq!(world.inbox.append_entries().await.unwrap(), 5);
    let portal = casework.dossier_of(lan.account, code).await.unwrap().portal;
    assert_eq!(
        (portal.number, portal.status, portal.waiting),
        (Some(5), Some(Status::Returned), 0)
    );
    let synced = world.portal_evidence.case_entry(4).unwrap().unwrap();
    let told = CaseEntry {
        event: Event::Synced { status: 10, number: 5 },
        ..logged(world)[9]
    };
    assert_eq!(synced, told);
}

#[tokio::test]
async fn the_second_procedure_reuses_the_result_of_the_first() {
    with_world(async |world: World| {
        let (casework, lan, officer) = (&world.casework, lan(), officer());
        let first = world.in_progress().await;
        let licence = casework.sign_result(&officer, &first).await.unwrap();
        let before = casework.begin_draft(&lan, PERMIT).await.unwrap();
        let before = casework.draft(lan.account, &before).await.unwrap();
        let source = before.components[1].state.satisfied().unwrap().source;
        assert_eq!(source, Source::Registry, "a pending result is nobody's yet");

        casework.decide(&officer, &first, 3, None).await.unwrap();
        let id = casework.begin_draft(&lan, PERMIT).await.unwrap();
        let draft = casework.draft(lan.account, &id).await.unwrap();
        let reused = draft.components[1].state.satisfied().unwrap();
        assert_eq!(
            (reused.source, reused.document.as_ref()),
            (Source::EarlierResult, Some(&licence))
        );
        assert_eq!((reused.from.as_str(), reused.value("classes")), (UNIT, Some("B2")));
        let second = casework.submit(&lan, Level::Two, &id).await.unwrap();
        let uses = casework.document_of(&lan, &licence).await.unwrap().uses;
        assert_eq!(uses.iter().map(|it| &it.dossier).collect::<Vec<_>>(), [&second]);
        casework.receive(&officer, &second, 1).await.unwrap();
        casework.start(&officer, &second, 2).await.unwrap();
        let permit = casework.sign_result(&officer, &second).await.unwrap();
        casework.decide(&officer, &second, 3, None).await.unwrap();
        let permit = casework.document_of(&lan, &permit).await.unwrap();
        assert_eq!(permit.valid_until, Some(date(2029, 11, 30)));
        // The desk that handles it reads the licence; another dossier's desk does not.
        assert!(
            casework
                .desk_document_content(&officer, &second, &licence)
                .await
                .is_ok()
        );
        assert!(
            casework
                .desk_document_content(&officer, &first, &permit.uri)
                .await
                .is_err()
        );
    })
    .await;
}

#[tokio::test]
async fn a_desk_sees_what_it_can_do_and_how_much_time_is_left() {
    with_world(async |world: World| {
        let (casework, officer) = (&world.casework, officer());
        let code = world.submitted().await;
        let actions = async || casework.desk(&officer, &code).await.unwrap().actions;
        assert_eq!(actions().await, [Action::Receive, Action::Refuse, Action::Check]);
        casework.receive(&officer, &code, 1).await.unwrap();
        assert_eq!(actions().await, [Action::Check, Action::Start, Action::AskSupplement]);
        casework.start(&officer, &code, 2).await.unwrap();
        assert_eq!(
            actions().await,
            [Action::Check, Action::AskSupplement, Action::Stop, Action::Sign]
        );
        casework.sign_result(&officer, &code).await.unwrap();
        assert!(actions().await.contains(&Action::Decide));

        // Thursday: three of five working days are used.
        world.clock.advance_seconds(3 * 24 * 3600);
        world.submitted().await;
        let queue = casework.queue(&officer, Filter::Open, Page::FIRST).await.unwrap();
        assert_eq!((queue.total, queue.rows[0].code.clone()), (2, code.clone()));
        let standing = queue.rows[0].standing.unwrap();
        assert_eq!((standing.days_left, standing.used_percent), (2, 60));
        assert!(queue.rows[1].standing.is_none(), "the clock of a new one does not run");
        let overdue = casework.queue(&officer, Filter::Overdue, Page::FIRST).await.unwrap();
        assert_eq!(overdue.total, 0);
        world.clock.advance_seconds(5 * 24 * 3600);
        let overdue = casework.queue(&officer, Filter::Overdue, Page::FIRST).await.unwrap();
        assert_eq!(overdue.rows[0].code, code);
        assert!(overdue.rows[0].standing.unwrap().is_late);
        let counts = casework.queue_counts(&officer).await.unwrap();
        assert_eq!(counts, [(Status::New, 1), (Status::InProgress, 1)]);
        let page = casework.queue(&officer, Filter::All, Page { number: 2 }).await.unwrap();
        assert_eq!((page.rows.len(), page.total, page.pages()), (0, 2, 1));
    })
    .await;
}

#[tokio::test]
async fn waiting_for_papers_does_not_cost_the_desk_its_days() {
    with_world(async |world: World| {
        let (casework, lan, officer) = (&world.casework, lan(), officer());
        let code = world.in_progress().await;
        let asked = crate::support::reason("Giấy khám sức khỏe bị mờ, hãy nộp lại");
        casework.ask_supplement(&officer, &code, 3, &asked).await.unwrap();
        let due = async || casework.dossier_of(lan.account, &code).await.unwrap().row.due;
        assert_eq!(due().await, Some(date(2026, 12, 7)), "an open pause moves nothing yet");
        // From Monday to Thursday: three working days.
        world.clock.advance_seconds(3 * 24 * 3600);
        let files = vec![(3, crate::support::pdf("lần hai.pdf"))];
        casework.supplement(&lan, &code, 4, files).await.unwrap();
        let view = casework.dossier_of(lan.account, &code).await.unwrap();
        assert_eq!(
            (view.row.status, view.row.due),
            (Status::InProgress, Some(date(2026, 12, 10)))
        );
        let asked_for = &view.steps[3].reasons[0].text;
        assert_eq!(asked_for, "Giấy khám sức khỏe bị mờ, hãy nộp lại");
        let upload = view.components[2].upload.clone().unwrap();
        let file = casework.dossier_upload(lan.account, &code, &upload).await.unwrap();
        assert_eq!(file.file_name, "lần hai.pdf");
        casework.append_entries().await.unwrap();
        let last = logged(&world).pop().unwrap();
        assert_eq!(
            last.due,
            Some(motlan_casework::model::day::day_number(date(2026, 12, 10)))
        );
        let events: Vec<Event> = logged(&world).iter().map(|entry| entry.event).collect();
        assert!(matches!(
            events[events.len() - 2],
            Event::Component {
                component: 3,
                source: Source::Upload,
                ..
            }
        ));
    })
    .await;
}
