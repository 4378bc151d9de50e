//! One question on its way: what was drawn for it, signed and sent.

use http::{HeaderValue, Method, Request, Response, Uri, header};
use hyper::body::Incoming;
use motlan_core::caller::TransactionId;
use motlan_core::{Code, Failure, GatewayId};
use motlan_evidence::{Cause, Role, TransactionKey};

use super::Refusal;
use super::route::Route;
use crate::gateway::Gateway;
use crate::service::message::{Envelope, request_hash, seal};
use crate::service::trace::{Signed, Trace};
use crate::transport::payload::{OutgoingBody, Payload};
use crate::transport::pool::{Lease, SendError};
use crate::wire::{RequestFacts, WIRE_PATH};
use crate::xroad::{RequestHash, RequestHead};

/// One question on its way.
pub(super) struct Attempt {
    pub(super) head: RequestHead,
    pub(super) transaction: TransactionId,
    /// X-Road's hash of the request, which the answer must repeat.
    pub(super) hash: RequestHash,
    key: TransactionKey,
    canonical: Vec<u8>,
    digest: [u8; 64],
    length: u64,
    /// What will be logged; from the last signing on.
    pub(super) trace: Option<Trace>,
}

impl Attempt {
    /// Draws the transaction's id and key.
    pub(super) fn new(head: RequestHead, body: &Payload) -> Result<Self, Refusal> {
        let canonical = head.encode();
        let (id, key) = random()?;
        Ok(Self {
            hash: request_hash(&canonical, body),
            head,
            transaction: TransactionId(id),
            key: TransactionKey::new(key).map_err(|_| Code::InternalError)?,
            canonical,
            digest: *body.digest(),
            length: body.length(),
            trace: None,
        })
    }

    /// Tries the provider's gateways in turn; one that cannot be reached is skipped (row 2).
    pub(super) async fn send(
        &mut self,
        gateway: &Gateway,
        route: &Route,
        body: Payload,
    ) -> Result<(Response<Incoming>, Lease), Refusal> {
        // Chunked on this leg: the length is a signed fact, not a header that a middle box may edit.
        let mut body = body.into_body(false);
        for (target, address) in &route.gateways {
            let request = self.request(gateway, route, target, body)?;
            match gateway.pool.send(address, request, route.timeout).await {
                Ok(sent) => return Ok(sent),
                Err(SendError::Unreachable(error, request)) => {
                    tracing::warn!(gateway = %target, %error, "the provider's gateway cannot be reached");
                    body = request.into_body();
                }
                // The request left, and nothing came back (row 8).
                Err(SendError::Broken | SendError::TimedOut) => {
                    self.leave_unfinished(gateway, Cause::PeerLost).await;
                    return Err(if route.changes {
                        Code::OutcomeUnknown
                    } else {
                        Code::PeerUnreachable
                    }
                    .into());
                }
            }
        }
        Err(Code::PeerUnreachable.into())
    }

    fn request(
        &mut self,
        gateway: &Gateway,
        route: &Route,
        target: &GatewayId,
        body: OutgoingBody,
    ) -> Result<Request<OutgoingBody>, Failure> {
        let facts = RequestFacts {
            transaction: self.transaction,
            key: *self.key.as_bytes(),
            client: self.head.client.clone(),
            service: self.head.service.clone(),
            from: gateway.settings.id.clone(),
            target: target.clone(),
            purpose: self.head.purpose.clone(),
            directory: u64::from(route.directory.sequence()),
            length: self.length,
        };
        let envelope = Envelope {
            facts: &facts.encode(),
            head: &self.canonical,
            digest: &self.digest,
        };
        let sealed = seal(&envelope, route.created, &gateway.key_id, &gateway.signing_key)?;
        let signed = Signed {
            created: route.created,
            message: sealed.evidence,
            peer: facts.target,
            purpose: facts.purpose,
        };
        let secrets = (self.transaction, self.key.clone());
        self.trace = Some(Trace::new(Role::Consumer, route.parties, secrets, &self.head, signed));
        let mut request = Request::new(body);
        *request.method_mut() = Method::POST;
        *request.uri_mut() = Uri::from_static(WIRE_PATH);
        *request.headers_mut() = sealed.headers;
        request
            .headers_mut()
            .insert(header::HOST, HeaderValue::from_static("motlan"));
        // Without it the peer's trailer vanishes silently (RFC 9110, section 6.5.1).
        request
            .headers_mut()
            .insert(header::TE, HeaderValue::from_static("trailers"));
        Ok(request)
    }

    /// Logs that this transaction was left without a released answer.
    pub(super) async fn leave_unfinished(&self, gateway: &Gateway, cause: Cause) {
        let Some(trace) = &self.trace else { return };
        if let Err(stopped) = gateway.evidence.finish(trace.unfinished(cause)).await {
            tracing::error!(%stopped, "an unfinished transaction could not be logged");
        }
    }
}

/// The 32 bytes of a transaction's id and the 32 of its key, from one call of the system.
fn random() -> Result<([u8; 32], [u8; 32]), Failure> {
    let mut drawn = [[0; 32]; 2];
    let filled = aws_lc_rs::rand::fill(drawn.as_flattened_mut());
    filled.map_err(|_| Failure::new(Code::InternalError, "no randomness"))?;
    let [id, key] = drawn;
    Ok((id, key))
}
