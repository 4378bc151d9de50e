//! The provider's side of a transaction: check a peer's signed request, pass it on, sign the answer and log it.
//!
//! The checks stand in `admit`, in the order of `docs/wire-format.md`. Rows name the outcome table of `docs/evidence-format.md`.

mod admit;
mod body;
mod caller;
mod forward;

use aws_lc_rs::digest::{SHA256, digest};
use http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use hyper::body::Incoming;
use motlan_core::{Code, Failure};
use motlan_evidence::{Cause, Finished};

use self::admit::Admitted;
pub use self::body::AnswerBody;
use self::forward::{Forwarded, NoAnswer};
use crate::gateway::Gateway;
use crate::metrics::Side;
use crate::service::message::{Envelope, request_hash, seal};
use crate::service::report::{Line, report};
use crate::transport::drain::drain;
use crate::transport::listener::Connection;
use crate::transport::payload::{Extent, Payload};
use crate::wire::{COMMITTED, EXCHANGE, ResponseFacts, Verdict, WIRE_PATH};
use crate::xroad::{RequestHash, provider_response};

/// Answers one message of a peer, to the end: a peer that goes away meanwhile changes nothing (row 17).
pub async fn answer(
    gateway: &Gateway,
    connection: Connection,
    headers: HeaderMap,
    mut body: Incoming,
) -> Response<AnswerBody> {
    let running = gateway.clone();
    let started = tokio::time::Instant::now();
    let outcome = gateway
        .tasks
        // Boxed, for a task is moved eleven times on its way to its worker, and this one has 9 KB.
        .spawn(Box::pin(async move {
            let outcome = carry_out(&running, connection, headers, &mut body).await;
            drain(&mut body).await;
            outcome
        }))
        .await
        // A panic: whether the request was passed on is not known here.
        .unwrap_or_else(|_| Err(Code::OutcomeUnknown.into()));
    let peer = connection.certificate.map(|hash| hash.to_string()).unwrap_or_default();
    let line = Line {
        face: "gateway",
        route: WIRE_PATH,
        id: &peer,
        started,
    };
    report(&line, outcome.as_ref().err());
    match outcome {
        Ok(response) => {
            gateway
                .metrics
                .answered(Side::Provider, started.elapsed().as_secs_f64());
            response
        }
        Err(failure) => {
            count_refusal(gateway, failure.code);
            refusal(&failure)
        }
    }
}

fn count_refusal(gateway: &Gateway, code: Code) {
    if matches!(
        code,
        Code::UnknownPeer | Code::MalformedMessage | Code::WireVersion | Code::InvalidSignature
    ) {
        gateway.metrics.refused_unauthenticated();
    } else {
        gateway.metrics.refused(Side::Provider, code);
    }
}

async fn carry_out(
    gateway: &Gateway,
    connection: Connection,
    headers: HeaderMap,
    body: &mut Incoming,
) -> Result<Response<AnswerBody>, Failure> {
    gateway.evidence.check_ready().map_err(not_logged)?;
    let admitted = admit::admit(gateway, connection, &headers)?;
    let payload = Payload::collect(body, Extent::End(Some(admitted.length)), gateway.room()).await?;
    if *payload.digest() != admitted.digest {
        return Err(Code::DigestMismatch.into());
    }
    admit::still_holds(gateway, connection, &admitted)?;
    let hash = request_hash(&admitted.canonical, &payload);
    if admitted.changes {
        // Durable before it is passed on, so that a crash leaves a trace of what may have been done.
        gateway
            .evidence
            .intend(admitted.trace.intent())
            .await
            .map_err(not_logged)?;
    }
    match forward::forward(gateway, &admitted, payload).await {
        Ok(forwarded) => {
            // What was done is told, whoever lost the right to it meanwhile; what was only read is not.
            if !admitted.changes {
                admit::still_holds(gateway, connection, &admitted)?;
            }
            respond(gateway, &admitted, forwarded, &hash).await
        }
        Err(reason) => Err(no_answer(gateway, &admitted, reason).await),
    }
}

fn not_logged(error: impl std::fmt::Display) -> Failure {
    tracing::error!(%error, "evidence cannot be written");
    Code::EvidenceUnavailable.into()
}

/// The provider's system gave no answer (rows 4, 6 and 7).
async fn no_answer(gateway: &Gateway, admitted: &Admitted, reason: NoAnswer) -> Failure {
    let failure = match reason {
        NoAnswer::NotPassedOn(failure) => {
            if admitted.changes
                && let Err(stopped) = gateway.evidence.withdraw(&admitted.trace.intent().entry).await
            {
                return not_logged(stopped);
            }
            return failure;
        }
        NoAnswer::Silent(failure) => failure,
    };
    if !admitted.changes {
        return failure;
    }
    match gateway
        .evidence
        .finish(admitted.trace.unfinished(Cause::ProviderSilent))
        .await
    {
        Ok(_) => {}
        // The intent stays open and becomes an entry at the next start.
        Err(stopped) => drop(not_logged(stopped)),
    }
    Failure::new(Code::OutcomeUnknown, "the provider's system did not answer")
}

/// Signs the answer and starts its commit; both leave together, the trailer when the commit is done.
async fn respond(
    gateway: &Gateway,
    admitted: &Admitted,
    forwarded: Forwarded,
    hash: &RequestHash,
) -> Result<Response<AnswerBody>, Failure> {
    let Forwarded {
        status,
        reason,
        headers,
        declared_length,
        body,
    } = forwarded;
    let signed = sign(
        gateway,
        admitted,
        (status, reason, headers, declared_length),
        &body,
        hash,
    );
    let (sealed, finished) = match signed {
        Ok(signed) => signed,
        Err(failure) => return Err(no_answer(gateway, admitted, NoAnswer::Silent(failure)).await),
    };
    let running = gateway.clone();
    let commit = gateway.tasks.spawn(async move {
        let committed = running.evidence.finish(finished).await;
        committed
            .inspect_err(|error| tracing::error!(%error, "an answer's entry is not durable"))
            .is_ok()
    });
    let mut response = Response::new(AnswerBody::answer(body.into_body(false), commit));
    *response.headers_mut() = sealed;
    response
        .headers_mut()
        .insert(header::TRAILER, HeaderValue::from_static(COMMITTED));
    Ok(response)
}

/// The header fields of the answer, and what is logged about it.
fn sign(
    gateway: &Gateway,
    admitted: &Admitted,
    (status, reason, headers, declared_length): (StatusCode, Option<Vec<u8>>, HeaderMap, Option<u64>),
    body: &Payload,
    hash: &RequestHash,
) -> Result<(HeaderMap, Finished), Failure> {
    let message = provider_response(status, reason.as_deref(), &headers, &admitted.head, hash)?;
    let mut request = [0; 32];
    request.copy_from_slice(digest(&SHA256, &admitted.trace.record.request.signature).as_ref());
    let facts = ResponseFacts {
        transaction: admitted.trace.record.transaction,
        request,
        status: status.as_u16(),
        length: body.length(),
        declared_length,
    };
    let envelope = Envelope {
        facts: &facts.encode(),
        head: &message.encode(),
        digest: body.digest(),
    };
    let sealed = seal(&envelope, gateway.now(), &gateway.key_id, &gateway.signing_key)?;
    let finished = admitted.trace.answered(status.as_u16(), sealed.evidence);
    Ok((sealed.headers, finished.ok_or(Code::ProviderUnreachable)?))
}

/// A refusal: status 200 like everything on this leg, no body, the code among the facts.
pub fn refusal(failure: &Failure) -> Response<AnswerBody> {
    let mut response = Response::new(AnswerBody::refusal());
    if let Ok(facts) = HeaderValue::from_str(&Verdict::encode_refusal(failure)) {
        response.headers_mut().insert(EXCHANGE, facts);
    }
    response
}
