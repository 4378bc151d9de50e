//! The binary as a person uses it: the README's promises, by processes and sockets only.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something unforeseen happens"
)]

mod command_line;
mod demo;
mod figures;
mod own_registry;
mod packs;
mod support;
