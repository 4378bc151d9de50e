//! What an officer does with a dossier of the unit, but for checking, signing and deciding.
//!
//! Each takes the number of the change that the page showed (`expected`): a second click, or the back button, is refused
//! and changes nothing.

use motlan_core::{Code, Failure};
use tracing::instrument;

use super::change::{Change, check_expected};
use super::desk::check_unit;
use crate::casework::{Casework, CaseworkError, Officer, Parts};
use crate::model::dossier_code::DossierCode;
use crate::model::reason::Reason;
use crate::model::status::Status;
use crate::model::sync::REASONS_MAX;
use crate::store::dossier;

/// A change that an officer wants.
struct Wanted<'a> {
    name: &'static str,
    to: Status,
    /// The statuses from which this verb leads there, where the state machine knows more.
    from: &'a [Status],
    reasons: &'a [Reason],
}

impl Casework {
    /// Receives it (1 to 2): from now on the clock runs, and the due day is set.
    ///
    /// # Errors
    /// `dossier_not_found`, `dossier_changed`, `status_not_allowed`, `calendar_not_covered`.
    #[instrument(skip_all, fields(dossier = %code))]
    pub async fn receive(&self, officer: &Officer, code: &DossierCode, expected: u32) -> Result<(), CaseworkError> {
        let wanted = Wanted::plain("casework.receive", Status::Received, &[Status::New]);
        self.parts().handle(officer, code, expected, &wanted).await
    }

    /// Does not receive it (1 to 3), and says why.
    ///
    /// # Errors
    /// As [`Casework::receive`], and `reason_required`.
    #[instrument(skip_all, fields(dossier = %code))]
    pub async fn refuse(
        &self,
        officer: &Officer,
        code: &DossierCode,
        expected: u32,
        reasons: &[Reason],
    ) -> Result<(), CaseworkError> {
        let wanted = Wanted {
            reasons,
            ..Wanted::plain("casework.refuse", Status::NotReceived, &[Status::New])
        };
        self.parts().handle(officer, code, expected, &wanted).await
    }

    /// Begins the work (2 to 4).
    ///
    /// # Errors
    /// As [`Casework::receive`].
    #[instrument(skip_all, fields(dossier = %code))]
    pub async fn start(&self, officer: &Officer, code: &DossierCode, expected: u32) -> Result<(), CaseworkError> {
        let wanted = Wanted::plain("casework.start", Status::InProgress, &[Status::Received]);
        self.parts().handle(officer, code, expected, &wanted).await
    }

    /// Asks the applicant for more (to 5), and says for what; the clock stands until they answer.
    ///
    /// # Errors
    /// As [`Casework::refuse`]; `status_not_allowed` also where the procedure has nothing that an applicant can hand in.
    #[instrument(skip_all, fields(dossier = %code))]
    pub async fn ask_supplement(
        &self,
        officer: &Officer,
        code: &DossierCode,
        expected: u32,
        reasons: &[Reason],
    ) -> Result<(), CaseworkError> {
        let wanted = Wanted {
            reasons,
            ..Wanted::plain("casework.ask_supplement", Status::SupplementNeeded, &[])
        };
        self.parts().handle(officer, code, expected, &wanted).await
    }

    /// Stops the work (to 8), and says why; the clock stands.
    ///
    /// # Errors
    /// As [`Casework::refuse`].
    #[instrument(skip_all, fields(dossier = %code))]
    pub async fn stop(
        &self,
        officer: &Officer,
        code: &DossierCode,
        expected: u32,
        reasons: &[Reason],
    ) -> Result<(), CaseworkError> {
        let wanted = Wanted {
            reasons,
            ..Wanted::plain("casework.stop", Status::Stopped, &[])
        };
        self.parts().handle(officer, code, expected, &wanted).await
    }

    /// Goes on with what was stopped or waited for payment (6 or 8 to 4).
    ///
    /// # Errors
    /// As [`Casework::receive`].
    #[instrument(skip_all, fields(dossier = %code))]
    pub async fn resume(&self, officer: &Officer, code: &DossierCode, expected: u32) -> Result<(), CaseworkError> {
        let wanted = Wanted::plain("casework.resume", Status::InProgress, RESUMABLE);
        self.parts().handle(officer, code, expected, &wanted).await
    }

    /// Hands the result over (9 to 10).
    ///
    /// # Errors
    /// As [`Casework::receive`].
    #[instrument(skip_all, fields(dossier = %code))]
    pub async fn hand_over(&self, officer: &Officer, code: &DossierCode, expected: u32) -> Result<(), CaseworkError> {
        let wanted = Wanted::plain("casework.hand_over", Status::Returned, &[]);
        self.parts().handle(officer, code, expected, &wanted).await
    }
}

/// From where a desk may go on by itself. What waits for papers goes on when they come.
const RESUMABLE: &[Status] = &[Status::PaymentNeeded, Status::Stopped];

pub(super) fn is_resumable(status: Status) -> bool {
    RESUMABLE.contains(&status)
}

impl<'a> Wanted<'a> {
    fn plain(name: &'static str, to: Status, from: &'a [Status]) -> Self {
        Self {
            name,
            to,
            from,
            reasons: &[],
        }
    }
}

impl Parts {
    async fn handle(
        &self,
        officer: &Officer,
        code: &DossierCode,
        expected: u32,
        wanted: &Wanted<'_>,
    ) -> Result<(), CaseworkError> {
        self.db
            .write(wanted.name, |mut connection| async move {
                let mut dossier = check_unit(officer, dossier::find(&mut connection, code).await?)?;
                check_expected(&dossier, expected)?;
                // The order of refusals: a step that is not open needs no reason either.
                dossier.status.step(wanted.to)?;
                if !wanted.from.is_empty() && !wanted.from.contains(&dossier.status) {
                    return Err(not_open(dossier.status, wanted.to));
                }
                if wanted.to == Status::SupplementNeeded && !self.takes_files(&dossier) {
                    let detail = "the procedure has no component that takes a file";
                    return Err(Failure::new(Code::StatusNotAllowed, detail).into());
                }
                if wanted.to.needs_reason() && wanted.reasons.is_empty() {
                    return Err(Code::ReasonRequired.into());
                }
                if wanted.reasons.len() > REASONS_MAX {
                    return Err(Code::ReasonTooLong.into());
                }
                let change = Change {
                    to: wanted.to,
                    at: self.now(),
                    actor: &officer.user_name,
                    reasons: wanted.reasons,
                };
                self.change(&mut connection, &mut dossier, &change).await
            })
            .await
    }
}

/// The state machine knows the way, but another verb takes it.
pub(super) fn not_open(from: Status, to: Status) -> CaseworkError {
    let detail = format!("from status {from} another step leads to status {to}");
    Failure::new(Code::StatusNotAllowed, detail).into()
}
