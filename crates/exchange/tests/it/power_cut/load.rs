//! Clients that ask at once until the power goes, the system that answers them, and what they were told.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use http::Method;
use motlan_evidence::checkpoint::Checkpoint;
use motlan_evidence::{Evidence, LogName};
use motlan_exchange::transport::payload::sha512;
use motlan_store::storage::FaultyStorage;
use tokio::task::JoinSet;

use super::CHANGING;
use super::plan::{Cut, Life, Side};
use crate::support::{Ask, Line, Pair, Reply, SERVICE};

/// Clients that ask at once.
const CLIENTS: u64 = 16;

/// Questions of one client in one life, if the power never goes: then it goes at rest.
const TURNS_MAX: u64 = 10;

/// The provider's system: it remembers what it was made to change.
#[derive(Default)]
pub(super) struct System {
    changed: Mutex<BTreeSet<String>>,
}

impl System {
    /// Answers and changes nothing.
    pub(super) fn reading() -> Router {
        Router::new().fallback(async |message_id: String| answer(&message_id))
    }

    /// Remembers the message, then answers.
    pub(super) fn changing(self: &Arc<Self>) -> Router {
        let system = Arc::clone(self);
        Router::new().fallback(async move |message_id: String| {
            let text = answer(&message_id);
            assert!(
                system.changed.lock().unwrap().insert(message_id),
                "a message came twice"
            );
            text
        })
    }

    /// Whether this message changed something.
    pub(super) fn has_changed(&self, message_id: &str) -> bool {
        self.changed.lock().unwrap().contains(message_id)
    }
}

/// The body is the message's id, so that no two answers are alike.
fn answer(message_id: &str) -> String {
    format!("the answer to {message_id}")
}

/// One question and what its client was told.
pub(super) struct Asked {
    pub(super) message_id: String,
    /// `None` is a refusal.
    pub(super) answer: Option<Released>,
}

/// An answer that left the consumer's gateway.
pub(super) struct Released {
    /// The place in the consumer's log that `Motlan-Proof` names.
    pub(super) index: u64,
    /// SHA-512 of the body.
    pub(super) digest: [u8; 64],
}

/// What anybody outside was told in all lives.
#[derive(Default)]
pub(super) struct Told {
    pub(super) asked: Vec<Asked>,
    pub(super) checkpoints: Vec<(Side, LogName, Checkpoint)>,
}

/// What the clients of one life share.
struct Load {
    http: SocketAddr,
    evidence: [Evidence; 2],
    disks: [FaultyStorage; 2],
    cut: Cut,
    answers_per_publication: u64,
    answers: AtomicU64,
    is_over: AtomicBool,
}

/// Lets all clients ask until the power goes. The gateways still run afterwards, on dead disks or idle.
pub(super) async fn run(pair: &Pair, disks: &[FaultyStorage; 2], life: &Life, told: &mut Told) {
    match life.cut {
        Cut::AfterAnswers(..) => {}
        Cut::One(side, steps) => disks[side as usize].power_off_at(steps),
        Cut::Each(steps) => disks
            .iter()
            .zip(steps)
            .for_each(|(disk, steps)| disk.power_off_at(steps)),
    }
    let load = Arc::new(Load {
        http: pair.consumer.http(),
        evidence: [&pair.consumer, &pair.provider].map(|node| node.gateway.evidence().clone()),
        disks: disks.clone(),
        cut: life.cut,
        answers_per_publication: life.answers_per_publication,
        answers: AtomicU64::new(0),
        is_over: AtomicBool::new(false),
    });
    let mut clients = JoinSet::new();
    for number in 0..CLIENTS {
        let name = format!("{}-{number}", life.name);
        let changes = life.changes.rotate_left(u32::try_from(number * 4).unwrap());
        clients.spawn(client(Arc::clone(&load), name, changes));
    }
    while let Some(heard) = clients.join_next().await {
        let heard = heard.unwrap();
        told.asked.extend(heard.asked);
        told.checkpoints.extend(heard.checkpoints);
    }
}

/// Asks on one connection until it is refused or the power is gone.
async fn client(load: Arc<Load>, name: String, changes: u64) -> Told {
    let mut told = Told::default();
    let mut line = Line::open(load.http, None).await;
    for turn in 0..TURNS_MAX {
        if load.is_over.load(Ordering::SeqCst) {
            break;
        }
        let message_id = format!("{name}-{turn}");
        let service = if changes >> turn & 1 == 1 { CHANGING } else { SERVICE };
        let ask = Ask::new(load.http, Method::POST, &format!("/r1/{service}"));
        let ask = ask.set("x-road-id", &message_id).body(message_id.clone());
        let answer = released(&ask.send_on(&mut line).await);
        let is_answered = answer.is_some();
        told.asked.push(Asked { message_id, answer });
        if !is_answered {
            break;
        }
        load.count(&mut told);
    }
    told
}

/// What left, if it did: only an answer carries a proof's address.
fn released(reply: &Reply) -> Option<Released> {
    let Some(path) = reply.find("motlan-proof") else {
        assert!(reply.code().is_some(), "neither an answer nor a refusal: {reply:?}");
        return None;
    };
    let index = path
        .strip_prefix("/minh-chung/exchange/")
        .unwrap()
        .strip_suffix(".tlog-proof")
        .unwrap();
    Some(Released {
        index: index.parse().unwrap(),
        digest: sha512(&reply.body),
    })
}

impl Load {
    /// Counts an answer that left: the power may go now, or the logs be published.
    fn count(&self, told: &mut Told) {
        let count = self.answers.fetch_add(1, Ordering::SeqCst) + 1;
        if let Cut::AfterAnswers(answers, first) = self.cut
            && answers == count
        {
            for side in [first, first.other()] {
                // From here on nothing gets onto this disk; what it held is looked at when all has stopped.
                let _ = self.disks[side as usize].power_cut();
            }
            self.is_over.store(true, Ordering::SeqCst);
        }
        if count.is_multiple_of(self.answers_per_publication) {
            for side in Side::ALL {
                told.checkpoints.extend(publish(&self.evidence[side as usize], side));
            }
        }
    }
}

/// Publishes, and notes what can be seen of it. On a dead disk the last publication stays.
pub(super) fn publish(evidence: &Evidence, side: Side) -> [(Side, LogName, Checkpoint); LogName::ALL.len()] {
    let _ = evidence.publish();
    LogName::ALL.map(|log| {
        let text = evidence.checkpoint(log).unwrap();
        (side, log, Checkpoint::open(&text, evidence.verifier(log)).unwrap())
    })
}
