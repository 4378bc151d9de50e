//! An hour in which everything that can fail does: each change arrives exactly once, in order, and both sides end equal.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use motlan_casework::Casework;
use motlan_casework::inbox::Inbox;
use motlan_casework::model::dossier_code::DossierCode;
use motlan_casework::model::owner::Owner;
use motlan_core::time::TestClock;
use motlan_evidence::Evidence;
use motlan_evidence::case::Event;
use motlan_identity::Level;
use motlan_store::db::{Db, testing};
use motlan_store::storage::faulty::FaultyStorage;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::append::{log, table};
use crate::support::{Fate, LICENCE, Net, clock, config, evidence, lan, officer, owner_of, pdf, reason};

/// The dossiers of the hour, and what becomes of each: 100 times 5 is 500 changes.
const DOSSIERS: usize = 100;
const CHANGES: u32 = 5;

/// Both sides of the hour, with what is needed to kill and reopen them.
struct Hour {
    province: Side<Casework>,
    portal: Side<Inbox>,
    net: Arc<Net>,
    clock: Arc<TestClock>,
    random: ChaCha8Rng,
    kills: u32,
}

struct Side<T> {
    url: String,
    db: Db,
    evidence: Evidence,
    handle: T,
}

impl Hour {
    async fn open(url: String, portal_url: String, seed: u64) -> Self {
        let (clock, net) = (clock(), Arc::new(Net::default()));
        let (db, portal_db) = (testing::open(&url).await, testing::open(&portal_url).await);
        let province = evidence("H45", &FaultyStorage::new(seed)).await;
        let portal = evidence("G22", &FaultyStorage::new(seed + 1)).await;
        let casework = Casework::open(db.clone(), province.clone(), config(&clock, net.line()))
            .await
            .unwrap();
        let inbox = Inbox::open(portal_db.clone(), portal.clone(), clock.clone(), owner_of())
            .await
            .unwrap();
        net.connect(&inbox);
        let mut fates = ChaCha8Rng::seed_from_u64(seed + 2);
        *net.fate.lock().unwrap() = Some(Box::new(move || match fates.random_range(0..100) {
            0..=9 => Fate::Lost,
            10..=24 => Fate::AnswerLost,
            25..=26 => Fate::Hangs,
            27..=28 => Fate::HangsBefore,
            _ => Fate::Answered,
        }));
        Self {
            province: Side {
                url,
                db,
                evidence: province,
                handle: casework,
            },
            portal: Side {
                url: portal_url,
                db: portal_db,
                evidence: portal,
                handle: inbox,
            },
            net,
            clock,
            random: ChaCha8Rng::seed_from_u64(seed + 3),
            kills: 0,
        }
    }

    /// The sender's process dies and starts again on the same file.
    async fn reopen_province(&mut self) {
        self.province.db.close().await;
        self.province.db = testing::open(&self.province.url).await;
        let config = config(&self.clock, self.net.line());
        let (db, evidence) = (self.province.db.clone(), self.province.evidence.clone());
        self.province.handle = Casework::open(db, evidence, config).await.unwrap();
        self.kills += 1;
    }

    async fn reopen_portal(&mut self) {
        self.portal.db.close().await;
        self.portal.db = testing::open(&self.portal.url).await;
        let (db, evidence) = (self.portal.db.clone(), self.portal.evidence.clone());
        self.portal.handle = Inbox::open(db, evidence, self.clock.clone(), owner_of()).await.unwrap();
        self.net.connect(&self.portal.handle);
        self.kills += 1;
    }

    /// One run of the sender; if a call hangs, the sender is killed in the middle of it.
    async fn send(&mut self) {
        let casework = self.province.handle.clone();
        let mut job = tokio::spawn(async move { casework.send_outbox().await });
        let is_dead = tokio::select! {
            outcome = &mut job => {
                outcome.unwrap().unwrap();
                false
            }
            () = self.net.hanging.notified() => true,
        };
        if is_dead {
            job.abort();
            assert!(job.await.is_err());
            self.reopen_province().await;
        }
    }

    /// A second of the hour, and what the jobs and the power do in it.
    async fn second(&mut self) {
        self.clock.advance_seconds(1);
        match self.random.random_range(0..60) {
            0..=19 => self.send().await,
            20..=29 => drop(self.province.handle.append_entries().await.unwrap()),
            30..=34 => drop(self.portal.handle.append_entries().await.unwrap()),
            35 => self.reopen_province().await,
            36 => self.reopen_portal().await,
            _ => {}
        }
    }
}

/// The next change of a dossier.
async fn change(casework: &Casework, code: &DossierCode, number: u32) {
    let officer = officer();
    let outcome = match number {
        1 => casework.receive(&officer, code, 1).await,
        2 => casework.start(&officer, code, 2).await,
        3 => {
            casework
                .stop(&officer, code, 3, &reason("Chờ ý kiến của cơ quan khác"))
                .await
        }
        _ => casework.resume(&officer, code, 4).await,
    };
    outcome.unwrap();
}

fn owner(number: usize) -> Owner {
    Owner {
        account: 100 + i64::try_from(number).unwrap(),
        ..lan()
    }
}

async fn submit(casework: &Casework, owner: &Owner) -> DossierCode {
    let draft = casework.begin_draft(owner, LICENCE).await.unwrap();
    casework.attach(owner, &draft, 3, pdf("a")).await.unwrap();
    casework.submit(owner, Level::Two, &draft).await.unwrap()
}

#[tokio::test]
async fn five_hundred_changes_of_a_bad_hour_arrive_once_and_in_order() {
    testing::on_sqlite_url(async |url: String| {
        testing::on_sqlite_url(async |portal_url: String| {
            let mut hour = Hour::open(url.clone(), portal_url, 4).await;
            let mut turns: Vec<usize> = (0..DOSSIERS).flat_map(|at| [at; CHANGES as usize]).collect();
            turns.shuffle(&mut hour.random);
            let mut made: BTreeMap<usize, (DossierCode, u32)> = BTreeMap::new();
            let mut most_waiting = 0;
            for (second, turn) in turns.iter().enumerate() {
                // Cut from the 10th to the 40th minute.
                hour.net.is_cut.store((83..333).contains(&second), Ordering::Relaxed);
                let casework = hour.province.handle.clone();
                match made.get_mut(turn) {
                    None => {
                        let code = submit(&casework, &owner(*turn)).await;
                        made.insert(*turn, (code, 1));
                    }
                    Some((code, number)) => {
                        change(&casework, code, *number).await;
                        *number += 1;
                    }
                }
                drop(casework);
                // 500 changes in an hour are one every 7.2 s.
                for _ in 0..7 {
                    hour.second().await;
                }
                let state = hour.province.handle.sync_state().await.unwrap();
                most_waiting = state.waiting.max(most_waiting);
            }
            drain(&mut hour).await;
            check(&hour, &made).await;
            assert!(
                most_waiting > 200 && hour.kills > 50,
                "the hour was too good: {most_waiting} {}",
                hour.kills
            );
        })
        .await;
    })
    .await;
}

/// Calm weather until nothing waits.
async fn drain(hour: &mut Hour) {
    *hour.net.fate.lock().unwrap() = None;
    for _ in 0..20 {
        hour.clock.advance_seconds(61);
        if hour.province.handle.send_outbox().await.unwrap().waiting == 0 {
            break;
        }
    }
    hour.province.handle.append_entries().await.unwrap();
    hour.portal.handle.append_entries().await.unwrap();
}

async fn check(hour: &Hour, made: &BTreeMap<usize, (DossierCode, u32)>) {
    let state = hour.province.handle.sync_state().await.unwrap();
    assert_eq!((state.waiting, state.acknowledged, state.parked), (0, 500, 0));
    for (at, (code, number)) in made {
        assert_eq!(*number, CHANGES);
        let told = hour.province.handle.dossier_of(owner(*at).account, code).await.unwrap();
        let held = hour.portal.handle.find(code).await.unwrap().unwrap();
        let told: Vec<_> = told
            .steps
            .iter()
            .map(|step| (step.number, step.status, step.at))
            .collect();
        let held: Vec<_> = held
            .history
            .iter()
            .map(|change| (change.number, change.status, change.at))
            .collect();
        assert_eq!((told.len(), &held), (5, &told), "{code}");
    }
    assert_eq!(log(&hour.province.evidence), table(&hour.province.db).await);
    let synced = log(&hour.portal.evidence);
    assert_eq!((synced.len(), &synced), (500, &table(&hour.portal.db).await));
    let delivered = hour.net.calls_of("dossiers");
    assert!(delivered > 600, "nothing was sent twice: {delivered}");
    // Of each dossier the portal's log holds the numbers 1 to 5 in this order.
    let mut numbers: BTreeMap<_, Vec<u32>> = BTreeMap::new();
    for entry in synced {
        let Event::Synced { number, .. } = entry.event else {
            panic!("{entry:?}")
        };
        numbers.entry(entry.dossier).or_default().push(number);
    }
    assert!(numbers.len() == DOSSIERS && numbers.values().all(|numbers| *numbers == [1, 2, 3, 4, 5]));
}
