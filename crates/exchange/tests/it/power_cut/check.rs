//! What the disks tell after a power cut, compared with what was told before.

use motlan_evidence::audit::{Audit, audit};
use motlan_evidence::{Cause, Config, Entry, Found, LogName, Outcome, Role};
use motlan_store::storage::FaultyStorage;

use super::load::{Asked, Released, System, Told};
use super::open;
use super::plan::{Life, Side};
use super::recovered::Recovered;

/// A promise that was broken.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Violation {
    /// A gateway's evidence does not open, or a part of it cannot be read.
    Unreadable(Side, String),
    /// An answer left, and the log of this side does not have it where it must be.
    AnswerLost(Side, String),
    /// The entry or record on this side is not that of the answer that left.
    AnswerChanged(Side, String),
    /// A message has more than one entry in an exchange log.
    Repeated(Side, String),
    /// The system was made to change something, and the provider's logs have not exactly one trace of it.
    ChangeUntold(String),
    /// A checkpoint was published that the log does not go through.
    Forked(Side, LogName, u64),
    /// What an auditor of both logs finds.
    Audit(String),
}

impl Violation {
    /// Whose log is at fault, where that can be said.
    pub(super) fn side(&self) -> Option<Side> {
        match self {
            Self::Unreadable(side, _)
            | Self::AnswerLost(side, _)
            | Self::AnswerChanged(side, _)
            | Self::Repeated(side, _)
            | Self::Forked(side, ..) => Some(*side),
            Self::ChangeUntold(_) => Some(Side::Provider),
            Self::Audit(_) => None,
        }
    }
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) violations: Vec<Violation>,
    /// Answers that left.
    pub(super) answers: u64,
    /// Transactions that one side alone has, as they may be if nobody got an answer.
    pub(super) consumer_only: u64,
    pub(super) provider_only: u64,
    /// Changes whose end the power cut off.
    pub(super) crashed: u64,
}

impl Findings {
    pub(super) fn add(&mut self, other: Self) {
        self.violations.extend(other.violations);
        self.answers += other.answers;
        self.consumer_only += other.consumer_only;
        self.provider_only += other.provider_only;
        self.crashed += other.crashed;
    }
}

/// Opens both disks and checks every promise; after the last life an auditor looks too.
pub(super) async fn check(
    disks: &[FaultyStorage; 2],
    configs: [Config; 2],
    told: &Told,
    system: &System,
    life: &Life,
) -> Findings {
    let mut findings = Findings::default();
    let mut sides = Vec::new();
    for (side, config) in Side::ALL.into_iter().zip(configs) {
        let opened = open(&disks[side as usize], config).await;
        match opened.and_then(|evidence| Recovered::read(side, evidence)) {
            Ok(recovered) => sides.push(recovered),
            Err(error) => findings.violations.push(Violation::Unreadable(side, error.to_string())),
        }
    }
    let Ok([consumer, provider]) = <[Recovered; 2]>::try_from(sides) else {
        return findings;
    };
    for asked in &told.asked {
        findings.answers += u64::from(asked.answer.is_some());
        if let Err(violation) = check_asked(&consumer, &provider, asked, system) {
            findings.violations.push(violation);
        }
    }
    for recovered in [&consumer, &provider] {
        findings
            .violations
            .extend(LogName::ALL.into_iter().flat_map(|log| recovered.forks(log, told)));
    }
    let crashed = |entry: &&Entry| entry.outcome == Outcome::Unfinished(Cause::Crash);
    findings.crashed = provider.entries(LogName::Unfinished).iter().filter(crashed).count() as u64;
    if life.is_last {
        check_audit(&consumer, &provider, told, &mut findings);
    }
    findings
}

/// One question: what was answered stands on both sides, what was changed has a trace, nothing stands twice.
fn check_asked(consumer: &Recovered, provider: &Recovered, asked: &Asked, system: &System) -> Result<(), Violation> {
    let message_id = &asked.message_id;
    let asking = consumer.find(message_id)?;
    let answering = provider.find(message_id)?;
    if system.has_changed(message_id) && answering.len() != 1 {
        return Err(Violation::ChangeUntold(message_id.clone()));
    }
    let asking = single(consumer.side, message_id, asking)?;
    let answering = single(provider.side, message_id, answering)?;
    let Some(released) = &asked.answer else { return Ok(()) };
    let lost = |side| Violation::AnswerLost(side, message_id.clone());
    let asking = asking.ok_or(lost(Side::Consumer))?;
    let answering = answering.ok_or(lost(Side::Provider))?;
    let place = consumer.place(&asking.entry).ok_or(lost(Side::Consumer))?;
    provider.place(&answering.entry).ok_or(lost(Side::Provider))?;
    let changed = |side| Violation::AnswerChanged(side, message_id.clone());
    if place != released.index || !is_of(&asking, released) || asking.entry.role != Role::Consumer {
        return Err(changed(Side::Consumer));
    }
    // Equal but for the role: the same parties and hour, the same request and response.
    if !is_of(&answering, released)
        || answering.entry
            != (Entry {
                role: Role::Provider,
                ..asking.entry
            })
    {
        return Err(changed(Side::Provider));
    }
    Ok(())
}

/// The one record that has an answer, if any.
fn single(side: Side, message_id: &str, found: Vec<Found>) -> Result<Option<Found>, Violation> {
    let mut answered = found.into_iter().filter(|found| found.entry.log() == LogName::Exchange);
    match (answered.next(), answered.next()) {
        (found, None) => Ok(found),
        _ => Err(Violation::Repeated(side, message_id.to_owned())),
    }
}

/// Whether the owner's record speaks of the body that the client got.
fn is_of(found: &Found, released: &Released) -> bool {
    let response = found.record.as_ref().and_then(|record| record.response.as_ref());
    response.is_some_and(|response| response.content_digest == released.digest)
}

/// Both sides' files, given to the auditor.
fn check_audit(consumer: &Recovered, provider: &Recovered, told: &Told, findings: &mut Findings) {
    let folder = tempfile::tempdir().unwrap();
    let mut keys = Vec::new();
    for recovered in [consumer, provider] {
        recovered.export(&folder.path().join(format!("{:?}", recovered.side)));
        keys.extend(LogName::ALL.map(|log| recovered.evidence.verifier(log).clone()));
    }
    let Audit {
        findings: found,
        matched,
        consumer_only,
        provider_only,
        ..
    } = audit(&[folder.path().to_owned()], &keys).unwrap();
    findings
        .violations
        .extend(found.iter().map(|finding| Violation::Audit(finding.to_string())));
    (findings.consumer_only, findings.provider_only) = (consumer_only, provider_only);
    // Every answer counts, no question counts twice.
    if matched < findings.answers || matched + consumer_only > told.asked.len() as u64 {
        findings
            .violations
            .push(Violation::Audit(format!("{matched} of {} answers", findings.answers)));
    }
}
