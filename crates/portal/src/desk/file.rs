//! Files of a dossier, for the unit that handles it: a document of the vault that it uses, a file that was handed in.

use axum::extract::{Path, State};
use axum::response::Response;
use motlan_casework::model::document_uri::DocumentUri;
use motlan_casework::service::view::Content;
use motlan_core::{Code, Failure};

use super::dossier::parse;
use super::{PATH, desk, officer, told};
use crate::language::Choice;
use crate::portal::Portal;
use crate::web::{Disposition, Visitor, file, refusal};

/// A document of the vault that the dossier uses, or its result.
pub(super) async fn document(
    State(portal): State<Portal>,
    visitor: Visitor,
    choice: Choice,
    Path((code, uri)): Path<(String, String)>,
) -> Response {
    let content = document_content(&portal, &visitor, &code, &uri).await;
    answer(&portal, &visitor, content, choice)
}

/// A file that the applicant handed in.
pub(super) async fn upload(
    State(portal): State<Portal>,
    visitor: Visitor,
    choice: Choice,
    Path((code, upload)): Path<(String, String)>,
) -> Response {
    let content = upload_content(&portal, &visitor, &code, &upload).await;
    answer(&portal, &visitor, content, choice)
}

async fn document_content(portal: &Portal, visitor: &Visitor, code: &str, uri: &str) -> Result<Content, Failure> {
    let (casework, account) = desk(portal, visitor)?;
    let code = parse(code)?;
    let uri: DocumentUri = uri.parse().map_err(|_| Failure::from(Code::DocumentNotFound))?;
    let content = casework.desk_document_content(&officer(account), &code, &uri).await;
    content.map_err(|error| told(&error))
}

async fn upload_content(portal: &Portal, visitor: &Visitor, code: &str, upload: &str) -> Result<Content, Failure> {
    let (casework, account) = desk(portal, visitor)?;
    let code = parse(code)?;
    let content = casework.desk_upload(&officer(account), &code, upload).await;
    content.map_err(|error| told(&error))
}

fn answer(portal: &Portal, visitor: &Visitor, content: Result<Content, Failure>, choice: Choice) -> Response {
    match content {
        Ok(content) => file(content, Disposition::Show),
        Err(failure) => refusal(portal, visitor, &failure, PATH, choice),
    }
}
