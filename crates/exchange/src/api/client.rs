//! X-Road's face: what an agency's system talks to. REST v1, metadata, and the proof of each answer.
//!
//! Source: X-Road Message Protocol for REST v1 (PR-REST 1.0.4), PR-MREST.

mod metadata;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode, header};
use http_body::Body;
use hyper::body::Incoming;
use motlan_core::{ClientId, Code, Failure};
use uuid::Uuid;

use crate::api::files;
use crate::gateway::{ConnectionType, Gateway};
use crate::service::ask::{Answer, Question, Refusal, ask};
use crate::service::report::{Line, report};
use crate::transport::drain::drain;
use crate::transport::listener::{Connection, Handler};
use crate::transport::payload::{Extent, OutgoingBody, Payload};
use crate::xroad::response::has_no_body;
use crate::xroad::{FreshIds, RequestHead, client_response_headers, error_response};

/// Where the proof of the answer lies.
const PROOF: HeaderName = HeaderName::from_static("motlan-proof");

/// Answers an agency's systems.
#[derive(Clone)]
pub struct ClientFace {
    gateway: Gateway,
}

impl ClientFace {
    /// The face of this gateway.
    pub fn new(gateway: Gateway) -> Self {
        Self { gateway }
    }
}

impl Handler for ClientFace {
    type Body = OutgoingBody;

    async fn handle(&self, request: Request<Incoming>, connection: Connection) -> Response<OutgoingBody> {
        let request_id = Uuid::new_v4();
        let started = tokio::time::Instant::now();
        let (parts, mut body) = request.into_parts();
        let outcome = route(&self.gateway, &parts, &mut body, connection, request_id).await;
        drain(&mut body).await;
        let failure = outcome.as_ref().err().map(|refusal| &refusal.failure);
        let id = request_id.to_string();
        report(
            &Line {
                face: "system",
                route: template(&parts),
                id: &id,
                started,
            },
            failure,
        );
        outcome.unwrap_or_else(|Refusal { failure, origin }| {
            let spelling = self.gateway.settings.spelling;
            own(error_response(&failure, origin, spelling, &parts.headers, request_id))
        })
    }
}

/// The path without anything that a client chose.
fn template(parts: &http::request::Parts) -> &'static str {
    match parts.uri.path() {
        path if path.starts_with("/r1/") => "/r1/{service}",
        path if path.starts_with(files::PROOF_PREFIX) => "/minh-chung/{proof}",
        crate::xroad::metadata::LIST_CLIENTS_PATH => crate::xroad::metadata::LIST_CLIENTS_PATH,
        _ => "other",
    }
}

async fn route(
    gateway: &Gateway,
    parts: &http::request::Parts,
    body: &mut Incoming,
    connection: Connection,
    request_id: Uuid,
) -> Result<Response<OutgoingBody>, Refusal> {
    let path = parts.uri.path();
    if path == crate::xroad::metadata::LIST_CLIENTS_PATH {
        return Ok(own(metadata::list_clients(gateway, parts)?));
    }
    if let Some(name) = path.strip_prefix(files::PROOF_PREFIX) {
        return Ok(files::proof(gateway.evidence(), name)?.map(|content| Payload::from_bytes(content).into_body(true)));
    }
    if !path.starts_with("/r1/") {
        return Err(Failure::new(Code::InvalidRequest, "the path does not begin with /r1/").into());
    }
    let instance = gateway.settings.id.member().instance();
    let fresh = FreshIds {
        request_id,
        message_id: Uuid::new_v4(),
    };
    let head = RequestHead::parse(&parts.method, &parts.uri, &parts.headers, instance, fresh)?;
    registered(gateway, &head.client, connection)?;
    refuse_unbuilt(&head, &parts.headers)?;
    if let Some(response) = metadata::methods(gateway, &head)? {
        return Ok(own(response));
    }
    let body = collect(gateway, &parts.headers, body).await?;
    let method = parts.method.clone();
    let answer = ask(gateway, Question { head, body }).await?;
    Ok(respond(&method, answer))
}

/// The client is one of this gateway's, and its connection is of the type that it registered.
fn registered(gateway: &Gateway, client: &ClientId, connection: Connection) -> Result<(), Failure> {
    let allowed = match gateway.check_registered(client)? {
        ConnectionType::Http => true,
        ConnectionType::Https => connection.secure,
        ConnectionType::HttpsCertificate(certificates) => connection
            .certificate
            .is_some_and(|certificate| certificates.contains(&certificate)),
    };
    if allowed {
        Ok(())
    } else {
        Err(Code::SslAuthenticationFailed.into())
    }
}

/// Silence about a promise would be worse than a refusal: these headers are announced, but not yet kept.
fn refuse_unbuilt(head: &RequestHead, headers: &HeaderMap) -> Result<(), Failure> {
    if head.idempotency_key.is_some() {
        return Err(Failure::new(
            Code::InvalidRequest,
            "Motlan-Idempotency-Key is not offered by this version",
        ));
    }
    if headers.contains_key("motlan-deliver") {
        return Err(Failure::new(
            Code::InvalidRequest,
            "Motlan-Deliver is not offered by this version",
        ));
    }
    Ok(())
}

async fn collect(gateway: &Gateway, headers: &HeaderMap, body: &mut Incoming) -> Result<Payload, Failure> {
    let announced = match headers.get(header::CONTENT_LENGTH) {
        Some(_) => body.size_hint().exact(),
        None => None,
    };
    Payload::collect(body, Extent::End(announced), gateway.room()).await
}

fn respond(method: &http::Method, answer: Answer) -> Response<OutgoingBody> {
    let status = answer.message.status();
    let mut headers = client_response_headers(&answer.message, answer.declared_length);
    let proof = format!(
        "{}{}/{}.tlog-proof",
        files::PROOF_PREFIX,
        answer.receipt.log,
        answer.receipt.index
    );
    if let Ok(path) = HeaderValue::try_from(proof) {
        headers.insert(PROOF, path);
    }
    let reason = answer.message.reason().to_owned();
    let body = match status {
        // Not a body known to be empty: of a 304 with one, hyper drops the length that RFC 9110, section 8.6 allows.
        StatusCode::NOT_MODIFIED => answer.body.into_body(false),
        _ if has_no_body(method, status) => OutgoingBody::empty(),
        _ => answer.body.into_body(answer.declared_length.is_some()),
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    if status.canonical_reason() != Some(reason.as_str())
        && let Ok(phrase) = hyper::ext::ReasonPhrase::try_from(reason)
    {
        response.extensions_mut().insert(phrase);
    }
    response
}

/// A response of this gateway's own.
fn own(response: Response<Bytes>) -> Response<OutgoingBody> {
    response.map(|content| Payload::from_bytes(content).into_body(true))
}

/// A plain file as a response.
pub(crate) fn plain(status: StatusCode, content_type: &'static str, content: Bytes) -> Response<Bytes> {
    let mut response = Response::new(content);
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
