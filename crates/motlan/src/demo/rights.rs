//! Who may ask whom what in the demo, and why: tables, and the signed requests that they become.

use anyhow::Result;
use motlan_core::{ClientId, Timestamp};
use motlan_exchange::directory::SignedRequest;

use super::place::Place;
use super::registries::Further;
use crate::setup::{Name, Owner};

/// How old the directory may be for these services: an hour without the centre.
pub(super) const STALENESS_MAX_S: u32 = 3600;

/// Decree 107/2021/NĐ-CP on one-stop procedures: why a province asks.
pub(super) const ONE_STOP: &str = "ND-107-2021";

/// Decision 06/QĐ-TTg of 2022 (Project 06): why social insurance asks.
const PROJECT_06: &str = "QD-06-2022";

/// Decree 13/2023/NĐ-CP, article 9: a person's right to know who used their data.
pub(super) const OWN_DATA: &str = "ND-13-2023";

/// A service that the demo offers.
struct Offered {
    provider: Place,
    code: &'static str,
    name: Name<'static>,
    changes: bool,
}

const fn offered(provider: Place, code: &'static str, vi: &'static str, en: &'static str) -> Offered {
    Offered {
        provider,
        code,
        name: Name { vi, en },
        changes: false,
    }
}

const SERVICES: [Offered; 7] = [
    offered(
        Place::Population,
        "verify",
        "Xác thực thông tin công dân",
        "Verify a person's data",
    ),
    offered(
        Place::Population,
        "look-up",
        "Tra cứu thông tin công dân",
        "Look up a person's data",
    ),
    offered(
        Place::Population,
        "usage",
        "Nhật ký sử dụng dữ liệu dân cư",
        "Who used a person's data",
    ),
    offered(
        Place::Transport,
        "verify",
        "Xác thực giấy phép lái xe",
        "Verify a driving licence",
    ),
    offered(
        Place::Transport,
        "look-up",
        "Tra cứu giấy phép lái xe",
        "Look up a driving licence",
    ),
    offered(
        Place::Transport,
        "usage",
        "Nhật ký sử dụng dữ liệu giấy phép lái xe",
        "Who used a driving licence's data",
    ),
    Offered {
        changes: true,
        ..offered(
            Place::NationalPortal,
            "dossiers",
            "Đồng bộ trạng thái hồ sơ",
            "Synchronise dossier status",
        )
    },
];

/// A right.
struct Right {
    provider: Place,
    service: &'static str,
    consumer: Place,
    purpose: &'static str,
    fields: &'static [&'static str],
}

/// What a one-stop system may ask about people. Without `person.existence`, an unknown person looks like a mismatch.
const PERSON: &[&str] = &[
    "full_name",
    "birth_date",
    "sex",
    "nationality",
    "permanent_province",
    "permanent_district",
    "permanent_commune",
    "permanent_address",
];

/// What it may read about them: what the procedures need, and nothing more.
const APPLICANT: &[&str] = &["full_name", "birth_date", "nationality", "permanent_address"];

/// What it may read of a licence.
const LICENCE: &[&str] = &[
    "full_name",
    "birth_date",
    "licence_number",
    "classes",
    "issued_on",
    "valid_until",
    "issuer",
    "state",
];

/// What social insurance may ask about and read.
const INSURED: &[&str] = &[
    "person.existence",
    "full_name",
    "birth_date",
    "sex",
    "ethnicity",
    "nationality",
    "birth_province",
    "permanent_province",
    "permanent_district",
    "permanent_commune",
    "permanent_address",
];

const USAGE: &[&str] = &["person.usage"];

/// The rights of both provinces.
fn provincial(consumer: Place) -> [Right; 6] {
    let right = |provider, service, purpose, fields| Right {
        provider,
        service,
        consumer,
        purpose,
        fields,
    };
    [
        right(Place::Population, "verify", ONE_STOP, PERSON),
        right(Place::Population, "look-up", ONE_STOP, APPLICANT),
        right(Place::Population, "usage", OWN_DATA, USAGE),
        right(Place::Transport, "look-up", ONE_STOP, LICENCE),
        right(Place::Transport, "usage", OWN_DATA, USAGE),
        right(Place::NationalPortal, "dossiers", ONE_STOP, &[]),
    ]
}

fn rights() -> Vec<Right> {
    let insured = |service| Right {
        provider: Place::Population,
        service,
        consumer: Place::Insurance,
        purpose: PROJECT_06,
        fields: INSURED,
    };
    let mut rights: Vec<_> = Place::PROVINCES.into_iter().flat_map(provincial).collect();
    rights.extend([insured("verify"), insured("look-up")]);
    rights
}

/// What this provider asks the centre to write: its services, and who may use them.
pub(super) fn requests(provider: Place, owner: &mut Owner<'_>, now: Timestamp) -> Result<Vec<SignedRequest>> {
    let mut requests = Vec::new();
    for offered in SERVICES.iter().filter(|offered| offered.provider == provider) {
        let id = provider.service(offered.code);
        requests.push(if offered.changes {
            owner.changing_service(id, offered.name, STALENESS_MAX_S)
        } else {
            owner.service(id, offered.name, STALENESS_MAX_S)
        });
    }
    for right in rights().into_iter().filter(|right| right.provider == provider) {
        let consumer = ClientId::System(right.consumer.system());
        let service = provider.service(right.service);
        requests.push(owner.grant(consumer, service, right.fields, right.purpose, now)?);
    }
    for further in Further::at(provider)? {
        requests.extend(further.requests(owner, now)?);
    }
    Ok(requests)
}
