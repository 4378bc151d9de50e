//! A bar of parts: how a whole is made up. Three parts at most; the third is the rest and has no hue.

use super::svg::{Anchor, Svg, Words, width};
use super::{About, Chart, Datum};
use crate::parts::Cell;

/// The bar's height.
const BAR: f64 = 32.0;

/// From one line of words to the next.
const LINE: f64 = 24.0;

/// Parts that are drawn.
const PARTS_MAX: usize = 3;

/// A bar of parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bars {
    /// The head of the table's column of values.
    pub values: String,
    /// The parts from left to right; a part without a figure is only in the table.
    pub parts: Vec<Datum>,
}

#[derive(Debug)]
struct Layout {
    height: f64,
    /// Left end and length of each part.
    areas: Vec<(f64, f64)>,
    /// The words of each part, in the same order.
    words: Vec<Words>,
    /// Where words do not fit under their parts they stand in lines, each behind its colour.
    is_listed: bool,
}

impl Bars {
    /// The chart.
    pub fn chart(&self, about: &About) -> Chart {
        let mut table = about.table(&[&format!("#{}", self.values)]);
        for part in &self.parts {
            let mut name = Cell::new(&part.name);
            name.href.clone_from(&part.href);
            table.push(vec![name, part.cell(about.unit, about.language)]);
        }
        let words: Vec<_> = self
            .drawn()
            .map(|part| part.words(about.unit, about.language))
            .collect();
        about.chart(|wide| self.draw(wide, &words), table)
    }

    fn drawn(&self) -> impl Iterator<Item = &Datum> {
        self.parts.iter().filter(|part| part.value.is_some()).take(PARTS_MAX)
    }

    fn layout(&self, wide: f64, values: &[String]) -> Layout {
        let total: f64 = self.drawn().filter_map(Datum::get).map(|value| value.max(0.0)).sum();
        let mut x = 0.0;
        let mut areas = Vec::new();
        for value in self.drawn().filter_map(Datum::get) {
            let length = if total > 0.0 {
                value.max(0.0) / total * wide
            } else {
                0.0
            };
            areas.push((x, length));
            x += length;
        }
        let texts: Vec<_> = self
            .drawn()
            .zip(values)
            .map(|(part, value)| format!("{} {value}", part.name))
            .collect();
        let is_listed = texts
            .iter()
            .zip(&areas)
            .any(|(text, (_, length))| width(text) + 8.0 > *length);
        let mut y = BAR + LINE;
        let mut words = Vec::new();
        for (text, (from, _)) in texts.into_iter().zip(&areas) {
            let x = if is_listed { 24.0 } else { *from };
            words.push(Words {
                x,
                y,
                anchor: Anchor::Start,
                class: "",
                text,
            });
            if is_listed {
                y += LINE;
            }
        }
        Layout {
            height: if is_listed { y - LINE + 8.0 } else { y + 8.0 },
            areas,
            words,
            is_listed,
        }
    }

    fn draw(&self, wide: f64, values: &[String]) -> Svg {
        let layout = self.layout(wide, values);
        let mut svg = Svg::new(wide, layout.height);
        for (((from, length), words), class) in layout
            .areas
            .iter()
            .zip(&layout.words)
            .zip(["part-1", "part-2", "part-3"])
        {
            // A hairline of paper keeps two parts apart where colours are not seen.
            svg.rect(class, [*from, 0.0, (length - 2.0).max(0.0), BAR]);
            if layout.is_listed {
                svg.rect(class, [0.5, words.y - 12.0, 14.0, 14.0]);
            }
            svg.words(words);
        }
        svg
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{NARROW, WIDE};

    fn bars(values: [f64; 3]) -> (Bars, Vec<String>) {
        let names = ["Từ kho", "Điền sẵn", "Nộp mới"];
        let parts = names
            .iter()
            .zip(values)
            .map(|(name, value)| Datum::new(*name, Some(value)))
            .collect();
        let bars = Bars {
            values: "Thành phần".to_owned(),
            parts,
        };
        (bars, values.map(|value| format!("{value:.0}")).into())
    }

    #[test]
    fn parts_fill_the_whole_in_their_proportion() {
        let (bars, values) = bars([300.0, 100.0, 0.0]);
        let layout = bars.layout(400.0, &values);
        assert_eq!(layout.areas, [(0.0, 300.0), (300.0, 100.0), (400.0, 0.0)]);
    }

    #[test]
    fn words_stand_under_their_parts_where_they_fit_and_never_touch() {
        let (even, values) = bars([1.0, 1.0, 1.0]);
        assert!(!even.layout(WIDE, &values).is_listed);
        let (uneven, uneven_values) = bars([96.0, 3.0, 1.0]);
        for (bars, values, wide) in [
            (&even, &values, NARROW),
            (&even, &values, WIDE),
            (&uneven, &uneven_values, NARROW),
            (&uneven, &uneven_values, WIDE),
        ] {
            let layout = bars.layout(wide, values);
            for (place, words) in layout.words.iter().enumerate() {
                let [_, _, right, below] = words.bounds();
                assert!(right <= wide && below <= layout.height, "{words:?}");
                assert!(
                    layout.words[place + 1..].iter().all(|other| !words.overlaps(other)),
                    "{words:?}"
                );
            }
        }
        assert!(uneven.layout(WIDE, &uneven_values).is_listed);
    }

    #[test]
    fn a_whole_of_nothing_is_no_bar() {
        let (bars, values) = bars([0.0, 0.0, 0.0]);
        assert!(
            bars.layout(WIDE, &values)
                .areas
                .iter()
                .all(|(_, length)| *length == 0.0)
        );
    }
}
