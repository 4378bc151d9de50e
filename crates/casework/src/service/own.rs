//! A person's own dossiers: the list, one of them with its timeline, taking one back.

use motlan_core::Code;
use tracing::instrument;

use super::change::{Change, check_expected, shown, status_changes};
use super::draft::component_views;
use super::supplement::asked;
use super::view::{Content, DossierRow as Row, DossierView, Listing, Page, PortalState, ROWS_PER_PAGE, StepView};
use crate::casework::{Casework, CaseworkError, Parts};
use crate::model::deadline::{Deadline, Standing};
use crate::model::dossier_code::DossierCode;
use crate::model::owner::Owner;
use crate::model::reason::Reason;
use crate::model::status::Status;
use crate::store::component::Kept;
use crate::store::dossier::DossierRow;
use crate::store::outbox::{OutboxState, SentRow};
use crate::store::step::StepRow;
use crate::store::{component, dossier, outbox, step};
use motlan_core::Name;

impl Casework {
    /// A person's dossiers, newest first.
    pub async fn dossiers_of(&self, account: i64, page: Page) -> Result<Listing<Row>, CaseworkError> {
        let parts = self.parts();
        let (rows, total) = parts
            .db
            .read("casework.list_dossiers_of_owner", |mut connection| async move {
                dossier::list_of_owner(&mut connection, account, ROWS_PER_PAGE, page.offset()).await
            })
            .await?;
        parts.listing(rows, total).await
    }

    /// One of a person's dossiers.
    ///
    /// # Errors
    /// `dossier_not_found`, also for somebody else's.
    pub async fn dossier_of(&self, account: i64, code: &DossierCode) -> Result<DossierView, CaseworkError> {
        let dossier = self.parts().find_own(account, code).await?;
        let mut view = self.parts().view(&dossier).await?;
        for step in &mut view.steps {
            step.officer = None;
        }
        Ok(view)
    }

    /// A file of one of a person's dossiers.
    ///
    /// # Errors
    /// `dossier_not_found`, `document_not_found`.
    pub async fn dossier_upload(
        &self,
        account: i64,
        code: &DossierCode,
        upload_id: &str,
    ) -> Result<Content, CaseworkError> {
        self.parts().find_own(account, code).await?;
        self.parts().upload(&code.to_string(), upload_id).await
    }

    /// Takes a dossier back, for a reason that need not be given.
    ///
    /// # Errors
    /// `dossier_not_found`, `dossier_changed`, `status_not_allowed`.
    #[instrument(skip_all, fields(dossier = %code))]
    pub async fn withdraw(
        &self,
        owner: &Owner,
        code: &DossierCode,
        expected: u32,
        reason: Option<Reason>,
    ) -> Result<(), CaseworkError> {
        let parts = self.parts();
        let (account, reasons) = (owner.account, &reason);
        parts
            .db
            .write("casework.withdraw", |mut connection| async move {
                let dossier = dossier::find_of_owner(&mut connection, account, code).await?;
                let mut dossier = dossier.ok_or_else(|| CaseworkError::from(Code::DossierNotFound))?;
                check_expected(&dossier, expected)?;
                let change = Change {
                    to: Status::Withdrawn,
                    at: parts.now(),
                    actor: "",
                    reasons: reasons.as_slice(),
                };
                parts.change(&mut connection, &mut dossier, &change).await
            })
            .await
    }
}

impl Parts {
    pub(super) async fn find_own(&self, account: i64, code: &DossierCode) -> Result<DossierRow, CaseworkError> {
        let dossier = self
            .db
            .read("casework.find_dossier_of_owner", |mut connection| async move {
                dossier::find_of_owner(&mut connection, account, code).await
            })
            .await?;
        dossier.ok_or_else(|| Code::DossierNotFound.into())
    }

    /// Everything that owner and desk both see of a dossier.
    pub(super) async fn view(&self, dossier: &DossierRow) -> Result<DossierView, CaseworkError> {
        let code = &dossier.code;
        let (kept, steps, sent): (Vec<Kept>, Vec<StepRow>, Vec<SentRow>) = self
            .db
            .read("casework.view_dossier", |mut connection| async move {
                let kept = component::list(&mut connection, &code.to_string()).await?;
                let steps = step::list(&mut connection, code).await?;
                let sent = outbox::list_of_dossier(&mut connection, code).await?;
                Ok::<_, CaseworkError>((kept, steps, sent))
            })
            .await?;
        let procedure = self.procedure(&dossier.procedure, dossier.version)?;
        let proven = self.appender.size();
        Ok(DossierView {
            row: self.row(dossier, &steps),
            number: dossier.number,
            asked: asked(procedure, dossier.status, &steps),
            components: component_views(procedure, kept),
            steps: steps.into_iter().map(|step| step_view(step, proven)).collect(),
            portal: portal_state(&sent),
            result: dossier.result.clone().filter(|_| is_issued(dossier.status)),
        })
    }

    /// Rows of a list, each with how it stands to its deadline.
    pub(super) async fn listing(&self, rows: Vec<DossierRow>, total: u64) -> Result<Listing<Row>, CaseworkError> {
        let dossiers = &rows;
        let steps: Vec<Vec<StepRow>> = self
            .db
            .read("casework.list_steps_of_page", |mut connection| async move {
                let mut steps = Vec::new();
                for dossier in dossiers {
                    steps.push(step::list(&mut connection, &dossier.code).await?);
                }
                Ok::<_, CaseworkError>(steps)
            })
            .await?;
        let rows = rows.iter().zip(&steps).map(|(dossier, steps)| self.row(dossier, steps));
        Ok(Listing {
            rows: rows.collect(),
            total,
        })
    }

    /// A line of a list. One dossier about which something cannot be said does not take the others away.
    fn row(&self, dossier: &DossierRow, steps: &[StepRow]) -> Row {
        let procedure = self.procedure(&dossier.procedure, dossier.version);
        Row {
            code: dossier.code.clone(),
            procedure: dossier.procedure.clone(),
            procedure_name: self.procedure_name(dossier),
            unit: dossier.unit.clone(),
            status: dossier.status,
            submitted_at: dossier.submitted_at,
            received: shown(dossier.received),
            due: shown(dossier.due),
            ended: shown(dossier.ended),
            working_days: procedure.ok().map(|it| it.deadline.working_days),
            standing: self.standing(dossier, steps).unwrap_or_else(|error| {
                tracing::warn!(dossier = %dossier.code, %error, "how a dossier stands to its deadline is not known");
                None
            }),
        }
    }

    /// The name of the version that it was begun under, else of another one, else the code.
    fn procedure_name(&self, dossier: &DossierRow) -> Name {
        let same = self.procedure(&dossier.procedure, dossier.version).ok();
        let any = || self.config.procedures.iter().find(|it| it.code == dossier.procedure);
        same.or_else(any).map_or_else(
            || Name {
                vi: dossier.procedure.clone(),
                en: dossier.procedure.clone(),
            },
            |procedure| procedure.name.clone(),
        )
    }

    fn standing(&self, dossier: &DossierRow, steps: &[StepRow]) -> Result<Option<Standing>, CaseworkError> {
        if dossier.ended.is_some() {
            return Ok(None);
        }
        let procedure = self.procedure(&dossier.procedure, dossier.version)?;
        let deadline = Deadline::of(procedure.deadline.working_days, &status_changes(steps));
        let standing = deadline.map(|deadline| deadline.standing(&self.config.calendar, self.now()));
        Ok(standing.transpose()?)
    }
}

/// Whether a result made under this status has left the unit.
pub(super) fn is_issued(status: Status) -> bool {
    matches!(status, Status::Done | Status::Returned)
}

fn step_view(step: StepRow, proven: u64) -> StepView {
    StepView {
        number: step.number,
        status: step.status,
        at: step.at,
        officer: Some(step.actor).filter(|actor| !actor.is_empty()),
        reasons: step.reasons,
        is_proven: step.entry_index < proven,
        index: step.entry_index,
    }
}

/// What the portal has acknowledged without a gap, and what stands in the way of the rest.
fn portal_state(sent: &[SentRow]) -> PortalState {
    let acknowledged = sent
        .iter()
        .take_while(|row| row.state == OutboxState::Acknowledged)
        .last();
    let next = sent.iter().find(|row| row.state != OutboxState::Acknowledged);
    let waiting = sent.iter().filter(|row| row.state == OutboxState::Waiting).count();
    PortalState {
        number: acknowledged.map(|row| row.number),
        status: acknowledged.and_then(|row| Status::from_code(row.message.status)),
        acknowledged_at: acknowledged.and_then(|row| row.acknowledged_at),
        waiting: u32::try_from(waiting).unwrap_or(u32::MAX),
        failure: next.and_then(|row| row.failure.clone()),
        is_parked: next.is_some_and(|row| row.state == OutboxState::Parked),
    }
}
