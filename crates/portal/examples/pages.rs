//! Writes every page in every state and both languages into a folder, to be looked at in a browser.
//!
//! `cargo run -p motlan-portal --example pages -- FOLDER`, then serve the folder: `python3 -m http.server -d FOLDER`.

use std::path::Path;

use motlan_evidence::Role;
use motlan_portal::about::Topic;
use motlan_portal::language::{Choice, Language};
use motlan_portal::web::Visitor;
use motlan_portal::{Door, Persona, about, assets, front, proof, status};

#[path = "../tests/it/sample.rs"]
#[expect(clippy::unwrap_used, reason = "the facts are constant, and tests use the same")]
mod sample;
#[path = "../tests/it/specimen.rs"]
mod specimen;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("name a folder")?;
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder.join("phong-chu"))?;
    std::fs::write(folder.join("style.css"), assets::style())?;
    std::fs::write(folder.join("seal.svg"), assets::ICON)?;
    for font in &assets::FONTS {
        std::fs::write(folder.join(font.path.trim_start_matches('/')), font.content)?;
    }
    for language in Language::ALL {
        let choice = Choice {
            language,
            is_explicit: true,
        };
        for (name, html) in pages(choice) {
            std::fs::write(folder.join(format!("{name}.{}.html", language.tag())), html?)?;
        }
    }
    Ok(())
}

fn pages(choice: Choice) -> Vec<(String, Result<String, askama::Error>)> {
    let nobody = Visitor::default();
    let doors = Persona::ALL.map(|persona| Door {
        persona,
        address: "http://127.0.0.1:8300".to_owned(),
    });
    let mut pages: Vec<(String, Result<String, askama::Error>)> = Vec::new();
    for (name, facts) in sample::states() {
        pages.push((name.to_owned(), status::render(&facts, &nobody, choice)));
        pages.push((format!("front-{name}"), front::render(&facts, &doors, &nobody, choice)));
    }
    pages.push((
        "front-no-doors".to_owned(),
        front::render(&sample::unmatched(), &[], &nobody, choice),
    ));
    let proofs = [
        ("proof-consumer", sample::proof(Role::Consumer)),
        ("proof-provider", sample::proof(Role::Provider)),
        ("proof-failing", sample::failing_proof()),
    ];
    pages.extend(proofs.map(|(name, facts)| (name.to_owned(), proof::render(&facts, &nobody, choice))));
    let frame = sample::node().frame;
    pages.extend(Topic::ALL.map(|topic| {
        (
            topic.path()[1..].to_owned(),
            about::render(&frame, &nobody, topic, choice),
        )
    }));
    pages.extend(
        specimen::pages(choice)
            .into_iter()
            .map(|(name, html)| (name.to_owned(), html)),
    );
    pages
}
