//! Entries: appending one, proving one, auditing a log of 65,536.
#![expect(clippy::unwrap_used, reason = "a bench stops where something unforeseen happens")]

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use motlan_core::Timestamp;
use motlan_core::caller::TransactionId;
use motlan_evidence::audit::audit;
use motlan_evidence::{
    Config, ConsumerIndex, Evidence, EvidenceRecord, Finished, LogName, ProviderIndex, Role, ServiceIndex,
    SignedMessage, StatusClass, TransactionKey,
};
use motlan_store::storage::{DiskStorage, FaultyStorage, Storage};
use tokio::runtime::Runtime;

/// A log with three levels of tiles.
const ENTRIES: u64 = 65_536;

fn append(bench: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let disk: Arc<dyn Storage> = Arc::new(DiskStorage::new(folder.path()).unwrap());
    let memory: Arc<dyn Storage> = Arc::new(FaultyStorage::new(1));
    for (name, storage) in [("disk", disk), ("memory", memory)] {
        let evidence = open(&runtime, storage);
        let mut number = 0;
        bench.bench_function(&format!("append/one/{name}"), |run| {
            run.iter(|| {
                number += 1;
                runtime.block_on(evidence.finish(finished(number))).unwrap()
            });
        });
    }
}

fn prove(bench: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let evidence = filled(&runtime, folder.path());
    let mut index = 0;
    bench.bench_function("proof/65,536", |run| {
        run.iter(|| {
            index = (index + 7_919) % ENTRIES;
            evidence.proof(LogName::Exchange, black_box(index)).unwrap().unwrap()
        });
    });
    let (log, key) = (
        folder.path().join("log/exchange"),
        evidence.verifier(LogName::Exchange).clone(),
    );
    let mut group = bench.benchmark_group("audit");
    group.throughput(Throughput::Elements(ENTRIES)).sample_size(20);
    group.bench_function("65,536", |run| {
        run.iter(|| audit(std::slice::from_ref(&log), std::slice::from_ref(&key)).unwrap());
    });
    group.finish();
}

fn filled(runtime: &Runtime, folder: &Path) -> Evidence {
    let evidence = open(runtime, Arc::new(DiskStorage::new(folder).unwrap()));
    runtime.block_on(async {
        let appends = (0..ENTRIES).map(|number| {
            let evidence = evidence.clone();
            tokio::spawn(async move { evidence.finish(finished(number)).await.unwrap() })
        });
        for append in appends.collect::<Vec<_>>() {
            append.await.unwrap();
        }
    });
    evidence.publish().unwrap();
    evidence
}

fn open(runtime: &Runtime, storage: Arc<dyn Storage>) -> Evidence {
    let config = Config::new("motlan/BENCH/GOV/A", "44".repeat(32).parse().unwrap());
    runtime.block_on(Evidence::open(storage, config)).unwrap().0
}

fn finished(number: u64) -> Finished {
    let mut bytes = [0xA5; 32];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    let (key, transaction) = (
        TransactionKey::new(bytes).unwrap(),
        TransactionId(bytes.map(|byte| !byte)),
    );
    let record = EvidenceRecord {
        created: Timestamp::from_seconds(1_764_000_000),
        transaction,
        message_id: format!("message-{number}"),
        client: "BENCH/GOV/A/ask".parse().unwrap(),
        service: "BENCH/GOV/B/echo/answer".parse().unwrap(),
        peer: "BENCH/GOV/B/gw1".parse().unwrap(),
        purpose: None,
        request: message(1),
        response: Some(message(3)),
    };
    let parties = (ServiceIndex(7), ConsumerIndex(5), ProviderIndex(3));
    Finished::answered(Role::Consumer, parties, StatusClass::Success, key, record).unwrap()
}

fn message(fill: u8) -> SignedMessage {
    SignedMessage {
        content_digest: [fill; 64],
        signature: [fill + 1; 64],
        base: vec![b'b'; 400],
    }
}

criterion_group!(benches, append, prove);
criterion_main!(benches);
