//! How long things took, and the percentiles of that: one rule for all figures.

use std::time::Duration;

/// Times of things that were measured alike.
#[derive(Debug, Default)]
pub(super) struct Times {
    seconds: Vec<f64>,
}

impl Times {
    /// Adds one.
    pub(super) fn add(&mut self, time: Duration) {
        self.seconds.push(time.as_secs_f64());
    }

    /// Adds those of another.
    pub(super) fn merge(&mut self, other: &Self) {
        self.seconds.extend(&other.seconds);
    }

    /// How many there are.
    pub(super) fn count(&self) -> f64 {
        count(self.seconds.len())
    }

    /// The least time, in ms, that this share of them does not exceed (nearest rank): 0.5 is the median, 1 the longest.
    /// Not a number if there are none.
    pub(super) fn percentile_ms(&self, share: f64) -> f64 {
        let mut sorted = self.seconds.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a rank in the list"
        )]
        let rank = (count(sorted.len()) * share).ceil() as usize;
        let found = sorted.get(rank.saturating_sub(1));
        found.map_or(f64::NAN, |seconds| seconds * 1000.0)
    }
}

/// A count as a number to calculate with.
#[expect(clippy::cast_precision_loss, reason = "a bench never counts to 2^52")]
pub(super) fn count(number: usize) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_a_time_that_was_measured() {
        let mut times = Times::default();
        assert!(times.percentile_ms(0.5).is_nan());
        for seconds in (1..=4).rev() {
            times.add(Duration::from_secs(seconds));
        }
        let found = [0.0, 0.25, 0.5, 0.51, 0.95, 1.0].map(|share| format!("{:.0}", times.percentile_ms(share)));
        assert_eq!(found, ["1000", "1000", "2000", "3000", "4000", "4000"]);
    }
}
