//! Integration tests of casework.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure is the test's failure")]

mod append;
mod document;
mod draft_limit;
mod drafts;
mod inbox;
mod inquiries;
mod life;
mod lists;
mod model;
mod result;
mod rights;
mod supplement;
mod support;
mod sync;
