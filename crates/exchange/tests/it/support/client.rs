//! An agency's system as a client: requests over HTTP and HTTPS, on new or kept connections, and raw bytes.

use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri};
use http_body_util::BodyExt;
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::body::AnyBody;
use super::country::CLIENT;

/// What came back.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) trailers: HeaderMap,
}

impl Reply {
    /// An answer as it came over the wire, up to the end of the connection.
    #[track_caller]
    pub(crate) fn parse(text: &str) -> Self {
        let (head, body) = text
            .split_once("\r\n\r\n")
            .unwrap_or_else(|| panic!("no answer: {text:?}"));
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let field = |line: &str| {
            let (name, value) = line.split_once(": ").unwrap();
            (
                name.parse::<HeaderName>().unwrap(),
                value.parse::<HeaderValue>().unwrap(),
            )
        };
        Self {
            status,
            headers: lines.map(field).collect(),
            body: body.to_owned().into(),
            trailers: HeaderMap::new(),
        }
    }

    /// A header that must be there once.
    #[track_caller]
    pub(crate) fn header(&self, name: &str) -> &str {
        let mut values = self.headers.get_all(name).iter();
        let value = values.next().unwrap_or_else(|| panic!("no {name} in {self:?}"));
        assert!(values.next().is_none(), "{name} stands twice in {self:?}");
        value.to_str().unwrap()
    }

    /// A header that may be missing.
    pub(crate) fn find(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The body as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The body as text.
    pub(crate) fn text(&self) -> &str {
        str::from_utf8(&self.body).unwrap()
    }

    /// `Motlan-Error`, or nothing where no gateway refused.
    pub(crate) fn code(&self) -> Option<&str> {
        self.find("motlan-error")
    }
}

/// A request in the making. `X-Road-Client` is set unless it is taken out.
pub(crate) struct Ask {
    address: SocketAddr,
    tls: Option<Arc<ClientConfig>>,
    request: Request<AnyBody>,
}

impl Ask {
    /// A request of the usual client.
    pub(crate) fn new(address: SocketAddr, method: Method, target: &str) -> Self {
        let mut request = Request::new(AnyBody::default());
        *request.method_mut() = method;
        *request.uri_mut() = target.parse::<Uri>().unwrap();
        request
            .headers_mut()
            .insert("host", HeaderValue::from_static("gateway.test"));
        request
            .headers_mut()
            .insert("x-road-client", HeaderValue::from_static(CLIENT));
        Self {
            address,
            tls: None,
            request,
        }
    }

    /// Adds a header.
    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.request
            .headers_mut()
            .append(HeaderName::from_static(name), value.parse().unwrap());
        self
    }

    /// Sets a header to this one value.
    pub(crate) fn set(mut self, name: &'static str, value: &str) -> Self {
        self.request
            .headers_mut()
            .insert(HeaderName::from_static(name), value.parse().unwrap());
        self
    }

    /// Takes a header out.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.request.headers_mut().remove(name);
        self
    }

    /// A body with its length.
    pub(crate) fn body(self, bytes: impl Into<Bytes>) -> Self {
        self.any_body(AnyBody::sized(bytes))
    }

    /// A JSON body.
    pub(crate) fn json(self, json: &Value) -> Self {
        self.set("content-type", "application/json").body(json.to_string())
    }

    /// Any body.
    pub(crate) fn any_body(mut self, body: AnyBody) -> Self {
        *self.request.body_mut() = body;
        self
    }

    /// Over TLS, to another address.
    pub(crate) fn over_tls(mut self, address: SocketAddr, tls: Arc<ClientConfig>) -> Self {
        self.address = address;
        self.tls = Some(tls);
        self
    }

    /// Sends it on a connection of its own.
    pub(crate) async fn send(self) -> Reply {
        let mut line = Line::open(self.address, self.tls).await;
        line.send(self.request).await.unwrap()
    }

    /// Sends it on a kept connection.
    pub(crate) async fn send_on(self, line: &mut Line) -> Reply {
        line.send(self.request).await.unwrap()
    }
}

/// A kept connection.
pub(crate) struct Line(SendRequest<AnyBody>);

impl Line {
    /// Opens a connection, over TLS if `tls` says how.
    pub(crate) async fn open(address: SocketAddr, tls: Option<Arc<ClientConfig>>) -> Self {
        Self::try_open(address, tls).await.unwrap()
    }

    /// Opens a connection, or says why not.
    pub(crate) async fn try_open(address: SocketAddr, tls: Option<Arc<ClientConfig>>) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        let name = ServerName::try_from("localhost").unwrap();
        Ok(match tls {
            None => shake_hands(stream).await,
            Some(tls) => shake_hands(TlsConnector::from(tls).connect(name, stream).await?).await,
        })
    }

    /// Sends a request and reads the whole answer.
    pub(crate) async fn send(&mut self, request: Request<AnyBody>) -> hyper::Result<Reply> {
        self.0.ready().await?;
        let (parts, body) = self.0.send_request(request).await?.into_parts();
        let collected = body.collect().await?;
        let trailers = collected.trailers().cloned().unwrap_or_default();
        Ok(Reply {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: collected.to_bytes(),
            trailers,
        })
    }
}

async fn shake_hands<S>(stream: S) -> Line
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
{
    let (sender, connection) = http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(async move {
        // Ends with the connection; the sender says how.
        let _ = connection.await;
    });
    Line(sender)
}

/// Writes bytes, closes that side if `is_end`, and reads until the server closes.
pub(crate) async fn raw(address: SocketAddr, bytes: &[u8], is_end: bool) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // The server may hang up before it heard everything.
    let is_heard = stream.write_all(bytes).await.is_ok();
    if is_end && is_heard {
        let _ = stream.shutdown().await;
    }
    let mut answer = Vec::new();
    // A reset after the answer is as good as an end.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}
