//! How many provinces have figures, and how many there are.

use motlan_core::{MemberId, Name};
use motlan_measure::model::indicator::Counter;
use motlan_measure::{Day, Pack, Period, Scope};

use super::facts::{Reach, SpanFacts};
use super::source::Source;
use crate::facts::Era;

impl Source<'_> {
    pub(super) fn reach(&self, span: SpanFacts) -> Reach {
        let (provinces, agencies): (Vec<_>, Vec<_>) = self
            .ledger
            .members_of(Counter::Received)
            .into_iter()
            .filter(|member| self.count(Counter::Received, &Scope::Member(member.clone()), span.period) > 0)
            .partition(is_province);
        let names = |members: Vec<MemberId>| members.iter().map(|member| (self.name)(member)).collect();
        Reach {
            provinces: names(provinces),
            agencies: names(agencies),
            population: provinces_on(population_day(self.frame.era, span.period)),
        }
    }
}

/// Whether a member is a province: those have codes with an H (Decision 20/2020/QĐ-TTg).
fn is_province(member: &MemberId) -> bool {
    member.class() == "GOV" && member.code().starts_with('H')
}

/// On which day the population is looked up. Sample data are of the time before the merger, whatever the clock says.
fn population_day(era: Era, period: Period) -> Day {
    match era {
        Era::Sample => Day::new(2024, 12, 31).unwrap_or(period.last_day()),
        Era::BeforeMerger | Era::AfterMerger => period.last_day(),
    }
}

fn provinces_on(day: Day) -> Option<(u64, Name)> {
    let pack = Pack::built_in();
    let reuse = pack.find_computed(Counter::Reuse)?;
    let code = reuse.populations.iter().find(|code| code.as_str() == "provinces")?;
    let version = pack.population(code)?.versions_on(day).next()?;
    Some((version.size?, version.who.clone()))
}

#[cfg(test)]
mod tests {
    use super::super::sample::{ledger, today, with_source};
    use super::*;

    #[test]
    fn sample_data_are_of_the_time_of_63_provinces() {
        let ledger = ledger();
        with_source(&ledger, |source| {
            let reach = source.reach(SpanFacts {
                period: "2026-11".parse().unwrap(),
                today: today(),
            });
            assert_eq!(reach.provinces.len(), 2);
            assert_eq!(reach.agencies, [], "the portal keeps copies, no dossiers");
            assert_eq!(reach.population.unwrap().0, 63);
        });
        assert_eq!(provinces_on(today()).unwrap().0, 34);
    }
}
