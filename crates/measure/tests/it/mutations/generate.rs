//! Consistent figures as reports print them: shares, averages, changes, parts, series of levels, of many scopes, sources,
//! periods, hedges and unit words. Groups have nothing to do with one another, so that one can be changed without the others.

use motlan_measure::reported::{Amount, Change, Figure, FigureId, Hedge, PrintedKind, SourceCode};
use motlan_measure::{Day, Period};

use super::random::Random;
use super::written::{in_words, rounded, vi};

/// Scopes as tables write them: the country, the two sorts of agencies, codes of provinces and ministries.
const SCOPES: [&str; 8] = ["VN", "ministries", "provinces", "01", "54", "79", "G03", "G24"];

const PERIODS: [&str; 9] = [
    "2022-H1", "2022-H2", "2023-Q1", "2023-Q3", "2023", "2024-01", "2024-04", "2024-H1", "2024-H2",
];

/// Units of counts, with the word behind the number.
const UNITS: [(&str, &str); 6] = [
    ("dossier", "hồ sơ"),
    ("transaction", "giao dịch"),
    ("record", "bản ghi"),
    ("request", "yêu cầu"),
    ("account", "tài khoản"),
    ("document", "giấy tờ"),
];

/// Levels of the catalogue, for which it says that they are stocks.
const STOCKS: [(&str, &str); 4] = [
    ("population.verify.requests", "request"),
    ("identity.cards_issued", "card"),
    ("community_groups.groups", "group"),
    ("land.parcels", "parcel"),
];

/// Figures that belong together.
pub(super) struct Group {
    /// What sort of group, as the table names it.
    pub(super) sort: &'static str,
    /// Its figures.
    pub(super) rows: Vec<Figure>,
}

/// At least this many consistent rows.
pub(super) fn groups(seed: u64, rows: usize) -> Vec<Group> {
    let mut maker = Maker {
        random: Random::new(seed),
        next: 0,
    };
    let sorts: [fn(&mut Maker) -> Group; 14] = [
        Maker::share,
        Maker::share_in_millions,
        Maker::share_alone,
        Maker::fraction,
        Maker::average,
        Maker::change,
        Maker::multiple,
        Maker::parts,
        Maker::series,
        Maker::level_and_change,
        Maker::flow,
        Maker::count_and_change,
        Maker::months,
        Maker::not_above,
    ];
    let mut groups = Vec::new();
    let mut count = 0;
    while count < rows {
        let sort = maker.random.one_of(&sorts);
        let group = sort(&mut maker);
        count += group.rows.len();
        groups.push(group);
    }
    groups
}

struct Maker {
    random: Random,
    next: usize,
}

impl Maker {
    /// A row without numbers, of an indicator of its own.
    fn row(&mut self, kind: PrintedKind) -> Figure {
        self.next += 1;
        let period: Period = self.random.one_of(&PERIODS).parse().unwrap();
        let is_sum = matches!(
            kind,
            PrintedKind::Flow | PrintedKind::Average | PrintedKind::DeltaPercent | PrintedKind::Multiple
        );
        Figure {
            id: FigureId(format!("R{}", self.next)),
            source: SourceCode(format!("report-{}", self.random.between(1, 12))),
            indicator: format!("made.of_{}", self.next).parse().unwrap(),
            scope: (*self.random.one_of(&SCOPES)).to_owned(),
            period_start: is_sum.then(|| period.first_day()),
            period_end: Some(period.last_day()),
            period_label: String::new(),
            kind,
            numerator: None,
            denominator: None,
            value: None,
            unit: "percent".to_owned(),
            change: None,
            printed: String::new(),
            hedge: Hedge::Exact,
        }
    }

    /// A row of the same source, scope and indicator.
    fn beside(&mut self, other: &Figure) -> Figure {
        self.next += 1;
        Figure {
            id: FigureId(format!("R{}", self.next)),
            ..other.clone()
        }
    }

    fn counts(&mut self) -> (u64, u64) {
        let below = *self.random.one_of(&[900, 12_000, 450_000, 3_000_000]);
        let below = self.random.between(below, below * 9);
        (self.random.between(below / 10, below), below)
    }

    /// `814.438/896.556 hồ sơ, 90,84%`
    fn share(&mut self) -> Group {
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
    fn share_in_millions(&mut self) -> Group {
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

    fn share_alone(&mut self) -> Group {
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
    fn fraction(&mut self) -> Group {
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

    fn average(&mut self) -> Group {
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

    fn change(&mut self) -> Group {
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

    fn multiple(&mut self) -> Group {
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

    /// Two to four parts and their total.
    fn parts(&mut self) -> Group {
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
    fn series(&mut self) -> Group {
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
    fn level_and_change(&mut self) -> Group {
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

    fn flow(&mut self) -> Group {
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

    /// A total with its increase over the one that an earlier report prints, in things or in percent.
    fn count_and_change(&mut self) -> Group {
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
    fn months(&mut self) -> Group {
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
    fn not_above(&mut self) -> Group {
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
