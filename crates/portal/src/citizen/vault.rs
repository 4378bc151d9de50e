//! The vault: a person's documents, what each says and was used for, and its file.
//!
//! Whether a document carries a signature that holds is checked on its bytes each time; nothing is taken on trust.

mod view;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use motlan_casework::CaseworkError;
use motlan_casework::document::signature::{self, SignatureError};
use motlan_casework::model::document_uri::DocumentUri;
use motlan_casework::model::status::Status;
use motlan_casework::service::view::{Content, Document};
use motlan_core::Code;

use self::view::{DocumentFacts, Signature, VaultFacts, render_list, render_one};
use super::person::Citizen;
use crate::names::Names;
use crate::web::{Disposition, file};

/// `GET /kho`.
pub(super) async fn list(citizen: Citizen) -> Response {
    citizen.answer(list_page(&citizen).await)
}

async fn list_page(citizen: &Citizen) -> Result<Response, CaseworkError> {
    let documents = citizen.casework.vault(&citizen.owner).await?;
    let issuers: Vec<String> = documents.iter().map(|document| document.issuer.clone()).collect();
    let names = Names::gather(&citizen.portal, &citizen.casework, issuers.iter().map(String::as_str));
    let mut signed = Vec::new();
    for document in documents {
        let content = citizen.casework.document_content(&citizen.owner, &document.uri).await?;
        signed.push((document, signature_of(content).await?));
    }
    let facts = VaultFacts {
        frame: citizen.frame(),
        documents: signed,
        names,
    };
    let html = render_list(&facts, &citizen.visitor, citizen.choice);
    Ok(citizen.page(StatusCode::OK, html))
}

/// `GET /kho/{uri}`.
pub(super) async fn show(citizen: Citizen, Path(uri): Path<String>) -> Response {
    citizen.answer(page(&citizen, &uri).await)
}

async fn page(citizen: &Citizen, uri: &str) -> Result<Response, CaseworkError> {
    let uri = read(uri)?;
    let document = citizen.casework.document_of(&citizen.owner, &uri).await?;
    let content = citizen.casework.document_content(&citizen.owner, &uri).await?;
    let facts = DocumentFacts {
        frame: citizen.frame(),
        names: Names::gather(&citizen.portal, &citizen.casework, [document.issuer.as_str()]),
        size_bytes: content.bytes.len(),
        signature: signature_of(content).await?,
        decided_at_index: decision(citizen, &document).await?,
        document,
    };
    let html = render_one(&facts, &citizen.visitor, citizen.choice);
    Ok(citizen.page(StatusCode::OK, html))
}

/// `GET /kho/{uri}/tep`.
pub(super) async fn open_file(citizen: Citizen, Path(uri): Path<String>) -> Response {
    citizen.answer(content(&citizen, &uri).await)
}

async fn content(citizen: &Citizen, uri: &str) -> Result<Response, CaseworkError> {
    let content = citizen.casework.document_content(&citizen.owner, &read(uri)?).await?;
    Ok(file(content, Disposition::Download))
}

/// A text that is no name of a document names none.
fn read(uri: &str) -> Result<DocumentUri, CaseworkError> {
    uri.parse().map_err(|_| Code::DocumentNotFound.into())
}

/// Checks the file's signature, away from the tasks that serve sockets.
async fn signature_of(content: Content) -> Result<Signature, CaseworkError> {
    let check = move || match signature::verify(&content.bytes) {
        Ok(verified) => Signature::Holds {
            by: verified.signed_by,
            at: verified.signed_at,
        },
        Err(SignatureError::Missing | SignatureError::Pdf) => Signature::None,
        Err(_) => Signature::Broken,
    };
    tokio::task::spawn_blocking(check)
        .await
        .map_err(|_| CaseworkError::Panicked)
}

/// Where the log has the decision whose result a document is; none if it is no result or not in the log yet.
async fn decision(citizen: &Citizen, document: &Document) -> Result<Option<u64>, CaseworkError> {
    let Some(code) = &document.dossier else {
        return Ok(None);
    };
    let found = citizen.casework.dossier_of(citizen.owner.account, code).await;
    let dossier = match found {
        Ok(dossier) => dossier,
        // The dossier may be another account's of the same person; the document is theirs all the same.
        Err(error) if error.code() == Code::DossierNotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let done = dossier
        .steps
        .iter()
        .rev()
        .find(|step| step.status == Status::Done && step.is_proven);
    Ok(done.map(|step| step.index))
}
