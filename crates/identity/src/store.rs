//! What identity keeps in the node's database. One file per aggregate.

use motlan_store::db::Migration;

pub(crate) mod account;
pub(crate) mod attempt;
pub(crate) mod session;

/// The schema.
pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration {
        number: 1,
        name: "account",
        sql: account::CREATE,
    },
    Migration {
        number: 2,
        name: "role",
        sql: account::CREATE_ROLE,
    },
    Migration {
        number: 3,
        name: "session",
        sql: session::CREATE,
    },
    Migration {
        number: 4,
        name: "attempt",
        sql: attempt::CREATE,
    },
];
