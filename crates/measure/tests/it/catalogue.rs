//! The catalogue holds what the reports speak of, and its texts say what they must.

use motlan_measure::model::indicator::{Kind, Relation};
use motlan_measure::{Day, Pack};

use crate::support::code;

/// Every indicator that the source documents print figures of, and its kind.
const REPORTED: &[(&str, Kind)] = &[
    ("associations.members_created", Kind::Stock),
    ("civil_servants.connected_rate", Kind::Ratio),
    ("civil_servants.incomplete_fields", Kind::Stock),
    ("civil_servants.low_quality", Kind::Stock),
    ("civil_servants.synced", Kind::Stock),
    ("civil_servants.synced.ministries", Kind::Stock),
    ("civil_servants.synced.provinces", Kind::Stock),
    ("civil_status.digitised", Kind::Stock),
    ("cleansing.civil_servants.clean_rate", Kind::Ratio),
    ("cleansing.driving_licences.clean_rate", Kind::Ratio),
    ("cleansing.e_commerce.cleaned", Kind::Stock),
    ("cleansing.education.enriched_rate", Kind::Ratio),
    ("cleansing.employment.synced", Kind::Flow),
    ("cleansing.graduates.cleaned", Kind::Flow),
    ("cleansing.land.clean_rate", Kind::Ratio),
    ("cleansing.securities.cleaned", Kind::Stock),
    ("cleansing.social_insurance.verified", Kind::Stock),
    ("community_groups.groups", Kind::Stock),
    ("community_groups.members", Kind::Stock),
    ("community_groups.provinces", Kind::Ratio),
    ("dossiers.digitised_rate", Kind::Ratio),
    ("dossiers.electronic_result_rate", Kind::Ratio),
    ("dossiers.online_rate", Kind::Ratio),
    ("dossiers.online_rate.target", Kind::Ratio),
    ("dossiers.reuse_rate", Kind::Ratio),
    ("emc.integrated", Kind::Ratio),
    ("exchange.transactions.daily_average", Kind::Average),
    ("exchange.transactions.growth_multiple", Kind::Multiple),
    ("exchange.transactions.successful", Kind::Flow),
    ("health.card_accepting_facilities", Kind::Ratio),
    ("health.citizens_using_card", Kind::Stock),
    ("identity.card.dossiers", Kind::Flow),
    ("identity.cards_issued", Kind::Stock),
    ("identity.eid.approved", Kind::Ratio),
    ("identity.eid.received", Kind::Stock),
    ("identity.eid_level2.dossiers", Kind::Flow),
    ("identity.security_reports", Kind::Stock),
    ("identity.stay_declarations", Kind::Stock),
    ("incidents.attacks", Kind::Flow),
    ("incidents.attacks.change_on_month", Kind::ChangePercent),
    ("incidents.attacks.change_on_year", Kind::ChangePercent),
    ("infrastructure.hamlets_without_power", Kind::Stock),
    ("infrastructure.mobile_coverage", Kind::Ratio),
    ("infrastructure.units_with_lan", Kind::Ratio),
    ("land.districts_completed", Kind::Ratio),
    ("land.linked_provinces.target", Kind::Ratio),
    ("land.parcels", Kind::Stock),
    ("learning.officials_trained", Kind::Stock),
    ("learning.platform.ministries", Kind::Stock),
    ("learning.platform.provinces", Kind::Ratio),
    ("plan2022.committee_plan_issued", Kind::Ratio),
    ("plan2022.issued", Kind::Ratio),
    ("plan2022.targets_met", Kind::Ratio),
    ("plan2023.issued", Kind::Ratio),
    ("population.connected.ministries", Kind::Stock),
    ("population.connected.ministries_procedures", Kind::Stock),
    ("population.connected.provinces", Kind::Ratio),
    ("population.connected.state_enterprises", Kind::Stock),
    ("population.connected.telcos", Kind::Stock),
    ("population.sync.persons_synchronised", Kind::Stock),
    ("population.sync.requests", Kind::Stock),
    ("population.verify.requests", Kind::Stock),
    ("programme06.tasks_open", Kind::Stock),
    ("services.catalogue_issued_rate", Kind::Ratio),
    ("services.eligible_offered_fully_online_rate", Kind::Ratio),
    ("services.fee_resolution.provinces", Kind::Ratio),
    ("services.fully_online_rate", Kind::Ratio),
    ("services.online_rate", Kind::Ratio),
    ("services.with_dossiers_growth_multiple", Kind::Multiple),
    ("services.with_dossiers_rate", Kind::Ratio),
    ("services.with_dossiers_rate.target", Kind::Ratio),
    ("single_window.integrated_procedures", Kind::Ratio),
    ("society.e_invoice_rate", Kind::Ratio),
    ("society.fibre_household_rate", Kind::Ratio),
    ("society.payment_account_rate", Kind::Ratio),
    ("vault.connected.ministries", Kind::Ratio),
    ("vault.connected.provinces", Kind::Ratio),
];

#[test]
fn every_indicator_of_the_reports_is_typed() {
    for (text, kind) in REPORTED {
        let found = Pack::built_in().find(&code(text));
        assert_eq!(found.map(|found| found.kind), Some(*kind), "{text}");
    }
}

#[test]
fn populations_have_the_version_of_the_day() {
    let pack = Pack::built_in();
    let provinces = pack.find(&code("vault.connected.provinces")).unwrap();
    let on = |text: &str| {
        let version = pack.population_on(provinces, text.parse::<Day>().unwrap());
        version.map(|version| version.to_string())
    };
    assert_eq!(on("2025-06-30").as_deref(), Some("provinces/63"));
    assert_eq!(on("2025-07-01").as_deref(), Some("provinces/34"));
    let ministries = pack.find(&code("plan2022.issued")).unwrap();
    let ministries = pack.population(&ministries.populations[0]).unwrap();
    let sizes = |text: &str| -> Vec<_> {
        let day = text.parse().unwrap();
        ministries.versions_on(day).filter_map(|version| version.size).collect()
    };
    assert_eq!(sizes("2022-06-30"), [22, 30]);
    // Ministries merged on that day; how many are left was not found.
    assert_eq!(sizes("2025-03-01"), [0_u64; 0]);
}

#[test]
fn targets_parts_and_changes_name_what_they_follow() {
    let relation = |text: &str| Pack::built_in().find(&code(text)).unwrap().relation.clone();
    assert_eq!(
        relation("dossiers.online_rate.target"),
        Some((Relation::TargetOf, code("dossiers.online_rate")))
    );
    assert_eq!(
        relation("civil_servants.synced.ministries"),
        Some((Relation::PartOf, code("civil_servants.synced")))
    );
    assert_eq!(
        relation("incidents.attacks.change_on_month"),
        Some((Relation::ChangeOf, code("incidents.attacks")))
    );
}

#[test]
fn points_of_components_stay_within_their_scheme() {
    let pack = Pack::built_in();
    let scheme = pack.schemes().find(|scheme| scheme.code == "766").unwrap();
    assert_eq!(
        scheme.groups.iter().map(|group| group.points).collect::<Vec<_>>(),
        [18, 20, 22, 22, 18]
    );
    let components = pack
        .indicators()
        .filter(|indicator| !indicator.code.as_str().starts_with("score766."));
    let points = components.flat_map(|indicator| &indicator.points);
    let sum: u32 = points
        .filter(|points| points.scheme == "766")
        .map(|points| points.most)
        .sum();
    assert!((60..=100).contains(&sum), "{sum}");
}
