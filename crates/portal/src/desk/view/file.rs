//! The left region: whose dossier it is, and each paper with where it comes from and what it says.

use motlan_casework::service::view::{ComponentState, ComponentView};
use motlan_evidence::case::Source;

use crate::desk::dossier::Facts;
use crate::desk::dossier_path;
use crate::language::Choice;
use crate::parts::{Link, SummaryRow};
use crate::text::Text;
use crate::words::{masked, moment, partial_date, sentence_of, value};

/// Hexadecimal digits of a transaction that are shown: enough to find it in the log by eye.
const TRANSACTION_DIGITS: usize = 12;

/// What was handed in, and by whom.
pub(super) struct File {
    pub(super) applicant: Vec<SummaryRow>,
    pub(super) papers: Vec<Paper>,
    /// The signed result.
    pub(super) result: Option<Link>,
}

/// One component.
pub(super) struct Paper {
    pub(super) name: String,
    /// Where it comes from, in words.
    pub(super) source: String,
    /// The transaction that brought it.
    pub(super) transaction: Option<String>,
    /// What it says.
    pub(super) fields: Vec<SummaryRow>,
    /// Its document or file.
    pub(super) links: Vec<Link>,
}

impl File {
    pub(super) fn new(facts: &Facts, choice: Choice) -> Self {
        let text = Text::of(choice.language);
        let owner = &facts.view.owner;
        let path = dossier_path(facts.view.dossier.row.code.as_str());
        let result = facts.view.signed_result.as_ref();
        Self {
            applicant: vec![
                SummaryRow::new(text.say("desk-name"), &owner.full_name),
                SummaryRow::new(text.say("desk-birth"), partial_date(&owner.birth_date)),
                SummaryRow::new(text.say("desk-number"), masked(&owner.personal_number)),
            ],
            papers: facts
                .view
                .dossier
                .components
                .iter()
                .map(|it| paper(it, facts, choice))
                .collect(),
            result: result.map(|uri| {
                Link::new(
                    text.say("desk-result-open"),
                    choice.link(&format!("{path}/giay-to/{uri}")),
                )
            }),
        }
    }
}

fn paper(component: &ComponentView, facts: &Facts, choice: Choice) -> Paper {
    let text = Text::of(choice.language);
    let name = choice.language.name(&component.component.name).to_owned();
    let path = dossier_path(facts.view.dossier.row.code.as_str());
    let link = |words: String, part: &str, id: &str| Link {
        text: words,
        about: name.clone(),
        href: choice.link(&format!("{path}/{part}/{id}")),
    };
    let satisfied = component.state.satisfied();
    let document = satisfied.and_then(|it| it.document.as_ref());
    let mut links: Vec<Link> = Vec::new();
    links.extend(document.map(|uri| link(text.say("desk-document-open"), "giay-to", uri.as_str())));
    links.extend(
        component
            .upload
            .as_ref()
            .map(|id| link(text.say("desk-upload-open"), "tep", id)),
    );
    let fields = satisfied.map_or(&[][..], |it| it.fields.as_slice());
    Paper {
        source: source(component, facts, text),
        transaction: satisfied
            .and_then(|it| it.transaction.as_ref())
            .map(|id| hex::encode(id.0))
            .map(|digits| digits[..TRANSACTION_DIGITS].to_owned()),
        fields: fields
            .iter()
            .map(|field| SummaryRow::new(choice.language.name(&field.name), value(field, text)))
            .collect(),
        links,
        name,
    }
}

fn source(component: &ComponentView, facts: &Facts, text: &Text) -> String {
    let satisfied = match &component.state {
        ComponentState::Satisfied(satisfied) => satisfied,
        ComponentState::Missing => return text.say("desk-paper-missing"),
        ComponentState::Unavailable { code } => {
            let why = sentence_of(code, text.language());
            return text.say_with("desk-paper-unavailable", &[("why", why.into())]);
        }
    };
    let since = satisfied.as_of.map(moment);
    let from = ("from", facts.names.say(&satisfied.from, text.language()).into());
    match (satisfied.source, since) {
        (Source::Upload, _) => text.say("desk-from-upload"),
        (Source::Registry, Some(at)) => text.say_with("desk-from-registry-since", &[from, ("at", at.into())]),
        (Source::Registry, None) => text.say_with("desk-from-registry", &[from]),
        (Source::Vault, _) => text.say_with("desk-from-vault", &[from]),
        (Source::EarlierComponent, _) => text.say("desk-from-component"),
        (Source::EarlierResult, _) => text.say_with("desk-from-result", &[from]),
    }
}
