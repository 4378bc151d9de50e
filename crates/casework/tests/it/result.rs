//! A signed result: good as long as its dossier stands as it was signed, and as the unit has the key.

use std::collections::BTreeMap;

use motlan_casework::Casework;
use motlan_casework::document::signature::{ResultSigner, SignerName};
use motlan_casework::service::view::Action;

use crate::support::{UNIT, World, code_of, config, lan, monday, officer, on_both_engines, pdf, reason, with_world};

/// Red where the result that was signed before the supplement can still be issued after it.
#[tokio::test]
async fn what_was_signed_before_a_supplement_or_a_stop_is_signed_anew() {
    on_both_engines(async |world: World| {
        let (casework, officer) = (&world.casework, officer());
        let code = world.in_progress().await;
        let first = casework.sign_result(&officer, &code).await.unwrap();
        let asked = reason("Giấy khám sức khỏe bị mờ, hãy nộp lại");
        casework.ask_supplement(&officer, &code, 3, &asked).await.unwrap();
        casework
            .supplement(&lan(), &code, 4, vec![(3, pdf("hai.pdf"))])
            .await
            .unwrap();
        let desk = casework.desk(&officer, &code).await.unwrap();
        assert_eq!(desk.signed_result, None);
        assert!(desk.actions.contains(&Action::Sign) && !desk.actions.contains(&Action::Decide));
        assert_eq!(
            code_of(casework.decide(&officer, &code, 5, None).await),
            "result_unsigned"
        );
        let second = casework.sign_result(&officer, &code).await.unwrap();
        assert_ne!(first, second);

        casework.stop(&officer, &code, 5, &asked).await.unwrap();
        assert_eq!(
            code_of(casework.decide(&officer, &code, 6, None).await),
            "result_unsigned"
        );
        let third = casework.sign_result(&officer, &code).await.unwrap();
        casework.decide(&officer, &code, 6, None).await.unwrap();
        let vault = casework.vault(&lan()).await.unwrap();
        assert_eq!(vault.iter().map(|it| &it.uri).collect::<Vec<_>>(), [&third]);
        for gone in [first, second] {
            assert_eq!(code_of(casework.document_of(&lan(), &gone).await), "document_not_found");
        }
    })
    .await;
}

/// Red where the result of the old key blocks the dossier: it can neither be issued nor signed again.
#[tokio::test]
async fn a_unit_with_a_new_key_signs_what_its_old_one_signed() {
    with_world(async |world: World| {
        let officer = officer();
        let code = world.in_progress().await;
        let old = world.casework.sign_result(&officer, &code).await.unwrap();
        let name = SignerName {
            organisation: "Ủy ban nhân dân tỉnh Phú Yên",
            unit: "Sở Giao thông vận tải",
            unit_code: UNIT,
        };
        let mut settings = config(&world.clock, world.net.line());
        settings.signers = BTreeMap::from([(UNIT.to_owned(), ResultSigner::generate(&name, monday()).unwrap())]);
        let renewed = Casework::open(world.db.clone(), world.evidence.clone(), settings)
            .await
            .unwrap();
        let desk = renewed.desk(&officer, &code).await.unwrap();
        assert_eq!(desk.signed_result, None);
        assert!(desk.actions.contains(&Action::Sign) && !desk.actions.contains(&Action::Decide));
        assert_eq!(
            code_of(renewed.decide(&officer, &code, 3, None).await),
            "result_unsigned"
        );
        let new = renewed.sign_result(&officer, &code).await.unwrap();
        assert_ne!(old, new);
        renewed.decide(&officer, &code, 3, None).await.unwrap();
        assert_eq!(renewed.vault(&lan()).await.unwrap().len(), 1);
        // What was issued stays issued, whichever key the unit has now.
        let desk = world.casework.desk(&officer, &code).await.unwrap();
        assert_eq!(desk.signed_result, Some(new));
    })
    .await;
}
