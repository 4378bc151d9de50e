//! Nodes in processes of their own, on addresses that were free a moment ago.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};
use tokio::net::TcpListener;

use crate::config::{FILE_NAME, NodeConfig};
use crate::node::COMMIT_DELAY;

/// A process; it ends with this value.
pub(super) struct Process(pub(super) Child);

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}

impl Process {
    /// Kills it, waits until what it held is free, and puts another in its place.
    pub(super) fn replace(&mut self, other: impl FnOnce() -> Result<Self>) -> Result<()> {
        self.end();
        *self = other()?;
        Ok(())
    }

    fn end(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// An address that was free a moment ago.
pub(super) async fn free() -> Result<SocketAddr> {
    Ok(TcpListener::bind(("127.0.0.1", 0)).await?.local_addr()?)
}

/// Starts the node of a configuration.
pub(super) fn start(config: &NodeConfig) -> Result<Process> {
    start_with(config, None)
}

/// Starts the node of a configuration; every commit of its evidence takes at least so many microseconds.
pub(super) fn start_with(config: &NodeConfig, commit_us: Option<u64>) -> Result<Process> {
    config.write()?;
    let file: PathBuf = config.folder.join(FILE_NAME);
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("node").arg("--config").arg(file).stdout(Stdio::null());
    if std::env::var_os("MOTLAN_LOG").is_none() {
        // That gateways refuse everything for their first seconds, and do not find each other yet, is expected here.
        command.env("MOTLAN_LOG", "error");
    }
    if let Some(micros) = commit_us {
        command.env(COMMIT_DELAY, micros.to_string());
    }
    Ok(Process(command.spawn().context("cannot start a node")?))
}
