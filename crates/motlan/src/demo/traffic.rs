//! The demo's steady traffic: systems that ask about people, as any X-Road client would.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Result, bail};
use bytes::Bytes;
use http::{Method, StatusCode};
use motlan_core::SystemId;
use motlan_sandbox::Traffic;

use super::PAUSE;
use crate::http::{Connection, XRoadRequest, finish};

/// How long the first answer may take: the gateways refuse everything for 5 s after their start.
const FIRST_ANSWER_ATTEMPTS: u32 = 300;

/// A system that asks through its own gateway.
pub(crate) struct Asker {
    face: SocketAddr,
    client: SystemId,
}

impl Asker {
    /// `client` asks at `face`.
    pub(crate) fn new(face: SocketAddr, client: SystemId) -> Self {
        Self { face, client }
    }

    /// Asks until an answer comes.
    pub(crate) async fn first_answer(&self, traffic: &Traffic) -> Result<()> {
        let body = claim_about_first(traffic);
        let mut last = StatusCode::SERVICE_UNAVAILABLE;
        for _ in 0..FIRST_ANSWER_ATTEMPTS {
            last = self.ask(body.clone()).await?;
            if last == StatusCode::OK {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        bail!("the first question got no answer; last status {last}")
    }

    async fn ask(&self, body: String) -> Result<StatusCode> {
        let authority = self.face.to_string();
        let request = XRoadRequest {
            client: self.client.to_string(),
            method: Method::POST,
            path: "/r1/VN/GOV/G01/population/verify".to_owned(),
            media_type: "application/json",
            purpose: None,
            body: Bytes::from(body),
        };
        let mut connection = Connection::open(&authority).await?;
        finish(connection.send(request.to_http(&authority)?).await?).await
    }
}

/// Asks one question after the other, in turn.
pub(crate) async fn run(askers: &[Asker], traffic: &Traffic) {
    for (asker, question) in askers.iter().cycle().zip(traffic.questions()) {
        let body = traffic.claim(&question).to_verify_body().to_string();
        if let Err(error) = asker.ask(body).await {
            tracing::warn!(%error, "a question of the steady traffic failed");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// A true claim about the first person: the README's question.
pub(crate) fn claim_about_first(traffic: &Traffic) -> String {
    let question = motlan_sandbox::Question {
        number: 0,
        person_index: 0,
        fields: &["sex"],
        distortion: None,
    };
    traffic.claim(&question).to_verify_body().to_string()
}
