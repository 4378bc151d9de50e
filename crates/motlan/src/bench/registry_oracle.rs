//! Does the time of an answer tell somebody who is not in a registry from somebody whose data differ?
//!
//! Both kinds of question are asked in turn, in random order, over one kept connection on the loopback address, by a
//! consumer that may not know about existence; each is about somebody else. Welch's t compares the two kinds: over all times,
//! and over those below the 90th percentile of all, since the longest times are the disk's and hide what they come on
//! top of (Reparaz, Balasch, Verbauwhede: "dude, is my code constant time?", 2017). Below 4.5 nothing was found.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use axum::Extension;
use motlan_core::caller::TransactionId;
use motlan_core::time::SystemClock;
use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_core::{Caller, SystemId};
use motlan_registry::journal::IndexKey;
use motlan_registry::{Config, Pack, Registry, router};
use motlan_sandbox::{Country, Person};
use motlan_store::db::Db;
use motlan_store::storage::disk::DiskStorage;
use motlan_store::storage::{FaultyStorage, Storage};
use serde_json::json;

use super::figure;
use super::place::Place;
use super::times::{Times, count};

/// Questions asked before any is timed.
const WARM_UP: u64 = 2_000;

/// Far above any answer here.
const ANSWER_BYTES_MAX: usize = 16 * 1024;

/// How many questions, and of how many people.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Pairs of questions: one about somebody unknown, one about somebody else than the data say.
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u64).range(1_000..=10_000_000))]
    pairs: u64,
    /// People in the registry.
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u64).range(1_000..=10_000_000))]
    people: u64,
    /// A PostgreSQL database instead of the embedded one; its registry tables are filled.
    #[arg(long)]
    database: Option<String>,
    /// Keep the usage journal on the disk: some milliseconds more a question, which come on top of what is looked for.
    /// Without, it is kept in memory, where a difference is easier to find.
    #[arg(long)]
    disk: bool,
    #[command(flatten)]
    place: Place,
}

/// Measures.
pub(super) fn run(arguments: &Arguments) -> Result<()> {
    let measure = async |data: &Path| measure(arguments, data).await;
    arguments.place.measure("oracle", measure)
}

async fn measure(arguments: &Arguments, data: &Path) -> Result<()> {
    let country = Country::new(1);
    let address = serve(arguments, data, country).await?;
    let (pairs, people) = (arguments.pairs, arguments.people);
    let asked = tokio::task::spawn_blocking(move || ask(address, country, pairs, people));
    let [unknown, mismatch] = asked.await??;
    figure("registry.oracle_pairs", count(unknown.len()), "pairs");
    for (name, times) in [("unknown", &unknown), ("mismatch", &mismatch)] {
        let mut all = Times::default();
        for time in times {
            all.add(Duration::from_secs_f64(*time));
        }
        figure(&format!("registry.oracle_{name}_p50"), all.percentile_ms(0.5), "ms");
    }
    let all: Vec<f64> = unknown.iter().chain(&mismatch).copied().collect();
    let most = percentile(all, 0.9);
    let short = |times: &[f64]| -> Vec<f64> { times.iter().copied().filter(|time| *time < most).collect() };
    let difference = mean(&short(&unknown)) - mean(&short(&mismatch));
    figure("registry.oracle_difference", difference * 1e6, "us");
    figure(
        "registry.oracle_t_cropped",
        welch(&short(&unknown), &short(&mismatch)),
        "t",
    );
    figure("registry.oracle_t", welch(&unknown, &mismatch), "t");
    Ok(())
}

/// A registry with so many people behind a router, as its gateway would ask it.
async fn serve(arguments: &Arguments, data: &Path, country: Country) -> Result<SocketAddr> {
    let pack = Pack::built_in("population", 1)?.context("the population pack comes with the program")?;
    let embedded = format!("sqlite:{}", data.join("registry.db").display());
    let db = Db::open(arguments.database.as_deref().unwrap_or(&embedded)).await?;
    let config = Config::new(SamplePolicy::Allowed, IndexKey::new(&[7; 32]), Arc::new(SystemClock));
    let storage: Arc<dyn Storage> = if arguments.disk {
        Arc::new(DiskStorage::new(data)?)
    } else {
        Arc::new(FaultyStorage::new(1))
    };
    let registry = Registry::open(pack, db, storage, config).await?;
    registry
        .load(country.people(arguments.people).map(|person| person.to_record()))
        .await?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let router = router(registry).layer(Extension(caller()?));
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

/// A consumer that may ask about one field, and about as many people as there are.
fn caller() -> Result<Caller> {
    let system: SystemId = "VN/GOV/H45/onestop".parse()?;
    Ok(Caller {
        member: system.member().clone(),
        system,
        purpose: "ND-107-2021".parse()?,
        fields: ["sex".to_owned()].into(),
        transaction: TransactionId([1; 32]),
        officer: None,
        persons_per_day_max: Some(u32::MAX),
    })
}

/// The times of the questions about unknown people and of those about others, in seconds.
fn ask(address: SocketAddr, country: Country, pairs: u64, people: u64) -> Result<[Vec<f64>; 2]> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let mut times = [Vec::new(), Vec::new()];
    let mut expected = None;
    let mut draws = 0x9E37_79B9_7F4A_7C15_u64;
    for pair in 0..WARM_UP + pairs {
        draws ^= draws << 13;
        draws ^= draws >> 7;
        draws ^= draws << 17;
        let first = usize::from(draws & 1 == 1);
        for kind in [first, 1 - first] {
            // The people beyond those in the registry have numbers too. Each comes once in as many questions.
            let number = draws.wrapping_add(kind as u64) % people + if kind == 0 { people } else { 0 };
            // Never the data of that very person: that would be a match.
            let data = (number + 1 + (draws >> 20) % (people - 1)) % people;
            let request = question(&country.person(number), &country.person(data));
            let began = Instant::now();
            stream.write_all(&request)?;
            let answer = read(&mut stream)?;
            let time = began.elapsed().as_secs_f64();
            ensure!(
                *expected.get_or_insert_with(|| answer.clone()) == answer,
                "the answers themselves differ"
            );
            if pair >= WARM_UP {
                times[kind].push(time);
            }
        }
    }
    Ok(times)
}

/// The number of one person with the data of another.
fn question(number: &Person, data: &Person) -> Vec<u8> {
    let body = json!({
        "personal_number": number.personal_number,
        "full_name": data.full_name,
        "birth_date": data.birth_date.to_string(),
        "fields": { "sex": data.sex.code() },
    })
    .to_string();
    let length = body.len();
    format!("POST /verify HTTP/1.1\r\nhost: registry\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
        .into_bytes()
}

/// One answer to its end, the date left out.
fn read(stream: &mut TcpStream) -> Result<String> {
    let mut bytes = Vec::with_capacity(1024);
    let mut part = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            if body.len() >= length.context("an answer without Content-Length")?.parse()? {
                let lines = head.lines().filter(|line| !line.starts_with("date: "));
                return Ok(format!("{}\n{body}", lines.collect::<Vec<_>>().join("\n")));
            }
        }
        let length = stream.read(&mut part)?;
        ensure!(length > 0 && bytes.len() < ANSWER_BYTES_MAX, "the answer breaks off");
        bytes.extend_from_slice(&part[..length]);
    }
}

fn mean(times: &[f64]) -> f64 {
    times.iter().sum::<f64>() / count(times.len())
}

/// The sample variance.
fn variance(times: &[f64]) -> f64 {
    let mean = mean(times);
    times.iter().map(|time| (time - mean).powi(2)).sum::<f64>() / (count(times.len()) - 1.0)
}

/// Welch's t: how many standard errors the means are apart.
fn welch(one: &[f64], other: &[f64]) -> f64 {
    let error = variance(one) / count(one.len()) + variance(other) / count(other.len());
    (mean(one) - mean(other)) / error.sqrt()
}

fn percentile(mut times: Vec<f64>, share: f64) -> f64 {
    times.sort_unstable_by(f64::total_cmp);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rank in the list"
    )]
    let rank = (count(times.len()) * share) as usize;
    times.get(rank).copied().unwrap_or(f64::INFINITY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn welch_is_that_of_the_books() {
        // Two samples with means 3 and 6 and variances 2.5 and 2.5, five each: t = -3 / sqrt(1) = -3.
        let (one, other) = ([1.0, 2.0, 3.0, 4.0, 5.0], [4.0, 5.0, 6.0, 7.0, 8.0]);
        assert!((welch(&one, &other) + 3.0).abs() < 1e-12);
        assert!(welch(&one, &one).abs() < 1e-12);
    }
}
