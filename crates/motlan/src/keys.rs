//! The secrets of one node, as files that only its owner may read: `keys/` in the node's folder.
//!
//! `signing.pem` signs messages and directory requests, `tls.crt` and `tls.key` are the gateway's TLS identity,
//! `log.seed` signs checkpoints, `index.key` keys the person index of the usage journals.

use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use motlan_evidence::LogKey;
use motlan_exchange::keys::{Algorithm, SigningKey};
use motlan_exchange::transport::tls::Identity;
use motlan_registry::journal::IndexKey;

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
        fs::create_dir_all(&keys)?;
        let identity = Identity::generate(name)?;
        let (_, seed) = LogKey::generate()?;
        let mut index = [0; 32];
        aws_lc_rs::rand::fill(&mut index).map_err(|_| anyhow!("no randomness"))?;
        write_new(&keys.join("signing.pem"), &SigningKey::generate(algorithm)?.to_pem()?)?;
        write_new(&keys.join("tls.crt"), &identity.certificate_pem)?;
        write_new(&keys.join("tls.key"), &identity.key_pem)?;
        write_new(&keys.join("log.seed"), &seed)?;
        write_new(&keys.join("index.key"), &hex::encode(index))?;
        Self::read(folder)
    }

    /// Reads the keys.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let keys = keys_folder(folder);
        let index = hex::decode(read(&keys, "index.key")?)?;
        let index: [u8; 32] = index.try_into().map_err(|_| anyhow!("index.key has not 32 bytes"))?;
        Ok(Self {
            signing: SigningKey::from_pem(&read(&keys, "signing.pem")?)?,
            identity: Identity {
                certificate_pem: read(&keys, "tls.crt")?,
                key_pem: read(&keys, "tls.key")?,
            },
            log: read(&keys, "log.seed")?.parse()?,
            index: IndexKey::new(&index),
        })
    }
}

fn keys_folder(folder: &Path) -> PathBuf {
    folder.join("keys")
}

fn read(keys: &Path, name: &str) -> Result<String> {
    let path = keys.join(name);
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text.trim().to_owned())
}

/// Writes a secret that only the owner may read; refuses to overwrite.
pub(crate) fn write_new(path: &Path, content: &str) -> Result<()> {
    let mut options = fs::OpenOptions::new();
    let file = options.write(true).create_new(true).mode(0o600).open(path);
    let mut file = file.with_context(|| format!("cannot make {}", path.display()))?;
    file.write_all(content.as_bytes())?;
    file.sync_all()?;
    Ok(())
}
