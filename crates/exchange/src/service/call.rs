//! A system of this very process asks through its gateway: the same question as over X-Road's face, without a socket.
//!
//! The client must be registered on the gateway as over the face; how it would have to connect does not matter here.
//! Source of the headers: X-Road Message Protocol for REST v1 (PR-REST 1.0.4), section 4.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use http_body_util::Full;
use motlan_core::caller::Purpose;
use motlan_core::{ClientId, Code, Failure, ServiceId, SystemId};
use motlan_evidence::{IdCommitment, Receipt};
use uuid::Uuid;

use super::ask::{Answer, Question, Refusal, ask};
use super::report::{self, report};
use crate::gateway::Gateway;
use crate::transport::payload::{Extent, Payload};
use crate::xroad::headers::{MOTLAN_PURPOSE, X_ROAD_CLIENT, X_ROAD_USER_ID};
use crate::xroad::{FreshIds, RequestHead};

/// A question of a system in this process.
#[derive(Clone)]
pub struct Call {
    /// Who asks: a registered client of the gateway.
    pub client: SystemId,
    /// What is asked.
    pub service: ServiceId,
    /// The verb.
    pub method: Method,
    /// What follows the service code: empty, or from a slash on.
    pub path: String,
    /// Why.
    pub purpose: Purpose,
    /// The officer behind the question, where there is one.
    pub officer: Option<String>,
    /// JSON; empty for none.
    pub body: Bytes,
}

/// Identifiers only: path, officer, dossier and body may speak of a person.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("client", &self.client)
            .field("service", &self.service)
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

/// The provider's answer, of which both entries are durable.
#[derive(Clone)]
pub struct Reply {
    /// The provider's own status; only a success is an answer to the question.
    pub status: StatusCode,
    /// At most 1 MiB.
    pub body: Bytes,
    /// What both gateways' entries are matched by.
    pub transaction: IdCommitment,
    /// Where this gateway's entry stands.
    pub receipt: Receipt,
}

/// Without the body: it may speak of a person.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("size_bytes", &self.body.len())
            .field("receipt", &self.receipt)
            .finish_non_exhaustive()
    }
}

/// Asks, to the end: if the caller goes away meanwhile, the transaction goes on.
///
/// Errors: `unknown_member` for a client that is not registered on this gateway, `invalid_request` for a path or an
/// officer that no header can carry, `body_too_large` also for an answer above 1 MiB (its transaction was carried out
/// and has its entries), and whatever [`ask`] refuses.
pub async fn call(gateway: &Gateway, call: Call) -> Result<Reply, Refusal> {
    let started = tokio::time::Instant::now();
    let request_id = Uuid::new_v4();
    let outcome = carry_out(gateway, call, request_id).await;
    let id = request_id.to_string();
    let line = report::Line {
        face: "process",
        route: "/r1/{service}",
        id: &id,
        started,
    };
    report(&line, outcome.as_ref().err().map(|refusal| &refusal.failure));
    outcome
}

async fn carry_out(gateway: &Gateway, call: Call, request_id: Uuid) -> Result<Reply, Refusal> {
    let client = ClientId::System(call.client.clone());
    gateway.check_registered(&client)?;
    let fresh = FreshIds {
        request_id,
        message_id: Uuid::new_v4(),
    };
    let instance = gateway.settings.id.member().instance();
    let head = RequestHead::parse(&call.method, &target(&call)?, &headers(&call)?, instance, fresh)?;
    let extent = Extent::End(Some(call.body.len() as u64));
    let body = Payload::collect(&mut Full::new(call.body), extent, gateway.room()).await?;
    let answer = ask(gateway, Question { head, body }).await?;
    reply(answer)
}

fn target(call: &Call) -> Result<Uri, Failure> {
    let malformed = || Failure::new(Code::InvalidRequest, "the path after the service code is malformed");
    if !call.path.is_empty() && !call.path.starts_with('/') {
        return Err(malformed());
    }
    let text = format!("/r1/{}{}", call.service, call.path);
    let uri: Uri = text.parse().map_err(|_| malformed())?;
    // A fragment is dropped on reading, so what is asked would not be what was meant.
    let is_whole = uri.path_and_query().is_some_and(|target| target.as_str() == text);
    if is_whole { Ok(uri) } else { Err(malformed()) }
}

fn headers(call: &Call) -> Result<HeaderMap, Failure> {
    let mut headers = HeaderMap::new();
    let mut insert = |name: HeaderName, value: &str| {
        let value = HeaderValue::from_bytes(value.as_bytes())
            .map_err(|_| Failure::new(Code::InvalidRequest, format!("{name} cannot be carried by a header")))?;
        headers.insert(name, value);
        Ok::<_, Failure>(())
    };
    insert(X_ROAD_CLIENT, &call.client.to_string())?;
    insert(MOTLAN_PURPOSE, &call.purpose.to_string())?;
    if let Some(officer) = &call.officer {
        insert(X_ROAD_USER_ID, officer)?;
    }
    if !call.body.is_empty() {
        insert(CONTENT_TYPE, "application/json")?;
    }
    Ok(headers)
}

fn reply(answer: Answer) -> Result<Reply, Refusal> {
    let body = answer.body.into_bytes().ok_or_else(|| {
        Failure::new(
            Code::BodyTooLarge,
            "the answer is larger than 1 MiB; its request was carried out",
        )
    })?;
    Ok(Reply {
        status: answer.message.status(),
        body,
        transaction: answer.transaction,
        receipt: answer.receipt,
    })
}

/// What a [`Line`] does with a call, until its answer is there.
pub type Asking = Pin<Box<dyn Future<Output = Result<Reply, Refusal>> + Send>>;

/// The way to other agencies, as a value: whoever holds it can ask without knowing a gateway. Clones share it.
#[derive(Clone)]
pub struct Line(Arc<dyn Fn(Call) -> Asking + Send + Sync>);

impl Line {
    /// Through this gateway.
    pub fn of(gateway: Gateway) -> Self {
        Self::new(move |asked| {
            let gateway = gateway.clone();
            async move { call(&gateway, asked).await }
        })
    }

    /// Through anything that answers calls.
    pub fn new<F>(answering: impl Fn(Call) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<Reply, Refusal>> + Send + 'static,
    {
        Self(Arc::new(move |asked| Box::pin(answering(asked))))
    }

    /// Asks; errors as [`call`].
    pub async fn call(&self, asked: Call) -> Result<Reply, Refusal> {
        (self.0)(asked).await
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Line").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call_of(path: &str, officer: &str) -> Call {
        Call {
            client: "VN/GOV/H45/onestop".parse().unwrap(),
            service: "VN/GOV/G01/population/look-up".parse().unwrap(),
            method: Method::POST,
            path: path.to_owned(),
            purpose: "ND-107-2021;dossier=H45-1".parse().unwrap(),
            officer: Some(officer.to_owned()),
            body: Bytes::from_static(b"{\"personal_number\":\"003099123456\"}"),
        }
    }

    #[test]
    fn the_head_is_that_of_the_face() {
        let call = call_of("/x?y=1", "Nguyễn");
        let fresh = FreshIds {
            request_id: Uuid::from_u128(1),
            message_id: Uuid::from_u128(2),
        };
        let (uri, headers) = (target(&call).unwrap(), headers(&call).unwrap());
        let head = RequestHead::parse(&call.method, &uri, &headers, "VN", fresh).unwrap();
        assert_eq!((head.path(), head.query()), ("/x", Some("y=1")));
        assert_eq!(head.client, ClientId::System(call.client.clone()));
        assert_eq!(head.service, call.service);
        assert_eq!(head.purpose.as_ref(), Some(&call.purpose));
        assert_eq!(head.user_id, call.officer, "marks and all");
        let content_type = head.headers().iter().find(|(name, _)| *name == CONTENT_TYPE);
        assert_eq!(content_type.unwrap().1, "application/json");
    }

    #[test]
    fn what_no_request_can_carry_is_refused_without_repeating_it() {
        for path in ["x", "#x", "/x#y", "/ x", "//\u{7f}"] {
            let failure = target(&call_of(path, "a")).unwrap_err();
            assert_eq!(failure.code, Code::InvalidRequest, "{path}");
        }
        let failure = headers(&call_of("", "Lê\nX-Road-Client: a")).unwrap_err();
        assert_eq!(failure.code, Code::InvalidRequest);
        assert!(!failure.detail.contains("Lê"), "{failure}");
    }

    #[test]
    fn debug_names_no_person() {
        let shown = format!("{:?}", call_of("/Le", "Lê"));
        assert!(shown.contains("population/look-up"), "{shown}");
        assert!(
            !shown.contains("Lê") && !shown.contains("003099") && !shown.contains("/Le"),
            "{shown}"
        );
    }
}
