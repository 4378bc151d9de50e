//! How well a figure is proven, and by whom.

use motlan_core::MemberId;
use motlan_evidence::audit::CaseLog;
use motlan_evidence::case::{CaseEntry, Event, Form, Source};
use motlan_measure::{EvidenceLevel, Ledger};

use crate::support::{Log, code, counts, ledger, member, observe, of, of_logs, period, transaction};

fn one_dossier() -> Log {
    let mut log = Log::default();
    log.dossier(1, 5)
        .status(1, 0)
        .component(1, Source::Vault, Form::Electronic)
        .registry(2, transaction(1))
        .registry(3, transaction(2))
        .statuses(&[2, 4], 0)
        .result(true)
        .status(9, 3);
    log
}

fn with_portal(log: &Log, portal: &MemberId, copy: &Log) -> Ledger {
    of_logs([(&member("H45"), &log.0[..]), (portal, &copy.0[..])])
}

fn level(ledger: &Ledger, indicator: &str) -> EvidenceLevel {
    observe(ledger, indicator, "2024-06").level
}

#[test]
fn a_status_is_proven_when_the_national_portal_holds_it_alike() {
    let log = one_dossier();
    for indicator in ["dossiers.received", "dossiers.on_time_rate", "dossiers.online_rate"] {
        assert_eq!(level(&ledger(&log), indicator), EvidenceLevel::OneSided);
        let both = with_portal(&log, &member("G22"), &log.synced());
        assert_eq!(level(&both, indicator), EvidenceLevel::Proven, "{indicator}");
    }
}

#[test]
fn one_status_that_is_missing_lowers_the_figures_that_rest_on_it() {
    let log = one_dossier();
    let mut copy = log.synced();
    copy.0.pop();
    let ledger = with_portal(&log, &member("G22"), &copy);
    assert_eq!(level(&ledger, "dossiers.received"), EvidenceLevel::Proven);
    assert_eq!(level(&ledger, "dossiers.on_time_rate"), EvidenceLevel::OneSided);
    assert_eq!(
        counts(&ledger, "dossiers.status_synced_rate", "2024-06"),
        (Some(3), Some(4))
    );
    assert_eq!(
        counts(&ledger, "dossiers.status_differences", "2024-06"),
        (Some(1), None)
    );
}

#[test]
fn a_copy_with_another_status_day_or_channel_proves_nothing() {
    type Change = fn(&mut CaseEntry);
    let changes: [Change; 5] = [
        |copy| copy.event = Event::Synced { status: 8, number: 4 },
        |copy| copy.event = Event::Synced { status: 9, number: 5 },
        |copy| copy.due = None,
        |copy| copy.channel = motlan_evidence::case::Channel::Online,
        |copy| copy.system = 8,
    ];
    let log = one_dossier();
    for change in changes {
        let mut copy = log.synced();
        change(copy.0.last_mut().unwrap());
        let ledger = with_portal(&log, &member("G22"), &copy);
        assert_eq!(level(&ledger, "dossiers.on_time_rate"), EvidenceLevel::OneSided);
        assert_eq!(
            counts(&ledger, "dossiers.status_differences", "2024-06"),
            (Some(1), None)
        );
    }
}

#[test]
fn nobody_proves_his_own_figures() {
    let log = one_dossier();
    let mut own = log.clone();
    own.0.extend(log.synced().0);
    assert_eq!(level(&ledger(&own), "dossiers.received"), EvidenceLevel::OneSided);
    let mut ledger = Ledger::with_portal(member("G22"));
    ledger.take_logs([(&member("H45"), &log.0[..]), (&member("H19"), &log.synced().0[..])]);
    assert_eq!(level(&ledger, "dossiers.received"), EvidenceLevel::OneSided);
    ledger.take_logs([(&member("G22"), &log.synced().0[..])]);
    assert_eq!(level(&ledger, "dossiers.received"), EvidenceLevel::Proven);
}

#[test]
fn prefilled_is_proven_when_every_link_is_a_matched_transaction() {
    let log = one_dossier();
    let mut ledger = with_portal(&log, &member("G22"), &log.synced());
    assert_eq!(ledger.open_links().count(), 2);
    for (id, expected) in [(1, EvidenceLevel::OneSided), (2, EvidenceLevel::Proven)] {
        assert!(ledger.open_links().any(|link| link == transaction(id)));
        assert_eq!(level(&ledger, "dossiers.prefill_rate"), EvidenceLevel::OneSided);
        ledger.take_matched_id(transaction(id));
        assert_eq!(level(&ledger, "dossiers.prefill_rate"), expected);
    }
    assert_eq!(ledger.open_links().count(), 0);
    // Without the portal's side the base is not proven, so the rate is not.
    let mut alone = crate::support::ledger(&log);
    alone.take_matched_id(transaction(1));
    alone.take_matched_id(transaction(2));
    assert_eq!(level(&alone, "dossiers.prefill_rate"), EvidenceLevel::OneSided);
}

#[test]
fn reuse_digitising_and_results_rest_on_the_own_log() {
    let log = one_dossier();
    let mut ledger = with_portal(&log, &member("G22"), &log.synced());
    ledger.take_matched_id(transaction(1));
    ledger.take_matched_id(transaction(2));
    for indicator in [
        "dossiers.reuse_rate",
        "dossiers.digitised_rate",
        "dossiers.electronic_result_rate",
        "dossiers.papers_not_asked",
    ] {
        assert_eq!(level(&ledger, indicator), EvidenceLevel::OneSided, "{indicator}");
    }
}

#[test]
fn papers_that_registries_spared_are_proven_by_their_transactions() {
    let mut log = Log::default();
    log.dossier(1, 5).status(1, 0).registry(1, transaction(1)).status(2, 0);
    let mut ledger = with_portal(&log, &member("G22"), &log.synced());
    assert_eq!(level(&ledger, "dossiers.papers_not_asked"), EvidenceLevel::OneSided);
    ledger.take_matched_id(transaction(1));
    assert_eq!(level(&ledger, "dossiers.papers_not_asked"), EvidenceLevel::Proven);
}

#[test]
fn two_members_with_one_pseudonym_have_two_dossiers() {
    let log = one_dossier();
    let ledger = of_logs([(&member("H45"), &log.0[..]), (&member("H19"), &log.0[..])]);
    let received = |scope| {
        let figure = ledger.observe(&code("dossiers.received"), &scope, period("2024-06"));
        figure.numerator
    };
    assert_eq!(received(of("H45")), Some(1));
    assert_eq!(received(of("H19")), Some(1));
    assert_eq!(received(motlan_measure::Scope::Country), Some(2));
    assert_eq!(received(of("G01")), Some(0));
}

#[test]
fn audited_logs_give_the_figures_that_entries_taken_one_by_one_give() {
    let (log, copy) = (one_dossier(), one_dossier().synced());
    let audited = |origin: &str, log: &Log| CaseLog {
        origin: origin.to_owned(),
        entries: log.0.clone(),
    };
    let good = audited("motlan/VN/GOV/H45/casework", &log);
    let mut ledger = Ledger::default();
    for bad in [
        "motlan/VN/GOV/H45/exchange",
        "motlan/H45/casework",
        "VN/GOV/H45/casework",
    ] {
        let refused = ledger.take_audited(&[good.clone(), audited(bad, &log)]);
        assert_eq!(refused.unwrap_err().0, bad);
        assert_eq!(ledger.rows(), []);
    }
    ledger
        .take_audited(&[audited("motlan/VN/GOV/G22/casework", &copy), good])
        .unwrap();
    assert_eq!(ledger.rows(), with_portal(&log, &member("G22"), &copy).rows());
    assert!(!ledger.rows().is_empty());
}
