//! The page of a proof: two facing pages of a ledger, of which this node knows one. Pure.

use askama::Template;
use motlan_core::Hour;
use motlan_evidence::{Cause, Entry, LogName, Outcome, Role, StatusClass};

use super::way::WayView;
use super::{Opened, ProofFacts, file_path, page_path};
use crate::facts::Named;
use crate::frame::{Frame, Label};
use crate::language::{Choice, date};
use crate::seal::{Seal, SealKind};
use crate::text::{Text, number};
use crate::web::Visitor;

/// What an unfinished entry leaves in place of a response commitment.
const NOTHING: &str = "\u{2013}";

/// One of the two facing pages.
struct Leaf {
    role: String,
    party: Label,
    /// Whether the entry of this side is the one that is proven here.
    is_known: bool,
}

/// A field of the entry in words.
pub(super) struct Field {
    pub(super) name: String,
    pub(super) value: String,
    /// Hexadecimal, set in type of fixed width.
    pub(super) is_hash: bool,
}

impl Field {
    pub(super) fn words(name: String, value: String) -> Self {
        Self {
            name,
            value,
            is_hash: false,
        }
    }

    pub(super) fn hash(name: String, value: String) -> Self {
        Self {
            name,
            value,
            is_hash: true,
        }
    }
}

struct OpenedView {
    leaves: [Leaf; 2],
    service: Label,
    fields: Vec<Field>,
    id: String,
    way: WayView,
}

#[derive(Template)]
#[template(path = "proof.html")]
struct ProofPage<'a> {
    text: &'a Text,
    frame: Frame,
    seal: Seal,
    lead: String,
    file: String,
    command: String,
    opened: Option<OpenedView>,
    /// Why the proof fails, in English as the verifier has it.
    failure: Option<String>,
}

/// The page in the chosen language.
///
/// Errors: the template's own, which are bugs.
pub fn render(facts: &ProofFacts, visitor: &Visitor, choice: Choice) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let file = file_path(facts.log, facts.index);
    let (title, seal_kind, label, lead) = sentences(facts, choice);
    let path = page_path(facts.log, facts.index);
    let page = ProofPage {
        text,
        frame: Frame::for_visitor(&facts.frame, visitor, choice, &path, title).with_names(names(facts)),
        seal: Seal {
            kind: seal_kind,
            label,
            href: file.clone(),
        },
        lead,
        command: format!("motlan verify {}.tlog-proof --key '{}'", facts.index, facts.vkey),
        file,
        opened: facts.opened.as_ref().ok().map(|opened| opened_view(opened, choice)),
        failure: facts.opened.as_ref().err().map(ToString::to_string),
    };
    page.render()
}

/// Title, seal, its name and the lead.
fn sentences(facts: &ProofFacts, choice: Choice) -> (String, SealKind, String, String) {
    let text = Text::of(choice.language);
    let member = choice.language.name(&facts.frame.place.name);
    let arguments = [("number", number(facts.index)), ("member", member.into())];
    let Ok(opened) = &facts.opened else {
        let title = text.say_with("proof-title-failed", &arguments);
        return (
            title,
            SealKind::Broken,
            text.say("label-broken"),
            text.say("proof-lead-failed"),
        );
    };
    let title = match facts.log {
        LogName::Exchange => text.say_with("proof-title", &arguments),
        LogName::Unfinished => text.say_with("proof-title-unfinished", &arguments),
        LogName::Casework => text.say_with("proof-title-casework", &arguments),
    };
    let lead = match opened.ladder.entry.role {
        Role::Consumer => text.say("proof-lead-consumer"),
        Role::Provider => text.say("proof-lead-provider"),
    };
    (title, SealKind::OneSided, text.say("label-proof"), lead)
}

fn opened_view(opened: &Opened, choice: Choice) -> OpenedView {
    let text = Text::of(choice.language);
    let entry = &opened.ladder.entry;
    let leaf_of = |role: Role| {
        let (name, party) = match role {
            Role::Consumer => (text.say("consumer"), &opened.consumer),
            Role::Provider => (text.say("provider"), &opened.provider),
        };
        Leaf {
            role: name,
            party: Label::new(party, choice.language),
            is_known: entry.role == role,
        }
    };
    OpenedView {
        leaves: [leaf_of(Role::Consumer), leaf_of(Role::Provider)],
        service: Label::new(&opened.service, choice.language),
        fields: fields(entry, text),
        id: hex::encode(entry.id.0),
        way: WayView::new(&opened.ladder, choice.language),
    }
}

fn fields(entry: &Entry, text: &Text) -> Vec<Field> {
    let response = match entry.outcome {
        Outcome::Answered { response, .. } => hex::encode(response.0),
        Outcome::Unfinished(_) => NOTHING.to_owned(),
    };
    vec![
        Field::words(text.say("field-hour"), hour(entry.hour, text)),
        Field::words(text.say("field-outcome"), outcome(entry.outcome, text)),
        Field::hash(text.say("field-id"), hex::encode(entry.id.0)),
        Field::hash(text.say("field-request"), hex::encode(entry.request.0)),
        Field::hash(text.say("field-response"), response),
    ]
}

/// An hour in Vietnam, as in `14:00–15:00 ngày 21/11/2026`.
pub(super) fn hour(hour: Hour, text: &Text) -> String {
    let start = i64::from(hour.0) + 7;
    let arguments = [
        ("from", format!("{:02}:00", start.rem_euclid(24)).into()),
        ("to", format!("{:02}:00", (start + 1).rem_euclid(24)).into()),
        ("date", date(&hour.day().to_string()).into()),
    ];
    text.say_with("field-hour-value", &arguments)
}

fn outcome(outcome: Outcome, text: &Text) -> String {
    match outcome {
        Outcome::Answered {
            class: StatusClass::Success,
            ..
        } => text.say("outcome-success"),
        Outcome::Answered {
            class: StatusClass::Redirection,
            ..
        } => text.say("outcome-redirection"),
        Outcome::Answered {
            class: StatusClass::ClientError,
            ..
        } => text.say("outcome-client-error"),
        Outcome::Answered {
            class: StatusClass::ServerError,
            ..
        } => text.say("outcome-server-error"),
        Outcome::Unfinished(Cause::Crash) => text.say("outcome-crash"),
        Outcome::Unfinished(Cause::PeerLost) => text.say("outcome-peer-lost"),
        Outcome::Unfinished(Cause::CommitMissing) => text.say("outcome-commit-missing"),
        Outcome::Unfinished(Cause::ProviderSilent) => text.say("outcome-provider-silent"),
    }
}

fn names(facts: &ProofFacts) -> impl Iterator<Item = &Named> {
    facts
        .opened
        .iter()
        .flat_map(|opened| [&opened.service, &opened.consumer, &opened.provider])
}
