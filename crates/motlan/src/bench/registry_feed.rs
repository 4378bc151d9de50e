//! The feed of a registry: changes that reach three subscribers with different rights, through two gateways.
//!
//! Both nodes and every subscriber are processes of their own, and each is killed and started again while records change.
//! Then every subscriber must hold exactly the final state of what it may see. How fast a feed is read is measured
//! afterwards, from its beginning and without restarts.

mod owner;
mod subscriber;

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use motlan_core::SystemId;

use self::owner::Owner;
use self::subscriber::{SUBSCRIBERS, Subscriber};
use super::figure;
use super::pair::{Kind, Pair, Plan, service};
use super::place::Place;
use super::process::start;
use super::times::count;
use crate::cli::say;
use crate::config::{Registry, Service};

/// The registry behind it all.
const CODE: &str = "population";

/// What is killed when so many hundredths of the changes are written.
const KILLS: [(usize, Side); 4] = [
    (20, Side::Provider),
    (40, Side::Consumer),
    (60, Side::Subscribers),
    (80, Side::Provider),
];

/// How long the subscribers may take after the last change: a gateway that was killed refuses everything for 5 s.
const PATIENCE: Duration = Duration::from_mins(20);

/// Who is killed.
#[derive(Clone, Copy, Debug)]
enum Side {
    /// The provider's gateway with the registry behind it.
    Provider,
    /// The gateway of the subscribers.
    Consumer,
    Subscribers,
}

/// What changes.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Changes that are written while everybody reads.
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u64).range(100..=10_000_000))]
    changes: u64,
    /// People whose records change.
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..=999_999))]
    people: u64,
    #[command(flatten)]
    place: Place,
}

/// Measures the feed, and fails if a subscriber misses anything or is told too much.
pub(super) fn run(arguments: &Arguments) -> Result<()> {
    let measure = async |data: &Path| measure(arguments, data).await;
    arguments.place.measure("registry-feed", measure)
}

async fn measure(arguments: &Arguments, data: &Path) -> Result<()> {
    let pair = prepare(data).await?;
    let changes = usize::try_from(arguments.changes)?;
    let mut owner = Owner::open(&pair.provider, data, usize::try_from(arguments.people)?).await?;
    let gateway = pair.consumer.listen.client_http.map(|address| address.to_string());
    let gateway = gateway.unwrap_or_default();
    let mut nodes = [start(&pair.provider)?, start(&pair.consumer)?];
    let mut subscribers = subscribers(data, "live", &gateway, false)?;

    let began = Instant::now();
    for (hundredths, side) in KILLS {
        owner.write_until(changes * hundredths / 100).await?;
        // Everybody is on the way then, and nobody at the end.
        for subscriber in &mut subscribers {
            subscriber.reach(owner.last() / 2, PATIENCE).await?;
        }
        let positions: Vec<_> = subscribers.iter().map(Subscriber::position).collect();
        say(&format!(
            "kill {side:?} after {} changes, read up to {positions:?}",
            owner.last()
        ));
        match side {
            Side::Provider => nodes[0].replace(|| start(&pair.provider))?,
            Side::Consumer => nodes[1].replace(|| start(&pair.consumer))?,
            Side::Subscribers => subscribers.iter_mut().try_for_each(Subscriber::restart)?,
        }
    }
    owner.write_until(changes).await?;
    figure("registry.feed_changes", count(changes), "changes");
    let last = owner.last();
    for subscriber in &mut subscribers {
        subscriber.reach(last, PATIENCE).await?;
    }
    figure(
        "registry.feed_with_restarts",
        count(changes) / began.elapsed().as_secs_f64(),
        "changes/s",
    );
    check(subscribers, &owner)?;

    let began = Instant::now();
    let mut subscribers = self::subscribers(data, "again", &gateway, true)?;
    for subscriber in &mut subscribers {
        subscriber.finish(PATIENCE).await?;
    }
    let rate = count(changes * SUBSCRIBERS.len()) / began.elapsed().as_secs_f64();
    figure("registry.feed", rate, "changes/s");
    check(subscribers, &owner)
}

fn subscribers(data: &Path, name: &str, gateway: &str, until_end: bool) -> Result<Vec<Subscriber>> {
    let folder = data.join(name);
    SUBSCRIBERS
        .iter()
        .map(|plan| Subscriber::start(plan, &folder, gateway, until_end))
        .collect()
}

/// Every subscriber holds the final state of what it may see, of every record in which that changed, and nothing else.
fn check(subscribers: Vec<Subscriber>, owner: &Owner) -> Result<()> {
    for subscriber in subscribers {
        let name = subscriber.name();
        let found = subscriber.end()?;
        let expected = owner.expected(found.plan);
        figure(&format!("registry.feed_told.{name}"), count(found.told), "changes");
        figure(
            &format!("registry.feed_records.{name}"),
            count(found.held.len()),
            "records",
        );
        ensure!(
            found.held == expected,
            "{name} does not hold the final state of its fields"
        );
        say(&format!(
            "exact {name}: the final state of {:?} of every record, and no other field",
            found.plan.fields
        ));
    }
    Ok(())
}

/// Two nodes, a registry in one of them, three systems at the other.
async fn prepare(data: &Path) -> Result<Pair> {
    let population: SystemId = "VN/GOV/G01/population".parse()?;
    let changes = population.service("changes")?;
    let mut clients = Vec::new();
    for plan in &SUBSCRIBERS {
        clients.push((plan.system.parse()?, plan.rights));
    }
    let plan = Plan {
        clients,
        service: changes.clone(),
        basis: "QD-06-2022",
        kind: Kind::Feed,
    };
    let feed = Service {
        registry: Some(CODE.to_owned()),
        path: Some("/changes".to_owned()),
        ..service(changes)
    };
    let mut pair = Pair::make(data, plan, feed).await?;
    pair.provider.registries = vec![Registry::of_samples(CODE, "sqlite:population.db")];
    Ok(pair)
}
