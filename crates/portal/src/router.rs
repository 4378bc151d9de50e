//! The addresses of the pages, and what every response of them carries.
//!
//! Pages answer failures with pages, raw files with RFC 9457. Nothing is stored in the browser, nothing runs in it.

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use motlan_core::{Code, Failure};
use motlan_evidence::LogName;
use motlan_exchange::api::files::{self, LOG_PREFIX, PROOF_PREFIX, Reader};

use crate::language::Choice;
use crate::portal::Portal;
use crate::problem::{Problem, status as status_of};
use crate::proof::page_path;
use crate::{missing, proof, status};

const STYLE: &str = include_str!("../static/style.css");
const ICON: &str = include_str!("../static/seal.svg");

/// No scripts, no frames, no forms, nothing from elsewhere.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; \
     frame-ancestors 'none'; base-uri 'none'";

/// On every response of the pages' port.
const HEADERS: [(HeaderName, &str); 4] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// The pages of a node.
pub fn router(portal: Portal) -> Router {
    Router::new()
        .route(
            "/",
            get(async |choice: Choice| Redirect::temporary(&choice.link("/trang-thai"))),
        )
        .route("/trang-thai", get(status_page))
        .route("/trang-thai/minh-chung/{log}/{index}", get(proof_page))
        .route(&format!("{PROOF_PREFIX}{{*name}}"), get(proof_file))
        .route(&format!("{LOG_PREFIX}{{*name}}"), get(log_file))
        .route("/style.css", get(async || asset("text/css; charset=utf-8", STYLE)))
        .route("/seal.svg", get(async || asset("image/svg+xml", ICON)))
        .fallback(no_page)
        .layer(middleware::from_fn(guard))
        .with_state(portal)
}

async fn guard(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// A file of the program: it changes with the program only.
fn asset(content_type: &'static str, content: &'static str) -> Response {
    (
        [
            (header::CONTENT_TYPE, content_type),
            (header::CACHE_CONTROL, "public, max-age=300"),
        ],
        content,
    )
        .into_response()
}

async fn status_page(State(portal): State<Portal>, choice: Choice) -> Response {
    page(StatusCode::OK, choice, status::render(&status::gather(&portal), choice))
}

async fn proof_page(
    State(portal): State<Portal>,
    Path((log, index)): Path<(String, String)>,
    choice: Choice,
) -> Response {
    let (Some(log), Ok(index)) = (LogName::find(&log), index.parse::<u64>()) else {
        return failure_page(&portal, Code::NotFound, "/trang-thai", choice);
    };
    let reader = portal.clone();
    match blocking(move || proof::gather(&reader, log, index)).await {
        Ok(facts) => page(StatusCode::OK, choice, proof::render(&facts, choice)),
        Err(failure) => failure_page(&portal, failure.code, &page_path(log, index), choice),
    }
}

async fn no_page(State(portal): State<Portal>, choice: Choice) -> Response {
    failure_page(&portal, Code::NotFound, "/trang-thai", choice)
}

fn failure_page(portal: &Portal, code: Code, path: &str, choice: Choice) -> Response {
    let facts = portal.frame_facts(&portal.gateway.directory().current());
    let mut response = page(status_of(code), choice, missing::render(&facts, code, path, choice));
    if code == Code::ProofPending {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}

fn page(status: StatusCode, choice: Choice, html: Result<String, askama::Error>) -> Response {
    let html = match html {
        Ok(html) => html,
        Err(error) => {
            tracing::error!(%error, "a page cannot be rendered");
            return Problem(Code::InternalError.into()).into_response();
        }
    };
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_LANGUAGE, choice.language.tag()),
        (header::VARY, "Accept-Language"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (status, headers, html).into_response()
}

async fn proof_file(State(portal): State<Portal>, uri: Uri) -> Response {
    let name = uri.path().strip_prefix(PROOF_PREFIX).unwrap_or_default().to_owned();
    file(blocking(move || files::proof(portal.gateway.evidence(), &name)).await)
}

async fn log_file(State(portal): State<Portal>, uri: Uri) -> Response {
    let name = uri.path().strip_prefix(LOG_PREFIX).unwrap_or_default().to_owned();
    file(blocking(move || files::log_file(portal.gateway.evidence(), &name, Reader::Public)).await)
}

fn file<B: Into<axum::body::Body>>(served: Result<axum::http::Response<B>, Failure>) -> Response {
    served.map_or_else(
        |failure| Problem(failure).into_response(),
        |response| response.map(Into::into),
    )
}

/// Reads files of the evidence away from the tasks that serve sockets.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Failure> + Send + 'static) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| {
        tracing::error!(%error, "a page's reader failed");
        Err(Code::InternalError.into())
    })
}
