//! The demo's steady traffic: systems that ask about people, as any X-Road client would.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use bytes::Bytes;
use http::{Method, StatusCode};
use motlan_core::{ServiceId, SystemId};
use motlan_sandbox::{Country, Traffic};

use super::PAUSE;
use super::place::Place;
use super::registries::Further;
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
        self.ask_at(&Place::Population.service("verify"), body).await
    }

    async fn ask_at(&self, service: &ServiceId, body: String) -> Result<StatusCode> {
        let authority = self.face.to_string();
        let request = XRoadRequest {
            client: self.client.to_string(),
            method: Method::POST,
            path: format!("/r1/{service}"),
            media_type: "application/json",
            purpose: None,
            body: Bytes::from(body),
        };
        let mut connection = Connection::open(&authority).await?;
        finish(connection.send(request.to_http(&authority)?).await?).await
    }
}

/// The one-stop systems that ask the further registries, and about whose records.
pub(crate) struct Others<'o> {
    pub(crate) askers: [(Place, Asker); 2],
    pub(crate) registries: &'o [Further],
    pub(crate) country: Country,
    pub(crate) people: u64,
}

impl Others<'_> {
    /// A question at one of them, the next with each number.
    async fn ask(&self, number: u64) -> Result<StatusCode> {
        let turn = usize::try_from(number % self.registries.len() as u64)?;
        let (place, service, body) = self.registries[turn].question(self.country, self.people, number)?;
        let asker = self.askers.iter().find(|(at, _)| *at == place);
        let (_, asker) = asker.context("nobody asks there")?;
        asker.ask_at(&service, body).await
    }
}

/// Asks one question after the other, in turn; every fourth goes to one of the further registries.
pub(crate) async fn run(askers: &[Asker], traffic: &Traffic, others: &Others<'_>) {
    for (number, (asker, question)) in (0..).zip(askers.iter().cycle().zip(traffic.questions())) {
        if number % 4 == 3 {
            if let Err(error) = others.ask(number / 4).await {
                tracing::warn!(%error, "a question to a further registry failed");
            }
            tokio::time::sleep(PAUSE).await;
            continue;
        }
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
