//! Mistakes made in rows that have something to check: how many are noticed, and how many sound rows are doubted.
//!
//! `cargo test -p motlan-measure --test it mutations -- --nocapture` prints the table. A mistake is noticed when the verdict of
//! a row of its group becomes heavier than it was; *changed* is that it became any other one. *Unseen* mistakes are left out,
//! because nobody could notice them: swaps of digits that change nothing beyond the printed precision. Levels are printed as
//! flows only where the catalogue or another total knows better, and only rows with something to check are changed.

mod generate;
mod mutate;
mod random;
mod written;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use motlan_measure::reported::{Amount, Checked, Context, Figure, FigureId, PrintedKind, Verdict, check};

use proptest::prelude::*;

use crate::sample::figures;
use generate::{Group, groups};
use mutate::Tried;
use random::Random;

/// Consistent rows that are generated.
const ROWS: usize = 1_000;

const SEED: u64 = 20_240_630;

/// How often each mistake is made in each group.
const ROUNDS: u64 = 4;

/// The least share of mistakes noticed, in percent.
const NOTICED_MIN: usize = 98;

fn all(groups: &[Group]) -> Vec<Figure> {
    groups.iter().flat_map(|group| group.rows.clone()).collect()
}

fn verdicts(figures: &[Figure]) -> Verdicts {
    let checked = check(figures, &Context::built_in());
    checked
        .into_iter()
        .map(|Checked { id, verdict, .. }| (id, verdict))
        .collect()
}

/// A line of the table.
#[derive(Default)]
struct Line {
    unseen: usize,
    made: usize,
    changed: usize,
    noticed: usize,
    missed: Vec<String>,
}

/// Makes a mistake in every group that has a place for it, and looks whether a row of the group is doubted.
fn try_out(make: &dyn Fn() -> Vec<Group>, (_, mistake): mutate::Mistake) -> Line {
    let before = verdicts(&all(&make()));
    let mut line = Line::default();
    for round in 0..ROUNDS {
        let mut groups = make();
        let mut random = Random::new(SEED + round);
        let tried: Vec<_> = groups
            .iter_mut()
            .map(|group| try_in(group, mistake, &mut random))
            .collect();
        let after = verdicts(&all(&groups));
        for (group, tried) in groups.iter().zip(tried) {
            line.unseen += usize::from(tried == Tried::Unseen);
            if tried == Tried::Made {
                line.count(group, &before, &after);
            }
        }
    }
    line
}

/// Makes a mistake that can be seen, or leaves the group as it was.
fn try_in(group: &mut Group, mistake: fn(&mut Group, &mut Random) -> Tried, random: &mut Random) -> Tried {
    let original = group.rows.clone();
    let tried = mistake(group, random);
    if tried != Tried::Made {
        group.rows = original;
    }
    tried
}

type Verdicts = BTreeMap<FigureId, Verdict>;

impl Line {
    fn count(&mut self, group: &Group, before: &Verdicts, after: &Verdicts) {
        let is_any =
            |holds: fn(Verdict, Verdict) -> bool| group.rows.iter().any(|row| holds(after[&row.id], before[&row.id]));
        self.made += 1;
        self.changed += usize::from(is_any(|after, before| after != before));
        if is_any(|after, before| after > before) {
            self.noticed += 1;
        } else {
            self.missed.push(format!("{:?}", group.rows));
        }
    }
}

/// The rows of the sample that have something to check, with what they are held against, as groups.
fn of_sample() -> Vec<Group> {
    let figures = figures();
    let verdicts = verdicts(&figures);
    let is_checked = |figure: &&Figure| matches!(verdicts[&figure.id], Verdict::AddsUp | Verdict::Rounding);
    let (parts, single): (Vec<_>, Vec<_>) = figures
        .iter()
        .filter(is_checked)
        .cloned()
        .partition(|figure| figure.kind == PrintedKind::Part);
    let single = single.into_iter().map(|figure| Group {
        sort: "sample",
        rows: vec![figure],
    });
    let parts = Group {
        sort: "related parts",
        rows: parts,
    };
    single.chain([parts]).collect()
}

fn table(title: &str, lines: &[(&str, Line)]) -> String {
    let head = format!(
        "{:<34}{:>8}{:>8}{:>9}{:>9}{:>9}",
        "mistake", "unseen", "made", "changed", "noticed", "rate"
    );
    let mut table = format!("{title}\n{head}\n");
    for (name, line) in lines.iter().filter(|(_, line)| line.made > 0) {
        let rate = line.noticed * 1000 / line.made;
        let Line {
            unseen,
            made,
            changed,
            noticed,
            ..
        } = line;
        let (whole, tenth) = (rate / 10, rate % 10);
        writeln!(
            table,
            "{name:<34}{unseen:>8}{made:>8}{changed:>9}{noticed:>9}{whole:>6},{tenth}%"
        )
        .unwrap();
    }
    table
}

#[test]
#[expect(clippy::print_stdout, reason = "the table is what this test is for")]
fn mistakes_are_noticed_and_sound_rows_are_not_doubted() {
    let make = || groups(SEED, ROWS);
    let sound = verdicts(&all(&make()));
    let doubted: Vec<_> = sound
        .iter()
        .filter(|(_, verdict)| **verdict > Verdict::AddsUp)
        .collect();
    let lines: Vec<_> = mutate::ALL
        .iter()
        .map(|mistake| (mistake.0, try_out(&make, *mistake)))
        .collect();
    let sample: Vec<_> = mutate::ALL
        .iter()
        .map(|mistake| (mistake.0, try_out(&of_sample, *mistake)))
        .collect();
    let title = format!("{} generated rows, {} false alarms", sound.len(), doubted.len());
    println!(
        "{}\n{}",
        table(&title, &lines),
        table("rows of the sample with something to check", &sample)
    );
    assert!(sound.len() >= ROWS && doubted.is_empty(), "{doubted:?}");
    assert!(sound.values().filter(|verdict| **verdict == Verdict::AddsUp).count() > ROWS / 3);
    for (name, line) in lines
        .iter()
        .chain(&sample)
        .filter(|(name, _)| *name != "part removed (one of two)")
    {
        assert!(
            line.noticed * 100 >= line.made * NOTICED_MIN,
            "{name}: missed {:#?}",
            &line.missed[..line.missed.len().min(5)]
        );
    }
    for (name, line) in &lines {
        assert_eq!(line.changed, line.made, "{name}");
        assert!(line.made >= 20, "{name}: made only {} times", line.made);
    }
}

/// Where nothing says how many parts there are, a missing one of two leaves nothing to check, and the other no longer adds up.
#[test]
fn of_two_unrelated_parts_the_one_left_no_longer_adds_up() {
    let mut groups = groups(SEED, ROWS);
    groups.retain(|group| group.sort == "two parts");
    assert!(groups.len() > 5);
    for group in &mut groups {
        group.rows.remove(0);
    }
    assert!(
        verdicts(&all(&groups))
            .values()
            .all(|verdict| *verdict == Verdict::NothingToCheck)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn consistent_figures_of_any_seed_are_not_doubted(seed: u64) {
        let figures = all(&groups(seed, 150));
        let doubted: Vec<_> = verdicts(&figures).into_iter().filter(|(_, verdict)| *verdict > Verdict::AddsUp).collect();
        prop_assert!(doubted.is_empty(), "{doubted:?}");
    }

    #[test]
    fn the_order_of_any_figures_changes_nothing(seed: u64, by in 0..150_usize) {
        let mut groups = groups(seed, 150);
        let mut random = Random::new(seed);
        for (at, group) in groups.iter_mut().enumerate() {
            let _ = mutate::ALL[at % mutate::ALL.len()].1(group, &mut random);
        }
        let mut figures = all(&groups);
        let checked = |figures: &[Figure]| -> BTreeMap<_, _> {
            check(figures, &Context::built_in()).into_iter().map(|checked| (checked.id.clone(), checked)).collect()
        };
        let forward = checked(&figures);
        figures.reverse();
        let places = figures.len();
        figures.rotate_left(by % places);
        prop_assert_eq!(checked(&figures), forward);
    }

    #[test]
    fn figures_a_thousand_times_as_great_get_the_same_verdicts(seed: u64) {
        let unmarked = |mut figure: Figure| {
            figure.printed.clear();
            figure
        };
        let times = |figure: &Figure| {
            let mut figure = figure.clone();
            let thousand = Amount::ONE_THOUSAND;
            let is_count = !["percent", "times"].contains(&figure.unit.as_str());
            for column in [&mut figure.numerator, &mut figure.denominator] {
                *column = column.map(|amount| amount * thousand);
            }
            figure.value = figure.value.map(|amount| if is_count { amount * thousand } else { amount });
            if let Some(change) = figure.change.as_mut().filter(|change| !change.unit.starts_with("percent")) {
                change.by *= thousand;
            }
            figure
        };
        // An average per day divides by days, which do not grow.
        let figures = all(&groups(seed, 150)).into_iter().filter(|figure| figure.kind != PrintedKind::Average);
        let figures: Vec<_> = figures.map(unmarked).collect();
        let greater: Vec<_> = figures.iter().map(times).collect();
        prop_assert_eq!(verdicts(&greater), verdicts(&figures));
    }
}
