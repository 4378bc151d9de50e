//! The matrix as a value, and the same rights registry by registry, with everything that a cell has no room for. Pure.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use askama::Template;

use super::{ConnectionsFacts, DAYS, PATH, RightFacts, Trust, UseFacts};
use crate::frame::{Frame, Label};
use crate::language::Choice;
use crate::named::Named;
use crate::parts::{Cell, DataTable, Glyph, Link, Tag, Tone};
use crate::registries::{path_of, words};
use crate::seal::{Figure, Seal, SealKind};
use crate::text::{Text, number};
use crate::web::Visitor;
use crate::words::{day, day_of};

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

/// A registry with everybody who may ask it.
struct Group {
    id: String,
    link: Link,
    system: Label,
    rights: DataTable,
}

#[derive(Template)]
#[template(path = "registries/connections.html")]
struct ConnectionsPage<'a> {
    text: &'a Text,
    frame: Frame,
    lead: String,
    centre: Option<String>,
    heads: Vec<Head>,
    rows: Vec<MatrixRow>,
    groups: Vec<Group>,
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
    let page = ConnectionsPage {
        text,
        frame: Frame::for_visitor(&facts.frame, visitor, choice, PATH, title(facts, text)).with_names(names),
        lead: lead(facts, text),
        centre: facts.centre.clone(),
        heads,
        rows,
        groups: order.iter().map(|place| group(facts, *place, choice)).collect(),
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

fn lead(facts: &ConnectionsFacts, text: &Text) -> String {
    match facts.span {
        Some((first, last)) => {
            let days = [
                ("days", number(u64::from(DAYS))),
                ("first", day(first).into()),
                ("last", day(last).into()),
            ];
            text.say_with("link-lead", &days)
        }
        None => text.say("link-lead-node"),
    }
}

/// Never, as far as everything is read: of a log that is not, nothing can be said.
fn is_never_used(use_of: UseFacts) -> bool {
    !use_of.is_used && use_of.trust == Trust::Whole
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

fn matched<'a>(rights: impl Iterator<Item = &'a RightFacts>) -> u64 {
    rights.filter_map(|right| right.use_of).map(|it| it.matched).sum()
}

/// The heads of the columns and the rows. There are more rows than columns, so that the page stays narrow.
fn matrix(facts: &ConnectionsFacts, order: &[usize], choice: Choice) -> (Vec<Head>, Vec<MatrixRow>) {
    let agencies = agencies(facts);
    let of_agency = |agency: &Named| Head::Agency(Label::new(agency, choice.language));
    let of_registry = |place: usize| {
        let name = choice.language.name(&facts.registries[place].name);
        Head::Registry(Link::new(name, format!("#co-so-{place}")))
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
    let uses = rights.iter().filter_map(|right| right.use_of);
    let sum = uses.reduce(|sum, next| UseFacts {
        matched: sum.matched + next.matched,
        is_used: sum.is_used || next.is_used,
        trust: sum.trust.max(next.trust),
    });
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

fn never(text: &Text) -> Tag {
    Tag::new(Glyph::Ring, Tone::Due, text.say("link-never"))
}

fn seal(trust: Trust, choice: Choice) -> Seal {
    let text = Text::of(choice.language);
    let (kind, label) = match trust {
        Trust::Whole => (SealKind::Proven, text.say("label-proven")),
        Trust::Incomplete => (SealKind::OneSided, text.say("label-incomplete")),
        Trust::Broken => (SealKind::Broken, text.say("label-broken")),
    };
    Seal {
        kind,
        label,
        href: choice.link("/trang-thai"),
    }
}

fn group(facts: &ConnectionsFacts, place: usize, choice: Choice) -> Group {
    let text = Text::of(choice.language);
    let registry = &facts.registries[place];
    let mut rights: Vec<_> = facts.rights.iter().filter(|right| right.registry == place).collect();
    rights.sort_by_key(|right| {
        let matched = right.use_of.map_or(0, |it| it.matched);
        (Reverse(matched), &right.consumer.id, &right.service)
    });
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
    let name = choice.language.name(&registry.name);
    let caption = text.say_with("link-caption", &[("registry", name.into())]);
    let mut table = DataTable::new(caption, &columns, text.say("link-nobody"));
    for right in rights {
        table.push(row(right, choice));
    }
    Group {
        id: format!("co-so-{place}"),
        link: Link::new(name, choice.link(&path_of(&registry.code))),
        system: Label::new(&registry.system, choice.language),
        rights: table,
    }
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
    cells.extend(right.use_of.map(|it| {
        if is_never_used(it) {
            Cell::tag(never(text))
        } else {
            Cell::new(choice.language.number(it.matched)).seal(seal(it.trust, choice))
        }
    }));
    cells
}

#[cfg(test)]
mod tests {
    use super::super::RegistryName;
    use super::*;
    use crate::facts::Named;
    use crate::language::Language;
    use crate::registries::sample;

    fn right(registry: usize, agency: &Named, service: &str, used: Option<(u64, bool, Trust)>) -> RightFacts {
        let now = sample::frame().at;
        RightFacts {
            registry,
            agency: agency.clone(),
            consumer: agency.clone(),
            service: service.to_owned(),
            since: now.plus_seconds(-86_400),
            until: now.plus_seconds(86_400 * 365),
            purposes: vec!["ND-107-2021".to_owned()],
            use_of: used.map(|(matched, is_used, trust)| UseFacts {
                matched,
                is_used,
                trust,
            }),
        }
    }

    /// Phú Yên asks both registries, social insurance only the second and never.
    fn facts() -> ConnectionsFacts {
        let [phu_yen, insurance] = sample::agencies();
        let registries = ["driving-licence", "population"].map(|code| {
            let registry = sample::registry(code);
            RegistryName {
                code: code.to_owned(),
                name: registry.pack.name.clone(),
                system: registry.systems[0].clone(),
            }
        });
        ConnectionsFacts {
            frame: sample::frame(),
            registries: registries.into(),
            rights: vec![
                right(0, &phu_yen, "look-up", Some((5, true, Trust::Whole))),
                right(1, &phu_yen, "verify", Some((1_234, true, Trust::Whole))),
                right(1, &phu_yen, "look-up", Some((0, true, Trust::Whole))),
                right(1, &insurance, "verify", Some((0, false, Trust::Whole))),
            ],
            span: Some(("2026-10-23".parse().unwrap(), "2026-11-21".parse().unwrap())),
            centre: None,
        }
    }

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
        assert_eq!(busiest.href, "#co-so-1");
        assert!(rows[0].cells[0].is_some() && rows[4].cells.iter().all(Option::is_none));
        html(&facts, Language::English);
    }

    #[test]
    fn no_count_stands_without_its_seal_and_nothing_unread_is_called_never_used() {
        let mut facts = facts();
        for language in Language::ALL {
            let html = html(&facts, language);
            // Two cells of the matrix, three rows of the lists; the fourth was never used.
            assert_eq!(html.matches("class=\"shape proven\"").count(), 5 + 1, "and the bar's");
        }
        for right in &mut facts.rights {
            right.use_of.as_mut().unwrap().trust = Trust::Incomplete;
        }
        let html = html(&facts, Language::English);
        assert!(!html.contains("Never used"));
        assert_eq!(html.matches("class=\"shape one-sided\"").count(), 3 + 4);
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
            assert!(html(&facts, language).contains("class=\"empty\""));
        }
    }
}
