//! What people do on the pages, as steps that tests put together. Each step must succeed; what goes wrong is the tests'
//! own matter.

use axum::http::StatusCode;

use super::browser::{Answer, Browser, File};
use super::people::{OFFICER, OWNER};
use super::{LICENCE, World};

/// A file that is a PDF by its first bytes.
pub(crate) const PDF: &[u8] = b"%PDF-1.7\n%made up";

/// A reason that is long enough.
pub(crate) const REASON: &str = "Giấy khám sức khỏe bị mờ, hãy chụp lại và nộp bản rõ hơn";

/// Begins a procedure; the review page's address.
pub(crate) async fn begin(citizen: &mut Browser, procedure: &str) -> String {
    citizen.open(&format!("/thu-tuc/{procedure}")).await;
    let path = citizen.post(&format!("/ho-so/moi/{procedure}"), &[]).await.leads_on();
    citizen.open(&path).await;
    path
}

/// Hands in a health certificate.
pub(crate) async fn hand_in(citizen: &mut Browser, draft: &str, name: &str) {
    let file = File {
        field: "tep-3",
        name,
        content: PDF,
    };
    let answer = citizen.post_files(&format!("{draft}/nop-tep/3"), &[], &[file]).await;
    assert_eq!(answer.leads_on(), format!("{draft}#giay-3"));
}

/// Agrees and confirms; the dossier's code.
pub(crate) async fn submit(citizen: &mut Browser, draft: &str) -> String {
    let confirmation = citizen.post(&format!("{draft}/nop"), &[]).await.leads_on();
    let reviewed = reviewed(citizen, &confirmation).await;
    let receipt = citizen.post(&confirmation, &[("xem", &reviewed)]).await.leads_on();
    citizen.open(&receipt).await;
    code_in(&receipt)
}

/// What the button of a review or a confirmation says that the person has before them.
pub(crate) async fn reviewed(citizen: &mut Browser, path: &str) -> String {
    let page = citizen.open(path).await.text();
    let (_, after) = page.split_once("name=\"xem\" value=\"").unwrap();
    after.split_once('"').unwrap().0.to_owned()
}

/// The dossier's code in the address of a receipt.
pub(crate) fn code_in(receipt: &str) -> String {
    let code = receipt
        .strip_prefix("/ho-so/")
        .and_then(|rest| rest.strip_suffix("?moi=1"));
    code.unwrap_or_else(|| panic!("no receipt: {receipt}")).to_owned()
}

/// The address of a step of the desk.
pub(crate) fn step(code: &str, verb: &str) -> String {
    format!("/mot-cua/ho-so/{code}/{verb}")
}

/// Takes a step of the desk that was made for change `number`.
pub(crate) async fn act(officer: &mut Browser, code: &str, verb: &str, number: &str) -> Answer {
    officer.post(&step(code, verb), &[("so", number), ("lan", "0")]).await
}

/// Takes steps that must succeed.
pub(crate) async fn do_all(officer: &mut Browser, code: &str, steps: &[(&str, &str)]) {
    for (verb, number) in steps {
        let answer = act(officer, code, verb, number).await;
        assert_eq!(answer.leads_on(), format!("/mot-cua/ho-so/{code}?xong={verb}"));
    }
}

impl World {
    /// A dossier of the owner for a new licence, with a file handed in; her browser and the code.
    pub(crate) async fn submitted(&self) -> (Browser, String) {
        let mut citizen = self.visit(OWNER).await;
        let draft = begin(&mut citizen, LICENCE).await;
        hand_in(&mut citizen, &draft, "kham.pdf").await;
        let code = submit(&mut citizen, &draft).await;
        (citizen, code)
    }

    /// The same, received and being worked on: change 3. The officer's browser and the code.
    pub(crate) async fn in_progress(&self) -> (Browser, String) {
        let (_, code) = self.submitted().await;
        let mut officer = self.visit(OFFICER).await;
        do_all(&mut officer, &code, &[("tiep-nhan", "1"), ("bat-dau", "2")]).await;
        (officer, code)
    }

    /// Where a dossier stands: its status and the number of its last change.
    pub(crate) async fn standing(&self, code: &str) -> (u8, u32) {
        let account = self.identity.find_by_user_name(OWNER).await.unwrap().unwrap().id.0;
        let view = self.casework.dossier_of(account, &code.parse().unwrap()).await.unwrap();
        (view.row.status.code(), view.number)
    }
}

/// The page at an address, which must be there, in the browser's language.
pub(crate) async fn seen(browser: &mut Browser, path: &str) -> String {
    let answer = browser.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    answer.text()
}
