//! Which figures a list shows, and how many there would be under every other choice. No language, no layout.

use std::collections::BTreeMap;

use motlan_core::{Code, Failure};
use motlan_measure::IndicatorCode;
use motlan_measure::reported::Verdict;

use super::asked::{Asked, Filter};
use super::sample::Documents;
use super::set::{Line, worst_first};

/// Lines of a page. With the typeface and the style sheet a page of these stays below 150 KB.
pub(super) const PAGE_ROWS: usize = 12;

/// The list.
pub(super) struct ListFacts<'a> {
    pub(super) documents: &'a Documents,
    pub(super) filter: &'a Filter,
    /// The page of the list, from 1.
    pub(super) page: usize,
    /// The chosen figures, the worst first.
    pub(super) chosen: Vec<&'a Line>,
    /// How many of each verdict; the other choices hold.
    pub(super) by_verdict: BTreeMap<Verdict, usize>,
    /// How many of each document, by its label.
    pub(super) by_source: BTreeMap<String, usize>,
    /// How many of each indicator.
    pub(super) by_indicator: BTreeMap<&'a IndicatorCode, usize>,
}

impl<'a> ListFacts<'a> {
    /// The lines of this page.
    pub(super) fn shown(&self) -> &[&'a Line] {
        let first = ((self.page - 1) * PAGE_ROWS).min(self.chosen.len());
        let last = (first + PAGE_ROWS).min(self.chosen.len());
        &self.chosen[first..last]
    }

    /// How many of the chosen have this verdict.
    pub(super) fn count(&self, verdict: Verdict) -> usize {
        self.chosen
            .iter()
            .filter(|line| line.checked.verdict == verdict)
            .count()
    }
}

/// The figures that are asked for.
///
/// Errors: `not_found` for a document or indicator of which there is no figure, and for a page beyond the last.
pub(super) fn listed<'a>(documents: &'a Documents, asked: &'a Asked) -> Result<ListFacts<'a>, Failure> {
    let filter = &asked.filter;
    let lines = documents.set.lines();
    let any = |only: &Filter| lines.iter().any(|line| has(documents, line, only));
    let source = Filter {
        source: filter.source.clone(),
        ..Filter::default()
    };
    let indicator = Filter {
        indicator: filter.indicator.clone(),
        ..Filter::default()
    };
    if !any(&source) || !any(&indicator) {
        return Err(Code::NotFound.into());
    }
    let under = |other: &Filter| -> Vec<&'a Line> {
        let other = other.clone();
        lines.iter().filter(|line| has(documents, line, &other)).collect()
    };
    let chosen = worst_first(under(filter).into_iter());
    if asked.page > 1 && (asked.page - 1) * PAGE_ROWS >= chosen.len() {
        return Err(Code::NotFound.into());
    }
    let mut facts = ListFacts {
        documents,
        filter,
        page: asked.page,
        chosen,
        by_verdict: BTreeMap::new(),
        by_source: BTreeMap::new(),
        by_indicator: BTreeMap::new(),
    };
    for line in under(&Filter {
        verdict: None,
        ..filter.clone()
    }) {
        *facts.by_verdict.entry(line.checked.verdict).or_default() += 1;
    }
    for line in under(&Filter {
        source: None,
        ..filter.clone()
    }) {
        let label = documents.label(&line.figure.source);
        *facts.by_source.entry(label).or_default() += 1;
    }
    for line in under(&Filter {
        indicator: None,
        ..filter.clone()
    }) {
        *facts.by_indicator.entry(&line.figure.indicator).or_default() += 1;
    }
    Ok(facts)
}

fn has(documents: &Documents, line: &Line, filter: &Filter) -> bool {
    let figure = &line.figure;
    filter.verdict.is_none_or(|verdict| line.checked.verdict == verdict)
        && filter
            .indicator
            .as_ref()
            .is_none_or(|code| figure.indicator.as_str() == code)
        && filter
            .source
            .as_ref()
            .is_none_or(|label| documents.label(&figure.source) == *label)
}

#[cfg(test)]
mod tests {
    use super::super::asked::RawQuery;
    use super::super::sample::documents;
    use super::*;

    fn asked(filter: Filter, page: usize) -> Asked {
        Asked {
            filter,
            page,
            ..Asked::parse(&RawQuery::default()).unwrap()
        }
    }

    #[test]
    fn the_worst_come_first_and_every_count_is_what_its_choice_shows() {
        let everything = asked(Filter::default(), 1);
        let facts = listed(documents(), &everything).unwrap();
        let verdicts: Vec<_> = facts.chosen.iter().map(|line| line.checked.verdict).collect();
        assert!(verdicts.is_sorted_by(|a, b| a >= b));
        assert!(verdicts.len() > 2 * PAGE_ROWS && facts.shown().len() == PAGE_ROWS);
        for (verdict, count) in &facts.by_verdict {
            let filter = Filter {
                verdict: Some(*verdict),
                ..Filter::default()
            };
            assert_eq!(listed(documents(), &asked(filter, 1)).unwrap().chosen.len(), *count);
        }
        for (label, count) in &facts.by_source {
            let filter = Filter {
                source: Some(label.clone()),
                verdict: Some(Verdict::Ambiguous),
                ..Filter::default()
            };
            let asked_for = asked(filter, 1);
            let narrowed = listed(documents(), &asked_for).unwrap();
            assert!(narrowed.chosen.len() < *count, "{label}");
            assert_eq!(narrowed.by_verdict.values().sum::<usize>(), *count, "{label}");
            assert_eq!(narrowed.count(Verdict::Ambiguous), narrowed.chosen.len());
        }
    }

    #[test]
    fn what_no_figure_speaks_of_is_no_choice() {
        let source = Filter {
            source: Some("A99".to_owned()),
            ..Filter::default()
        };
        let indicator = Filter {
            indicator: Some("no.such".to_owned()),
            ..Filter::default()
        };
        for asked in [asked(source, 1), asked(indicator, 1), asked(Filter::default(), 99)] {
            let refused = listed(documents(), &asked).err().unwrap();
            assert_eq!(refused.code, Code::NotFound, "{asked:?}");
        }
    }
}
