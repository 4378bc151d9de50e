//! Who may ask whom: the answer that a provider's gateway acts on.

use motlan_core::caller::Purpose;
use motlan_core::{ClientId, Code, Failure, Timestamp};
use motlan_exchange::directory::{Directory, Question, normalise_path};
use serde_json::json;

use super::country::{CONSUMER, Country, PROVIDER, grant, service, system};

const SERVICE: &str = "VN/GOV/G01/population/verify";

struct Asked {
    client: &'static str,
    path: &'static str,
    purpose: Option<&'static str>,
}

const USUAL: Asked = Asked {
    client: "VN/GOV/H45/onestop",
    path: "/verify",
    purpose: Some("ND-61-2018"),
};

/// The index of the grant and the purpose.
fn ask(directory: &Directory, asked: &Asked) -> Result<(u32, Purpose), Failure> {
    let client: ClientId = asked.client.parse().unwrap();
    let purpose: Option<Purpose> = asked.purpose.map(|text| text.parse().unwrap());
    let question = Question {
        client: &client,
        service: &SERVICE.parse().unwrap(),
        method: "POST",
        path: &normalise_path(asked.path)?,
        purpose: purpose.as_ref(),
        now: Timestamp::from_seconds(1_795_219_200),
    };
    directory
        .authorise(&question)
        .map(|(grant, purpose)| (grant.index, purpose))
}

fn code(directory: &Directory, asked: &Asked) -> Code {
    ask(directory, asked).unwrap_err().code
}

#[test]
fn a_grant_answers_and_nothing_beside_it() {
    let country = Country::furnished();
    let directory = country.directory();
    assert_eq!(ask(directory, &USUAL).unwrap(), (9, "ND-61-2018".parse().unwrap()));
    let dossier = "ND-61-2018;dossier=000.00.15.H45-260101-0001";
    let with_dossier = Asked {
        purpose: Some(dossier),
        ..USUAL
    };
    assert_eq!(ask(directory, &with_dossier).unwrap().1, dossier.parse().unwrap());
    for (asked, expected) in [
        (
            Asked {
                path: "/verify/",
                ..USUAL
            },
            Code::AccessDenied,
        ),
        (
            Asked {
                path: "/verify/%2e%2e/x",
                ..USUAL
            },
            Code::InvalidRequest,
        ),
        (
            Asked {
                purpose: Some("ND-47-2020"),
                ..USUAL
            },
            Code::AccessDenied,
        ),
        (
            Asked {
                client: "VN/GOV/H45",
                ..USUAL
            },
            Code::AccessDenied,
        ),
        (
            Asked {
                client: "VN/GOV/H45/none",
                ..USUAL
            },
            Code::UnknownMember,
        ),
        (
            Asked {
                client: "VN/GOV/G14",
                ..USUAL
            },
            Code::AccessDenied,
        ),
    ] {
        assert_eq!(code(directory, &asked), expected, "{} {}", asked.client, asked.path);
    }
}

#[test]
fn without_a_purpose_the_only_one_is_taken() {
    let mut country = Country::furnished();
    let silent = Asked { purpose: None, ..USUAL };
    assert_eq!(
        ask(country.directory(), &silent).unwrap(),
        (9, "ND-61-2018".parse().unwrap())
    );
    // A second grant elsewhere does not make it ambiguous; one on the same path does.
    country.must(
        PROVIDER,
        grant("VN/GOV/H45/onestop", SERVICE, "/other", &["ND-47-2020"]),
    );
    assert_eq!(ask(country.directory(), &silent).unwrap().0, 9);
    let wide = country.must(PROVIDER, grant("VN/GOV/H45/onestop", SERVICE, "/**", &["ND-47-2020"]));
    assert_eq!(code(country.directory(), &silent), Code::PurposeRequired);
    let named = Asked {
        purpose: Some("ND-47-2020"),
        ..USUAL
    };
    assert_eq!(ask(country.directory(), &named).unwrap().0, wide);
    let elsewhere = Asked {
        path: "/none",
        purpose: None,
        ..USUAL
    };
    assert_eq!(ask(country.directory(), &elsewhere).unwrap().0, wide);
}

#[test]
fn a_grant_to_a_member_covers_its_systems() {
    let mut country = Country::furnished();
    let index = country.must(PROVIDER, grant(CONSUMER, SERVICE, "/all", &["ND-61-2018"]));
    country.must(CONSUMER, system("VN/GOV/H45/other"));
    for client in ["VN/GOV/H45", "VN/GOV/H45/onestop", "VN/GOV/H45/other"] {
        let asked = Asked {
            client,
            path: "/all",
            ..USUAL
        };
        assert_eq!(ask(country.directory(), &asked).unwrap().0, index, "{client}");
    }
    let other = Asked {
        client: "VN/GOV/H45/other",
        ..USUAL
    };
    assert_eq!(code(country.directory(), &other), Code::AccessDenied);
}

#[test]
fn revoked_disabled_and_removed_say_no() {
    let mut country = Country::furnished();
    let mut disabled = service(SERVICE);
    disabled["service"]["enabled"] = json!(false);
    disabled["service"]["notice"] = json!("Bảo trì đến 18 giờ");
    country.must(PROVIDER, disabled);
    let failure = ask(country.directory(), &USUAL).unwrap_err();
    assert_eq!(
        (failure.code, failure.detail.as_str()),
        (Code::ServiceDisabled, "Bảo trì đến 18 giờ")
    );
    country.must(PROVIDER, service(SERVICE));
    assert!(ask(country.directory(), &USUAL).is_ok());
    country.must(PROVIDER, json!({"revocation": {"grant": 9}}));
    assert_eq!(code(country.directory(), &USUAL), Code::AccessDenied);
    country.must(PROVIDER, json!({"service_removal": {"service": SERVICE}}));
    assert_eq!(code(country.directory(), &USUAL), Code::UnknownService);
}
