//! The addresses of the pages, and what every response of them carries.
//!
//! Pages answer failures with pages, raw files with RFC 9457. No code runs in the browser.

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use motlan_core::{Code, Failure};
use motlan_evidence::LogName;
use motlan_exchange::api::files::{self, LOG_PREFIX, PROOF_PREFIX, Reader};

use crate::about::{self, Topic};
use crate::assets::{self, FONTS, Font, ICON};
use crate::front::{self, Door};
use crate::language::Choice;
use crate::portal::Portal;
use crate::problem::Problem;
use crate::proof::page_path;
use crate::web::{self, Access, Route, Routes, Visitor, page};
use crate::{citizen, desk, inquiries, leader, log_in, proof, registries, reported, squeeze, status, sync};

/// No scripts, no frames, nothing from elsewhere. What forms may be sent to comes last.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; \
     frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

/// On every response of the pages' port, beside the security policy.
///
/// The referrer is the bare origin: `no-referrer` would make browsers send `Origin: null` with forms, and the check
/// against forged forms needs the origin.
const HEADERS: [(HeaderName, &str); 3] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "strict-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// The pages of a node.
pub fn router(portal: Portal) -> Router {
    let policy = policy(&portal.doors);
    let mut router = pages(&portal).into_router();
    for font in &FONTS {
        router = router.route(font.path, get(async move || font_file(font)));
    }
    router
        .route(&format!("{PROOF_PREFIX}{{*name}}"), get(proof_file))
        .route(&format!("{LOG_PREFIX}{{*name}}"), get(log_file))
        .route("/style.css", get(async |uri: Uri| assets::style_file(uri.query())))
        .route("/seal.svg", get(async || assets::changing("image/svg+xml", ICON)))
        .fallback(no_page)
        .layer(middleware::from_fn_with_state(policy, guard))
        .layer(middleware::from_fn(squeeze::mark))
        .layer(squeeze::layer())
        .with_state(portal)
}

/// Every page and every form of a node, with who may use it. What else the router knows is the same for everybody:
/// fonts, style and icon, the public files of the logs, and their proofs.
pub fn routes(portal: &Portal) -> Vec<Route> {
    pages(portal).table().to_vec()
}

fn pages(portal: &Portal) -> Routes {
    let mut pages = Routes::new(portal.clone())
        .get("/", Access::Anyone, front_page)
        .get("/trang-thai", Access::Anyone, status_page)
        .get("/trang-thai/minh-chung/{log}/{index}", Access::Anyone, proof_page);
    for topic in Topic::ALL {
        let page = async move |State(portal): State<Portal>, visitor: Visitor, choice: Choice| {
            about_page(&portal, &visitor, topic, choice)
        };
        pages = pages.get(topic.path(), Access::Anyone, page);
    }
    pages
        .group(log_in::routes)
        .group(citizen::routes)
        .group(desk::routes)
        .group(sync::routes)
        .group(leader::routes)
        .group(registries::routes)
        .group(inquiries::routes)
        .group(reported::routes)
}

/// The security policy of a node whose forms may also be sent to these doors.
fn policy(doors: &[Door]) -> HeaderValue {
    let mut policy = CONTENT_SECURITY_POLICY.to_owned();
    for origin in front::origins(doors) {
        policy.push(' ');
        policy.push_str(origin);
    }
    // An origin has no letter that a header may not have; without doors forms stay on this node.
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static(CONTENT_SECURITY_POLICY))
}

async fn guard(State(policy): State<HeaderValue>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn font_file(font: &'static Font) -> Response {
    assets::forever("font/woff2", font.content)
}

async fn front_page(State(portal): State<Portal>, visitor: Visitor, choice: Choice) -> Response {
    let html = front::render(&status::gather(&portal), &portal.doors, &visitor, choice);
    page(StatusCode::OK, choice, html)
}

fn about_page(portal: &Portal, visitor: &Visitor, topic: Topic, choice: Choice) -> Response {
    let facts = portal.frame_facts(&portal.gateway.directory().current());
    page(StatusCode::OK, choice, about::render(&facts, visitor, topic, choice))
}

async fn status_page(State(portal): State<Portal>, visitor: Visitor, choice: Choice) -> Response {
    let html = status::render(&status::gather(&portal), &visitor, choice);
    squeeze::repeats_nothing(page(StatusCode::OK, choice, html))
}

async fn proof_page(
    State(portal): State<Portal>,
    visitor: Visitor,
    Path((log, index)): Path<(String, String)>,
    choice: Choice,
) -> Response {
    let (Some(log), Ok(index)) = (LogName::find(&log), index.parse::<u64>()) else {
        return web::refusal(&portal, &visitor, &Code::NotFound.into(), "/trang-thai", choice);
    };
    let (asking, reader) = (portal.clone(), visitor.clone());
    let made = blocking(move || match log {
        // Steps of dossiers are entries of another shape.
        LogName::Casework => Ok(proof::render_case(
            &proof::gather_case(&asking, index)?,
            &reader,
            choice,
        )),
        LogName::Exchange | LogName::Unfinished => {
            Ok(proof::render(&proof::gather(&asking, log, index)?, &reader, choice))
        }
    });
    match made.await {
        Ok(html) => page(StatusCode::OK, choice, html),
        Err(failure) => web::refusal(&portal, &visitor, &failure, &page_path(log, index), choice),
    }
}

/// No route, so no guard: the visitor is looked up here.
async fn no_page(State(portal): State<Portal>, choice: Choice, headers: HeaderMap) -> Response {
    match web::visitor(&portal, &headers).await {
        Ok(visitor) => web::refusal(&portal, &visitor, &Code::NotFound.into(), "/", choice),
        Err(failure) => web::refusal(&portal, &Visitor::default(), &failure, "/", choice),
    }
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
