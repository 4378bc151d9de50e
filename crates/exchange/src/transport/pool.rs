//! Kept connections to gateways and provider systems: HTTP/1.1, one request at a time on each.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use motlan_core::limits::HEAD_BYTES_MAX;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::Instant;
use tokio_rustls::TlsConnector;

use super::payload::OutgoingBody;
use crate::directory::CertificateHash;

/// Idle connections kept per peer: enough for the 256 connections of the reference load.
const IDLE_MAX: usize = 256;

/// How long a connection to another gateway may rest: less than its listener allows, so that it is the client that
/// closes and no request runs into a close.
const GATEWAY_REST_MAX: Duration = Duration::from_mins(1);

/// The same towards a provider's own server: the strictest of the usual ones close after 5 s.
const SERVER_REST_MAX: Duration = Duration::from_secs(4);

/// How long a connection may take to open, TLS included.
pub(crate) const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Where a connection leads: host and port, and the certificates of which it must show one if it is TLS.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    authority: String,
    /// Empty is plain HTTP.
    certificates: Vec<CertificateHash>,
}

impl Address {
    /// Plain HTTP to `host:port`.
    pub fn plain(authority: &str) -> Self {
        Self {
            authority: authority.to_owned(),
            certificates: Vec::new(),
        }
    }

    /// TLS to `host:port` with one of these certificates; with none of them, nobody is believed.
    pub fn tls(authority: &str, certificates: impl IntoIterator<Item = CertificateHash>) -> Self {
        let mut certificates: Vec<_> = certificates.into_iter().collect();
        if certificates.is_empty() {
            // No certificate has this hash, so the connection fails instead of being plain.
            certificates.push(CertificateHash([0; 32]));
        }
        Self {
            authority: authority.to_owned(),
            certificates,
        }
    }

    /// `host:port`.
    pub fn authority(&self) -> &str {
        &self.authority
    }
}

/// Why a request got no response.
#[derive(thiserror::Error)]
pub enum SendError {
    /// No byte of the request left: the peer refuses connections, or is not who it should be. The request comes back.
    #[error("cannot connect: {0}")]
    Unreachable(io::Error, Box<Request<OutgoingBody>>),
    /// The request, or a part of it, left, and the connection broke; whether it was carried out is unknown.
    #[error("the connection broke")]
    Broken,
    /// The request left, and no answer came in time; whether it was carried out is unknown.
    #[error("no answer in time")]
    TimedOut,
}

/// Without the request: its headers and body may speak of a person.
impl fmt::Debug for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The connections of a gateway.
pub struct Pool {
    idle: Mutex<HashMap<Address, Vec<Idle>>>,
    tls: Mutex<HashMap<Vec<CertificateHash>, Arc<ClientConfig>>>,
    client: ClientFactory,
    /// Authorities to which the line is cut.
    cut: RwLock<BTreeSet<String>>,
}

/// A connection that rests, and since when.
type Idle = (Instant, SendRequest<OutgoingBody>);

type ClientFactory = Box<dyn Fn(&[CertificateHash]) -> Result<Arc<ClientConfig>, rustls::Error> + Send + Sync>;

/// A connection that carries a response; give it back when the response was read to its end.
pub struct Lease {
    address: Address,
    sender: SendRequest<OutgoingBody>,
}

impl Pool {
    /// A pool that opens TLS connections with what `client` says.
    pub fn new(
        client: impl Fn(&[CertificateHash]) -> Result<Arc<ClientConfig>, rustls::Error> + Send + Sync + 'static,
    ) -> Self {
        Self {
            idle: Mutex::default(),
            tls: Mutex::default(),
            client: Box::new(client),
            cut: RwLock::default(),
        }
    }

    /// Cuts the line to `host:port`, or joins it again: for exercises. While it is cut nothing is sent, and no
    /// connection is opened or kept; a request that was under way still gets its answer.
    pub fn cut(&self, authority: &str, is_cut: bool) {
        let mut cut = self.cut.write().unwrap_or_else(PoisonError::into_inner);
        if is_cut {
            cut.insert(authority.to_owned());
            let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            idle.retain(|address, _| address.authority != authority);
        } else {
            cut.remove(authority);
        }
    }

    /// Whether the line to `host:port` is cut.
    pub fn is_cut(&self, authority: &str) -> bool {
        let cut = self.cut.read().unwrap_or_else(PoisonError::into_inner);
        cut.contains(authority)
    }

    /// Sends a request on a kept connection, or on a new one, and waits at most `patience` for the head of the answer.
    /// Opening a connection has a limit of its own.
    pub async fn send(
        &self,
        address: &Address,
        mut request: Request<OutgoingBody>,
        patience: Duration,
    ) -> Result<(Response<Incoming>, Lease), SendError> {
        loop {
            let kept = self.take_ready(address).await;
            let is_new = kept.is_none();
            let mut sender = match kept {
                Some(sender) => sender,
                None => match self.connect(address).await {
                    Ok(sender) => sender,
                    Err(error) => return Err(SendError::Unreachable(error, Box::new(request))),
                },
            };
            // Asked again here, because the line may have been cut while the connection was opened.
            if self.is_cut(&address.authority) {
                return Err(SendError::Unreachable(line_is_cut(), Box::new(request)));
            }
            let sending = tokio::time::timeout(patience, sender.try_send_request(request));
            let sent = sending.await.map_err(|_| SendError::TimedOut)?;
            match sent {
                Ok(response) => {
                    return Ok((
                        response,
                        Lease {
                            address: address.clone(),
                            sender,
                        },
                    ));
                }
                // A kept connection that the peer had closed meanwhile: nothing was sent, so another one may try.
                Err(mut error) => match error.take_message() {
                    Some(unsent) if !is_new => request = unsent,
                    Some(unsent) => {
                        return Err(SendError::Unreachable(
                            io::Error::other(error.into_error()),
                            Box::new(unsent),
                        ));
                    }
                    None => return Err(SendError::Broken),
                },
            }
        }
    }

    /// Keeps the connection for the next request.
    pub fn give_back(&self, lease: Lease) {
        if lease.sender.is_closed() {
            return;
        }
        // Held to the end, so that no connection is kept behind a cut that comes meanwhile.
        let cut = self.cut.read().unwrap_or_else(PoisonError::into_inner);
        if cut.contains(&lease.address.authority) {
            return;
        }
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let connections = idle.entry(lease.address).or_default();
        if connections.len() < IDLE_MAX {
            connections.push((Instant::now(), lease.sender));
        }
    }

    async fn take_ready(&self, address: &Address) -> Option<SendRequest<OutgoingBody>> {
        let rest_max = if address.certificates.is_empty() {
            SERVER_REST_MAX
        } else {
            GATEWAY_REST_MAX
        };
        loop {
            let (since, mut sender) = {
                let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
                idle.get_mut(address)?.pop()?
            };
            if since.elapsed() > rest_max {
                continue;
            }
            // Its last response was read to the end, so this returns at once, or with an error if the peer closed.
            if sender.ready().await.is_ok() {
                return Some(sender);
            }
        }
    }

    async fn connect(&self, address: &Address) -> io::Result<SendRequest<OutgoingBody>> {
        let timed_out = |_| io::Error::new(io::ErrorKind::TimedOut, "no connection within 5 s");
        tokio::time::timeout(CONNECT_TIMEOUT, self.open(address))
            .await
            .map_err(timed_out)?
    }

    async fn open(&self, address: &Address) -> io::Result<SendRequest<OutgoingBody>> {
        if self.is_cut(&address.authority) {
            return Err(line_is_cut());
        }
        let stream = TcpStream::connect(&address.authority).await?;
        stream.set_nodelay(true)?;
        if address.certificates.is_empty() {
            return shake_hands(stream).await;
        }
        let config = self.tls_config(&address.certificates).map_err(io::Error::other)?;
        // The name is not what is checked: the certificate is pinned.
        let name = ServerName::try_from("localhost").map_err(io::Error::other)?;
        shake_hands(TlsConnector::from(config).connect(name, stream).await?).await
    }

    fn tls_config(&self, certificates: &[CertificateHash]) -> Result<Arc<ClientConfig>, rustls::Error> {
        let mut configs = self.tls.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(config) = configs.get(certificates) {
            return Ok(Arc::clone(config));
        }
        let config = (self.client)(certificates)?;
        configs.insert(certificates.to_vec(), Arc::clone(&config));
        Ok(config)
    }
}

fn line_is_cut() -> io::Error {
    io::Error::new(io::ErrorKind::ConnectionRefused, "the line is cut")
}

async fn shake_hands<S>(stream: S) -> io::Result<SendRequest<OutgoingBody>>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let mut http = http1::Builder::new();
    http.max_buf_size(2 * HEAD_BYTES_MAX).max_headers(256);
    let (sender, connection) = http.handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
    // Drives one connection; ends with it, when either side closes.
    tokio::spawn(async move {
        let _ = connection.await;
    });
    Ok(sender)
}
