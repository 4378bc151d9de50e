//! Figures that belong together, found once: those of one indicator and scope in order of time, those of one source.

use std::collections::HashMap;

use motlan_core::Day;

use super::NEIGHBOURS_MAX;
use super::reading::Reading;

/// An indicator and whom it speaks of.
pub(super) type Series<'a> = (&'a str, &'a str);

/// Places of figures by what they have in common, each list in order of time and then of ids.
pub(super) struct Groups<'a> {
    series: HashMap<Series<'a>, Vec<usize>>,
}

impl<'a> Groups<'a> {
    pub(super) fn of(readings: &[Reading<'a>]) -> Self {
        let mut series: HashMap<Series<'a>, Vec<usize>> = HashMap::new();
        for (place, reading) in readings.iter().enumerate() {
            series.entry(reading.series()).or_default().push(place);
        }
        for places in series.values_mut() {
            places.sort_by_key(|place| readings[*place].order());
        }
        Self { series }
    }

    /// The figures of an indicator and scope, the undated first, then in order of time.
    fn find<'g>(&'g self, series: Series<'g>) -> &'g [usize] {
        let all: &HashMap<Series<'g>, Vec<usize>> = &self.series;
        all.get(&series).map(Vec::as_slice).unwrap_or_default()
    }

    /// The figures of a series whose last day lies in this span, at most [`NEIGHBOURS_MAX`], the latest first.
    pub(super) fn within(
        &self,
        readings: &[Reading<'a>],
        series: Series<'_>,
        days: std::ops::RangeInclusive<Day>,
    ) -> Vec<usize> {
        let places = self.find(series);
        let before = |day: Day| places.partition_point(|place| readings[*place].last < Some(day));
        let through = |day: Day| places.partition_point(|place| readings[*place].last <= Some(day));
        let (begin, end) = (before(*days.start()), through(*days.end()));
        let found = places.get(begin..end).unwrap_or_default();
        found.iter().rev().take(NEIGHBOURS_MAX).copied().collect()
    }

    /// The figures of a series that are nearest in time, at most [`NEIGHBOURS_MAX`], itself not among them.
    pub(super) fn near(&self, readings: &[Reading<'a>], place: usize, series: Series<'_>) -> Vec<usize> {
        let places = self.find(series);
        let at = places.partition_point(|other| readings[*other].last < readings[place].last);
        let half = NEIGHBOURS_MAX / 2;
        let range = at.saturating_sub(half)..places.len().min(at + half + 1);
        let found = places.get(range).unwrap_or_default();
        found.iter().filter(|other| **other != place).copied().collect()
    }
}
