//! From values to positions: round ends, the zero always in sight. Pure.

use crate::language::Language;

/// How values are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Whole things.
    Count,
    /// Shares between 0 and 1, written in percent with so many decimals.
    Percent(usize),
    /// Plain numbers with so many decimals.
    Number(usize),
}

impl Unit {
    /// A value in words.
    pub fn write(self, value: f64, language: Language) -> String {
        match self {
            Self::Count => language.decimal(value, 0),
            Self::Percent(decimals) => language.percent(value, decimals),
            Self::Number(decimals) => language.decimal(value, decimals),
        }
    }

    /// A round value of an axis: without decimals where it has none.
    fn tick(self, value: f64, language: Language) -> String {
        match self {
            Self::Percent(_) if is_whole(value * 100.0) => language.percent(value, 0),
            Self::Number(_) if is_whole(value) => language.decimal(value, 0),
            unit => unit.write(value, language),
        }
    }
}

fn is_whole(value: f64) -> bool {
    (value - value.round()).abs() < 1e-9
}

/// A scale from values to positions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// Holds all values and zero between two positions; its ends are round.
    pub(super) fn new(values: impl Iterator<Item = f64>, from: f64, to: f64) -> Self {
        let (least, most) = values.fold((0.0_f64, 0.0_f64), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        let high = if most == 0.0 && least == 0.0 {
            1.0
        } else {
            round_up(most)
        };
        Self {
            low: -round_up(-least),
            high,
            from,
            to,
        }
    }

    pub(super) fn place(&self, value: f64) -> f64 {
        self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from)
    }

    /// Zero, the ends, and the middle between zero and the upper end, with their words.
    pub(super) fn ticks(&self, unit: Unit, language: Language) -> Vec<(f64, String)> {
        let mut values = vec![0.0];
        if self.low < 0.0 {
            values.insert(0, self.low);
        }
        if self.high > 0.0 {
            // Half a thing is no tick.
            if unit != Unit::Count || is_whole(self.high / 2.0) {
                values.push(self.high / 2.0);
            }
            values.push(self.high);
        }
        values
            .into_iter()
            .map(|value| (value, unit.tick(value, language)))
            .collect()
    }
}

/// The next of 1, 2, 4, 5, 6, 8, 10 times a power of ten; zero stays zero.
fn round_up(value: f64) -> f64 {
    if value <= 0.0 {
        return 0.0;
    }
    let power = 10.0_f64.powf(value.log10().floor());
    let step = [1.0, 2.0, 4.0, 5.0, 6.0, 8.0, 10.0]
        .into_iter()
        .find(|step| value <= step * power * (1.0 + 1e-9));
    step.unwrap_or(10.0) * power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_round_and_hold_every_value() {
        for (value, end) in [
            (0.314, 0.4),
            (1_234.0, 2_000.0),
            (0.5, 0.5),
            (97.0, 100.0),
            (8.0, 8.0),
            (0.0023, 0.004),
        ] {
            assert!((round_up(value) - end).abs() < 1e-9, "{value}: {}", round_up(value));
        }
        assert!((round_up(0.0)).abs() < 1e-12 && round_up(-3.0).abs() < 1e-12);
    }

    #[test]
    fn values_map_to_positions_with_zero_on_the_axis() {
        let scale = Scale::new([10.0, 40.0].into_iter(), 200.0, 0.0);
        assert!((scale.place(0.0) - 200.0).abs() < 1e-9);
        assert!((scale.place(40.0) - 0.0).abs() < 1e-9);
        assert!((scale.place(10.0) - 150.0).abs() < 1e-9);
        let both = Scale::new([-0.5, 1.0].into_iter(), 0.0, 300.0);
        assert!((both.place(0.0) - 100.0).abs() < 1e-9, "zero lies between");
    }

    #[test]
    fn nothing_but_zeros_is_a_line_at_the_bottom() {
        let scale = Scale::new([0.0, 0.0].into_iter(), 200.0, 0.0);
        assert!((scale.place(0.0) - 200.0).abs() < 1e-9);
    }

    #[test]
    fn ticks_are_written_as_round_numbers() {
        let words = |unit, value: f64| -> Vec<String> {
            let ticks = Scale::new([value].into_iter(), 0.0, 1.0).ticks(unit, Language::Vietnamese);
            ticks.into_iter().map(|(_, words)| words).collect()
        };
        assert_eq!(words(Unit::Percent(1), 0.314), ["0\u{a0}%", "20\u{a0}%", "40\u{a0}%"]);
        assert_eq!(words(Unit::Count, 1_234.0), ["0", "1.000", "2.000"]);
        assert_eq!(words(Unit::Count, 1.0), ["0", "1"]);
    }
}
