//! `motlan demo`: a small country on this machine: the same code, sockets and TLS as real nodes, in one process.

mod background;
mod country;
mod papers;
mod people;
mod place;
mod registries;
mod rights;
mod stories;
mod traffic;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use motlan_core::{Clock, SystemClock};
use motlan_sandbox::{Country, Traffic};

use crate::cli::{Verdict, say};
use crate::node::{Node, runtime, wait_for_signal};
use country::Plan;
use place::Place;
use registries::Further;
use traffic::Others;

/// What the demo is told.
#[derive(clap::Args)]
#[command(
    after_help = "Example:\n  motlan demo --people 1000000 --no-traffic\n\nStop it with Ctrl-C. What it made \
lies in the data folder: `motlan audit ./motlan-data` recounts it, `rm -r ./motlan-data` forgets it."
)]
pub(crate) struct Arguments {
    /// Where the nodes keep their data.
    #[arg(long, default_value = "./motlan-data")]
    data: PathBuf,
    /// The first port: node k has the thousand hundreds k.
    #[arg(long, default_value_t = 8000)]
    port_base: u16,
    /// People in the population registry.
    #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u64).range(1..=motlan_sandbox::people::PEOPLE_MAX))]
    people: u64,
    /// The same seed gives the same people and questions.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Dossiers of the past weeks in each province; 0 for none.
    #[arg(long, default_value_t = 120, value_parser = clap::value_parser!(u64).range(0..=5000))]
    dossiers: u64,
    /// Start without the steady traffic and without new dossiers.
    #[arg(long)]
    no_traffic: bool,
}

/// Runs until Ctrl-C.
pub(crate) fn run(arguments: &Arguments) -> Result<Verdict> {
    runtime()?.block_on(bring_up(arguments))
}

async fn bring_up(arguments: &Arguments) -> Result<Verdict> {
    if arguments.port_base > u16::MAX - 700 {
        bail!("--port-base leaves no room for the ports of seven nodes");
    }
    let plan = Plan::new(&arguments.data, arguments.port_base);
    plan.prepare()?;
    let mut nodes = Vec::new();
    for place in Place::ALL {
        let node = Node::start(&plan.config(place)?, plan.surroundings(place)).await;
        nodes.push(node.with_context(|| format!("node {}", place.member()))?);
    }
    let country = Country::new(arguments.seed);
    let reference = people::reference_day(&arguments.data)?;
    people::populate(&nodes, &country, arguments.people, reference).await?;
    let further = Further::all()?;
    for registry in &further {
        registry.populate(&nodes, &country, arguments.people).await?;
    }
    let citizens = people::citizens(&country, arguments.people, reference);
    for (place, node) in Place::ALL.into_iter().zip(&nodes) {
        if let Some(identity) = &node.roles.identity {
            people::enrol(identity, place, &citizens).await?;
        }
    }
    let traffic = Traffic::new(country, arguments.people);
    let asker = traffic::Asker::new(plan.client_face(Place::PhuYen), Place::PhuYen.system());
    asker.first_answer(&traffic).await?;
    wait_for_all(&nodes).await;
    let mut stories = stories::begin(&plan, &nodes, &country, arguments, reference, &citizens).await?;
    let address = format!("http://127.0.0.1:{}", arguments.port_base);
    say(&format!("ready {address}"));
    introduce(&plan, &traffic, &address);
    let insurance = traffic::Asker::new(plan.client_face(Place::Insurance), Place::Insurance.system());
    let askers = [asker, insurance];
    let questions = async {
        if arguments.no_traffic {
            std::future::pending::<()>().await;
        }
        let others = Others {
            askers: Place::PROVINCES.map(|place| (place, traffic::Asker::new(plan.client_face(place), place.system()))),
            registries: &further,
            country,
            people: arguments.people,
        };
        traffic::run(&askers, &traffic, &others).await;
    };
    tokio::select! {
        stopped = wait_for_signal() => stopped?,
        () = questions => {}
        () = stories::go_on(&mut stories) => {}
    }
    for node in nodes.into_iter().rev() {
        node.stop().await?;
    }
    Ok(Verdict::True)
}

/// Every gateway refuses for its first five seconds; the first answer speaks for one of them.
async fn wait_for_all(nodes: &[Node]) {
    let last = nodes.iter().map(|node| node.roles.gateway.started()).max();
    let Some(last) = last else { return };
    while SystemClock.now() < last.plus_seconds(STARTING_S) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn introduce(plan: &Plan, traffic: &Traffic, address: &str) {
    let claim = traffic::claim_about_first(traffic);
    eprintln!("\nA small country is running. Its people are synthetic, its agencies are examples.");
    eprintln!("  begin here      {address}/");
    eprintln!("  what runs       {address}/trang-thai");
    for place in Place::ALL {
        eprintln!("  {:<15} {}", place.member(), plan.pages(place));
    }
    eprintln!("\nPhú Yên asks the population registry about a person:");
    eprintln!(
        "  curl -i {}/r1/VN/GOV/G01/population/verify \\",
        plan.client_face_url(Place::PhuYen)
    );
    eprintln!(
        "    -H 'X-Road-Client: {}' -H 'Content-Type: application/json' \\",
        Place::PhuYen.system()
    );
    eprintln!("    -d '{claim}'");
    eprintln!("\nStop with Ctrl-C.");
}

/// As long as a gateway says `starting`, and a moment for the clocks of both sides.
const STARTING_S: i64 = 6;

/// How long to wait between two questions of the steady traffic.
const PAUSE: Duration = Duration::from_millis(250);
