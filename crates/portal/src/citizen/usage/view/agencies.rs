//! The looks of all registries by who looked and for which dossier, the agency that looked last first. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::look::{Look, look};
use super::question::{Question, question};
use super::{Registry, Seen, UsageFacts, agency_of};
use crate::citizen::words;
use crate::language::Choice;
use crate::parts::Link;
use crate::text::{Text, number};
use crate::web::Visitor;

/// An agency that looked, or was asked why it did.
pub(in super::super) struct Agency {
    pub(super) id: String,
    /// Its identifier, as in `VN/GOV/H45`.
    pub(super) member: String,
    pub(super) name: String,
    /// How often it looked, and when last; empty where no look stands on this page.
    pub(super) summary: String,
    pub(super) files: Vec<File>,
    pub(super) question: Question,
}

/// The looks for one dossier, or for none.
pub(super) struct File {
    pub(super) name: String,
    /// The way to the dossier, if it is the reader's own.
    pub(super) link: Option<Link>,
    pub(super) looks: Vec<Look>,
}

/// Where a look stands: its registry, its place in the list.
type Place = (usize, usize);

/// A look with the registry that tells it.
struct Told<'a> {
    place: Place,
    registry: &'a Registry,
    seen: &'a Seen,
}

/// Everybody who looked, and those who were only asked.
pub(super) fn build(facts: &UsageFacts, visitor: &Visitor, choice: Choice) -> Vec<Agency> {
    let firsts = firsts(&facts.registries);
    let mut looks: BTreeMap<&str, Vec<Told<'_>>> = BTreeMap::new();
    for told in all(&facts.registries) {
        looks.entry(agency_of(&told.seen.consumer)).or_default().push(told);
    }
    let asked: Vec<String> = facts.inquiries.iter().map(|it| it.agency.to_string()).collect();
    for agency in &asked {
        looks.entry(agency).or_default();
    }
    let mut agencies: Vec<_> = looks.into_iter().collect();
    for (_, looks) in &mut agencies {
        looks.sort_by_key(|told| std::cmp::Reverse(told.seen.at));
    }
    agencies.sort_by_key(|(_, looks)| std::cmp::Reverse(looks.first().map(|told| told.seen.at)));
    let agency = |(place, (member, looks)): (usize, (&str, Vec<Told<'_>>))| {
        let last = looks.first().map(|told| told.seen.at);
        Agency {
            id: format!("co-quan-{place}"),
            name: facts.names.say(member, choice.language),
            summary: summary(&looks, Text::of(choice.language)),
            files: files(&looks, &firsts, facts, choice),
            question: question(place, member, last, facts, visitor, choice),
            member: member.to_owned(),
        }
    };
    agencies.into_iter().enumerate().map(agency).collect()
}

fn all(registries: &[Registry]) -> Vec<Told<'_>> {
    let mut all = Vec::new();
    for (at, registry) in registries.iter().enumerate() {
        let seen = registry.answer.iter().flat_map(|answer| answer.seen.iter().enumerate());
        all.extend(seen.map(|(place, seen)| Told {
            place: (at, place),
            registry,
            seen,
        }));
    }
    all
}

/// The first look of each agency. Only lists that reach their end tell.
fn firsts(registries: &[Registry]) -> BTreeSet<Place> {
    let is_whole = |registry: &Registry| registry.answer.as_ref().is_ok_and(|answer| answer.next.is_none());
    if !registries.iter().all(is_whole) {
        return BTreeSet::new();
    }
    let mut first: BTreeMap<&str, Told<'_>> = BTreeMap::new();
    for told in all(registries) {
        let agency = agency_of(&told.seen.consumer);
        // Of several in the same moment the last of its list is the oldest.
        if first.get(agency).is_none_or(|known| told.seen.at <= known.seen.at) {
            first.insert(agency, told);
        }
    }
    first.into_values().map(|told| told.place).collect()
}

fn summary(looks: &[Told<'_>], text: &Text) -> String {
    let Some(last) = looks.first() else {
        return String::new();
    };
    let about = [
        ("count", number(looks.len() as u64)),
        ("date", words::day_of(last.seen.at).into()),
    ];
    text.say_with("my-usage-count", &about)
}

/// The dossier that was looked for last first; a dossier that is not the reader's own is not named.
fn files(looks: &[Told<'_>], firsts: &BTreeSet<Place>, facts: &UsageFacts, choice: Choice) -> Vec<File> {
    let text = Text::of(choice.language);
    let mut files: Vec<(Option<&str>, File)> = Vec::new();
    for Told { place, registry, seen } in looks {
        let key = seen.dossier.as_deref();
        let is_first = firsts.contains(place);
        let look = look(registry, seen, is_first, facts, choice);
        if let Some((_, file)) = files.iter_mut().find(|(known, _)| *known == key) {
            file.looks.push(look);
            continue;
        }
        let own = key.filter(|_| seen.is_mine);
        let link = own.map(|code| {
            let words = text.say_with("my-usage-dossier", &[("code", code.into())]);
            Link::new(words, choice.link(&format!("/ho-so/{code}")))
        });
        let name = match (key, own) {
            (None, _) => text.say("my-usage-no-dossier"),
            (Some(_), None) => text.say("my-usage-other-dossier"),
            (Some(_), Some(_)) => String::new(),
        };
        files.push((
            key,
            File {
                name,
                link,
                looks: vec![look],
            },
        ));
    }
    files.into_iter().map(|(_, file)| file).collect()
}
