//! A few persons pinned: whoever changes how people are made changes every demo and bench, and must see it here.

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
