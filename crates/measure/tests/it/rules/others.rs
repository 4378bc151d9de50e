//! Figures against others: totals and sums, two sources, relations, populations.

use super::{checked, hold, led_by};

#[test]
fn a_total_printed_as_a_sum_of_a_period_has_two_readings() {
    let total = "A;a.b;VN;stock;;2024-01-31;;;1400000;request;;;;";
    let sum =
        |value: &str, printed: &str| format!("B;a.b;VN;flow;2024-04-01;2024-04-30;;;{value};request;;;;{printed}");
    hold(&[
        (
            &format!("{total}\n{}", sum("1500000", "")),
            "nothing_to_check ambiguous",
        ),
        (
            &format!("{total}\n{}", sum("90000", "")),
            "nothing_to_check nothing_to_check",
        ),
        (
            &format!(
                "{total}\n{}\nC;a.b;VN;stock;;2024-06-30;;;1450000;request;;;;",
                sum("90000", "")
            ),
            "nothing_to_check ambiguous nothing_to_check",
        ),
        (&sum("90000", "lũy kế 90.000 yêu cầu"), "ambiguous"),
        ("A;a.b;VN;flow;;2024-04-30;;;90000;request;;;;", "ambiguous"),
        (
            "A;a.b;VN;stock;;2024-04-30;;;90000;request;;;;trong tháng có 90.000 yêu cầu",
            "ambiguous",
        ),
        (
            "A;land.parcels;VN;flow;2024-04-01;2024-04-30;;;90000;parcel;;;;",
            "ambiguous",
        ),
    ]);
    assert_eq!(
        led_by("A;land.parcels;VN;flow;2024-04-01;2024-04-30;;;90000;parcel;;;;").1,
        ["stock_as_flow"]
    );
}

#[test]
fn one_indicator_of_one_day_is_one_number() {
    let rows = |first: &str, second: &str| {
        format!("A;a.b;VN;stock;;2024-06-30;;;{first}\nB;a.b;VN;stock;;2024-06-30;;;{second}")
    };
    hold(&[
        (
            &rows("1234;dossier;;;;", "1234;dossier;;;;"),
            "nothing_to_check nothing_to_check",
        ),
        (
            &rows("1234;dossier;;;;", "1324;dossier;;;;"),
            "does_not_add_up does_not_add_up",
        ),
        (
            &rows("95612345;person;;;;", "95600000;person;;;;95,6 triệu"),
            "nothing_to_check nothing_to_check",
        ),
        (
            &rows(
                "97600000;person;;;;97,6 triệu",
                "95600000;person;;;more_than;hơn 95,6 triệu",
            ),
            "nothing_to_check nothing_to_check",
        ),
        (
            "A;a.b;;stock;;2024-06-30;;;5;dossier;;;;\nB;a.b;;stock;;2024-06-30;;;9;dossier;;;;",
            "nothing_to_check nothing_to_check",
        ),
        (
            "A;a.b;01;stock;;2024-06-30;;;5;dossier;;;;\nB;a.b;02;stock;;2024-06-30;;;9;dossier;;;;",
            "nothing_to_check nothing_to_check",
        ),
    ]);
}

#[test]
fn relations_hold_between_indicators() {
    let rates = |low: &str, high: &str| {
        format!(
            "A;rate.low;VN;ratio;;2024-06-30;;;{low};percent;;;;\nB;rate.high;VN;ratio;;2024-06-30;;;{high};percent;;;;"
        )
    };
    let flows = |inner: &str, last: &str| {
        format!(
            "A;flow.inner;VN;flow;2024-04-01;2024-04-30;;;{inner};request;;;;\nB;flow.outer;VN;flow;2024-01-01;{last};;;2000000;transaction;;;;"
        )
    };
    hold(&[
        (&rates("48.23", "81.05"), "nothing_to_check nothing_to_check"),
        (&rates("48.23", "18.05"), "does_not_add_up does_not_add_up"),
        (&rates("48.23", "48.23"), "nothing_to_check nothing_to_check"),
        (
            "A;rate.low;VN;stock;;2024-06-30;;;900;dossier;;;;\nB;rate.high;VN;stock;;2024-06-30;;;800;dossier;;;;",
            "does_not_add_up does_not_add_up",
        ),
        (
            "A;rate.low;VN;stock;;2024-06-30;;;900;dossier;;;;\nB;rate.high;VN;ratio;;2024-06-30;;;80;percent;;;;",
            "nothing_to_check nothing_to_check",
        ),
        (
            "A;rate.low;VN;ratio;;2024-06-30;;;60;percent;;;;\nB;rate.high;VN;ratio;;2023-06-30;;;50;percent;;;;",
            "nothing_to_check nothing_to_check",
        ),
        // 100,000 a day around, 1.1 and 0.9 million a day inside.
        (&flows("33000000", "2024-01-20"), "does_not_add_up nothing_to_check"),
        (&flows("27000000", "2024-01-20"), "nothing_to_check nothing_to_check"),
        (
            "A;flow.inner;VN;flow;2024-04-01;2024-04-30;;;33000000;request;;;;",
            "nothing_to_check",
        ),
    ]);
}

#[test]
fn sizes_of_populations_are_noted_and_counts_above_them_are_not_taken() {
    let ministries = |above: &str, below: &str| {
        format!("A;plan2022.issued;ministries;ratio;;2022-06-30;{above};{below};;percent;;;;")
    };
    hold(&[
        (&ministries("18", "22"), "nothing_to_check"),
        (&ministries("18", "20"), "nothing_to_check"),
        (&ministries("18", "36"), "nothing_to_check"),
        (
            "A;population.connected.ministries;VN;stock;;2024-01-31;;;15;agency;;;;",
            "nothing_to_check",
        ),
        (
            "A;population.connected.ministries;VN;stock;;2024-01-31;;;33;agency;;;;",
            "ambiguous",
        ),
        (
            "A;population.connected.provinces;VN;stock;;2024-01-31;;;63;province;;;;",
            "nothing_to_check",
        ),
        (
            "A;population.connected.provinces;VN;stock;;2024-01-31;;;65;province;;;;",
            "does_not_add_up",
        ),
        (
            "A;population.connected.provinces;VN;ratio;;2024-01-31;58;126;;percent;;;;58/126 địa phương",
            "ambiguous",
        ),
        (
            "A;cleansing.land.clean_rate;74;ratio;;2024-06-30;712345;790112;90.16;percent;;;;",
            "adds_up",
        ),
    ]);
    let note = &checked(&ministries("18", "20"))[0].findings;
    let size = note.iter().find(|finding| finding.rule == "population_size").unwrap();
    assert!(
        size.said.en.contains("22 (") && size.said.en.contains("30 ("),
        "{size:?}"
    );
}

#[test]
fn numbers_too_great_to_compute_with_are_not_decided() {
    let great = "9999999999999999999999999999";
    hold(&[
        (
            &format!("A;a.b;VN;stock;;2024-06-30;;;{great};record;;;;"),
            "nothing_to_check",
        ),
        (
            &format!("A;a.b;VN;average;2024-01-01;2024-06-30;{great};3;1;record;;;;"),
            "does_not_add_up",
        ),
    ]);
}
