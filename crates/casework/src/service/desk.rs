//! What a desk sees: its queue, how its dossiers are spread, and one dossier with what can be done next.
//!
//! A dossier of another unit does not exist for an officer.

use motlan_core::Code;

use super::view::{Action, Content, DeskView, DossierRow as Row, Listing, Page, ROWS_PER_PAGE};
use crate::casework::{Casework, CaseworkError, Officer, Parts};
use crate::model::day::day_number;
use crate::model::document_uri::DocumentUri;
use crate::model::dossier_code::DossierCode;
use crate::model::procedure::Component;
use crate::model::status::Status;
use crate::store::dossier::DossierRow;
use crate::store::queue::{self, Selection};
use crate::store::{check, document, dossier};

/// Which dossiers of the unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Everything that the desk still has to do with: neither ended nor finished.
    Open,
    /// Those in one status.
    Status(Status),
    /// Received, not paused, and past their due day.
    Overdue,
    /// Everything.
    All,
}

impl Casework {
    /// The dossiers of an officer's units, those due first in front, then those not yet received by age.
    pub async fn queue(&self, officer: &Officer, filter: Filter, page: Page) -> Result<Listing<Row>, CaseworkError> {
        let parts = self.parts();
        let selection = selection(filter, day_number(parts.today()).0);
        let (units, selection) = (officer.units.as_slice(), &selection);
        let (rows, total) = parts
            .db
            .read("casework.list_queue", |mut connection| async move {
                queue::list(&mut connection, units, selection, ROWS_PER_PAGE, page.offset()).await
            })
            .await?;
        parts.listing(rows, total).await
    }

    /// How many dossiers of an officer's units stand in which status; statuses without any are left out.
    pub async fn queue_counts(&self, officer: &Officer) -> Result<Vec<(Status, u64)>, CaseworkError> {
        let units = officer.units.as_slice();
        Ok(self
            .parts()
            .db
            .read("casework.count_queue", |mut connection| async move {
                queue::count_by_status(&mut connection, units).await
            })
            .await?)
    }

    /// One dossier as its unit sees it.
    ///
    /// # Errors
    /// `dossier_not_found`, also for another unit's.
    pub async fn desk(&self, officer: &Officer, code: &DossierCode) -> Result<DeskView, CaseworkError> {
        let parts = self.parts();
        let dossier = parts.find_of_unit(officer, code).await?;
        let checks = parts
            .db
            .read("casework.list_checks", |mut connection| async move {
                check::list(&mut connection, code).await
            })
            .await?;
        let signed_result = parts.signed_result(&dossier).await?;
        Ok(DeskView {
            dossier: parts.view(&dossier).await?,
            checks: checks
                .into_iter()
                .map(|row| parts.outcome(&dossier, row))
                .collect::<Result<_, _>>()?,
            actions: actions(
                officer,
                &dossier,
                Able {
                    has_result: signed_result.is_some(),
                    takes_files: parts.takes_files(&dossier),
                },
            ),
            owner: dossier.owner,
            signed_result,
        })
    }

    /// A file of a dossier of the officer's unit.
    ///
    /// # Errors
    /// `dossier_not_found`, `document_not_found`.
    pub async fn desk_upload(
        &self,
        officer: &Officer,
        code: &DossierCode,
        upload_id: &str,
    ) -> Result<Content, CaseworkError> {
        self.parts().find_of_unit(officer, code).await?;
        self.parts().upload(&code.to_string(), upload_id).await
    }

    /// The file of a document that a dossier of the officer's unit uses or has as its result.
    ///
    /// # Errors
    /// `dossier_not_found`, `document_not_found`.
    pub async fn desk_document_content(
        &self,
        officer: &Officer,
        code: &DossierCode,
        uri: &DocumentUri,
    ) -> Result<Content, CaseworkError> {
        let parts = self.parts();
        parts.find_of_unit(officer, code).await?;
        let bytes = parts
            .db
            .read("casework.find_document_of_dossier", |mut connection| async move {
                match document::find_of_dossier(&mut connection, code, uri).await? {
                    Some(_) => document::content(&mut connection, uri).await,
                    None => Ok(None),
                }
            })
            .await?;
        super::vault::content(uri, bytes)
    }
}

impl Parts {
    /// The dossier, if one of the officer's units handles it.
    pub(super) async fn find_of_unit(
        &self,
        officer: &Officer,
        code: &DossierCode,
    ) -> Result<DossierRow, CaseworkError> {
        let dossier = self
            .db
            .read("casework.find_dossier", |mut connection| async move {
                dossier::find(&mut connection, code).await
            })
            .await?;
        check_unit(officer, dossier)
    }

    /// Whether the applicant of a dossier could hand in anything. Asked for more where nothing can be sent, they could only
    /// wait.
    pub(super) fn takes_files(&self, dossier: &DossierRow) -> bool {
        self.procedure(&dossier.procedure, dossier.version)
            .is_ok_and(|procedure| procedure.components.iter().any(Component::takes_upload))
    }
}

/// Refuses what is not there or belongs to another unit, in the same words.
pub(super) fn check_unit(officer: &Officer, dossier: Option<DossierRow>) -> Result<DossierRow, CaseworkError> {
    dossier
        .filter(|dossier| officer.has(&dossier.unit))
        .ok_or_else(|| Code::DossierNotFound.into())
}

fn selection(filter: Filter, today: u32) -> Selection {
    match filter {
        Filter::All => Selection::ALL,
        Filter::Status(status) => Selection {
            statuses: (status.code(), status.code()),
            ..Selection::ALL
        },
        Filter::Open => Selection {
            without: [
                Some(Status::NotReceived),
                Some(Status::Withdrawn),
                Some(Status::Returned),
                None,
            ],
            ..Selection::ALL
        },
        // Statuses 2 and 4: the clock runs in these two only.
        Filter::Overdue => Selection {
            statuses: (Status::Received.code(), Status::InProgress.code()),
            without: [Some(Status::NotReceived), None, None, None],
            due_before: Some(today),
        },
    }
}

/// What a dossier allows beside its status.
#[derive(Clone, Copy)]
struct Able {
    /// Whether its result is signed.
    has_result: bool,
    /// Whether its applicant could hand anything in.
    takes_files: bool,
}

/// What can be done next, in the order of the work.
fn actions(officer: &Officer, dossier: &DossierRow, able: Able) -> Vec<Action> {
    use Action::{AskSupplement, Check, Decide, HandOver, Receive, Refuse, Resume, Sign, Start, Stop};
    let all = [
        Receive,
        Refuse,
        Check,
        Start,
        AskSupplement,
        Stop,
        Resume,
        Sign,
        Decide,
        HandOver,
    ];
    all.into_iter()
        .filter(|action| is_open(*action, officer, dossier, able))
        .collect()
}

fn is_open(action: Action, officer: &Officer, dossier: &DossierRow, able: Able) -> bool {
    let leads_to = |status: Status| dossier.status.step(status).is_ok();
    match action {
        Action::Receive => leads_to(Status::Received),
        Action::Refuse => leads_to(Status::NotReceived),
        Action::Check => super::check::is_open(dossier.status),
        Action::Start => dossier.status == Status::Received,
        Action::AskSupplement => leads_to(Status::SupplementNeeded) && able.takes_files,
        Action::Stop => leads_to(Status::Stopped),
        Action::Resume => super::handle::is_resumable(dossier.status),
        Action::Sign => leads_to(Status::Done) && !able.has_result && officer.may_sign(&dossier.unit),
        Action::Decide => leads_to(Status::Done) && able.has_result,
        Action::HandOver => leads_to(Status::Returned),
    }
}
