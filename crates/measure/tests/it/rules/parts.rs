//! Parts and totals.

use super::hold;

#[test]
fn parts_make_their_total_or_do_not() {
    let rows = |one: &str, two: &str, all: &str| {
        format!(
            "A;parts.one;VN;part;;2024-06-30;{one};5000;;record;;;;\nB;parts.two;VN;part;;2024-06-30;{two};5000;;record;;;;\nC;parts.all;VN;stock;;2024-06-30;;;{all};record;;;;"
        )
    };
    hold(&[
        (&rows("1234", "3766", "5000"), "adds_up adds_up adds_up"),
        (
            &rows("1234", "3676", "5000"),
            "does_not_add_up does_not_add_up does_not_add_up",
        ),
        (&rows("1234", "3866", "5100"), "does_not_add_up does_not_add_up adds_up"),
        // A known part is not printed.
        (
            "A;parts.one;VN;part;;2024-06-30;1234;5000;;record;;;;\nC;parts.all;VN;stock;;2024-06-30;;;5000;record;;;;",
            "ambiguous ambiguous",
        ),
        // Another day, another scope: no parts of this total.
        (
            "A;parts.one;VN;stock;;2023-06-30;;;1234;record;;;;\nC;parts.all;VN;stock;;2024-06-30;;;5000;record;;;;",
            "nothing_to_check nothing_to_check",
        ),
        (
            "A;parts.one;54;stock;;2024-06-30;;;1234;record;;;;\nC;parts.all;VN;stock;;2024-06-30;;;5000;record;;;;",
            "nothing_to_check nothing_to_check",
        ),
        // The total is rounded.
        (
            "A;parts.one;VN;stock;;2024-06-30;;;1234;record;;;;\nB;parts.two;VN;stock;;2024-06-30;;;3759;record;;;;\nC;parts.all;VN;stock;;2024-06-30;;;5000;record;;;;5.000",
            "rounding rounding rounding",
        ),
        // No relation: rows of the kind part under one name.
        (
            "A;x.y.a;VN;part;;2024-06-30;20;100;;record;;;;\nB;x.y.b;VN;part;;2024-06-30;80;100;;record;;;;",
            "adds_up adds_up",
        ),
        (
            "A;x.y.a;VN;part;;2024-06-30;20;100;;record;;;;\nB;x.y.b;VN;part;;2024-06-30;70;100;;record;;;;",
            "ambiguous ambiguous",
        ),
        (
            "A;x.y.a;VN;part;;2024-06-30;20;100;;record;;;;\nB;x.y.b;VN;part;;2024-06-30;90;100;;record;;;;",
            "does_not_add_up does_not_add_up",
        ),
        ("A;x.y.a;VN;part;;2024-06-30;20;100;;record;;;;", "nothing_to_check"),
        (
            "A;x.y.a;VN;part;;2024-06-30;20;100;;record;;;;\nB;x.y.b;VN;part;;2024-06-30;80;200;;record;;;;",
            "adds_up does_not_add_up",
        ),
        (
            "A;x.y;01;part;;2024-06-30;20;100;;record;;;;\nB;x.y;02;part;;2024-06-30;80;100;;record;;;;",
            "adds_up adds_up",
        ),
        (
            "A;x.y;01;part;;2024-06-30;20;100;;record;;;;\nB;x.y;02;part;;2024-06-30;80;300;;record;;;;",
            "nothing_to_check nothing_to_check",
        ),
    ]);
}
