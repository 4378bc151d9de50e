//! Two nodes, a consumer's and a provider's, transactions that they both log, or that one of them lacks, and the steps of
//! a few dossiers.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use motlan_core::caller::TransactionId;
use motlan_core::{Hour, Timestamp};
use motlan_evidence::case::{CaseEntry, Channel, Event, Form, Pseudonym, Source};
use motlan_evidence::{
    Cause, Config, ConsumerIndex, Evidence, EvidenceRecord, Finished, LogName, ProviderIndex, Role, ServiceIndex,
    SignedMessage, StatusClass, TransactionKey,
};
use motlan_store::storage::disk::DiskStorage;

use crate::Result;

/// Sizes at which `exchange` is published and its checkpoint kept: around the ends of tiles of every level, and between.
const KEPT_SIZES: [u64; 12] = [1, 2, 3, 255, 256, 257, 511, 1000, 40_000, 65_535, 65_536, 65_537];

/// Entries of `unfinished`: a full tile and a partial one.
const UNFINISHED_COUNT: u32 = 300;

/// Dossiers of each node, and steps of each: two full tiles and a partial one.
const DOSSIERS: u32 = 200;
const STEPS: u32 = 3;

/// Transactions that are appended at once, so that they share commits.
const BATCH: usize = 4096;

/// How many entries wait for publication at most, 64 MB.
const UNPUBLISHED: u64 = 500_000;

/// Three days of Vietnam, from the hour 23:00 of the first.
const FIRST_HOUR: u32 = 490_000;
const HOURS: u32 = 49;

/// Writes both nodes below `folder`.
pub(crate) fn write(folder: &Path, count: u32) -> Result<()> {
    // One thread runs the tasks in the order in which they were spawned: the same logs each time.
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let mut keys = String::new();
    for (member, role) in [("H45", Role::Consumer), ("G01", Role::Provider)] {
        keys += &runtime.block_on(write_node(folder, member, role, count))?;
    }
    fs::write(folder.join("vkeys"), keys)?;
    Ok(())
}

/// Writes one node; returns its lines of `vkeys`.
async fn write_node(folder: &Path, member: &str, role: Role, count: u32) -> Result<String> {
    let storage = DiskStorage::new(folder.join(member))?;
    let config = Config::new(format!("motlan/VN/GOV/{member}"), "44".repeat(32).parse()?);
    let (evidence, _) = Evidence::open(Arc::new(storage), config).await?;
    let numbers: Vec<u32> = (0..count).filter(|number| has(role, *number)).collect();
    leave_unfinished(&evidence, role, count).await?;
    evidence.append_case(steps()).await?;
    let mut rest = numbers.as_slice();
    for size in KEPT_SIZES {
        let missing = usize::try_from(size - evidence.size(LogName::Exchange))?;
        let Some((now, later)) = rest.split_at_checked(missing) else {
            break;
        };
        finish(&evidence, role, now, count).await?;
        evidence.publish()?;
        keep(&evidence, folder, member)?;
        rest = later;
    }
    finish(&evidence, role, rest, count).await?;
    evidence.publish()?;
    keep(&evidence, folder, member)?;
    let keys = LogName::ALL.map(|log| format!("{member}/log/{log} {}\n", evidence.verifier(log)));
    evidence.close().await?;
    Ok(keys.concat())
}

/// Whether a side has a transaction: each lacks a few, as after a crash.
fn has(role: Role, number: u32) -> bool {
    match role {
        Role::Consumer => number % 1500 != 8,
        Role::Provider => number % 1000 != 7,
    }
}

async fn leave_unfinished(evidence: &Evidence, role: Role, count: u32) -> Result<()> {
    for number in count..count + UNFINISHED_COUNT {
        let causes = [
            Cause::Crash,
            Cause::PeerLost,
            Cause::CommitMissing,
            Cause::ProviderSilent,
        ];
        let cause = causes[number as usize % causes.len()];
        let finished = finished(number, role, count)?;
        evidence.leave_unfinished(cause, finished).await?;
    }
    Ok(())
}

async fn finish(evidence: &Evidence, role: Role, numbers: &[u32], count: u32) -> Result<()> {
    for batch in numbers.chunks(BATCH) {
        let mut appends = Vec::with_capacity(batch.len());
        for number in batch {
            let (evidence, finished) = (evidence.clone(), finished(*number, role, count)?);
            appends.push(tokio::spawn(async move { evidence.finish(finished).await }));
        }
        for append in appends {
            append.await??;
        }
        // More than two million entries may not wait for publication.
        if evidence.size(LogName::Exchange) - evidence.published_size(LogName::Exchange) > UNPUBLISHED {
            evidence.publish()?;
        }
    }
    Ok(())
}

/// Keeps the checkpoint of `exchange`, and proofs under the checkpoints of all logs.
fn keep(evidence: &Evidence, folder: &Path, member: &str) -> Result<()> {
    for log in LogName::ALL {
        let (size, log_path) = (evidence.published_size(log), format!("{member}/log/{log}"));
        let (kept, proofs) = (
            folder.join("kept").join(&log_path),
            folder.join("proofs").join(&log_path),
        );
        fs::create_dir_all(&kept)?;
        fs::create_dir_all(&proofs)?;
        fs::write(
            kept.join(size.to_string()),
            evidence.checkpoint(log).ok_or("no checkpoint")?,
        )?;
        for index in [0, size / 3, size / 2, size - 1] {
            let proof = evidence.proof(log, index)?.ok_or("no proof")?;
            fs::write(proofs.join(format!("{size}-{index}.tlog-proof")), proof)?;
        }
    }
    Ok(())
}

/// The steps of all dossiers, taking turns.
fn steps() -> Vec<CaseEntry> {
    let steps = (1..=STEPS).flat_map(|step| (0..DOSSIERS).map(move |dossier| (dossier, step)));
    steps
        .map(|(dossier, step)| CaseEntry {
            hour: Hour(FIRST_HOUR + step),
            system: 31,
            unit: 1 + dossier % 4,
            procedure: 1 + dossier % 2,
            dossier: Pseudonym((u128::from(dossier) << 64 | 0xD0).to_be_bytes()),
            step,
            channel: Channel::Online,
            received: None,
            due: None,
            ended: None,
            event: match step {
                1 => Event::Status { status: 1, number: 1 },
                component => Event::Component {
                    component,
                    source: Source::Vault,
                    form: Form::Electronic,
                    transaction: None,
                },
            },
            content: [0x5A; 32],
        })
        .collect()
}

/// Transaction `number`, the same on both sides but for the role.
fn finished(number: u32, role: Role, count: u32) -> Result<Finished> {
    let mut bytes = [0xA5; 32];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    let (key, transaction) = (TransactionKey::new(bytes)?, TransactionId(bytes.map(|byte| !byte)));
    let class = match number % 20 {
        0 => StatusClass::Redirection,
        1 | 2 => StatusClass::ClientError,
        3 => StatusClass::ServerError,
        _ => StatusClass::Success,
    };
    let hour = FIRST_HOUR + u32::try_from(u64::from(number) * u64::from(HOURS) / u64::from(count))?.min(HOURS - 1);
    let record = EvidenceRecord {
        created: Timestamp::from_seconds(i64::from(hour) * 3600),
        transaction,
        message_id: format!("message-{number}"),
        client: "VN/GOV/H45/onestop".parse()?,
        service: "VN/GOV/G01/population/verify".parse()?,
        peer: "VN/GOV/G01/gw1".parse()?,
        purpose: None,
        request: message(1),
        response: Some(message(3)),
    };
    let parties = (
        ServiceIndex(20 + number % 5),
        ConsumerIndex(30 + number % 3),
        ProviderIndex(9),
    );
    Ok(Finished::answered(role, parties, class, key, record).ok_or("no response")?)
}

fn message(fill: u8) -> SignedMessage {
    SignedMessage {
        content_digest: [fill; 64],
        signature: [fill + 1; 64],
        base: b"\"motlan-method\": POST".to_vec(),
    }
}
