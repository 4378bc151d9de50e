//! Divisions, changes, averages.

use super::{checked, hold, led_by};

#[test]
fn a_share_is_held_against_its_parts() {
    hold(&[
        (
            "A;a.b;VN;ratio;;2024-06-30;12;250;4.8;percent;;;;12/250 thủ tục (đạt 4,8%)",
            "adds_up",
        ),
        ("A;a.b;VN;ratio;;2024-06-30;12;250;4.8;percent;;;;", "adds_up"),
        ("A;a.b;VN;ratio;;2024-06-30;12;250;5;percent;;;;12/250 (5%)", "adds_up"),
        ("A;a.b;VN;ratio;;2024-06-30;12;250;4;percent;;;;12/250 (4%)", "rounding"),
        (
            "A;a.b;VN;ratio;;2024-06-30;12;250;6;percent;;;;12/250 (6%)",
            "does_not_add_up",
        ),
        (
            "A;a.b;VN;ratio;;2024-06-30;12;250;8.4;percent;;;;12/250 (8,4%)",
            "does_not_add_up",
        ),
        (
            "A;a.b;VN;ratio;;2024-06-30;2;3;66.67;percent;;;;2/3 (66,67%)",
            "adds_up",
        ),
        (
            "A;a.b;VN;ratio;;2024-06-30;2;3;66.66;percent;;;;2/3 (66,66%)",
            "rounding",
        ),
        (
            "A;a.b;VN;ratio;;2024-06-30;2;3;66.65;percent;;;;2/3 (66,65%)",
            "does_not_add_up",
        ),
        (
            "A;a.b;VN;ratio;;2024-06-30;1;8;12.5;percent;;;about;khoảng 12,5%",
            "adds_up",
        ),
        (
            "A;a.b;VN;ratio;;2024-06-30;1;8;12.6;percent;;;about;khoảng 12,6%",
            "does_not_add_up",
        ),
        (
            "A;a.b;VN;ratio;;2024-06-30;93;100;90;percent;;;more_than;hơn 90%",
            "adds_up",
        ),
        (
            "A;a.b;VN;ratio;;2024-06-30;99;100;90;percent;;;more_than;hơn 90%",
            "does_not_add_up",
        ),
        (
            "A;a.b;VN;ratio;;2024-06-30;87;100;90;percent;;;nearly;gần 90%",
            "adds_up",
        ),
        (
            "A;a.b;VN;ratio;;2024-06-30;93;100;90;percent;;;nearly;gần 90%",
            "does_not_add_up",
        ),
        // Rounded parts leave room: 34.95 ÷ 36.15 is 96.68 %.
        (
            "A;a.b;VN;ratio;;2024-06-30;34900000;36200000;96.6;percent;;;;34,9/36,2 triệu (96,6%)",
            "adds_up",
        ),
        (
            "A;a.b;VN;ratio;;2024-06-30;34900000;36200000;97.4;percent;;;;34,9/36,2 triệu (97,4%)",
            "does_not_add_up",
        ),
        ("A;a.b;VN;ratio;;2024-06-30;0;20;0;percent;;;;0/20 (0%)", "adds_up"),
        (
            "A;a.b;VN;ratio;;2024-06-30;63;63;100;percent;;;;63/63 (100%)",
            "adds_up",
        ),
        (
            "A;a.b;VN;ratio;;2024-06-30;62;63;100;percent;;;;62/63 (100%)",
            "does_not_add_up",
        ),
        (
            "A;a.b;VN;ratio;;2024-06-30;51;63;;percent;;;;51/63 địa phương",
            "nothing_to_check",
        ),
        (
            "A;a.b;VN;ratio;;2024-06-30;;;81.05;percent;;;;81,05%",
            "nothing_to_check",
        ),
        (
            "A;a.b;VN;target;;2024-12-31;30;30;100;percent;;;;30/30 (100%)",
            "adds_up",
        ),
    ]);
}

#[test]
fn a_part_is_not_more_than_its_whole() {
    for row in [
        "A;a.b;VN;ratio;;2024-06-30;64;63;;percent;;;;64/63 tỉnh",
        "A;a.b;VN;ratio;;2024-06-30;;;101.5;percent;;;;101,5%",
        "A;a.b;VN;ratio;;2024-06-30;5;0;;percent;;;;5/0",
        "A;a.b;VN;ratio;;2024-06-30;;;-3;percent;;;;",
        "A;a.b;VN;stock;;2024-06-30;;;-3;dossier;;;;",
        "A;a.b;VN;part;;2024-06-30;300;200;;dossier;;;;",
        "A;a.b;VN;delta_percent;2024-01-01;2024-06-30;;;-120;percent;;;;giảm 120%",
    ] {
        let (verdict, rules) = led_by(row);
        assert_eq!(verdict, "does_not_add_up", "{row}");
        assert!(rules.contains(&"share_above_whole"), "{row}: {rules:?}");
    }
    hold(&[
        (
            "A;a.b;VN;delta_percent;2024-01-01;2024-06-30;;;250;percent;;;;tăng 250%",
            "nothing_to_check",
        ),
        (
            "A;a.b;VN;multiple;2024-01-01;2024-06-30;;;25;times;;;;gấp 25 lần",
            "nothing_to_check",
        ),
    ]);
}

#[test]
fn changes_and_multiples_are_made_of_two_levels() {
    hold(&[
        (
            "A;a.b;VN;delta_percent;2024-01-01;2024-01-31;950;1418;-33;percent;;;;giảm 33% (1.418)",
            "adds_up",
        ),
        (
            "A;a.b;VN;delta_percent;2024-01-01;2024-01-31;950;1418;33;percent;;;;tăng 33% (1.418)",
            "does_not_add_up",
        ),
        (
            "A;a.b;VN;delta_percent;2024-01-01;2024-01-31;950;2836;-33;percent;;;;giảm 33% (2.836)",
            "does_not_add_up",
        ),
        (
            "A;a.b;VN;delta_percent;2024-01-01;2024-01-31;60;50;20;percent;;;;tăng 20%",
            "adds_up",
        ),
        // 60 against 50 are ten points and twenty percent.
        (
            "A;a.b;VN;delta_percent;2024-01-01;2024-01-31;60;50;10;percent;;;;tăng 10%",
            "does_not_add_up",
        ),
        (
            "A;a.b;VN;delta_percent;2024-01-01;2024-01-31;60;50;10;percentage_point;;;;tăng 10 điểm phần trăm",
            "adds_up",
        ),
        (
            "A;a.b;VN;multiple;2024-01-01;2024-06-30;32;20;1.6;times;;;;gấp 1,6 lần",
            "adds_up",
        ),
        (
            "A;a.b;VN;multiple;2024-01-01;2024-06-30;32;40;1.6;times;;;;gấp 1,6 lần",
            "does_not_add_up",
        ),
    ]);
    let said =
        &checked("A;a.b;VN;delta_percent;2024-01-01;2024-01-31;60;50;10;percent;;;;tăng 10%")[0].findings[0].said;
    assert!(
        said.vi.contains("điểm phần trăm") && said.en.contains("points, not percent"),
        "{said:?}"
    );
}

#[test]
fn an_average_is_over_the_days_of_its_period() {
    hold(&[
        (
            "A;a.b;VN;average;2024-01-01;2024-01-20;31000000;20;1550000;transaction/day;;;about;khoảng 1,55 triệu",
            "adds_up",
        ),
        (
            "A;a.b;VN;average;2024-01-01;2024-01-20;30980000;20;1540000;transaction/day;;;about;khoảng 1,54 triệu",
            "rounding",
        ),
        (
            "A;a.b;VN;average;2024-01-01;2024-01-20;31000000;20;1450000;transaction/day;;;about;khoảng 1,45 triệu",
            "does_not_add_up",
        ),
        (
            "A;a.b;VN;average;2024-01-01;2024-01-20;31000000;31;1000000;transaction/day;;;;1 triệu",
            "does_not_add_up",
        ),
        (
            "A;a.b;VN;average;2024-01-01;2024-01-20;31000000;;1550000;transaction/day;;;;1,55 triệu",
            "adds_up",
        ),
        (
            "A;a.b;VN;average;2024-01-01;2024-01-31;31000000;;1550000;transaction/day;;;;1,55 triệu",
            "does_not_add_up",
        ),
        (
            "A;a.b;VN;average;2024-01-01;2024-01-31;31000000;31;1000000;giao dịch/ngày;;;;1 triệu",
            "adds_up",
        ),
        (
            "A;a.b;VN;average;2024-01-01;2024-06-30;90;30;3;dossier/agency;;;;3 hồ sơ",
            "adds_up",
        ),
    ]);
    assert_eq!(
        led_by("A;a.b;VN;average;2024-01-01;2024-01-20;31000000;31;1000000;transaction/day;;;;1 triệu").1,
        ["average_over_days"]
    );
}

#[test]
fn an_average_divides_the_sum_that_is_printed() {
    let average = "A;exchange.transactions.daily_average;VN;average;2024-01-01;2024-01-20;31000000;20;1550000;transaction/day;;;;1,55 triệu";
    let sum = |value: &str, last: &str| {
        format!("{average}\nB;exchange.transactions.successful;VN;flow;2024-01-01;{last};;;{value};transaction;;;;")
    };
    hold(&[
        (&sum("31000000", "2024-01-20"), "adds_up nothing_to_check"),
        (&sum("13000000", "2024-01-20"), "does_not_add_up does_not_add_up"),
        (&sum("45000000", "2024-01-31"), "adds_up nothing_to_check"),
    ]);
}
