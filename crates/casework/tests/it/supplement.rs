//! Asking for more, and handing it in: what can be asked, and what then may come.

use motlan_casework::model::status::Status;
use motlan_casework::service::view::Action;
use motlan_identity::Level;

use crate::support::{PERMIT, World, code_of, lan, officer, reason, with_world};

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
