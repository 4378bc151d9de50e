//! All registries in one table: what each holds, who offers it, what it can be asked. Pure.

use askama::Template;

use super::facts::{ListFacts, RegistryFacts};
use super::{PATH, connections, path_of, words};
use crate::frame::Frame;
use crate::language::Choice;
use crate::parts::{Cell, DataTable, Link};
use crate::text::{Text, number};
use crate::web::Visitor;

#[derive(Template)]
#[template(path = "registries/list.html")]
struct ListPage<'a> {
    text: &'a Text,
    frame: Frame,
    registries: DataTable,
    connections: Link,
}

/// The page.
///
/// Errors: the template's own, which are bugs.
pub(super) fn render(facts: &ListFacts, visitor: &Visitor, choice: Choice) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let running = facts.registries.iter().filter(|registry| !registry.systems.is_empty());
    let counts = [
        ("running", number(running.count() as u64)),
        ("all", number(facts.registries.len() as u64)),
    ];
    let title = text.say_with("db-list-title", &counts);
    let names = facts.registries.iter().flat_map(|registry| &registry.systems);
    let page = ListPage {
        text,
        frame: Frame::for_visitor(&facts.frame, visitor, choice, PATH, title).with_names(names),
        registries: table(&facts.registries, choice),
        connections: Link::new(text.say("db-to-connections"), choice.link(connections::PATH)),
    };
    page.render()
}

fn table(registries: &[RegistryFacts], choice: Choice) -> DataTable {
    let text = Text::of(choice.language);
    let columns = [
        text.say("db-column-name"),
        text.say("db-column-where"),
        text.say("db-column-services"),
        text.say("db-column-fields"),
    ];
    let columns = columns.each_ref().map(String::as_str);
    let mut table = DataTable::new(text.say("db-list-caption"), &columns, text.say("db-list-empty"));
    for registry in registries {
        let pack = &registry.pack;
        let about = [
            ("code", pack.code.as_str().into()),
            ("version", pack.version.to_string().into()),
            ("state", words::state(pack.state, text).into()),
        ];
        let verbs = pack.services.iter().map(|service| words::verb(service.verb, text));
        let fields = [("count", number(pack.fields().count() as u64))];
        table.push(vec![
            Cell::new(choice.language.name(&pack.name))
                .link(choice.link(&path_of(pack.code.as_str())))
                .note(text.say_with("db-about", &about)),
            place(registry, text),
            Cell::new(verbs.collect::<Vec<_>>().join(", ")),
            Cell::new(text.say_with("db-fields", &fields)).note(words::by_sensitivity(pack, text)),
        ]);
    }
    table
}

/// Who offers it.
fn place(registry: &RegistryFacts, text: &Text) -> Cell {
    let owners: Vec<&str> = registry
        .systems
        .iter()
        .map(|system| text.language().name(system.owner.as_ref().unwrap_or(&system.name)))
        .collect();
    match (owners.is_empty(), registry.is_here) {
        (true, true) => Cell::new(text.say("db-here")),
        (true, false) => Cell::new(text.say("db-nowhere")),
        (false, true) => Cell::new(owners.join("; ")).note(text.say("db-here")),
        (false, false) => Cell::new(owners.join("; ")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::language::Language;

    fn html(language: Language) -> String {
        let facts = ListFacts {
            frame: sample::frame(),
            registries: sample::registries(),
        };
        let html = render(&facts, &Visitor::default(), sample::choice(language)).unwrap();
        sample::check(&html);
        html
    }

    #[test]
    fn every_registry_is_a_row_that_leads_to_its_page() {
        for language in Language::ALL {
            let html = html(language);
            for registry in sample::registries() {
                let code = &registry.pack.code;
                let link = format!("href=\"/co-so-du-lieu/{code}?lang={}\"", language.tag());
                assert_eq!(html.matches(&link).count(), 1, "{code}");
            }
        }
    }

    #[test]
    fn the_title_says_how_many_run() {
        let running = sample::registries().iter().filter(|it| !it.systems.is_empty()).count();
        assert_eq!(running, 2);
        let title = format!(
            "<h1>2 trong {} cơ sở dữ liệu đang chạy</h1>",
            sample::registries().len()
        );
        assert!(html(Language::Vietnamese).contains(&title));
    }
}
