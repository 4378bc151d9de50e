//! Providers: an echo router, and servers over HTTP or TLS that answer by a script.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use http::{HeaderMap, Request, Response};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use motlan_core::Caller;
use motlan_exchange::transport::listener::{Connection, Handler, serve};
use motlan_exchange::transport::tls::Identity;
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

use super::body::AnyBody;
use super::client::Reply;

/// Says what it received: verb, target and headers as JSON in the header `echo`, the body as the body.
pub(crate) fn echo() -> Router {
    Router::new().fallback(async |request: Request<Body>| {
        let (parts, body) = request.into_parts();
        let caller = parts.extensions.get::<Caller>();
        let headers: Vec<_> = parts
            .headers
            .iter()
            .map(|(name, value)| json!([name.as_str(), value.to_str().unwrap_or("?")]))
            .collect();
        let heard = json!({
            "method": parts.method.as_str(),
            "target": parts.uri.to_string(),
            "headers": headers,
            "purpose": caller.map(|caller| caller.purpose.to_string()),
            "transaction": caller.map(|caller| caller.transaction.to_string()),
        });
        Response::builder()
            .header("echo", heard.to_string())
            .body(body)
            .unwrap()
    })
}

type Answering = Pin<Box<dyn Future<Output = Response<AnyBody>> + Send>>;
type Script = Arc<dyn Fn(Request<Bytes>) -> Answering + Send + Sync>;

#[derive(Clone)]
struct Scripted(Script);

impl Handler for Scripted {
    type Body = AnyBody;

    async fn handle(&self, request: Request<Incoming>, _: Connection) -> Response<AnyBody> {
        let (parts, body) = request.into_parts();
        let body = body
            .collect()
            .await
            .map(http_body_util::Collected::to_bytes)
            .unwrap_or_default();
        (self.0)(Request::from_parts(parts, body)).await
    }
}

/// A server by a script; it ends when this is dropped.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    _stop: watch::Sender<bool>,
}

impl Server {
    /// Over plain HTTP.
    pub(crate) async fn plain<F>(script: impl Fn(Request<Bytes>) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Response<AnyBody>> + Send + 'static,
    {
        Self::start(None, script).await
    }

    /// Over TLS as `identity`, as a gateway does.
    pub(crate) async fn tls<F>(
        identity: &Identity,
        script: impl Fn(Request<Bytes>) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Response<AnyBody>> + Send + 'static,
    {
        Self::start(Some(identity.server(true).unwrap()), script).await
    }

    async fn start<F>(
        tls: Option<Arc<rustls::ServerConfig>>,
        script: impl Fn(Request<Bytes>) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Response<AnyBody>> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopping) = watch::channel(false);
        let script: Script = Arc::new(move |request| Box::pin(script(request)));
        // Ends when the sender in `Server` is dropped.
        tokio::spawn(serve(listener, tls, Scripted(script), stopping));
        Self { address, _stop: stop }
    }
}

/// A server that reads the head of a request and answers with these bytes, whatever they are, then closes.
pub(crate) async fn verbatim(answer: &'static str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    // Ends with the test's runtime.
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            say(stream, answer).await;
        }
    });
    address
}

/// The same over TLS as `identity`.
pub(crate) async fn verbatim_tls(identity: &Identity, answer: &'static str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let tls = TlsAcceptor::from(identity.server(true).unwrap());
    // Ends with the test's runtime.
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            if let Ok(stream) = tls.accept(stream).await {
                say(stream, answer).await;
            }
        }
    });
    address
}

async fn say<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S, answer: &str) {
    let mut heard = Vec::new();
    while !heard.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => heard.push(byte),
            Err(_) => break,
        }
    }
    let _ = stream.write_all(answer.as_bytes()).await;
    let _ = stream.flush().await;
}

/// What [`echo`] heard.
pub(crate) struct Heard {
    pub(crate) method: String,
    pub(crate) target: String,
    /// Names and values in their order.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) purpose: String,
    pub(crate) transaction: String,
}

impl Heard {
    /// Reads it from the header of the answer.
    #[track_caller]
    pub(crate) fn of(reply: &Reply) -> Self {
        let mut heard: Value = serde_json::from_str(reply.header("echo")).unwrap();
        let mut text = |name: &str| heard[name].take().as_str().unwrap_or_default().to_owned();
        Self {
            method: text("method"),
            target: text("target"),
            purpose: text("purpose"),
            transaction: text("transaction"),
            headers: serde_json::from_value(heard["headers"].take()).unwrap(),
        }
    }

    /// Every value of a header.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        self.headers
            .iter()
            .filter(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
            .collect()
    }
}

/// A response of these parts.
pub(crate) fn response(status: u16, headers: HeaderMap, body: AnyBody) -> Response<AnyBody> {
    let mut response = Response::new(body);
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
    *response.headers_mut() = headers;
    response
}
