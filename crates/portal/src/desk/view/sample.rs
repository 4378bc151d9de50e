//! Made-up dossiers for the tests of these pages. Nobody's data.

use motlan_casework::Unit;
use motlan_casework::model::deadline::Standing;
use motlan_casework::model::owner::Owner;
use motlan_casework::model::procedure::{Component, Procedure};
use motlan_casework::model::reason::Reason;
use motlan_casework::model::satisfied::{FieldValue, Satisfied};
use motlan_casework::model::status::Status;
use motlan_casework::service::check::{Agreement, CheckOutcome, CheckedField};
use motlan_casework::service::view::{
    Action, ComponentState, ComponentView, DeskView, DossierRow, DossierView, PortalState, StepView,
};
use motlan_core::Name;
use motlan_core::Timestamp;
use motlan_evidence::IdCommitment;
use motlan_evidence::case::{Form, Source};
use motlan_identity::{Account, AccountId, Assignment, Level, Role, Session, State};

use crate::desk::dossier::Facts;
use crate::facts::FrameFacts;
use crate::language::{Choice, Language};
use crate::names::Names;
use crate::web::Visitor;

/// The moment of every page.
pub(crate) const NOW: Timestamp = FrameFacts::SAMPLE_AT;

const UNIT: &str = "000.00.08.H45";

pub(crate) fn choice(language: Language) -> Choice {
    Choice {
        language,
        is_explicit: true,
    }
}

pub(crate) fn frame() -> FrameFacts {
    FrameFacts {
        sections: vec!["/mot-cua", "/dong-bo"],
        ..FrameFacts::sample()
    }
}

/// Somebody with these roles, logged in.
pub(crate) fn visitor(roles: &[Role]) -> Visitor {
    let assignment = |role: &Role| Assignment {
        role: *role,
        unit: role.is_of_unit().then(|| UNIT.to_owned()),
    };
    Visitor {
        session: Some(Session {
            account: Account {
                id: AccountId(7),
                user_name: "can-bo-1".to_owned(),
                display_name: "Trần Thị Mẫu".to_owned(),
                level: Level::Two,
                state: State::Activated,
                person: None,
                roles: roles.iter().map(assignment).collect(),
            },
            csrf: "token".to_owned(),
            expires_at: NOW.plus_seconds(1_800),
            confirmed_until: None,
        }),
        token: None,
        has_expired: false,
    }
}

pub(crate) fn officer() -> Visitor {
    visitor(&[Role::Officer, Role::Signer])
}

pub(crate) fn standing(days_left: i32, is_late: bool) -> Standing {
    Standing {
        // Any day will do.
        due: "2026-11-27".parse().unwrap(),
        days_left,
        used_percent: 40,
        is_paused: false,
        is_late,
    }
}

/// The dossier in a status by its code, with whatever that status lets one do.
pub(crate) fn view(code: u8) -> DeskView {
    let status = Status::from_code(code).unwrap();
    DeskView {
        dossier: dossier(status),
        owner: Owner {
            account: 1,
            personal_number: "003099456789".to_owned(),
            full_name: "Nguyễn Thị Lan".to_owned(),
            birth_date: "1999-04-30".to_owned(),
        },
        checks: if code >= 4 {
            vec![outcome(code != 5)]
        } else {
            Vec::new()
        },
        signed_result: (code >= 9).then(|| "000.00.08.H45-GPLX-261121-0001".parse().unwrap()),
        actions: actions(status),
    }
}

fn actions(status: Status) -> Vec<Action> {
    use Action::{AskSupplement, Check, HandOver, Receive, Refuse, Resume, Sign, Start, Stop};
    match status {
        Status::New => vec![Receive, Refuse, Check],
        Status::Received => vec![Check, Start, AskSupplement],
        Status::InProgress => vec![Check, AskSupplement, Stop, Sign],
        Status::SupplementNeeded => vec![Check, Stop],
        Status::PaymentNeeded => vec![Check, Stop, Resume],
        Status::Stopped => vec![Check, Resume, Sign],
        Status::Done => vec![HandOver],
        Status::NotReceived | Status::Withdrawn | Status::Returned => Vec::new(),
    }
}

fn dossier(status: Status) -> DossierView {
    let procedure = &Procedure::built_in().unwrap()[0];
    let code = status.code();
    let is_running = !status.is_end() && code != 1 && code != 9;
    DossierView {
        row: DossierRow {
            code: "000.00.08.H45-261119-0007".parse().unwrap(),
            procedure: procedure.code.clone(),
            procedure_name: procedure.name.clone(),
            unit: UNIT.to_owned(),
            status,
            submitted_at: NOW.plus_seconds(-172_800),
            received: (code != 1).then(|| "2026-11-20".parse().unwrap()),
            due: (code != 1).then(|| "2026-11-27".parse().unwrap()),
            ended: (code >= 9).then(|| "2026-11-21".parse().unwrap()),
            working_days: Some(procedure.deadline.working_days),
            standing: is_running.then(|| Standing {
                is_paused: status.is_clock_paused(),
                ..standing(if code == 4 { -2 } else { 3 }, code == 4)
            }),
        },
        number: if code == 1 { 1 } else { 2 },
        asked: Vec::new(),
        components: procedure.components.iter().map(component).collect(),
        steps: steps(status),
        portal: PortalState {
            number: (code > 2).then_some(1),
            status: (code > 2).then_some(Status::New),
            acknowledged_at: (code > 2).then_some(NOW),
            waiting: u32::from(code % 2),
            failure: (code == 8).then(|| "sync_transition".to_owned()),
            is_parked: code == 8,
        },
        result: None,
    }
}

fn steps(status: Status) -> Vec<StepView> {
    let step = |number: u32, status: Status| StepView {
        number,
        status,
        at: NOW.plus_seconds(i64::from(number) * 60 - 7_200),
        officer: (number > 1).then(|| "can-bo-1".to_owned()),
        reasons: if status.needs_reason() {
            vec![
                Reason::new(Some(3), "Giấy khám sức khỏe đã hết hạn").unwrap(),
                Reason::new(None, "Ảnh bị mờ quá").unwrap(),
            ]
        } else {
            Vec::new()
        },
        is_proven: number == 1,
        index: u64::from(number) + 40,
    };
    let mut steps = vec![step(1, Status::New)];
    if status != Status::New {
        steps.push(step(2, status));
    }
    steps
}

/// 1 comes from a registry, 2 did not answer, 3 is a document of the vault, which was handed in too.
fn component(component: &Component) -> ComponentView {
    let name = |vi: &str, en: &str| Name {
        vi: vi.to_owned(),
        en: en.to_owned(),
    };
    let field = |code: &str, label: Name, value: &str| FieldValue {
        code: code.to_owned(),
        name: label,
        value: value.to_owned(),
    };
    let state = match component.number {
        2 => ComponentState::Unavailable {
            code: "peer_unreachable".to_owned(),
        },
        number => ComponentState::Satisfied(Satisfied {
            component: number,
            source: if number == 1 { Source::Registry } else { Source::Vault },
            form: Form::Electronic,
            fields: if number == 1 {
                vec![
                    field("full_name", name("Họ và tên", "Full name"), "Nguyễn Thị Lan"),
                    field(
                        "permanent_address",
                        name("Địa chỉ thường trú", "Permanent address"),
                        "Tuy Hòa, Phú Yên",
                    ),
                    field("issued_on", name("Ngày cấp", "Date of issue"), "2021-06-01"),
                    field("nationality", name("Quốc tịch", "Nationality"), "VN"),
                    field("state", name("Tình trạng", "State"), "valid"),
                ]
            } else {
                Vec::new()
            },
            document: (number == 3).then(|| "000.00.05.H45-GKSK-260601-0001".parse().unwrap()),
            from: if number == 1 {
                "VN/GOV/G01/population"
            } else {
                "000.00.05.H45"
            }
            .to_owned(),
            as_of: (number == 1).then_some(NOW),
            transaction: (number == 1).then_some(IdCommitment([0x9f; 32])),
        }),
    };
    ComponentView {
        takes_upload: component.takes_upload(),
        upload: (component.number == 3).then(|| "0a1b2c".to_owned()),
        component: component.clone(),
        state,
    }
}

fn outcome(is_match: bool) -> CheckOutcome {
    let field = |code: &str, agreement| CheckedField {
        code: code.to_owned(),
        name: Name {
            vi: "Địa chỉ thường trú".to_owned(),
            en: "Permanent address".to_owned(),
        },
        agreement,
    };
    CheckOutcome {
        number: 1,
        at: NOW,
        officer: "can-bo-1".to_owned(),
        is_match,
        fields: vec![
            field("birth_date", Agreement::Match),
            field("full_name", Agreement::Match),
            field(
                "permanent_address",
                if is_match {
                    Agreement::Match
                } else {
                    Agreement::Mismatch
                },
            ),
            field("nationality", Agreement::Unknown),
        ],
        transaction: IdCommitment([7; 32]),
        is_signed: is_match,
    }
}

pub(in crate::desk) fn facts(status: u8) -> Facts {
    Facts {
        view: view(status),
        unit: Some(Unit {
            code: UNIT.to_owned(),
            number: 8,
            name_vi: "Sở Giao thông vận tải".to_owned(),
            name_en: "Department of Transport".to_owned(),
        }),
        names: Names::of(&[("VN/GOV/G01/population", "Cơ sở dữ liệu dân cư", "Population registry")]),
        done: None,
    }
}

/// Nothing but what must be there, for an officer who cannot sign.
pub(in crate::desk) fn bare() -> Facts {
    let mut facts = facts(4);
    facts.unit = None;
    facts.view.dossier.row.working_days = None;
    facts.names = Names::default();
    facts.view.checks.clear();
    facts.view.actions = vec![Action::AskSupplement, Action::Stop];
    facts.view.dossier.portal = PortalState::default();
    facts.view.dossier.row.standing = None;
    for component in &mut facts.view.dossier.components {
        component.state = ComponentState::Missing;
        component.component.is_required = component.component.number == 1;
        component.component.law.clear();
        component.upload = None;
    }
    facts
}

/// Every word of the page was found, and nothing stands twice that must stand once.
pub(crate) fn check(html: &str) {
    let after = |mark: &'static str| html.split(mark).skip(1);
    for prefix in [
        ">desk-", "\"desk-", " desk-", ">sync-", "\"sync-", " sync-", ">find-", "\"find-", " find-",
    ] {
        let found = after(prefix)
            .next()
            .map(|rest| rest.chars().take(40).collect::<String>());
        assert_eq!(found, None, "a word is missing: {prefix}");
    }
    assert!(!html.contains("{ $") && !html.contains("{$"), "an argument is missing");
    let ids: Vec<_> = after(" id=\"").filter_map(|rest| rest.split('"').next()).collect();
    let distinct: std::collections::BTreeSet<_> = ids.iter().collect();
    assert_eq!(ids.len(), distinct.len(), "{ids:?}");
    for reference in after("href=\"#")
        .chain(after("aria-labelledby=\""))
        .chain(after("for=\""))
    {
        let target = reference.split('"').next().unwrap();
        assert!(ids.contains(&target), "nothing has the id {target}");
    }
    assert_eq!((html.matches("<h1").count(), html.matches("<script").count()), (1, 0));
    assert!(!html.contains(" style="));
}
