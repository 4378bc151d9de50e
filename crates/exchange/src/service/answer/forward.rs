//! Passing an admitted request on to the provider's system, and collecting what it answers.

use std::time::Duration;

use axum::Router;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri, header};
use http_body::Body;
use hyper::ext::ReasonPhrase;
use motlan_core::{Code, Failure};
use tower::ServiceExt;

use super::admit::Admitted;
use super::caller::introduce;
use crate::gateway::{Gateway, Target};
use crate::transport::payload::{Extent, OutgoingBody, Payload};
use crate::transport::pool::{Address, CONNECT_TIMEOUT, SendError};
use crate::xroad::provider_request_headers;
use crate::xroad::response::has_no_body;

/// What the provider's system answered.
pub(super) struct Forwarded {
    pub(super) status: StatusCode,
    pub(super) reason: Option<Vec<u8>>,
    pub(super) headers: HeaderMap,
    pub(super) declared_length: Option<u64>,
    pub(super) body: Payload,
}

/// Why there is no answer.
pub(super) enum NoAnswer {
    /// Nothing reached the provider's system.
    NotPassedOn(Failure),
    /// It got the request, or a part of it; what it did is unknown.
    Silent(Failure),
}

/// Passes the request on and waits as long as the service allows; opening a connection has its own limit before that.
pub(super) async fn forward(gateway: &Gateway, admitted: &Admitted, body: Payload) -> Result<Forwarded, NoAnswer> {
    let timeout = patience(admitted) + CONNECT_TIMEOUT;
    let asking = async {
        match &admitted.target {
            Target::Url { address, base_path } => ask_server(gateway, admitted, address, base_path, body).await,
            Target::Router { router, base_path } => ask_router(gateway, admitted, router, base_path, body).await,
        }
    };
    match tokio::time::timeout(timeout, asking).await {
        Ok(outcome) => outcome,
        Err(_) => Err(NoAnswer::Silent(Code::ProviderTimeout.into())),
    }
}

fn patience(admitted: &Admitted) -> Duration {
    Duration::from_millis(u64::from(admitted.timeout_ms))
}

async fn ask_server(
    gateway: &Gateway,
    admitted: &Admitted,
    address: &Address,
    base_path: &str,
    body: Payload,
) -> Result<Forwarded, NoAnswer> {
    let mut request = request(admitted, base_path, body).map_err(NoAnswer::NotPassedOn)?;
    let host =
        HeaderValue::from_str(address.authority()).map_err(|_| NoAnswer::NotPassedOn(Code::InternalError.into()))?;
    request.headers_mut().insert(header::HOST, host);
    introduce(gateway, request.headers_mut(), &admitted.caller, &admitted.digest).map_err(NoAnswer::NotPassedOn)?;
    let (response, lease) = match gateway.pool.send(address, request, patience(admitted)).await {
        Ok(answered) => answered,
        Err(SendError::Unreachable(error, _)) => {
            tracing::warn!(%error, service = %admitted.head.service, "the provider's system cannot be reached");
            return Err(NoAnswer::NotPassedOn(Code::ProviderUnreachable.into()));
        }
        Err(SendError::Broken) => return Err(NoAnswer::Silent(Code::ProviderUnreachable.into())),
        Err(SendError::TimedOut) => return Err(NoAnswer::Silent(Code::ProviderTimeout.into())),
    };
    let forwarded = collect(gateway, admitted.head.method(), response).await?;
    gateway.pool.give_back(lease);
    Ok(forwarded)
}

async fn ask_router(
    gateway: &Gateway,
    admitted: &Admitted,
    router: &Router,
    base_path: &str,
    body: Payload,
) -> Result<Forwarded, NoAnswer> {
    let mut request = request(admitted, base_path, body).map_err(NoAnswer::NotPassedOn)?;
    request.extensions_mut().insert(admitted.caller.clone());
    // A task of its own, so that a panic in a router is silence, not the end of this transaction.
    let asking = tokio::spawn(router.clone().oneshot(request.map(axum::body::Body::new)));
    let response = match tokio::time::timeout(patience(admitted), asking).await {
        Ok(Ok(Ok(response))) => response,
        Ok(Ok(Err(never))) => match never {},
        Ok(Err(_)) => return Err(NoAnswer::Silent(Code::InternalError.into())),
        Err(_) => return Err(NoAnswer::Silent(Code::ProviderTimeout.into())),
    };
    collect(gateway, admitted.head.method(), response).await
}

/// The client's message, with the length of its body and the path after the service's base.
fn request(admitted: &Admitted, base_path: &str, body: Payload) -> Result<Request<OutgoingBody>, Failure> {
    let target = format!("{base_path}{}", admitted.head.path_and_query());
    let target = if target.starts_with('/') {
        target
    } else {
        format!("/{target}")
    };
    let length = body.length();
    let mut request = Request::new(body.into_body(true));
    *request.method_mut() = admitted.head.method().clone();
    *request.uri_mut() =
        Uri::try_from(target).map_err(|_| Failure::new(Code::InvalidRequest, "the path is no path of a URL"))?;
    *request.headers_mut() = provider_request_headers(&admitted.head);
    if length > 0 {
        request
            .headers_mut()
            .insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    Ok(request)
}

async fn collect<B>(gateway: &Gateway, method: &Method, response: Response<B>) -> Result<Forwarded, NoAnswer>
where
    B: Body<Data = Bytes> + Unpin,
{
    let (parts, mut body) = response.into_parts();
    let said = parts
        .headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse().ok());
    let is_sized = said.is_some() || body.size_hint().exact().is_some();
    let body = Payload::collect(&mut body, Extent::End(None), gateway.room())
        .await
        .map_err(NoAnswer::Silent)?;
    // Without a body the length is that of another message, and only the provider knows it.
    let declared_length = if has_no_body(method, parts.status) {
        said
    } else {
        is_sized.then(|| body.length())
    };
    Ok(Forwarded {
        status: parts.status,
        reason: parts
            .extensions
            .get::<ReasonPhrase>()
            .map(|reason| reason.as_bytes().to_vec()),
        headers: parts.headers,
        declared_length,
        body,
    })
}
