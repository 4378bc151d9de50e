//! A form with files: its secret first, then its fields and files.
//!
//! The secret is the first field, so that nothing of a stranger's body is kept. What is wrong with a file is a matter of
//! the page that asked for it: it comes back as a code, not as an answer. Forms that would hold too much memory at once are
//! refused before they are read.

use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_LENGTH;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use motlan_casework::service::attach::{UPLOAD_BYTES_MAX, Upload};
use motlan_core::Code;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::portal::Portal;
use crate::web::{Fields, Sender};

/// Fields, names and boundaries beside the files: 64 KiB hold a reason of 1,000 characters and twenty headers.
const BESIDE_FILES_BYTES_MAX: usize = 64 * 1024;

/// A form with one file.
pub(super) const FILE_FORM_BYTES_MAX: usize = UPLOAD_BYTES_MAX + BESIDE_FILES_BYTES_MAX;

/// A form with a file for each of several components: three of the largest, or more that are smaller.
pub(super) const FILES_FORM_BYTES_MAX: usize = 3 * UPLOAD_BYTES_MAX + BESIDE_FILES_BYTES_MAX;

/// What all forms with files may hold at once: 64 MiB, two of the largest or six with one largest file. A form is in memory
/// from its first byte until its files are in the database.
const IN_FLIGHT_KIB_MAX: usize = 64 * 1024;

/// Counted in KiB: a semaphore's request holds 32 bits.
static IN_FLIGHT: Semaphore = Semaphore::const_new(IN_FLIGHT_KIB_MAX);

/// Parts of a form; a procedure has far fewer components.
const PARTS_MAX: usize = 40;

/// How the name of a file's field begins; the component's number follows.
pub(super) const FILE_FIELD: &str = "tep-";

/// The fields and files of a form of this visitor's own session.
pub(super) struct Sent {
    pub(super) fields: Fields,
    /// By the component that they are for.
    pub(super) files: Vec<(u32, Upload)>,
    /// What kept the rest from being read.
    pub(super) trouble: Option<Code>,
    /// Its share of [`IN_FLIGHT`], given back when the form has been dealt with.
    _memory: SemaphorePermit<'static>,
}

impl FromRequest<Portal> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, portal: &Portal) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let sender = Sender::of(&mut parts).await?;
        let Some(memory) = reserve(&IN_FLIGHT, &parts.headers) else {
            return Err(sender.refuse(portal, Code::Overloaded));
        };
        let mut form = sender.multipart(portal, Request::from_parts(parts, body)).await?;
        let sent = read(&mut form, sender.visitor.csrf(), memory).await;
        sent.map_err(|code| match code {
            Code::InvalidBody => sender.unreadable(portal),
            code => sender.refuse(portal, code),
        })
    }
}

/// Takes what a form says it will need, or the most that one may need where it does not say; none if that is not free.
fn reserve<'budget>(budget: &'budget Semaphore, headers: &HeaderMap) -> Option<SemaphorePermit<'budget>> {
    let length = headers
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse().ok());
    let bytes = length.unwrap_or(FILES_FORM_BYTES_MAX).min(FILES_FORM_BYTES_MAX);
    budget.try_acquire_many(u32::try_from(bytes.div_ceil(1024)).ok()?).ok()
}

/// Reads the form. What is too large is told on the page, also where it hides the secret: nothing of it is kept.
///
/// Errors: `form_expired` without this session's secret in front, `invalid_body`.
async fn read(form: &mut Multipart, csrf: &str, memory: SemaphorePermit<'static>) -> Result<Sent, Code> {
    let mut sent = Sent {
        _memory: memory,
        fields: Fields::default(),
        files: Vec::new(),
        trouble: None,
    };
    match secret(form).await {
        Ok(Some(secret)) if !csrf.is_empty() && secret.trim() == csrf => {}
        Ok(_) => return Err(Code::FormExpired),
        Err(Code::UploadSize) => {
            sent.trouble = Some(Code::UploadSize);
            return Ok(sent);
        }
        Err(code) => return Err(code),
    }
    let mut fields = Vec::new();
    for _ in 0..PARTS_MAX {
        match read_part(form, &mut sent.files, &mut fields).await {
            Ok(true) => {}
            Ok(false) => break,
            Err(code) => {
                sent.trouble = Some(code);
                break;
            }
        }
    }
    sent.fields = Fields::of(fields);
    Ok(sent)
}

/// The first field's value, if it is the secret's.
async fn secret(form: &mut Multipart) -> Result<Option<String>, Code> {
    let Some(first) = form.next_field().await.map_err(|error| code(&error))? else {
        return Ok(None);
    };
    if first.name() != Some("csrf") {
        return Ok(None);
    }
    first.text().await.map(Some).map_err(|error| code(&error))
}

/// Reads the next part; false at the end.
async fn read_part(
    form: &mut Multipart,
    files: &mut Vec<(u32, Upload)>,
    fields: &mut Vec<(String, String)>,
) -> Result<bool, Code> {
    let Some(part) = form.next_field().await.map_err(|error| code(&error))? else {
        return Ok(false);
    };
    let name = part.name().unwrap_or_default().to_owned();
    let Some(number) = name.strip_prefix(FILE_FIELD) else {
        let value = part.text().await.map_err(|error| code(&error))?;
        fields.push((name, value));
        return Ok(true);
    };
    let component = number.parse().map_err(|_| Code::ComponentUnknown)?;
    let file_name = part.file_name().unwrap_or_default().to_owned();
    let media_type = part.content_type().unwrap_or_default().to_owned();
    let content = part.bytes().await.map_err(|error| code(&error))?;
    // A browser sends an empty part for a field in which no file was chosen.
    if !content.is_empty() || !file_name.is_empty() {
        let upload = Upload {
            name: file_name,
            media_type,
            content: content.into(),
        };
        files.push((component, upload));
    }
    Ok(true)
}

fn code(error: &MultipartError) -> Code {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Code::UploadSize
    } else {
        Code::InvalidBody
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(length: Option<usize>) -> HeaderMap {
        length
            .map(|length| (CONTENT_LENGTH, length.into()))
            .into_iter()
            .collect()
    }

    /// Red where forms are read as they come: a hundred of them would hold 3 GiB.
    #[test]
    fn forms_beyond_the_budget_are_refused_until_others_are_done() {
        let budget = Semaphore::new(IN_FLIGHT_KIB_MAX);
        let largest = reserve(&budget, &headers(Some(FILES_FORM_BYTES_MAX))).unwrap();
        // What does not say how long it is, and what lies, counts as the largest.
        let silent = reserve(&budget, &headers(None)).unwrap();
        assert!(reserve(&budget, &headers(Some(usize::MAX))).is_none());
        let small = reserve(&budget, &headers(Some(UPLOAD_BYTES_MAX / 4))).unwrap();
        drop((largest, small));
        assert!(reserve(&budget, &headers(Some(usize::MAX))).is_some());
        drop(silent);
        assert_eq!(budget.available_permits(), IN_FLIGHT_KIB_MAX);
    }
}
