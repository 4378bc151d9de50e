//! What a client asks: a request head read once into identifiers that cannot be wrong.
//!
//! The consumer's gateway makes it from HTTP with [`RequestHead::parse`], the provider's from the signed canonical bytes
//! with [`RequestHead::decode`]; both then see the same words. It does not know who is registered or who may ask.
//! Source: PR-REST 1.0.4, section 4; RestRequest and its tests in X-Road 7.8. The path after the service code stays raw:
//! empty where nothing follows, `/` where only a slash does.

use std::fmt;

use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderValue, Method, Uri};
use motlan_core::caller::Purpose;
use motlan_core::identifier::IdentifierError;
use motlan_core::{ClientId, Code, Failure, GatewayId, ServiceId};
use motlan_evidence::record::MESSAGE_ID_BYTES_MAX;
use uuid::Uuid;

use super::headers::{
    Header, MOTLAN_IDEMPOTENCY_KEY, MOTLAN_PURPOSE, X_ROAD_CLIENT, X_ROAD_ID, X_ROAD_ISSUE, X_ROAD_REPRESENTED_PARTY,
    X_ROAD_REQUEST_ID, X_ROAD_SECURITY_SERVER, X_ROAD_USER_ID, kept_of_client, last,
};
use super::message::{MessageError, RequestMessage};

mod field;
mod warning;

pub use field::{IdempotencyKey, IdempotencyKeyError, MessageId, RepresentedParty, RepresentedPartyError};
pub use warning::IdentifierWarning;

/// The identifiers that a gateway draws for each request.
#[derive(Clone, Copy, Debug)]
pub struct FreshIds {
    /// Becomes `X-Road-Request-Id`.
    pub request_id: Uuid,
    /// Becomes the end of `X-Road-Id` where the client sent none.
    pub message_id: Uuid,
}

/// The head of one request, with what its path and headers mean.
#[derive(Clone, PartialEq, Eq)]
pub struct RequestHead {
    message: RequestMessage,
    /// Where the path after the service code begins, in bytes.
    path_start: usize,
    /// The service asked.
    pub service: ServiceId,
    /// Who asks; of several `X-Road-Client` the last.
    pub client: ClientId,
    /// The client's `X-Road-Id`, or the one generated for it. Not unique.
    pub message_id: MessageId,
    /// Whether the gateway made the message id.
    pub is_message_id_generated: bool,
    /// The consumer gateway's id of this request.
    pub request_id: Uuid,
    /// The provider's gateway that the client insists on.
    pub security_server: Option<GatewayId>,
    /// On whose behalf the client asks.
    pub represented_party: Option<RepresentedParty>,
    /// `X-Road-UserId`; bytes that are not UTF-8 are replaced here, not in the message.
    pub user_id: Option<String>,
    /// `X-Road-Issue`, read like the user id.
    pub issue: Option<String>,
    /// `Motlan-Purpose`.
    pub purpose: Option<Purpose>,
    /// `Motlan-Idempotency-Key`.
    pub idempotency_key: Option<IdempotencyKey>,
}

impl RequestHead {
    /// Reads a client's request and adds the identifiers of this gateway, whose instance is `instance`.
    ///
    /// The canonical order is that of the kept headers, then `x-road-request-id`, then `x-road-id` where generated,
    /// as X-Road appends them. An empty `X-Road-Id` counts as none.
    ///
    /// Errors: `invalid_client_identifier` without `X-Road-Client`, `invalid_purpose`, `headers_too_large`, and
    /// `invalid_request` for all else.
    pub fn parse(
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
        instance: &str,
        fresh: FreshIds,
    ) -> Result<Self, Failure> {
        let target = origin_form(uri)?;
        let mut kept = kept_of_client(headers);
        kept.retain(|(name, value)| *name != X_ROAD_ID || !value.is_empty());
        let is_named = kept.iter().any(|(name, _)| *name == X_ROAD_ID);
        kept.push((X_ROAD_REQUEST_ID, field::uuid_value(fresh.request_id)));
        if !is_named {
            kept.push((X_ROAD_ID, MessageId::generate(instance, fresh.message_id)?.into()));
        }
        let message = RequestMessage::new(method.clone(), target, kept).map_err(at_client_face)?;
        Self::interpret(message)
    }

    /// Reads the canonical bytes that a peer gateway signed.
    ///
    /// Errors: `malformed_message`. The consumer's gateway had to refuse whatever is wrong here.
    pub fn decode(bytes: &[u8]) -> Result<Self, Failure> {
        let message = RequestMessage::decode(bytes)?;
        Self::interpret(message).map_err(|failure| Failure::new(Code::MalformedMessage, failure.detail))
    }

    fn interpret(message: RequestMessage) -> Result<Self, Failure> {
        let headers = message.headers();
        let (service, path_start) = service_of(message.target().path())?;
        let security_server = parsed(headers, &X_ROAD_SECURITY_SERVER, "X-Road-Security-Server")?;
        let represented_party = parsed(headers, &X_ROAD_REPRESENTED_PARTY, "X-Road-Represented-Party")?;
        let client = parsed(headers, &X_ROAD_CLIENT, "X-Road-Client")?.ok_or(Code::InvalidClient)?;
        let (request_id, request_id_index) = request_id_of(headers)?;
        let message_id = last(headers, &X_ROAD_ID).ok_or_else(|| invalid("X-Road-Id is missing"))?;
        if MessageId::from(message_id.clone()).to_string().len() > MESSAGE_ID_BYTES_MAX {
            return Err(invalid(format!(
                "X-Road-Id is longer than {MESSAGE_ID_BYTES_MAX} bytes"
            )));
        }
        Ok(Self {
            path_start,
            service,
            client,
            message_id: message_id.clone().into(),
            is_message_id_generated: headers[request_id_index..].iter().any(|(name, _)| *name == X_ROAD_ID),
            request_id,
            security_server,
            represented_party,
            user_id: lossy(headers, &X_ROAD_USER_ID),
            issue: lossy(headers, &X_ROAD_ISSUE),
            purpose: purpose_of(headers)?,
            idempotency_key: parsed(headers, &MOTLAN_IDEMPOTENCY_KEY, "Motlan-Idempotency-Key")?,
            message,
        })
    }

    /// The canonical bytes M: what is signed, logged and hashed.
    pub fn encode(&self) -> Vec<u8> {
        self.message.encode()
    }

    /// The verb.
    pub fn method(&self) -> &Method {
        self.message.method()
    }

    /// The raw path after the service code: empty, or from a slash on.
    pub fn path(&self) -> &str {
        &self.message.target().path()[self.path_start..]
    }

    /// The raw query, without its question mark.
    pub fn query(&self) -> Option<&str> {
        self.message.target().query()
    }

    /// Path and query after the service code: what is appended to the provider's base address.
    pub fn path_and_query(&self) -> &str {
        &self.message.target().as_str()[self.path_start..]
    }

    /// The headers that pass on, in order, with the two identifiers.
    pub fn headers(&self) -> &[Header] {
        self.message.headers()
    }

    /// Characters in the identifiers that X-Road only warns of.
    pub fn identifier_warnings(&self) -> Vec<IdentifierWarning> {
        warning::identifier_warnings(self)
    }
}

/// Identifiers only: path, query, user and header values may speak of a person.
impl fmt::Debug for RequestHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestHead")
            .field("method", self.method())
            .field("service", &self.service)
            .field("client", &self.client)
            .field("request_id", &self.request_id)
            .finish_non_exhaustive()
    }
}

fn invalid(detail: impl Into<String>) -> Failure {
    Failure::new(Code::InvalidRequest, detail)
}

fn at_client_face(error: MessageError) -> Failure {
    match error {
        MessageError::TooLarge => Failure::new(Code::HeadersTooLarge, error.to_string()),
        other => invalid(other.to_string()),
    }
}

/// X-Road answers no proxy requests: an absolute address is refused, not shortened.
fn origin_form(uri: &Uri) -> Result<PathAndQuery, Failure> {
    if uri.scheme().is_some() || uri.authority().is_some() {
        return Err(invalid("the request target is not an absolute path"));
    }
    uri.path_and_query()
        .cloned()
        .ok_or_else(|| invalid("the request target is empty"))
}

/// The service of `/r1/{instance}/{class}/{member}/{system}/{service}[/…]` and where the rest begins.
fn service_of(path: &str) -> Result<(ServiceId, usize), Failure> {
    let identifier = path
        .strip_prefix("/r1/")
        .ok_or_else(|| invalid("the path does not begin with /r1/"))?;
    let slashes: Vec<_> = identifier.match_indices('/').map(|(index, _)| index).take(5).collect();
    // Counted here, so that the colon form of identifiers does not pass for a path.
    if slashes.len() < 4 {
        return Err(invalid(format!(
            "the path names a service by 5 segments, found {}",
            slashes.len() + 1
        )));
    }
    let end = slashes.get(4).copied().unwrap_or(identifier.len());
    let service = identifier[..end]
        .parse()
        .map_err(|error: IdentifierError| invalid(format!("the service in the path: {error}")))?;
    Ok((service, "/r1/".len() + end))
}

fn request_id_of(headers: &[Header]) -> Result<(Uuid, usize), Failure> {
    let mut found = headers
        .iter()
        .enumerate()
        .filter(|(_, (name, _))| *name == X_ROAD_REQUEST_ID);
    let (Some((index, (_, value))), None) = (found.next(), found.next()) else {
        return Err(invalid("X-Road-Request-Id must stand once"));
    };
    let id = Uuid::try_parse_ascii(value.as_bytes()).map_err(|_| invalid("X-Road-Request-Id is not a UUID"))?;
    // One identifier has one text: the hyphenated lower-case one.
    if field::uuid_value(id) != *value {
        return Err(invalid("X-Road-Request-Id is not in its usual form"));
    }
    Ok((id, index))
}

fn purpose_of(headers: &[Header]) -> Result<Option<Purpose>, Failure> {
    let mut values = headers
        .iter()
        .filter(|(name, _)| *name == MOTLAN_PURPOSE)
        .map(|(_, value)| value);
    let Some(value) = values.next() else {
        return Ok(None);
    };
    if values.next().is_some() {
        return Err(Failure::new(
            Code::InvalidPurpose,
            "Motlan-Purpose stands more than once",
        ));
    }
    let purpose = str::from_utf8(value.as_bytes()).ok().and_then(|text| text.parse().ok());
    purpose.map(Some).ok_or_else(|| Code::InvalidPurpose.into())
}

/// The last value of `name`, read; errors name it as `shown`, the way X-Road writes it.
fn parsed<T>(headers: &[Header], name: &http::HeaderName, shown: &str) -> Result<Option<T>, Failure>
where
    T: std::str::FromStr,
    T::Err: fmt::Display,
{
    let Some(value) = last(headers, name) else {
        return Ok(None);
    };
    let text = str::from_utf8(value.as_bytes()).map_err(|_| invalid(format!("{shown} is not UTF-8")))?;
    text.parse()
        .map(Some)
        .map_err(|error| invalid(format!("{shown}: {error}")))
}

fn lossy(headers: &[Header], name: &http::HeaderName) -> Option<String> {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    last(headers, name).map(text)
}
