//! What a gateway does, one verb a file: it asks for its own systems, it answers for its own services, it keeps its
//! directory fresh, and as the centre it reconciles the logs of all.

pub mod answer;
pub mod ask;
mod message;
pub mod reconcile;
pub mod refresh;
pub(crate) mod report;
pub(crate) mod trace;
