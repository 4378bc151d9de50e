//! The secrets of one node, as files that only its owner may read: `keys/` in the node's folder.
//!
//! `signing.pem` signs messages and directory requests, `tls.crt` and `tls.key` are the gateway's TLS identity,
//! `log.seed` signs checkpoints, `index.key` keys the person index of the usage journals.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use motlan_evidence::LogKey;
use motlan_exchange::keys::{Algorithm, SigningKey};
use motlan_exchange::transport::tls::Identity;
use motlan_registry::journal::IndexKey;
use motlan_store::storage::{DiskStorage, Storage};

/// The secrets of one node.
pub(crate) struct NodeKeys {
    /// Signs messages between gateways, and requests to the directory.
    pub(crate) signing: SigningKey,
    /// The gateway's TLS certificate and key.
    pub(crate) identity: Identity,
    /// Signs checkpoints.
    pub(crate) log: LogKey,
    /// Keys the person index.
    pub(crate) index: IndexKey,
}

impl NodeKeys {
    /// Makes new keys; refuses to overwrite.
    pub(crate) fn create(folder: &Path, name: &str, algorithm: Algorithm) -> Result<Self> {
        let keys = keys_folder(folder);
        let identity = Identity::generate(name)?;
        let (_, seed) = LogKey::generate()?;
        write_new(&keys.join("signing.pem"), &SigningKey::generate(algorithm)?.to_pem()?)?;
        write_new(&keys.join("tls.crt"), &identity.certificate_pem)?;
        write_new(&keys.join("tls.key"), &identity.key_pem)?;
        write_new(&keys.join("log.seed"), &seed)?;
        write_new(&keys.join("index.key"), &new_index_key()?)?;
        Self::read(folder)
    }

    /// Reads the keys.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let keys = keys_folder(folder);
        Ok(Self {
            signing: SigningKey::from_pem(&read(&keys, "signing.pem")?)?,
            identity: Identity {
                certificate_pem: read(&keys, "tls.crt")?,
                key_pem: read(&keys, "tls.key")?,
            },
            log: read(&keys, "log.seed")?.parse()?,
            index: read_index_key(&keys.join("index.key"))?,
        })
    }
}

fn keys_folder(folder: &Path) -> PathBuf {
    folder.join("keys")
}

/// A key of the person index as it stands in a file: 32 random bytes in hexadecimal.
pub(crate) fn new_index_key() -> Result<String> {
    let mut key = [0; 32];
    aws_lc_rs::rand::fill(&mut key).map_err(|_| anyhow!("no randomness"))?;
    Ok(hex::encode(key))
}

/// Reads a key of the person index.
pub(crate) fn read_index_key(path: &Path) -> Result<IndexKey> {
    let mut key = [0; 32];
    hex::decode_to_slice(read_text(path)?, &mut key).with_context(|| format!("{} holds no key", path.display()))?;
    Ok(IndexKey::new(&key))
}

fn read(keys: &Path, name: &str) -> Result<String> {
    read_text(&keys.join(name))
}

fn read_text(path: &Path) -> Result<String> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text.trim().to_owned())
}

/// Writes a secret that only the owner may read, certain to outlive a power cut; refuses to overwrite.
pub(crate) fn write_new(path: &Path, content: &str) -> Result<()> {
    anyhow::ensure!(!path.exists(), "{} is there already", path.display());
    let (Some(folder), Some(name)) = (path.parent(), path.file_name().and_then(OsStr::to_str)) else {
        anyhow::bail!("{} is no place for a file", path.display());
    };
    DiskStorage::new(folder)
        .and_then(|storage| storage.replace(name, content.as_bytes(), true))
        .with_context(|| format!("cannot make {}", path.display()))
}
