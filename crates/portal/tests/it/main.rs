//! Integration tests of the pages, one module per area.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure is the test's failure")]

mod citizen;
mod design;
mod desk;
mod front;
mod inquiries;
mod leader;
mod locales;
mod markup;
mod pages;
mod public;
mod registries;
mod reported;
mod rights;
mod router;
mod sample;
mod specimen;
mod sync;
mod versions;
mod world;
mod wrong;
