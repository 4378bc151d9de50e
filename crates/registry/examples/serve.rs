//! A registry of a built-in pack over HTTP, with a caller who holds every right and synthetic records in it: for tools
//! that try its API from outside. Nobody in it exists; it listens on the loopback address alone.
//!
//! Use: `serve PACK [RECORDS]`; prints `ready http://127.0.0.1:PORT` and one record, and serves until it is killed.

use std::error::Error;
use std::sync::Arc;

use axum::Extension;
use motlan_core::time::SystemClock;
use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_core::{Caller, SystemId};
use motlan_registry::journal::IndexKey;
use motlan_registry::model::question::{RIGHT_EXISTENCE, RIGHT_HISTORY, RIGHT_USAGE};
use motlan_registry::service::owner;
use motlan_registry::{Config, Pack, Registry, router};
use motlan_sandbox::records::{Fill, Records};
use motlan_store::db::Db;
use motlan_store::storage::faulty::FaultyStorage;

#[expect(clippy::print_stdout, reason = "whoever started it waits for its address")]
#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let code = arguments.next().ok_or("which pack?")?;
    let count: u64 = arguments.next().map_or(Ok(200), |count| count.parse())?;
    let pack = Pack::built_in(&code, 1)?.ok_or("there is no such pack")?;

    let folder = std::env::temp_dir().join(format!("motlan-serve-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let db = Db::open(&format!("sqlite:{}", folder.join("registry.db").display())).await?;
    let config = Config::new(SamplePolicy::Allowed, IndexKey::new(&[7; 32]), Arc::new(SystemClock));
    let registry = Registry::open(pack.clone(), db, Arc::new(FaultyStorage::new(1)), config).await?;
    let records = Records::new(&pack, 1);
    let made: Vec<_> = (0..count).map(|index| records.record(index, Fill::Drawn)).collect();
    registry.load(made).await?;
    // A tool that tries an API does not wait for changes that nobody makes.
    registry.stop_waiting();

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("ready http://{}", listener.local_addr()?);
    println!("{}", serde_json::to_string(&records.record(0, Fill::Drawn).fields)?);
    let router = router(registry).layer(Extension(caller(&pack)?));
    axum::serve(listener, router).await?;
    Ok(())
}

/// Who holds every right of the pack and may ask about as many persons as there are.
fn caller(pack: &Pack) -> Result<Caller, Box<dyn Error>> {
    let system: SystemId = "VN/GOV/H45/onestop".parse()?;
    let mut caller = owner(pack, system, None, "ND-107-2021".parse()?)?;
    let no_field = [RIGHT_EXISTENCE, RIGHT_USAGE, RIGHT_HISTORY].map(str::to_owned);
    caller.fields.extend(no_field);
    caller.persons_per_day_max = Some(u32::MAX);
    Ok(caller)
}
