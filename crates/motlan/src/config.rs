//! The configuration of one process: a TOML file that says which roles a node plays, and where its keys lie.
//!
//! Paths are relative to the file. Unknown keys are refused, so that a misspelt setting never goes unnoticed.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

mod casework;
mod check;

use anyhow::{Context, Result};
use motlan_core::{ClientId, GatewayId, MemberId, ServiceId};
use serde::{Deserialize, Serialize};

pub(crate) use casework::{Accounts, Casework, NationalPortal, Unit};

/// The file's name in a node's folder.
pub(crate) const FILE_NAME: &str = "motlan.toml";

/// Everything that one node is told.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NodeConfig {
    /// The member that runs this node.
    pub(crate) member: MemberId,
    /// Its gateway.
    pub(crate) gateway: GatewayId,
    /// Where it keeps keys, logs, databases and the spool; relative to the file.
    #[serde(default = "default_data")]
    pub(crate) data: PathBuf,
    /// Addresses to listen on.
    pub(crate) listen: Listen,
    /// Whom it believes about the directory.
    pub(crate) directory: DirectorySource,
    /// How error types are spelt on X-Road's face: `snake_case` (7.8) or `camel_case` (older).
    #[serde(default)]
    pub(crate) error_spelling: ErrorSpelling,
    /// The role of the centre: publishes the directory, pulls the logs of all nodes.
    #[serde(default)]
    pub(crate) centre: bool,
    /// At the centre: the member that runs the national portal, whose log vouches for the status of dossiers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) portal_member: Option<MemberId>,
    /// Whether a proxy in front of the pages speaks TLS: cookies then travel over nothing else.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) are_pages_behind_tls: bool,
    /// Systems that ask through this gateway.
    #[serde(default, rename = "client", skip_serializing_if = "Vec::is_empty")]
    pub(crate) clients: Vec<Client>,
    /// Services that this gateway answers for.
    #[serde(default, rename = "service", skip_serializing_if = "Vec::is_empty")]
    pub(crate) services: Vec<Service>,
    /// Registries that run inside this node.
    #[serde(default, rename = "registry", skip_serializing_if = "Vec::is_empty")]
    pub(crate) registries: Vec<Registry>,
    /// People who log in on this node's pages.
    pub(crate) accounts: Option<Accounts>,
    /// A one-stop system that runs inside this node.
    pub(crate) casework: Option<Casework>,
    /// The national portal's inbox, which runs inside this node.
    pub(crate) national_portal: Option<NationalPortal>,
    /// The folder that holds the file; not part of it.
    #[serde(skip)]
    pub(crate) folder: PathBuf,
}

fn default_data() -> PathBuf {
    PathBuf::from(".")
}

/// Addresses to listen on. A face without an address is off.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Listen {
    /// Pages, and the public files of the logs and of the directory.
    pub(crate) pages: Option<SocketAddr>,
    /// X-Road's face, plain HTTP.
    pub(crate) client_http: Option<SocketAddr>,
    /// X-Road's face, HTTPS.
    pub(crate) client_https: Option<SocketAddr>,
    /// Other gateways.
    pub(crate) gateway: SocketAddr,
    /// Health and metrics.
    pub(crate) health: Option<SocketAddr>,
}

/// Where the directory comes from.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DirectorySource {
    /// The centre's public key, the one thing a node must know beforehand.
    pub(crate) centre_key: String,
    /// `host:port` of the centre's pages; absent, the node goes by its own file alone.
    pub(crate) centre: Option<String>,
}

/// How error types are spelt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ErrorSpelling {
    /// `server.serverproxy.access_denied`, as X-Road 7.8 writes it.
    #[default]
    SnakeCase,
    /// `Server.ServerProxy.AccessDenied`, as older ones do.
    CamelCase,
}

/// A system that asks through this gateway.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Client {
    /// A member or a system.
    pub(crate) id: ClientId,
    /// How it must connect.
    pub(crate) connection: Connection,
    /// SHA-256 in hexadecimal of the certificates it may show, for `https_certificate`.
    #[serde(default)]
    pub(crate) certificates: Vec<String>,
}

/// X-Road's connection types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Connection {
    /// Plain HTTP.
    Http,
    /// HTTPS without a client certificate.
    Https,
    /// HTTPS with a client certificate.
    HttpsCertificate,
}

/// A service that this gateway answers for: exactly one of `url`, `registry` and `national_portal`; the last two with `path`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Service {
    /// Its identifier.
    pub(crate) id: ServiceId,
    /// The base address of the agency's own server, as in `http://10.0.0.5:8080/api`.
    pub(crate) url: Option<String>,
    /// SHA-256 in hexadecimal of the certificate of that server, for `https`.
    pub(crate) certificate: Option<String>,
    /// A registry of this node.
    pub(crate) registry: Option<String>,
    /// The national portal's inbox of this node.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) national_portal: bool,
    /// The path in the registry or inbox, as in `/verify`.
    pub(crate) path: Option<String>,
}

/// A registry inside this node.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Registry {
    /// Its code, as in `population`.
    pub(crate) code: String,
    /// The version of the built-in pack of that code; either this or `pack_file`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) pack: Option<u32>,
    /// The file of a pack of its own, relative to this configuration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) pack_file: Option<PathBuf>,
    /// Files of earlier versions of that pack which are still served.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) earlier_pack_files: Vec<PathBuf>,
    /// `sqlite:` and a path relative to the data folder, or `postgres://…`.
    pub(crate) database: String,
    /// Whether sample people (province part 003) are people here.
    #[serde(default)]
    pub(crate) sample: bool,
    /// Days after which a person sees questions on these legal bases, asked by systems with the right `usage.delay`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) usage_delay_days: BTreeMap<String, u16>,
    /// Whether a snapshot is taken every night.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) snapshot: Option<Nightly>,
}

/// When a snapshot is taken, and how long it stays.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nightly {
    /// From which hour of the day on, 0 to 23 (Asia/Ho_Chi_Minh).
    pub(crate) hour: u8,
    /// How many stay: the newest.
    pub(crate) keep: u16,
}

impl Registry {
    /// The program's first pack of this code, for sample people.
    pub(crate) fn of_samples(code: &str, database: &str) -> Self {
        Self {
            code: code.to_owned(),
            pack: Some(1),
            pack_file: None,
            earlier_pack_files: Vec::new(),
            database: database.to_owned(),
            sample: true,
            usage_delay_days: BTreeMap::new(),
            snapshot: None,
        }
    }
}

impl NodeConfig {
    /// Reads the file, and refuses what contradicts itself.
    pub(crate) fn read(file: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        let mut config: Self = toml::from_str(&text).with_context(|| format!("{} is malformed", file.display()))?;
        file.parent().unwrap_or(Path::new(".")).clone_into(&mut config.folder);
        config
            .check()
            .with_context(|| format!("{} contradicts itself", file.display()))?;
        Ok(config)
    }

    /// Writes the file into its folder.
    pub(crate) fn write(&self) -> Result<()> {
        std::fs::create_dir_all(&self.folder)?;
        let text = toml::to_string_pretty(self)?;
        let file = self.folder.join(FILE_NAME);
        std::fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))
    }

    /// The data folder.
    pub(crate) fn data_folder(&self) -> PathBuf {
        self.folder.join(&self.data)
    }

    /// A database's address: `sqlite:` paths are relative to the data folder.
    pub(crate) fn database_url(&self, database: &str) -> String {
        match database.strip_prefix("sqlite:") {
            Some(path) => format!("sqlite:{}", self.data_folder().join(path).display()),
            None => database.to_owned(),
        }
    }
}
