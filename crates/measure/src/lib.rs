//! Indicators: what a published figure means, and figures computed from evidence.
//!
//! The catalogue (a *pack*, `packs/indicators/`) types every indicator that the public reports use: kind, unit, the two
//! counted sets, the population with its version, rounding and period. The [`Ledger`] takes entries of verified logs and
//! computes the indicators that name a counter. No function of this crate writes a computed value by hand, reads a file
//! or knows what time it is: the same entries give the same figures at the centre and in an offline audit.

pub mod ledger;
pub mod model;
pub mod pack;
pub mod reported;

pub use crate::ledger::Ledger;
pub use crate::ledger::evidence::Entries;
pub use crate::ledger::rows::Row;
pub use crate::model::code::IndicatorCode;
pub use crate::model::indicator::{Indicator, Kind};
pub use crate::model::observation::{EntryRef, EvidenceLevel, Flag, Observation, Scope, Side};
pub use crate::model::period::{Grain, Period};
pub use crate::model::population::PopulationVersion;
pub use crate::model::value::{Decimal, Value};
pub use crate::pack::Pack;
pub use motlan_core::Day;
