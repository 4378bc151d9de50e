//! What goes wrong with a dossier and its documents, on its owner's side.

use motlan_portal::language::Language;

use super::Row;
use super::desk::tamper;
use crate::world::World;
use crate::world::people::{OFFICER, OTHER_CITIZEN, OWNER};
use crate::world::story::{PDF, REASON, do_all, seen, step};

pub(super) async fn back_button_of_a_citizen(row: &Row) {
    let world = World::open().await;
    let (citizen, code) = world.submitted().await;
    let mut officer = world.visit(OFFICER).await;
    do_all(&mut officer, &code, &[("tiep-nhan", "1")]).await;
    for language in Language::ALL {
        let late = citizen
            .speaking(language)
            .post(&format!("/ho-so/{code}/rut"), &[("buoc", "1")])
            .await;
        row.check(&late);
        assert!(late.text().contains(&format!("href=\"/ho-so/{code}")));
    }
    assert_eq!(world.standing(&code).await, (2, 2));
}

pub(super) async fn supplement_without_a_file(row: &Row) {
    let world = World::open().await;
    let (mut citizen, code) = world.submitted().await;
    let mut officer = world.visit(OFFICER).await;
    do_all(&mut officer, &code, &[("tiep-nhan", "1")]).await;
    let asked = [("so", "2"), ("yeu-cau-bo-sung-ly-do-3", REASON)];
    officer.post(&step(&code, "yeu-cau-bo-sung"), &asked).await.leads_on();
    let path = format!("/ho-so/{code}/bo-sung");
    for language in Language::ALL {
        let mut citizen = citizen.speaking(language);
        row.check(&citizen.post_files(&path, &[("buoc", "3")], &[]).await);
    }
    assert_eq!(world.standing(&code).await, (5, 3));
    let file = crate::world::browser::File {
        field: "tep-3",
        name: "lan-hai.pdf",
        content: PDF,
    };
    citizen.post_files(&path, &[("buoc", "3")], &[file]).await.leads_on();
    assert_eq!(world.standing(&code).await, (4, 4));
}

pub(super) async fn unknown_dossier(row: &Row) {
    let world = World::open().await;
    let (_, code) = world.submitted().await;
    let other = world.visit(OTHER_CITIZEN).await;
    for language in Language::ALL {
        let mut other = other.speaking(language);
        // Nobody's, no code at all, somebody else's: told apart they would tell who has a dossier.
        for path in ["000.00.08.H45-261130-9999", "khong-phai-ma", &code] {
            row.check(&other.get(&format!("/ho-so/{path}")).await);
        }
        let withdrawal = other.post(&format!("/ho-so/{code}/rut"), &[("buoc", "1")]).await;
        row.check(&withdrawal);
    }
    assert_eq!(world.standing(&code).await, (1, 1));
}

pub(super) async fn unknown_document(row: &Row) {
    let world = World::open().await;
    let number = crate::world::people::OWNER_NUMBER;
    let uri = world
        .issue_certificate(number, jiff::civil::date(2027, 5, 31), PDF)
        .await;
    let other = world.visit(OTHER_CITIZEN).await;
    for language in Language::ALL {
        let mut other = other.speaking(language);
        for name in ["000.00.05.H45-GKSK-2026.999999", "khong-phai-ma", &uri] {
            row.check(&other.get(&format!("/kho/{name}")).await);
            row.check(&other.get(&format!("/kho/{name}/tep")).await);
        }
    }
    world.visit(OWNER).await.open(&format!("/kho/{uri}")).await;
}

pub(super) async fn tampered_document(row: &Row) {
    let world = World::open().await;
    let (mut officer, code) = world.in_progress().await;
    do_all(&mut officer, &code, &[("ky", "3"), ("quyet-dinh", "3")]).await;
    let mut citizen = world.visit(OWNER).await;
    let page = seen(&mut citizen, &format!("/ho-so/{code}")).await;
    let (_, after) = page.split_once("href=\"/kho/").unwrap();
    let uri = after.split_once('"').unwrap().0.to_owned();
    let path = format!("/kho/{uri}");
    let sound = seen(&mut citizen, &path).await;
    assert!(
        !sound.contains(&row.sentence(Language::Vietnamese)),
        "before it was altered"
    );
    tamper(&world, &uri).await;
    for language in Language::ALL {
        row.check(&citizen.speaking(language).get(&path).await);
    }
}
