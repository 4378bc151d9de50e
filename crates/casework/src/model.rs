//! Procedures and dossiers as values: statuses and their order, the working calendar and deadlines, packs, codes, reasons.
//!
//! Pure: no database, no network, no clock; whoever needs the present passes it in.

pub mod calendar;
pub mod day;
pub mod deadline;
pub mod document_uri;
pub mod dossier_code;
pub mod inquiry;
pub mod owner;
pub mod pack;
pub mod procedure;
pub mod reason;
pub mod result;
pub mod satisfied;
pub mod status;
pub mod sync;
