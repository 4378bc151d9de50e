//! Printed words against columns: digits, unit words, labels, dates.

use super::{hold, led_by};

#[test]
fn words_and_columns_say_the_same() {
    hold(&[
        (
            "A;a.b;VN;stock;;2024-06-30;;;95600000;person;;;more_than;hơn 95,6 triệu",
            "nothing_to_check",
        ),
        (
            "A;a.b;VN;stock;;2024-06-30;;;96500000;person;;;more_than;hơn 95,6 triệu",
            "ambiguous",
        ),
        (
            "A;a.b;VN;stock;;2024-06-30;;;1;task;;;;một nhiệm vụ chưa hoàn thành",
            "nothing_to_check",
        ),
        (
            "A;a.b;VN;stock;;2024-06-30;;;35;agency;;;;22 bộ, ngành và 13 địa phương",
            "nothing_to_check",
        ),
        (
            "A;a.b;VN;stock;;2024-06-30;;;18;agency;;;;18 bộ, ngành và 63/63 địa phương",
            "nothing_to_check",
        ),
        (
            "A;a.b;VN;ratio;;2024-06-30;6;20;;percent;;;;06/20 bộ, ngành",
            "nothing_to_check",
        ),
        (
            "A;a.b;VN;ratio;;2024-06-30;6;40;;percent;;;;06/20 bộ, ngành",
            "ambiguous",
        ),
        (
            "A;a.b;VN;ratio;;2024-06-30;89;92;;percent;;;;\"62 tỉnh + 27 bộ ngành; còn 2 bộ và 1 địa phương\"",
            "nothing_to_check",
        ),
        ("A;a.b;VN;ratio;;2024-06-30;;;48.32;percent;;;;48,23%", "ambiguous"),
        (
            "A;a.b;VN;ratio;;2024-06-30;;;45.7;percent;;;;45,7%, gấp 1,6 lần",
            "nothing_to_check",
        ),
        (
            "A;a.b;VN;delta_percent;2024-01-01;2024-01-31;;;33;percent;;;;giảm 33%",
            "ambiguous",
        ),
        (
            "A;a.b;VN;stock;;2024-06-30;;;6000000;dossier;;;;từ 5 đến 7 triệu",
            "nothing_to_check",
        ),
        (
            "A;a.b;VN;stock;;2024-06-30;1234;;1243;dossier;;;;1.243 hồ sơ",
            "does_not_add_up",
        ),
    ]);
}

#[test]
fn unit_words_multiply() {
    hold(&[
        (
            "A;a.b;VN;stock;;2024-06-30;;;4126994;record;;;;4.126.994 triệu dữ liệu",
            "does_not_add_up",
        ),
        (
            "A;a.b;VN;stock;;2024-06-30;;;4126994000000;record;;;;4.126.994 triệu dữ liệu",
            "ambiguous",
        ),
        (
            "A;a.b;VN;stock;;2024-06-30;;;4126994000000;dong;;;;4.126.994 triệu đồng",
            "nothing_to_check",
        ),
        (
            "A;a.b;VN;stock;;2024-06-30;;;95600;record;;;;95,6 triệu",
            "does_not_add_up",
        ),
        (
            "A;a.b;VN;stock;;2024-06-30;;;95.6;triệu bản ghi;;;;95,6 triệu",
            "nothing_to_check",
        ),
        (
            "A;a.b;VN;stock;;2024-06-30;;;80700;group;;;;80,7 nghìn Tổ",
            "nothing_to_check",
        ),
        (
            "A;a.b;VN;ratio;;2024-06-30;24550000;25000000;98.2;percent;;;;24,55/25 tỷ (98,2%)",
            "does_not_add_up",
        ),
        (
            "A;a.b;VN;stock;;2024-06-30;;;956000000;person;;;;956 triệu người",
            "does_not_add_up",
        ),
        (
            "A;a.b;VN;flow;2024-01-01;2024-06-30;;;956000000;person;;;;956 triệu lượt người",
            "nothing_to_check",
        ),
        (
            "A;a.b;VN;stock;;2023-06-30;;;95600;record;;;;\nB;a.b;VN;stock;;2024-06-30;;;97600000;record;;;;",
            "ambiguous ambiguous",
        ),
        (
            "A;a.b;VN;stock;;2023-06-30;;;12;agency;;;;\nB;a.b;VN;stock;;2024-06-30;;;60;agency;;;;",
            "nothing_to_check nothing_to_check",
        ),
    ]);
    assert_eq!(
        led_by("A;a.b;VN;stock;;2024-06-30;;;95600;record;;;;95,6 triệu").1,
        ["unit_word"]
    );
}

#[test]
fn a_date_stands_beside_every_figure_of_a_kind_or_beside_none() {
    let rows =
        |second: &str| format!("A;a.b;VN;stock;;2024-06-30;;;10;record;;;;\nB;a.c;VN;{second};;;;;20;record;;;;");
    hold(&[
        (&rows("stock"), "nothing_to_check ambiguous"),
        (&rows("multiple"), "nothing_to_check nothing_to_check"),
        (
            "A;a.b;VN;stock;;;;;10;record;;;;\nB;a.c;VN;stock;;;;;20;record;;;;",
            "nothing_to_check nothing_to_check",
        ),
        ("A;a.b;VN;flow;2024-06-30;2024-06-01;;;10;record;;;;", "ambiguous"),
    ]);
}

#[test]
fn a_label_names_its_days() {
    let label = |label: &str, first: &str, last: &str| {
        let row = format!(
            "id;indicator;scope;kind;period_label;period_start;period_end;value;unit\nA;a.b;VN;flow;{label};{first};{last};10;record\n"
        );
        let figures = motlan_measure::reported::read(row.as_bytes()).unwrap();
        let checked = motlan_measure::reported::check(&figures, &motlan_measure::reported::Context::built_in());
        crate::sample::word(checked[0].verdict)
    };
    assert_eq!(label("tháng 01/2024", "2024-01-01", "2024-01-31"), "nothing_to_check");
    assert_eq!(label("tháng 01/2024", "2024-01-01", "2024-01-20"), "ambiguous");
    assert_eq!(label("tháng 02/2024", "2024-01-01", "2024-01-31"), "ambiguous");
    assert_eq!(label("quý II năm 2024", "2024-04-01", "2024-06-30"), "nothing_to_check");
    assert_eq!(label("6 tháng đầu năm 2024", "2024-01-01", "2024-05-31"), "ambiguous");
    assert_eq!(label("năm 2023", "2023-01-01", "2023-12-31"), "nothing_to_check");
    // The closing dates of regular reports.
    assert_eq!(label("tháng 01/2024", "2023-12-15", "2024-01-14"), "nothing_to_check");
    assert_eq!(label("tháng 01/2024", "", ""), "nothing_to_check");
    assert_eq!(label("kỳ báo cáo 7", "2024-01-01", "2024-01-31"), "nothing_to_check");
}
