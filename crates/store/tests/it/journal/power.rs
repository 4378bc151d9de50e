//! The promise: what was acknowledged is there after any power cut, in order, and what was cut off never comes back.

use std::sync::{Arc, Mutex};

use motlan_store::journal::{Journal, Position, Record, SegmentWriter, Sink};
use motlan_store::storage::FaultyStorage;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::{options, record, recovered};

/// Small enough for several segments in each life.
const SEGMENT_BYTES_MAX: u32 = 6000;

/// One run of a process until the power goes off under it: what was acknowledged, and what was under way then.
fn life(storage: &FaultyStorage, random: &mut ChaCha8Rng, numbers: &mut u32) -> (Vec<Record>, Vec<Record>) {
    let (mut acknowledged, mut under_way) = (Vec::new(), Vec::new());
    let Ok((next, _)) = recovered(storage) else {
        return (acknowledged, under_way);
    };
    let shared = Arc::new(storage.clone());
    let Ok(mut writer) = SegmentWriter::open(shared, options(SEGMENT_BYTES_MAX), next) else {
        return (acknowledged, under_way);
    };
    loop {
        for _ in 0..random.random_range(1..8) {
            let record = record(*numbers);
            *numbers += 1;
            writer.stage(&record).unwrap();
            under_way.push(record);
            if writer.is_full() {
                break;
            }
        }
        if writer.commit().is_err() {
            return (acknowledged, under_way);
        }
        acknowledged.append(&mut under_way);
    }
}

/// Several lives on one disk, each ended by a power cut; says what was broken.
fn lives(seed: u64, is_sync_ignored: bool) -> Result<(), String> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut storage = FaultyStorage::new(seed);
    let (mut known, mut numbers) = (Vec::new(), 0);
    for generation in 0..6 {
        storage.ignore_sync(is_sync_ignored);
        storage.power_off_at(random.random_range(1..40));
        let (acknowledged, under_way) = life(&storage, &mut random, &mut numbers);
        known.extend(acknowledged);
        storage = storage.power_cut();
        let place = format!("seed {seed}, generation {generation}");
        let (_, found) = recovered(&storage).map_err(|error| format!("{place}: {error}"))?;
        let mut found = found.into_iter().map(|(_, record)| record);
        if !known.iter().all(|record| found.next().as_ref() == Some(record)) {
            return Err(format!("{place}: an acknowledged record is lost or out of order"));
        }
        let more: Vec<_> = found.collect();
        if !under_way.starts_with(&more) {
            return Err(format!("{place}: a record came back that was cut off before"));
        }
        known.extend(more);
    }
    Ok(())
}

#[test]
fn acknowledged_records_survive_every_power_cut() {
    for seed in 0..400 {
        lives(seed, false).unwrap();
    }
}

#[test]
fn without_syncs_the_same_property_fails() {
    let broken = (0..50).filter(|&seed| lives(seed, true).is_err()).count();
    assert!(broken > 25, "only {broken} of 50 seeds notice that nothing is synced");
}

struct Positions(Arc<Mutex<Vec<Position>>>);

impl Sink for Positions {
    type Receipt = Position;

    fn committed(&mut self, position: Position, _: Record) -> Position {
        self.0.lock().unwrap().push(position);
        position
    }
}

/// Appends from several tasks until the journal stops; what was acknowledged.
async fn append_until_stopped(storage: FaultyStorage, next: Position) -> Vec<(Position, Record)> {
    let order = Arc::new(Mutex::default());
    let sink = Positions(Arc::clone(&order));
    let journal = Journal::start(Arc::new(storage), options(SEGMENT_BYTES_MAX), next, sink).unwrap();
    let tasks: Vec<_> = (0..8_u32)
        .map(|task| {
            let journal = journal.clone();
            tokio::spawn(async move {
                let mut acknowledged = Vec::new();
                for number in (task..).step_by(8) {
                    match journal.append(record(number)).await {
                        Ok(position) => acknowledged.push((position, record(number))),
                        Err(_) => break,
                    }
                }
                acknowledged
            })
        })
        .collect();
    let mut acknowledged = Vec::new();
    for task in tasks {
        let of_task = task.await.unwrap();
        assert!(
            of_task.is_sorted_by_key(|(position, _)| *position),
            "one appender's records keep their order"
        );
        acknowledged.extend(of_task);
    }
    journal.close().await.unwrap_err();
    assert!(order.lock().unwrap().is_sorted());
    acknowledged
}

#[tokio::test]
async fn what_the_thread_acknowledged_survives_too() {
    for seed in 0..20 {
        let storage = FaultyStorage::new(seed);
        let (next, _) = recovered(&storage).unwrap();
        storage.power_off_at(100 + seed);
        let acknowledged = append_until_stopped(storage.clone(), next).await;
        assert!(acknowledged.len() >= 40, "{} records", acknowledged.len());
        let (_, found) = recovered(&storage.power_cut()).unwrap();
        for entry in acknowledged {
            assert!(found.contains(&entry), "seed {seed}: {:?} is lost", entry.0);
        }
    }
}
