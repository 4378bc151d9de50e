//! Tests of what the crate publishes and of the workspace as a whole: the page of error codes, file headers, crate arrows.
//!
//! With `MOTLAN_UPDATE=1` the generated page is rewritten instead of compared:
//! `MOTLAN_UPDATE=1 cargo test -p motlan-core --test it errors_page`.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests fail loudly too; the setting in clippy.toml covers only what is marked #[test]"
)]

mod arrows;
mod errors_page;
mod headers;

use std::path::PathBuf;

/// The folder that holds the workspace's Cargo.toml.
fn workspace() -> PathBuf {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    root.canonicalize().expect("the workspace is there")
}
