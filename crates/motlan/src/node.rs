//! One node in its process: the roles that its configuration names, started in order and stopped in reverse.

mod casework;
mod centre;
mod directory_file;
mod gateway;
mod health;
mod monitor;
mod nightly;
mod pages;
mod registries;
pub(crate) mod rounds;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use motlan_casework::Casework;
use motlan_casework::inbox::Inbox;
use motlan_core::{Clock, MemberId, SystemClock};
use motlan_exchange::api::client::ClientFace;
use motlan_exchange::api::peer::PeerFace;
use motlan_exchange::gateway::Gateway;
use motlan_exchange::transport::listener::{Handler, serve};
use motlan_identity::Identity;
use motlan_registry::Registry;
use motlan_store::db::Db;
use rustls::ServerConfig;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::cli::{Verdict, say};
use crate::config::NodeConfig;
use crate::keys::NodeKeys;

pub(crate) use casework::open_with as casework_with;
pub(crate) use directory_file::DirectoryFile;
pub(crate) use gateway::COMMIT_DELAY;
pub(crate) use monitor::Monitor;
pub(crate) use registries::{AtRest, registry_code};

/// What a node shows beside its own affairs. Only the demo knows other nodes' pages.
#[derive(Clone, Default)]
pub(crate) struct Surroundings {
    /// Base addresses of other nodes' pages.
    pub(crate) page_addresses: BTreeMap<MemberId, String>,
    /// Says on every page that nothing here is real.
    pub(crate) is_demo: bool,
    /// Where the doors of the front page lead.
    pub(crate) doors: Vec<motlan_portal::Door>,
}

/// What a node runs, by its configuration. Clones share it.
#[derive(Clone)]
pub(crate) struct Roles {
    /// Its gateway.
    pub(crate) gateway: Gateway,
    /// Its registries by code.
    pub(crate) registries: BTreeMap<String, Registry>,
    /// Who logs in on its pages.
    pub(crate) identity: Option<Identity>,
    /// Its one-stop system.
    pub(crate) casework: Option<Casework>,
    /// The national portal's inbox.
    pub(crate) inbox: Option<Inbox>,
    /// What the centre knows of everybody's logs.
    pub(crate) monitor: Option<Arc<Monitor>>,
}

/// A node that is running.
pub(crate) struct Node {
    /// What it runs.
    pub(crate) roles: Roles,
    stop: watch::Sender<bool>,
    listeners: JoinSet<()>,
    rounds: JoinSet<()>,
    /// Held as long as the node runs: two processes on one data folder would fork its logs.
    _lock: std::fs::File,
}

impl Node {
    /// Starts a node. When this returns, every face listens.
    pub(crate) async fn start(config: &NodeConfig, surroundings: Surroundings) -> Result<Self> {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let lock = lock(&config.data_folder())?;
        let roles = open(config, surroundings.is_demo, clock).await?;
        let (stop, stopping) = watch::channel(false);
        let (listeners, rounds) = (JoinSet::new(), JoinSet::new());
        let mut node = Self {
            roles,
            stop,
            listeners,
            rounds,
            _lock: lock,
        };
        node.listen(config, surroundings, &stopping).await?;
        rounds::start(&mut node.rounds, config, &node.roles, &stopping)?;
        Ok(node)
    }

    async fn listen(
        &mut self,
        config: &NodeConfig,
        surroundings: Surroundings,
        stopping: &watch::Receiver<bool>,
    ) -> Result<()> {
        let listen = &config.listen;
        let gateway = self.roles.gateway.clone();
        let tls = |required| {
            gateway
                .identity()
                .server(required)
                .context("the TLS identity is unusable")
        };
        self.face(
            listen.gateway,
            Some(tls(true)?),
            PeerFace::new(gateway.clone()),
            stopping,
        )
        .await?;
        if let Some(address) = listen.client_http {
            self.face(address, None, ClientFace::new(gateway.clone()), stopping)
                .await?;
        }
        if let Some(address) = listen.client_https {
            self.face(address, Some(tls(false)?), ClientFace::new(gateway.clone()), stopping)
                .await?;
        }
        if let Some(address) = listen.health {
            self.face(
                address,
                None,
                pages::Pages(health::router(gateway.clone(), self.roles.registries.clone())),
                stopping,
            )
            .await?;
        }
        if let Some(address) = listen.pages {
            let router = pages::router(config, &self.roles, surroundings);
            self.face(address, None, pages::Pages(router), stopping).await?;
        }
        Ok(())
    }

    async fn face<H: Handler>(
        &mut self,
        address: std::net::SocketAddr,
        tls: Option<Arc<ServerConfig>>,
        handler: H,
        stopping: &watch::Receiver<bool>,
    ) -> Result<()> {
        let listener = TcpListener::bind(address)
            .await
            .with_context(|| format!("cannot listen on {address}"))?;
        self.listeners.spawn(serve(listener, tls, handler, stopping.clone()));
        Ok(())
    }

    /// Stops: no new requests, open ones finish, then everything that was decided is made durable and published.
    pub(crate) async fn stop(mut self) -> Result<()> {
        self.stop.send_replace(true);
        for registry in self.roles.registries.values() {
            registry.stop_waiting();
        }
        while self.listeners.join_next().await.is_some() {}
        while self.rounds.join_next().await.is_some() {}
        let Roles {
            gateway, registries, ..
        } = self.roles;
        gateway.drain().await;
        for registry in registries.values() {
            registry.close().await?;
        }
        gateway.evidence().clone().close().await?;
        Ok(())
    }
}

/// Opens what the configuration names, each on what it stands on.
async fn open(config: &NodeConfig, is_demo: bool, clock: Arc<dyn Clock>) -> Result<Roles> {
    let NodeKeys {
        signing,
        identity,
        log,
        index,
    } = NodeKeys::read(&config.folder)?;
    let registries = registries::open(config, &index, &clock).await?;
    let evidence = gateway::evidence(config, log).await?;
    let directory = casework::SharedDirectory::default();
    let inbox = casework::open_inbox(config, &evidence, &clock, &directory).await?;
    let behind = gateway::Behind {
        registries: &registries,
        inbox: inbox.as_ref(),
        directory: &directory,
    };
    let gateway = gateway::open(config, (signing, identity), evidence, &behind, Arc::clone(&clock))?;
    Ok(Roles {
        identity: accounts(config, is_demo, clock).await?,
        casework: casework::open(config, &gateway, is_demo).await?,
        monitor: config
            .centre
            .then(|| Arc::new(Monitor::new(config.portal_member.clone()))),
        inbox,
        registries,
        gateway,
    })
}

async fn accounts(config: &NodeConfig, is_demo: bool, clock: Arc<dyn Clock>) -> Result<Option<Identity>> {
    let Some(accounts) = &config.accounts else {
        return Ok(None);
    };
    let db = Db::open(&config.database_url(&accounts.database))
        .await
        .context("accounts")?;
    let identity = Identity::open(db, clock).await?;
    Ok(Some(if is_demo {
        identity.with_demo_confirmation()
    } else {
        identity
    }))
}

/// Takes the data folder for this process alone.
fn lock(data: &Path) -> Result<std::fs::File> {
    std::fs::create_dir_all(data).with_context(|| format!("cannot make {}", data.display()))?;
    let path = data.join("lock");
    let file = std::fs::File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
    file.try_lock()
        .with_context(|| format!("another process uses {}", data.display()))?;
    Ok(file)
}

/// A runtime with one worker per core.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("no runtime")
}

/// Runs the node of a configuration file until it is told to stop.
pub(crate) fn run_file(file: &Path) -> Result<Verdict> {
    let config = NodeConfig::read(file)?;
    runtime()?.block_on(async {
        let node = Node::start(&config, Surroundings::default()).await?;
        let shown = config
            .listen
            .pages
            .or(config.listen.client_http)
            .unwrap_or(config.listen.gateway);
        say(&format!("ready http://{shown}"));
        wait_for_signal().await?;
        node.stop().await?;
        Ok(Verdict::True)
    })
}

/// Returns when the process is asked to end, by Ctrl-C or by its supervisor.
pub(crate) async fn wait_for_signal() -> Result<()> {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted.context("no signal handler"),
        _ = terminate.recv() => Ok(()),
    }
}
