//! The matrix as a value, and the registries one below the other, each with the way to its rights. Pure.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use askama::Template;

use super::words::{is_never_used, lead, matched, never, seal, sum, used};
use super::{ConnectionsFacts, PATH, RightFacts, path_of};
use crate::frame::{Frame, Label};
use crate::language::Choice;
use crate::named::Named;
use crate::parts::{Cell, DataTable, Link, Tag};
use crate::registries::words;
use crate::seal::Figure;
use crate::text::{Text, number};
use crate::web::Visitor;
use crate::words::day_of;

/// What a column or a row of the matrix is about.
enum Head {
    Agency(Label),
    Registry(Link),
}

/// What an agency may ask of a registry, as a cell of the matrix.
struct Meeting {
    services: String,
    since: String,
    used: Option<Figure>,
    unused: Option<Tag>,
}

/// An agency with a cell for each registry, or the other way round.
struct MatrixRow {
    head: Head,
    cells: Vec<Option<Meeting>>,
}

#[derive(Template)]
#[template(path = "registries/matrix.html")]
struct MatrixPage<'a> {
    text: &'a Text,
    frame: Frame,
    lead: String,
    centre: Option<String>,
    heads: Vec<Head>,
    rows: Vec<MatrixRow>,
    registries: DataTable,
    all: Link,
}

/// The page.
///
/// Errors: the template's own, which are bugs.
pub(super) fn render(facts: &ConnectionsFacts, visitor: &Visitor, choice: Choice) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let order = order(facts);
    let rights = facts.rights.iter().flat_map(|right| [&right.agency, &right.consumer]);
    let names = rights.chain(facts.registries.iter().map(|registry| &registry.system));
    let (heads, rows) = matrix(facts, &order, choice);
    let page = MatrixPage {
        text,
        frame: Frame::for_visitor(&facts.frame, visitor, choice, PATH, title(facts, text)).with_names(names),
        lead: lead(facts, text),
        centre: facts.centre.clone(),
        heads,
        rows,
        registries: registries(facts, &order, choice),
        all: Link::new(text.say("db-to-all"), choice.link(crate::registries::PATH)),
    };
    page.render()
}

fn title(facts: &ConnectionsFacts, text: &Text) -> String {
    let agencies: BTreeSet<_> = facts.rights.iter().map(|right| &right.agency.id).collect();
    let registries: BTreeSet<_> = facts.rights.iter().map(|right| right.registry).collect();
    let unused = facts
        .rights
        .iter()
        .filter(|right| right.use_of.is_some_and(is_never_used))
        .count();
    let arguments = [
        ("agencies", number(agencies.len() as u64)),
        ("registries", number(registries.len() as u64)),
        ("unused", number(unused as u64)),
    ];
    match (agencies.is_empty(), unused) {
        (true, _) => text.say("link-title-none"),
        (false, 0) => text.say_with("link-title", &arguments[..2]),
        (false, _) => text.say_with("link-title-unused", &arguments),
    }
}

/// Places of the registries, the busiest first, then by code. Those that nobody may ask stay: that is worth knowing.
fn order(facts: &ConnectionsFacts) -> Vec<usize> {
    let mut order: Vec<_> = (0..facts.registries.len()).collect();
    order.sort_by_key(|place| {
        let of = facts.rights.iter().filter(|right| right.registry == *place);
        (Reverse(matched(of)), facts.registries[*place].code.clone())
    });
    order
}

/// The heads of the columns and the rows. There are more rows than columns, so that the page stays narrow.
fn matrix(facts: &ConnectionsFacts, order: &[usize], choice: Choice) -> (Vec<Head>, Vec<MatrixRow>) {
    let agencies = agencies(facts);
    let of_agency = |agency: &Named| Head::Agency(Label::new(agency, choice.language));
    let of_registry = |place: usize| {
        let name = choice.language.name(&facts.registries[place].name);
        let href = choice.link(&path_of(&facts.registries[place].code));
        Head::Registry(Link::new(name, href))
    };
    let cell = |agency: &Named, place: usize| {
        let rights = facts.rights.iter();
        let rights = rights.filter(|right| right.agency.id == agency.id && right.registry == place);
        meeting(&rights.collect::<Vec<_>>(), choice)
    };
    if agencies.len() < order.len() {
        let row = |place: usize| MatrixRow {
            head: of_registry(place),
            cells: agencies.iter().map(|agency| cell(agency, place)).collect(),
        };
        let heads = agencies.iter().map(|agency| of_agency(agency)).collect();
        (heads, order.iter().map(|place| row(*place)).collect())
    } else {
        let row = |agency: &Named| MatrixRow {
            head: of_agency(agency),
            cells: order.iter().map(|place| cell(agency, *place)).collect(),
        };
        let heads = order.iter().map(|place| of_registry(*place)).collect();
        (heads, agencies.iter().map(|agency| row(agency)).collect())
    }
}

/// The agencies, the busiest first, then by identifier.
fn agencies(facts: &ConnectionsFacts) -> Vec<&Named> {
    let mut agencies: Vec<_> = facts.rights.iter().map(|right| &right.agency).collect();
    agencies.sort_by_key(|agency| &agency.id);
    agencies.dedup_by_key(|agency| &agency.id);
    agencies.sort_by_key(|agency| {
        let of = facts.rights.iter().filter(|right| right.agency.id == agency.id);
        Reverse(matched(of))
    });
    agencies
}

/// All that an agency may ask of a registry; none if nothing.
fn meeting(rights: &[&RightFacts], choice: Choice) -> Option<Meeting> {
    let text = Text::of(choice.language);
    let since = rights.iter().map(|right| right.since).min()?;
    let mut services: Vec<_> = rights
        .iter()
        .map(|right| words::verb_of(&right.service, text))
        .collect();
    services.sort_unstable();
    services.dedup();
    let sum = sum(rights.iter().copied());
    Some(Meeting {
        services: services.join(", "),
        since: text.say_with("link-since", &[("date", day_of(since).into())]),
        used: sum.filter(|it| !is_never_used(*it)).map(|it| Figure {
            value: choice.language.number(it.matched),
            seal: seal(it.trust, choice),
        }),
        unused: sum.filter(|it| is_never_used(*it)).map(|_| never(text)),
    })
}

/// The registries, one below the other: the form of the matrix for a narrow screen, too.
fn registries(facts: &ConnectionsFacts, order: &[usize], choice: Choice) -> DataTable {
    let text = Text::of(choice.language);
    let mut columns = vec![
        text.say("link-column-registry"),
        format!("#{}", text.say("link-column-agencies")),
        format!("#{}", text.say("link-column-rights")),
    ];
    if facts.span.is_some() {
        columns.push(format!("#{}", text.say("link-column-used")));
    }
    let columns: Vec<_> = columns.iter().map(String::as_str).collect();
    let caption = text.say("link-registries-caption");
    let mut table = DataTable::new(caption, &columns, text.say("link-no-registry"));
    for place in order {
        let registry = &facts.registries[*place];
        let rights = || facts.rights.iter().filter(|right| right.registry == *place);
        let agencies: BTreeSet<_> = rights().map(|right| &right.agency.id).collect();
        let count = |count: usize| Cell::new(choice.language.number(count as u64));
        let name = Cell::new(choice.language.name(&registry.name)).link(choice.link(&path_of(&registry.code)));
        let owner = registry.system.owner.as_ref().map(|owner| choice.language.name(owner));
        let mut cells = vec![
            match owner {
                Some(owner) => name.note(owner),
                None => name,
            },
            count(agencies.len()),
            count(rights().count()),
        ];
        if facts.span.is_some() {
            cells.push(sum(rights()).map_or_else(|| Cell::new("–"), |it| used(it, choice)));
        }
        table.push(cells);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::super::sample::facts;
    use super::super::{RegistryName, Trust};
    use super::*;
    use crate::language::Language;
    use crate::registries::sample;

    fn html(facts: &ConnectionsFacts, language: Language) -> String {
        let html = render(facts, &Visitor::default(), sample::choice(language)).unwrap();
        sample::check(&html);
        html
    }

    #[test]
    fn the_title_counts_who_may_ask_and_what_is_never_used() {
        let html = html(&facts(), Language::Vietnamese);
        let title = "<h1>2 cơ quan được hỏi 2 cơ sở dữ liệu, 1 quyền chưa dùng lần nào</h1>";
        assert!(html.contains(title), "{html}");
    }

    #[test]
    fn the_busiest_come_first_and_a_meeting_sums_its_rights() {
        let facts = facts();
        assert_eq!(order(&facts), [1, 0]);
        let (_, rows) = matrix(&facts, &order(&facts), sample::choice(Language::Vietnamese));
        assert!(matches!(&rows[0].head, Head::Agency(agency) if agency.id == "VN/GOV/H45"));
        let both = rows[0].cells[0].as_ref().unwrap();
        assert_eq!(both.services, "tra cứu, xác thực");
        assert_eq!(both.used.as_ref().unwrap().value, "1.234");
        let never = rows[1].cells[0].as_ref().unwrap();
        assert!(never.unused.is_some() && never.used.is_none());
        assert!(rows[1].cells[1].is_none(), "no right, no cell");
    }

    #[test]
    fn the_matrix_is_higher_than_wide() {
        let mut facts = facts();
        for _ in 0..3 {
            let more = RegistryName {
                code: "more".to_owned(),
                name: facts.registries[0].name.clone(),
                system: facts.registries[0].system.clone(),
            };
            facts.registries.push(more);
        }
        let (heads, rows) = matrix(&facts, &order(&facts), sample::choice(Language::Vietnamese));
        assert_eq!((heads.len(), rows.len()), (2, 5));
        let Head::Registry(busiest) = &rows[0].head else {
            panic!("rows are registries");
        };
        assert_eq!(busiest.href, "/ket-noi/population?lang=vi");
        assert!(rows[0].cells[0].is_some() && rows[4].cells.iter().all(Option::is_none));
        html(&facts, Language::English);
    }

    #[test]
    fn no_count_stands_without_its_seal_and_nothing_unread_is_called_never_used() {
        let mut facts = facts();
        for language in Language::ALL {
            let html = html(&facts, language);
            // Two cells of the matrix, two registries; the third cell was never used.
            assert_eq!(html.matches("class=\"shape proven\"").count(), 4 + 1, "and the bar's");
        }
        for right in &mut facts.rights {
            right.use_of.as_mut().unwrap().trust = Trust::Incomplete;
        }
        let html = html(&facts, Language::English);
        assert!(!html.contains("Never used"));
        assert_eq!(html.matches("class=\"shape one-sided\"").count(), 3 + 2);
    }

    #[test]
    fn a_node_without_the_book_shows_rights_and_the_way_to_the_counts() {
        let mut facts = facts();
        facts.span = None;
        facts.centre = Some("http://127.0.0.1:8000/ket-noi".to_owned());
        for right in &mut facts.rights {
            right.use_of = None;
        }
        for language in Language::ALL {
            let html = html(&facts, language);
            assert!(html.contains("href=\"http://127.0.0.1:8000/ket-noi\""));
            assert_eq!(html.matches("class=\"shape").count(), 1, "only the bar's");
        }
    }

    #[test]
    fn nobody_may_ask_is_an_answer_too() {
        let mut facts = facts();
        facts.rights.clear();
        for language in Language::ALL {
            assert!(html(&facts, language).contains("href=\"/ket-noi/population?"));
        }
        facts.registries.clear();
        for language in Language::ALL {
            assert!(html(&facts, language).contains("class=\"empty\""));
        }
    }
}
