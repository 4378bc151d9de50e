//! What an installation decides about its one-stop system, and the contradictions that keep it from opening.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use motlan_core::{Clock, MemberId, ServiceId, SystemId};
use motlan_exchange::service::call::Line;

use super::CaseworkError;
use crate::document::signature::ResultSigner;
use crate::model::calendar::Calendar;
use crate::model::procedure::Procedure;

/// A unit that handles dossiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its code in the form of QCVN 102:2016, as in `000.00.08.H45`.
    pub code: String,
    /// What entries call it; never reused.
    pub number: u32,
    /// Its name in Vietnamese.
    pub name_vi: String,
    /// Its name in English.
    pub name_en: String,
}

/// What an installation decides.
pub struct Config {
    /// The member whose system it is.
    pub member: MemberId,
    /// How it asks other agencies.
    pub system: SystemId,
    /// The system's index in the directory; none until the directory was read.
    pub system_index: Arc<dyn Fn() -> Option<u32> + Send + Sync>,
    /// The units.
    pub units: Vec<Unit>,
    /// The procedures, in every version that a running dossier may have.
    pub procedures: Vec<Procedure>,
    /// Which unit handles which procedure: codes.
    pub procedure_units: BTreeMap<String, String>,
    /// The working calendar.
    pub calendar: Calendar,
    /// Where changes of status are sent, as in `VN/GOV/G22/national-portal/dossiers`.
    pub portal: Option<ServiceId>,
    /// Where an applicant's data are checked, as in `VN/GOV/G01/population/verify`.
    pub population: Option<ServiceId>,
    /// Where the present comes from.
    pub clock: Arc<dyn Clock>,
    /// The way to other agencies.
    pub line: Line,
    /// The units' keys, by unit code.
    pub signers: BTreeMap<String, ResultSigner>,
    /// What the member is called on its papers, in Vietnamese.
    pub member_name: String,
    /// Where its papers are issued, as in `Phú Yên`.
    pub place: String,
    /// Whether everything here is made up: papers then say so.
    pub is_sample: bool,
}

impl Config {
    pub(crate) fn unit(&self, code: &str) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.code == code)
    }

    /// Refuses what would only show up when the first person submits.
    pub(super) fn check(&self) -> Result<(), CaseworkError> {
        let fail = |what: String| Err(CaseworkError::Config(what));
        let codes: BTreeSet<&str> = self.units.iter().map(|unit| unit.code.as_str()).collect();
        let numbers: BTreeSet<u32> = self.units.iter().map(|unit| unit.number).collect();
        if codes.len() != self.units.len() || numbers.len() != self.units.len() {
            return fail("two units share a code or a number".to_owned());
        }
        if let Some(unit) = self
            .units
            .iter()
            .find(|unit| unit.code.is_empty() || unit.code.contains('-'))
        {
            return fail(format!("the unit code {} is empty or has a hyphen", unit.code));
        }
        for procedure in &self.procedures {
            let unit = self.procedure_units.get(&procedure.code);
            if unit.is_none_or(|unit| !codes.contains(unit.as_str())) {
                return fail(format!("no unit of this member handles {}", procedure.code));
            }
        }
        if let Some(unit) = self.signers.keys().find(|unit| !codes.contains(unit.as_str())) {
            return fail(format!("there is a key for {unit}, which is no unit of this member"));
        }
        if self.system.member() != &self.member {
            return fail("the system belongs to another member".to_owned());
        }
        Ok(())
    }
}
