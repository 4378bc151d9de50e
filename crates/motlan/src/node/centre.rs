//! The role of the centre: it publishes the directory and signs, once a second, how far it goes.

use anyhow::Result;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use motlan_exchange::directory::Head;
use motlan_exchange::gateway::Gateway;
use motlan_exchange::service::refresh::{HEAD_PATH, RECORDS_PATH};
use serde::Deserialize;

use super::directory_file::DirectoryFile;

/// Takes in records that the operator appended to the file, and signs a heartbeat.
pub(crate) fn beat(gateway: &Gateway, file: &DirectoryFile) -> Result<()> {
    let known = gateway.directory().current();
    let new: String = file
        .lines()?
        .lines()
        .skip(known.sequence() as usize)
        .flat_map(|line| [line, "\n"])
        .collect();
    let next = known.extend(&new)?;
    let head = Head::sign(next.position(), gateway.now(), gateway.signing_key());
    gateway.directory().take(&new, head)?;
    file.remember(&head)
}

#[derive(Deserialize)]
struct After {
    #[serde(default)]
    after: u32,
}

/// Where nodes fetch the directory.
pub(crate) fn router(gateway: Gateway, file: DirectoryFile) -> Router {
    Router::new()
        .route(HEAD_PATH, get(head))
        .route(RECORDS_PATH, get(records))
        .with_state(Published { gateway, file })
}

#[derive(Clone)]
struct Published {
    gateway: Gateway,
    file: DirectoryFile,
}

async fn head(State(published): State<Published>) -> impl IntoResponse {
    Json(published.gateway.directory().head())
}

async fn records(State(published): State<Published>, Query(After { after }): Query<After>) -> impl IntoResponse {
    let known = published.gateway.directory().current().sequence();
    let lines = published.file.lines().unwrap_or_default();
    // Up to what the heartbeat speaks of: a line that the operator has just added is not published yet.
    let count = known.saturating_sub(after) as usize;
    let new: String = lines
        .lines()
        .skip(after as usize)
        .take(count)
        .flat_map(|line| [line, "\n"])
        .collect();
    ([(header::CONTENT_TYPE, "application/jsonl")], new)
}
