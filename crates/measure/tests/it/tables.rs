//! Transactions, and every figure as plain text.

use motlan_measure::{EvidenceLevel, Flag, Grain, Ledger, Row, Scope, Value};

use crate::support::{Log, code, day, ledger, member, of, period};

fn exchange() -> Ledger {
    let mut ledger = Ledger::default();
    let (insurance, population, province) = (member("G24"), member("G01"), member("H45"));
    ledger.take_transactions(day(0), &insurance, &population, 100, 1, 0);
    ledger.take_transactions(day(0), &province, &population, 10, 0, 2);
    ledger.take_transactions(day(1), &province, &population, 30, 0, 0);
    ledger.take_transactions(day(1), &population, &population, 5, 0, 0);
    ledger
}

#[test]
fn transactions_count_once_for_the_country_and_once_for_each_side() {
    let ledger = exchange();
    let count = |indicator, scope: &Scope| ledger.observe(&code(indicator), scope, period("2024-06"));
    let matched = |scope: Scope| count("exchange.transactions.successful", &scope).numerator;
    assert_eq!(matched(Scope::Country), Some(145));
    assert_eq!(matched(of("G01")), Some(145));
    assert_eq!(matched(of("H45")), Some(40));
    assert_eq!(matched(of("G24")), Some(100));
    assert_eq!(matched(of("H19")), Some(0));
    let average = count("exchange.transactions.daily_average", &of("H45"));
    // Evidence reaches to the second working day, 4 June: the period is divided by what has passed of it.
    assert_eq!(average.value, Value::fraction(40, 4));
    assert_eq!((average.level, average.flag), (EvidenceLevel::Proven, Flag::Normal));
    let mut later = exchange();
    later.take_transactions(day(40), &member("G24"), &member("G01"), 1, 0, 0);
    let closed = later.observe(
        &code("exchange.transactions.daily_average"),
        &of("H45"),
        period("2024-06"),
    );
    assert_eq!(closed.value, Value::fraction(40, 30));
    let unmatched = count("exchange.transactions.unmatched", &Scope::Country);
    assert_eq!(
        (unmatched.numerator, unmatched.level),
        (Some(3), EvidenceLevel::OneSided)
    );
}

#[test]
fn newer_counts_of_a_day_and_pair_replace_the_older_ones() {
    let mut ledger = exchange();
    ledger.take_transactions(day(0), &member("H45"), &member("G01"), 12, 0, 0);
    let figure = ledger.observe(
        &code("exchange.transactions.successful"),
        &of("H45"),
        period("2024-06-03"),
    );
    assert_eq!(figure.numerator, Some(12));
}

#[test]
fn the_table_lists_every_computed_figure_as_text() {
    let mut log = Log::default();
    for name in 0..3 {
        let story = log.dossier(name, 5).statuses(&[1, 2, 4], 0).result(name == 0);
        let _ = story.status(9, if name == 2 { 6 } else { 5 });
    }
    let mut ledger = ledger(&log);
    ledger.take_logs([(&member("G22"), &log.synced().0[..])]);
    ledger.take_transactions(day(0), &member("H45"), &member("G01"), 7, 0, 0);
    let lines: Vec<String> = ledger.rows().iter().map(ToString::to_string).collect();
    assert_eq!(lines.iter().filter(|line| line.contains(",VN,")).count(), 15);
    assert_eq!(lines.iter().filter(|line| line.contains(",VN/GOV/H45,")).count(), 15);
    assert_eq!(lines.iter().filter(|line| line.contains(",VN/GOV/G01,")).count(), 3);
    let has = |line: &str| assert!(lines.iter().any(|known| known == line), "{line}\n{}", lines.join("\n"));
    has("dossiers.on_time_rate,VN/GOV/H45,2024-06-01,2024-06-30,members/1,2,3,66.67,percent,proven");
    has("dossiers.electronic_result_rate,VN,2024-06-01,2024-06-30,members/1,1,3,33.33,percent,one_sided");
    has("dossiers.papers_not_asked,VN/GOV/H45,2024-06-01,2024-06-30,members/1,0,,0,paper,proven");
    has("exchange.transactions.daily_average,VN,2024-06-01,2024-06-30,members/1,7,3,2,transaction_per_day,proven");
    assert_eq!(Row::HEADER.split(',').count(), lines[0].split(',').count());
    let days = ledger.rows_by(Grain::Day);
    assert!(days.iter().all(|row| row.period_start == row.period_end));
    let june = days
        .iter()
        .filter(|row| row.indicator == "dossiers.received" && row.scope == "VN");
    // The days on which something happened: received on the 3rd, ended on the 8th and 9th.
    assert_eq!(
        june.map(|row| row.numerator.as_str()).collect::<Vec<_>>(),
        ["3", "0", "0"]
    );
}

#[test]
fn a_scope_with_a_comma_is_quoted() {
    let mut ledger = Ledger::default();
    let odd = "VN/GOV/A,B".parse().unwrap();
    ledger.take_transactions(day(0), &odd, &odd, 1, 0, 0);
    assert!(
        ledger
            .rows()
            .iter()
            .any(|row| row.to_string().contains(",\"VN/GOV/A,B\","))
    );
}

#[test]
fn an_empty_ledger_says_nothing() {
    assert_eq!(Ledger::default().rows(), []);
    assert!(Ledger::default().members().is_empty());
}
