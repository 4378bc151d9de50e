//! A dot plot: one line for each place, its dot at the value, in the order in which the places are given.
//!
//! Dots instead of bars: 63 bars are a wall, 63 dots are a shape.

use super::scale::{Scale, Unit};
use super::svg::{Anchor, Svg, Words, width};
use super::{About, Chart, Datum, WIDE};
use crate::language::Language;
use crate::parts::Cell;

/// From one place to the next on a wide drawing.
const ROW: f64 = 28.0;

/// The same on a narrow one, where the name stands above its dot.
const ROW_NARROW: f64 = 48.0;

/// Room above the first row for the words of the axis.
const TOP: f64 = 28.0;

/// On a narrow drawing names stand clear of the zero line.
const NAME_INDENT: f64 = 10.0;

/// Names beyond this width end in dots; the table has them whole.
const NAME_MAX: f64 = 240.0;

/// A dot plot.
#[derive(Clone, Debug, PartialEq)]
pub struct Dots {
    /// The head of the table's column of values.
    pub values: String,
    /// One for each place, in the order of the drawing.
    pub data: Vec<Datum>,
    /// A value to compare with, as the country's, and its words.
    pub reference: Option<(f64, String)>,
}

#[derive(Debug)]
struct Layout {
    height: f64,
    scale: Scale,
    /// For each place the dot's position; none where there is no figure.
    dots: Vec<(f64, Option<f64>)>,
    words: Vec<Words>,
}

impl Dots {
    /// The chart.
    pub fn chart(&self, about: &About) -> Chart {
        let mut table = about.table(&[&format!("#{}", self.values)]);
        for datum in &self.data {
            let mut name = Cell::new(&datum.name);
            name.href.clone_from(&datum.href);
            table.push(vec![name, datum.cell(about.unit, about.language)]);
        }
        about.chart(|wide| self.draw(wide, about.unit, about.language), table)
    }

    fn layout(&self, wide: f64, unit: Unit, language: Language) -> Layout {
        let is_wide = wide >= WIDE;
        let row = if is_wide { ROW } else { ROW_NARROW };
        let names = self
            .data
            .iter()
            .map(|datum| width(&datum.name))
            .fold(0.0, f64::max)
            .min(NAME_MAX);
        let (left, right) = if is_wide {
            (names + 16.0, wide - 8.0)
        } else {
            (1.0, wide - 4.0)
        };
        let values = self.data.iter().filter_map(Datum::get);
        let scale = Scale::new(
            values.chain(self.reference.iter().map(|(value, _)| *value)),
            left,
            right,
        );
        let mut words = Vec::new();
        let mut dots = Vec::new();
        let mut y = TOP;
        for datum in &self.data {
            let middle = y + row - 14.0;
            words.push(name(
                datum,
                if is_wide { middle } else { middle - 20.0 },
                is_wide,
                names,
                wide,
            ));
            let x = datum.get().map(|value| scale.place(value));
            words.push(value(
                datum.words(unit, language),
                x.unwrap_or(scale.place(0.0)),
                middle,
                right,
                datum,
            ));
            dots.push((middle, x));
            y += row;
        }
        words.extend(
            self.reference
                .as_ref()
                .map(|(value, text)| reference(scale.place(*value), text, wide)),
        );
        Layout {
            height: y + 8.0,
            scale,
            dots,
            words,
        }
    }

    fn draw(&self, wide: f64, unit: Unit, language: Language) -> Svg {
        let layout = self.layout(wide, unit, language);
        let mut svg = Svg::new(wide, layout.height);
        let zero = layout.scale.place(0.0);
        svg.line("zero", (zero, TOP - 4.0), (zero, layout.height));
        if let Some((value, _)) = &self.reference {
            let x = layout.scale.place(*value);
            svg.line("aim", (x, TOP - 4.0), (x, layout.height));
        }
        for ((y, x), datum) in layout.dots.iter().zip(&self.data) {
            if let Some(x) = x {
                svg.line("reach", (zero, *y), (*x, *y));
                svg.circle(if datum.is_chosen { "dot chosen" } else { "dot one" }, (*x, *y), 5.0);
            }
        }
        for words in &layout.words {
            svg.words(words);
        }
        svg
    }
}

fn name(datum: &Datum, middle: f64, is_wide: bool, names: f64, wide: f64) -> Words {
    let room = if is_wide { NAME_MAX } else { wide - NAME_INDENT };
    Words {
        x: if is_wide { names } else { NAME_INDENT },
        y: middle + 5.0,
        anchor: if is_wide { Anchor::End } else { Anchor::Start },
        class: if datum.is_chosen { "strong" } else { "" },
        text: fitted(&datum.name, room),
    }
}

/// On the right of its dot, or on the left where the drawing ends.
fn value(text: String, x: f64, middle: f64, right: f64, datum: &Datum) -> Words {
    let is_inside = x + 12.0 + width(&text) <= right;
    Words {
        x: if is_inside { x + 12.0 } else { x - 12.0 },
        y: middle + 5.0,
        anchor: if is_inside { Anchor::Start } else { Anchor::End },
        class: if datum.value.is_some() { "strong" } else { "quiet" },
        text,
    }
}

fn reference(x: f64, text: &str, wide: f64) -> Words {
    let half = width(text) / 2.0;
    Words {
        x: x.clamp(half.min(wide / 2.0), (wide - half).max(wide / 2.0)),
        y: 14.0,
        anchor: Anchor::Middle,
        class: "quiet",
        text: text.to_owned(),
    }
}

/// As much of a name as there is room for.
fn fitted(name: &str, room: f64) -> String {
    if width(name) <= room {
        return name.to_owned();
    }
    let mut short = String::new();
    for letter in name.chars() {
        if width(&short) + width("……") > room {
            break;
        }
        short.push(letter);
    }
    format!("{}…", short.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::NARROW;

    fn dots() -> Dots {
        let place = |name: &str, value| Datum::new(name, value);
        Dots {
            values: "Tái sử dụng".to_owned(),
            data: vec![
                place("Đồng Nai", Some(0.4)),
                place("Phú Yên", Some(0.314)),
                place("Bộ Giao thông vận tải", Some(0.0)),
                place("Một cơ quan có tên dài hơn hẳn mọi cơ quan khác", None),
            ],
            reference: Some((0.35, "cả nước 35 %".to_owned())),
        }
    }

    #[test]
    fn dots_stand_at_their_values() {
        for wide in [NARROW, WIDE] {
            let layout = dots().layout(wide, Unit::Percent(1), Language::Vietnamese);
            let [full, part, none, missing] = &layout.dots[..] else {
                panic!("four places")
            };
            let zero = layout.scale.place(0.0);
            assert_eq!(none.1, Some(zero));
            assert_eq!(missing.1, None, "no figure is no dot");
            let (full, part) = (full.1.unwrap() - zero, part.1.unwrap() - zero);
            assert!((part / full - 0.314 / 0.4).abs() < 1e-9);
        }
    }

    #[test]
    fn words_do_not_touch_and_stay_inside() {
        for wide in [NARROW, WIDE] {
            let layout = dots().layout(wide, Unit::Percent(1), Language::Vietnamese);
            for (place, words) in layout.words.iter().enumerate() {
                let [left, above, right, below] = words.bounds();
                assert!(
                    left >= 0.0 && right <= wide && above >= 0.0 && below <= layout.height,
                    "{wide}: {words:?}"
                );
                for other in &layout.words[place + 1..] {
                    assert!(!words.overlaps(other), "{wide}: {words:?} {other:?}");
                }
            }
        }
    }

    #[test]
    fn long_names_end_in_dots() {
        assert_eq!(fitted("Phú Yên", 240.0), "Phú Yên");
        let short = fitted(&"a".repeat(99), 100.0);
        assert!(short.ends_with('…') && width(&short) <= 100.0, "{short}");
    }
}
