//! The face for other gateways: signed messages, and the files of the logs for the centre's.

use http::{Method, Request, Response};
use hyper::body::Incoming;
use motlan_core::{Code, Failure};

use super::files::{LOG_PREFIX, Reader, log_file};
use crate::gateway::Gateway;
use crate::service::answer::{AnswerBody, answer, refusal};
use crate::transport::listener::{Connection, Handler};
use crate::transport::payload::Payload;
use crate::wire::WIRE_PATH;

/// Answers other gateways.
#[derive(Clone)]
pub struct PeerFace {
    gateway: Gateway,
}

impl PeerFace {
    /// The face of this gateway.
    pub fn new(gateway: Gateway) -> Self {
        Self { gateway }
    }

    /// Log files go to the centre's gateways only: it recomputes every figure.
    fn file(&self, connection: Connection, name: &str) -> Result<Response<AnswerBody>, Failure> {
        let directory = self.gateway.directory.current();
        let asking = connection
            .certificate
            .and_then(|hash| directory.gateway_by_certificate(&hash.0));
        let is_centre = asking
            .zip(directory.centre())
            .is_some_and(|(asking, centre)| *asking.id.member() == centre.id);
        if !is_centre {
            return Err(Code::UnknownPeer.into());
        }
        let file = log_file(self.gateway.evidence(), name, Reader::Auditor)?;
        Ok(file.map(|content| AnswerBody::file(Payload::from_bytes(content).into_body(true))))
    }
}

impl Handler for PeerFace {
    type Body = AnswerBody;

    fn keeps(&self, connection: Connection) -> bool {
        let directory = self.gateway.directory.current();
        connection
            .certificate
            .is_some_and(|hash| directory.gateway_by_certificate(&hash.0).is_some())
    }

    async fn handle(&self, request: Request<Incoming>, connection: Connection) -> Response<AnswerBody> {
        let (parts, body) = request.into_parts();
        match (&parts.method, parts.uri.path()) {
            (&Method::POST, WIRE_PATH) => answer(&self.gateway, connection, parts.headers, body).await,
            (&Method::GET, path) if path.starts_with(LOG_PREFIX) => {
                let name = &path[LOG_PREFIX.len()..];
                self.file(connection, name).unwrap_or_else(|failure| {
                    let mut response = refusal(&failure);
                    *response.status_mut() = crate::xroad::error::status(failure.code);
                    response
                })
            }
            _ => {
                self.gateway.metrics.refused_unauthenticated();
                refusal(&Failure::new(
                    Code::MalformedMessage,
                    "there is nothing at this address",
                ))
            }
        }
    }
}
