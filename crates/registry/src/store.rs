//! What a registry keeps in its database, and how a pack is read from disk. One file per aggregate.

use motlan_store::db::Migration;

pub mod pack;
pub mod record;

/// The schema of every registry in a database.
pub const MIGRATIONS: &[Migration] = &[Migration {
    number: 1,
    name: "record",
    sql: record::CREATE,
}];
