//! Integration tests of the pages, one module per area.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure is the test's failure")]

mod locales;
mod markup;
mod pages;
mod router;
mod sample;
