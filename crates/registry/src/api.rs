//! The HTTP face of a registry, behind a gateway: `POST /verify`, `/look-up`, `/search`, `/correct`, `/sync`, `/usage`;
//! `GET /changes`, `GET /openapi.json`, and the three of Estonia's data tracker under `/tracker/v2`.
//!
//! The gateway puts the authorised [`motlan_core::Caller`] among the request's extensions; without it nothing is
//! answered. Bodies are JSON, errors RFC 9457. Never a personal number in a URL but in that tracker's, whose query no log
//! of ours repeats.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use motlan_core::Code;

use self::problem::Problem;
use self::version::Versions;
use crate::model::pack::Verb;
use crate::registry::Registry;

mod body;
mod changes;
mod correct;
mod look_up;
mod openapi;
mod problem;
mod query;
mod search;
mod sync;
mod tracker;
mod usage;
mod verify;
mod version;

/// The largest body of a question: three keys and 30 values of up to 500 bytes each, or two texts of 2,000 characters.
pub const BODY_BYTES_MAX: usize = 16 * 1024;

pub use self::openapi::describe;

/// Records in one body of *sync*.
pub const RECORDS_MAX: usize = 1_000;

/// The largest body of *sync*: 1,000 records of 4 KiB, rounded up; one of the population with all its fields is some
/// 2.5 KB.
pub const RECORDS_BYTES_MAX: usize = 4 * 1024 * 1024;

/// The services of a registry, in every version of its pack that is served.
pub fn router(registry: Registry) -> Router {
    let earlier = registry.earlier().iter();
    let versions = Versions {
        earlier: earlier
            .map(|earlier| (earlier.clone(), services(earlier.clone())))
            .collect(),
        newest: registry.clone(),
    };
    services(registry).layer(from_fn_with_state(versions, version::choose))
}

/// The routes of the services that the pack offers.
fn services(registry: Registry) -> Router {
    let mut router = Router::new().route("/openapi.json", get(openapi::openapi));
    if registry.pack().has_service(Verb::Verify) {
        router = router.route("/verify", post(verify::verify));
    }
    if registry.pack().has_service(Verb::LookUp) {
        router = router.route("/look-up", post(look_up::look_up));
    }
    if registry.pack().has_service(Verb::Correct) {
        router = router.route("/correct", post(correct::correct));
    }
    if registry.pack().has_service(Verb::Search) {
        router = router.route("/search", post(search::search));
    }
    if registry.pack().has_service(Verb::Sync) {
        let limit = DefaultBodyLimit::max(RECORDS_BYTES_MAX);
        router = router.route("/sync", post(sync::sync).layer(limit));
    }
    if registry.pack().has_service(Verb::Changes) {
        router = router.route("/changes", get(changes::changes));
    }
    if registry.pack().has_service(Verb::Usage) {
        router = router
            .route("/usage", post(usage::usage))
            .route("/tracker/v2/findUsage", get(tracker::find_usage))
            .route("/tracker/v2/usagePeriod", get(tracker::usage_period))
            .route("/tracker/v2/heartbeat", get(tracker::heartbeat));
    }
    router
        .fallback(async || Problem::new(Code::NotFound.into(), None))
        .method_not_allowed_fallback(async || Problem::new(Code::MethodNotAllowed.into(), None))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .with_state(registry)
}
