//! Accepting connections: bounded in number, in header bytes and in time to read and to write; HTTP/1.1, plain or over TLS.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use motlan_core::limits::HEAD_BYTES_MAX;
use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use super::patience::Patient;
use crate::directory::CertificateHash;

/// Connections that one listener keeps: 4,096 × 64 KiB of buffers are 256 MiB at the very worst, 16 MiB in practice.
const CONNECTIONS_MAX: usize = 4096;

/// How long a client may take over a request's headers, or rest between two requests. Longer than a pooled
/// connection rests on the client's side, so that it is the client that closes.
const HEADER_TIMEOUT: Duration = Duration::from_secs(90);

/// How long a stranger may take over its one request.
const STRANGER_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a TLS handshake may take.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);

/// How long open requests may go on after a stop was asked for: the longest service time-out is 30 s.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(35);

/// What is known of a connection before its first request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Connection {
    /// It is encrypted.
    pub secure: bool,
    /// The certificate that the client showed and holds the key of.
    pub certificate: Option<CertificateHash>,
}

/// Answers requests of a listener.
pub trait Handler: Clone + Send + Sync + 'static {
    /// The body of its answers.
    type Body: Body<Data = Bytes, Error: std::error::Error + Send + Sync> + Send + 'static;

    /// Whether such a connection may be kept. A stranger's gets one request, to be told what is wrong, and little time.
    fn keeps(&self, _: Connection) -> bool {
        true
    }

    /// Answers one request; it cannot fail, only say so.
    fn handle(
        &self,
        request: Request<Incoming>,
        connection: Connection,
    ) -> impl Future<Output = Response<Self::Body>> + Send;
}

/// Serves until `stop` turns true, then lets open requests finish.
pub async fn serve<H: Handler>(
    listener: TcpListener,
    tls: Option<Arc<ServerConfig>>,
    handler: H,
    mut stop: watch::Receiver<bool>,
) {
    let acceptor = tls.map(TlsAcceptor::from);
    let room = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let mut connections = JoinSet::new();
    loop {
        let permit = tokio::select! {
            permit = Arc::clone(&room).acquire_owned() => permit,
            () = stopped(&mut stop) => break,
        };
        let Ok(permit) = permit else { break };
        let stream = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stopped(&mut stop) => break,
        };
        let Ok((stream, _)) = stream else {
            // Out of file descriptors or the like: yield, so that open connections can finish and free some.
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        let (acceptor, handler, stop) = (acceptor.clone(), handler.clone(), stop.clone());
        connections.spawn(async move {
            accept(stream, acceptor, handler, stop).await;
            drop(permit);
        });
        while connections.try_join_next().is_some() {}
    }
    drop(listener);
    let _ = tokio::time::timeout(DRAIN_TIMEOUT, async {
        while connections.join_next().await.is_some() {}
    })
    .await;
}

async fn stopped(stop: &mut watch::Receiver<bool>) {
    // A dropped sender means that the process is going down.
    let _ = stop.wait_for(|stopping| *stopping).await;
}

async fn accept<H: Handler>(stream: TcpStream, acceptor: Option<TlsAcceptor>, handler: H, stop: watch::Receiver<bool>) {
    let _ = stream.set_nodelay(true);
    let Some(acceptor) = acceptor else {
        return converse(stream, Connection::default(), handler, stop).await;
    };
    if let Ok(Ok(stream)) = tokio::time::timeout(HANDSHAKE_TIMEOUT, acceptor.accept(stream)).await {
        let certificate = stream
            .get_ref()
            .1
            .peer_certificates()
            .and_then(<[_]>::first)
            .map(|der| CertificateHash::of(der));
        let connection = Connection {
            secure: true,
            certificate,
        };
        converse(stream, connection, handler, stop).await;
    }
}

async fn converse<S, H>(stream: S, connection: Connection, handler: H, mut stop: watch::Receiver<bool>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send,
    H: Handler,
{
    let is_kept = handler.keeps(connection);
    let service = service_fn(|request| {
        let handler = handler.clone();
        async move { Ok::<_, Infallible>(handler.handle(request, connection).await) }
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(if is_kept { HEADER_TIMEOUT } else { STRANGER_TIMEOUT })
        .keep_alive(is_kept)
        // Twice our own limit, so that a request just above it gets our answer and code, not a bare 431.
        .max_buf_size(2 * HEAD_BYTES_MAX)
        .max_headers(256);
    let mut conversation = std::pin::pin!(http.serve_connection(TokioIo::new(Patient::new(stream)), service));
    tokio::select! {
        _ = conversation.as_mut() => return,
        () = stopped(&mut stop) => conversation.as_mut().graceful_shutdown(),
    }
    let _ = conversation.await;
}
