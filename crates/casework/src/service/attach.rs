//! Handing in a file for a component that nobody else holds: PDF, JPEG or PNG, told by its first bytes, up to 10 MiB.

use std::fmt;

use motlan_core::{Code, Failure};
use motlan_evidence::case::{Event, Form, Source};
use sqlx::AnyConnection;
use tracing::instrument;

use super::draft::{check_open, find_component};
use super::view::{Content, DraftId};
use super::{random, sha256};
use crate::casework::{Casework, CaseworkError, Parts};
use crate::model::owner::Owner;
use crate::model::procedure::Component;
use crate::model::satisfied::{FieldValue, Satisfied};
use crate::store::component::{self, Kept};
use crate::store::upload::{Place, UploadRow};
use crate::store::{draft, upload};
use motlan_core::Name;

/// The largest file: 10 MiB, a scan of ten pages at 300 dpi. It is also what a form may send.
pub const UPLOAD_BYTES_MAX: usize = 10 * 1024 * 1024;

/// Characters of a file name that are kept.
const FILE_NAME_CHARS_MAX: usize = 120;

/// A file as a form sends it.
#[derive(Clone)]
pub struct Upload {
    /// What the person calls it. Personal data perhaps.
    pub name: String,
    /// What the browser says it is: not relied on.
    pub media_type: String,
    /// The bytes.
    pub content: Vec<u8>,
}

/// Size only: name and content may speak of a person.
impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("size_bytes", &self.content.len())
            .finish_non_exhaustive()
    }
}

impl Casework {
    /// Hands in a file for a component of a draft; an earlier one for it goes away.
    ///
    /// # Errors
    /// `draft_not_found`, `draft_submitted`, `component_unknown`, `upload_type`, `upload_size`.
    #[instrument(skip_all, fields(component = number))]
    pub async fn attach(&self, owner: &Owner, id: &DraftId, number: u32, file: Upload) -> Result<(), CaseworkError> {
        let parts = self.parts();
        let (row, _) = parts.find_open_draft(owner.account, id).await?;
        let procedure = parts.procedure(&row.procedure, row.version)?;
        let attached = Attached::check(find_component(procedure, number)?, file)?;
        let (account, attached) = (owner.account, &attached);
        parts
            .db
            .write("casework.attach", |mut connection| async move {
                check_open(draft::find(&mut connection, account, id.as_str()).await?)?;
                upload::remove(&mut connection, id.as_str(), number).await?;
                parts.keep(&mut connection, id.as_str(), attached).await
            })
            .await
    }

    /// The file of a person's own draft.
    ///
    /// # Errors
    /// `draft_not_found`, `document_not_found`.
    pub async fn draft_upload(&self, account: i64, id: &DraftId, upload_id: &str) -> Result<Content, CaseworkError> {
        self.parts().find_draft(account, id).await?;
        self.parts().upload(id.as_str(), upload_id).await
    }
}

/// A file that fits its component.
pub(super) struct Attached {
    component: u32,
    upload_id: String,
    row: UploadRow,
}

impl Attached {
    /// Checks what is handed in.
    pub(super) fn check(component: &Component, file: Upload) -> Result<Self, CaseworkError> {
        if !component.takes_upload() {
            return Err(Code::ComponentUnknown.into());
        }
        if file.content.is_empty() || file.content.len() > UPLOAD_BYTES_MAX {
            return Err(Code::UploadSize.into());
        }
        let media_type = media_type(&file.content).ok_or_else(|| Failure::from(Code::UploadType))?;
        Ok(Self {
            component: component.number,
            upload_id: hex::encode(random::<16>()?),
            row: UploadRow {
                file_name: file_name(&file.name),
                media_type: media_type.to_owned(),
                sha256: sha256(&file.content),
                content: file.content,
            },
        })
    }

    /// Its entry.
    pub(super) fn event(&self) -> Event {
        Event::Component {
            component: self.component,
            source: Source::Upload,
            form: Form::Copy,
            transaction: None,
        }
    }

    /// What its entry commits to.
    pub(super) fn digest(&self) -> &str {
        &self.row.sha256
    }

    fn kept(&self) -> Kept {
        let name = Name {
            vi: "Tệp đã nộp".to_owned(),
            en: "File handed in".to_owned(),
        };
        let satisfied = Satisfied {
            component: self.component,
            source: Source::Upload,
            form: Form::Copy,
            fields: vec![FieldValue {
                code: "file_name".to_owned(),
                name,
                value: self.row.file_name.clone(),
            }],
            document: None,
            from: String::new(),
            as_of: None,
            transaction: None,
        };
        Kept::Satisfied(satisfied, Some(self.upload_id.clone()))
    }
}

impl Parts {
    /// Keeps a file and satisfies its component with it.
    pub(super) async fn keep(
        &self,
        connection: &mut AnyConnection,
        holder: &str,
        attached: &Attached,
    ) -> Result<(), CaseworkError> {
        let place = Place {
            upload_id: &attached.upload_id,
            holder,
            component: attached.component,
            at: self.now(),
        };
        upload::insert(connection, &place, &attached.row).await?;
        component::put(connection, holder, &attached.kept()).await?;
        Ok(())
    }

    /// A file of a draft or dossier; whoever calls has checked whose it is.
    pub(super) async fn upload(&self, holder: &str, upload_id: &str) -> Result<Content, CaseworkError> {
        let row = self
            .db
            .read("casework.find_upload", |mut connection| async move {
                upload::find(&mut connection, holder, upload_id).await
            })
            .await?;
        let row = row.ok_or_else(|| CaseworkError::from(Code::DocumentNotFound))?;
        Ok(Content {
            media_type: row.media_type,
            file_name: row.file_name,
            bytes: row.content,
        })
    }
}

/// PDF (ISO 32000-1 §7.5.2), JPEG (SOI and a marker) or PNG (ISO/IEC 15948 §5.2), by the first bytes.
fn media_type(content: &[u8]) -> Option<&'static str> {
    [
        (&b"%PDF-"[..], "application/pdf"),
        (&[0xff, 0xd8, 0xff], "image/jpeg"),
        (&[0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a], "image/png"),
    ]
    .into_iter()
    .find_map(|(magic, media_type)| content.starts_with(magic).then_some(media_type))
}

/// The last part of a path, without control characters.
fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last
        .chars()
        .filter(|c| !c.is_control())
        .take(FILE_NAME_CHARS_MAX)
        .collect();
    let kept = kept.trim();
    if kept.is_empty() {
        "tep".to_owned()
    } else {
        kept.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_tell_the_type() {
        assert_eq!(media_type(b"%PDF-1.7\n"), Some("application/pdf"));
        assert_eq!(media_type(&[0xff, 0xd8, 0xff, 0xe0]), Some("image/jpeg"));
        assert_eq!(media_type(b"\x89PNG\r\n\x1a\n.."), Some("image/png"));
        for bad in [&b"MZ"[..], b"", b"%PDF", b" %PDF-1.7", b"<html>", b"\x89PNG\n"] {
            assert_eq!(media_type(bad), None);
        }
    }

    #[test]
    fn a_file_name_leads_nowhere() {
        assert_eq!(file_name("C:\\Users\\An\\giấy khám.pdf"), "giấy khám.pdf");
        assert_eq!(file_name("../../etc/passwd"), "passwd");
        assert_eq!(file_name("a\r\nSet-Cookie: b"), "aSet-Cookie: b");
        assert_eq!(file_name("/"), "tep");
        assert_eq!(file_name(&"ơ".repeat(500)).chars().count(), FILE_NAME_CHARS_MAX);
    }
}
