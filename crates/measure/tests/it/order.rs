//! Figures do not depend on the order in which entries and logs are read, nor on reading one twice; and behind every
//! count stand as many entries.

use motlan_core::MemberId;
use motlan_evidence::case::{Form, Source};
use motlan_measure::model::indicator::Counter;
use motlan_measure::{Grain, Ledger, Pack, Period, Row, Scope, Side};
use proptest::prelude::*;

use crate::support::{Log, by_day, member, period, transaction};

/// What a dossier does: name, day of the first step, statuses, components, electronic result, days until the end.
type Plan = (u8, i32, usize, Vec<u8>, bool, i32);

/// Ways through the statuses.
const WAYS: [&[u8]; 7] = [
    &[1],
    &[1, 3],
    &[1, 2],
    &[1, 7],
    &[1, 2, 4, 9, 10],
    &[1, 2, 4, 5, 4, 8, 9],
    &[1, 2, 4, 7],
];

fn plan() -> impl Strategy<Value = Plan> {
    let components = proptest::collection::vec(0..6_u8, 0..4);
    (0..8_u8, 0..60, 0..WAYS.len(), components, any::<bool>(), 0..40)
}

fn log(plans: &[Plan]) -> Log {
    let mut log = Log::default();
    for (place, (_, first, way, components, is_electronic, last)) in plans.iter().enumerate() {
        let mut story = log.dossier(u8::try_from(place).unwrap(), first + 20);
        if *is_electronic {
            story = story.online();
        }
        for (number, component) in (1..).zip(components) {
            story = match component {
                0 => story.component(number, Source::Upload, Form::Paper),
                1 => story.component(number, Source::Upload, Form::Digitised),
                2 => story.component(number, Source::Vault, Form::Electronic),
                // The same component again: one paper.
                3 => story.component(1, Source::EarlierResult, Form::Electronic),
                link => story.registry(number, transaction(*link)),
            };
        }
        story = story.result(*is_electronic);
        for (step, status) in WAYS[*way].iter().enumerate() {
            let is_last = step + 1 == WAYS[*way].len();
            story = story.status(*status, first + if is_last { *last } else { 0 });
        }
    }
    log
}

/// Every entry with its place, and the portal's copies of all but some of them.
fn entries(logs: &[(MemberId, Log)], lost: u8) -> Vec<(MemberId, u64, motlan_evidence::case::CaseEntry)> {
    let mut all = Vec::new();
    let mut portal = Vec::new();
    for (member, log) in logs {
        all.extend((0..).zip(&log.0).map(|(index, entry)| (member.clone(), index, *entry)));
        let kept = |entry: &&motlan_evidence::case::CaseEntry| entry.step % 7 != u32::from(lost);
        portal.extend(log.synced().0.iter().filter(kept).copied());
    }
    all.extend((0..).zip(portal).map(|(index, entry)| (member("G22"), index, entry)));
    all
}

fn take(entries: &[(MemberId, u64, motlan_evidence::case::CaseEntry)], is_matched_first: bool) -> Ledger {
    let mut ledger = Ledger::default();
    if is_matched_first {
        ledger.take_matched_id(transaction(4));
    }
    for (member, index, entry) in entries {
        ledger.take_case(member, *index, entry);
    }
    ledger.take_matched_id(transaction(4));
    ledger
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn order_and_repetition_change_nothing(
        plans in proptest::collection::vec(plan(), 1..12),
        others in proptest::collection::vec(plan(), 0..6),
        lost in 0..8_u8,
        keys in proptest::collection::vec(any::<u32>(), 200),
        repeated in proptest::collection::vec(any::<proptest::sample::Index>(), 0..20),
    ) {
        let logs = [(member("H45"), log(&plans)), (member("H19"), log(&others))];
        let entries = entries(&logs, lost);
        let mut shuffled: Vec<_> = entries.iter().zip(keys.iter().cycle()).collect();
        shuffled.sort_by_key(|((_, index, entry), key)| (u64::from(**key) ^ index.rotate_left(7), entry.step));
        let mut shuffled: Vec<_> = shuffled.into_iter().map(|(entry, _)| entry.clone()).collect();
        for place in &repeated {
            let again = place.get(&entries).clone();
            shuffled.push(again);
        }
        let (one, other) = (take(&entries, true), take(&shuffled, false));
        for grain in [Grain::Day, Grain::Month, Grain::Half] {
            prop_assert_eq!(one.rows_by(grain), other.rows_by(grain));
        }
    }

    /// The table is made in one pass; each of its rows is what `observe` gives for it alone.
    #[test]
    fn the_table_says_what_each_figure_says(
        plans in proptest::collection::vec(plan(), 1..12),
        others in proptest::collection::vec(plan(), 0..6),
        lost in 0..8_u8,
    ) {
        let logs = [(member("H45"), log(&plans)), (member("H19"), log(&others))];
        let mut ledger = take(&entries(&logs, lost), true);
        ledger.take_transactions(crate::support::day(4), &member("H45"), &member("G01"), 9, 1, 0);
        for grain in [Grain::Day, Grain::Month, Grain::Quarter, Grain::Year] {
            let rows = ledger.rows_by(grain);
            prop_assert!(!rows.is_empty());
            for row in rows {
                let indicator = Pack::built_in().find(&row.indicator.parse().unwrap()).unwrap();
                let span = Period::of(grain, row.period_start.parse().unwrap());
                let figure = ledger.observe(&indicator.code, &row.scope.parse().unwrap(), span);
                prop_assert_eq!(row, Row::new(indicator, &figure));
            }
        }
    }

    #[test]
    fn behind_every_count_stand_as_many_entries(
        plans in proptest::collection::vec(plan(), 1..12),
        others in proptest::collection::vec(plan(), 0..6),
        lost in 0..8_u8,
    ) {
        let logs = [(member("H45"), log(&plans)), (member("H19"), log(&others))];
        let ledger = take(&entries(&logs, lost), true);
        for counter in Counter::ALL.into_iter().filter(|counter| !counter.is_of_exchange()) {
            let indicator = &Pack::built_in().find_computed(counter).unwrap().code;
            for span in ["2024-06", "2024-07", "2024", "2024-06-03/2024-06-20"].map(period) {
                for scope in [Scope::Country, Scope::Member(member("H45"))] {
                    let figure = ledger.observe(indicator, &scope, span);
                    let whole = |side| ledger.evidence(indicator, &scope, span, side, 0..usize::MAX);
                    let (numerator, denominator) = (whole(Side::Numerator), whole(Side::Denominator));
                    prop_assert_eq!(figure.numerator, Some(numerator.count as u64));
                    prop_assert_eq!(figure.denominator.unwrap_or(0), denominator.count as u64);
                    prop_assert_eq!([numerator.count, denominator.count], [numerator.rows.len(), denominator.rows.len()]);
                    let (numerator, denominator) = (numerator.rows, denominator.rows);
                    prop_assert!(numerator.is_sorted() && denominator.is_sorted());
                    for entry in numerator.iter().chain(&denominator) {
                        let (_, log) = logs.iter().find(|(owner, _)| *owner == entry.member).unwrap();
                        let found = log.0[usize::try_from(entry.index).unwrap()];
                        prop_assert_eq!(Some(found.dossier), entry.dossier);
                    }
                    let mut distinct = numerator.clone();
                    distinct.dedup();
                    prop_assert_eq!(distinct.len(), numerator.len());
                }
            }
        }
    }

    /// Pages of any size, one after the other, are the whole list; one beyond it is empty and says the count.
    #[test]
    fn pages_put_together_are_the_whole_list(
        plans in proptest::collection::vec(plan(), 1..12),
        others in proptest::collection::vec(plan(), 0..6),
        size in 1..7_usize,
    ) {
        let logs = [(member("H45"), log(&plans)), (member("H19"), log(&others))];
        let ledger = take(&entries(&logs, 3), true);
        let indicator = &Pack::built_in().find_computed(Counter::PapersNotAsked).unwrap().code;
        let ask = |places| ledger.evidence(indicator, &Scope::Country, period("2024"), Side::Numerator, places);
        let whole = ask(0..usize::MAX);
        let mut found = Vec::new();
        for first in (0..whole.count + size).step_by(size) {
            let page = ask(first..first + size);
            prop_assert_eq!(page.count, whole.count);
            prop_assert!(page.rows.len() <= size);
            found.extend(page.rows);
        }
        prop_assert_eq!(found, whole.rows);
    }

    #[test]
    fn days_add_up_to_their_month_and_members_to_the_country(plans in proptest::collection::vec(plan(), 1..12)) {
        let logs = [(member("H45"), log(&plans)), (member("H19"), log(&plans))];
        let ledger = take(&entries(&logs, 3), true);
        for counter in Counter::ALL {
            // The one stock says what was open when the period began; it does not add up over days.
            if counter == Counter::CarriedOver || counter.is_of_exchange() {
                continue;
            }
            let indicator = &Pack::built_in().find_computed(counter).unwrap().code;
            let june = period("2024-06");
            let one = ledger.observe(indicator, &Scope::Member(member("H45")), june);
            let all = ledger.observe(indicator, &Scope::Country, june);
            prop_assert_eq!(all.numerator, one.numerator.map(|count| 2 * count));
            prop_assert_eq!(all.denominator, one.denominator.map(|count| 2 * count));
            let days = by_day(&ledger, indicator, &Scope::Country, june);
            let sum: u64 = days.iter().filter_map(|day| day.numerator).sum();
            prop_assert_eq!(all.numerator, Some(sum));
        }
    }
}
