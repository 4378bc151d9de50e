//! The design system: every piece keeps the rules of markup, and says what it must.

use motlan_portal::about::{self, Topic};
use motlan_portal::assets;
use motlan_portal::language::{Choice, Language};
use motlan_portal::web::Visitor;

use crate::{markup, sample, specimen};

fn choice(language: Language) -> Choice {
    Choice {
        language,
        is_explicit: true,
    }
}

fn specimen(name: &str) -> String {
    let mut pages = specimen::pages(choice(Language::Vietnamese)).into_iter();
    pages.find(|(found, _)| *found == name).unwrap().1.unwrap()
}

#[test]
fn every_piece_keeps_the_rules_of_markup() {
    for language in Language::ALL {
        for (name, html) in specimen::pages(choice(language)) {
            markup::check(name, &html.unwrap());
        }
    }
}

#[test]
fn pages_of_words_keep_the_rules_of_markup_in_both_languages() {
    for language in Language::ALL {
        for topic in Topic::ALL {
            for is_demo in [true, false] {
                let mut frame = sample::node().frame;
                frame.is_demo = is_demo;
                let html = about::render(&frame, &Visitor::default(), topic, choice(language)).unwrap();
                markup::check(topic.path(), &html);
                // The switch leads to the same page.
                let other = format!("{}?lang={}", topic.path(), language.other().tag());
                assert!(html.contains(&format!("<a href=\"{other}\"")), "{other}");
            }
        }
    }
}

#[test]
fn every_form_carries_its_token_and_its_name() {
    let html = specimen("specimen");
    let forms = html.matches("<form").count();
    assert_eq!(forms, 5, "log-out, the form, three buttons");
    assert_eq!(html.matches("name=\"csrf\" value=\"token\"").count(), forms);
    // The log-out form may be sent twice.
    assert_eq!(html.matches("name=\"form\" value=\"lan-1\"").count(), forms - 1);
}

#[test]
fn an_error_stands_in_the_summary_and_at_its_field() {
    let html = specimen("specimen");
    let (summary, rest) = html.split_once("</ul>\n</div>").unwrap();
    assert!(summary.contains("role=\"alert\" tabindex=\"-1\" autofocus"));
    assert!(summary.contains("<a href=\"#ma\">Mã hồ sơ phải có 4 nhóm số</a>"));
    assert!(rest.contains("aria-describedby=\"ma-goi-y ma-loi\" aria-invalid=\"true\""));
    assert!(rest.contains("<span class=\"error\" id=\"ma-loi\">"));
}

#[test]
fn the_ten_statuses_are_told_apart_without_colour() {
    let html = specimen("specimen");
    let list = html
        .split_once("Mười trạng thái")
        .unwrap()
        .1
        .split_once("</ul>")
        .unwrap()
        .0;
    let shapes: std::collections::BTreeSet<_> = list
        .split("focusable=\"false\">")
        .skip(1)
        .map(|rest| rest.split_once("</svg>").unwrap().0)
        .collect();
    assert_eq!(shapes.len(), 10);
}

#[test]
fn a_chart_has_its_finding_its_table_and_two_drawings() {
    let html = specimen("specimen-leader");
    for figure in html.split("<figure class=\"chart\">").skip(1) {
        let figure = figure.split_once("</figure>").unwrap().0;
        assert!(figure.contains("<figcaption") && figure.contains("<details><summary>Xem bảng số liệu"));
        assert!(figure.contains("<svg class=\"wide\"") && figure.contains("<svg class=\"narrow\""));
    }
    // What is missing says so, and is no zero.
    assert!(html.contains("chưa có số liệu"));
    // Every figure of the table of places has its seal.
    let places = html.rsplit_once("<table").unwrap().1;
    assert_eq!(places.matches("157/500").count(), 3);
    assert!(places.matches("class=\"seal\"").count() >= 3);
}

#[test]
fn the_reader_can_always_leave_and_always_knows_the_era() {
    let html = specimen("specimen-citizen");
    assert!(html.contains("<form method=\"post\" action=\"/dang-xuat\">"));
    assert!(html.contains("<span class=\"era\">Dữ liệu mẫu, thời kỳ 2022–2024, 63 tỉnh</span>"));
    assert!(html.contains("<main id=\"noi-dung\" tabindex=\"-1\" class=\"citizen\">"));
    assert!(html.contains("aria-current=\"page\">Hồ sơ của tôi"));
}

#[test]
fn the_first_view_is_small() {
    for language in Language::ALL {
        let fonts: usize = assets::FONTS.iter().map(|font| font.content.len()).sum();
        let files = fonts + assets::style().len() + assets::ICON.len();
        for (name, html) in specimen::pages(choice(language)) {
            let html = html.unwrap();
            let bytes = files + html.len();
            assert!(bytes <= 150_000, "{name}: {bytes} bytes");
            // The page itself, the style, the icon, four fonts.
            let requests = 1 + html.matches("<link rel=\"stylesheet\"").count() + 1 + assets::FONTS.len();
            assert!(requests <= 12 && !html.contains("<img"), "{name}: {requests} requests");
        }
    }
}
