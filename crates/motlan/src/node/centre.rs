//! The role of the centre: it publishes the directory and signs, once a second, how far it goes.

use anyhow::Result;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use motlan_exchange::directory::Head;
use motlan_exchange::gateway::Gateway;
use motlan_exchange::service::refresh::{HEAD_PATH, PAGE_BYTES_MAX, RECORDS_PATH};
use serde::Deserialize;

use super::directory_file::DirectoryFile;

/// Takes in records that the operator appended to the file, and signs a heartbeat.
///
/// What is signed is durable: a heartbeat beyond what a power cut leaves would split the country. While the operator
/// writes, the heartbeat speaks of what was known before.
pub(crate) fn beat(gateway: &Gateway, file: &DirectoryFile) -> Result<()> {
    let lock = file.try_lock()?;
    let known = gateway.directory().current();
    let new = match &lock {
        Some(_) => after(&file.durable_lines()?, known.sequence()).collect(),
        None => String::new(),
    };
    let now = gateway.now();
    let next = known.extend(&new)?;
    let head = Head::sign(next.position(), now, gateway.signing_key());
    gateway.directory().take(&new, head, now)?;
    if lock.is_some() {
        file.remember(&head)?;
    }
    Ok(())
}

/// The lines that follow a sequence, each with its line feed.
fn after(lines: &str, sequence: u32) -> impl Iterator<Item = &str> {
    lines
        .split_inclusive('\n')
        .skip(usize::try_from(sequence).unwrap_or(usize::MAX))
}

/// The lines that follow `sequence` up to `known`, as far as they fit into one answer; at least one of them.
fn page(lines: &str, sequence: u32, known: u32) -> String {
    let count = usize::try_from(known.saturating_sub(sequence)).unwrap_or(usize::MAX);
    let mut page = String::new();
    for line in after(lines, sequence).take(count) {
        if !page.is_empty() && page.len() + line.len() > PAGE_BYTES_MAX {
            break;
        }
        page.push_str(line);
    }
    page
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

async fn records(State(published): State<Published>, Query(After { after }): Query<After>) -> Response {
    // Up to what the heartbeat speaks of: a line that the operator has just added is not published yet.
    let known = published.gateway.directory().current().sequence();
    let reading = tokio::task::spawn_blocking(move || published.file.lines());
    match reading.await {
        Ok(Ok(lines)) => (
            [(header::CONTENT_TYPE, "application/jsonl")],
            page(&lines, after, known),
        )
            .into_response(),
        _ => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_directory_is_served_in_pages_of_whole_lines() {
        let lines: Vec<_> = (0..40).map(|n| format!("{n}{}\n", "x".repeat(50_000))).collect();
        let all = lines.concat();
        let (mut served, mut sequence, mut pages) = (String::new(), 0, 0);
        while sequence < 39 {
            let page = page(&all, sequence, 39);
            assert!(page.len() <= PAGE_BYTES_MAX && page.ends_with('\n'));
            sequence += u32::try_from(page.lines().count()).unwrap();
            served.push_str(&page);
            pages += 1;
        }
        assert_eq!(served, lines[..39].concat(), "the last line is not published yet");
        assert_eq!(pages, 4, "ten lines fit into one");
        assert_eq!(page(&all, 39, 39), "");
        assert_eq!(page(&all, u32::MAX, 39), "");
    }

    #[test]
    fn a_line_longer_than_a_page_is_served_alone() {
        let lines = format!("{}\nb\n", "a".repeat(PAGE_BYTES_MAX));
        assert_eq!(page(&lines, 0, 2).len(), PAGE_BYTES_MAX + 1);
        assert_eq!(page(&lines, 1, 2), "b\n");
    }
}
