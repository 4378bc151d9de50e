//! `motlan call`: one question through a gateway, as an agency's system would ask it.

use std::io::Read;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use bytes::Bytes;
use http::Method;
use motlan_core::limits::BODY_BYTES_MAX;
use motlan_core::{ClientId, ServiceId};

use super::{Verdict, say};
use crate::http::{self as client, Connection, XRoadRequest};
use crate::node::runtime;

pub(crate) const EXAMPLE: &str = "Example:\n  echo '{\"personal_number\":\"…\",\"full_name\":\"…\",\"birth_date\":\"…\",\"fields\":{}}' |\n  \
motlan call --client VN/GOV/H45/onestop VN/GOV/G01/population/verify POST / --body -";

/// What is asked.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Who asks, as in `VN/GOV/H45/onestop`.
    #[arg(long)]
    client: ClientId,
    /// The gateway's X-Road face.
    #[arg(long, default_value = "http://127.0.0.1:8380")]
    gateway: String,
    /// The legal basis, and the dossier if there is one: `<basis>[;dossier=<code>]`.
    #[arg(long)]
    purpose: Option<String>,
    /// The service, as in `VN/GOV/G01/population/verify`.
    service: ServiceId,
    /// The HTTP method.
    method: String,
    /// The path after the service; `/` or empty if there is none.
    path: String,
    /// The file that holds the body; `-` is standard input.
    #[arg(long)]
    body: Option<PathBuf>,
}

impl Arguments {
    fn request(&self) -> Result<XRoadRequest> {
        let path = match self.path.as_str() {
            "" | "/" => "",
            path => path,
        };
        Ok(XRoadRequest {
            client: self.client.to_string(),
            method: Method::from_bytes(self.method.to_uppercase().as_bytes())?,
            path: format!("/r1/{}{path}", self.service),
            media_type: "application/json",
            purpose: self.purpose.clone(),
            body: Bytes::from(self.read_body()?),
        })
    }

    fn read_body(&self) -> Result<Vec<u8>> {
        match &self.body {
            None => Ok(Vec::new()),
            Some(path) if path.as_os_str() == "-" => {
                let mut body = Vec::new();
                std::io::stdin().take(BODY_BYTES_MAX + 1).read_to_end(&mut body)?;
                Ok(body)
            }
            Some(path) => std::fs::read(path).with_context(|| format!("cannot read {}", path.display())),
        }
    }
}

/// Asks, prints status and headers on standard error and the body on standard output.
pub(crate) fn run(arguments: &Arguments) -> Result<Verdict> {
    let Some(authority) = arguments.gateway.strip_prefix("http://") else {
        bail!("the gateway's address begins with http://")
    };
    let request = arguments.request()?;
    runtime()?.block_on(ask(authority.trim_end_matches('/'), &request))
}

async fn ask(authority: &str, request: &XRoadRequest) -> Result<Verdict> {
    let mut connection = Connection::open(authority).await?;
    let response = connection.send(request.to_http(authority)?).await?;
    eprintln!("{}", response.status());
    for (name, value) in response.headers() {
        eprintln!("{name}: {}", String::from_utf8_lossy(value.as_bytes()));
    }
    let refused = response.headers().contains_key("x-road-error");
    let body = client::body(response, usize::try_from(BODY_BYTES_MAX)?).await?;
    say(&String::from_utf8_lossy(&body));
    Ok(if refused { Verdict::Refused } else { Verdict::True })
}
