//! A trend: one or two lines over days or months. Each line ends in its value; what is missing is a gap.

mod places;

use self::places::{across, apart, gaps, stretches};
use super::scale::{Scale, Unit};
use super::svg::{Anchor, Svg, Words, width};
use super::{About, Chart, Datum};
use crate::language::Language;
use crate::parts::Cell;

/// Height of both drawings.
const HEIGHT: f64 = 260.0;

/// Room above the plot: half a line of words.
const TOP: f64 = 16.0;

/// Room under the plot for the names of the ends.
const BOTTOM: f64 = 32.0;

/// From one line of words to the next.
const LINE: f64 = 20.0;

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// What it shows, short.
    pub name: String,
    /// One for each name on the axis, in order; all series have the same names.
    pub data: Vec<Datum>,
}

/// A value that is to be reached.
#[derive(Clone, Debug, PartialEq)]
pub struct Aim {
    /// The value.
    pub value: f64,
    /// Its words, as in `cần đạt 50 %`.
    pub words: String,
}

/// A trend.
#[derive(Clone, Debug, PartialEq)]
pub struct Lines {
    /// One or two; more are not drawn.
    pub series: Vec<Series>,
    /// What is to be reached.
    pub aim: Option<Aim>,
}

/// Where everything stands.
#[derive(Debug)]
struct Layout {
    scale: Scale,
    left: f64,
    right: f64,
    /// For each series its unbroken stretches.
    stretches: Vec<Vec<Vec<(f64, f64)>>>,
    /// Left and right end of each stretch without figures.
    gaps: Vec<(f64, f64)>,
    words: Vec<Words>,
}

impl Lines {
    /// The chart.
    pub fn chart(&self, about: &About) -> Chart {
        let names: Vec<_> = self.drawn().iter().map(|series| format!("#{}", series.name)).collect();
        let mut table = about.table(&names.iter().map(String::as_str).collect::<Vec<_>>());
        for (place, datum) in self
            .drawn()
            .first()
            .map_or(&[][..], |first| &first.data)
            .iter()
            .enumerate()
        {
            let mut cells = vec![Cell::new(&datum.name)];
            cells[0].href.clone_from(&datum.href);
            let row = self.drawn().iter().filter_map(|series| series.data.get(place));
            cells.extend(row.map(|datum| datum.cell(about.unit, about.language)));
            table.push(cells);
        }
        about.chart(|wide| self.draw(wide, about.unit, about.language), table)
    }

    fn drawn(&self) -> &[Series] {
        &self.series[..self.series.len().min(2)]
    }

    fn values(&self) -> impl Iterator<Item = f64> {
        let aim = self.aim.iter().map(|aim| aim.value);
        self.drawn()
            .iter()
            .flat_map(|series| &series.data)
            .filter_map(Datum::get)
            .chain(aim)
    }

    fn layout(&self, wide: f64, unit: Unit, language: Language) -> Layout {
        // With two lines their names stand on top, each in the colour of its line.
        let names = if self.drawn().len() > 1 { LINE * 2.0 + 8.0 } else { 0.0 };
        let scale = Scale::new(self.values(), HEIGHT - BOTTOM, TOP + names);
        let ticks = scale.ticks(unit, language);
        let left = ticks.iter().map(|(_, words)| width(words)).fold(0.0, f64::max) + 8.0;
        let ends: Vec<_> = self
            .drawn()
            .iter()
            .filter_map(|series| self.end(series, unit, language))
            .collect();
        let right = wide - ends.iter().map(|(_, _, words)| width(words)).fold(0.0, f64::max) - 12.0;
        let count = self.drawn().iter().map(|series| series.data.len()).max().unwrap_or(0);
        let x = |place: usize| across(place, count, left + 4.0, right);
        let mut words: Vec<_> = ticks
            .into_iter()
            .map(|(value, text)| Words {
                x: left - 8.0,
                y: scale.place(value) + 5.0,
                anchor: Anchor::End,
                class: "quiet",
                text,
            })
            .collect();
        words.extend(self.names());
        words.extend(self.ends_of_axis(left, right, wide));
        words.extend(apart(
            ends.iter()
                .map(|(class, value, text)| (*class, scale.place(*value), text)),
            right + 12.0,
        ));
        words.extend(self.aim.as_ref().map(|aim| Words {
            x: left + 4.0,
            y: scale.place(aim.value) - 6.0,
            anchor: Anchor::Start,
            class: "quiet",
            text: aim.words.clone(),
        }));
        Layout {
            left,
            right,
            stretches: self.drawn().iter().map(|series| stretches(series, x, scale)).collect(),
            gaps: self.drawn().first().map_or(Vec::new(), |series| gaps(series, x)),
            scale,
            words,
        }
    }

    /// Class, value and words of a line's last figure.
    fn end(&self, series: &Series, unit: Unit, language: Language) -> Option<(&'static str, f64, String)> {
        let value = series.data.iter().rev().find_map(Datum::get)?;
        let is_first = self.series.first() == Some(series);
        Some((if is_first { "one" } else { "two" }, value, unit.write(value, language)))
    }

    fn names(&self) -> Vec<Words> {
        let two = if let [first, second] = self.drawn() {
            vec![("one", first), ("two", second)]
        } else {
            Vec::new()
        };
        let mut y = TOP - 2.0;
        let mut words = Vec::new();
        for (class, series) in two {
            words.push(Words {
                x: 0.0,
                y,
                anchor: Anchor::Start,
                class,
                text: series.name.clone(),
            });
            y += LINE;
        }
        words
    }

    /// The names of the first and the last day; where they would touch, the last one uses the room of the values.
    fn ends_of_axis(&self, left: f64, right: f64, wide: f64) -> Vec<Words> {
        let data = self.drawn().first().map_or(&[][..], |series| &series.data);
        let word = |datum: &Datum, x, anchor| Words {
            x,
            y: HEIGHT - BOTTOM + 22.0,
            anchor,
            class: "quiet",
            text: datum.name.clone(),
        };
        match data {
            [] => Vec::new(),
            [only] => vec![word(only, left + 4.0, Anchor::Start)],
            [first, .., last] => {
                let room = right - left - 4.0;
                let is_narrow = width(&first.name) + width(&last.name) + 8.0 > room;
                let end = if is_narrow { wide } else { right };
                vec![word(first, left + 4.0, Anchor::Start), word(last, end, Anchor::End)]
            }
        }
    }

    fn draw(&self, wide: f64, unit: Unit, language: Language) -> Svg {
        let layout = self.layout(wide, unit, language);
        let mut svg = Svg::new(wide, HEIGHT);
        for (from, to) in &layout.gaps {
            svg.rect("gap", [*from, TOP, to - from, HEIGHT - BOTTOM - TOP]);
        }
        for (value, _) in layout.scale.ticks(unit, language) {
            let y = layout.scale.place(value);
            let class = if value == 0.0 { "zero" } else { "axis" };
            svg.line(class, (layout.left, y), (layout.right, y));
        }
        if let Some(aim) = &self.aim {
            let y = layout.scale.place(aim.value);
            svg.line("aim", (layout.left, y), (layout.right, y));
        }
        for (stretches, class) in layout.stretches.iter().zip(["one", "two"]) {
            for stretch in stretches {
                match &stretch[..] {
                    [alone] => svg.circle(&format!("dot {class}"), *alone, 3.0),
                    points => svg.path(&format!("path {class}"), points),
                }
            }
            if let Some(end) = stretches.last().and_then(|stretch| stretch.last()) {
                svg.circle(&format!("dot {class}"), *end, 4.0);
            }
        }
        for words in &layout.words {
            svg.words(words);
        }
        svg
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{NARROW, WIDE};

    fn series(name: &str, values: &[Option<f64>]) -> Series {
        let datum = |(day, value): (usize, &Option<f64>)| Datum::new(format!("{:02}/11/2026", day + 1), *value);
        Series {
            name: name.to_owned(),
            data: values.iter().enumerate().map(datum).collect(),
        }
    }

    fn lines(values: &[&[Option<f64>]]) -> Lines {
        Lines {
            series: values
                .iter()
                .zip(["Tái sử dụng", "Điền sẵn"])
                .map(|(values, name)| series(name, values))
                .collect(),
            aim: None,
        }
    }

    fn layout(lines: &Lines, wide: f64) -> Layout {
        lines.layout(wide, Unit::Percent(1), Language::Vietnamese)
    }

    #[test]
    fn values_stand_at_their_height_and_days_in_equal_steps() {
        let lines = lines(&[&[Some(0.0), Some(0.2), Some(0.4)]]);
        let layout = layout(&lines, WIDE);
        let points = &layout.stretches[0][0];
        assert!((points[0].1 - (HEIGHT - BOTTOM)).abs() < 1e-9, "zero on the axis");
        assert!((points[2].1 - TOP).abs() < 1e-9, "the end on top");
        assert!((points[1].1 - f64::midpoint(points[0].1, points[2].1)).abs() < 1e-9);
        assert!((points[1].0 - f64::midpoint(points[0].0, points[2].0)).abs() < 1e-9);
    }

    #[test]
    fn what_is_missing_is_a_gap_and_never_zero() {
        let lines = lines(&[&[Some(0.3), None, Some(0.2), Some(0.2), None, None]]);
        let layout = layout(&lines, WIDE);
        let lengths: Vec<_> = layout.stretches[0].iter().map(Vec::len).collect();
        assert_eq!(lengths, [1, 2]);
        assert_eq!(layout.gaps.len(), 2);
        assert!(
            (layout.gaps[1].1 - layout.right).abs() < 1e-9,
            "the last gap reaches the end"
        );
        let drawing = lines
            .draw(WIDE, Unit::Percent(1), Language::Vietnamese)
            .finish("wide", "", "")
            .to_string();
        assert_eq!(drawing.matches("<path").count(), 1, "one line of two points");
        assert_eq!(drawing.matches("<rect class=\"gap\"").count(), 2);
    }

    #[test]
    fn words_do_not_touch_and_stay_inside() {
        let close: &[&[Option<f64>]] = &[&[Some(0.1), Some(0.311)], &[Some(0.3), Some(0.314)]];
        let far: &[&[Option<f64>]] = &[&[Some(12.0), Some(0.0)]];
        let top: &[&[Option<f64>]] = &[&[Some(0.4), Some(0.4)], &[Some(0.4), Some(0.4)]];
        for values in [close, far, top] {
            for wide in [NARROW, WIDE] {
                let layout = layout(&lines(values), wide);
                for (place, words) in layout.words.iter().enumerate() {
                    let [left, above, right, below] = words.bounds();
                    assert!(
                        left >= 0.0 && right <= wide && above >= 0.0 && below <= HEIGHT,
                        "{wide}: {words:?}"
                    );
                    for other in &layout.words[place + 1..] {
                        assert!(!words.overlaps(other), "{wide}: {words:?} {other:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn nothing_at_all_is_drawn_as_axes() {
        for values in [&[][..], &[None, None][..]] {
            let lines = lines(&[values]);
            let layout = layout(&lines, NARROW);
            assert!(layout.stretches.iter().all(Vec::is_empty));
            lines.draw(NARROW, Unit::Count, Language::English);
        }
        Lines {
            series: Vec::new(),
            aim: None,
        }
        .draw(WIDE, Unit::Count, Language::English);
    }
}
