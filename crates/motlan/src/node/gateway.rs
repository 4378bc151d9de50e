//! Building the gateway from the configuration: evidence, directory, clients and targets.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use motlan_core::{ClientId, Clock, ServiceId};
use motlan_evidence::{Config as EvidenceConfig, Evidence};
use motlan_exchange::directory::CertificateHash;
use motlan_exchange::directory_handle::DirectoryHandle;
use motlan_exchange::gateway::{ConnectionType, Gateway, Parts, Settings, Target};
use motlan_exchange::transport::budget::Budget;
use motlan_exchange::transport::pool::Address;
use motlan_exchange::transport::spool::SpoolFolder;
use motlan_exchange::xroad::Spelling;
use motlan_registry::Registry;
use motlan_store::storage::disk::DiskStorage;

use super::directory_file::DirectoryFile;
use crate::config::{Connection, ErrorSpelling, NodeConfig, Service};
use crate::keys::NodeKeys;

/// The origin of a member's logs, without their names.
pub(crate) fn log_origin(config: &NodeConfig) -> String {
    format!("motlan/{}", config.member)
}

/// Opens everything that a gateway holds.
pub(crate) async fn open(
    config: &NodeConfig,
    keys: NodeKeys,
    registries: &BTreeMap<String, Registry>,
    clock: Arc<dyn Clock>,
) -> Result<Gateway> {
    let data = config.data_folder();
    let storage = Arc::new(DiskStorage::new(&data).with_context(|| format!("cannot use {}", data.display()))?);
    let (evidence, recovered) = Evidence::open(storage, EvidenceConfig::new(log_origin(config), keys.log)).await?;
    tracing::info!(?recovered, "evidence is open");
    let (directory, head) = DirectoryFile::of(config).read(&config.directory.centre_key)?;
    let settings = Settings {
        id: config.gateway.clone(),
        clients: clients(config)?,
        services: services(config, registries)?,
        spelling: match config.error_spelling {
            ErrorSpelling::SnakeCase => Spelling::Snake78,
            ErrorSpelling::CamelCase => Spelling::CamelCase,
        },
    };
    Ok(Gateway::new(Parts {
        settings,
        key_id: keys.signing.public_key().keyid().to_owned(),
        signing_key: keys.signing,
        identity: keys.identity,
        directory: Arc::new(DirectoryHandle::new(directory, head, clock.now())),
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

fn services(config: &NodeConfig, registries: &BTreeMap<String, Registry>) -> Result<HashMap<ServiceId, Target>> {
    let mut services = HashMap::new();
    for service in &config.services {
        let target = target(service, registries).with_context(|| format!("service {}", service.id))?;
        services.insert(service.id.clone(), target);
    }
    Ok(services)
}

fn target(service: &Service, registries: &BTreeMap<String, Registry>) -> Result<Target> {
    if let Some(code) = &service.registry {
        let registry = registries
            .get(code)
            .with_context(|| format!("there is no registry {code}"))?;
        let base_path = service.path.clone().unwrap_or_default();
        return Ok(Target::Router {
            router: motlan_registry::router(registry.clone()),
            base_path,
        });
    }
    let Some(url) = &service.url else {
        bail!("it has neither a url nor a registry")
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
