//! `motlan call`: one question through a gateway, as an agency's system would ask it.

use std::io::Read;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use http::{HeaderValue, Method, Request, Uri};
use http_body_util::{BodyExt, Full, Limited};
use hyper_util::rt::TokioIo;
use motlan_core::limits::BODY_BYTES_MAX;
use motlan_core::{ClientId, ServiceId};
use tokio::net::TcpStream;

use super::{Verdict, say};
use crate::node::runtime;

pub(crate) const EXAMPLE: &str = "Example:\n  echo '{\"personal_number\":\"…\",\"full_name\":\"…\",\"birth_date\":\"…\",\"fields\":{}}' |\n  \
motlan call --client VN/GOV/H45/onestop VN/GOV/G01/population/verify POST / --body -";

/// What is asked.
pub(crate) struct Question {
    /// Who asks.
    pub(crate) client: ClientId,
    /// Why.
    pub(crate) purpose: Option<String>,
    /// Whom.
    pub(crate) service: ServiceId,
    /// How.
    pub(crate) method: String,
    /// The path after the service.
    pub(crate) path: String,
    /// The file of the body.
    pub(crate) body: Option<PathBuf>,
}

/// Asks, prints status and headers on standard error and the body on standard output.
pub(crate) fn run(gateway: &str, question: &Question) -> Result<Verdict> {
    let body = match &question.body {
        None => Vec::new(),
        Some(path) if path.as_os_str() == "-" => {
            let mut body = Vec::new();
            std::io::stdin().take(BODY_BYTES_MAX + 1).read_to_end(&mut body)?;
            body
        }
        Some(path) => std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?,
    };
    runtime()?.block_on(ask(gateway, question, body))
}

async fn ask(gateway: &str, question: &Question, body: Vec<u8>) -> Result<Verdict> {
    let Some(authority) = gateway.strip_prefix("http://") else {
        bail!("the gateway's address begins with http://")
    };
    let authority = authority.trim_end_matches('/');
    let path = match question.path.as_str() {
        "" | "/" => "",
        path => path,
    };
    let mut request = Request::new(Full::new(bytes::Bytes::from(body)));
    *request.method_mut() = Method::from_bytes(question.method.to_uppercase().as_bytes())?;
    *request.uri_mut() = Uri::try_from(format!("/r1/{}{path}", question.service))?;
    let headers = request.headers_mut();
    headers.insert("host", HeaderValue::from_str(authority)?);
    headers.insert("x-road-client", HeaderValue::from_str(&question.client.to_string())?);
    headers.insert("content-type", HeaderValue::from_static("application/json"));
    if let Some(purpose) = &question.purpose {
        headers.insert("motlan-purpose", HeaderValue::from_str(purpose)?);
    }
    let stream = TcpStream::connect(authority)
        .await
        .with_context(|| format!("cannot reach {gateway}"))?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let response = sender.send_request(request).await?;
    eprintln!("{}", response.status());
    for (name, value) in response.headers() {
        eprintln!("{name}: {}", String::from_utf8_lossy(value.as_bytes()));
    }
    let refused = response.headers().contains_key("x-road-error");
    let limit = usize::try_from(BODY_BYTES_MAX)?;
    let body = Limited::new(response.into_body(), limit)
        .collect()
        .await
        .map_err(|error| anyhow::anyhow!(error))?;
    say(&String::from_utf8_lossy(&body.to_bytes()));
    Ok(if refused { Verdict::Refused } else { Verdict::True })
}
