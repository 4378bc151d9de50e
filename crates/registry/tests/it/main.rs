//! What a registry promises, tried from outside: packs, records on both engines, the three services, the usage journal.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure is the test's failure")]

mod bulk;
mod bulk_sync;
mod changes;
mod changes_in_full;
mod correct;
mod driving_licence;
mod from_nothing;
mod grants;
mod history;
mod look_up;
mod membership;
mod migration;
mod no_oracle;
mod openapi;
mod packs;
mod persons_limit;
mod power_cut;
mod problems;
mod receipts;
mod records;
mod search;
mod snapshot;
mod support;
mod sync;
mod sync_api;
mod tracker;
mod usage;
mod usage_hidden;
mod usage_read;
mod usage_service;
mod verify;
mod verify_names;
