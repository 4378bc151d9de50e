//! `?version=`: which version of the pack a question is asked in.
//!
//! Without it the oldest that is served and offers the service: whoever never heard of a new version is not disturbed by
//! it. The parameter is taken out of the query before a service reads that.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::Uri;
use axum::http::uri::PathAndQuery;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use motlan_core::{Caller, Code, Failure};
use tower::ServiceExt as _;

use super::problem::Problem;
use super::query;
use crate::model::pack::{Pack, Verb};

/// The earlier versions, the oldest first; the newest is the router behind this step.
#[derive(Clone)]
pub(super) struct Versions {
    pub(super) newest: Arc<Pack>,
    pub(super) earlier: Arc<[(Pack, Router)]>,
}

/// Passes the question on to its version.
pub(super) async fn choose(State(versions): State<Versions>, mut request: Request, next: Next) -> Response {
    let asked = match take_version(request.uri_mut()) {
        Ok(asked) => asked,
        Err(failure) => return refuse(failure, &request),
    };
    let verb = verb(request.uri().path());
    let offers = |pack: &Pack| verb.is_none_or(|verb| pack.has_service(verb));
    let mut earlier = versions.earlier.iter();
    let chosen = match asked {
        Some(version) => earlier.find(|(pack, _)| u64::from(pack.version) == version),
        None => earlier.find(|(pack, _)| offers(pack)),
    };
    match (chosen, asked) {
        (Some((_, router)), _) => router.clone().oneshot(request).await.into_response(),
        (None, Some(version)) if version != u64::from(versions.newest.version) => {
            let served: Vec<String> = versions.all().map(|pack| pack.version.to_string()).collect();
            let detail = format!("versions served: {}", served.join(", "));
            refuse(Failure::new(Code::VersionNotServed, detail), &request)
        }
        (None, _) => next.run(request).await,
    }
}

impl Versions {
    fn all(&self) -> impl Iterator<Item = &Pack> {
        self.earlier.iter().map(|(pack, _)| pack).chain([&*self.newest])
    }
}

fn refuse(failure: Failure, request: &Request) -> Response {
    let transaction = request.extensions().get::<Caller>().map(|caller| &caller.transaction);
    Problem::new(failure, transaction).into_response()
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
    let is_version = |part: &&str| part.split('=').next() == Some("version");
    let (version, rest): (Vec<&str>, Vec<&str>) = query.split('&').partition(is_version);
    if version.is_empty() {
        return Ok(None);
    }
    let [version] = query::numbers(Some(&version.join("&")), ["version"])?;
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
            ("/verify?version=2", Some(2), "/verify"),
            (
                "/changes?after=1&version=12&wait_s=3",
                Some(12),
                "/changes?after=1&wait_s=3",
            ),
            ("/changes?after=1&versions=12", None, "/changes?after=1&versions=12"),
        ] {
            assert_eq!(taken(text), (Ok(version), rest.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_version_is_one_number() {
        for text in [
            "/verify?version",
            "/verify?version=",
            "/verify?version=x",
            "/verify?version=1&version=1",
        ] {
            let refusal = taken(text).0.unwrap_err();
            assert!(refusal.starts_with("invalid_query: version: "), "{text}: {refusal}");
        }
    }

    #[test]
    fn services_are_told_by_their_path() {
        assert_eq!(verb("/look-up"), Some(Verb::LookUp));
        assert_eq!(verb("/tracker/v2/findUsage"), Some(Verb::Usage));
        assert_eq!(verb("/openapi.json"), None);
    }
}
