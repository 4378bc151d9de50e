//! `?pack=`: which version of the pack a question is asked in.
//!
//! Without it the oldest that is served and offers the service: whoever never heard of a new version is not disturbed by
//! it. What is written must say its version while several are served: the same name may mean another field in each. The
//! parameter is taken out of the query before a service reads that. Each answer says which version it is in.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderName, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use motlan_core::{Caller, Code, Failure};
use tower::ServiceExt as _;

use super::problem::Problem;
use super::query;
use crate::model::pack::Verb;
use crate::registry::Registry;

/// The version that an answer is in.
const HEADER: HeaderName = HeaderName::from_static("motlan-pack");

/// The earlier versions, the oldest first; the newest is the router behind this step.
#[derive(Clone)]
pub(super) struct Versions {
    pub(super) newest: Registry,
    pub(super) earlier: Arc<[(Registry, Router)]>,
}

/// Passes the question on to its version.
pub(super) async fn choose(State(versions): State<Versions>, mut request: Request, next: Next) -> Response {
    let taken = take_version(request.uri_mut());
    let chosen = taken.and_then(|asked| versions.choose(asked, verb(request.uri().path())));
    let (version, mut response) = match chosen {
        Ok(None) => (versions.newest.pack().version, next.run(request).await),
        Ok(Some((earlier, router))) => {
            let response = router.clone().oneshot(request).await.into_response();
            (earlier.pack().version, response)
        }
        Err(failure) => {
            let transaction = request.extensions().get::<Caller>().map(|caller| &caller.transaction);
            return Problem::new(failure, transaction).into_response();
        }
    };
    response.headers_mut().insert(HEADER, version.into());
    response
}

impl Versions {
    /// The earlier version that is asked; none if it is the newest.
    fn choose(&self, asked: Option<u64>, verb: Option<Verb>) -> Result<Option<&(Registry, Router)>, Failure> {
        let version = |registry: &Registry| u64::from(registry.pack().version);
        let newest = version(&self.newest);
        match (asked, verb) {
            (Some(asked), _) if asked == newest => Ok(None),
            (Some(asked), _) => {
                let found = self.earlier.iter().find(|(earlier, _)| version(earlier) == asked);
                found.map(Some).ok_or_else(|| self.not_served())
            }
            (None, Some(verb)) if !verb.is_safe() && !self.earlier.is_empty() => {
                let detail = format!("pack: what is written says its version while several are served: {newest}");
                Err(Failure::new(Code::InvalidQuery, detail))
            }
            (None, Some(verb)) => Ok(self
                .earlier
                .iter()
                .find(|(earlier, _)| earlier.pack().has_service(verb))),
            (None, None) => Ok(None),
        }
    }

    fn not_served(&self) -> Failure {
        let served = self.earlier.iter().map(|(earlier, _)| earlier).chain([&self.newest]);
        let served: Vec<String> = served.map(|registry| registry.pack().version.to_string()).collect();
        Failure::new(Code::PackNotServed, format!("versions served: {}", served.join(", ")))
    }
}

/// Which service a path is of.
fn verb(path: &str) -> Option<Verb> {
    let first = path.trim_start_matches('/').split('/').next()?;
    match first {
        "tracker" => Some(Verb::Usage),
        code => Verb::find(code),
    }
}

/// Takes the version out of the query.
fn take_version(uri: &mut Uri) -> Result<Option<u64>, Failure> {
    let Some(query) = uri.query() else {
        return Ok(None);
    };
    let is_version = |part: &&str| part.split('=').next() == Some("pack");
    let (version, rest): (Vec<&str>, Vec<&str>) = query.split('&').partition(is_version);
    if version.is_empty() {
        return Ok(None);
    }
    let [version] = query::numbers(Some(&version.join("&")), ["pack"])?;
    let path = match rest.as_slice() {
        [] => uri.path().to_owned(),
        rest => format!("{}?{}", uri.path(), rest.join("&")),
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = PathAndQuery::try_from(path).ok();
    *uri = Uri::from_parts(parts).map_err(|_| Failure::from(Code::InvalidQuery))?;
    Ok(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(text: &str) -> (Result<Option<u64>, String>, String) {
        let mut uri: Uri = text.parse().unwrap();
        let version = take_version(&mut uri).map_err(|failure| failure.to_string());
        (version, uri.to_string())
    }

    #[test]
    fn the_version_is_taken_out_and_the_rest_stays() {
        for (text, version, rest) in [
            ("/verify", None, "/verify"),
            ("/verify?pack=2", Some(2), "/verify"),
            (
                "/changes?after=1&pack=12&wait_s=3",
                Some(12),
                "/changes?after=1&wait_s=3",
            ),
            ("/changes?after=1&packs=12", None, "/changes?after=1&packs=12"),
        ] {
            assert_eq!(taken(text), (Ok(version), rest.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_version_is_one_number() {
        for text in [
            "/verify?pack",
            "/verify?pack=",
            "/verify?pack=x",
            "/verify?pack=1&pack=1",
        ] {
            let refusal = taken(text).0.unwrap_err();
            assert!(refusal.starts_with("invalid_query: pack: "), "{text}: {refusal}");
        }
    }

    #[test]
    fn services_are_told_by_their_path() {
        assert_eq!(verb("/look-up"), Some(Verb::LookUp));
        assert_eq!(verb("/tracker/v2/findUsage"), Some(Verb::Usage));
        assert_eq!(verb("/openapi.json"), None);
    }
}
