//! The provider's answer: verified, logged, and released when both entries are durable.

use aws_lc_rs::digest::{SHA256, digest};
use http::{HeaderMap, Response};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use motlan_core::{Code, Failure};
use motlan_evidence::Cause;

use super::Answer;
use super::attempt::Attempt;
use super::route::Route;
use crate::gateway::Gateway;
use crate::service::message::{Received, single};
use crate::transport::payload::{Extent, Payload};
use crate::transport::pool::Lease;
use crate::wire::{COMMITTED, DURABLE, EXCHANGE, ResponseFacts, Verdict};
use crate::xroad::ResponseMessage;
use crate::xroad::response::has_no_body;

/// What the provider's gateway said.
pub(super) enum Reply {
    /// A verified answer; both entries are durable.
    Answer(Box<Answer>),
    /// It refused.
    Refusal(Failure),
}

/// The request left, but no answer can be released.
pub(super) struct Lost {
    /// What goes into the log of unfinished transactions; `None` if nothing can be logged any more.
    pub(super) cause: Option<Cause>,
    /// What a client of a safe service is told.
    pub(super) failure: Failure,
}

/// Rows 8 and 9: nothing came back that could be believed.
impl From<Failure> for Lost {
    fn from(failure: Failure) -> Self {
        Self {
            cause: Some(Cause::PeerLost),
            failure,
        }
    }
}

/// Reads, verifies and logs the answer.
pub(super) async fn receive(
    gateway: &Gateway,
    route: &Route,
    attempt: &Attempt,
    (response, lease): (Response<Incoming>, Lease),
) -> Result<Reply, Lost> {
    let (parts, mut body) = response.into_parts();
    let facts = match Verdict::parse(single(&parts.headers, EXCHANGE)?)? {
        Verdict::Answer(facts) => facts,
        Verdict::Refusal(failure) => {
            // A refusal has no body; reading its end keeps the connection, and waiting for it is not worth more.
            let _ = tokio::time::timeout(route.timeout, finish_reading(gateway, body, lease)).await;
            return Ok(Reply::Refusal(failure));
        }
    };
    let reading = Payload::collect(&mut body, Extent::Exactly(facts.length), gateway.room());
    let payload = tokio::time::timeout(route.timeout, reading)
        .await
        .map_err(|_| Failure::new(Code::PeerUnreachable, "the answer took too long"))??;
    let verified = verify(route, attempt, &facts, &parts.headers, &payload)?;
    let Some(trace) = &attempt.trace else {
        return Err(Failure::from(Code::InternalError).into());
    };
    let finished = trace
        .answered(facts.status, verified.evidence)
        .ok_or(Code::InconsistentResponse);
    let finished = finished.map_err(Failure::from)?;
    let transaction = finished.entry.id;
    // The provider commits meanwhile: its trailer and our own sync take their time side by side.
    let (receipt, committed) = tokio::join!(gateway.evidence.finish(finished), trailer(gateway, route, body, lease));
    let receipt = receipt.map_err(|stopped| {
        tracing::error!(%stopped, "an answer was withheld: its entry is not durable");
        Lost {
            cause: None,
            failure: Code::EvidenceUnavailable.into(),
        }
    })?;
    if !committed {
        let failure = Failure::new(Code::OutcomeUnknown, "the provider's entry is not known to be durable");
        return Err(Lost {
            cause: Some(Cause::CommitMissing),
            failure,
        });
    }
    let declared_length = facts.declared_length;
    Ok(Reply::Answer(Box::new(Answer {
        message: verified.message,
        declared_length,
        body: payload,
        transaction,
        receipt,
    })))
}

struct Verified {
    message: ResponseMessage,
    evidence: motlan_evidence::SignedMessage,
}

/// The answer is this request's, of the member asked, and whole.
fn verify(
    route: &Route,
    attempt: &Attempt,
    facts: &ResponseFacts,
    headers: &HeaderMap,
    payload: &Payload,
) -> Result<Verified, Failure> {
    let received = Received::parse(headers)?;
    let provider = route
        .directory
        .member(attempt.head.service.member())
        .ok_or(Code::UnknownMember)?;
    if received.signature.keyid() != provider.key.keyid() {
        return Err(Failure::new(
            Code::InvalidSignature,
            "the answer is not signed by the provider",
        ));
    }
    received.signature.verify(&provider.key)?;
    if *payload.digest() != received.digest {
        return Err(Code::DigestMismatch.into());
    }
    let request_signature = attempt
        .trace
        .as_ref()
        .map(|trace| digest(&SHA256, &trace.record.request.signature));
    let is_bound = request_signature.is_some_and(|expected| expected.as_ref() == facts.request);
    let message = ResponseMessage::decode(&received.head)?;
    if !is_bound || facts.transaction != attempt.transaction || message.status().as_u16() != facts.status {
        return Err(Code::InconsistentResponse.into());
    }
    message.check_answers(&attempt.head, &attempt.hash)?;
    check_lengths(attempt, facts, &message)?;
    Ok(Verified {
        message,
        evidence: received.evidence(),
    })
}

/// What the client will be told about the length is the length that it will get: another one would let a provider
/// write a second response into the client's connection.
fn check_lengths(attempt: &Attempt, facts: &ResponseFacts, message: &ResponseMessage) -> Result<(), Failure> {
    let is_consistent = if has_no_body(attempt.head.method(), message.status()) {
        facts.length == 0
    } else {
        facts.declared_length.is_none_or(|declared| declared == facts.length)
    };
    if is_consistent {
        Ok(())
    } else {
        Err(Failure::new(
            Code::InconsistentResponse,
            "the answer's lengths contradict each other",
        ))
    }
}

/// True when the provider's trailer says that its entry is durable.
async fn trailer(gateway: &Gateway, route: &Route, mut body: Incoming, lease: Lease) -> bool {
    let reading = async {
        let mut committed = false;
        while let Some(frame) = body.frame().await {
            let Ok(frame) = frame else { return false };
            if let Some(trailers) = frame.trailers_ref() {
                committed |= trailers.get(COMMITTED).is_some_and(|value| value == DURABLE);
            }
        }
        committed
    };
    let committed = tokio::time::timeout(route.timeout, reading).await.unwrap_or(false);
    if committed {
        gateway.pool.give_back(lease);
    }
    committed
}

/// Reads a short refusal to its end, so that the connection can be kept.
async fn finish_reading(gateway: &Gateway, mut body: Incoming, lease: Lease) {
    while let Some(frame) = body.frame().await {
        match frame {
            Ok(frame) if frame.data_ref().is_none_or(bytes::Bytes::is_empty) => {}
            // A refusal has no body: whatever this is, it is not worth reading.
            _ => return,
        }
    }
    gateway.pool.give_back(lease);
}
