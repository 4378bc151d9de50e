//! Forms that would do something if nothing stood in their way, one for each route that takes one.

use axum::http::Method;
use motlan_portal::web::Route;

use super::known::Known;
use crate::world::browser::{Answer, Browser, File};
use crate::world::people::{OTHER_CITIZEN, PASSPHRASE};
use crate::world::story::{PDF, REASON};

/// Routes whose forms carry files.
const WITH_FILES: [&str; 6] = [
    "/ho-so/nhap/{draft}/nop-tep/{component}",
    "/ho-so/{dossier}/bo-sung",
    "/doi-chieu/cua-toi/bang",
    "/doi-chieu/cua-toi/van-ban",
    "/doi-chieu/cua-toi/xac-nhan",
    "/doi-chieu/cua-toi/tai-ve",
];

/// Opens the page, or sends its form.
pub(super) async fn ask(browser: &mut Browser, known: &Known, route: &Route) -> Answer {
    let path = known.fill(route);
    if route.method == Method::GET {
        return browser.get(&path).await;
    }
    assert_eq!(
        route.method,
        Method::POST,
        "{}: say in rights/forms.rs how it is asked",
        route.path
    );
    let number = known.number.to_string();
    // What one form does not know, it does not read.
    let fields = [
        ("so", number.as_str()),
        ("buoc", &number),
        ("lan", "0"),
        ("ly-do", REASON),
        ("dung-ly-do", REASON),
        ("ten-dang-nhap", OTHER_CITIZEN),
        ("mat-khau", PASSPHRASE),
        ("persona", "citizen-2"),
        ("ma", &known.dossier),
        ("quyet-dinh", "chap-nhan"),
        ("ban", "1"),
        ("bang", "id,indicator,kind,value\nA,own.count,stock,1\n"),
        ("van-ban", "Có 12 hồ sơ."),
        ("dang", "csv"),
    ];
    if WITH_FILES.contains(&route.path) {
        let file = File {
            field: "tep-3",
            name: "another.pdf",
            content: PDF,
        };
        browser.post_files(&path, &fields, &[file]).await
    } else {
        browser.post(&path, &fields).await
    }
}
