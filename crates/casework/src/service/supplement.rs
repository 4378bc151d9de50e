//! Adding what the desk asked for: a file for components that its reasons named, one for each.

use std::collections::BTreeSet;

use motlan_core::{Code, Failure};
use tracing::instrument;

use super::attach::{Attached, Upload};
use super::change::{Change, Note, check_expected};
use super::draft::find_component;
use crate::casework::{Casework, CaseworkError, Parts};
use crate::model::dossier_code::DossierCode;
use crate::model::owner::Owner;
use crate::model::procedure::Procedure;
use crate::model::status::Status;
use crate::store::step::StepRow;
use crate::store::{dossier, step};

impl Casework {
    /// Adds what the desk asked for; the work goes on, and so does the clock.
    ///
    /// # Errors
    /// `dossier_not_found`, `dossier_changed`, `status_not_allowed`, `component_missing` without a file,
    /// `component_unknown`, `component_not_asked`, `upload_type`, `upload_size`, `invalid_body` for two files of one
    /// component.
    #[instrument(skip_all, fields(dossier = %code))]
    pub async fn supplement(
        &self,
        owner: &Owner,
        code: &DossierCode,
        expected: u32,
        files: Vec<(u32, Upload)>,
    ) -> Result<(), CaseworkError> {
        let parts = self.parts();
        let attached = &parts.check_supplement(owner.account, code, files).await?;
        let account = owner.account;
        parts
            .db
            .write("casework.supplement", |mut connection| async move {
                let dossier = dossier::find_of_owner(&mut connection, account, code).await?;
                let mut dossier = dossier.ok_or_else(|| CaseworkError::from(Code::DossierNotFound))?;
                check_expected(&dossier, expected)?;
                if dossier.status != Status::SupplementNeeded {
                    return Err(dossier
                        .status
                        .step(Status::InProgress)
                        .err()
                        .map_or_else(|| Code::StatusNotAllowed.into(), CaseworkError::from));
                }
                let at = parts.now();
                let mut notes = Vec::new();
                for file in attached {
                    parts.keep(&mut connection, &code.to_string(), file).await?;
                    notes.push(Note {
                        event: file.event(),
                        at,
                        content: file.digest().as_bytes(),
                    });
                }
                parts.note(&mut connection, &mut dossier, &notes).await?;
                let change = Change {
                    to: Status::InProgress,
                    at,
                    actor: "",
                    reasons: &[],
                };
                parts.change(&mut connection, &mut dossier, &change).await
            })
            .await
    }
}

impl Parts {
    async fn check_supplement(
        &self,
        account: i64,
        code: &DossierCode,
        files: Vec<(u32, Upload)>,
    ) -> Result<Vec<Attached>, CaseworkError> {
        let dossier = self.find_own(account, code).await?;
        let procedure = self.procedure(&dossier.procedure, dossier.version)?;
        if files.is_empty() {
            return Err(Failure::new(Code::ComponentMissing, "no file was handed in").into());
        }
        let steps = self
            .db
            .read("casework.list_steps", |mut connection| async move {
                step::list(&mut connection, code).await
            })
            .await?;
        let asked = asked(procedure, dossier.status, &steps);
        let mut taken = BTreeSet::new();
        let check = |(number, file): (u32, Upload)| {
            let component = find_component(procedure, number)?;
            if !taken.insert(number) {
                return Err(Failure::new(Code::InvalidBody, format!("component {number} has two files")).into());
            }
            // In another status the form is late, which is said when the dossier is read again.
            if dossier.status == Status::SupplementNeeded && component.takes_upload() && !asked.contains(&number) {
                return Err(Code::ComponentNotAsked.into());
            }
            Attached::check(component, file)
        };
        files.into_iter().map(check).collect()
    }
}

/// The components that may be handed in now, by number: those that the reasons of the last request name. A reason about the
/// whole dossier opens all that take a file, and so do reasons that name none of these: something must be possible.
pub(super) fn asked(procedure: &Procedure, status: Status, steps: &[StepRow]) -> Vec<u32> {
    let last = steps.last().filter(|_| status == Status::SupplementNeeded);
    let Some(request) = last else { return Vec::new() };
    let takes = procedure.components.iter().filter(|component| component.takes_upload());
    let takes: Vec<u32> = takes.map(|component| component.number).collect();
    let is_named = |number: &u32| request.reasons.iter().any(|reason| reason.component == Some(*number));
    let named: Vec<u32> = takes.iter().copied().filter(is_named).collect();
    let is_about_all = request.reasons.iter().any(|reason| reason.component.is_none());
    if is_about_all || named.is_empty() { takes } else { named }
}

#[cfg(test)]
mod tests {
    use motlan_core::Timestamp;

    use super::*;
    use crate::model::procedure::SourceRule;
    use crate::model::reason::Reason;

    /// The renewal of a licence, with a second component that takes a file.
    fn procedure() -> Procedure {
        let mut procedure = Procedure::built_in().unwrap().remove(0);
        procedure.components[1].sources.push(SourceRule::Upload);
        procedure
    }

    fn asked_by(components: &[Option<u32>]) -> Vec<u32> {
        let reason = |component: &Option<u32>| Reason::new(*component, "ảnh chụp bị mờ, chụp lại").unwrap();
        let step = StepRow {
            number: 3,
            status: Status::SupplementNeeded,
            at: Timestamp::from_seconds(0),
            actor: "can-bo-1".to_owned(),
            reasons: components.iter().map(reason).collect(),
            entry_index: 0,
        };
        asked(&procedure(), Status::SupplementNeeded, &[step])
    }

    #[test]
    fn reasons_open_what_they_name() {
        assert_eq!(asked_by(&[Some(3)]), [3]);
        assert_eq!(asked_by(&[Some(2), Some(1)]), [2]);
        assert_eq!(asked_by(&[Some(3), None]), [2, 3]);
        assert_eq!(asked_by(&[Some(1)]), [2, 3], "a registry's record is nobody's to send");
        assert!(asked(&procedure(), Status::InProgress, &[]).is_empty());
    }
}
