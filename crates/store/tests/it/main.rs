//! Integration tests of the store, one program: the database on both engines, files and journal.
#![expect(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod database;
mod journal;
mod storage;
