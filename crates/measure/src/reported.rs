//! Figures that somebody printed: read from tables and texts, and checked by rules that know no single figure.
//!
//! A reported figure is an observation of kind *reported*: never mixed with one that evidence proves. It keeps how it was
//! printed, for that decides how far it may be off: digits, unit word and hedge. A check yields findings and one verdict;
//! a rule that cannot decide says so.

pub mod amount;
pub mod calendar;
pub mod check;
pub mod figure;
pub mod finding;
mod noun;
pub mod number;
mod printing;
pub mod relations;
pub mod sources;
pub mod table;
pub mod text;
mod token;

pub use amount::Amount;
pub use check::{Context, Rule, check, rules};
pub use figure::{Change, Figure, FigureId, Hedge, PrintedKind, SourceCode};
pub use finding::{Checked, Finding, Verdict, Weight};
pub use relations::Relations;
pub use sources::Sources;
pub use table::{TableError, read, write};
