//! Figures that are held against each other: parts and totals, series, levels and changes.

use motlan_measure::Day;
use motlan_measure::reported::{Amount, Change, Hedge, PrintedKind, SourceCode};

use super::super::written::{in_words, rounded, vi};
use super::{Group, Maker, STOCKS, UNITS};

impl Maker {
    /// Two to four parts and their total.
    pub(super) fn parts(&mut self) -> Group {
        let (unit, noun) = *self.random.one_of(&UNITS);
        let mut whole = self.row(PrintedKind::Stock);
        unit.clone_into(&mut whole.unit);
        let is_related = self.random.chance(30);
        let count = if is_related { 2 } else { self.random.between(2, 4) };
        let counts: Vec<u64> = (0..count).map(|_| self.random.between(1_234, 2_345_678)).collect();
        let total: Amount = counts.iter().sum::<u64>().into();
        if is_related {
            whole.indicator = "civil_servants.synced".parse().unwrap();
            whole.scope = format!("agency-{}", self.next);
        }
        whole.numerator = Some(total);
        whole.value = Some(total);
        whole.printed = format!("{} {noun}", vi(total));
        let names = ["ministries", "provinces", "districts", "communes"];
        let mut rows = Vec::new();
        for (part, name) in counts.into_iter().zip(names) {
            let mut row = self.beside(&whole);
            row.kind = PrintedKind::Part;
            row.indicator = format!("{}.{name}", whole.indicator).parse().unwrap();
            row.numerator = Some(part.into());
            row.denominator = Some(total);
            row.value = None;
            row.printed = format!("{} {noun}", vi(part.into()));
            rows.push(row);
        }
        rows.push(whole);
        let sort = if is_related {
            "related parts"
        } else if rows.len() == 3 {
            "two parts"
        } else {
            "parts"
        };
        Group { sort, rows }
    }

    /// A total at three dates, each in another report.
    pub(super) fn series(&mut self) -> Group {
        let (code, unit) = *self.random.one_of(&STOCKS);
        let mut first = self.row(PrintedKind::Stock);
        first.indicator = code.parse().unwrap();
        first.scope = format!("area-{}", self.next);
        unit.clone_into(&mut first.unit);
        let mut level = self.random.between(30_000, 40_000_000);
        let mut rows = Vec::new();
        for (at, day) in ["2022-06-30", "2023-12-31", "2024-06-30"].into_iter().enumerate() {
            let mut row = if at == 0 { first.clone() } else { self.beside(&first) };
            row.source = SourceCode(format!("report-{}", 20 + at));
            row.period_end = Some(day.parse::<Day>().unwrap());
            let (words, value) = in_words(level);
            let (hedge, word) = *self.random.one_of(&[
                (Hedge::Exact, ""),
                (Hedge::MoreThan, "hơn "),
                (Hedge::Nearly, "gần "),
                (Hedge::About, "khoảng "),
            ]);
            row.printed = format!("{word}{words}");
            row.hedge = hedge;
            row.numerator = Some(value);
            row.value = Some(value);
            rows.push(row);
            level = level * self.random.between(110, 260) / 100;
        }
        Group { sort: "series", rows }
    }

    /// A share and the one of a year before, with the change between them, in points or in percent of the earlier one.
    pub(super) fn level_and_change(&mut self) -> Group {
        let mut earlier = self.row(PrintedKind::Ratio);
        earlier.period_end = Some("2023-06-30".parse().unwrap());
        let mut later = self.beside(&earlier);
        later.period_end = Some("2024-06-30".parse().unwrap());
        later.source = SourceCode("report-30".to_owned());
        let hundredths = |amount: u64| Amount::new(i64::try_from(amount).unwrap(), 2);
        let base = hundredths(self.random.between(2_000, 4_500));
        let points = hundredths(self.random.between(400, 3_000));
        let level = base + points;
        let by_points = self.random.chance(50);
        let by = if by_points {
            points
        } else {
            rounded(points * Amount::ONE_HUNDRED / base, 2)
        };
        let (unit, words) = if by_points {
            ("percentage_point", " điểm phần trăm")
        } else {
            ("percent", "")
        };
        earlier.value = Some(base);
        earlier.printed = format!("{}%", vi(base));
        later.value = Some(level);
        // Percent of a share is said by the count behind it, so the words do not repeat it.
        later.printed = if by_points {
            format!("{}% (tăng {}{words})", vi(level), vi(by))
        } else {
            format!("{}%", vi(level))
        };
        later.change = Some(Change {
            by,
            unit: unit.to_owned(),
            hedge: Hedge::Exact,
        });
        Group {
            sort: "level and change",
            rows: vec![earlier, later],
        }
    }

    /// A total with its increase over the one that an earlier report prints, in things or in percent.
    pub(super) fn count_and_change(&mut self) -> Group {
        let (unit, noun) = *self.random.one_of(&UNITS);
        let mut earlier = self.row(PrintedKind::Stock);
        unit.clone_into(&mut earlier.unit);
        earlier.period_end = Some("2024-03-31".parse().unwrap());
        let mut later = self.beside(&earlier);
        later.period_end = Some("2024-06-30".parse().unwrap());
        later.source = SourceCode("report-31".to_owned());
        let before = self.random.between(12_345, 3_000_000);
        let more = self.random.between(before / 20, before / 2);
        let (by, words) = if self.random.chance(50) {
            (Amount::from(more), format!("{} {noun}", vi(more.into())))
        } else {
            let percent = rounded(Amount::from(more) * Amount::ONE_HUNDRED / Amount::from(before), 2);
            (percent, format!("{}%", vi(percent)))
        };
        let unit = if by == Amount::from(more) { unit } else { "percent" };
        earlier.value = Some(before.into());
        earlier.printed = format!("{} {noun}", vi(before.into()));
        later.value = Some((before + more).into());
        later.printed = format!(
            "{} {noun} (tăng {words} so với tháng 3/2024)",
            vi((before + more).into())
        );
        later.change = Some(Change {
            by,
            unit: unit.to_owned(),
            hedge: Hedge::Exact,
        });
        Group {
            sort: "count and change",
            rows: vec![earlier, later],
        }
    }

    /// The sums of two months that follow each other, with labels and the change between them.
    pub(super) fn months(&mut self) -> Group {
        let (unit, noun) = *self.random.one_of(&UNITS);
        let mut march = self.row(PrintedKind::Flow);
        unit.clone_into(&mut march.unit);
        let mut april = self.beside(&march);
        for (row, label, bounds) in [
            (&mut march, "tháng 03/2024", ["2024-03-01", "2024-03-31"]),
            (&mut april, "tháng 4 năm 2024", ["2024-04-01", "2024-04-30"]),
        ] {
            label.clone_into(&mut row.period_label);
            [row.period_start, row.period_end] = bounds.map(|day| day.parse().ok());
        }
        let (before, after) = (self.random.between(3_000, 90_000), self.random.between(3_000, 90_000));
        let by = Amount::from(after) - Amount::from(before);
        let word = if by.is_sign_negative() { "giảm" } else { "tăng" };
        march.value = Some(before.into());
        march.printed = format!("{} {noun}", vi(before.into()));
        april.value = Some(after.into());
        april.printed = format!("{} {noun}, {word} {} so với tháng trước", vi(after.into()), vi(by));
        april.change = Some(Change {
            by,
            unit: unit.to_owned(),
            hedge: Hedge::Exact,
        });
        Group {
            sort: "months",
            rows: vec![march, april],
        }
    }

    /// Services fully online, which are not more than services online.
    pub(super) fn not_above(&mut self) -> Group {
        let mut whole = self.row(PrintedKind::Ratio);
        whole.indicator = "services.online_rate".parse().unwrap();
        whole.scope = format!("office-{}", self.next);
        let mut part = self.beside(&whole);
        part.indicator = "services.fully_online_rate".parse().unwrap();
        let high = self.random.between(4_000, 9_999);
        let low = self.random.between(1_000, high);
        for (row, share) in [(&mut whole, high), (&mut part, low)] {
            let share = Amount::new(i64::try_from(share).unwrap(), 2);
            row.value = Some(share);
            row.printed = format!("đạt {}%", vi(share));
        }
        Group {
            sort: "not above",
            rows: vec![whole, part],
        }
    }
}
