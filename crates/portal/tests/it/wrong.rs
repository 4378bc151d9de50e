//! What can go wrong on the ways of a dossier: one table, a small test for each row, and the page
//! `docs/what-can-go-wrong.md`, which is made from the same table.
//!
//! Each test drives the pages as a browser would, in both languages, and asserts what people are told and that nothing
//! was lost. A row without its test does not compile.

mod days;
mod desk;
mod document;
mod draft;
mod line;
mod log_in;
mod page;
mod row;
mod table;

use self::row::Row;
