//! The front page and the first page of a node.

use motlan_portal::language::{Choice, Language};
use motlan_portal::status::{GatewayState, Part, StatusFacts};
use motlan_portal::web::Visitor;
use motlan_portal::{Door, Persona, front};

use crate::{markup, sample};

const NODE: &str = "http://127.0.0.1:8300";

fn doors() -> Vec<Door> {
    Persona::ALL
        .map(|persona| Door {
            persona,
            address: NODE.to_owned(),
        })
        .into()
}

fn render(facts: &StatusFacts, doors: &[Door], language: Language) -> String {
    let choice = Choice {
        language,
        is_explicit: language == Language::English,
    };
    front::render(facts, doors, &Visitor::default(), choice).unwrap()
}

fn vietnamese(facts: &StatusFacts) -> String {
    render(facts, &doors(), Language::Vietnamese)
}

/// The book's rows: what each side entered and the seal between.
fn rows(html: &str) -> Vec<(String, String, String)> {
    let part = |row: &str, from: &str, to: &str| row.split_once(from).unwrap().1.split_once(to).unwrap().0.to_owned();
    let body = html.split_once("<tbody").unwrap().1.split_once("</tbody>").unwrap().0;
    let row = |row: &str| {
        let consumer = part(row, "data-label=\"Bên hỏi ghi\">", "<");
        let provider = part(row, "data-label=\"Bên trả lời ghi\">", "<");
        (consumer, part(row, "<svg class=\"shape ", "\""), provider)
    };
    body.split("<tr").skip(1).map(row).collect()
}

fn row(consumer: &str, seal: &str, provider: &str) -> (String, String, String) {
    (consumer.to_owned(), seal.to_owned(), provider.to_owned())
}

#[test]
fn every_state_keeps_the_rules_of_markup_in_both_languages() {
    for language in Language::ALL {
        for (name, facts) in sample::states() {
            for doors in [&doors()[..], &[]] {
                markup::check(name, &render(&facts, doors, language));
            }
        }
    }
}

#[test]
fn the_book_shows_what_each_side_entered_and_how_they_compare() {
    // The status page has three lines; the book joins them into services.
    let matched = rows(&vietnamese(&sample::all_matched()));
    assert_eq!(matched, [row("1.134", "proven", "1.134"), row("100", "proven", "100")]);
    let unmatched = rows(&vietnamese(&sample::unmatched()));
    assert_eq!(
        unmatched,
        [row("1.136", "one-sided", "1.135"), row("100", "proven", "100")]
    );
    let broken = rows(&vietnamese(&sample::log_problem()));
    assert_eq!(
        broken[0],
        row("1.134", "broken", "1.134"),
        "what is contradicted comes first"
    );
}

#[test]
fn the_figure_of_the_day_is_only_proven_if_every_log_was_read() {
    let figure = |facts: &StatusFacts| {
        let html = vietnamese(facts);
        let figure = html.split_once("<p class=\"figure large\">").unwrap().1;
        let kind = figure
            .split_once("<svg class=\"shape ")
            .unwrap()
            .1
            .split_once('"')
            .unwrap()
            .0;
        (figure.split_once('<').unwrap().0.to_owned(), kind.to_owned())
    };
    assert_eq!(
        figure(&sample::all_matched()),
        ("1.234".to_owned(), "proven".to_owned())
    );
    assert_eq!(
        figure(&sample::unmatched()),
        ("1.234".to_owned(), "one-sided".to_owned())
    );
    let mut facts = sample::all_matched();
    if let Part::Centre(centre) = &mut facts.part {
        centre.gateways[1].state = GatewayState::NotYetRead;
    }
    assert_eq!(figure(&facts).1, "one-sided");
    assert!(vietnamese(&facts).contains("Trung tâm đọc được sổ của 3 trong 4 trạm"));
}

#[test]
fn what_does_not_match_is_said_in_words() {
    assert!(vietnamese(&sample::unmatched()).contains("3 giao dịch mới có ở một bên"));
    assert!(vietnamese(&sample::all_matched()).contains("Không có giao dịch nào lệch giữa hai bên"));
    assert!(vietnamese(&sample::nothing_yet()).contains("Hôm nay chưa có giao dịch nào"));
}

#[test]
fn a_demonstration_lets_six_personas_in_with_one_button_each() {
    let html = render(&sample::all_matched(), &doors(), Language::English);
    for persona in Persona::ALL {
        let form = format!(
            "<form method=\"post\" action=\"{NODE}/dang-nhap/dung-thu?lang=en\">\
             <input type=\"hidden\" name=\"persona\" value=\"{}\">",
            persona.code()
        );
        assert_eq!(html.matches(&form).count(), 1, "{form}");
    }
}

#[test]
fn elsewhere_a_door_explains() {
    let html = vietnamese(&sample::all_matched());
    assert!(html.contains("<form"));
    let html = render(&sample::all_matched(), &[], Language::Vietnamese);
    assert!(!html.contains("<form"));
    for persona in Persona::ALL {
        assert!(html.contains(&format!("href=\"/gioi-thieu#{}\"", persona.code())));
    }
    // An address that could widen the security policy opens nothing.
    let evil = [Door {
        persona: Persona::Citizen,
        address: "http://a;script-src *".to_owned(),
    }];
    assert!(!render(&sample::all_matched(), &evil, Language::Vietnamese).contains("<form"));
}

#[test]
fn a_node_says_whose_it_is_and_what_it_holds() {
    let html = vietnamese(&sample::node());
    assert!(html.contains("<h1>Đây là trạm kết nối của Tỉnh Phú Yên</h1>"));
    assert!(html.contains("<p class=\"figure large\">160.834<a class=\"seal\""));
    assert!(html.contains("href=\"http://127.0.0.1:8000/\""));
    assert!(vietnamese(&sample::stopped_node()).contains("chưa có bút toán nào"));
}
