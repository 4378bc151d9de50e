//! Asking for more, and handing it in: what can be asked, and what then may come.

use motlan_casework::Casework;
use motlan_casework::model::procedure::SourceRule;
use motlan_casework::model::reason::Reason;
use motlan_casework::model::status::Status;
use motlan_casework::service::view::Action;
use motlan_identity::Level;

use crate::support::{PERMIT, World, code_of, config, lan, officer, pdf, reason, with_world};

/// Red where a desk can ask for a paper that no page lets the applicant send.
#[tokio::test]
async fn nothing_more_is_asked_where_nothing_can_be_handed_in() {
    with_world(async |world: World| {
        let (casework, lan, officer) = (&world.casework, lan(), officer());
        let draft = casework.begin_draft(&lan, PERMIT).await.unwrap();
        let code = casework.submit(&lan, Level::Two, &draft).await.unwrap();
        casework.receive(&officer, &code, 1).await.unwrap();
        let actions = casework.desk(&officer, &code).await.unwrap().actions;
        assert_eq!(actions, [Action::Check, Action::Start]);
        let asked = reason("Bản sao giấy phép lái xe bị mờ");
        let refusal = casework.ask_supplement(&officer, &code, 2, &asked).await;
        assert_eq!(code_of(refusal), "status_not_allowed");
        let view = casework.dossier_of(lan.account, &code).await.unwrap();
        assert_eq!(view.row.status, Status::Received);
    })
    .await;
}

/// Red where any file for any component takes the dossier out of its status.
#[tokio::test]
async fn what_the_desk_did_not_ask_for_is_not_taken() {
    with_world(async |world: World| {
        let (lan, officer) = (lan(), officer());
        let mut settings = config(&world.clock, world.net.line());
        for procedure in &mut settings.procedures {
            procedure.components[0].sources.push(SourceRule::Upload);
        }
        let casework = Casework::open(world.db.clone(), world.evidence.clone(), settings)
            .await
            .unwrap();
        let code = world.in_progress().await;
        let asked = [Reason::new(Some(3), "Giấy khám sức khỏe bị mờ, hãy nộp lại").unwrap()];
        casework.ask_supplement(&officer, &code, 3, &asked).await.unwrap();
        assert_eq!(casework.dossier_of(lan.account, &code).await.unwrap().asked, [3]);
        let send = async |files| casework.supplement(&lan, &code, 4, files).await;
        assert_eq!(code_of(send(vec![(1, pdf("a"))]).await), "component_not_asked");
        assert_eq!(
            code_of(send(vec![(3, pdf("a")), (1, pdf("b"))]).await),
            "component_not_asked"
        );
        assert_eq!(code_of(send(vec![(3, pdf("a")), (3, pdf("b"))]).await), "invalid_body");
        let view = casework.dossier_of(lan.account, &code).await.unwrap();
        assert_eq!(view.row.status, Status::SupplementNeeded);
        send(vec![(3, pdf("a"))]).await.unwrap();
        let view = casework.dossier_of(lan.account, &code).await.unwrap();
        assert_eq!((view.row.status, view.asked.len()), (Status::InProgress, 0));
    })
    .await;
}
