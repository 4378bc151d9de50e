//! A few persons pinned: whoever changes how people are made changes every demo and bench, and must see it here.

use jiff::civil::date;
use motlan_sandbox::Country;

fn line(index: u64) -> String {
    let person = Country::new(1).person(index);
    let fields = person.to_fields();
    let values: Vec<&str> = fields.values().filter_map(|value| value.as_str()).collect();
    values.join("|")
}

#[test]
fn the_first_the_thousandth_and_the_last_person_of_seed_1_stay_as_they_are() {
    assert_eq!(
        line(0),
        "003159070790|Nguyễn Thị Vân|1959-01-18|female|01|VN|64|64|637|24097|Thôn 6"
    );
    assert_eq!(
        line(1),
        "003161377174|Lê Thị Nga|1961-11-19|female|01|VN|01|01|018|00547|Thôn 11"
    );
    assert_eq!(
        line(999),
        "003055064600|Nguyễn Văn Trung|1955-05-07|male|08|VN|44|44|453|18985|Thôn 11"
    );
    assert_eq!(
        line(99_999_999),
        "003218785231|Huỳnh Văn Lộc|2018-12-19|male|01|VN|79|79|772|27217|Số 188 đường Nguyễn Huệ"
    );
}

#[test]
fn licences_of_seed_1_stay_as_they_are() {
    let licence = |index: u64| {
        let licence = Country::new(1).person(index).driving_licence(date(2026, 11, 22))?;
        let fields = licence.to_fields();
        let values: Vec<&str> = fields.values().filter_map(|value| value.as_str()).skip(3).collect();
        Some(values.join("|"))
    };
    let first = "000090506790|B2|2017-02-11|2027-02-11|Sở Giao thông vận tải tỉnh Gia Lai|valid";
    assert_eq!(licence(0).as_deref(), Some(first));
    assert_eq!((licence(1), licence(999)), (None, None));
    let other = "000078472938|A1, C|2022-03-27|2027-03-27|Sở Giao thông vận tải tỉnh Đồng Nai|valid";
    assert_eq!(licence(99_999_998).as_deref(), Some(other));
}
