//! Made-up facts for the tests of these pages. Nobody's data: place part 003 belongs to no province.

use std::str::FromStr;

use motlan_casework::model::deadline::Standing;
use motlan_casework::model::owner::Owner;
use motlan_casework::model::procedure::Procedure;
use motlan_casework::model::reason::Reason;
use motlan_casework::model::satisfied::{FieldValue, Satisfied};
use motlan_casework::model::status::Status;
use motlan_casework::service::view::{
    ComponentState, ComponentView, Document, DocumentUse, DossierRow, DossierView, Draft, Listing, PortalState,
    StepView,
};
use motlan_core::Name;
use motlan_core::Timestamp;
use motlan_evidence::case::{Form, Source};
use motlan_identity::{Account, AccountId, Assignment, Level, Person, Role, Session, State};

use super::dossier::DossierFacts;
use super::draft::ReviewFacts;
use super::home::HomeFacts;
use super::procedures::ProcedureFacts;
use crate::facts::FrameFacts;
use crate::language::{Choice, Language};
use crate::names::Names;
use crate::web::Visitor;

/// The moment of every page.
pub(super) const NOW: Timestamp = FrameFacts::SAMPLE_AT;

const UNIT: &str = "000.00.08.H45";

pub(super) fn choice(language: Language) -> Choice {
    Choice {
        language,
        is_explicit: true,
    }
}

/// A text as whatever it is the form of.
fn read<T: FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

pub(super) fn frame() -> FrameFacts {
    FrameFacts {
        sections: vec!["/thu-tuc", "/ho-so", "/kho", "/nhat-ky-du-lieu"],
        ..FrameFacts::sample()
    }
}

/// Somebody who has logged in with the secret `token`.
pub(super) fn citizen() -> Visitor {
    let account = Account {
        id: AccountId(1),
        user_name: "mau-citizen".to_owned(),
        display_name: "Nguyễn Thị Mẫu".to_owned(),
        level: Level::Two,
        state: State::Activated,
        person: Some(Person {
            personal_number: "003186000123".to_owned(),
            full_name: "Nguyễn Thị Mẫu".to_owned(),
            birth_date: "1986-03-02".to_owned(),
        }),
        roles: vec![Assignment {
            role: Role::Citizen,
            unit: None,
        }],
    };
    let session = Session {
        account,
        csrf: "token".to_owned(),
        expires_at: NOW,
        confirmed_until: None,
    };
    Visitor {
        session: Some(session),
        ..Visitor::default()
    }
}

pub(super) fn names() -> Names {
    Names::of(&[
        (UNIT, "Sở Giao thông vận tải", "Department of Transport"),
        ("000.00.05.H45", "Sở Y tế", "Department of Health"),
        (
            "VN/GOV/G01/population",
            "Cơ sở dữ liệu dân cư · Bộ Công an",
            "Population database · Ministry of Public Security",
        ),
        (
            "VN/GOV/G04/driving-licence",
            "Cơ sở dữ liệu giấy phép lái xe · Bộ Giao thông vận tải",
            "Driving licence database · Ministry of Transport",
        ),
        ("VN/GOV/H45", "Tỉnh Phú Yên", "Phú Yên Province"),
        (
            "VN/GOV/H45/onestop",
            "Một cửa điện tử · Tỉnh Phú Yên",
            "One-stop system · Phú Yên Province",
        ),
        (
            "VN/GOV/G24/insurance",
            "Cơ sở dữ liệu bảo hiểm · Bảo hiểm xã hội Việt Nam",
            "Insurance database · Vietnam Social Security",
        ),
    ])
}

fn procedure(code: &str) -> Procedure {
    let mut all = Procedure::built_in().unwrap().into_iter();
    all.find(|procedure| procedure.code == code).unwrap()
}

pub(super) fn procedures(code: &str) -> ProcedureFacts {
    ProcedureFacts {
        frame: frame(),
        procedures: vec![(procedure(code), UNIT.to_owned())],
        names: names(),
    }
}

fn name(vi: &str, en: &str) -> Name {
    Name {
        vi: vi.to_owned(),
        en: en.to_owned(),
    }
}

fn field(code: &str, vi: &str, en: &str, value: &str) -> FieldValue {
    FieldValue {
        code: code.to_owned(),
        name: name(vi, en),
        value: value.to_owned(),
    }
}

fn registry(component: u32, from: &str, fields: Vec<FieldValue>) -> Satisfied {
    Satisfied {
        component,
        source: Source::Registry,
        form: Form::Electronic,
        fields,
        document: None,
        from: from.to_owned(),
        as_of: None,
        transaction: None,
    }
}

/// What satisfies the three components of a licence's renewal.
fn satisfied() -> [Satisfied; 3] {
    let person = vec![
        field("full_name", "Họ và tên", "Full name", "Nguyễn Thị Mẫu"),
        field("birth_date", "Ngày sinh", "Date of birth", "1986-03-02"),
        field("nationality", "Quốc tịch", "Nationality", "VN"),
        field(
            "permanent_address",
            "Địa chỉ thường trú",
            "Permanent address",
            "12 đường Mẫu, phường 1, Tuy Hòa, Phú Yên",
        ),
    ];
    let licence = vec![
        field(
            "licence_number",
            "Số giấy phép lái xe",
            "Licence number",
            "540123456789",
        ),
        field("classes", "Hạng", "Classes", "B2"),
        field("valid_until", "Có giá trị đến ngày", "Valid until", "2027-01-10"),
        field("state", "Tình trạng", "State", "valid"),
    ];
    let health = Satisfied {
        source: Source::Vault,
        document: Some(read("000.00.05.H45-GKSK-260601-0001")),
        // 1 June 2026, the day of issue.
        as_of: Some(Timestamp::from_seconds(1_780_246_800)),
        ..registry(
            3,
            "000.00.05.H45",
            vec![field("result", "Kết luận", "Finding", "Đủ sức khỏe lái xe hạng B2")],
        )
    };
    [
        registry(1, "VN/GOV/G01/population", person),
        registry(2, "VN/GOV/G04/driving-licence", licence),
        health,
    ]
}

fn components() -> Vec<ComponentView> {
    let procedure = procedure("driving-licence-renewal");
    let view = |(component, satisfied): (motlan_casework::model::procedure::Component, Satisfied)| ComponentView {
        takes_upload: component.takes_upload(),
        component,
        state: ComponentState::Satisfied(satisfied),
        upload: None,
    };
    procedure.components.into_iter().zip(satisfied()).map(view).collect()
}

pub(super) fn review() -> ReviewFacts {
    ReviewFacts {
        frame: frame(),
        draft: Draft {
            id: read("00112233445566778899aabbccddeeff"),
            procedure: "driving-licence-renewal".to_owned(),
            version: 1,
            begun_at: NOW,
            components: components(),
            dossier: None,
            digest: "5e".repeat(32),
        },
        procedure: procedure("driving-licence-renewal"),
        unit: UNIT.to_owned(),
        owner: Owner {
            account: 1,
            personal_number: "003186000123".to_owned(),
            full_name: "Nguyễn Thị Mẫu".to_owned(),
            birth_date: "1986-03-02".to_owned(),
        },
        level: Level::Two,
        names: names(),
        trouble: None,
    }
}

/// The licence registry is silent, the health certificate is missing.
pub(super) fn review_with_gaps() -> ReviewFacts {
    let mut facts = review();
    facts.draft.components[1].state = ComponentState::Unavailable {
        code: "peer_unreachable".to_owned(),
    };
    facts.draft.components[2].state = ComponentState::Missing;
    facts
}

/// A dossier of a serial.
pub(super) fn row(status: Status, serial: u32) -> DossierRow {
    let is_running = !status.is_end() && !matches!(status, Status::New | Status::Done);
    let standing = Standing {
        due: read("2026-11-30"),
        days_left: 3,
        used_percent: 40,
        is_paused: status.is_clock_paused(),
        is_late: false,
    };
    DossierRow {
        code: read(&format!("{UNIT}-261121-{serial:04}")),
        procedure: "driving-licence-renewal".to_owned(),
        procedure_name: procedure("driving-licence-renewal").name,
        unit: UNIT.to_owned(),
        status,
        submitted_at: NOW,
        received: is_running.then(|| read("2026-11-23")),
        due: is_running.then(|| read("2026-11-30")),
        ended: (status.is_end() || status == Status::Done).then(|| read("2026-11-26")),
        working_days: Some(5),
        standing: is_running.then_some(standing),
    }
}

pub(super) fn home(statuses: &[Status]) -> HomeFacts {
    let codes = ["driving-licence-renewal", "international-driving-permit"];
    let rows: Vec<_> = statuses
        .iter()
        .zip(1..)
        .map(|(status, serial)| row(*status, serial))
        .collect();
    HomeFacts {
        frame: frame(),
        procedures: codes.map(|code| (procedure(code), UNIT.to_owned())).into(),
        dossiers: Listing {
            total: rows.len() as u64,
            rows,
        },
        page: 1,
        names: names(),
    }
}

/// How a dossier comes to a status.
fn way(to: Status) -> Vec<Status> {
    let until = |way: &[Status]| way.iter().copied().chain([to]).collect();
    match to {
        Status::New => vec![Status::New],
        Status::Received | Status::NotReceived => until(&[Status::New]),
        Status::InProgress | Status::SupplementNeeded | Status::Withdrawn => until(&[Status::New, Status::Received]),
        Status::Returned => until(&[Status::New, Status::Received, Status::InProgress, Status::Done]),
        Status::PaymentNeeded | Status::Stopped | Status::Done => {
            until(&[Status::New, Status::Received, Status::InProgress])
        }
    }
}

fn step((status, number): (Status, u32), last: u32) -> StepView {
    let reason = Reason::new(Some(3), "Ảnh chụp bị mờ, không đọc được").unwrap();
    StepView {
        number,
        status,
        at: NOW.plus_seconds(-180 + 60 * i64::from(number)),
        officer: None,
        reasons: if status.needs_reason() {
            vec![reason]
        } else {
            Vec::new()
        },
        is_proven: number < last,
        index: 39 + u64::from(number),
    }
}

/// A dossier of a status, with every step but the last in the log, and the portal up to date.
pub(super) fn dossier(status: Status) -> DossierFacts {
    let way = way(status);
    let last = u32::try_from(way.len()).unwrap();
    let is_issued = matches!(status, Status::Done | Status::Returned);
    DossierFacts {
        frame: frame(),
        dossier: DossierView {
            row: row(status, 1),
            number: last,
            asked: if status == Status::SupplementNeeded {
                vec![3]
            } else {
                Vec::new()
            },
            components: components(),
            steps: way.into_iter().zip(1..).map(|it| step(it, last)).collect(),
            portal: PortalState {
                number: Some(last),
                status: Some(status),
                acknowledged_at: Some(NOW),
                ..PortalState::default()
            },
            result: is_issued.then(|| read("000.00.08.H45-GPLX-261126-0001")),
        },
        names: names(),
        is_new: false,
        trouble: None,
    }
}

/// A licence that a dossier led to and another used.
pub(super) fn document(is_valid: bool) -> Document {
    Document {
        uri: read("000.00.08.H45-GPLX-261126-0001"),
        type_code: "GPLX".to_owned(),
        title: name("Giấy phép lái xe", "Driving licence"),
        issuer: UNIT.to_owned(),
        issued_on: read("2026-11-26"),
        valid_until: Some(read(if is_valid { "2036-11-26" } else { "2026-11-20" })),
        is_valid,
        sha256: "5e".repeat(32),
        fields: satisfied()[1].fields.clone(),
        dossier: Some(read("000.00.08.H45-261121-0001")),
        uses: vec![DocumentUse {
            dossier: read("000.00.09.H45-261121-0004"),
            consent_at: NOW,
        }],
    }
}

/// What every page keeps, short of the markup that `tests/it` checks on real ones: no text is missing, nothing is left of
/// a template, every form has its secret.
pub(super) fn check(html: &str) {
    assert!(!html.contains("{{") && !html.contains("{%"));
    for words in html.split(['>', '<', '"']) {
        let is_key = words.starts_with("my-") && !words.contains(' ');
        assert!(!is_key, "a text is missing: {words}");
    }
    let forms = html.matches("<form").count();
    assert_eq!(html.matches("name=\"csrf\" value=\"token\"").count(), forms);
    assert_eq!(html.matches("<h1").count(), 1);
}

/// The page's sentence.
pub(super) fn title(html: &str) -> String {
    let (_, rest) = html.split_once("<title>").unwrap();
    rest.split_once(" · Một lần</title>").unwrap().0.to_owned()
}
