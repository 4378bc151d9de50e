//! One registry: what it holds, what a question needs, what it answers, its fields, when its data are good, why the state
//! may hold them. All of it is the pack's. Pure.

mod fields;
mod quality;

use askama::Template;
use motlan_core::Day;
use motlan_registry::Pack;
use motlan_registry::model::pack::{Retention, Verb};

use self::fields::ListView;
use self::quality::Word;
use super::facts::{OneFacts, RegistryFacts};
use super::{connections, path_of, words};
use crate::frame::{Frame, Label};
use crate::language::Choice;
use crate::parts::{DataTable, Link, SummaryRow};
use crate::text::{Text, number};
use crate::web::Visitor;
use crate::words::Marked;

/// A service in words.
struct ServiceView {
    name: String,
    code: &'static str,
    does: String,
    /// The fields that it is about; empty where it is about none.
    fields: String,
    /// The fields whose values find records; empty but for search.
    by: String,
    /// Where the directory has it, with a word where it is out of order.
    open: Vec<(Label, String)>,
}

#[derive(Template)]
#[template(path = "registries/one.html")]
struct OnePage<'a> {
    text: &'a Text,
    frame: Frame,
    back: String,
    lead: String,
    about: Vec<SummaryRow>,
    file: Option<Link>,
    connections: Link,
    keys: Vec<String>,
    existence: String,
    services: Vec<ServiceView>,
    fields: DataTable,
    lists: Vec<ListView>,
    quality: Vec<Word>,
    basis: Vec<Marked>,
    has_mark: bool,
}

/// The page.
///
/// Errors: the template's own, which are bugs.
pub(super) fn render(facts: &OneFacts, visitor: &Visitor, choice: Choice) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let pack = &facts.registry.pack;
    let today = facts.frame.at.hour().day();
    let path = path_of(pack.code.as_str());
    let basis: Vec<_> = pack
        .legal_basis
        .iter()
        .map(|law| Marked::new(choice.language.name(&law.name), law.confirmed))
        .collect();
    let lists = fields::lists(pack, text);
    let registered = facts.registry.services.iter().map(|it| &it.service);
    let page = OnePage {
        text,
        frame: Frame::for_visitor(&facts.frame, visitor, choice, &path, title(pack, text))
            .with_names(facts.registry.systems.iter().chain(registered)),
        back: choice.link(super::PATH),
        lead: lead(pack, text),
        about: about(&facts.registry, text),
        file: facts.has_file.then(|| {
            let href = choice.link(&format!("{path}/goi"));
            Link::new(text.say("db-file"), href)
        }),
        connections: Link::new(text.say("db-to-connections"), choice.link(connections::PATH)),
        keys: pack
            .keys
            .asked()
            .map(|code| words::field_name(pack, code, text))
            .collect(),
        existence: if pack.keys.is_person() {
            text.say("db-existence")
        } else {
            String::new()
        },
        services: services(&facts.registry, today, choice),
        fields: fields::table(pack, text),
        has_mark: basis.iter().any(|it| it.is_unconfirmed) || lists.iter().any(|it| it.name.is_unconfirmed),
        lists,
        quality: quality::words(pack, choice),
        basis,
    };
    page.render()
}

fn title(pack: &Pack, text: &Text) -> String {
    let arguments = [
        ("name", text.language().name(&pack.name).into()),
        ("count", number(pack.fields().count() as u64)),
    ];
    text.say_with("db-one-title", &arguments)
}

/// What one record is about.
fn lead(pack: &Pack, text: &Text) -> String {
    let keys = &pack.keys;
    let key = ("key", words::field_name(pack, &keys.record, text).into());
    if keys.is_person() {
        return text.say_with("db-lead-person", &[key]);
    }
    if keys.persons.is_empty() {
        return text.say_with("db-lead-nobody", &[key]);
    }
    let persons = ("persons", words::field_names(pack, &keys.persons, text).into());
    text.say_with("db-lead-thing", &[key, persons])
}

fn about(registry: &RegistryFacts, text: &Text) -> Vec<SummaryRow> {
    let pack = &registry.pack;
    let version = [
        ("code", pack.code.as_str().into()),
        ("version", pack.version.to_string().into()),
        ("state", words::state(pack.state, text).into()),
    ];
    let validity = words::validity(pack.validity, text).unwrap_or_else(|| text.say("db-valid-always"));
    vec![
        SummaryRow::new(text.say("db-pack"), text.say_with("db-about", &version)),
        SummaryRow::new(text.say("db-validity"), validity),
        SummaryRow::new(text.say("db-column-where"), place(registry, text)),
        SummaryRow::new(text.say("db-sensitivity"), words::by_sensitivity(pack, text)),
        SummaryRow::new(text.say("db-retention"), retention(pack.retention, text)),
    ]
}

fn place(registry: &RegistryFacts, text: &Text) -> String {
    let language = text.language();
    let system = |named: &crate::facts::Named| match &named.owner {
        Some(owner) => format!("{} · {}", language.name(owner), language.name(&named.name)),
        None => language.name(&named.name).to_owned(),
    };
    let mut places: Vec<_> = registry.systems.iter().map(system).collect();
    if registry.is_here {
        places.push(text.say("db-here"));
    }
    if places.is_empty() {
        places.push(text.say("db-nowhere"));
    }
    places.join("; ")
}

fn retention(retention: Retention, text: &Text) -> String {
    let years = |years: u32| [("years", number(u64::from(years)))];
    let records = match retention.records_years {
        Some(kept) => text.say_with("db-kept-records", &years(kept)),
        None => text.say("db-kept-records-always"),
    };
    let usage = match retention.usage_years {
        Some(kept) => text.say_with("db-kept-usage", &years(kept)),
        None => text.say("db-kept-usage-always"),
    };
    format!("{records} {usage}")
}

fn services(registry: &RegistryFacts, today: Day, choice: Choice) -> Vec<ServiceView> {
    let text = Text::of(choice.language);
    let pack = &registry.pack;
    let view = |service: &motlan_registry::model::pack::Service| {
        let code = service.verb.as_str();
        let open = registry.services.iter().filter(|known| known.code == code);
        let state = |is_enabled| if is_enabled { "db-service-on" } else { "db-service-off" };
        ServiceView {
            name: choice.language.name(&service.name).to_owned(),
            code,
            does: words::verb_sentence(service.verb, text),
            fields: about_fields(pack, service.verb, service.fields.is_none(), today, text),
            by: words::field_names(pack, &service.by, text),
            open: open
                .map(|known| {
                    (
                        Label::new(&known.service, choice.language),
                        text.say(state(known.is_enabled)),
                    )
                })
                .collect(),
        }
    };
    pack.services.iter().map(view).collect()
}

/// The fields that a service is about today.
fn about_fields(pack: &Pack, verb: Verb, is_all: bool, today: Day, text: &Text) -> String {
    let codes: Vec<_> = pack.offered(verb, today).map(|field| &field.code).collect();
    let fields = if is_all {
        text.say_with("db-all-fields", &[("count", number(codes.len() as u64))])
    } else {
        words::field_names(pack, codes, text)
    };
    let key = match verb {
        Verb::Usage => return String::new(),
        Verb::Verify => "db-fields-verify",
        Verb::LookUp | Verb::Search => "db-fields-give",
        Verb::Sync => "db-fields-sync",
        Verb::Changes => "db-fields-changes",
        Verb::Correct => "db-fields-correct",
    };
    text.say_with(key, &[("fields", fields.into())])
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::language::Language;

    fn html(registry: RegistryFacts, language: Language) -> String {
        let facts = OneFacts {
            frame: sample::frame(),
            registry,
            has_file: true,
        };
        let html = render(&facts, &Visitor::default(), sample::choice(language)).unwrap();
        sample::check(&html);
        html
    }

    /// Text as the page writes it.
    fn written(text: &str) -> String {
        text.replace('&', "&#38;").replace('\'', "&#39;").replace('"', "&#34;")
    }

    #[test]
    fn every_field_service_key_list_and_law_of_every_pack_is_on_its_page() {
        for language in Language::ALL {
            for registry in sample::registries() {
                let pack = registry.pack.clone();
                let html = html(registry, language);
                for field in pack.fields() {
                    assert!(
                        html.contains(&format!("id=\"truong-{}\"", field.code)),
                        "{} {}",
                        pack.code,
                        field.code
                    );
                    assert!(html.contains(&written(language.name(&field.name))), "{}", field.code);
                }
                for service in &pack.services {
                    assert!(html.contains(&written(language.name(&service.name))), "{}", pack.code);
                }
                for law in &pack.legal_basis {
                    assert!(html.contains(&written(language.name(&law.name))), "{}", pack.code);
                }
                let marks = html.matches("href=\"#chua-doi-chieu\"").count();
                let unconfirmed = pack.legal_basis.iter().filter(|law| !law.confirmed).count();
                assert!(marks >= unconfirmed, "{}", pack.code);
            }
        }
    }

    #[test]
    fn a_page_says_what_a_question_needs_and_about_whom_a_record_is() {
        let text = Text::of(Language::Vietnamese);
        let lead_of = |code: &str| lead(&sample::registry(code).pack, text);
        assert_eq!(
            lead_of("population"),
            "Mỗi bản ghi nói về một người và được tìm bằng số định danh của người đó."
        );
        assert!(lead_of("vessel").contains("Số định danh"), "{}", lead_of("vessel"));
        let html = html(sample::registry("population"), Language::Vietnamese);
        let keys = html
            .split_once("<ul class=\"asked\">")
            .unwrap()
            .1
            .split_once("</ul>")
            .unwrap()
            .0;
        assert_eq!(keys.matches("<li>").count(), 3);
    }

    #[test]
    fn a_service_that_is_out_of_order_says_so() {
        let mut registry = sample::registry("population");
        registry.services[0].is_enabled = false;
        let html = html(registry, Language::English);
        assert_eq!(html.matches("Out of order").count(), 1);
    }
}
