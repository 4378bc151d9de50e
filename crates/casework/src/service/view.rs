//! What pages are told: values, ready to be shown, without rights to check and without keys.

mod page;
mod vault;

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use motlan_core::{Code, Failure, Timestamp};

pub use self::page::{Listing, Page, ROWS_PER_PAGE};
pub use self::vault::{Content, Document, DocumentUse};

use crate::model::deadline::Standing;
use crate::model::document_uri::DocumentUri;
use crate::model::dossier_code::DossierCode;
use crate::model::owner::Owner;
use crate::model::procedure::Component;
use crate::model::reason::Reason;
use crate::model::satisfied::Satisfied;
use crate::model::status::Status;
use crate::service::check::CheckOutcome;
use motlan_core::Name;

/// Names a draft: 16 random bytes, which only its owner knows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DraftId(String);

impl DraftId {
    pub(crate) fn of(bytes: [u8; 16]) -> Self {
        Self(hex::encode(bytes))
    }

    /// 32 hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for DraftId {
    type Err = Failure;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() == 32 && text.bytes().all(is_digit) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Code::DraftNotFound.into())
        }
    }
}

impl fmt::Display for DraftId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a component stands.
#[derive(Clone, Debug)]
pub enum ComponentState {
    /// It has what it needs.
    Satisfied(Satisfied),
    /// No source has it.
    Missing,
    /// A registry did not answer; asking again may help.
    Unavailable {
        /// The public code of what went wrong.
        code: String,
    },
}

impl ComponentState {
    /// What satisfied it, if something did.
    pub fn satisfied(&self) -> Option<&Satisfied> {
        match self {
            Self::Satisfied(satisfied) => Some(satisfied),
            _ => None,
        }
    }
}

/// A component of a draft or a dossier.
#[derive(Clone, Debug)]
pub struct ComponentView {
    /// What the pack says about it.
    pub component: Component,
    /// Whether the person can hand in a file for it.
    pub takes_upload: bool,
    /// Where it stands.
    pub state: ComponentState,
    /// The file that was handed in.
    pub upload: Option<String>,
}

/// What a person has begun.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its name.
    pub id: DraftId,
    /// The code of its procedure.
    pub procedure: String,
    /// The procedure's version.
    pub version: u32,
    /// When it was begun, and the registries were asked first.
    pub begun_at: Timestamp,
    /// Every component of the procedure, in the pack's order.
    pub components: Vec<ComponentView>,
    /// The dossier it became.
    pub dossier: Option<DossierCode>,
    /// Stands for what it holds: what a person reviewed is what they submit as long as this is the same.
    pub digest: String,
}

impl Draft {
    /// The required components that nothing satisfies yet.
    pub fn missing(&self) -> impl Iterator<Item = &ComponentView> {
        self.components
            .iter()
            .filter(|it| it.component.is_required && it.state.satisfied().is_none())
    }

    /// How many components nobody has to hand in again.
    pub fn papers_not_asked(&self) -> usize {
        let known = |satisfied: &&Satisfied| satisfied.source != motlan_evidence::case::Source::Upload;
        let satisfied = self.components.iter().filter_map(|it| it.state.satisfied());
        satisfied.filter(known).count()
    }
}

/// A line of a list of dossiers.
#[derive(Clone, Debug)]
pub struct DossierRow {
    /// Its code.
    pub code: DossierCode,
    /// The code of its procedure.
    pub procedure: String,
    /// What the procedure is called.
    pub procedure_name: Name,
    /// The unit that handles it, by its code.
    pub unit: String,
    /// Where it stands.
    pub status: Status,
    /// When it was handed in.
    pub submitted_at: Timestamp,
    /// The day from which its deadline counts.
    pub received: Option<Date>,
    /// The day it is due.
    pub due: Option<Date>,
    /// The day it was finished.
    pub ended: Option<Date>,
    /// Working days that the version of the procedure gives under which it was begun; none if nobody knows it any more.
    pub working_days: Option<u32>,
    /// How it stands to its deadline; none before receipt and after the end, and where it cannot be said.
    pub standing: Option<Standing>,
}

/// One change of status.
#[derive(Clone, Debug)]
pub struct StepView {
    /// Counts the changes from 1.
    pub number: u32,
    /// The status it took.
    pub status: Status,
    /// When.
    pub at: Timestamp,
    /// The officer's user name; none for the applicant. Shown to the desk only.
    pub officer: Option<String>,
    /// Why.
    pub reasons: Vec<Reason>,
    /// Whether its entry is durable in the log.
    pub is_proven: bool,
    /// The entry's index in the log `casework`.
    pub index: u64,
}

/// What the national portal knows of a dossier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PortalState {
    /// The last change that it acknowledged.
    pub number: Option<u32>,
    /// The status of that change.
    pub status: Option<Status>,
    /// When it acknowledged it.
    pub acknowledged_at: Option<Timestamp>,
    /// Changes on their way.
    pub waiting: u32,
    /// Why the next change does not get through: a public code.
    pub failure: Option<String>,
    /// Whether it was refused for good, so that a person must act.
    pub is_parked: bool,
}

/// A dossier as its owner sees it.
#[derive(Clone, Debug)]
pub struct DossierView {
    /// What lists show.
    pub row: DossierRow,
    /// Changes of status so far: what a form sends back as `expected`.
    pub number: u32,
    /// The components that the desk asked for and that may be handed in now, by number.
    pub asked: Vec<u32>,
    /// Every component of the procedure.
    pub components: Vec<ComponentView>,
    /// The changes of status, in order.
    pub steps: Vec<StepView>,
    /// What the national portal knows.
    pub portal: PortalState,
    /// The result, once it was issued.
    pub result: Option<DocumentUri>,
}

/// What a desk can do with a dossier now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// 1 to 2.
    Receive,
    /// 1 to 3, with reasons.
    Refuse,
    /// Ask the population registry.
    Check,
    /// 2 to 4.
    Start,
    /// 2 or 4 to 5, with reasons.
    AskSupplement,
    /// 4, 5 or 6 to 8, with reasons.
    Stop,
    /// 6 or 8 to 4.
    Resume,
    /// Make and sign the result.
    Sign,
    /// 4 or 8 to 9.
    Decide,
    /// 9 to 10.
    HandOver,
}

/// A dossier as its unit sees it.
#[derive(Clone, Debug)]
pub struct DeskView {
    /// What the owner sees too.
    pub dossier: DossierView,
    /// Whose it is.
    pub owner: Owner,
    /// The checks so far.
    pub checks: Vec<CheckOutcome>,
    /// The result, signed and not yet issued or already so. None for one whose signature is not the unit's own any more.
    pub signed_result: Option<DocumentUri>,
    /// What can be done, in the order of the work.
    pub actions: Vec<Action>,
}
