//! Writes every page in every state and both languages into a folder, to be looked at in a browser.
//!
//! `cargo run -p motlan-portal --example pages -- FOLDER`

use std::path::Path;

use motlan_evidence::Role;
use motlan_portal::language::{Choice, Language};
use motlan_portal::{proof, status};

#[path = "../tests/it/sample.rs"]
#[expect(clippy::unwrap_used, reason = "the facts are constant, and tests use the same")]
mod sample;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("name a folder")?;
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("style.css"), include_str!("../static/style.css"))?;
    std::fs::write(folder.join("seal.svg"), include_str!("../static/seal.svg"))?;
    for language in Language::ALL {
        let choice = Choice {
            language,
            is_explicit: true,
        };
        let write =
            |name: &str, html: String| std::fs::write(folder.join(format!("{name}.{}.html", language.tag())), html);
        for (name, facts) in sample::states() {
            write(name, status::render(&facts, choice)?)?;
        }
        write("proof-consumer", proof::render(&sample::proof(Role::Consumer), choice)?)?;
        write("proof-provider", proof::render(&sample::proof(Role::Provider), choice)?)?;
        write("proof-failing", proof::render(&sample::failing_proof(), choice)?)?;
    }
    Ok(())
}
