//! Health with reasons, for supervisors and operators; counters for Prometheus.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use motlan_core::Code;
use motlan_core::limits::{CREATED_AFTER_START_S, CREATED_WINDOW_S};
use motlan_exchange::gateway::Gateway;
use motlan_registry::Registry;
use serde::Serialize;

/// Above this age of the heartbeat something is wrong between this node and the centre: 30 missed beats.
const DIRECTORY_AGE_MAX_S: i64 = 30;

#[derive(Clone)]
struct Checked {
    gateway: Gateway,
    registries: BTreeMap<String, Registry>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Ok,
    Starting,
    Degraded,
    Failing,
}

#[derive(Serialize)]
struct Reason {
    code: &'static str,
    detail: String,
    #[serde(skip)]
    status: Status,
}

#[derive(Serialize)]
struct Health {
    status: Status,
    reasons: Vec<Reason>,
}

/// `/health` (503 when failing) and `/metrics`.
pub(crate) fn router(gateway: Gateway, registries: BTreeMap<String, Registry>) -> Router {
    Router::new()
        .route("/health", get(health))
        .route("/metrics", get(metrics))
        .with_state(Checked { gateway, registries })
}

async fn health(State(checked): State<Checked>) -> impl IntoResponse {
    let reasons = reasons(&checked);
    let status = reasons.iter().map(|reason| reason.status).max().unwrap_or(Status::Ok);
    let http = if status == Status::Failing {
        StatusCode::SERVICE_UNAVAILABLE
    } else {
        StatusCode::OK
    };
    (http, Json(Health { status, reasons }))
}

fn reasons(checked: &Checked) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let mut add = |code: Code, status, detail: String| {
        let code = code.as_str();
        reasons.push(Reason { code, detail, status });
    };
    let gateway = &checked.gateway;
    if let Some(stopped) = gateway.evidence().stopped() {
        add(Code::EvidenceUnavailable, Status::Failing, stopped.to_string());
    }
    for (code, registry) in &checked.registries {
        if let Some(stopped) = registry.stopped() {
            add(Code::JournalUnavailable, Status::Failing, format!("{code}: {stopped}"));
        }
    }
    match gateway.directory().age_s(gateway.now()) {
        None => add(
            Code::DirectoryOutdated,
            Status::Failing,
            "no heartbeat of the centre was ever heard".to_owned(),
        ),
        Some(age) if age > DIRECTORY_AGE_MAX_S => {
            add(
                Code::DirectoryOutdated,
                Status::Degraded,
                format!("the last heartbeat is {age} s old"),
            );
        }
        Some(age) if age < -CREATED_WINDOW_S => {
            add(
                Code::DirectoryOutdated,
                Status::Degraded,
                format!("the last heartbeat lies {} s ahead of this clock", -age),
            );
        }
        Some(_) => {}
    }
    let running_s = gateway.now().as_seconds() - gateway.started().as_seconds();
    if running_s < CREATED_AFTER_START_S {
        add(Code::Starting, Status::Starting, format!("running for {running_s} s"));
    }
    reasons
}

async fn metrics(State(checked): State<Checked>) -> impl IntoResponse {
    let content_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    (
        [(header::CONTENT_TYPE, content_type)],
        checked.gateway.metrics().encode(),
    )
}
