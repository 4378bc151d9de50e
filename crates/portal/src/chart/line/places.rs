//! Where a line's points, gaps and last words stand. Pure.

use super::{LINE, Series};
use crate::chart::scale::Scale;
use crate::chart::svg::{Anchor, Words};

/// The place of a name on the axis.
pub(super) fn across(place: usize, count: usize, left: f64, right: f64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "days of a chart")]
    let share = if count > 1 {
        place as f64 / (count - 1) as f64
    } else {
        0.0
    };
    left + share * (right - left)
}

pub(super) fn stretches(series: &Series, x: impl Fn(usize) -> f64, scale: Scale) -> Vec<Vec<(f64, f64)>> {
    let mut stretches = vec![Vec::new()];
    for (place, datum) in series.data.iter().enumerate() {
        match (datum.get(), stretches.last_mut()) {
            (Some(value), Some(stretch)) => stretch.push((x(place), scale.place(value))),
            _ => stretches.push(Vec::new()),
        }
    }
    stretches.retain(|stretch| !stretch.is_empty());
    stretches
}

/// From the last figure before to the first after; at the ends to the axis' own end.
pub(super) fn gaps(series: &Series, x: impl Fn(usize) -> f64) -> Vec<(f64, f64)> {
    let mut gaps = Vec::new();
    let mut start = None;
    let last = series.data.len().saturating_sub(1);
    for (place, datum) in series.data.iter().enumerate() {
        match (datum.value.is_some(), start) {
            (false, None) => start = Some(place.saturating_sub(1)),
            (true, Some(from)) => {
                gaps.push((x(from), x(place)));
                start = None;
            }
            _ => {}
        }
    }
    gaps.extend(start.map(|from| (x(from), x(last))));
    gaps
}

/// Words beside their points, moved apart where they would touch: the upper one up.
pub(super) fn apart<'a>(ends: impl Iterator<Item = (&'static str, f64, &'a String)>, x: f64) -> Vec<Words> {
    let word = |(class, y, text): (&'static str, f64, &String)| Words {
        x,
        y: y + 5.0,
        anchor: Anchor::Start,
        class,
        text: text.clone(),
    };
    let mut words: Vec<_> = ends.map(word).collect();
    if let [first, second] = &mut words[..] {
        let (upper, lower) = if first.y <= second.y {
            (first, second)
        } else {
            (second, first)
        };
        let missing = LINE - (lower.y - upper.y);
        if missing > 0.0 {
            upper.y -= missing;
        }
    }
    words
}
