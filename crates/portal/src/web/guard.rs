//! The guard of a route: finds the session, asks whether its account may be here, and lets no other site's form in.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use motlan_core::{Code, Failure};

use super::access::Access;
use super::cookie;
use super::page::keep_out_of_caches;
use super::visitor::Visitor;
use crate::language::Choice;
use crate::portal::Portal;

/// What a route's guard knows.
#[derive(Clone)]
pub(super) struct Guard {
    pub(super) portal: Portal,
    pub(super) access: Access,
}

/// Lets a request through to its page, or answers in its place.
pub(super) async fn guard(State(guard): State<Guard>, choice: Choice, mut request: Request, next: Next) -> Response {
    let portal = &guard.portal;
    let path = request.uri().path().to_owned();
    let visitor = match visitor(portal, request.headers()).await {
        Ok(visitor) => visitor,
        Err(failure) => return refusal(portal, &Visitor::default(), &failure, &path, choice),
    };
    let is_change = !request.method().is_safe();
    if is_change && !is_own_form(portal, guard.access, request.headers()) {
        return refusal(portal, &visitor, &Code::FormExpired.into(), &path, choice);
    }
    match guard.access.check(visitor.account(), portal.is_demo) {
        Ok(()) => {
            let is_somebodys = guard.access != Access::Anyone || visitor.account().is_some();
            request.extensions_mut().insert(visitor);
            let mut response = next.run(request).await;
            if is_somebodys {
                keep_out_of_caches(&mut response);
            }
            response
        }
        Err(Code::SessionRequired) if !is_change => to_log_in(&path, &visitor, choice),
        Err(code) => refusal(portal, &visitor, &code.into(), &path, choice),
    }
}

/// Who sent a request with these headers.
///
/// Errors: the accounts' own.
pub(crate) async fn visitor(portal: &Portal, headers: &HeaderMap) -> Result<Visitor, Failure> {
    let Some(identity) = &portal.identity else {
        return Ok(Visitor::default());
    };
    let Some(token) = cookie::token(headers, portal.gateway.id().member()) else {
        return Ok(Visitor::default());
    };
    let session = identity.session(&token).await.map_err(|error| {
        tracing::error!(%error, "a session cannot be read");
        error.failure()
    })?;
    Ok(Visitor {
        has_expired: session.is_none(),
        token: session.is_some().then_some(token),
        session,
    })
}

/// Whether the form stands on a page of this node; the doors of a demonstration stand on a neighbour's.
fn is_own_form(portal: &Portal, access: Access, headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let (Some(origin), Some(host)) = (text(header::ORIGIN), text(header::HOST)) else {
        return false;
    };
    let is_own = origin.split_once("://").is_some_and(|(_, authority)| authority == host);
    let is_neighbour = access == Access::Demo && portal.page_addresses.values().any(|address| address == origin);
    is_own || is_neighbour
}

/// To the log-in page, and back afterwards.
fn to_log_in(path: &str, visitor: &Visitor, choice: Choice) -> Response {
    let mut target = choice.link("/dang-nhap");
    target.push(if target.contains('?') { '&' } else { '?' });
    target.push_str("tro-lai=");
    target.push_str(&percent_encoding::utf8_percent_encode(path, percent_encoding::NON_ALPHANUMERIC).to_string());
    if visitor.has_expired {
        target.push_str("&het-phien=1");
    }
    Redirect::to(&target).into_response()
}

/// The page that says why not, and what to do next.
pub(crate) fn refusal(portal: &Portal, visitor: &Visitor, failure: &Failure, path: &str, choice: Choice) -> Response {
    super::page::fail(portal, visitor, failure, path, choice)
}
