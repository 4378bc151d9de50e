//! A small HTTP/1.1 client for the command line, the demonstration and the benches: one connection, kept as long as its
//! value. Gateways among each other use `motlan_exchange`'s, which knows certificates.

use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::client::conn::http1::SendRequest;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// How long a connection may take to open, and an answer to begin or to end: twice the longest time-out of a service
/// (`SERVICE_TIMEOUT_MS_MAX`, 30 s), so that the gateway is the first to give up and says why.
const PATIENCE: Duration = Duration::from_mins(1);

/// A connection; what drives it ends with it.
pub(crate) struct Connection {
    sender: SendRequest<Full<Bytes>>,
    driver: JoinHandle<hyper::Result<()>>,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

impl Connection {
    /// Opens one to an address as in `127.0.0.1:8380`.
    pub(crate) async fn open(authority: &str) -> Result<Self> {
        let unreachable = || format!("cannot reach {authority}");
        let stream = timeout(PATIENCE, TcpStream::connect(authority)).await;
        let stream = stream.with_context(unreachable)?.with_context(unreachable)?;
        // A request is one write; it must not wait for the acknowledgement of the one before.
        stream.set_nodelay(true)?;
        let (sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
        let driver = tokio::spawn(connection);
        Ok(Self { sender, driver })
    }

    /// Whether the other side still takes a request; waits until the answer before is over.
    pub(crate) async fn is_usable(&mut self) -> bool {
        self.sender.ready().await.is_ok()
    }

    /// Sends a request and waits for the head of its answer.
    pub(crate) async fn send(&mut self, request: Request<Full<Bytes>>) -> Result<Response<Incoming>> {
        let answer = timeout(PATIENCE, self.sender.send_request(request)).await;
        Ok(answer.context("no answer came in time")??)
    }
}

/// A request of a browser or a reader of counters, without a body.
pub(crate) fn get(authority: &str, path: &str) -> Result<Request<Full<Bytes>>> {
    let mut request = Request::new(Full::default());
    *request.uri_mut() = path.parse()?;
    let host = HeaderValue::from_str(authority)?;
    request.headers_mut().insert(header::HOST, host);
    Ok(request)
}

/// A request by X-Road's message protocol for REST (`X-Road-Client` and the path `/r1/…`).
#[derive(Clone, Debug)]
pub(crate) struct XRoadRequest {
    /// Who asks, as in `VN/GOV/H45/onestop`.
    pub(crate) client: String,
    /// How.
    pub(crate) method: Method,
    /// `/r1/` with the service, and the path after it.
    pub(crate) path: String,
    /// What the body is.
    pub(crate) media_type: &'static str,
    /// `Motlan-Purpose`, where the reason is said.
    pub(crate) purpose: Option<String>,
    /// The body.
    pub(crate) body: Bytes,
}

impl XRoadRequest {
    /// The request as it is sent to this address.
    pub(crate) fn to_http(&self, authority: &str) -> Result<Request<Full<Bytes>>> {
        let mut request = get(authority, &self.path)?;
        *request.method_mut() = self.method.clone();
        let headers = request.headers_mut();
        headers.insert("x-road-client", HeaderValue::from_str(&self.client)?);
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        if let Some(purpose) = &self.purpose {
            headers.insert("motlan-purpose", HeaderValue::from_str(purpose)?);
        }
        *request.body_mut() = Full::new(self.body.clone());
        Ok(request)
    }
}

/// The whole body, if it is no longer than this.
pub(crate) async fn body(response: Response<Incoming>, bytes_max: usize) -> Result<Bytes> {
    let body = Limited::new(response.into_body(), bytes_max).collect();
    let body = timeout(PATIENCE, body)
        .await
        .context("the answer did not end in time")?;
    Ok(body
        .map_err(|error| anyhow!("the answer breaks off: {error}"))?
        .to_bytes())
}

/// Reads an answer to its end and keeps its status only.
pub(crate) async fn finish(mut response: Response<Incoming>) -> Result<StatusCode> {
    let rest = async {
        while let Some(frame) = response.body_mut().frame().await {
            frame?;
        }
        Ok(response.status())
    };
    timeout(PATIENCE, rest)
        .await
        .context("the answer did not end in time")?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_written_as_the_protocol_says() {
        let question = XRoadRequest {
            client: "VN/GOV/H45/onestop".to_owned(),
            method: Method::POST,
            path: "/r1/VN/GOV/G01/population/verify".to_owned(),
            media_type: "application/json",
            purpose: Some("ND-107-2021".to_owned()),
            body: Bytes::from_static(b"{}"),
        };
        let request = question.to_http("127.0.0.1:8380").unwrap();
        let header = |name| request.headers()[name].to_str().unwrap();
        assert_eq!(
            (request.method(), request.uri().path()),
            (&Method::POST, question.path.as_str())
        );
        assert_eq!(header("host"), "127.0.0.1:8380");
        assert_eq!(header("x-road-client"), "VN/GOV/H45/onestop");
        assert_eq!(header("content-type"), "application/json");
        assert_eq!(header("motlan-purpose"), "ND-107-2021");
        let evil = XRoadRequest {
            client: "VN/GOV/H45/onestop\r\nx: y".to_owned(),
            ..question
        };
        assert!(evil.to_http("127.0.0.1:8380").is_err());
    }

    #[tokio::test]
    async fn a_connection_is_over_when_its_value_is() {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let connection = Connection::open(&address).await.unwrap();
        let (mut other, _) = listener.accept().await.unwrap();
        drop(connection);
        let mut rest = Vec::new();
        tokio::io::AsyncReadExt::read_to_end(&mut other, &mut rest)
            .await
            .unwrap();
        assert!(rest.is_empty());
    }
}
