//! A form with a table or a text, of somebody's session or of nobody's: its fields and files, within limits.
//!
//! The guard has compared the browser's `Origin` already; a session's forms carry its secret too. What is wrong with the
//! content is a matter of the page: it comes back as [`Trouble`], not as an answer.

use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::Response;
use motlan_core::Code;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::portal::Portal;
use crate::web::{Fields, Sender};

/// A table: 5,000 rows of 200 bytes, rounded up. Larger ones are for the command.
pub(super) const TABLE_BYTES_MAX: usize = 1024 * 1024;

/// A report's text: 120 pages of 2,000 letters, most of one byte and some of three.
pub(super) const TEXT_BYTES_MAX: usize = 384 * 1024;

/// The largest form: a table beside an empty text, or a text with 200 proposals of 16 fields of 200 bytes with their heads.
pub(super) const FORM_BYTES_MAX: usize = 2 * 1024 * 1024;

/// Parts of the largest form: 200 proposals of 16 fields, and a few beside them.
const PARTS_MAX: usize = 3_300;

/// What all these forms may hold at once: sixteen of the largest. Whoever comes then is asked to come again.
const FORMS_MAX: usize = 16;

static IN_FLIGHT: Semaphore = Semaphore::const_new(FORMS_MAX);

/// Why the content cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// More than the form may hold.
    TooBig,
    /// Not UTF-8; the field's name.
    NotText(String),
}

/// The fields and files of a form.
pub(super) struct Sent {
    /// Texts, those of files too, in the order of the page; a file that was not chosen is absent.
    pub(super) fields: Fields,
    /// What kept the rest from being read.
    pub(super) trouble: Option<Trouble>,
    /// Given back when the form has been dealt with.
    _place: SemaphorePermit<'static>,
}

impl FromRequest<Portal> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, portal: &Portal) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let sender = Sender::of(&mut parts).await?;
        let Ok(place) = IN_FLIGHT.try_acquire() else {
            return Err(sender.refuse(portal, Code::Overloaded));
        };
        let mut form = sender.multipart(portal, Request::from_parts(parts, body)).await?;
        let (fields, trouble) = read(&mut form).await.map_err(|_| sender.unreadable(portal))?;
        let visitor = &sender.visitor;
        let is_own = visitor.session.is_none() || fields.get("csrf") == visitor.csrf();
        // Where something is too big its secret may be missing too; then nothing is done but to say so.
        if !is_own && trouble != Some(Trouble::TooBig) {
            return Err(sender.refuse(portal, Code::FormExpired));
        }
        Ok(Self {
            fields,
            trouble,
            _place: place,
        })
    }
}

/// Reads the parts; what is too large ends the reading.
async fn read(form: &mut Multipart) -> Result<(Fields, Option<Trouble>), MultipartError> {
    let (mut fields, mut trouble) = (Vec::new(), None);
    for _ in 0..PARTS_MAX {
        match read_part(form).await {
            Ok(None) => break,
            Ok(Some((name, bytes))) => match String::from_utf8(bytes) {
                Ok(text) => fields.push((name, text)),
                Err(_) => trouble = Some(Trouble::NotText(name)),
            },
            Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                trouble = Some(Trouble::TooBig);
                break;
            }
            Err(error) => return Err(error),
        }
    }
    Ok((Fields::of(fields), trouble))
}

async fn read_part(form: &mut Multipart) -> Result<Option<(String, Vec<u8>)>, MultipartError> {
    let part: Option<Field<'_>> = form.next_field().await?;
    let Some(part) = part else { return Ok(None) };
    let name = part.name().unwrap_or_default().to_owned();
    Ok(Some((name, part.bytes().await?.into())))
}
