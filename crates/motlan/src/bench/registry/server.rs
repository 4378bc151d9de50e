//! The server of the bench: a registry's router on a socket, with one caller for all.

use anyhow::Result;
use axum::extract::Request;
use axum::middleware::{self, Next};
use motlan_core::caller::TransactionId;
use motlan_core::{Caller, SystemId};

use crate::cli::{RegistryPlace, say};

/// What the caller's grant holds.
const RIGHTS: [&str; 6] = [
    "sex",
    "permanent_province",
    "permanent_address",
    "full_name",
    "birth_date",
    "nationality",
];

/// Serves until it is stopped; prints `ready <address>` first.
pub(in crate::bench) fn run(place: &RegistryPlace) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let registry = place.open().await?;
        let system: SystemId = "VN/GOV/H45/onestop".parse()?;
        let caller = Caller {
            member: system.member().clone(),
            system,
            purpose: "ND-107-2021;dossier=H45.12-240301-0001".parse()?,
            fields: RIGHTS.map(str::to_owned).into(),
            transaction: TransactionId([0; 32]),
            officer: Some("officer-7".to_owned()),
            persons_per_day_max: Some(u32::MAX),
        };
        let router = motlan_registry::router(registry).layer(middleware::from_fn(move |request, next| {
            let caller = caller.clone();
            authorised(caller, request, next)
        }));
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
        say(&format!("ready {}", listener.local_addr()?));
        axum::serve(listener, router).await?;
        Ok(())
    })
}

/// Puts the caller where a gateway puts it, with a transaction of its own.
async fn authorised(mut caller: Caller, mut request: Request, next: Next) -> axum::response::Response {
    // Without randomness all transactions are one: nothing that is measured changes.
    let _ = aws_lc_rs::rand::fill(&mut caller.transaction.0);
    request.extensions_mut().insert(caller);
    next.run(request).await
}
