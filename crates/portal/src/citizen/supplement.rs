//! Adding what the desk asked for: files for components, after which the work goes on.

use axum::extract::Path;
use axum::response::Response;
use motlan_casework::CaseworkError;
use motlan_core::Code;

use super::dossier::{self, FormTrouble};
use super::person::Citizen;
use super::upload::Sent;

/// `POST /ho-so/{dossier}/bo-sung`.
pub(super) async fn send(citizen: Citizen, Path(code): Path<String>, sent: Sent) -> Response {
    citizen.answer(hand_in(&citizen, &code, sent).await)
}

async fn hand_in(citizen: &Citizen, text: &str, sent: Sent) -> Result<Response, CaseworkError> {
    let code = dossier::read(text)?;
    if let Some(trouble) = sent.trouble {
        return refused(citizen, text, trouble).await;
    }
    let expected = dossier::expected(&sent.fields);
    let added = citizen
        .casework
        .supplement(&citizen.owner, &code, expected, sent.files)
        .await;
    match added {
        Ok(()) => Ok(citizen.go(&format!("/ho-so/{code}"))),
        Err(error) => match error.code() {
            trouble @ (Code::ComponentMissing
            | Code::ComponentUnknown
            | Code::ComponentNotAsked
            | Code::UploadType
            | Code::UploadSize) => refused(citizen, text, trouble).await,
            _ => dossier::late(citizen, &code, error).await,
        },
    }
}

async fn refused(citizen: &Citizen, code: &str, trouble: Code) -> Result<Response, CaseworkError> {
    dossier::page(citizen, code, false, Some(FormTrouble::Supplement(trouble))).await
}
