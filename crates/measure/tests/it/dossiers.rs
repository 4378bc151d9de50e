//! What each indicator counts: one log, one answer.

use motlan_core::Hour;
use motlan_evidence::case::{Form, Source};
use motlan_measure::{Flag, Value};

use crate::support::{Log, by_day, counts, day, ledger, observe};

/// Dossiers of June 2024: 1 reuses and prefills, 2 hands in paper, 3 is never received, 4 is withdrawn after receipt,
/// 5 is withdrawn before, 6 was received in May and ends late in June, 7 pauses and ends in July.
fn june() -> Log {
    let mut log = Log::default();
    log.dossier(1, 5)
        .online()
        .statuses(&[1], -1)
        .component(1, Source::Vault, Form::Electronic)
        .registry(2, crate::support::transaction(1))
        .component(3, Source::Upload, Form::Electronic)
        .statuses(&[2, 4], 0)
        .result(true)
        .status(9, 5)
        .status(10, 6);
    log.dossier(2, 5)
        .status(1, 0)
        .component(1, Source::Upload, Form::Paper)
        .statuses(&[2, 4], 1)
        .result(false)
        .status(9, 6);
    log.dossier(3, 5)
        .status(1, 2)
        .component(1, Source::EarlierResult, Form::Electronic)
        .status(3, 2);
    log.dossier(4, 9)
        .statuses(&[1, 2], 2)
        .component(1, Source::Upload, Form::Digitised)
        .status(7, 3);
    log.dossier(5, 9).statuses(&[1, 7], 2);
    log.dossier(6, 2)
        .statuses(&[1, 2, 4], -5)
        .component(1, Source::EarlierComponent, Form::Digitised)
        .component(2, Source::EarlierResult, Form::Electronic)
        .result(true)
        .status(9, 4);
    log.dossier(7, 40)
        .statuses(&[1, 2, 4, 5], 10)
        .statuses(&[4, 6], 20)
        .statuses(&[4, 8], 25)
        .statuses(&[4], 26)
        .result(true)
        .status(9, 40);
    log
}

#[test]
fn received_dossiers_are_those_with_status_two() {
    let ledger = ledger(&june());
    assert_eq!(counts(&ledger, "dossiers.received", "2024-06"), (Some(4), None));
    assert_eq!(counts(&ledger, "dossiers.received", "2024-05"), (Some(1), None));
    assert_eq!(counts(&ledger, "dossiers.received", "2024-06-03"), (Some(1), None));
    assert_eq!(counts(&ledger, "dossiers.received", "2024"), (Some(5), None));
}

#[test]
fn rates_divide_by_the_dossiers_received_in_the_period() {
    let ledger = ledger(&june());
    assert_eq!(counts(&ledger, "dossiers.reuse_rate", "2024-06"), (Some(1), Some(4)));
    assert_eq!(counts(&ledger, "dossiers.reuse_rate", "2024-05"), (Some(1), Some(1)));
    assert_eq!(counts(&ledger, "dossiers.reuse_rate", "2024-H1"), (Some(2), Some(5)));
    assert_eq!(counts(&ledger, "dossiers.prefill_rate", "2024-06"), (Some(1), Some(4)));
    assert_eq!(counts(&ledger, "dossiers.online_rate", "2024-06"), (Some(1), Some(4)));
    // 1: electronic from the beginning; 4: digitised at the desk; 7: electronic result. Paper (2) is not.
    assert_eq!(
        counts(&ledger, "dossiers.digitised_rate", "2024-06"),
        (Some(3), Some(4))
    );
    assert_eq!(counts(&ledger, "dossiers.papers_not_asked", "2024-06"), (Some(2), None));
    assert_eq!(counts(&ledger, "dossiers.papers_not_asked", "2024-05"), (Some(2), None));
}

#[test]
fn finished_dossiers_count_when_they_end() {
    let ledger = ledger(&june());
    // 1 on the due day; 2 one day late; 6 came in May and is late; 7 ends in July on its moved due day.
    assert_eq!(counts(&ledger, "dossiers.finished", "2024-06"), (Some(3), None));
    assert_eq!(counts(&ledger, "dossiers.on_time_rate", "2024-06"), (Some(1), Some(3)));
    assert_eq!(counts(&ledger, "dossiers.on_time_rate", "2024-07"), (Some(1), Some(1)));
    assert_eq!(
        counts(&ledger, "dossiers.electronic_result_rate", "2024-06"),
        (Some(2), Some(3))
    );
    assert_eq!(
        counts(&ledger, "dossiers.electronic_result_rate", "2024"),
        (Some(3), Some(4))
    );
}

#[test]
fn what_is_open_when_a_period_begins_is_carried_over() {
    let ledger = ledger(&june());
    assert_eq!(counts(&ledger, "dossiers.carried_over", "2024-05"), (Some(0), None));
    assert_eq!(counts(&ledger, "dossiers.carried_over", "2024-06"), (Some(1), None));
    // 7 was paused over the end of June; 4 was withdrawn in it.
    assert_eq!(counts(&ledger, "dossiers.carried_over", "2024-07"), (Some(1), None));
    assert_eq!(counts(&ledger, "dossiers.carried_over", "2024-08"), (Some(0), None));
    // On the morning of day 3 (6 June) open: 1, 2, 4 (withdrawn on that day) and 6.
    assert_eq!(counts(&ledger, "dossiers.carried_over", "2024-06-06"), (Some(4), None));
    assert_eq!(counts(&ledger, "dossiers.carried_over", "1970-01-01"), (Some(0), None));
}

#[test]
fn a_registry_record_is_prefilled_and_neither_reused_nor_digitised() {
    let mut log = Log::default();
    log.dossier(1, 5)
        .status(1, 0)
        .registry(1, crate::support::transaction(1))
        .status(2, 0);
    let ledger = ledger(&log);
    assert_eq!(counts(&ledger, "dossiers.prefill_rate", "2024-06"), (Some(1), Some(1)));
    assert_eq!(counts(&ledger, "dossiers.reuse_rate", "2024-06"), (Some(0), Some(1)));
    assert_eq!(
        counts(&ledger, "dossiers.digitised_rate", "2024-06"),
        (Some(0), Some(1))
    );
    assert_eq!(counts(&ledger, "dossiers.papers_not_asked", "2024-06"), (Some(1), None));
}

/// An officer does not accept what the vault held and asks for it; another document replaces an upload.
#[test]
fn a_component_is_what_its_last_entry_says() {
    let rates = [
        "dossiers.reuse_rate",
        "dossiers.prefill_rate",
        "dossiers.digitised_rate",
    ];
    let figures = |log: &Log| {
        let ledger = ledger(log);
        let above = |code| counts(&ledger, code, "2024-06").0;
        (rates.map(above), above("dossiers.papers_not_asked"))
    };
    let mut asked_after_all = Log::default();
    asked_after_all
        .dossier(1, 5)
        .status(1, 0)
        .component(1, Source::Vault, Form::Electronic)
        .registry(2, crate::support::transaction(1))
        .statuses(&[2, 4, 5], 0)
        .component(1, Source::Upload, Form::Copy)
        .component(2, Source::Upload, Form::Copy)
        .status(4, 1);
    assert_eq!(figures(&asked_after_all), ([Some(0); 3], Some(0)));
    let mut not_needed = Log::default();
    not_needed
        .dossier(1, 5)
        .status(1, 0)
        .component(1, Source::Upload, Form::Copy)
        .statuses(&[2, 4, 5], 0)
        .component(1, Source::EarlierResult, Form::Electronic)
        .status(4, 1);
    assert_eq!(figures(&not_needed), ([Some(1), Some(0), Some(1)], Some(1)));
}

#[test]
fn what_is_written_twice_counts_once() {
    let mut log = Log::default();
    log.dossier(1, 5)
        .status(1, 0)
        .component(1, Source::Vault, Form::Electronic)
        .again()
        .status(2, 0)
        .again()
        .status(4, 0)
        .result(true)
        .again()
        .status(9, 1)
        .again();
    let mut ledger = ledger(&log);
    // And read twice.
    ledger.take_logs([(&crate::support::member("H45"), &log.0[..])]);
    assert_eq!(counts(&ledger, "dossiers.received", "2024-06"), (Some(1), None));
    assert_eq!(counts(&ledger, "dossiers.reuse_rate", "2024-06"), (Some(1), Some(1)));
    assert_eq!(counts(&ledger, "dossiers.papers_not_asked", "2024-06"), (Some(1), None));
    assert_eq!(
        counts(&ledger, "dossiers.electronic_result_rate", "2024-06"),
        (Some(1), Some(1))
    );
    assert_eq!(
        counts(&ledger, "dossiers.status_synced_rate", "2024-06"),
        (Some(0), Some(4))
    );
}

#[test]
fn a_dossier_that_was_received_twice_counts_on_the_first_day_only() {
    let mut log = Log::default();
    log.dossier(1, 5).statuses(&[1, 2], 0).status(2, 3);
    let ledger = ledger(&log);
    assert_eq!(counts(&ledger, "dossiers.received", "2024-06"), (Some(1), None));
    assert_eq!(counts(&ledger, "dossiers.received", "2024-06-03"), (Some(1), None));
    assert_eq!(counts(&ledger, "dossiers.received", "2024-06-06"), (Some(0), None));
}

#[test]
fn a_day_begins_at_midnight_in_vietnam() {
    let mut log = Log::default();
    log.dossier(1, 5).status(1, 0);
    // 17:00 UTC on 3 June is midnight of 4 June.
    log.0[0].hour = Hour(day(0).number() * 24 + 17);
    let ledger = ledger(&log);
    assert_eq!(
        counts(&ledger, "dossiers.status_differences", "2024-06-03"),
        (Some(0), None)
    );
    assert_eq!(
        counts(&ledger, "dossiers.status_differences", "2024-06-04"),
        (Some(1), None)
    );
}

#[test]
fn nothing_to_divide_by_is_said_and_not_zero() {
    let mut ledger = ledger(&june());
    let empty = observe(&ledger, "dossiers.reuse_rate", "2023");
    assert_eq!((empty.value, empty.flag), (Value::Missing, Flag::NothingToCount));
    let unknown = observe(&ledger, "dossiers.no_such_rate", "2024-06");
    assert_eq!((unknown.value, unknown.flag), (Value::Missing, Flag::NotComputed));
    let reported_only = observe(&ledger, "identity.cards_issued", "2024-06");
    assert_eq!(reported_only.flag, Flag::NotComputed);
    ledger.set_today(day(4));
    assert_eq!(
        observe(&ledger, "dossiers.reuse_rate", "2024-06").flag,
        Flag::Provisional
    );
    assert_eq!(observe(&ledger, "dossiers.reuse_rate", "2024-05").flag, Flag::Normal);
}

#[test]
fn the_days_of_a_month_add_up() {
    let ledger = ledger(&june());
    let (reuse, scope) = (crate::support::code("dossiers.reuse_rate"), crate::support::of("H45"));
    let days = by_day(&ledger, &reuse, &scope, crate::support::period("2024-06"));
    assert_eq!(days.len(), 30);
    assert_eq!(days[0].period.to_string(), "2024-06-01");
    let sum: u64 = days.iter().filter_map(|observation| observation.denominator).sum();
    assert_eq!(
        Some(sum),
        observe(&ledger, "dossiers.reuse_rate", "2024-06").denominator
    );
}
