//! Submitting: a draft becomes a dossier, with its code, its first status, its components and the consent to what it
//! uses. Submitting twice gives the same code.

use jiff::civil::Date;
use motlan_core::{Code, Failure, Timestamp};
use motlan_evidence::case::{Channel, Event, Pseudonym};
use motlan_identity::Level;
use sqlx::AnyConnection;
use tracing::instrument;

use super::change::{Change, Note, save};
use super::draft::digest;
use super::random;
use super::satisfy::check_documents;
use super::view::DraftId;
use crate::casework::{Casework, CaseworkError, Parts, Unit};
use crate::model::day::day_of;
use crate::model::dossier_code::DossierCode;
use crate::model::owner::Owner;
use crate::model::procedure::Procedure;
use crate::model::satisfied::Satisfied;
use crate::model::status::Status;
use crate::store::component::{self, Kept};
use crate::store::dossier::DossierRow;
use crate::store::draft::DraftRow;
use crate::store::{damaged, document, dossier, draft, serial, upload};

/// What a dossier draws once: outside the transaction, which may run several times.
struct Drawn {
    pseudonym: Pseudonym,
    key: [u8; 32],
    now: Timestamp,
}

impl Casework {
    /// Submits a draft as it is; the person has confirmed with their eID and agreed to what it holds.
    ///
    /// # Errors
    /// `level_too_low`, `draft_not_found`, `component_missing`, `document_expired`, `document_not_found`, `starting`.
    pub async fn submit(&self, owner: &Owner, level: Level, id: &DraftId) -> Result<DossierCode, CaseworkError> {
        self.submit_reviewed(owner, level, id, None).await
    }

    /// Submits a draft, if it still is what the person reviewed: `reviewed` is its digest then.
    ///
    /// # Errors
    /// As [`Casework::submit`], and `draft_changed`.
    #[instrument(skip_all)]
    pub async fn submit_reviewed(
        &self,
        owner: &Owner,
        level: Level,
        id: &DraftId,
        reviewed: Option<&str>,
    ) -> Result<DossierCode, CaseworkError> {
        let parts = self.parts();
        let drawn = Drawn {
            pseudonym: Pseudonym(random()?),
            key: random()?,
            now: parts.now(),
        };
        let (account, drawn) = (owner.account, &drawn);
        parts
            .db
            .write("casework.submit", |mut connection| async move {
                let row = draft::find(&mut connection, account, id.as_str()).await?;
                let row = row.ok_or_else(|| CaseworkError::from(Code::DraftNotFound))?;
                match &row.dossier {
                    Some(code) => Ok(code.parse().map_err(|_| damaged("a draft's dossier"))?),
                    None => {
                        parts
                            .submit(&mut connection, (id, &row), (level, reviewed), drawn)
                            .await
                    }
                }
            })
            .await
    }
}

impl Parts {
    async fn submit(
        &self,
        connection: &mut AnyConnection,
        (id, row): (&DraftId, &DraftRow),
        (level, reviewed): (Level, Option<&str>),
        drawn: &Drawn,
    ) -> Result<DossierCode, CaseworkError> {
        let procedure = self.procedure(&row.procedure, row.version)?;
        if (level as u8) < procedure.level {
            return Err(Code::LevelTooLow.into());
        }
        let kept = component::list(connection, id.as_str()).await?;
        let satisfied = complete(procedure, &kept)?;
        check_documents(connection, &row.owner, &satisfied, day_of(drawn.now)).await?;
        if reviewed.is_some_and(|reviewed| reviewed != digest(id, &kept)) {
            return Err(Code::DraftChanged.into());
        }
        let unit = self.unit_for(procedure)?;
        let code = next_code(connection, unit, day_of(drawn.now)).await?;
        if !draft::submit(connection, row.owner.account, id.as_str(), &code.to_string()).await? {
            return Err(Code::DraftSubmitted.into());
        }
        let mut dossier = new_dossier(code, row, procedure, unit, drawn);
        dossier::insert(connection, &dossier).await?;
        self.hand_over(connection, id, &dossier, &satisfied).await?;
        self.record_submission(connection, &mut dossier, &satisfied, &kept)
            .await?;
        Ok(dossier.code)
    }

    /// Components, files and consent go over to the dossier.
    async fn hand_over(
        &self,
        connection: &mut AnyConnection,
        id: &DraftId,
        dossier: &DossierRow,
        satisfied: &[&Satisfied],
    ) -> Result<(), CaseworkError> {
        let code = dossier.code.to_string();
        component::hand_over(connection, id.as_str(), &code).await?;
        upload::hand_over(connection, id.as_str(), &code).await?;
        for uri in satisfied.iter().filter_map(|satisfied| satisfied.document.as_ref()) {
            document::note_use(connection, uri, &dossier.code, dossier.submitted_at).await?;
        }
        Ok(())
    }

    /// The first status, then one entry for each component.
    async fn record_submission(
        &self,
        connection: &mut AnyConnection,
        dossier: &mut DossierRow,
        satisfied: &[&Satisfied],
        kept: &[Kept],
    ) -> Result<(), CaseworkError> {
        let (at, read_at_step) = (dossier.submitted_at, dossier.step);
        let first = Change {
            to: Status::New,
            at,
            actor: "",
            reasons: &[],
        };
        self.record(connection, dossier, &first).await?;
        for satisfied in satisfied {
            let content = content_of(connection, dossier, satisfied, kept).await?;
            let note = Note {
                event: component_event(satisfied),
                at,
                content: content.as_bytes(),
            };
            self.push(connection, dossier, &note).await?;
        }
        save(connection, dossier, read_at_step).await
    }

    /// The unit that handles a procedure.
    fn unit_for(&self, procedure: &Procedure) -> Result<&Unit, CaseworkError> {
        let unit = self.config.procedure_units.get(&procedure.code);
        unit.and_then(|code| self.config.unit(code))
            .ok_or_else(|| Code::ProcedureNotFound.into())
    }
}

/// What satisfies the components, unless a required one has nothing.
fn complete<'a>(procedure: &Procedure, kept: &'a [Kept]) -> Result<Vec<&'a Satisfied>, CaseworkError> {
    let satisfied: Vec<&Satisfied> = kept
        .iter()
        .filter_map(|kept| match kept {
            Kept::Satisfied(satisfied, _) => Some(satisfied),
            Kept::Unavailable(..) => None,
        })
        .collect();
    let missing = procedure
        .components
        .iter()
        .find(|component| component.is_required && !satisfied.iter().any(|it| it.component == component.number));
    match missing {
        None => Ok(satisfied),
        Some(component) => Err(Failure::new(
            Code::ComponentMissing,
            format!("component {}, {}, is missing", component.number, component.name.en),
        )
        .into()),
    }
}

/// The day's next code of the unit.
async fn next_code(connection: &mut AnyConnection, unit: &Unit, day: Date) -> Result<DossierCode, CaseworkError> {
    let number = serial::next(connection, &format!("dossier {} {day}", unit.code)).await?;
    Ok(DossierCode::new(&unit.code, day, number)?)
}

fn new_dossier(code: DossierCode, row: &DraftRow, procedure: &Procedure, unit: &Unit, drawn: &Drawn) -> DossierRow {
    DossierRow {
        code,
        owner: row.owner.clone(),
        procedure: procedure.code.clone(),
        version: procedure.version,
        procedure_number: procedure.number,
        unit: unit.code.clone(),
        unit_number: unit.number,
        channel: Channel::Online,
        status: Status::New,
        number: 1,
        step: 0,
        pseudonym: drawn.pseudonym,
        key: drawn.key,
        submitted_at: drawn.now,
        received: None,
        due: None,
        ended: None,
        result: None,
    }
}

/// The entry of a satisfied component.
fn component_event(satisfied: &Satisfied) -> Event {
    Event::Component {
        component: satisfied.component,
        source: satisfied.source,
        form: satisfied.form,
        transaction: satisfied.transaction,
    }
}

/// What the entry of a component commits to: the file, the document, or the values that a registry gave.
async fn content_of(
    connection: &mut AnyConnection,
    dossier: &DossierRow,
    satisfied: &Satisfied,
    kept: &[Kept],
) -> Result<String, CaseworkError> {
    if let Some(uri) = &satisfied.document {
        let document = document::find(connection, &dossier.owner.personal_number, uri).await?;
        return Ok(document.map(|document| document.sha256).unwrap_or_default());
    }
    let upload_id = kept.iter().find_map(|kept| match kept {
        Kept::Satisfied(it, upload_id) if it.component == satisfied.component => upload_id.as_deref(),
        _ => None,
    });
    if let Some(upload_id) = upload_id {
        let file = upload::find(connection, &dossier.code.to_string(), upload_id).await?;
        return Ok(file.map(|file| file.sha256).unwrap_or_default());
    }
    Ok(serde_json::to_string(&satisfied.fields).map_err(|_| damaged("a component's fields"))?)
}
