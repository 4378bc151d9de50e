//! Who looked, as a value, and its template.

use std::collections::BTreeSet;

use askama::Template;
use motlan_core::{Code, Timestamp};

use crate::citizen::field_names;
use crate::citizen::words;
use crate::facts::FrameFacts;
use crate::frame::{Composition, Frame};
use crate::language::Choice;
use crate::names::Names;
use crate::parts::Link;
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
    /// Whether the purpose wanted it to be seen only now.
    pub(super) is_late: bool,
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
    /// Whether its list does not begin with the newest entry.
    pub(super) is_turned: bool,
    pub(super) answer: Result<Answer, Code>,
}

impl Registry {
    /// Everybody who is named on the page.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        let seen = self.answer.iter().flat_map(|answer| &answer.seen);
        seen.flat_map(|seen| [seen.consumer.as_str(), agency(&seen.consumer)])
            .chain([self.system.as_str()])
    }
}

/// What is known of who looked.
pub(super) struct UsageFacts {
    pub(super) frame: FrameFacts,
    pub(super) registries: Vec<Registry>,
    pub(super) names: Names,
}

/// A look in words.
struct Line {
    when: String,
    who: String,
    /// Whether nobody of that agency had looked before.
    is_first: bool,
    is_late: bool,
    reason: String,
    how: String,
    dossier: Option<Link>,
    fields: String,
    outcome: String,
    ask: Link,
}

/// A registry in words.
struct Group {
    id: String,
    name: String,
    /// The public code of why there is no answer.
    silence: Option<&'static str>,
    lines: Vec<Line>,
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
    groups: Vec<Group>,
    again: String,
}

/// The page.
///
/// Errors: the template's own, which are bugs.
pub(super) fn render(facts: &UsageFacts, visitor: &Visitor, choice: Choice) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let frame = Frame::for_visitor(&facts.frame, visitor, choice, PATH, title(facts, text));
    let groups = facts.registries.iter().enumerate();
    let page = UsagePage {
        text,
        frame: frame.composed(Composition::Citizen),
        lead: text.say("my-usage-lead"),
        groups: groups
            .map(|(place, registry)| group(place, registry, facts, choice))
            .collect(),
        again: choice.link(PATH),
    };
    page.render()
}

const PATH: &str = "/nhat-ky-du-lieu";

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
            let who = facts.names.say(agency(&seen.consumer), text.language());
            let arguments = [("who", who.into()), ("date", words::day_of(seen.at).into())];
            text.say_with("my-usage-title", &arguments)
        }
        None if is_whole => text.say("my-usage-title-nobody"),
        None => text.say("my-usage-title-silent"),
    }
}

fn group(place: usize, registry: &Registry, facts: &UsageFacts, choice: Choice) -> Group {
    let text = Text::of(choice.language);
    let empty = Answer::default();
    let (answer, silence) = match &registry.answer {
        Ok(answer) => (answer, None),
        Err(code) => (&empty, Some(code.as_str())),
    };
    let firsts = firsts(answer);
    let lines = answer.seen.iter().enumerate();
    let turn = |next: &String| format!("{PATH}?nguon={}&truoc={next}#co-so-{place}", registry.service);
    Group {
        id: format!("co-so-{place}"),
        name: facts.names.say(&registry.system, choice.language),
        lines: lines
            .map(|(at, seen)| line(seen, firsts.contains(&at), facts, choice))
            .collect(),
        coverage: coverage(registry, answer, text),
        older: answer.next.as_ref().map(|next| choice.link(&turn(next))),
        newest: registry.is_turned.then(|| choice.link(PATH)),
        silence,
    }
}

/// Places of the entries before which nobody of the same agency looked. Only a list that reaches its end tells.
fn firsts(answer: &Answer) -> BTreeSet<usize> {
    if answer.next.is_some() {
        return BTreeSet::new();
    }
    let mut agencies = BTreeSet::new();
    let oldest_first = answer.seen.iter().enumerate().rev();
    oldest_first
        .filter(|(_, seen)| agencies.insert(agency(&seen.consumer)))
        .map(|(place, _)| place)
        .collect()
}

/// The member that a system belongs to.
fn agency(system: &str) -> &str {
    system.rsplit_once('/').map_or(system, |(member, _)| member)
}

fn coverage(registry: &Registry, answer: &Answer, text: &Text) -> String {
    match (answer.seen.last(), &answer.next) {
        _ if registry.answer.is_err() => String::new(),
        (_, Some(_)) => text.say("my-usage-coverage-more"),
        (Some(oldest), None) => text.say_with("my-usage-coverage-since", &[("date", words::day_of(oldest.at).into())]),
        (None, None) => text.say("my-usage-coverage-nobody"),
    }
}

fn line(seen: &Seen, is_first: bool, facts: &UsageFacts, choice: Choice) -> Line {
    let text = Text::of(choice.language);
    let fields: Vec<&str> = seen
        .fields
        .iter()
        .map(|code| field_names::say(code, choice.language))
        .collect();
    let who = facts.names.say(&seen.consumer, choice.language);
    let when = words::moment(seen.at);
    Line {
        is_first,
        is_late: seen.is_late,
        reason: reason(&seen.legal_basis, text),
        how: if seen.has_officer {
            text.say("my-usage-officer")
        } else {
            text.say("my-usage-machine")
        },
        dossier: seen.dossier.as_ref().filter(|_| seen.is_mine).map(|code| {
            let words = text.say_with("my-usage-dossier", &[("code", code.as_str().into())]);
            Link::new(words, choice.link(&format!("/ho-so/{code}")))
        }),
        fields: if fields.is_empty() {
            text.say("my-usage-no-field")
        } else {
            fields.join(", ")
        },
        outcome: outcome(&seen.outcome, text),
        ask: Link {
            text: text.say("my-usage-ask"),
            about: format!("{who}, {when}"),
            href: choice.link("/lien-he"),
        },
        who,
        when,
    }
}

/// Why an agency may ask, in plain words; a code that is not known stands for itself.
fn reason(legal_basis: &str, text: &Text) -> String {
    match legal_basis {
        "ND-107-2021" => text.say("my-basis-one-stop"),
        "ND-13-2023" => text.say("my-basis-own-data"),
        "QD-06-2022" => text.say("my-basis-project-06"),
        code => text.say_with("my-basis-other", &[("code", code.into())]),
    }
}

/// Whether values were compared or given.
fn outcome(outcome: &str, text: &Text) -> String {
    match outcome {
        "match" => text.say("my-outcome-match"),
        "no_match" => text.say("my-outcome-no-match"),
        "found" => text.say("my-outcome-found"),
        "synced" => text.say("my-outcome-synced"),
        "correction" => text.say("my-outcome-correction"),
        _ => text.say("my-outcome-not-found"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::citizen::sample;
    use crate::language::Language;

    fn seen(seconds: i64, consumer: &str) -> Seen {
        Seen {
            at: sample::NOW.plus_seconds(seconds),
            consumer: consumer.to_owned(),
            legal_basis: "ND-107-2021".to_owned(),
            dossier: Some("000.00.08.H45-261121-0001".to_owned()),
            fields: vec!["full_name".to_owned(), "valid_until".to_owned()],
            outcome: "found".to_owned(),
            has_officer: true,
            is_late: false,
            is_mine: true,
        }
    }

    fn registry(system: &str, answer: Result<Answer, Code>) -> Registry {
        Registry {
            service: format!("{system}/usage"),
            system: system.to_owned(),
            is_turned: false,
            answer,
        }
    }

    fn two_agencies() -> Answer {
        let mut silent = seen(-60, "VN/GOV/G24/insurance");
        silent.is_late = true;
        (silent.dossier, silent.has_officer, silent.is_mine) = (None, false, false);
        "unheard-of".clone_into(&mut silent.legal_basis);
        Answer {
            seen: vec![
                seen(0, "VN/GOV/H45/onestop"),
                silent,
                seen(-3_600, "VN/GOV/H45/onestop"),
            ],
            next: None,
        }
    }

    fn html(registries: Vec<Registry>, language: Language) -> String {
        let facts = UsageFacts {
            frame: sample::frame(),
            registries,
            names: sample::names(),
        };
        let html = render(&facts, &sample::citizen(), sample::choice(language)).unwrap();
        sample::check(&html);
        html
    }

    #[test]
    fn each_look_says_when_who_why_what_and_leads_to_my_dossier() {
        for language in Language::ALL {
            let html = html(vec![registry("VN/GOV/G01/population", Ok(two_agencies()))], language);
            assert_eq!(html.matches("class=\"look\"").count(), 3);
            assert_eq!(html.matches("href=\"/ho-so/000.00.08.H45-261121-0001?lang=").count(), 2);
            assert_eq!(html.matches("href=\"/lien-he?lang=").count(), 3 + 1, "and the foot's");
            let late = ["Hiển thị muộn theo quy định", "Shown late, as the law allows"];
            assert_eq!(late.map(|late| html.matches(late).count()).iter().sum::<usize>(), 1);
        }
    }

    #[test]
    fn the_first_look_of_an_agency_is_marked_once_the_whole_list_is_known() {
        let marks = |answer: Answer| {
            html(
                vec![registry("VN/GOV/G01/population", Ok(answer))],
                Language::Vietnamese,
            )
            .matches("Lần đầu thấy")
            .count()
        };
        assert_eq!(marks(two_agencies()), 2);
        let mut cut = two_agencies();
        cut.next = Some("0000000100000200".to_owned());
        assert_eq!(marks(cut), 0, "an older one may follow");
        assert_eq!(firsts(&two_agencies()), BTreeSet::from([1, 2]));
    }

    #[test]
    fn a_registry_that_does_not_answer_is_shown_and_the_others_stay() {
        let registries = || {
            vec![
                registry("VN/GOV/G01/population", Err(Code::PeerUnreachable)),
                registry("VN/GOV/G04/driving-licence", Ok(two_agencies())),
            ]
        };
        for language in Language::ALL {
            let html = html(registries(), language);
            assert!(html.contains("<code>peer_unreachable</code>"));
            assert_eq!(html.matches("class=\"look\"").count(), 3);
        }
        let silent = vec![registry("VN/GOV/G01/population", Err(Code::PeerUnreachable))];
        assert_eq!(
            sample::title(&html(silent, Language::Vietnamese)),
            "Chưa đọc được nhật ký, hãy thử lại"
        );
    }

    #[test]
    fn nobody_looked_is_an_answer_too() {
        let nobody = vec![registry("VN/GOV/G01/population", Ok(Answer::default()))];
        assert_eq!(
            sample::title(&html(nobody, Language::Vietnamese)),
            "Chưa ai xem dữ liệu của bạn"
        );
        assert!(html(Vec::new(), Language::English).contains("<h1>"));
    }

    #[test]
    fn a_list_goes_on_where_it_ended_without_naming_the_person() {
        let mut answer = two_agencies();
        answer.next = Some("0000000100000200".to_owned());
        let mut registry = registry("VN/GOV/G01/population", Ok(answer));
        registry.is_turned = true;
        let html = html(vec![registry], Language::Vietnamese);
        let next = "/nhat-ky-du-lieu?nguon=VN/GOV/G01/population/usage&#38;truoc=0000000100000200&#38;lang=vi#co-so-0";
        assert!(html.contains(next), "{html}");
    }
}
