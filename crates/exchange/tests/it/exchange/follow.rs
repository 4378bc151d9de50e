//! The centre follows one log of every gateway: verified entries only, each once, in order.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use http::HeaderMap;
use motlan_core::{Code, Failure, GatewayId};
use motlan_evidence::case::CaseEntry;
use motlan_evidence::{Config, Evidence, LogKey, LogName};
use motlan_exchange::service::follow::{Follower, LogState, Reading};
use motlan_exchange::service::reconcile::Reconciler;
use motlan_exchange::transport::tls::Identity;
use motlan_store::storage::DiskStorage;
use serde_json::json;

use crate::support::{AnyBody, CENTRE, CLIENT, CONSUMER, Country, Node, Pair, Server, Setup, response, step, synced};

const POPULATION: &str = "VN/GOV/G01/population";

/// What was handed on.
#[derive(Default)]
pub(super) struct Taken(Mutex<Vec<(GatewayId, u64, CaseEntry)>>);

impl Taken {
    #[expect(clippy::unnecessary_wraps, reason = "a follower's taker may fail")]
    fn take(&self, gateway: &GatewayId, first: u64, entries: &[[u8; 128]]) -> Result<(), Failure> {
        let entries = (first..)
            .zip(entries)
            .map(|(index, bytes)| (gateway.clone(), index, CaseEntry::parse(bytes).unwrap()));
        self.0.lock().unwrap().extend(entries);
        Ok(())
    }

    /// Runs one round.
    pub(super) async fn follow(&self, follower: &Follower, centre: &Node) {
        follower
            .run(&centre.gateway, &|gateway, first, entries| {
                self.take(gateway, first, entries)
            })
            .await;
    }

    /// What came of one gateway: no entry is missing, repeated or out of place.
    #[track_caller]
    pub(super) fn of(&self, gateway: &str) -> Vec<CaseEntry> {
        let taken = self.0.lock().unwrap();
        let taken: Vec<_> = taken.iter().filter(|(id, ..)| id.to_string() == gateway).collect();
        let indexes: Vec<_> = taken.iter().map(|(_, index, _)| *index).collect();
        let expected: Vec<_> = (0..taken.len() as u64).collect();
        assert_eq!(indexes, expected, "{gateway}");
        taken.into_iter().map(|(.., entry)| *entry).collect()
    }
}

pub(super) fn state(follower: &Follower, centre: &Node, gateway: &str) -> LogState {
    let logs = follower.logs(&centre.gateway);
    let found = logs.into_iter().find(|log| log.gateway.to_string() == gateway);
    found.unwrap_or_else(|| panic!("{gateway} is not followed"))
}

fn failure(follower: &Follower, centre: &Node, gateway: &str) -> Failure {
    match state(follower, centre, gateway).reading {
        Reading::Failed(failure) => failure,
        other => panic!("{other:?}"),
    }
}

async fn centre(country: &mut Country) -> Node {
    Setup::new(&format!("{CENTRE}/gw1")).start(country).await
}

/// Over the end of a bundle, which has 256 entries, and within one.
#[tokio::test]
async fn each_entry_comes_once_in_order_and_on_goes_the_log() {
    let mut pair = Pair::start().await;
    let centre = centre(&mut pair.country).await;
    let (follower, taken) = (Follower::new(LogName::Casework), Taken::default());
    let evidence = pair.consumer.gateway.evidence();
    let mut written = Vec::new();
    for count in [3, 300, 0, 1, 600] {
        let before = u32::try_from(written.len()).unwrap();
        let new: Vec<_> = (before..before + count)
            .map(|dossier| step(&pair.country, CLIENT, dossier))
            .collect();
        evidence.append_case(new.clone()).await.unwrap();
        taken.follow(&follower, &centre).await;
        assert_eq!(
            taken.of("VN/GOV/H45/gw1"),
            written,
            "what is not published is not taken"
        );
        evidence.publish().unwrap();
        written.extend(new);
        for _ in 0..2 {
            taken.follow(&follower, &centre).await;
            assert_eq!(taken.of("VN/GOV/H45/gw1"), written);
        }
        let log = state(&follower, &centre, "VN/GOV/H45/gw1");
        assert_eq!((log.size, log.reading), (written.len() as u64, Reading::Current));
        assert_eq!(log.origin.as_deref(), Some("motlan/VN/GOV/H45/gw1/casework"));
    }
    assert_eq!(taken.of("VN/GOV/G01/gw1"), []);
    assert!(follower.is_current(&centre.gateway));
}

/// A log larger than one round reads: 64 bundles. Nothing of it comes before all of it is verified.
#[tokio::test]
async fn a_long_log_takes_several_rounds() {
    let mut pair = Pair::start().await;
    let centre = centre(&mut pair.country).await;
    let (follower, taken) = (Follower::new(LogName::Casework), Taken::default());
    let evidence = pair.consumer.gateway.evidence();
    let (bundles, width) = (64, 256);
    let written: Vec<_> = (0..=bundles * width)
        .map(|dossier| step(&pair.country, CLIENT, dossier))
        .collect();
    evidence.append_case(written.clone()).await.unwrap();
    evidence.publish().unwrap();
    taken.follow(&follower, &centre).await;
    assert_eq!(state(&follower, &centre, "VN/GOV/H45/gw1").reading, Reading::NotYet);
    assert_eq!(taken.of("VN/GOV/H45/gw1"), []);
    taken.follow(&follower, &centre).await;
    assert!(taken.of("VN/GOV/H45/gw1") == written);
}

/// A gateway that serves the files of an evidence of its own, and can change a bit in what it serves.
struct Forger {
    evidence: Evidence,
    is_forging: Arc<AtomicBool>,
    _server: Server,
    _folder: tempfile::TempDir,
}

impl Forger {
    const ID: &str = "VN/GOV/H45/forger";

    async fn start(country: &mut Country) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let storage = Arc::new(DiskStorage::new(folder.path()).unwrap());
        let config = Config::new(format!("motlan/{}", Self::ID), LogKey::from_seed(&[8; 32]).unwrap());
        let (evidence, _) = Evidence::open(storage, config).await.unwrap();
        let is_forging = Arc::new(AtomicBool::new(false));
        let identity = Identity::generate("forger").unwrap();
        let (files, forging) = (evidence.clone(), Arc::clone(&is_forging));
        let server = Server::tls(&identity, move |request| {
            let path = request.uri().path().strip_prefix("/log/casework/").unwrap().to_owned();
            let mut content = files.read_file(LogName::Casework, &path).unwrap().unwrap();
            if forging.load(Ordering::SeqCst) && path.starts_with("tile/entries/") {
                // The first byte of the first entry's content commitment: it still parses.
                content[2 + 64] ^= 1;
            }
            async move { response(200, HeaderMap::new(), AnyBody::sized(content)) }
        })
        .await;
        let log = json!({
            "name": "casework", "origin": format!("motlan/{}/casework", Self::ID),
            "vkey": evidence.verifier(LogName::Casework).to_string(),
        });
        let gateway = json!({
            "id": Self::ID, "address": server.address.to_string(),
            "certificates": [identity.hash().unwrap()], "logs": [log],
        });
        country.register(CONSUMER, json!({"gateway": gateway}));
        Self {
            evidence,
            is_forging,
            _server: server,
            _folder: folder,
        }
    }
}

#[tokio::test]
async fn entries_come_only_under_a_signed_root() {
    let mut country = Country::new();
    let centre = centre(&mut country).await;
    let forger = Forger::start(&mut country).await;
    let (follower, taken) = (Follower::new(LogName::Casework), Taken::default());
    let written = vec![step(&country, CLIENT, 1), step(&country, CLIENT, 2)];
    forger.evidence.append_case(written.clone()).await.unwrap();
    forger.evidence.publish().unwrap();
    forger.is_forging.store(true, Ordering::SeqCst);
    for _ in 0..2 {
        taken.follow(&follower, &centre).await;
        let failure = failure(&follower, &centre, Forger::ID);
        assert_eq!(failure.code, Code::InvalidSignature);
        assert!(failure.detail.contains("root"), "{failure}");
        assert_eq!(taken.of(Forger::ID), []);
    }
    forger.is_forging.store(false, Ordering::SeqCst);
    taken.follow(&follower, &centre).await;
    assert_eq!(taken.of(Forger::ID), written);
}

/// The good one before it does not come either: they stand under one root.
#[tokio::test]
async fn a_step_of_another_members_system_is_refused() {
    let mut pair = Pair::start().await;
    let centre = centre(&mut pair.country).await;
    let (follower, taken) = (Follower::new(LogName::Casework), Taken::default());
    let evidence = pair.consumer.gateway.evidence();
    let written = vec![step(&pair.country, CLIENT, 1), step(&pair.country, POPULATION, 2)];
    evidence.append_case(written).await.unwrap();
    evidence.publish().unwrap();
    taken.follow(&follower, &centre).await;
    let failure = failure(&follower, &centre, "VN/GOV/H45/gw1");
    assert_eq!(failure.code, Code::InvalidSignature);
    assert!(failure.detail.contains("another member"), "{failure}");
    assert_eq!(taken.of("VN/GOV/H45/gw1"), []);
    assert_eq!(state(&follower, &centre, "VN/GOV/G01/gw1").reading, Reading::Current);
}

/// The national portal repeats the province's step, its system included.
#[tokio::test]
async fn a_synced_step_may_name_another_members_system() {
    let mut pair = Pair::start().await;
    let centre = centre(&mut pair.country).await;
    let (follower, taken) = (Follower::new(LogName::Casework), Taken::default());
    let evidence = pair.provider.gateway.evidence();
    let written = vec![synced(step(&pair.country, CLIENT, 1))];
    evidence.append_case(written.clone()).await.unwrap();
    evidence.publish().unwrap();
    taken.follow(&follower, &centre).await;
    assert_eq!(taken.of("VN/GOV/G01/gw1"), written);
}

#[tokio::test]
async fn what_was_not_taken_comes_again() {
    let mut pair = Pair::start().await;
    let centre = centre(&mut pair.country).await;
    let (follower, taken) = (Follower::new(LogName::Casework), Taken::default());
    let evidence = pair.consumer.gateway.evidence();
    let mut written = vec![step(&pair.country, CLIENT, 1)];
    evidence.append_case(written.clone()).await.unwrap();
    evidence.publish().unwrap();
    let refusing = |_: &GatewayId, _, _: &[_]| Err(Code::InternalError.into());
    follower.run(&centre.gateway, &refusing).await;
    let log = state(&follower, &centre, "VN/GOV/H45/gw1");
    assert_eq!(
        (log.size, log.reading),
        (0, Reading::Failed(Code::InternalError.into()))
    );
    assert!(!follower.is_current(&centre.gateway));
    let new = step(&pair.country, CLIENT, 2);
    evidence.append_case(vec![new]).await.unwrap();
    evidence.publish().unwrap();
    written.push(new);
    for _ in 0..2 {
        taken.follow(&follower, &centre).await;
    }
    assert_eq!(taken.of("VN/GOV/H45/gw1"), written);
}

/// A gateway that keeps no dossiers need not say so every second.
#[tokio::test]
async fn a_gateway_without_this_log_is_passed_over() {
    let mut country = Country::new();
    let centre = centre(&mut country).await;
    country.gateway("VN/GOV/H45/none", "127.0.0.1:1", &Identity::generate("none").unwrap());
    let (casework, exchange) = (Follower::new(LogName::Casework), Follower::new(LogName::Exchange));
    let taken = Taken::default();
    for follower in [&casework, &exchange] {
        taken.follow(follower, &centre).await;
    }
    let names = |follower: &Follower| follower.logs(&centre.gateway).len();
    assert_eq!((names(&casework), names(&exchange)), (1, 2));
    assert!(casework.is_current(&centre.gateway));
    let missing = failure(&exchange, &centre, "VN/GOV/H45/none");
    assert_eq!(
        missing.code,
        Code::InvalidDirectory,
        "every gateway has a log of transactions"
    );
}

/// A node runs its rounds as tasks, on any thread.
#[tokio::test]
async fn a_round_can_be_a_task() {
    let mut pair = Pair::start().await;
    let centre = centre(&mut pair.country).await;
    let written = vec![step(&pair.country, CLIENT, 1)];
    pair.consumer
        .gateway
        .evidence()
        .append_case(written.clone())
        .await
        .unwrap();
    for node in [&pair.consumer, &pair.provider, &centre] {
        node.gateway.evidence().publish().unwrap();
    }
    let round = async move {
        let (follower, taken, reconciler) = (
            Follower::new(LogName::Casework),
            Taken::default(),
            Reconciler::default(),
        );
        taken.follow(&follower, &centre).await;
        reconciler.run(&centre.gateway).await;
        let logs = reconciler.logs(&centre.gateway);
        assert!(logs.iter().all(|log| log.reading == Reading::Current), "{logs:?}");
        taken.of("VN/GOV/H45/gw1")
    };
    assert_eq!(tokio::spawn(round).await.unwrap(), written);
}
