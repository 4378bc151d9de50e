//! Fetching one small file with GET: a directory, a checkpoint, a tile.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Request, StatusCode, Uri, header};
use motlan_core::{Code, Failure};

use super::payload::{Extent, OutgoingBody, Payload, Room};
use super::pool::{Address, Pool};

/// Patience for one file.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The content at `path`.
///
/// Errors: `peer_unreachable` where there is no answer, `not_found` for every status but 200.
pub async fn fetch(pool: &Pool, room: Room<'_>, address: &Address, path: &str) -> Result<Bytes, Failure> {
    let mut request = Request::new(OutgoingBody::empty());
    *request.uri_mut() = Uri::try_from(path).map_err(|_| Code::InternalError)?;
    if let Ok(host) = HeaderValue::from_str(address.authority()) {
        request.headers_mut().insert(header::HOST, host);
    }
    let fetching = async {
        let (response, lease) = pool
            .send(address, request, TIMEOUT)
            .await
            .map_err(|error| Failure::new(Code::PeerUnreachable, format!("{}: {error}", address.authority())))?;
        let (parts, mut body) = response.into_parts();
        let payload = Payload::collect(&mut body, Extent::End(None), room).await?;
        pool.give_back(lease);
        if parts.status != StatusCode::OK {
            return Err(Failure::new(Code::NotFound, format!("{path}: {}", parts.status)));
        }
        payload
            .into_bytes()
            .ok_or_else(|| Failure::new(Code::BodyTooLarge, format!("{path} is larger than 1 MiB")))
    };
    let timed_out = |_| Failure::new(Code::PeerUnreachable, format!("{}: no answer", address.authority()));
    tokio::time::timeout(TIMEOUT, fetching).await.map_err(timed_out)?
}
