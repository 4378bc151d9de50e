//! A one-stop system at work: what an installation decides about it, and the handle that pages and jobs share.
//!
//! What it does is in [`crate::service`], one verb a file.

mod config;
mod error;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::civil::Date;
use motlan_core::{Code, Timestamp};
use motlan_evidence::Evidence;
use motlan_store::db::Db;

pub use self::config::{Config, Unit};
pub use self::error::CaseworkError;

use crate::model::day::day_of;
use crate::model::procedure::Procedure;
use crate::service::append::Appender;
use crate::service::send::LineState;
use crate::store::MIGRATIONS;
use crate::store::queue::UNITS_MAX;

/// The legal basis of questions that casework asks by itself: Decree 107/2021/NĐ-CP on the one-stop mechanism.
pub(crate) const LEGAL_BASIS: &str = "ND-107-2021";

/// The one-stop system of a member. Clones share it.
#[derive(Clone)]
pub struct Casework(Arc<Parts>);

pub(crate) struct Parts {
    pub(crate) db: Db,
    pub(crate) config: Config,
    pub(crate) appender: Appender,
    /// One sender at a time.
    pub(crate) sending: tokio::sync::Mutex<()>,
    line_state: Mutex<LineState>,
}

/// An officer, as the log-in knows them. Sees the dossiers of these units and no others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Officer {
    /// The account's number.
    pub account: i64,
    /// The name that the timeline keeps.
    pub user_name: String,
    /// Codes of the units; the first eight count.
    pub units: Vec<String>,
    /// Those of them whose results they may sign.
    pub signing_units: Vec<String>,
}

impl Officer {
    pub(crate) fn has(&self, unit: &str) -> bool {
        self.units.iter().take(UNITS_MAX).any(|own| own == unit)
    }

    /// Whether they may sign results of this unit: one of theirs.
    pub fn may_sign(&self, unit: &str) -> bool {
        self.has(unit) && self.signing_units.iter().any(|own| own == unit)
    }
}

impl Casework {
    /// Opens a one-stop system: its schema is brought up to date, its configuration is checked.
    ///
    /// No other writer may append to the log `casework` of this evidence.
    ///
    /// # Errors
    /// [`CaseworkError`]; a configuration that contradicts itself is [`CaseworkError::Config`].
    pub async fn open(db: Db, evidence: Evidence, config: Config) -> Result<Self, CaseworkError> {
        config.check()?;
        db.migrate("casework", MIGRATIONS, config.clock.now()).await?;
        Ok(Self(Arc::new(Parts {
            appender: Appender::new(db.clone(), evidence),
            db,
            config,
            sending: tokio::sync::Mutex::default(),
            line_state: Mutex::default(),
        })))
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.0
    }

    /// The units, in the order of the configuration.
    pub fn units(&self) -> &[Unit] {
        &self.0.config.units
    }

    /// The unit of this code.
    pub fn unit(&self, code: &str) -> Option<&Unit> {
        self.0.config.unit(code)
    }

    /// The procedures that can be begun today, each in the version that holds.
    pub fn procedures(&self) -> Vec<&Procedure> {
        let today = self.0.today();
        let codes: BTreeSet<&str> = self.0.config.procedures.iter().map(|it| it.code.as_str()).collect();
        codes
            .into_iter()
            .filter_map(|code| self.0.current_procedure(code, today))
            .collect()
    }

    /// The procedure of this code as it holds today.
    pub fn procedure(&self, code: &str) -> Option<&Procedure> {
        self.0.current_procedure(code, self.0.today())
    }

    /// A version of a procedure, as a draft or dossier was begun under it.
    pub fn procedure_version(&self, code: &str, version: u32) -> Option<&Procedure> {
        self.0.procedure(code, version).ok()
    }

    /// The unit that handles a procedure.
    pub fn unit_of(&self, procedure_code: &str) -> Option<&Unit> {
        let unit = self.0.config.procedure_units.get(procedure_code)?;
        self.unit(unit)
    }
}

impl Parts {
    pub(crate) fn now(&self) -> Timestamp {
        self.config.clock.now()
    }

    pub(crate) fn today(&self) -> Date {
        day_of(self.now())
    }

    /// The newest version of a procedure that holds on a day.
    pub(crate) fn current_procedure(&self, code: &str, day: Date) -> Option<&Procedure> {
        self.config
            .procedures
            .iter()
            .filter(|procedure| procedure.code == code && procedure.validity.has(day))
            .max_by_key(|procedure| procedure.version)
    }

    /// The version of a procedure that a draft or dossier was begun under.
    pub(crate) fn procedure(&self, code: &str, version: u32) -> Result<&Procedure, CaseworkError> {
        self.config
            .procedures
            .iter()
            .find(|procedure| procedure.code == code && procedure.version == version)
            .ok_or_else(|| CaseworkError::from(Code::ProcedureNotFound))
    }

    /// What entries call this system. The directory has not been read yet where there is none.
    pub(crate) fn system_index(&self) -> Result<u32, CaseworkError> {
        (self.config.system_index)().ok_or_else(|| Code::Starting.into())
    }

    pub(crate) fn line_state(&self) -> MutexGuard<'_, LineState> {
        // A panic elsewhere leaves a flag and a text, which are whole.
        self.line_state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
