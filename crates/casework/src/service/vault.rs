//! The vault: a person's documents, what each was used for, and its file. Issuing a document into it.

use jiff::civil::Date;
use motlan_core::Code;
use tracing::instrument;

use super::sha256;
use super::sign::next_uri;
use super::view::{Content, Document, DocumentUse};
use crate::casework::{Casework, CaseworkError};
use crate::model::document_uri::DocumentUri;
use crate::model::dossier_code::DossierCode;
use crate::model::owner::Owner;
use crate::model::satisfied::FieldValue;
use crate::store::document::{self, DocumentRow};
use motlan_core::Name;
use motlan_core::Timestamp;

/// A document to be put into somebody's vault.
#[derive(Clone, Debug)]
pub struct NewDocument {
    /// The code of its type, as in `GKSK`.
    pub type_code: String,
    /// What it is called.
    pub title: Name,
    /// Who issues it: the code of an agency, without a hyphen.
    pub issuer: String,
    /// The day of issue.
    pub issued_on: Date,
    /// The last day on which it holds.
    pub valid_until: Option<Date>,
    /// What it says.
    pub fields: Vec<FieldValue>,
    /// The file, a PDF.
    pub content: Vec<u8>,
}

impl Casework {
    /// A person's documents, newest first.
    pub async fn vault(&self, owner: &Owner) -> Result<Vec<Document>, CaseworkError> {
        let parts = self.parts();
        let number = owner.personal_number.as_str();
        let held = parts
            .db
            .read("casework.list_documents", |mut connection| async move {
                let mut held = Vec::new();
                for document in document::list(&mut connection, number).await? {
                    let uses = document::list_uses(&mut connection, &document.uri).await?;
                    held.push((document, uses));
                }
                Ok::<_, CaseworkError>(held)
            })
            .await?;
        let today = parts.today();
        Ok(held
            .into_iter()
            .map(|(document, uses)| shown(document, uses, today))
            .collect())
    }

    /// One of a person's documents.
    ///
    /// # Errors
    /// `document_not_found`, also for somebody else's and for one that is not issued yet.
    pub async fn document_of(&self, owner: &Owner, uri: &DocumentUri) -> Result<Document, CaseworkError> {
        let parts = self.parts();
        let number = owner.personal_number.as_str();
        let (document, uses) = parts
            .db
            .read("casework.find_document", |mut connection| async move {
                let document = document::find(&mut connection, number, uri).await?;
                let document = document.filter(|document| document.is_issued);
                let document = document.ok_or_else(|| CaseworkError::from(Code::DocumentNotFound))?;
                let uses = document::list_uses(&mut connection, uri).await?;
                Ok::<_, CaseworkError>((document, uses))
            })
            .await?;
        Ok(shown(document, uses, parts.today()))
    }

    /// The file of one of a person's documents.
    ///
    /// # Errors
    /// As [`Casework::document_of`].
    pub async fn document_content(&self, owner: &Owner, uri: &DocumentUri) -> Result<Content, CaseworkError> {
        self.document_of(owner, uri).await?;
        let bytes = self
            .parts()
            .db
            .read("casework.find_document_content", |mut connection| async move {
                document::content(&mut connection, uri).await
            })
            .await?;
        content(uri, bytes)
    }

    /// Puts a document that no dossier of this system led to into a person's vault.
    ///
    /// # Errors
    /// `document_not_found` where issuer or type make no document URI; the database's.
    #[instrument(skip_all, fields(type_code = %new.type_code))]
    pub async fn issue_document(&self, personal_number: &str, new: NewDocument) -> Result<DocumentUri, CaseworkError> {
        let new = &new;
        self.parts()
            .db
            .write("casework.issue_document", |mut connection| async move {
                let uri = next_uri(&mut connection, &new.issuer, &new.type_code, new.issued_on).await?;
                let row = DocumentRow {
                    uri: uri.clone(),
                    type_code: new.type_code.clone(),
                    title: new.title.clone(),
                    issuer: new.issuer.clone(),
                    issued_on: new.issued_on,
                    valid_until: new.valid_until,
                    sha256: sha256(&new.content),
                    fields: new.fields.clone(),
                    dossier: None,
                    is_issued: true,
                };
                document::insert(&mut connection, personal_number, &row, &new.content).await?;
                Ok(uri)
            })
            .await
    }
}

fn shown(row: DocumentRow, uses: Vec<(DossierCode, Timestamp)>, today: Date) -> Document {
    let shown_use = |(dossier, consent_at)| DocumentUse { dossier, consent_at };
    Document {
        is_valid: row.is_valid_on(today),
        uri: row.uri,
        type_code: row.type_code,
        title: row.title,
        issuer: row.issuer,
        issued_on: row.issued_on,
        valid_until: row.valid_until,
        sha256: row.sha256,
        fields: row.fields,
        dossier: row.dossier,
        uses: uses.into_iter().map(shown_use).collect(),
    }
}

/// A document's file for a browser.
pub(super) fn content(uri: &DocumentUri, bytes: Option<Vec<u8>>) -> Result<Content, CaseworkError> {
    Ok(Content {
        media_type: "application/pdf".to_owned(),
        file_name: format!("{uri}.pdf"),
        bytes: bytes.ok_or_else(|| CaseworkError::from(Code::DocumentNotFound))?,
    })
}
