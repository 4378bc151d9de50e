//! Who looked, as a value, and its template: agencies with their looks by dossier, what became of questions to them, and
//! which registries the page covers.

mod agencies;
mod look;
mod question;

use std::sync::Arc;

use askama::Template;
use motlan_casework::model::inquiry::Inquiry;
use motlan_core::{Code, Timestamp};
use motlan_registry::Pack;

use self::agencies::Agency;
use super::PATH;
use crate::citizen::words::{self, Marked};
use crate::facts::FrameFacts;
use crate::frame::{Composition, Frame};
use crate::language::Choice;
use crate::names::Names;
use crate::parts::FormError;
use crate::text::Text;
use crate::web::Visitor;

/// One look at the person's data.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) at: Timestamp,
    /// The system that asked, as in `VN/GOV/H45/onestop`.
    pub(super) consumer: String,
    pub(super) legal_basis: String,
    pub(super) dossier: Option<String>,
    /// Codes of the fields that were asked about or given.
    pub(super) fields: Vec<String>,
    pub(super) outcome: String,
    pub(super) has_officer: bool,
    /// How many persons the answer was about; none where it was this one alone.
    pub(super) persons: Option<u64>,
    /// Whether the person sees it only now, because the agency had the right to delay it.
    pub(super) is_delayed: bool,
    /// Whether the dossier is the reader's own here.
    pub(super) is_mine: bool,
}

/// What a registry said: newest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Answer {
    pub(super) seen: Vec<Seen>,
    /// Where older entries begin.
    pub(super) next: Option<String>,
}

/// A registry and its answer, or why there is none.
#[derive(Clone, Debug)]
pub(super) struct Registry {
    /// The service that was asked.
    pub(super) service: String,
    /// The registry's system.
    pub(super) system: String,
    /// What its fields are called, if this node knows.
    pub(super) pack: Option<Arc<Pack>>,
    /// Whether its list does not begin with the newest entry.
    pub(super) is_turned: bool,
    pub(super) answer: Result<Answer, Code>,
}

impl Registry {
    /// Everybody who is named on the page.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        let seen = self.answer.iter().flat_map(|answer| &answer.seen);
        seen.flat_map(|seen| [seen.consumer.as_str(), agency_of(&seen.consumer)])
            .chain([self.system.as_str()])
    }
}

/// What was wrong with a question that was sent.
pub(super) struct Wrong {
    pub(super) agency: String,
    pub(super) text: String,
    pub(super) code: Code,
}

/// What is known of who looked.
pub(super) struct UsageFacts {
    pub(super) frame: FrameFacts,
    pub(super) registries: Vec<Registry>,
    /// What the person asked agencies, newest first.
    pub(super) inquiries: Vec<Inquiry>,
    pub(super) wrong: Option<Wrong>,
    pub(super) names: Names,
}

/// A registry in words.
struct Source {
    id: String,
    name: String,
    /// The public code of why there is no answer.
    silence: Option<&'static str>,
    coverage: String,
    older: Option<String>,
    newest: Option<String>,
}

#[derive(Template)]
#[template(path = "citizen/usage.html")]
struct UsagePage<'a> {
    text: &'a Text,
    frame: Frame,
    lead: String,
    errors: Vec<FormError>,
    agencies: Vec<Agency>,
    sources: Vec<Source>,
    again: String,
    contact: String,
    law: Marked,
}

/// The page.
///
/// Errors: the template's own, which are bugs.
pub(super) fn render(facts: &UsageFacts, visitor: &Visitor, choice: Choice) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let frame = Frame::for_visitor(&facts.frame, visitor, choice, PATH, title(facts, text));
    let agencies = agencies::build(facts, visitor, choice);
    let sources = facts.registries.iter().enumerate();
    let page = UsagePage {
        text,
        frame: frame.composed(Composition::Citizen),
        lead: text.say("my-usage-lead"),
        errors: question::errors(facts, &agencies, choice.language),
        agencies,
        sources: sources
            .map(|(place, registry)| source(place, registry, facts, choice))
            .collect(),
        again: choice.link(PATH),
        contact: choice.link("/lien-he"),
        law: Marked::new(text.say("my-why-law"), false),
    };
    page.render()
}

/// The member that a system belongs to.
fn agency_of(system: &str) -> &str {
    system.rsplit_once('/').map_or(system, |(member, _)| member)
}

/// What the reader must know first: that something could not be read, who looked last, or that nobody did.
fn title(facts: &UsageFacts, text: &Text) -> String {
    let answers = || {
        facts
            .registries
            .iter()
            .filter_map(|registry| registry.answer.as_ref().ok())
    };
    let newest = answers().flat_map(|answer| &answer.seen).max_by_key(|seen| seen.at);
    let is_whole = answers().count() == facts.registries.len();
    match newest {
        _ if facts.registries.is_empty() => text.say("my-usage-title-no-registry"),
        Some(_) if !is_whole => text.say("my-usage-title-part"),
        Some(seen) => {
            let who = facts.names.say(agency_of(&seen.consumer), text.language());
            let arguments = [("who", who.into()), ("date", words::day_of(seen.at).into())];
            text.say_with("my-usage-title", &arguments)
        }
        None if is_whole => text.say("my-usage-title-nobody"),
        None => text.say("my-usage-title-silent"),
    }
}

fn source(place: usize, registry: &Registry, facts: &UsageFacts, choice: Choice) -> Source {
    let text = Text::of(choice.language);
    let empty = Answer::default();
    let (answer, silence) = match &registry.answer {
        Ok(answer) => (answer, None),
        Err(code) => (&empty, Some(code.as_str())),
    };
    let turn = |next: &String| format!("{PATH}?nguon={}&truoc={next}#co-so-{place}", registry.service);
    Source {
        id: format!("co-so-{place}"),
        name: facts.names.say(&registry.system, choice.language),
        coverage: coverage(registry, answer, text),
        older: answer.next.as_ref().map(|next| choice.link(&turn(next))),
        newest: registry.is_turned.then(|| choice.link(PATH)),
        silence,
    }
}

fn coverage(registry: &Registry, answer: &Answer, text: &Text) -> String {
    match (answer.seen.last(), &answer.next) {
        _ if registry.answer.is_err() => String::new(),
        (_, Some(_)) => text.say("my-usage-coverage-more"),
        (Some(oldest), None) => text.say_with("my-usage-coverage-since", &[("date", words::day_of(oldest.at).into())]),
        (None, None) => text.say("my-usage-coverage-nobody"),
    }
}

#[cfg(test)]
mod tests;
