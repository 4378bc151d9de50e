//! Who may do what, when: foreign owners and units, stale pages, reasons, results without a signature.

use motlan_casework::model::reason::Reason;
use motlan_casework::model::status::Status;
use motlan_casework::service::check::Agreement;
use motlan_casework::{Casework, Officer};
use motlan_core::Code;
use motlan_evidence::case::Event;

use crate::support::{OTHER_UNIT, UNIT, World, code_of, config, evidence, hoa, lan, officer, pdf, reason, with_world};

#[tokio::test]
async fn a_foreign_dossier_does_not_exist() {
    with_world(async |world: World| {
        let (casework, hoa) = (&world.casework, hoa());
        let code = world.submitted().await;
        let stranger = Officer {
            units: vec![OTHER_UNIT.to_owned()],
            ..officer()
        };
        assert_eq!(
            code_of(casework.dossier_of(hoa.account, &code).await),
            "dossier_not_found"
        );
        assert_eq!(
            code_of(casework.withdraw(&hoa, &code, 1, None).await),
            "dossier_not_found"
        );
        let files = vec![(3, pdf("a"))];
        assert_eq!(
            code_of(casework.supplement(&hoa, &code, 1, files).await),
            "dossier_not_found"
        );
        let upload = casework.dossier_of(lan().account, &code).await.unwrap().components[2]
            .upload
            .clone()
            .unwrap();
        assert_eq!(
            code_of(casework.dossier_upload(hoa.account, &code, &upload).await),
            "dossier_not_found"
        );
        assert_eq!(code_of(casework.desk(&stranger, &code).await), "dossier_not_found");
        assert_eq!(
            code_of(casework.desk_upload(&stranger, &code, &upload).await),
            "dossier_not_found"
        );
        assert_eq!(
            code_of(casework.receive(&stranger, &code, 1).await),
            "dossier_not_found"
        );
        assert_eq!(code_of(casework.check(&stranger, &code).await), "dossier_not_found");
        assert_eq!(
            code_of(casework.sign_result(&stranger, &code).await),
            "dossier_not_found"
        );
        assert_eq!(world.net.calls_of("population/verify"), 0, "nobody was asked");
        let unknown = "000.00.08.H45-261130-9999".parse().unwrap();
        let same = casework.desk(&officer(), &unknown).await.unwrap_err().failure();
        assert_eq!(same, casework.desk(&stranger, &code).await.unwrap_err().failure());
        assert!(casework.desk_upload(&officer(), &code, &upload).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_second_click_changes_nothing() {
    with_world(async |world: World| {
        let (casework, officer) = (&world.casework, officer());
        let code = world.submitted().await;
        let (one, two) = tokio::join!(
            casework.receive(&officer, &code, 1),
            casework.receive(&officer, &code, 1)
        );
        let outcomes = [one, two].map(|outcome| outcome.map_err(|error| error.code()));
        assert!(
            outcomes.contains(&Ok(())) && outcomes.contains(&Err(Code::DossierChanged)),
            "{outcomes:?}"
        );
        // The back button: the page of a new dossier.
        let reasons = reason("Hồ sơ không thuộc thẩm quyền");
        assert_eq!(
            code_of(casework.refuse(&officer, &code, 1, &reasons).await),
            "dossier_changed"
        );
        assert_eq!(
            code_of(casework.withdraw(&lan(), &code, 1, None).await),
            "dossier_changed"
        );
        let view = casework.dossier_of(lan().account, &code).await.unwrap();
        assert_eq!(
            (view.row.status, view.number, view.steps.len()),
            (Status::Received, 2, 2)
        );
        casework.withdraw(&lan(), &code, 2, None).await.unwrap();
        assert_eq!(code_of(casework.start(&officer, &code, 3).await), "status_not_allowed");
        assert!(casework.desk(&officer, &code).await.unwrap().actions.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_refusal_says_why() {
    with_world(async |world: World| {
        let (casework, officer) = (&world.casework, officer());
        let code = world.submitted().await;
        assert_eq!(
            code_of(casework.refuse(&officer, &code, 1, &[]).await),
            "reason_required"
        );
        assert_eq!(Reason::new(None, "không rõ").unwrap_err().code, Code::ReasonTooShort);
        assert_eq!(
            code_of(casework.stop(&officer, &code, 1, &[]).await),
            "status_not_allowed"
        );
        let reasons = vec![Reason::new(Some(3), "Giấy khám không có chữ ký").unwrap()];
        casework.refuse(&officer, &code, 1, &reasons).await.unwrap();
        let view = casework.dossier_of(lan().account, &code).await.unwrap();
        assert_eq!(view.steps[1].reasons, reasons);
        assert!(view.row.ended.is_some() && view.row.received.is_none());
        casework.append_entries().await.unwrap();
        let (first, last) = (
            world.evidence.case_entry(0).unwrap(),
            world.evidence.case_entry(4).unwrap(),
        );
        assert_eq!(first.unwrap().content, [0; 32]);
        assert_ne!(last.unwrap().content, [0; 32], "the entry commits to the reason");
        casework.send_outbox().await.unwrap();
        let held = world.inbox.find(&code).await.unwrap().unwrap();
        assert_eq!(held.history[1].reasons, ["Giấy khám không có chữ ký"]);
    })
    .await;
}

#[tokio::test]
async fn nothing_is_decided_without_the_units_own_signature() {
    with_world(async |world: World| {
        let (casework, signer) = (&world.casework, officer());
        // Signs, but for another of the two units.
        let clerk = Officer {
            units: [UNIT, OTHER_UNIT].map(str::to_owned).into(),
            signing_units: vec![OTHER_UNIT.to_owned()],
            ..officer()
        };
        let code = world.submitted().await;
        assert_eq!(
            code_of(casework.sign_result(&signer, &code).await),
            "status_not_allowed"
        );
        casework.receive(&clerk, &code, 1).await.unwrap();
        casework.start(&clerk, &code, 2).await.unwrap();
        assert_eq!(
            code_of(casework.decide(&clerk, &code, 3, None).await),
            "result_unsigned"
        );
        assert_eq!(
            code_of(casework.sign_result(&clerk, &code).await),
            "signing_not_allowed"
        );
        let uri = casework.sign_result(&signer, &code).await.unwrap();
        tamper(&world, &uri.to_string()).await;
        assert_eq!(
            code_of(casework.decide(&clerk, &code, 3, None).await),
            "result_unsigned"
        );
        assert_eq!(casework.dossier_of(lan().account, &code).await.unwrap().result, None);
    })
    .await;
}

/// Changes one byte of a document in the database.
async fn tamper(world: &World, uri: &str) {
    let changed: Result<(), motlan_store::db::DbError> = world
        .db
        .write("test.tamper", |mut connection| async move {
            let read = "-- test.read\nSELECT content FROM casework_document WHERE uri = $1";
            let mut content: Vec<u8> = sqlx::query_scalar(read).bind(uri).fetch_one(&mut *connection).await?;
            content[200] ^= 1;
            let write = "-- test.tamper\nUPDATE casework_document SET content = $2 WHERE uri = $1";
            sqlx::query(write)
                .bind(uri)
                .bind(content)
                .execute(&mut *connection)
                .await?;
            Ok(())
        })
        .await;
    changed.unwrap();
}

#[tokio::test]
async fn a_check_is_kept_with_what_differed() {
    with_world(async |world: World| {
        let (casework, officer) = (&world.casework, officer());
        let code = world.in_progress().await;
        world
            .net
            .verdicts
            .lock()
            .unwrap()
            .insert("permanent_address".to_owned(), "mismatch");
        let outcome = casework.check(&officer, &code).await.unwrap();
        assert!(!outcome.is_match && outcome.is_signed);
        let address = outcome
            .fields
            .iter()
            .find(|field| field.code == "permanent_address")
            .unwrap();
        assert_eq!(address.agreement, Agreement::Mismatch);
        assert_ne!(address.name.vi, address.code, "the pack names it");
        let (_, purpose, asked_by) = world.net.seen.lock().unwrap().last().unwrap().clone();
        assert_eq!(purpose, format!("ND-107-2021;dossier={code}"));
        assert_eq!(asked_by.as_deref(), Some("can-bo-1"));
        world.net.set_down("population/verify", Code::PeerUnreachable);
        assert_eq!(code_of(casework.check(&officer, &code).await), "peer_unreachable");
        let desk = casework.desk(&officer, &code).await.unwrap();
        assert_eq!(desk.checks, [outcome]);
        casework.append_entries().await.unwrap();
        let last = world.evidence.size(motlan_evidence::LogName::Casework) - 1;
        let entry = world.evidence.case_entry(last).unwrap().unwrap();
        assert!(matches!(entry.event, Event::Check { is_match: false, .. }));
    })
    .await;
}

#[tokio::test]
async fn a_configuration_that_contradicts_itself_does_not_open() {
    with_world(async |world: World| {
        let storage = motlan_store::storage::faulty::FaultyStorage::new(5);
        let open = async |change: &dyn Fn(&mut motlan_casework::Config)| {
            let mut config = config(&world.clock, world.net.line());
            change(&mut config);
            let evidence = evidence("H45", &storage).await;
            Casework::open(world.db.clone(), evidence, config).await.map(drop)
        };
        open(&|_| ()).await.unwrap();
        assert!(open(&|config| config.procedure_units.clear()).await.is_err());
        assert!(open(&|config| config.units[1].number = 8).await.is_err());
        assert!(
            open(&|config| config.system = "VN/GOV/H19/onestop".parse().unwrap())
                .await
                .is_err()
        );
        assert!(open(&|config| config.units.remove(0).number = 0).await.is_err());
    })
    .await;
}
