//! What a gateway does, one verb a file: it asks for its own systems, over the face or called in this process; it
//! answers for its own services and keeps its directory fresh; and as the centre it follows and reconciles all logs.

pub mod answer;
pub mod ask;
pub mod call;
pub mod follow;
mod message;
pub mod reconcile;
pub mod refresh;
pub(crate) mod report;
pub(crate) mod trace;
