//! What a registry is, as values: the pack that describes it, its fields, its records, a question and its answer.
//!
//! Pure. No field of any particular registry is named here; only the three keys that find a person are, because the
//! questions of the population service carry them by name.

pub mod code_list;
pub mod date;
pub mod field;
pub mod pack;
pub mod question;
pub mod record;
pub mod verdict;

mod built_in;
mod pack_file;
