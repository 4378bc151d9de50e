//! Consistent figures as reports print them: shares, averages, changes, parts, series of levels, of many scopes, sources,
//! periods, hedges and unit words. Groups have nothing to do with one another, so that one can be changed without the others.

mod sets;
mod single;

use motlan_measure::Period;
use motlan_measure::reported::{Figure, FigureId, Hedge, PrintedKind, SourceCode};

use super::random::Random;

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
}
