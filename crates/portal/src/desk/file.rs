//! Files of a dossier, for the unit that handles it: a document of the vault that it uses, a file that was handed in.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use motlan_casework::model::document_uri::DocumentUri;
use motlan_casework::service::view::Content;
use motlan_core::{Code, Failure};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::dossier::{officer_of, parse};
use super::{PATH, desk, told};
use crate::language::Choice;
use crate::portal::Portal;
use crate::web::{Visitor, refusal};

/// What a browser may show by itself. Casework keeps no other files; whatever else came would be saved, not opened.
const SHOWN: [&str; 3] = ["application/pdf", "image/jpeg", "image/png"];

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
    let officer = officer_of(casework, account, &code).await?;
    let content = casework.desk_document_content(&officer, &code, &uri).await;
    content.map_err(|error| told(&error))
}

async fn upload_content(portal: &Portal, visitor: &Visitor, code: &str, upload: &str) -> Result<Content, Failure> {
    let (casework, account) = desk(portal, visitor)?;
    let code = parse(code)?;
    let officer = officer_of(casework, account, &code).await?;
    let content = casework.desk_upload(&officer, &code, upload).await;
    content.map_err(|error| told(&error))
}

fn answer(portal: &Portal, visitor: &Visitor, content: Result<Content, Failure>, choice: Choice) -> Response {
    match content {
        Ok(content) => file(content),
        Err(failure) => refusal(portal, visitor, &failure, PATH, choice),
    }
}

/// The bytes under the name that the applicant gave them (RFC 6266, RFC 8187).
fn file(content: Content) -> Response {
    let is_shown = SHOWN.contains(&content.media_type.as_str());
    let media_type = if is_shown {
        content.media_type.as_str()
    } else {
        "application/octet-stream"
    };
    let how = if is_shown { "inline" } else { "attachment" };
    let name = utf8_percent_encode(&content.file_name, NON_ALPHANUMERIC);
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CONTENT_DISPOSITION, format!("{how}; filename*=UTF-8''{name}")),
    ];
    (headers, content.bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(media_type: &str, file_name: &str) -> [String; 2] {
        let response = file(Content {
            media_type: media_type.to_owned(),
            file_name: file_name.to_owned(),
            bytes: vec![1],
        });
        let get = |name| {
            response
                .headers()
                .get(name)
                .map(|value| value.to_str().unwrap().to_owned())
        };
        [
            get(header::CONTENT_TYPE).unwrap(),
            get(header::CONTENT_DISPOSITION).unwrap(),
        ]
    }

    #[test]
    fn known_files_open_and_their_names_cannot_break_the_header() {
        let [kind, how] = headers("image/png", "ảnh\"\r\n.png");
        assert_eq!(kind, "image/png");
        assert_eq!(how, "inline; filename*=UTF-8''%E1%BA%A3nh%22%0D%0A%2Epng");
    }

    #[test]
    fn what_could_run_in_a_browser_is_saved() {
        let [kind, how] = headers("text/html", "a.html");
        assert_eq!(kind, "application/octet-stream");
        assert!(how.starts_with("attachment"));
    }
}
