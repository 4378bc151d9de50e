//! `motlan init`: a new node's keys and configuration, and the requests that its member sends to the centre.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use motlan_core::MemberId;
use motlan_exchange::keys::Algorithm;

use super::{Verdict, say};
use crate::config::{DirectorySource, FILE_NAME};
use crate::setup::{self, Name, Owner};

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
    /// The first of the node's ports: pages there, X-Road at +80 and +43, gateway at +55, health at +90.
    #[arg(long, default_value_t = 8300)]
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
        setup::listen(arguments.port_base),
        directory,
    )?;
    config.centre = arguments.centre_key.is_none();
    config.write()?;
    let mut owner = Owner::new(arguments.member.clone(), &keys, 0);
    let name = Name {
        vi: "Chưa đặt tên",
        en: "Unnamed",
    };
    let first = if config.centre {
        owner.found(name)
    } else {
        owner.join(name)
    };
    let requests = [first, owner.gateway(config.listen.gateway)?];
    let file = folder.join("directory-requests.jsonl");
    let lines: Vec<_> = requests.iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
    std::fs::write(&file, lines.join("\n") + "\n").with_context(|| format!("cannot write {}", file.display()))?;
    say(&format!("made {}", folder.display()));
    say(&format!(
        "  {FILE_NAME}                 what this node is; add [[client]] and [[service]] tables"
    ));
    say("  keys/                       its secrets: back them up, show them to nobody");
    say("  directory-requests.jsonl    what its member asks of the centre, signed");
    say(&format!("public key  {own_key}"));
    if config.centre {
        say(&format!(
            "next: motlan directory add --dir {0} {0}/directory-requests.jsonl",
            folder.display()
        ));
    } else {
        say("next: send directory-requests.jsonl to the centre's operator, who runs `motlan directory add`,");
        say(&format!(
            "      and put the centre's directory.jsonl into {}",
            folder.display()
        ));
    }
    Ok(Verdict::True)
}
