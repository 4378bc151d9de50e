//! Header names of X-Road's face, and which headers pass from one side to the other.
//!
//! Order: `http::HeaderMap` calls its iteration order arbitrary but the same for one version of the crate. What it does
//! today, and what a test here holds, is the order in which names first arrived, with the values of a repeated name
//! together and in their own order. Only the gateway that reads a message from the client or the provider depends on
//! it: from there on the order is that of the signed canonical bytes, which are never rebuilt from a map.

use http::{HeaderMap, HeaderName, HeaderValue};

/// One header of a message: the name in lower case, the value as bytes.
pub type Header = (HeaderName, HeaderValue);

/// `X-Road-Client`: who asks.
pub const X_ROAD_CLIENT: HeaderName = HeaderName::from_static("x-road-client");
/// `X-Road-Service`: the service that answered. Responses only.
pub const X_ROAD_SERVICE: HeaderName = HeaderName::from_static("x-road-service");
/// `X-Road-Id`: the message id, the client's own or generated.
pub const X_ROAD_ID: HeaderName = HeaderName::from_static("x-road-id");
/// `X-Road-Request-Id`: the consumer gateway's own id of the request, a UUID.
pub const X_ROAD_REQUEST_ID: HeaderName = HeaderName::from_static("x-road-request-id");
/// `X-Road-Request-Hash`: base64 of the request's SHA-512. Responses only.
pub const X_ROAD_REQUEST_HASH: HeaderName = HeaderName::from_static("x-road-request-hash");
/// `X-Road-Security-Server`: the provider's gateway that the client insists on.
pub const X_ROAD_SECURITY_SERVER: HeaderName = HeaderName::from_static("x-road-security-server");
/// `X-Road-Represented-Party`: on whose behalf the client asks.
pub const X_ROAD_REPRESENTED_PARTY: HeaderName = HeaderName::from_static("x-road-represented-party");
/// `X-Road-UserId`: the officer behind the question.
pub const X_ROAD_USER_ID: HeaderName = HeaderName::from_static("x-road-userid");
/// `X-Road-Issue`: the client's own case number.
pub const X_ROAD_ISSUE: HeaderName = HeaderName::from_static("x-road-issue");
/// `X-Road-Error`: the error type. Only a gateway says it.
pub const X_ROAD_ERROR: HeaderName = HeaderName::from_static("x-road-error");
/// `Motlan-Purpose`: why the client asks.
pub const MOTLAN_PURPOSE: HeaderName = HeaderName::from_static("motlan-purpose");
/// `Motlan-Deliver`: how the request is to be delivered.
pub const MOTLAN_DELIVER: HeaderName = HeaderName::from_static("motlan-deliver");
/// `Motlan-Idempotency-Key`: requests of one client with one key are carried out once.
pub const MOTLAN_IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("motlan-idempotency-key");
/// `Motlan-Error`: the stable code of an error, beside X-Road's type.
pub const MOTLAN_ERROR: HeaderName = HeaderName::from_static("motlan-error");

/// Dropped both ways, as X-Road does: they belong to one connection, or would tell one side's software to the other.
const DROPPED: [&str; 13] = [
    "transfer-encoding",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "upgrade",
    "connection",
    "user-agent",
    "host",
    "content-length",
    "server",
    "expect",
];

/// Our own headers that a client may set. Every other `motlan-…` is a gateway's word (`Motlan-Caller` above all).
const MOTLAN_OF_CLIENT: [HeaderName; 3] = [MOTLAN_PURPOSE, MOTLAN_DELIVER, MOTLAN_IDEMPOTENCY_KEY];

/// What only a gateway says in a response; a provider's own copies are removed.
const X_ROAD_OF_GATEWAY: [HeaderName; 6] = [
    X_ROAD_ID,
    X_ROAD_CLIENT,
    X_ROAD_SERVICE,
    X_ROAD_REQUEST_ID,
    X_ROAD_REQUEST_HASH,
    X_ROAD_ERROR,
];

/// Whether `name` may stand in a request message that passes between gateways.
pub(super) fn may_stand_in_request(name: &HeaderName) -> bool {
    !DROPPED.contains(&name.as_str())
        && *name != X_ROAD_REQUEST_HASH
        && (!is_ours(name) || MOTLAN_OF_CLIENT.contains(name))
}

/// Whether `name` may stand in a response message that passes between gateways.
pub(super) fn may_stand_in_response(name: &HeaderName) -> bool {
    !DROPPED.contains(&name.as_str()) && !is_ours(name) && *name != X_ROAD_ERROR
}

fn is_ours(name: &HeaderName) -> bool {
    name.as_str().starts_with("motlan-")
}

/// The headers of a client's request that pass on.
pub(super) fn kept_of_client(headers: &HeaderMap) -> Vec<Header> {
    kept(headers, |name| may_stand_in_request(name) && *name != X_ROAD_REQUEST_ID)
}

/// The headers of a provider's response that pass on; of several `Date` the first.
pub(super) fn kept_of_provider(headers: &HeaderMap) -> Vec<Header> {
    let mut is_dated = false;
    kept(headers, |name| {
        may_stand_in_response(name) && !X_ROAD_OF_GATEWAY.contains(name)
    })
    .into_iter()
    .filter(|(name, _)| *name != http::header::DATE || !std::mem::replace(&mut is_dated, true))
    .collect()
}

fn kept(headers: &HeaderMap, may_pass: impl Fn(&HeaderName) -> bool) -> Vec<Header> {
    let nominated = nominated_by_connection(headers);
    headers
        .iter()
        .filter(|(name, _)| may_pass(name) && !nominated.contains(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// The names that `Connection` declares to belong to this connection only (RFC 9110, section 7.6.1).
fn nominated_by_connection(headers: &HeaderMap) -> Vec<HeaderName> {
    headers
        .get_all(http::header::CONNECTION)
        .iter()
        .flat_map(|value| value.as_bytes().split(|byte| *byte == b','))
        .filter_map(|token| HeaderName::from_bytes(token.trim_ascii()).ok())
        .collect()
}

/// The last value of `name`: the one that counts where a client repeats a header.
pub(super) fn last<'a>(headers: &'a [Header], name: &HeaderName) -> Option<&'a HeaderValue> {
    headers
        .iter()
        .rev()
        .find(|(other, _)| other == name)
        .map(|(_, value)| value)
}

/// The media types that the `Accept` headers list, in order, lower case, without parameters.
pub(super) fn accepted_media_types(headers: &HeaderMap) -> impl Iterator<Item = String> {
    headers
        .get_all(http::header::ACCEPT)
        .iter()
        .flat_map(|value| value.as_bytes().split(|byte| *byte == b','))
        .map(|range| {
            let media_type = range.split(|byte| *byte == b';').next().unwrap_or_default();
            String::from_utf8_lossy(media_type.trim_ascii()).to_ascii_lowercase()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_the_order_of_arrival_and_values_their_own() {
        let mut headers = HeaderMap::new();
        for (name, value) in [("zeta", "1"), ("alpha", "2"), ("x-a", "3"), ("alpha", "4"), ("b", "5")] {
            headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        let order: Vec<_> = kept_of_client(&headers)
            .iter()
            .map(|(name, value)| format!("{name}={}", value.to_str().unwrap()))
            .collect();
        assert_eq!(order, ["zeta=1", "alpha=2", "alpha=4", "x-a=3", "b=5"]);
    }

    #[test]
    fn what_connection_names_stays_on_its_connection() {
        let mut headers = HeaderMap::new();
        headers.append("connection", HeaderValue::from_static("Close, X-Hop"));
        headers.append("connection", HeaderValue::from_static("x-other ,, ;"));
        for name in ["x-hop", "x-other", "x-end"] {
            headers.append(HeaderName::from_static(name), HeaderValue::from_static("v"));
        }
        let names: Vec<_> = kept_of_client(&headers).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["x-end"]);
    }
}
