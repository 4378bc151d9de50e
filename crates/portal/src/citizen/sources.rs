//! A component of a draft or dossier in words: what it is, what it says, who has it and since when.

use motlan_casework::model::procedure::{Component, SourceRule};
use motlan_casework::model::satisfied::Satisfied;
use motlan_casework::service::view::{ComponentState, ComponentView};
use motlan_core::Timestamp;
use motlan_evidence::case::Source;

use super::words::{self, Marked};
use crate::language::Choice;
use crate::names::Names;
use crate::parts::{Link, SummaryRow};
use crate::text::Text;

/// What the words of components are made with.
pub(super) struct Teller<'a> {
    pub(super) text: &'a Text,
    pub(super) choice: Choice,
    pub(super) names: &'a Names,
    /// When the registries were asked.
    pub(super) asked_at: Timestamp,
    /// Where the files of this draft or dossier are, without a slash at the end.
    pub(super) files: String,
    /// What is said of looking at a document.
    pub(super) verb: String,
}

/// A component that somebody has.
pub(super) struct Known {
    /// What it is.
    pub(super) name: String,
    /// Who has it.
    pub(super) from: String,
    /// Since when, or when it was asked for.
    pub(super) since: String,
    /// What it says.
    pub(super) rows: Vec<SummaryRow>,
    /// Where it can be looked at.
    pub(super) link: Option<Link>,
}

impl Teller<'_> {
    /// What is told of a component that has what it needs.
    pub(super) fn known(&self, view: &ComponentView, satisfied: &Satisfied) -> Known {
        let name = self.choice.language.name(&view.component.name).to_owned();
        let row = |field: &motlan_casework::model::satisfied::FieldValue| {
            let label = self.choice.language.name(&field.name);
            SummaryRow::new(label, words::value(field, self.text))
        };
        Known {
            from: self.from(satisfied),
            since: self.since(satisfied),
            rows: satisfied.fields.iter().map(row).collect(),
            link: self.link(view, satisfied, &name),
            name,
        }
    }

    /// Who has it.
    pub(super) fn from(&self, satisfied: &Satisfied) -> String {
        let name = self.names.say(&satisfied.from, self.choice.language);
        match satisfied.source {
            Source::Registry => name,
            Source::Upload => self.text.say("my-source-upload"),
            Source::EarlierResult => self.text.say_with("my-source-result", &[("issuer", name.into())]),
            _ => self.text.say_with("my-source-vault", &[("issuer", name.into())]),
        }
    }

    fn since(&self, satisfied: &Satisfied) -> String {
        match (satisfied.source, satisfied.as_of) {
            (Source::Upload, _) => String::new(),
            (Source::Registry, None) => {
                let asked = [("date", words::moment(self.asked_at).into())];
                self.text.say_with("my-since-asked", &asked)
            }
            (Source::Registry, Some(at)) => self.text.say_with("my-since", &[("date", words::day_of(at).into())]),
            (_, Some(at)) => self
                .text
                .say_with("my-since-issued", &[("date", words::day_of(at).into())]),
            (_, None) => String::new(),
        }
    }

    fn link(&self, view: &ComponentView, satisfied: &Satisfied, name: &str) -> Option<Link> {
        let path = match (&satisfied.document, &view.upload) {
            (Some(uri), _) => format!("/kho/{uri}"),
            (None, Some(upload)) => format!("{}/tep/{upload}", self.files),
            (None, None) => return None,
        };
        Some(Link {
            text: self.verb.clone(),
            about: name.to_owned(),
            href: self.choice.link(&path),
        })
    }
}

/// The article that asks for a component.
pub(super) fn law(component: &Component) -> Marked {
    Marked::new(component.law.clone(), component.is_law_confirmed)
}

/// Everybody whose name the words of these components need.
pub(super) fn ids(components: &[ComponentView]) -> impl Iterator<Item = &str> {
    components.iter().flat_map(|view| {
        let satisfied = match &view.state {
            ComponentState::Satisfied(satisfied) => Some(satisfied.from.as_str()),
            _ => None,
        };
        satisfied.into_iter().chain(systems(&view.component))
    })
}

/// The systems that a component may be asked of.
pub(super) fn systems(component: &Component) -> impl Iterator<Item = &str> {
    component.sources.iter().filter_map(|source| match source {
        SourceRule::Registry { service, .. } => Some(system_of(service)),
        SourceRule::Document { .. } | SourceRule::Upload => None,
    })
}

/// The system part of a service's identifier.
pub(super) fn system_of(service: &str) -> &str {
    service.rsplit_once('/').map_or(service, |(system, _)| system)
}
