//! Words around a number that belong to another one.

use motlan_measure::reported::text::{Proposal, read};

fn proposals(text: &str) -> Vec<Proposal> {
    read(text).unwrap().proposals
}

fn days(proposal: &Proposal) -> (Option<String>, String) {
    let dates = &proposal.period.as_ref().unwrap().value;
    (dates.first.map(|day| day.to_string()), dates.last.to_string())
}

#[test]
fn the_year_that_a_change_is_compared_with_is_not_its_own() {
    let text = "Báo cáo năm 2023. Trong 9 tháng đầu năm, hồ sơ trực tuyến đạt 48,1%, tăng 12% so với cùng kỳ năm 2022.";
    let found = proposals(text);
    assert_eq!(
        days(&found[0]),
        (Some("2023-01-01".to_owned()), "2023-09-30".to_owned())
    );
}

#[test]
fn a_period_in_brackets_is_that_of_the_number_in_them() {
    let text = "Tỷ lệ hồ sơ trực tuyến quý III/2023 đạt 71,2% (quý II/2023 là 66,8%).";
    let found = proposals(text);
    assert_eq!(days(&found[0]).1, "2023-09-30");
    assert_eq!(days(&found[1]).1, "2023-06-30");
}

#[test]
fn a_bracketed_rate_belongs_to_its_fraction_over_many_words() {
    let text = "Có 13/17 sở, ngành kết nối với Cơ sở dữ liệu quốc gia về dân cư (đạt 76,5%).";
    let [ref only] = proposals(text)[..] else {
        panic!("one figure");
    };
    let amounts =
        [&only.numerator, &only.denominator, &only.value].map(|said| said.as_ref().unwrap().value.to_string());
    assert_eq!(amounts, ["13", "17", "76.5"]);
}
