//! Figures that were checked together: each with its findings, found by its name, and with what others say of it.

use std::collections::BTreeMap;

use motlan_measure::reported::{Checked, Figure, FigureId};

/// A figure and what the rules say of it.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) figure: Figure,
    pub(super) checked: Checked,
}

/// Figures in the order of their table.
#[derive(Clone, Debug, Default)]
pub(super) struct Set {
    lines: Vec<Line>,
    places: BTreeMap<FigureId, usize>,
    spoken_of: BTreeMap<FigureId, Vec<usize>>,
}

impl Set {
    /// `checked` holds the findings of the figures, in their order.
    pub(super) fn new(figures: Vec<Figure>, checked: Vec<Checked>) -> Self {
        let lines: Vec<_> = figures
            .into_iter()
            .zip(checked)
            .map(|(figure, checked)| Line { figure, checked })
            .collect();
        let mut set = Self::default();
        for (place, line) in lines.iter().enumerate() {
            set.places.insert(line.figure.id.clone(), place);
            for other in line.checked.findings.iter().flat_map(|finding| &finding.others) {
                let speakers = set.spoken_of.entry(other.clone()).or_default();
                // Several findings of one figure may name the same other.
                if other != &line.figure.id && speakers.last() != Some(&place) {
                    speakers.push(place);
                }
            }
        }
        Self { lines, ..set }
    }

    /// Every figure.
    pub(super) fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The figure of this name.
    pub(super) fn find(&self, id: &str) -> Option<&Line> {
        self.get(&FigureId(id.to_owned()))
    }

    /// The same by its id.
    pub(super) fn get(&self, id: &FigureId) -> Option<&Line> {
        self.places.get(id).and_then(|place| self.lines.get(*place))
    }

    /// The figures whose findings name this one.
    pub(super) fn spoken_of(&self, id: &FigureId) -> impl Iterator<Item = &Line> {
        let places = self.spoken_of.get(id).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|place| self.lines.get(*place))
    }
}

/// The worst first; those of one verdict stay in the order of their table.
pub(super) fn worst_first<'a>(lines: impl Iterator<Item = &'a Line>) -> Vec<&'a Line> {
    let mut lines: Vec<_> = lines.collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.checked.verdict));
    lines
}
