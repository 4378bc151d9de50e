//! The result of a dossier: made as a paper, signed with the unit's key, put into the vault as pending; and the decision,
//! which issues it.
//!
//! A decision without a signed result, or over a document that has expired meanwhile, is refused. What was signed before the
//! dossier changed, or with a key that the unit has no more, is no signed result: it is made anew.

use jiff::civil::Date;
use motlan_core::{Code, Failure, Timestamp};
use motlan_evidence::case::Event;
use sqlx::AnyConnection;
use tracing::instrument;

use super::change::{Change, Note, check_expected};
use super::desk::check_unit;
use super::handle::not_open;
use super::own::is_issued;
use super::sha256;
use crate::casework::{Casework, CaseworkError, Officer, Parts};
use crate::document::pdf::{self, PaperField, ResultPaper};
use crate::document::signature::{self, ResultSigner};
use crate::model::day::day_of;
use crate::model::document_uri::DocumentUri;
use crate::model::dossier_code::DossierCode;
use crate::model::reason::Reason;
use crate::model::result::{ISSUED_ON, VALID_UNTIL};
use crate::model::satisfied::{FieldValue, Satisfied};
use crate::model::status::Status;
use crate::store::component::{self, Kept};
use crate::store::document::{self, DocumentRow};
use crate::store::dossier::DossierRow;
use crate::store::{dossier, serial};

impl Casework {
    /// Makes and signs the result. A second call gives the same document, as long as it is good.
    ///
    /// # Errors
    /// `dossier_not_found`, `signing_not_allowed`, `status_not_allowed`, `result_unsigned` where the unit has no key.
    #[instrument(skip_all, fields(dossier = %code))]
    pub async fn sign_result(&self, officer: &Officer, code: &DossierCode) -> Result<DocumentUri, CaseworkError> {
        let parts = self.parts();
        let dossier = parts.find_of_unit(officer, code).await?;
        if let Some(uri) = parts.signed_result(&dossier).await? {
            return Ok(uri);
        }
        if !officer.may_sign(&dossier.unit) {
            return Err(Code::SigningNotAllowed.into());
        }
        check_signable(dossier.status)?;
        let at = parts.now();
        let (document, content) = &self.make(dossier, at).await?;
        parts
            .db
            .write("casework.sign_result", |mut connection| async move {
                let mut dossier = check_unit(officer, dossier::find(&mut connection, code).await?)?;
                if let Some(uri) = parts.find_signed(&mut connection, &dossier).await? {
                    return Ok(uri);
                }
                check_signable(dossier.status)?;
                take_back(&mut connection, &mut dossier).await?;
                document::insert(&mut connection, &dossier.owner.personal_number, document, content).await?;
                dossier.result = Some(document.uri.clone());
                let note = Note {
                    event: Event::Result { is_electronic: true },
                    at,
                    content: document.sha256.as_bytes(),
                };
                parts.note(&mut connection, &mut dossier, &[note]).await?;
                Ok(document.uri.clone())
            })
            .await
    }

    /// Decides (4 or 8 to 9): the signed result becomes the applicant's document. `note` is for them.
    ///
    /// # Errors
    /// `dossier_not_found`, `dossier_changed`, `status_not_allowed`, `result_unsigned`, `document_expired`.
    #[instrument(skip_all, fields(dossier = %code))]
    pub async fn decide(
        &self,
        officer: &Officer,
        code: &DossierCode,
        expected: u32,
        note: Option<Reason>,
    ) -> Result<(), CaseworkError> {
        let parts = self.parts();
        let (at, reasons) = (parts.now(), &note);
        parts
            .db
            .write("casework.decide", |mut connection| async move {
                let mut dossier = check_unit(officer, dossier::find(&mut connection, code).await?)?;
                check_expected(&dossier, expected)?;
                check_signable(dossier.status)?;
                let uri = dossier.result.clone();
                let uri = uri.ok_or_else(|| CaseworkError::from(Code::ResultUnsigned))?;
                let content = document::content(&mut connection, &uri).await?;
                parts.check_signature(&dossier.unit, content.as_deref())?;
                let used = document::list_used(&mut connection, code).await?;
                let kept = component::list(&mut connection, &code.to_string()).await?;
                check_valid(&used, &kept, day_of(at))?;
                document::issue(&mut connection, &uri).await?;
                let change = Change {
                    to: Status::Done,
                    at,
                    actor: &officer.user_name,
                    reasons: reasons.as_slice(),
                };
                parts.change(&mut connection, &mut dossier, &change).await
            })
            .await
    }

    /// Makes the paper and signs it, away from the threads that answer.
    async fn make(&self, dossier: DossierRow, at: Timestamp) -> Result<(DocumentRow, Vec<u8>), CaseworkError> {
        let parts = self.parts();
        let document = parts.result_of(&dossier, day_of(at)).await?;
        let paper = parts.paper(&dossier, &document)?;
        let casework = self.clone();
        let unit = dossier.unit;
        let signed = tokio::task::spawn_blocking(move || casework.parts().sign(&unit, &paper, at))
            .await
            .map_err(|_| CaseworkError::Panicked)??;
        let document = DocumentRow {
            sha256: sha256(&signed),
            ..document
        };
        Ok((document, signed))
    }
}

/// Takes a result that was not issued out of the vault: what it was made from has changed, or its signature is not good.
pub(super) async fn take_back(connection: &mut AnyConnection, dossier: &mut DossierRow) -> Result<(), CaseworkError> {
    if let Some(uri) = dossier.result.take() {
        document::delete_pending(connection, &uri).await?;
    }
    Ok(())
}

fn check_signable(status: Status) -> Result<(), CaseworkError> {
    status.step(Status::Done).map_err(|_| not_open(status, Status::Done))
}

/// What a supplement has replaced may have expired; its use stays on record.
fn check_valid(used: &[DocumentRow], kept: &[Kept], today: Date) -> Result<(), CaseworkError> {
    let is_held = |document: &&DocumentRow| {
        kept.iter()
            .any(|kept| matches!(kept, Kept::Satisfied(it, _) if it.document.as_ref() == Some(&document.uri)))
    };
    match used
        .iter()
        .filter(is_held)
        .find(|document| !document.is_valid_on(today))
    {
        None => Ok(()),
        Some(document) => Err(Failure::new(Code::DocumentExpired, format!("document {}", document.uri)).into()),
    }
}

impl Parts {
    /// The document that a dossier leads to, before it has a content. Its number is drawn here, and lost if the signing
    /// fails: numbers are unique, not without gaps.
    async fn result_of(&self, dossier: &DossierRow, today: Date) -> Result<DocumentRow, CaseworkError> {
        let procedure = self.procedure(&dossier.procedure, dossier.version)?;
        let (code, type_code) = (dossier.code.to_string(), procedure.result.type_code.as_str());
        let (code, unit) = (code.as_str(), dossier.unit.as_str());
        let (kept, uri) = self
            .db
            .write("casework.number_result", |mut connection| async move {
                let kept = component::list(&mut connection, code).await?;
                let uri = next_uri(&mut connection, unit, type_code, today).await?;
                Ok::<_, CaseworkError>((kept, uri))
            })
            .await?;
        let satisfied: Vec<Satisfied> = kept
            .into_iter()
            .filter_map(|kept| match kept {
                Kept::Satisfied(satisfied, _) => Some(satisfied),
                Kept::Unavailable(..) => None,
            })
            .collect();
        let content = procedure.result.content(today, &satisfied)?;
        Ok(DocumentRow {
            uri,
            type_code: type_code.to_owned(),
            title: procedure.result.name.clone(),
            issuer: dossier.unit.clone(),
            issued_on: today,
            valid_until: Some(content.valid_until),
            sha256: String::new(),
            fields: content.fields,
            dossier: Some(dossier.code.clone()),
            is_issued: false,
        })
    }

    fn paper(&self, dossier: &DossierRow, document: &DocumentRow) -> Result<ResultPaper, CaseworkError> {
        let unit = self.config.unit(&dossier.unit);
        let unit = unit.ok_or_else(|| CaseworkError::Config(format!("the unit {} is gone", dossier.unit)))?;
        let line = |field: &FieldValue| PaperField {
            label: field.name.vi.clone(),
            label_en: field.name.en.clone(),
            value: field.value.clone(),
        };
        Ok(ResultPaper {
            member_name: self.config.member_name.clone(),
            unit_name: unit.name_vi.clone(),
            place: self.config.place.clone(),
            title: document.title.vi.clone(),
            title_en: document.title.en.clone(),
            document_uri: document.uri.to_string(),
            dossier_code: dossier.code.to_string(),
            fields: document
                .fields
                .iter()
                .filter(|field| !is_day(field))
                .map(line)
                .collect(),
            issued_on: document.issued_on,
            valid_until: document.valid_until,
            signed_by: unit.name_vi.clone(),
            is_sample: self.config.is_sample,
        })
    }

    /// Blocking: some tens of milliseconds.
    fn sign(&self, unit: &str, paper: &ResultPaper, at: Timestamp) -> Result<Vec<u8>, CaseworkError> {
        let signer = self.config.signers.get(unit);
        let signer = signer.ok_or_else(|| CaseworkError::from(Code::ResultUnsigned))?;
        let plain = pdf::render(paper).map_err(|error| CaseworkError::Paper(error.to_string()))?;
        Ok(signer.sign(plain, at, &paper.dossier_code)?)
    }

    /// The result of a dossier, once it was issued, or as long as its signature is the unit's own.
    pub(super) async fn signed_result(&self, dossier: &DossierRow) -> Result<Option<DocumentUri>, CaseworkError> {
        self.db
            .read("casework.find_signed_result", |mut connection| async move {
                self.find_signed(&mut connection, dossier).await
            })
            .await
    }

    async fn find_signed(
        &self,
        connection: &mut AnyConnection,
        dossier: &DossierRow,
    ) -> Result<Option<DocumentUri>, CaseworkError> {
        let Some(uri) = &dossier.result else { return Ok(None) };
        if is_issued(dossier.status) {
            return Ok(Some(uri.clone()));
        }
        let content = document::content(connection, uri).await?;
        let is_good = self.check_signature(&dossier.unit, content.as_deref()).is_ok();
        Ok(is_good.then(|| uri.clone()))
    }

    /// Refuses a result that the unit's own key did not sign as a whole.
    fn check_signature(&self, unit: &str, content: Option<&[u8]>) -> Result<(), CaseworkError> {
        let own = self.config.signers.get(unit).map(ResultSigner::certificate_sha256);
        let signed = content.and_then(|content| signature::verify(content).ok());
        match (own, signed) {
            (Some(own), Some(signed)) if signed.certificate_sha256 == own => Ok(()),
            _ => Err(Code::ResultUnsigned.into()),
        }
    }
}

/// The paper prints its own two days in a place of their own.
fn is_day(field: &FieldValue) -> bool {
    [ISSUED_ON, VALID_UNTIL].contains(&field.code.as_str())
}

/// The unit's next number of this type within the year.
pub(super) async fn next_uri(
    connection: &mut AnyConnection,
    unit: &str,
    type_code: &str,
    today: Date,
) -> Result<DocumentUri, CaseworkError> {
    let year = today.year();
    let number = serial::next(connection, &format!("document {unit} {type_code} {year}")).await?;
    Ok(DocumentUri::new(unit, type_code, &format!("{year}.{number:06}"))?)
}
