//! The built-in counters over dossiers: which of a dossier's entries a figure counts, and how well each is proven.
//!
//! Base of the rates: dossiers that were received, so one that never was (statuses 1 and 3) is in none; one that was
//! withdrawn later stays. A component is what its last entry says (`dossier.rs`). These are working definitions; the official wording was not found (`packs/indicators/2024`).

use motlan_core::Day;
use motlan_evidence::case::{Channel, Source};

use super::dossier::{Component, Dossier, Held, status};
use super::parts::Part;
use super::{Basis, Ledger};
use crate::model::indicator::Counter;
use crate::model::observation::{EvidenceLevel, Side};
use crate::model::period::Period;

/// Takes the parts of figures, each with its counter.
type Sink<'call> = dyn FnMut(Counter, Part) + 'call;

/// Takes the parts of one figure.
type PartSink<'call> = dyn FnMut(Part) + 'call;

impl Counter {
    /// By which days the dossiers of a period are found; `None` for what counts no dossiers.
    pub(super) const fn basis(self) -> Option<Basis> {
        match self {
            Self::Received
            | Self::CarriedOver
            | Self::Online
            | Self::Reuse
            | Self::Prefill
            | Self::Digitised
            | Self::PapersNotAsked => Some(Basis::Received),
            Self::Finished | Self::OnTime | Self::ElectronicResult => Some(Basis::Finished),
            Self::StatusSynced | Self::StatusDifferences => Some(Basis::Stepped),
            Self::Transactions | Self::TransactionsPerDay | Self::TransactionsUnmatched => None,
        }
    }

    /// The best level that it can reach, whatever is counted: nobody else's log says anything about reuse, digitising
    /// and results.
    pub(super) const fn level_max(self) -> EvidenceLevel {
        match self {
            Self::Reuse | Self::Digitised | Self::ElectronicResult | Self::TransactionsUnmatched => {
                EvidenceLevel::OneSided
            }
            _ => EvidenceLevel::Proven,
        }
    }
}

impl Ledger {
    /// The parts that a dossier, listed on `day` for a reason, has in figures of `period`: of each of these counters,
    /// all of that basis.
    pub(super) fn parts(
        &self,
        (basis, day): (Basis, Day),
        counters: &[Counter],
        dossier: &Dossier,
        period: Period,
        sink: &mut Sink<'_>,
    ) {
        match basis {
            Basis::Received => {
                let Some(base) = self.base(dossier, status::RECEIVED, |held| held.received() == Some(day)) else {
                    return;
                };
                for counter in counters {
                    self.parts_of_received(*counter, dossier, &base, period, &mut |part| sink(*counter, part));
                }
            }
            Basis::Finished => {
                let Some(base) = self.base(dossier, status::DONE, |held| held.ended() == Some(day)) else {
                    return;
                };
                for counter in counters {
                    parts_of_finished(*counter, dossier, &base, &mut |part| sink(*counter, part));
                }
            }
            Basis::Stepped => {
                for (index, held, _) in dossier.steps().filter(|(_, _, step)| *step == day) {
                    let level = self.level(dossier, &held);
                    for counter in counters {
                        parts_of_step(*counter, index, level, &mut |part| sink(*counter, part));
                    }
                }
            }
        }
    }

    /// The first time that a dossier took a status, if it is on the day that is asked for.
    pub(super) fn base(&self, dossier: &Dossier, status: u8, is_then: impl Fn(&Held) -> bool) -> Option<Base> {
        let (index, held) = dossier.first(status).filter(|(_, held)| is_then(held))?;
        let level = self.level(dossier, &held);
        Some(Base { index, held, level })
    }

    fn parts_of_received(
        &self,
        counter: Counter,
        dossier: &Dossier,
        base: &Base,
        period: Period,
        sink: &mut PartSink<'_>,
    ) {
        let own = |index| (index, EvidenceLevel::OneSided);
        let above = match counter {
            Counter::Received => return base.count(sink),
            Counter::CarriedOver => {
                if dossier.end_day().is_none_or(|end| end >= period.first_day()) {
                    base.count(sink);
                }
                return;
            }
            Counter::PapersNotAsked => return self.papers(dossier, base, sink),
            Counter::Online => (base.held.channel == Channel::Online).then_some((base.index, base.level)),
            Counter::Reuse => first_component(dossier, |it| it.source.is_reuse()).map(own),
            Counter::Prefill => first_component(dossier, is_registry).map(|index| {
                let components = dossier.components();
                let mut links = components.iter().filter(|(_, it)| is_registry(it));
                (index, level(links.all(|(_, it)| self.is_matched(it))))
            }),
            Counter::Digitised => {
                let component = first_component(dossier, Component::is_digitised);
                component.or_else(|| dossier.electronic_result()).map(own)
            }
            _ => None,
        };
        base.divide(above, sink);
    }

    /// One part for each component that was not asked for; the base counts nowhere, but the figure rests on it.
    fn papers(&self, dossier: &Dossier, base: &Base, sink: &mut PartSink<'_>) {
        sink(base.part(None));
        for (index, component) in dossier.components() {
            if component.is_not_asked() {
                sink(Part {
                    side: Some(Side::Numerator),
                    index,
                    level: level(is_registry(&component) && self.is_matched(&component)),
                });
            }
        }
    }

    /// How well a status is proven: the national portal's side holds the same one, or it does not.
    fn level(&self, dossier: &Dossier, held: &Held) -> EvidenceLevel {
        let copies = self.synced.get(&(dossier.key.system, dossier.key.dossier));
        let is_other = |log| log != dossier.key.log;
        let is_portal = |log| {
            self.portal
                .as_ref()
                .is_none_or(|portal| self.logs.member(log) == portal)
        };
        level(copies.is_some_and(|copies| {
            copies
                .iter()
                .any(|(log, copy)| copy == held && is_other(*log) && is_portal(*log))
        }))
    }

    fn is_matched(&self, component: &Component) -> bool {
        self.matched.contains(&component.link)
    }
}

fn parts_of_finished(counter: Counter, dossier: &Dossier, base: &Base, sink: &mut PartSink<'_>) {
    let above = match counter {
        Counter::Finished => return base.count(sink),
        Counter::OnTime => base.held.is_on_time().then_some((base.index, base.level)),
        Counter::ElectronicResult => {
            let result = dossier.electronic_result();
            result.map(|index| (index, EvidenceLevel::OneSided))
        }
        _ => None,
    };
    base.divide(above, sink);
}

fn parts_of_step(counter: Counter, index: u64, level: EvidenceLevel, sink: &mut PartSink<'_>) {
    let is_synced = level == EvidenceLevel::Proven;
    let mut part = |side| sink(Part { side, index, level });
    match counter {
        Counter::StatusSynced => {
            part(Some(Side::Denominator));
            if is_synced {
                part(Some(Side::Numerator));
            }
        }
        _ => part((!is_synced).then_some(Side::Numerator)),
    }
}

/// The entry of the first component that is so.
fn first_component(dossier: &Dossier, is_so: fn(&Component) -> bool) -> Option<u64> {
    let components = dossier.components().into_iter().filter(|(_, it)| is_so(it));
    components.map(|(index, _)| index).min()
}

fn is_registry(component: &Component) -> bool {
    component.source == Source::Registry
}

const fn level(is_proven: bool) -> EvidenceLevel {
    if is_proven {
        EvidenceLevel::Proven
    } else {
        EvidenceLevel::OneSided
    }
}

/// The entry that makes a dossier one of the base.
pub(super) struct Base {
    pub(super) index: u64,
    pub(super) held: Held,
    pub(super) level: EvidenceLevel,
}

impl Base {
    const fn part(&self, side: Option<Side>) -> Part {
        Part {
            side,
            index: self.index,
            level: self.level,
        }
    }

    /// The dossier itself is what is counted.
    fn count(&self, sink: &mut PartSink<'_>) {
        sink(self.part(Some(Side::Numerator)));
    }

    /// The dossier is below the line, and above it if something of it is counted.
    fn divide(&self, above: Option<(u64, EvidenceLevel)>, sink: &mut PartSink<'_>) {
        sink(self.part(Some(Side::Denominator)));
        if let Some((index, level)) = above {
            sink(Part {
                side: Some(Side::Numerator),
                index,
                level,
            });
        }
    }
}
