//! The evidence of a node from outside: logs, proofs, restarts, power cuts, erasure, audits.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure is the test's failure")]

mod audit;
mod audit_casework;
mod casework;
mod erasure;
mod intents;
mod power;
mod publish;
mod restart;
mod room;
mod support;
