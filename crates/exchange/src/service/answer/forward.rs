//! Passing an admitted request on to the provider's system, and collecting what it answers.

use std::time::Duration;

use axum::Router;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode, Uri, header};
use http_body::Body;
use hyper::ext::ReasonPhrase;
use motlan_core::{Code, Failure};
use tower::ServiceExt;

use super::admit::Admitted;
use super::caller::introduce;
use crate::gateway::{Gateway, Target};
use crate::transport::payload::{Extent, OutgoingBody, Payload};
use crate::transport::pool::{Address, SendError};
use crate::xroad::provider_request_headers;

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

/// Passes the request on and waits as long as the service allows.
pub(super) async fn forward(gateway: &Gateway, admitted: &Admitted, body: Payload) -> Result<Forwarded, NoAnswer> {
    let timeout = Duration::from_millis(u64::from(admitted.timeout_ms));
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
    let (response, lease) = match gateway.pool.send(address, request).await {
        Ok(answered) => answered,
        Err(SendError::Unreachable(error, _)) => {
            tracing::warn!(%error, service = %admitted.head.service, "the provider's system cannot be reached");
            return Err(NoAnswer::NotPassedOn(Code::ProviderUnreachable.into()));
        }
        Err(SendError::Broken) => return Err(NoAnswer::Silent(Code::ProviderUnreachable.into())),
    };
    let forwarded = collect(gateway, response).await?;
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
    let response = match router.clone().oneshot(request.map(axum::body::Body::new)).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    collect(gateway, response).await
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

async fn collect<B>(gateway: &Gateway, response: Response<B>) -> Result<Forwarded, NoAnswer>
where
    B: Body<Data = Bytes> + Unpin,
{
    let (parts, mut body) = response.into_parts();
    let declared_length = parts
        .headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse().ok())
        .or_else(|| body.size_hint().exact());
    let body = Payload::collect(&mut body, Extent::End(None), gateway.room())
        .await
        .map_err(NoAnswer::Silent)?;
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
