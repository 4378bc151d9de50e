//! One gateway with its three listeners, which can be stopped and started again on the same storage and sockets.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

use http::Method;
use motlan_evidence::{Config, Evidence, LogName, Recovered};
use motlan_exchange::api::client::ClientFace;
use motlan_exchange::api::peer::PeerFace;
use motlan_exchange::gateway::{Gateway, Parts, Settings};
use motlan_exchange::transport::listener::{Handler, serve};
use motlan_exchange::transport::spool::SpoolFolder;
use motlan_exchange::transport::tls::Identity;
use motlan_store::storage::{DiskStorage, Storage};
use rustls::ServerConfig;
use tempfile::TempDir;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::client::Ask;
use super::country::Country;
use super::setup::Setup;

/// Bound once, so that a restarted gateway has its old addresses whatever other tests do meanwhile.
struct Sockets {
    http: TcpListener,
    https: TcpListener,
    peer: TcpListener,
}

impl Sockets {
    fn bind() -> Self {
        let bind = || {
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            listener.set_nonblocking(true).unwrap();
            listener
        };
        Self {
            http: bind(),
            https: bind(),
            peer: bind(),
        }
    }
}

/// What outlives one process of the gateway.
pub(crate) struct Running {
    setup: Setup,
    sockets: Sockets,
    folder: TempDir,
    storage: Arc<dyn Storage>,
}

impl Running {
    /// Gives a gateway its addresses and its folder.
    pub(super) fn bind(setup: Setup) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let storage = match &setup.storage {
            Some(storage) => Arc::clone(storage),
            None => Arc::new(DiskStorage::new(folder.path().join("data")).unwrap()),
        };
        Self {
            setup,
            sockets: Sockets::bind(),
            folder,
            storage,
        }
    }

    /// What the directory holds of it.
    pub(super) fn registration(&self) -> serde_json::Value {
        self.setup.registration(self.sockets.peer.local_addr().unwrap())
    }

    /// Starts the gateway, for the first time or again.
    pub(crate) async fn start(self, country: &mut Country) -> Node {
        let (evidence, recovered) = Evidence::open(Arc::clone(&self.storage), self.config()).await.unwrap();
        let signing_key = country.key(&self.setup.id.member().to_string());
        let gateway = Gateway::new(Parts {
            settings: Settings {
                id: self.setup.id.clone(),
                clients: self.setup.clients.clone(),
                services: self.setup.services.clone(),
                spelling: self.setup.spelling,
            },
            key_id: signing_key.public_key().keyid().to_owned(),
            signing_key,
            identity: self.setup.identity.clone(),
            directory: country.handle(),
            evidence,
            clock: Arc::clone(&country.clock) as _,
            spool: SpoolFolder::open(&self.spool()).unwrap(),
            budget: self.setup.budget.clone(),
        });
        let (stop, stopping) = watch::channel(false);
        let mut servers = JoinSet::new();
        let identity = &self.setup.identity;
        let clients = ClientFace::new(gateway.clone());
        listen(
            &mut servers,
            &self.sockets.http,
            None,
            clients.clone(),
            stopping.clone(),
        );
        let tls = identity.server(false).unwrap();
        listen(&mut servers, &self.sockets.https, Some(tls), clients, stopping.clone());
        let tls = identity.server(true).unwrap();
        listen(
            &mut servers,
            &self.sockets.peer,
            Some(tls),
            PeerFace::new(gateway.clone()),
            stopping,
        );
        Node {
            gateway,
            recovered,
            running: self,
            stop,
            servers,
        }
    }

    fn spool(&self) -> PathBuf {
        self.folder.path().join("spool")
    }

    /// How its evidence is kept.
    pub(crate) fn config(&self) -> Config {
        let config = Config::new(self.setup.origin(), Setup::log_key());
        if !self.setup.has_small_journal {
            return config;
        }
        Config {
            segment_bytes_max: 16 * 1024,
            mark_records: 40,
            ..config
        }
    }

    /// Puts another storage in place, such as what a power cut left.
    pub(crate) fn with_storage(self, storage: impl Storage) -> Self {
        Self {
            storage: Arc::new(storage),
            ..self
        }
    }
}

fn listen<H: Handler>(
    servers: &mut JoinSet<()>,
    socket: &TcpListener,
    tls: Option<Arc<ServerConfig>>,
    handler: H,
    stopping: watch::Receiver<bool>,
) {
    let listener = tokio::net::TcpListener::from_std(socket.try_clone().unwrap()).unwrap();
    servers.spawn(serve(listener, tls, handler, stopping));
}

/// A running gateway.
pub(crate) struct Node {
    /// Its inside.
    pub(crate) gateway: Gateway,
    /// What its start found in the journal.
    pub(crate) recovered: Recovered,
    running: Running,
    stop: watch::Sender<bool>,
    servers: JoinSet<()>,
}

impl Node {
    /// Where systems ask over HTTP.
    pub(crate) fn http(&self) -> SocketAddr {
        self.running.sockets.http.local_addr().unwrap()
    }

    /// Where systems ask over HTTPS.
    pub(crate) fn https(&self) -> SocketAddr {
        self.running.sockets.https.local_addr().unwrap()
    }

    /// Where other gateways talk to it.
    pub(crate) fn peer(&self) -> SocketAddr {
        self.running.sockets.peer.local_addr().unwrap()
    }

    /// Its certificate and key.
    pub(crate) fn identity(&self) -> &Identity {
        self.running.setup.identity()
    }

    /// Where bodies over 1 MiB lie.
    pub(crate) fn spool(&self) -> PathBuf {
        self.running.spool()
    }

    /// A request to its HTTP face.
    pub(crate) fn ask(&self, method: Method, target: &str) -> Ask {
        Ask::new(self.http(), method, target)
    }

    /// Durable entries in one of its logs.
    pub(crate) fn size(&self, log: LogName) -> u64 {
        self.gateway.evidence().size(log)
    }

    /// Asks the listeners to stop; open requests go on.
    pub(crate) fn stop(&self) {
        self.stop.send_replace(true);
    }

    /// Stops in order: listeners, what was left to write, the journal.
    pub(crate) async fn shut_down(mut self) -> Running {
        self.stop();
        while self.servers.join_next().await.is_some() {}
        self.gateway.drain().await;
        self.gateway.evidence().clone().close().await.unwrap();
        self.running
    }

    /// Ends like a killed process as far as one process can: nothing is drained, nothing closed.
    pub(crate) async fn crash(mut self) -> Running {
        self.servers.shutdown().await;
        self.running
    }
}
