//! Every right on one registry, with all that a cell of the matrix has no room for. Pure.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use askama::Template;
use motlan_registry::Pack;

use super::words::{lead, used};
use super::{ConnectionsFacts, PATH, RightFacts, path_of};
use crate::frame::{Frame, Label};
use crate::language::Choice;
use crate::parts::{Cell, DataTable, Link, Turn};
use crate::registries::{self, words};
use crate::text::{Text, number};
use crate::web::Visitor;
use crate::words::day_of;

/// Rights on a page.
const RIGHTS_MAX: usize = 100;

#[derive(Template)]
#[template(path = "registries/rights.html")]
struct RightsPage<'a> {
    text: &'a Text,
    frame: Frame,
    back: String,
    lead: String,
    centre: Option<String>,
    /// Who offers it.
    systems: Vec<Label>,
    rights: DataTable,
    turn: Option<Turn>,
    registry: Link,
}

/// The page; a number beyond the last is the last.
///
/// Errors: the template's own, which are bugs.
pub(super) fn render(
    facts: &ConnectionsFacts,
    pack: &Pack,
    number: usize,
    visitor: &Visitor,
    choice: Choice,
) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let (code, name) = (pack.code.as_str(), choice.language.name(&pack.name));
    let mut rights: Vec<_> = facts
        .rights
        .iter()
        .filter(|right| facts.registries[right.registry].code == code)
        .collect();
    rights.sort_by_key(|right| {
        let matched = right.use_of.map_or(0, |it| it.matched);
        (Reverse(matched), &right.consumer.id, &right.service)
    });
    let number = number.clamp(1, rights.len().div_ceil(RIGHTS_MAX).max(1));
    let path = |number: usize| match number {
        1 => path_of(code),
        number => format!("{}?trang={number}", path_of(code)),
    };
    let of_code = || facts.registries.iter().filter(|registry| registry.code == code);
    let names = rights.iter().flat_map(|right| [&right.agency, &right.consumer]);
    let names = names.chain(of_code().map(|registry| &registry.system));
    let page = RightsPage {
        text,
        frame: Frame::for_visitor(&facts.frame, visitor, choice, &path(number), title(name, &rights, text))
            .with_names(names),
        back: choice.link(PATH),
        lead: lead(facts, text),
        centre: facts.centre.clone(),
        systems: of_code().map(|it| Label::new(&it.system, choice.language)).collect(),
        turn: Turn::of_list(choice, "link-position", rights.len(), RIGHTS_MAX, number, path),
        rights: table(facts, name, &rights[(number - 1) * RIGHTS_MAX..], choice),
        registry: Link::new(text.say("link-to-registry"), choice.link(&registries::path_of(code))),
    };
    page.render()
}

fn title(name: &str, rights: &[&RightFacts], text: &Text) -> String {
    let agencies: BTreeSet<_> = rights.iter().map(|right| &right.agency.id).collect();
    let arguments = [
        ("registry", name.into()),
        ("agencies", number(agencies.len() as u64)),
        ("rights", number(rights.len() as u64)),
    ];
    text.say_with("link-one-title", &arguments)
}

fn table(facts: &ConnectionsFacts, name: &str, rights: &[&RightFacts], choice: Choice) -> DataTable {
    let text = Text::of(choice.language);
    let mut columns = vec![
        text.say("link-column-who"),
        text.say("link-column-service"),
        text.say("link-column-since"),
        text.say("link-column-purpose"),
    ];
    if facts.span.is_some() {
        columns.push(format!("#{}", text.say("link-column-used")));
    }
    let columns: Vec<_> = columns.iter().map(String::as_str).collect();
    let caption = text.say_with("link-caption", &[("registry", name.into())]);
    let mut table = DataTable::new(caption, &columns, text.say("link-nobody"));
    for right in rights.iter().take(RIGHTS_MAX) {
        table.push(row(right, choice));
    }
    table
}

fn row(right: &RightFacts, choice: Choice) -> Vec<Cell> {
    let text = Text::of(choice.language);
    let until = [("date", day_of(right.until).into())];
    let mut cells = vec![
        Cell::new(choice.language.name(&right.agency.name)).note(choice.language.name(&right.consumer.name)),
        Cell::new(words::verb_of(&right.service, text)),
        Cell::new(day_of(right.since)).note(text.say_with("link-until", &until)),
        Cell::new(right.purposes.join(", ")),
    ];
    cells.extend(right.use_of.map(|it| used(it, choice)));
    cells
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::language::Language;
    use crate::registries::sample::{check, choice};

    fn html(facts: &ConnectionsFacts, code: &str, number: usize, language: Language) -> String {
        let pack = registries::sample::registry(code).pack;
        let html = render(facts, &pack, number, &Visitor::default(), choice(language)).unwrap();
        check(&html);
        html
    }

    #[test]
    fn the_rights_of_one_registry_alone_stand_there() {
        for language in Language::ALL {
            let html = html(&sample::facts(), "population", 1, language);
            assert_eq!(html.matches("<th role=\"rowheader\"").count(), 3);
            assert_eq!(
                html.matches("class=\"shape proven\"").count(),
                2 + 1,
                "two used, and the bar's"
            );
        }
    }

    #[test]
    fn many_rights_are_cut_into_pages() {
        let mut facts = sample::facts();
        let right = facts.rights[1].clone();
        facts.rights.extend((0..RIGHTS_MAX).map(|_| right.clone()));
        let rows = |number: usize| {
            let html = html(&facts, "population", number, Language::English);
            (html.matches("<th role=\"rowheader\"").count(), html)
        };
        let (first, html) = rows(1);
        assert_eq!(first, RIGHTS_MAX);
        assert!(html.contains("href=\"/ket-noi/population?trang=2&#38;lang=en\""));
        assert_eq!(rows(2).0, 3);
        assert_eq!(rows(9).0, 3, "beyond the last page is the last");
        assert_eq!(rows(0).0, RIGHTS_MAX);
    }

    #[test]
    fn a_registry_that_nobody_may_ask_says_so() {
        let mut facts = sample::facts();
        facts.rights.clear();
        assert!(html(&facts, "driving-licence", 1, Language::Vietnamese).contains("class=\"empty\""));
    }
}
