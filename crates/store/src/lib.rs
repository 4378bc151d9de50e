//! What Motlan keeps: the database facade over SQLite and PostgreSQL, the storage trait for files, and the group-commit
//! journal that evidence and usage journals stand on.
//!
//! It knows no domain: tables belong to the crates that own them.

pub mod db;
pub mod journal;
pub mod storage;
