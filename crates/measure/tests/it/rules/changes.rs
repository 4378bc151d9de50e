//! Printed changes: points or percent, earlier levels, repeated increases.

use super::{checked, hold, led_by};

#[test]
fn a_change_of_a_share_says_points_or_percent() {
    hold(&[
        (
            "A;a.b;VN;ratio;;2024-06-30;;;46.36;percent;22.14;percent as printed;;46,36% (tăng 22,14%)",
            "ambiguous",
        ),
        (
            "A;a.b;VN;ratio;;2024-06-30;;;46.36;percent;22.14;;;46,36% (tăng 22,14%)",
            "ambiguous",
        ),
        (
            "A;a.b;VN;ratio;;2024-06-30;;;46.36;percent;22.14;%;;46,36% (tăng 22,14%)",
            "ambiguous",
        ),
        (
            "A;a.b;VN;ratio;;2024-06-30;;;46.36;percent;22.14;percentage_point;;46,36% (tăng 22,14 điểm phần trăm)",
            "nothing_to_check",
        ),
        (
            "A;a.b;VN;ratio;;2024-06-30;;;46.36;percent;22.14;percent as printed;;46,36% (tăng 22,14 điểm %)",
            "nothing_to_check",
        ),
        (
            "A;a.b;VN;ratio;;2024-06-30;;;46.36;percent;22.14;percent;;46,36% (tăng 22,14 điểm %)",
            "ambiguous",
        ),
        (
            "A;a.b;VN;ratio;;2024-06-30;;;46.36;percent;22.14;percentage_point;;46,36% (tăng 22,14%)",
            "ambiguous",
        ),
        (
            "A;a.b;VN;stock;;2024-06-30;;;1200;dossier;20;percent as printed;;1.200 hồ sơ (tăng 20%)",
            "nothing_to_check",
        ),
        (
            "A;a.b;VN;stock;;2024-06-30;;;1200;dossier;20;percentage_point;;1.200 hồ sơ (tăng 20 điểm phần trăm)",
            "ambiguous",
        ),
        (
            "A;a.b;VN;stock;;2024-06-30;;;17500000;person;8500000;person;;17,5 triệu (tăng 8,5 triệu so với 12/2022)",
            "nothing_to_check",
        ),
    ]);
    assert_eq!(
        led_by("A;a.b;VN;ratio;;2024-06-30;;;46.36;percent;22.14;%;;46,36% (tăng 22,14%)").1,
        ["points_or_percent"]
    );
}

#[test]
fn the_later_level_without_the_change_is_the_earlier_level() {
    let rows = |earlier: &str, by: &str, unit: &str| {
        format!(
            "A;a.b;VN;ratio;;2023-06-30;;;{earlier};percent;;;;\nB;a.b;VN;ratio;;2024-06-30;;;60;percent;{by};{unit};;"
        )
    };
    hold(&[
        (&rows("50", "10", "percentage_point"), "nothing_to_check adds_up"),
        (&rows("50", "20", "percent"), "nothing_to_check adds_up"),
        (&rows("50", "10", "percent"), "does_not_add_up does_not_add_up"),
        (&rows("50", "20", "percentage_point"), "does_not_add_up does_not_add_up"),
        (&rows("50", "10", "percent as printed"), "nothing_to_check ambiguous"),
        (
            &rows("45", "10", "percent as printed"),
            "does_not_add_up does_not_add_up",
        ),
        // The words say another base than a year before.
        (
            "A;a.b;VN;stock;;2024-03-31;;;1000;dossier;;;;\nB;a.b;VN;stock;;2024-06-30;;;1200;dossier;200;dossier;;1.200 hồ sơ (tăng 200 hồ sơ so với tháng 3/2024)",
            "nothing_to_check adds_up",
        ),
        (
            "A;a.b;VN;stock;;2024-03-31;;;1100;dossier;;;;\nB;a.b;VN;stock;;2024-06-30;;;1200;dossier;200;dossier;;1.200 hồ sơ (tăng 200 hồ sơ so với tháng 3/2024)",
            "does_not_add_up does_not_add_up",
        ),
        (
            "A;a.b;VN;flow;2023-01-01;2023-06-30;;;1000;dossier;;;;\nB;a.b;VN;flow;2024-01-01;2024-06-30;;;1200;dossier;20;percent;;1.200 hồ sơ (tăng 20%)",
            "nothing_to_check adds_up",
        ),
        (
            "A;a.b;VN;flow;2023-01-01;2023-06-30;;;1000;dossier;;;;\nB;a.b;VN;flow;2024-01-01;2024-06-30;;;900;dossier;-10;percent;;900 hồ sơ (giảm 10%)",
            "nothing_to_check adds_up",
        ),
    ]);
}

#[test]
fn a_level_that_every_reading_contradicts_is_ambiguous_and_by_one_it_is_noted() {
    // A rise by 14.56 to 58.12 comes from 43.56 (points) or 50.73 (percent), half a year before the middle row.
    let rows = |between: &str, day: &str| {
        format!(
            "A;a.b;VN;ratio;;{day};;;{between};percent;;;;\nB;a.b;VN;ratio;;2024-06-30;;;58.12;percent;14.56;percent as printed;;"
        )
    };
    hold(&[
        (&rows("39.48", "2024-01-31"), "ambiguous ambiguous"),
        (&rows("45", "2024-01-31"), "nothing_to_check ambiguous"),
        (&rows("55", "2024-01-31"), "nothing_to_check ambiguous"),
        (&rows("60", "2024-01-31"), "ambiguous ambiguous"),
        // Before the base: above every reading, above one, above none.
        (&rows("52", "2023-01-31"), "ambiguous ambiguous"),
        (&rows("45", "2023-01-31"), "nothing_to_check ambiguous"),
        (&rows("40", "2023-01-31"), "nothing_to_check ambiguous"),
    ]);
    let findings = &checked(&rows("39.48", "2024-01-31"))[0].findings;
    assert!(findings[0].said.en.contains("43.56 or 50.73"), "{findings:#?}");
}

#[test]
fn a_change_of_its_own_is_held_against_the_rows_of_its_indicator() {
    let level = |id: &str, first: &str, last: &str, value: &str| {
        format!("{id};incidents.attacks;VN;flow;{first};{last};;;{value};incident;;;;")
    };
    let change = "C;incidents.attacks.change_on_month;VN;delta_percent;2024-01-01;2024-01-31;;;-33;percent;;;;giảm 33% so với 12/2023";
    let rows = |now: &str, before: &str| {
        let now = level("A", "2024-01-01", "2024-01-31", now);
        let before = level("B", "2023-12-01", "2023-12-31", before);
        format!("{now}\n{before}\n{change}")
    };
    hold(&[
        (&rows("950", "1418"), "nothing_to_check nothing_to_check adds_up"),
        (
            &rows("950", "1841"),
            "nothing_to_check nothing_to_check does_not_add_up",
        ),
    ]);
    let with_parts = change.replace("2024-01-31;;;-33", "2024-01-31;950;1418;-33");
    let now = level("A", "2024-01-01", "2024-01-31", "590");
    hold(&[(&format!("{now}\n{with_parts}"), "does_not_add_up does_not_add_up")]);
}

#[test]
fn the_same_increase_of_two_indicators_may_be_copied() {
    let rows = |first: &str, second: &str, unit: &str| {
        format!(
            "A;a.b;VN;stock;;2024-06-30;;;5000;dossier;{first};{unit};;\nB;a.c;VN;stock;;2024-06-30;;;7000;dossier;{second};{unit};;"
        )
    };
    hold(&[
        (&rows("312", "312", "dossier"), "ambiguous ambiguous"),
        (&rows("312", "313", "dossier"), "nothing_to_check nothing_to_check"),
        (&rows("12.5", "12.5", "percent"), "ambiguous ambiguous"),
        (&rows("3", "3", "dossier"), "nothing_to_check nothing_to_check"),
        // One of them is confirmed by an earlier level, and nothing is left to compare.
        (
            &format!(
                "{}\nC;a.b;VN;stock;;2023-06-30;;;4688;dossier;;;;",
                rows("312", "312", "dossier")
            ),
            "adds_up nothing_to_check nothing_to_check",
        ),
    ]);
}

#[test]
fn a_change_that_leaves_no_possible_level_does_not_add_up() {
    hold(&[
        (
            "A;a.b;VN;stock;;2024-06-30;;;17500000;record;18500000;record;;17,5 triệu (tăng 18,5 triệu)",
            "does_not_add_up",
        ),
        (
            "A;a.b;VN;ratio;;2024-06-30;;;90;percent;-20;percentage_point;;90% (giảm 20 điểm phần trăm)",
            "does_not_add_up",
        ),
        // In percent it is possible.
        (
            "A;a.b;VN;ratio;;2024-06-30;;;10;percent;14.56;percent as printed;;10% (tăng 14,56%)",
            "ambiguous",
        ),
    ]);
}

#[test]
fn a_multiple_implies_an_earlier_level_that_is_noted() {
    let rows = "A;exchange.transactions.successful;VN;flow;2022-01-01;2022-06-30;;;350000000;transaction;;;about;khoảng 350 triệu\n\
                B;exchange.transactions.growth_multiple;VN;multiple;2022-01-01;2022-06-30;;;25;times;;;more_than;tăng hơn 25 lần so với cùng kỳ năm 2021";
    hold(&[(rows, "nothing_to_check nothing_to_check")]);
    let findings = &checked(rows)[1].findings;
    assert!(
        findings.iter().any(|finding| finding.said.en.contains("14,000,000")),
        "{findings:#?}"
    );
}
