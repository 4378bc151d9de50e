//! The X-Road face, tried as X-Road's own tests try it: exact outputs for exact inputs.
//!
//! Rows named after RestProxyTest, RestRequestTest and MetadataClientRequestProcessorTest of X-Road 7.8 hold the inputs
//! of those tests; the rest is ours.

mod errors;
mod metadata;
mod refusals;
mod requests;
mod responses;

use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use motlan_core::Failure;
use motlan_exchange::xroad::{FreshIds, RequestHead};
use uuid::{Uuid, uuid};

const REQUEST_ID: Uuid = uuid!("0c1b1f3e-5a6d-4a58-9c06-3d1a3c1f0a01");
const MESSAGE_ID: Uuid = uuid!("7d3e2f10-98ab-4c1d-8e2f-4b5a69788796");

/// Headers in the order of `pairs`.
fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("a header name");
        headers.append(name, HeaderValue::from_bytes(value.as_bytes()).expect("a header value"));
    }
    headers
}

/// A request as the gateway of instance `VN` reads it.
fn parse(method: &str, target: &str, pairs: &[(&str, &str)]) -> Result<RequestHead, Failure> {
    parse_map(method, target, &headers(pairs))
}

fn parse_map(method: &str, target: &str, headers: &HeaderMap) -> Result<RequestHead, Failure> {
    let method = Method::from_bytes(method.as_bytes()).expect("a token");
    let uri: Uri = target.parse().expect("a URI");
    let fresh = FreshIds {
        request_id: REQUEST_ID,
        message_id: MESSAGE_ID,
    };
    RequestHead::parse(&method, &uri, headers, "VN", fresh)
}
