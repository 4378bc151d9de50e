//! A sparkline: a trend in the height of two lines of words, without axes but for the zero line.

use super::scale::Scale;
use super::svg::{Drawing, Svg};

const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 32.0;

/// Room for the last dot.
const MARGIN: f64 = 4.0;

/// A sparkline of at least two names; `label` says what it shows, with the last value in words.
pub fn sparkline(values: &[Option<f64>], label: &str) -> Drawing {
    let mut svg = Svg::new(WIDTH, HEIGHT);
    let scale = scale(values);
    let zero = scale.place(0.0);
    svg.line("zero", (0.0, zero), (WIDTH, zero));
    for stretch in stretches(values, scale) {
        match &stretch[..] {
            [alone] => svg.circle("dot", *alone, 2.0),
            points => svg.path("path one", points),
        }
        if let Some(end) = stretch.last() {
            // Only the newest figure has a dot.
            if (end.0 - (WIDTH - MARGIN)).abs() < 0.05 {
                svg.circle("dot", *end, 3.0);
            }
        }
    }
    svg.finish("sparkline", label, label)
}

fn scale(values: &[Option<f64>]) -> Scale {
    let finite = values.iter().flatten().copied().filter(|value| value.is_finite());
    Scale::new(finite, HEIGHT - MARGIN, MARGIN)
}

fn stretches(values: &[Option<f64>], scale: Scale) -> Vec<Vec<(f64, f64)>> {
    let steps = values.len().saturating_sub(1).max(1);
    #[expect(clippy::cast_precision_loss, reason = "days of a chart")]
    let x = |place: usize| MARGIN + place as f64 / steps as f64 * (WIDTH - 2.0 * MARGIN);
    let points = values.iter().enumerate().map(|(place, value)| {
        let value = value.filter(|value| value.is_finite())?;
        Some((x(place), scale.place(value)))
    });
    let points: Vec<_> = points.collect();
    let stretches = points.split(Option::is_none);
    let stretches = stretches.map(|stretch| stretch.iter().flatten().copied().collect::<Vec<_>>());
    stretches.filter(|stretch| !stretch.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_between_zero_and_the_top() {
        let values = [Some(0.0), Some(10.0), Some(5.0)];
        let points = &stretches(&values, scale(&values))[0];
        let heights: Vec<_> = points.iter().map(|(_, y)| *y).collect();
        assert!((heights[0] - 28.0).abs() < 1e-9 && (heights[1] - 4.0).abs() < 1e-9);
        assert!((heights[2] - 16.0).abs() < 1e-9);
        assert!((points[2].0 - 116.0).abs() < 1e-9);
    }

    #[test]
    fn gaps_break_the_line_and_only_the_newest_figure_has_a_dot() {
        let whole = sparkline(&[Some(1.0), Some(2.0), Some(3.0)], "3").to_string();
        assert_eq!(
            (whole.matches("<path").count(), whole.matches("<circle").count()),
            (1, 1)
        );
        let broken = sparkline(&[Some(1.0), Some(2.0), None, Some(3.0), Some(1.0), None], "?").to_string();
        assert_eq!(
            (broken.matches("<path").count(), broken.matches("<circle").count()),
            (2, 0)
        );
        let none = sparkline(&[None, Some(f64::NAN)], "chưa có").to_string();
        assert!(!none.contains("<path") && !none.contains("NaN"));
    }
}
