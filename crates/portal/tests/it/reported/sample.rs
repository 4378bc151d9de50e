//! The figures of the source documents: choosing, reading one, downloading.

use axum::http::StatusCode;
use motlan_portal::language::Language;

use crate::markup;
use crate::world::World;
use crate::world::browser::{Answer, Browser};
use crate::world::people::{AUDITOR, LEADER};

const TABLE: &str = include_str!("../../../../../packs/figures/sample/figures.csv");

/// A figure that its own unit word contradicts, one with two readings, and one that nothing is known beside.
const FIGURES: [&str; 4] = ["F75", "F68", "F19", "F04"];

async fn anybody() -> (World, Browser) {
    let world = World::open().await;
    let browser = world.stranger();
    (world, browser)
}

/// The addresses of a page's links that begin so, in their order.
fn links(page: &str, beginning: &str) -> Vec<String> {
    let hrefs = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    hrefs
        .filter(|href| href.starts_with(beginning))
        .map(|href| href.replace("&#38;", "&").replace("&amp;", "&"))
        .collect()
}

fn page(answer: &Answer) -> String {
    let html = String::from_utf8(answer.bytes.clone()).unwrap();
    markup::check(&answer.path, &html);
    html
}

/// How many rows of the table have this verdict.
fn with_verdict(verdict: &str) -> usize {
    TABLE
        .lines()
        .filter(|line| line.contains(&format!(",{verdict},")))
        .count()
}

#[tokio::test]
async fn the_title_says_how_many_cannot_be_right_and_the_worst_come_first() {
    let (_world, mut browser) = anybody().await;
    let html = page(&browser.open("/doi-chieu").await);
    let title = format!(
        "{} số liệu đã in: {} không thể đúng, {} hiểu được hai cách",
        TABLE.lines().count() - 1,
        with_verdict("does_not_add_up"),
        with_verdict("ambiguous"),
    );
    assert!(html.contains(&format!("<h1>{title}</h1>")), "{title}");
    let rows = html.split_once("<tbody").unwrap().1.split_once("</tbody>").unwrap().0;
    let verdicts: Vec<_> = rows
        .split("class=\"glyph ")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    assert_eq!(verdicts[0], "tone-late");
    assert!(verdicts.len() == 12 && verdicts.contains(&"tone-due"), "{verdicts:?}");
    assert!(
        rows.contains("“2.318.994 triệu dữ liệu (đạt 100%)”"),
        "printed words are quoted"
    );
    assert_eq!(rows.matches("shape broken").count(), with_verdict("does_not_add_up"));
    // The brand alone has the filled seal: nothing that is only printed is proven.
    assert_eq!(html.matches("shape proven").count(), 1);
}

#[tokio::test]
async fn every_choice_shows_as_many_as_it_says() {
    let (_world, mut browser) = anybody().await;
    let html = page(&browser.open("/doi-chieu").await);
    let choices: Vec<_> = ["/doi-chieu?ket-luan=", "/doi-chieu?nguon="]
        .into_iter()
        .flat_map(|start| links(&html, start))
        .collect();
    assert_eq!(choices.len(), 5 + 5);
    for choice in choices {
        let shown = page(&browser.open(&choice).await);
        let title = shown.split_once("<h1>").unwrap().1.split_once(' ').unwrap().0;
        let at = html.split_once(&format!("href=\"{choice}\"")).unwrap().1;
        let said = at
            .split_once("<span class=\"number\">")
            .into_iter()
            .chain(at.split_once("<span class=\"soft\">"));
        let counts: Vec<_> = said.map(|(_, rest)| rest.split('<').next().unwrap()).collect();
        assert!(counts.contains(&title), "{choice}: {title} {counts:?}");
        // The address says everything: the same choice is marked, and the other language shows it too.
        assert!(shown.contains("aria-current="), "{choice}");
        assert!(shown.contains(&format!("{choice}&#38;lang=en")), "{choice}");
    }
    let narrowed = page(&browser.open("/doi-chieu?chi-so=dossiers.reuse_rate").await);
    assert!(narrowed.contains("<h1>4 số liệu đã in"));
    assert!(narrowed.contains("<option value=\"dossiers.reuse_rate\" selected>"));
}

#[tokio::test]
async fn choices_that_nothing_fits_have_a_next_step() {
    let (_world, mut browser) = anybody().await;
    let html = page(&browser.open("/doi-chieu?nguon=S1&ket-luan=rounding").await);
    assert!(html.contains("<h1>Không có số liệu nào như vậy</h1>") && html.contains("<p class=\"empty\">"));
    assert!(html.contains("<a href=\"/doi-chieu\">Bỏ các lựa chọn"));
    for nothing in [
        "?nguon=S9",
        "?chi-so=x.y",
        "?ket-luan=good",
        "?trang=99",
        "?trang=0",
        "?dang=pdf",
    ] {
        let answer = browser.get(&format!("/doi-chieu{nothing}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{nothing}");
        page(&answer);
    }
}

#[tokio::test]
async fn every_page_of_the_list_is_reached_and_small() {
    let (_world, browser) = anybody().await;
    let fonts: usize = motlan_portal::assets::FONTS.iter().map(|font| font.content.len()).sum();
    let files = fonts + motlan_portal::assets::style().len() + motlan_portal::assets::ICON.len();
    for language in Language::ALL {
        let mut browser = browser.speaking(language);
        let (mut next, mut seen) = (Some("/doi-chieu".to_owned()), 0);
        while let Some(address) = next {
            let html = page(&browser.open(&address).await);
            // Heads of answers and a demonstration's longer frame take the rest of 150 KB.
            let bytes = files + html.len();
            assert!(bytes <= 147_000, "{address}: {bytes} bytes");
            seen += html.matches("<th role=\"rowheader\"").count();
            next = html
                .split_once("rel=\"next\" href=\"")
                .map(|(_, rest)| rest.split('"').next().unwrap().to_owned());
        }
        assert_eq!(seen, TABLE.lines().count() - 1);
    }
}

#[tokio::test]
async fn every_figure_has_a_page_in_both_languages() {
    let (_world, browser) = anybody().await;
    for language in Language::ALL {
        let mut browser = browser.speaking(language);
        for id in TABLE.lines().skip(1).map(|line| line.split(',').next().unwrap()) {
            let html = page(&browser.open(&format!("/doi-chieu/so-lieu/{id}")).await);
            assert!(html.contains(&format!("/doi-chieu/so-lieu/{id}.csv")), "{id}");
            // Every figure that it was held against is there.
            for other in links(&html, "/doi-chieu/so-lieu/") {
                let name = other
                    .rsplit('/')
                    .next()
                    .unwrap()
                    .split(['.', '?'])
                    .next()
                    .unwrap()
                    .to_owned();
                assert!(TABLE.contains(&format!("\n{name},")), "{id} leads to {other}");
            }
        }
        for id in FIGURES {
            let html = page(&browser.open(&format!("/doi-chieu/so-lieu/{id}")).await);
            let is_foreign = html.contains("<span lang=\"vi\">“");
            assert_eq!(is_foreign, language == Language::English, "{id}");
        }
    }
    let mut browser = browser;
    assert_eq!(
        browser.get("/doi-chieu/so-lieu/F999").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_contradiction_is_explained_with_its_sum_its_rule_and_the_other_figures() {
    let (_world, mut browser) = anybody().await;
    let html = page(&browser.open("/doi-chieu/so-lieu/F75").await);
    assert!(html.contains("không thể đúng</h1>") && html.contains("<svg class=\"shape broken\""));
    let sums = html
        .split_once("<ul class=\"sums\"")
        .unwrap()
        .1
        .split_once("</ul>")
        .unwrap()
        .0;
    assert!(sums.contains("<li>"), "{sums}");
    for part in ["F101", "F102"] {
        assert!(
            html.contains(&format!("<a href=\"/doi-chieu/so-lieu/{part}\"")),
            "{part}"
        );
    }
    let rule = links(&html, "/doi-chieu/quy-tac#")[0].clone();
    let rules = page(&browser.open("/doi-chieu/quy-tac").await);
    let anchor = rule.split_once('#').unwrap().1;
    assert!(rules.contains(&format!("<li id=\"{anchor}\">")), "{rule}");
    // The other one says so too.
    let other = page(&browser.open("/doi-chieu/so-lieu/F101").await);
    assert!(other.contains("<a href=\"/doi-chieu/so-lieu/F75\""));
}

#[tokio::test]
async fn every_rule_that_found_something_is_explained() {
    let (_world, mut browser) = anybody().await;
    let rules = page(&browser.open("/doi-chieu/quy-tac").await);
    let english = page(&browser.speaking(Language::English).open("/doi-chieu/quy-tac").await);
    for rule in motlan_measure::reported::rules() {
        for (html, name) in [(&rules, rule.name.vi), (&english, rule.name.en)] {
            assert!(
                html.contains(&format!("<li id=\"{}\"><h3>{name}</h3>", rule.code)),
                "{}",
                rule.code
            );
        }
    }
}

#[tokio::test]
async fn the_chosen_figures_come_as_files() {
    let (_world, mut browser) = anybody().await;
    let answer = browser.open("/doi-chieu?ket-luan=ambiguous&dang=csv").await;
    assert!(answer.header("content-type").starts_with("text/csv"));
    assert!(answer.header("content-disposition").contains("doi-chieu.csv"));
    let text = String::from_utf8(answer.bytes).unwrap();
    let (head, rows) = text.split_once("\r\n").unwrap();
    assert_eq!(
        head,
        "id,source,indicator,scope,period_start,period_end,period_label,kind,numerator,denominator,value,unit,change,\
         change_unit,change_hedge,printed,hedge,verdict,rule,said_vi,said_en"
    );
    assert_eq!(rows.matches(",ambiguous,").count(), with_verdict("ambiguous"));
    assert_eq!(rows.split_terminator("\r\n").count(), with_verdict("ambiguous"));
    let book = browser.open("/doi-chieu?nguon=S1&dang=xlsx").await;
    assert!(book.header("content-type").contains("spreadsheetml") && book.bytes.starts_with(b"PK"));
    let one = browser.open("/doi-chieu/so-lieu/F19.csv").await;
    assert_eq!(String::from_utf8(one.bytes).unwrap().lines().count(), 2);
    assert!(
        browser
            .open("/doi-chieu/so-lieu/F19.xlsx")
            .await
            .bytes
            .starts_with(b"PK")
    );
}

#[tokio::test]
async fn leaders_and_auditors_have_it_among_their_sections_and_everybody_on_the_first_page() {
    let (world, mut browser) = anybody().await;
    for who in [LEADER, AUDITOR] {
        let html = page(&world.visit(who).await.open("/doi-chieu").await);
        assert!(
            html.contains("<li><a href=\"/doi-chieu\" aria-current=\"page\">"),
            "{who}"
        );
    }
    let first = page(&browser.open("/").await);
    assert!(first.contains("<a href=\"/doi-chieu\">Kiểm tra số liệu trong báo cáo</a>"));
}
