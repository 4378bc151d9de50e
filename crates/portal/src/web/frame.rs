//! The frame of a page for its visitor: name, log-out, and the sections of the visitor's roles.

use motlan_identity::{Account, Role};

use super::visitor::Visitor;
use crate::facts::FrameFacts;
use crate::frame::{Frame, Reader};
use crate::language::Choice;
use crate::parts::{Form, Tab};
use crate::text::Text;

/// A section, the word for it, and whose it is.
const SECTIONS: [(&str, &str, &[Role]); 11] = [
    ("/thu-tuc", "section-procedures", &[Role::Citizen]),
    ("/ho-so", "section-dossiers", &[Role::Citizen]),
    ("/kho", "section-vault", &[Role::Citizen]),
    ("/nhat-ky-du-lieu", "section-usage", &[Role::Citizen]),
    ("/mot-cua", "section-desk", &[Role::Officer]),
    ("/chi-dao", "section-figures", &[Role::Leader, Role::Auditor]),
    ("/doi-chieu", "section-reported", &[Role::Leader, Role::Auditor]),
    ("/dong-bo", "section-sync", &[Role::Operator]),
    ("/van-hanh/hoi-ly-do", "section-inquiries", &[Role::Operator]),
    ("/van-hanh/co-so-du-lieu", "section-registries", &[Role::Operator]),
    (
        "/trang-thai",
        "section-status",
        &[Role::Operator, Role::Leader, Role::Auditor, Role::Integrator],
    ),
];

/// What a role is called in the bar; the first that an account holds.
const ROLES: [(Role, &str); 6] = [
    (Role::Citizen, "citizen"),
    (Role::Officer, "officer"),
    (Role::Operator, "operator"),
    (Role::Leader, "leader"),
    (Role::Auditor, "auditor"),
    (Role::Integrator, "integrator"),
];

impl Frame {
    /// The frame of a page for its visitor; `path` is that of the page with its query.
    pub fn for_visitor(facts: &FrameFacts, visitor: &Visitor, choice: Choice, path: &str, title: String) -> Self {
        let frame = Self::new(facts, choice, path, title);
        match visitor.account() {
            Some(account) => {
                let sections = sections(account, facts, choice, path);
                let reader = reader(account, visitor, choice);
                frame.read_by(reader).with_sections(sections)
            }
            None if facts.has_log_in => frame.with_log_in(choice.link("/dang-nhap")),
            None => frame,
        }
    }
}

fn reader(account: &Account, visitor: &Visitor, choice: Choice) -> Reader {
    let text = Text::of(choice.language);
    let role = ROLES.iter().find(|(role, _)| account.has(*role));
    Reader {
        name: account.display_name.clone(),
        role: role.map(|(_, word)| text.say(word)).unwrap_or_default(),
        log_out: Form::new(choice.link("/dang-xuat"), visitor.csrf()),
    }
}

fn sections(account: &Account, facts: &FrameFacts, choice: Choice, path: &str) -> Vec<Tab> {
    let text = Text::of(choice.language);
    let is_here = |target: &str| facts.sections.contains(&target) || target == "/trang-thai";
    let is_now = |target: &str| {
        path == target || path.starts_with(&format!("{target}/")) || path.starts_with(&format!("{target}?"))
    };
    SECTIONS
        .iter()
        .filter(|(target, _, roles)| is_here(target) && roles.iter().any(|role| account.has(*role)))
        .map(|(target, word, _)| Tab {
            name: text.say(word),
            href: choice.link(target),
            is_now: is_now(target),
            count: None,
        })
        .collect()
}
