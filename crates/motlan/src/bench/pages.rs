//! The pages: how soon a page begins to come, and how soon the national portal shows what an officer did.
//!
//! A demonstration with its background and traffic runs in a process of its own; the readers are in this one.

use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::browser::{Browser, Page};
use super::figure;
use super::place::Place;
use super::process::Process;
use super::times::Times;

/// How often each page is opened.
const READS: usize = 100;

/// Dossiers whose way to the national portal is timed.
const DOSSIERS: usize = 10;

/// How often the national portal's page is opened meanwhile.
const PAUSE: Duration = Duration::from_millis(20);

/// What each persona reads: the node's place among the ports, the persona, the path.
const PAGES: [(u16, &str, &str); 9] = [
    (0, "", "/"),
    (0, "", "/trang-thai"),
    (3, "", "/thu-tuc"),
    (3, "citizen", "/ho-so"),
    (3, "citizen", "/kho"),
    (3, "citizen", "/nhat-ky-du-lieu"),
    (3, "officer", "/mot-cua"),
    (3, "operator", "/dong-bo"),
    (0, "leader", "/chi-dao"),
];

/// Where the demonstration lies.
#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    place: Place,
}

/// Measures the pages.
pub(super) fn run(arguments: &Arguments) -> Result<()> {
    arguments.place.measure("portal", measure)
}

async fn measure(data: &Path) -> Result<()> {
    let base = port_base().context("no free ports")?;
    let _demo = start(data, base)?;
    let node = |place: u16| SocketAddr::from(([127, 0, 0, 1], base + 100 * place));
    let mut all = Times::default();
    for (place, persona, path) in PAGES {
        let mut browser = match persona {
            "" => Browser::open(node(place)).await?,
            persona => Browser::log_in(node(place), persona).await?,
        };
        let mut times = Times::default();
        for _ in 0..READS {
            times.add(browser.go(path).await?.first_byte);
        }
        let name = if path == "/" { "front" } else { &path[1..] };
        figure(&format!("portal.ttfb_p95.{name}"), times.percentile_ms(0.95), "ms");
        all.merge(&times);
    }
    figure("portal.ttfb_p95", all.percentile_ms(0.95), "ms");
    let mut times = Times::default();
    for _ in 0..DOSSIERS {
        times.add(to_the_portal(node(3), node(5)).await?);
    }
    figure("portal.status_p50", times.percentile_ms(0.50), "ms");
    figure("portal.status_max", times.percentile_ms(1.0), "ms");
    figure("portal.pages_read", all.count(), "pages");
    Ok(())
}

/// From the officer's click on *receive* until the national portal's page says so.
async fn to_the_portal(province: SocketAddr, portal: SocketAddr) -> Result<Duration> {
    let mut citizen = Browser::log_in(province, "citizen").await?;
    let home = citizen.go("/ho-so").await?;
    let review = citizen.press(&home, "/ho-so/moi/driving-licence-renewal").await?;
    let confirm = citizen.press(&review, "/nop").await?;
    let receipt = citizen.press(&confirm, "/xac-nhan").await?;
    let code = dossier_code(&receipt)?;
    let mut officer = Browser::log_in(province, "officer").await?;
    let desk = officer.go(&format!("/mot-cua/ho-so/{code}")).await?;
    let mut reader = Browser::open(portal).await?;
    let path = format!("/tra-cuu?ma={code}");
    // The submission itself is on its way: wait for it, so that the click's own way is timed.
    seen(&mut reader, &path, "Mới đăng ký").await?;
    let began = Instant::now();
    officer.press(&desk, "/tiep-nhan").await?;
    seen(&mut reader, &path, "Được tiếp nhận").await?;
    Ok(began.elapsed())
}

fn dossier_code(receipt: &Page) -> Result<String> {
    let path = receipt.path.split('?').next().unwrap_or_default();
    let code = path.strip_prefix("/ho-so/").context("no receipt came")?;
    Ok(code.to_owned())
}

async fn seen(reader: &mut Browser, path: &str, status: &str) -> Result<()> {
    let deadline = Instant::now() + Duration::from_mins(1);
    while Instant::now() < deadline {
        if reader.go(path).await.is_ok_and(|page| page.html.contains(status)) {
            return Ok(());
        }
        tokio::time::sleep(PAUSE).await;
    }
    bail!("the national portal does not show {status}")
}

/// A first port from which all ports of seven nodes are free.
fn port_base() -> Option<u16> {
    let is_free = |port| TcpListener::bind(("127.0.0.1", port)).is_ok();
    let is_free_node = |base: u16| [0, 43, 55, 80, 90].iter().all(|port| is_free(base + port));
    (200..300)
        .map(|hundreds| hundreds * 100)
        .find(|base| (0..7).all(|node| is_free_node(base + 100 * node)))
}

/// Starts a demonstration and waits until it is ready.
fn start(data: &Path, base: u16) -> Result<Process> {
    let mut command = Command::new(std::env::current_exe()?);
    command
        .args(["demo", "--people", "5000", "--port-base"])
        .arg(base.to_string());
    command
        .arg("--data")
        .arg(data)
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut child = command.spawn().context("cannot start the demonstration")?;
    let output = child.stdout.take().context("no output")?;
    let process = Process(child);
    match BufReader::new(output).lines().next() {
        Some(Ok(line)) if line.starts_with("ready ") => Ok(process),
        _ => bail!("the demonstration ended before it was ready"),
    }
}
