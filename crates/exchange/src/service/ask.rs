//! The consumer's side of a transaction: sign a system's question, send it, verify the answer, and release it only when
//! both sides' entries are durable.
//!
//! Steps and refusals follow the outcome table of `docs/evidence-format.md`, whose rows the comments name.

mod attempt;
mod receive;
mod route;

use motlan_core::{Code, Failure};
use motlan_evidence::{Cause, IdCommitment, Receipt};

use self::attempt::Attempt;
use self::receive::{Lost, Reply, receive};
use self::route::Route;
pub(crate) use self::route::address;
use crate::gateway::Gateway;
use crate::metrics::Side;
use crate::transport::payload::Payload;
use crate::xroad::{Origin, RequestHead, ResponseMessage};

/// A question that was read on X-Road's face, or called in this process.
pub struct Question {
    /// Its head.
    pub head: RequestHead,
    /// Its body.
    pub body: Payload,
}

/// A verified answer whose two entries are durable.
pub struct Answer {
    /// Status, reason and headers for the client.
    pub message: ResponseMessage,
    /// The provider's own `Content-Length`, where it had one.
    pub declared_length: Option<u64>,
    /// The body.
    pub body: Payload,
    /// Commitment to the transaction's id, the same in both entries.
    pub transaction: IdCommitment,
    /// Where this gateway's entry stands.
    pub receipt: Receipt,
}

/// A question that got no answer, and on which side.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{failure}")]
pub struct Refusal {
    /// Code and words.
    pub failure: Failure,
    /// Which gateway says so.
    pub origin: Origin,
}

/// What this gateway itself refuses.
impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self {
            failure,
            origin: Origin::ClientProxy,
        }
    }
}

impl From<Code> for Refusal {
    fn from(code: Code) -> Self {
        Failure::from(code).into()
    }
}

/// Asks, to the end: a client that goes away meanwhile changes nothing (row 17).
pub async fn ask(gateway: &Gateway, question: Question) -> Result<Answer, Refusal> {
    let running = gateway.clone();
    let started = tokio::time::Instant::now();
    let outcome = gateway
        .tasks
        // Boxed, for a task is moved eleven times on its way to its worker, and this one has 9 KB.
        .spawn(Box::pin(async move { carry_out(&running, question).await }))
        .await
        .unwrap_or_else(|_| Err(Code::OutcomeUnknown.into()));
    match &outcome {
        Ok(_) => gateway
            .metrics
            .answered(Side::Consumer, started.elapsed().as_secs_f64()),
        Err(refusal) => gateway.metrics.refused(Side::Consumer, refusal.failure.code),
    }
    outcome
}

async fn carry_out(gateway: &Gateway, question: Question) -> Result<Answer, Refusal> {
    if let Err(error) = gateway.evidence.check_ready() {
        tracing::error!(%error, "evidence cannot be written");
        return Err(Code::EvidenceUnavailable.into());
    }
    let route = Route::find(gateway, &question.head)?;
    let mut attempt = Attempt::new(question.head, &question.body)?;
    let sent = attempt.send(gateway, &route, question.body).await?;
    // From here on the provider may have carried the request out.
    match receive(gateway, &route, &attempt, sent).await {
        Ok(Reply::Answer(answer)) => Ok(*answer),
        Ok(Reply::Refusal(failure)) if failure.code == Code::OutcomeUnknown => {
            attempt.leave_unfinished(gateway, Cause::ProviderSilent).await;
            Err(Refusal {
                failure,
                origin: Origin::ServerProxy,
            })
        }
        Ok(Reply::Refusal(failure)) if route.changes && !is_before_execution(failure.code) => {
            attempt.leave_unfinished(gateway, Cause::PeerLost).await;
            Err(Code::OutcomeUnknown.into())
        }
        Ok(Reply::Refusal(failure)) => Err(Refusal {
            failure,
            origin: Origin::ServerProxy,
        }),
        Err(Lost {
            cause: Some(cause),
            failure,
        }) => {
            attempt.leave_unfinished(gateway, cause).await;
            let is_unknown = route.changes || cause == Cause::CommitMissing;
            Err(if is_unknown {
                Code::OutcomeUnknown.into()
            } else {
                failure.into()
            })
        }
        Err(Lost { cause: None, failure }) => Err(failure.into()),
    }
}

/// Whether a provider's gateway gives this code only while nothing has been passed on. Of a request that changes
/// something, every other refusal leaves open whether it was carried out.
fn is_before_execution(code: Code) -> bool {
    matches!(
        code,
        Code::UnknownPeer
            | Code::MalformedMessage
            | Code::WireVersion
            | Code::DirectoryOutdated
            | Code::CreatedOutsideWindow
            | Code::Starting
            | Code::InvalidSignature
            | Code::TransactionRepeated
            | Code::UnknownMember
            | Code::UnknownService
            | Code::ServiceDisabled
            | Code::InvalidRequest
            | Code::AccessDenied
            | Code::PurposeRequired
            | Code::QuotaExceeded
            | Code::BodyIncomplete
            | Code::BodyTooLarge
            | Code::DigestMismatch
            | Code::Overloaded
            | Code::EvidenceUnavailable
            | Code::ProviderUnreachable
    )
}
