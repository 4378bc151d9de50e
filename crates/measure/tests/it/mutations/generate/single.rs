//! Figures that stand alone: shares, averages, changes, multiples, sums.

use motlan_measure::Period;
use motlan_measure::reported::{Amount, Hedge, PrintedKind};

use super::super::written::{in_words, rounded, vi};
use super::{Group, Maker, UNITS};

impl Maker {
    /// `814.438/896.556 hồ sơ, 90,84%`
    pub(super) fn share(&mut self) -> Group {
        let (above, below) = self.counts();
        let decimals = u32::try_from(self.random.between(1, 2)).unwrap();
        let share = rounded(
            Amount::from(above) * Amount::ONE_HUNDRED / Amount::from(below),
            decimals,
        );
        let (_, noun) = *self.random.one_of(&UNITS);
        let mut row = self.row(PrintedKind::Ratio);
        row.printed = match self.random.between(1, 3) {
            1 => format!("{}/{} {noun}, {}%", vi(above.into()), vi(below.into()), vi(share)),
            2 => format!("{}/{} {noun} (đạt {}%)", vi(above.into()), vi(below.into()), vi(share)),
            _ => format!("{}%", vi(share)),
        };
        row.numerator = Some(above.into());
        row.denominator = Some(below.into());
        row.value = Some(share);
        Group {
            sort: "share",
            rows: vec![row],
        }
    }

    /// `34,9/36,2 triệu (96,4%)`: numerator and denominator are rounded too.
    pub(super) fn share_in_millions(&mut self) -> Group {
        let below = self.random.between(110, 990);
        let above = self.random.between(below / 3, below);
        let million = |tenths: u64| Amount::new(i64::try_from(tenths).unwrap(), 1);
        let share = rounded(Amount::from(above) * Amount::ONE_HUNDRED / Amount::from(below), 1);
        let mut row = self.row(PrintedKind::Ratio);
        row.printed = format!("{}/{} triệu ({}%)", vi(million(above)), vi(million(below)), vi(share));
        row.numerator = Some((million(above) * Amount::from(1_000_000)).normalize());
        row.denominator = Some((million(below) * Amount::from(1_000_000)).normalize());
        row.value = Some(share);
        Group {
            sort: "share in millions",
            rows: vec![row],
        }
    }

    pub(super) fn share_alone(&mut self) -> Group {
        let mut row = self.row(PrintedKind::Ratio);
        let share = Amount::new(i64::try_from(self.random.between(100, 9_999)).unwrap(), 2);
        row.printed = format!("{}%", vi(share));
        row.value = Some(share);
        Group {
            sort: "share alone",
            rows: vec![row],
        }
    }

    /// `51/63 địa phương`
    pub(super) fn fraction(&mut self) -> Group {
        let mut row = self.row(PrintedKind::Ratio);
        let (below, noun) = *self
            .random
            .one_of(&[(63, "địa phương"), (22, "bộ, ngành"), (30, "bộ, ngành")]);
        let above = self.random.between(1, below);
        row.printed = format!("{above:02}/{below} {noun}");
        row.numerator = Some(above.into());
        row.denominator = Some(below.into());
        Group {
            sort: "fraction alone",
            rows: vec![row],
        }
    }

    pub(super) fn average(&mut self) -> Group {
        let mut row = self.row(PrintedKind::Average);
        let period = Period::custom(row.period_start.unwrap(), row.period_end.unwrap()).unwrap();
        let sum = self.random.between(2_000_000, 900_000_000);
        let (words, value) = in_words(sum / period.day_count());
        let exact = Amount::from(sum) / Amount::from(period.day_count());
        row.printed = format!("khoảng {words} giao dịch/ngày");
        row.hedge = Hedge::About;
        row.numerator = Some(sum.into());
        row.denominator = Some(period.day_count().into());
        row.value = Some(if value < Amount::from(100_000) {
            rounded(exact, 0)
        } else {
            value
        });
        if value < Amount::from(100_000) {
            row.printed = format!("khoảng {} giao dịch/ngày", vi(rounded(exact, 0)));
        }
        "transaction/day".clone_into(&mut row.unit);
        Group {
            sort: "average",
            rows: vec![row],
        }
    }

    pub(super) fn change(&mut self) -> Group {
        let mut row = self.row(PrintedKind::DeltaPercent);
        let (earlier, later) = (self.random.between(300, 90_000), self.random.between(300, 90_000));
        let change = rounded(
            (Amount::from(later) / Amount::from(earlier) - Amount::ONE) * Amount::ONE_HUNDRED,
            1,
        );
        let word = if change.is_sign_negative() { "giảm" } else { "tăng" };
        row.printed = format!(
            "{word} {}% so với cùng kỳ năm trước ({})",
            vi(change),
            vi(earlier.into())
        );
        row.numerator = Some(later.into());
        row.denominator = Some(earlier.into());
        row.value = Some(change);
        Group {
            sort: "change",
            rows: vec![row],
        }
    }

    pub(super) fn multiple(&mut self) -> Group {
        let mut row = self.row(PrintedKind::Multiple);
        let (earlier, times) = (self.random.between(300, 9_000), self.random.between(12, 90));
        let later = earlier * times / 10;
        let value = rounded(Amount::from(later) / Amount::from(earlier), 1);
        row.printed = format!("gấp {} lần so với cùng kỳ năm trước", vi(value));
        row.numerator = Some(later.into());
        row.denominator = Some(earlier.into());
        row.value = Some(value);
        "times".clone_into(&mut row.unit);
        Group {
            sort: "multiple",
            rows: vec![row],
        }
    }

    pub(super) fn flow(&mut self) -> Group {
        let (unit, noun) = *self.random.one_of(&UNITS);
        let mut row = self.row(PrintedKind::Flow);
        let (words, value) = in_words(self.random.between(500, 400_000_000));
        unit.clone_into(&mut row.unit);
        row.numerator = Some(value);
        row.value = Some(value);
        row.printed = format!("{words} {noun}");
        Group {
            sort: "flow",
            rows: vec![row],
        }
    }
}
