//! Where a bench keeps what its nodes write.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::machine;
use crate::node::runtime;

/// The option of every area.
#[derive(clap::Args)]
pub(super) struct Place {
    /// Where the nodes keep their data; a temporary folder on the system's disk if absent.
    #[arg(long)]
    data: Option<PathBuf>,
}

impl Place {
    /// Says which machine this is and measures in the folder; a temporary one goes away afterwards.
    pub(super) fn measure(&self, area: &str, measure: impl AsyncFnOnce(&Path) -> Result<()>) -> Result<()> {
        self.measure_in(&std::env::temp_dir(), area, measure)
    }

    /// The same with a temporary folder in this one.
    pub(super) fn measure_in(
        &self,
        parent: &Path,
        area: &str,
        measure: impl AsyncFnOnce(&Path) -> Result<()>,
    ) -> Result<()> {
        let temporary = parent.join(format!("motlan-bench-{area}-{}", std::process::id()));
        let folder = self.data.as_ref().unwrap_or(&temporary);
        std::fs::create_dir_all(folder)?;
        machine::describe(folder)?;
        let outcome = runtime()?.block_on(measure(folder));
        if self.data.is_none() {
            std::fs::remove_dir_all(folder)?;
        }
        outcome
    }
}
