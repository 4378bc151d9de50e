//! Unit and property tests of [`super`]: counts, both written forms, agency codes, JSON.

use proptest::prelude::*;

use super::*;

fn member(text: &str) -> MemberId {
    text.parse().unwrap()
}

fn refusal<T: FromStr<Err = IdentifierError>>(text: &str) -> String {
    text.parse::<T>()
        .err()
        .map(|error| error.to_string())
        .unwrap_or_default()
}

#[test]
fn reads_the_parts_of_a_service() {
    let service: ServiceId = "VN/GOV/G01/population/verify".parse().unwrap();
    assert_eq!(service.code(), "verify");
    assert_eq!(service.system().code(), "population");
    assert_eq!(service.member(), &member("VN/GOV/G01"));
    let owner = service.member();
    assert_eq!((owner.instance(), owner.class(), owner.code()), ("VN", "GOV", "G01"));
    assert_eq!(service.system().member(), service.member());
    assert_eq!(service.to_string(), "VN/GOV/G01/population/verify");
}

#[test]
fn reads_the_parts_of_a_gateway() {
    let gateway: GatewayId = "VN/GOV/G01/gw1".parse().unwrap();
    assert_eq!((gateway.member(), gateway.code()), (&member("VN/GOV/G01"), "gw1"));
    assert_eq!(format!("{gateway:?}"), "GatewayId(VN/GOV/G01/gw1)");
}

#[test]
fn builds_downwards_from_codes_that_are_not_escaped() {
    let service = member("VN/GOV/G01").system("s/ub").unwrap().service("100%").unwrap();
    assert_eq!(service.to_string(), "VN/GOV/G01/s%2Fub/100%25");
    assert_eq!(service, "VN/GOV/G01/s%2Fub/100%25".parse().unwrap());
    let error = member("VN/GOV/G01").system("..").unwrap_err();
    assert_eq!(error.to_string(), "segment 4 is a relative path segment");
    let error = member("VN/GOV/G01").system("a").unwrap().service("").unwrap_err();
    assert_eq!(error.to_string(), "segment 5 is empty");
}

#[test]
fn an_escaped_code_of_x_roads_own_test_is_read() {
    let system: SystemId = "VN/GOV/%C3%B6/s%2Fub".parse().unwrap();
    assert_eq!((system.member().code(), system.code()), ("ö", "s/ub"));
    assert_eq!(system.to_string(), "VN/GOV/%C3%B6/s%2Fub");
}

#[test]
fn a_client_has_three_or_four_segments() {
    let as_member: ClientId = "VN/GOV/G01".parse().unwrap();
    let as_system: ClientId = "VN/GOV/G01/population".parse().unwrap();
    assert!(matches!(&as_member, ClientId::Member(member) if member.code() == "G01"));
    assert!(matches!(&as_system, ClientId::System(system) if system.code() == "population"));
    assert_eq!(as_member.member(), as_system.member());
    assert_eq!(refusal::<ClientId>("VN/GOV"), "expected 3 or 4 segments, found 2");
    assert_eq!(
        refusal::<ClientId>("VN/GOV/G01/a/b"),
        "expected 3 or 4 segments, found 5"
    );
    assert_eq!(
        refusal::<ClientId>("VN/GOV/G01/.."),
        "segment 4 is a relative path segment"
    );
}

#[test]
fn a_wrong_count_says_what_was_expected() {
    assert_eq!(
        refusal::<MemberId>("VN/GOV/G01/population"),
        "expected 3 segments, found 4"
    );
    assert_eq!(refusal::<SystemId>("VN/GOV/G01"), "expected 4 segments, found 3");
    assert_eq!(refusal::<GatewayId>("VN/GOV/G01"), "expected 4 segments, found 3");
    assert_eq!(
        refusal::<ServiceId>("VN/GOV/G01/population"),
        "expected 5 segments, found 4"
    );
    assert_eq!(refusal::<MemberId>("VN"), "expected 3 segments, found 1");
}

#[test]
fn a_wrong_segment_says_where() {
    assert_eq!(refusal::<MemberId>("VN/../G01"), "segment 2 is a relative path segment");
    assert_eq!(refusal::<MemberId>("VN/GOV/"), "segment 3 is empty");
    assert_eq!(refusal::<MemberId>("/VN/GOV/G01"), "segment 1 is empty");
    assert_eq!(refusal::<MemberId>("VN//G01"), "segment 2 is empty");
    assert_eq!(refusal::<MemberId>(""), "segment 1 is empty");
    assert_eq!(refusal::<SystemId>("VN:GOV::vpcp"), "segment 3 is empty");
}

#[test]
fn the_colon_form_means_the_same() {
    let field: SystemId = "VN:GOV:000.00.00.G22:vpcp".parse().unwrap();
    assert_eq!(field, "VN/GOV/G22/vpcp".parse().unwrap());
    assert_eq!(field.to_string(), "VN/GOV/G22/vpcp");
    assert_eq!(member("VN:GOV:000.00.12.H45"), member("VN/GOV/H45.12"));
    assert!(matches!("VN:GOV:G22".parse().unwrap(), ClientId::Member(_)));
}

#[test]
fn both_separators_in_one_text_are_refused_in_clear_words() {
    let words = "mixes the slash form and the colon form; inside a code write '/' as %2F and ':' as %3A";
    for text in [
        "VN:GOV/G01/population",
        "VN:GOV:G01/population",
        "VN/GOV/G01/a:b",
        "VN:GOV:G01:a/",
    ] {
        assert_eq!(refusal::<SystemId>(text), words, "{text}");
        assert_eq!(refusal::<ClientId>(text), words, "{text}");
    }
    let escaped: SystemId = "VN/GOV/G01/a%3Ab".parse().unwrap();
    assert_eq!(
        (escaped.code(), escaped.to_string().as_str()),
        ("a:b", "VN/GOV/G01/a%3Ab")
    );
    let escaped: SystemId = "VN:GOV:G01:a%2Fb".parse().unwrap();
    assert_eq!(escaped.code(), "a/b");
}

#[test]
fn only_agency_codes_of_vietnam_change_their_form() {
    assert_eq!(member("VN/GOV/000.00.12.H45").code(), "H45.12");
    for (text, code) in [
        ("VN/GOV/H45.12", "H45.12"),
        ("VN/GOV/0100109106", "0100109106"),
        ("VN/GOV/0100109106-001", "0100109106-001"),
        ("VN/GOV/000123", "000123"),
        ("VN/GOV/00.00", "00.00"),
        ("VN/GOV/001.02.03.H45", "001.02.03.H45"),
        ("VN/COM/000.00.12.H45", "000.00.12.H45"),
        ("EE/GOV/000.00.12.H45", "000.00.12.H45"),
    ] {
        assert_eq!(member(text).code(), code, "{text}");
    }
}

#[test]
fn json_holds_the_text_form() {
    let client: ClientId = "VN/GOV/H45/onestop".parse().unwrap();
    let json = serde_json::to_string(&client).unwrap();
    assert_eq!(json, r#""VN/GOV/H45/onestop""#);
    assert_eq!(serde_json::from_str::<ClientId>(&json).unwrap(), client);
    let error = serde_json::from_str::<ServiceId>(&json).unwrap_err().to_string();
    assert!(error.starts_with("expected 5 segments, found 4"), "{error}");
}

fn code() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-z0-9'()+,.=?-]{1,12}",
        "[a-z/:%ö đ;]{1,6}",
        "0{3}\\.0{2}\\.[0-9]{2}\\.[A-Z][0-9]{2}"
    ]
    .prop_filter("a relative path segment", |code| !matches!(code.as_str(), "." | ".."))
}

fn escaped(parts: &[String], separator: &str) -> String {
    let parts = parts
        .iter()
        .map(|code| Segment::from_code(code, 1).unwrap().to_string());
    parts.collect::<Vec<_>>().join(separator)
}

proptest! {
    #[test]
    fn text_and_value_round_trip(parts in proptest::collection::vec(code(), 5)) {
        let service: ServiceId = escaped(&parts, "/").parse().unwrap();
        prop_assert_eq!(service.code(), parts[4].as_str());
        prop_assert_eq!(service.system().code(), parts[3].as_str());
        prop_assert_eq!(service.member().code(), parts[2].as_str());
        prop_assert_eq!(&service.to_string().parse::<ServiceId>().unwrap(), &service);
    }

    #[test]
    fn a_member_of_government_keeps_its_value_through_its_text(code in code()) {
        let parts = ["VN".to_owned(), "GOV".to_owned(), code];
        let once: MemberId = escaped(&parts, "/").parse().unwrap();
        prop_assert_eq!(&once.to_string().parse::<MemberId>().unwrap(), &once);
    }

    #[test]
    fn both_written_forms_agree(parts in proptest::collection::vec(code(), 4)) {
        let slashes: SystemId = escaped(&parts, "/").parse().unwrap();
        let colons: SystemId = escaped(&parts, ":").parse().unwrap();
        prop_assert_eq!(slashes, colons);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[A-Z:/.%0-9a-f]{0,24}") {
        if let Ok(client) = text.parse::<ClientId>() {
            prop_assert_eq!(client.to_string().parse::<ClientId>().unwrap(), client);
        }
    }
}
