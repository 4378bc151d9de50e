//! `motlan init`: a new node's keys and configuration, and the requests that its member sends to the centre.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use motlan_core::MemberId;
use motlan_exchange::keys::Algorithm;

use super::{Verdict, say};
use crate::config::{DirectorySource, FILE_NAME, NodeConfig};
use crate::setup::{self, Name, Owner};

pub(crate) const EXAMPLE: &str = "Examples:
  motlan init --member VN/GOV/G14 --name-vi 'Bộ Công an' --name-en 'Ministry of Public Security' --dir ./g14
  motlan init --member VN/GOV/H45 --name-vi 'Tỉnh Phú Yên' --name-en 'Phu Yen Province' --dir ./h45 \\
    --address 10.0.0.45 --centre-key ed25519:… --centre 10.0.0.14:8300";

/// The signature algorithm of a member.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum KeyType {
    Ed25519,
    P256,
}

/// What a new node is told.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The member, as in `VN/GOV/H45`.
    #[arg(long)]
    member: MemberId,
    /// The node's folder.
    #[arg(long)]
    dir: PathBuf,
    /// The member's name in Vietnamese, as everybody sees it in the directory.
    #[arg(long, value_name = "NAME")]
    name_vi: String,
    /// The member's name in English.
    #[arg(long, value_name = "NAME")]
    name_en: String,
    /// Where other gateways reach this node: a name or an address, without port. If it is a loopback address the node
    /// listens there; otherwise gateway, client faces and pages listen on all interfaces (narrow `[listen]` in
    /// motlan.toml or a firewall), and health on loopback.
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1", value_parser = host)]
    address: String,
    /// The first of the node's ports: pages there, X-Road at +80 and +43, gateway at +55, health at +90.
    #[arg(long, default_value_t = 8300, value_parser = clap::value_parser!(u16).range(1..=65_445))]
    port_base: u16,
    /// The centre's public key; without it this node becomes a centre of its own.
    #[arg(long)]
    centre_key: Option<String>,
    /// `host:port` of the centre's pages.
    #[arg(long, requires = "centre_key")]
    centre: Option<String>,
    /// The algorithm of the member's signing key.
    #[arg(long, value_enum, default_value = "ed25519")]
    key: KeyType,
}

/// Makes the node.
pub(crate) fn run(arguments: &Arguments) -> Result<Verdict> {
    let folder = &arguments.dir;
    if folder.join(FILE_NAME).exists() {
        bail!("{} holds a node already", folder.display());
    }
    let algorithm = match arguments.key {
        KeyType::Ed25519 => Algorithm::Ed25519,
        KeyType::P256 => Algorithm::EcdsaP256Sha256,
    };
    let keys = setup::keys(folder, &arguments.member, algorithm)?;
    let own_key = keys.signing.public_key().to_string();
    let directory = DirectorySource {
        centre_key: arguments.centre_key.clone().unwrap_or_else(|| own_key.clone()),
        centre: arguments.centre.clone(),
    };
    let mut config = setup::bare(
        &arguments.member,
        folder.clone(),
        setup::listen_on(setup::binding(&arguments.address), arguments.port_base),
        directory,
    )?;
    config.centre = arguments.centre_key.is_none();
    config.write()?;
    let mut owner = Owner::new(arguments.member.clone(), &keys, 0);
    let name = Name {
        vi: &arguments.name_vi,
        en: &arguments.name_en,
    };
    let first = if config.centre {
        owner.found(name)
    } else {
        owner.join(name)
    };
    let reached_at = format!("{}:{}", arguments.address, config.listen.gateway.port());
    let requests = [first, owner.gateway(reached_at)?];
    let file = folder.join("directory-requests.jsonl");
    let lines: Vec<_> = requests.iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
    std::fs::write(&file, lines.join("\n") + "\n").with_context(|| format!("cannot write {}", file.display()))?;
    introduce(&config, &own_key);
    Ok(Verdict::True)
}

/// Checked here, so that a bad one is found before the centre refuses it.
fn host(text: &str) -> Result<String, String> {
    let is_bare = match text.strip_prefix('[') {
        Some(rest) => rest
            .strip_suffix(']')
            .is_some_and(|ip| ip.parse::<std::net::Ipv6Addr>().is_ok()),
        None => {
            !text.is_empty()
                && text
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
        }
    };
    if is_bare {
        Ok(text.to_owned())
    } else {
        Err("a host name, an IPv4 address or an IPv6 address in brackets, without port".to_owned())
    }
}

/// Says what was made and what comes next.
fn introduce(config: &NodeConfig, own_key: &str) {
    let folder = config.folder.display();
    say(&format!("made {folder}"));
    say(&format!(
        "  {FILE_NAME}                 what this node is; add [[client]] and [[service]] tables"
    ));
    say("  keys/                       its secrets: back them up, show them to nobody");
    say("  directory-requests.jsonl    what its member asks of the centre, signed");
    say(&format!("public key  {own_key}"));
    if config.centre {
        say(&format!(
            "next: motlan directory add --dir {folder} {folder}/directory-requests.jsonl"
        ));
    } else {
        say("next: send directory-requests.jsonl to the centre's operator, who runs `motlan directory add`,");
        say(&format!("      and put the centre's directory.jsonl into {folder}"));
    }
    say(&format!(
        "then: motlan node --config {folder}/{FILE_NAME}, and for each system, service and grant\n      \
         motlan directory sign --dir {folder} OPERATION.json > requests.jsonl"
    ));
}
