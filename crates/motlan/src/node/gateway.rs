//! Building the gateway from the configuration: evidence, directory, clients and targets.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use motlan_casework::inbox::Inbox;
use motlan_core::{ClientId, Clock, ServiceId};
use motlan_evidence::{Config as EvidenceConfig, Evidence, LogKey};
use motlan_exchange::directory::CertificateHash;
use motlan_exchange::directory_handle::DirectoryHandle;
use motlan_exchange::gateway::{ConnectionType, Gateway, Parts, Settings, Target};
use motlan_exchange::keys::SigningKey;
use motlan_exchange::transport::budget::Budget;
use motlan_exchange::transport::pool::Address;
use motlan_exchange::transport::spool::SpoolFolder;
use motlan_exchange::transport::tls::Identity;
use motlan_exchange::xroad::Spelling;
use motlan_registry::Registry;
use motlan_store::storage::{DelayedStorage, DiskStorage, Storage};

use super::casework::SharedDirectory;
use super::directory_file::DirectoryFile;
use crate::config::{Connection, ErrorSpelling, NodeConfig, Service};

/// The origin of a member's logs, without their names.
pub(crate) fn log_origin(config: &NodeConfig) -> String {
    format!("motlan/{}", config.member)
}

/// Set by `motlan bench exchange --commit-us`: what every commit of the evidence takes at least, in microseconds.
pub(crate) const COMMIT_DELAY: &str = "MOTLAN_COMMIT_DELAY_US";

/// What stands behind a gateway in its own process.
pub(crate) struct Behind<'a> {
    /// By code.
    pub(crate) registries: &'a BTreeMap<String, Registry>,
    /// The national portal's.
    pub(crate) inbox: Option<&'a Inbox>,
    /// Where they find the gateway's directory.
    pub(crate) directory: &'a SharedDirectory,
}

/// Opens the node's logs.
pub(crate) async fn evidence(config: &NodeConfig, key: LogKey) -> Result<Evidence> {
    let data = config.data_folder();
    let disk = DiskStorage::new(&data).with_context(|| format!("cannot use {}", data.display()))?;
    let storage: Arc<dyn Storage> = match commit_delay()? {
        None => Arc::new(disk),
        Some(delay) => Arc::new(DelayedStorage::new(disk, delay)),
    };
    let (evidence, recovered) = Evidence::open(storage, EvidenceConfig::new(log_origin(config), key)).await?;
    tracing::info!(?recovered, "evidence is open");
    Ok(evidence)
}

/// How long a bench wants every commit of the evidence to take.
fn commit_delay() -> Result<Option<Duration>> {
    let Some(text) = std::env::var_os(COMMIT_DELAY) else {
        return Ok(None);
    };
    let micros = text.to_str().and_then(|text| text.parse().ok());
    let micros = micros.with_context(|| format!("{COMMIT_DELAY} is no number of microseconds"))?;
    Ok(Some(Duration::from_micros(micros)))
}

/// Opens everything that a gateway holds.
pub(crate) fn open(
    config: &NodeConfig,
    (signing_key, identity): (SigningKey, Identity),
    evidence: Evidence,
    behind: &Behind<'_>,
    clock: Arc<dyn Clock>,
) -> Result<Gateway> {
    let data = config.data_folder();
    let (directory, head) = DirectoryFile::of(config).read(&config.directory.centre_key)?;
    let directory = Arc::new(DirectoryHandle::new(directory, head, clock.now()));
    // The one place that sets it: what stands behind a gateway stands behind no other.
    let _ = behind.directory.set(Arc::clone(&directory));
    let settings = Settings {
        id: config.gateway.clone(),
        clients: clients(config)?,
        services: services(config, behind)?,
        spelling: match config.error_spelling {
            ErrorSpelling::SnakeCase => Spelling::Snake78,
            ErrorSpelling::CamelCase => Spelling::CamelCase,
        },
    };
    Ok(Gateway::new(Parts {
        settings,
        key_id: signing_key.public_key().keyid().to_owned(),
        signing_key,
        identity,
        directory,
        evidence,
        clock,
        spool: SpoolFolder::open(&data.join("spool"))?,
        budget: Budget::default(),
    }))
}

fn clients(config: &NodeConfig) -> Result<HashMap<ClientId, ConnectionType>> {
    let mut clients = HashMap::new();
    for client in &config.clients {
        let connection = match client.connection {
            Connection::Http => ConnectionType::Http,
            Connection::Https => ConnectionType::Https,
            Connection::HttpsCertificate => ConnectionType::HttpsCertificate(
                client
                    .certificates
                    .iter()
                    .map(|text| hash(text))
                    .collect::<Result<_>>()?,
            ),
        };
        clients.insert(client.id.clone(), connection);
    }
    Ok(clients)
}

fn hash(text: &str) -> Result<CertificateHash> {
    text.parse()
        .with_context(|| format!("{text} is no SHA-256 of a certificate"))
}

fn services(config: &NodeConfig, behind: &Behind<'_>) -> Result<HashMap<ServiceId, Target>> {
    let mut services = HashMap::new();
    for service in &config.services {
        let target = target(service, behind).with_context(|| format!("service {}", service.id))?;
        services.insert(service.id.clone(), target);
    }
    Ok(services)
}

fn target(service: &Service, behind: &Behind<'_>) -> Result<Target> {
    if let Some(code) = &service.registry {
        let registry = behind
            .registries
            .get(code)
            .with_context(|| format!("there is no registry {code}"))?;
        let base_path = service.path.clone().unwrap_or_default();
        return Ok(Target::Router {
            router: motlan_registry::router(registry.clone()),
            base_path,
        });
    }
    if service.national_portal {
        let inbox = behind.inbox.context("this node is not the national portal")?;
        return Ok(Target::Router {
            router: motlan_casework::inbox::router(inbox.clone()),
            base_path: service.path.clone().unwrap_or_default(),
        });
    }
    let Some(url) = &service.url else {
        bail!("it has neither a url nor something in this node behind it")
    };
    let (scheme, rest) = url.split_once("://").context("the url has no scheme")?;
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let base_path = if path.is_empty() {
        String::new()
    } else {
        format!("/{}", path.trim_end_matches('/'))
    };
    let address = match (scheme, &service.certificate) {
        ("http", None) => Address::plain(authority),
        ("https", Some(certificate)) => Address::tls(authority, [hash(certificate)?]),
        ("https", None) => bail!("an https url needs the SHA-256 of the server's certificate"),
        _ => bail!("the url is neither http nor https with a certificate"),
    };
    Ok(Target::Url { address, base_path })
}
