//! What a registry keeps in its database, and how a pack is read from disk. One file per aggregate.

use motlan_store::db::{Engine, Migration};

pub(crate) mod changes;
pub(crate) mod correction;
pub mod history;
pub mod layout;
pub(crate) mod load;
pub mod pack;
pub mod record;
pub(crate) mod run;
pub(crate) mod signal;
pub(crate) mod snapshot;
pub(crate) mod standing;
pub(crate) mod write;

mod decide;
mod find_by;
mod holders;
mod look_ups;
mod search;
mod search_rows;

/// The schema of every registry in a database, by engine: PostgreSQL's tables are partitioned.
pub const fn migrations(engine: Engine) -> &'static [Migration] {
    match engine {
        Engine::Sqlite => &[RECORDS_SQLITE, FINDERS, CORRECTION_PACK],
        Engine::Postgres => &[RECORDS_POSTGRES, FINDERS, CORRECTION_PACK],
    }
}

const FINDERS: Migration = Migration {
    number: 2,
    name: "finders",
    sql: include_str!("store/finders.sql"),
};

const CORRECTION_PACK: Migration = Migration {
    number: 3,
    name: "correction_pack",
    sql: include_str!("store/correction_pack.sql"),
};

const RECORDS_SQLITE: Migration = Migration {
    number: 1,
    name: "records",
    sql: concat!(include_str!("store/tables.sql"), include_str!("store/sqlite.sql")),
};

const RECORDS_POSTGRES: Migration = Migration {
    number: 1,
    name: "records",
    sql: concat!(include_str!("store/tables.sql"), include_str!("store/postgres.sql")),
};
