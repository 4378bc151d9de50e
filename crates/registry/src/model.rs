//! What a registry is, as values: the pack that describes it, its fields, its records, a question and its answer.
//!
//! Pure. No field of any particular registry is named here.

pub(crate) mod as_of;
pub mod code_list;
pub mod correction;
pub mod date;
pub mod field;
pub mod form;
pub mod hint;
pub mod json_schema;
pub mod migration;
pub mod pack;
pub(crate) mod pairwise;
pub mod quality;
pub mod question;
pub mod record;
pub mod refusal;
pub mod sample;
pub mod subject;
pub mod tally;
pub mod verdict;

mod built_in;
mod entry_rules;
pub(crate) mod flaw;
mod number;
mod pack_file;
