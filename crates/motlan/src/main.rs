//! The binary `motlan`: one program, whose command line says which part of the platform it is.
//!
//! Exit codes: 0 true, 1 false or a finding, 2 usage, 3 cannot read or reach, 4 refused by a gateway.

use std::process::ExitCode;

mod bench;
mod bulk;
mod cli;
mod config;
mod demo;
mod http;
mod keys;
mod node;
mod pairs;
mod setup;

/// The general-purpose allocator costs a gateway about a tenth of its throughput under 256 connections.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run()
}
