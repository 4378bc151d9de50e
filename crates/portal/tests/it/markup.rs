//! What every page's markup must keep, checked without a browser: balanced tags, unique ids, links that lead somewhere,
//! headings in order, tables that can be heard, escaped text, nothing that the security policy forbids.

use std::collections::BTreeSet;

/// Elements without an end tag.
const VOID: [&str; 9] = [
    "meta", "link", "br", "input", "rect", "path", "line", "circle", "!doctype",
];

/// One tag as it is written.
#[derive(Debug)]
pub(crate) struct Tag<'a> {
    pub(crate) name: &'a str,
    pub(crate) is_end: bool,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// The value of an attribute.
    pub(crate) fn get(&self, name: &str) -> Option<&'a str> {
        let after = self.attributes.split_once(&format!(" {name}=\""))?.1;
        Some(after.split_once('"')?.0)
    }
}

/// All tags in their order.
pub(crate) fn tags(html: &str) -> Vec<Tag<'_>> {
    html.split('<').skip(1).map(tag).collect()
}

fn tag(text: &str) -> Tag<'_> {
    let (inside, _) = text.split_once('>').unwrap_or_else(|| panic!("no end of tag: {text}"));
    let is_end = inside.starts_with('/');
    let inside = inside.trim_start_matches('/');
    let end = inside.find([' ', '/']).unwrap_or(inside.len());
    Tag {
        name: &inside[..end],
        is_end,
        attributes: &inside[end..],
    }
}

/// Panics with `page` and what is wrong.
pub(crate) fn check(page: &str, html: &str) {
    let tags = tags(html);
    check_nesting(page, &tags);
    check_references(page, &tags);
    check_headings(page, &tags);
    check_tables(page, html, &tags);
    check_forms(page, html, &tags);
    for forbidden in ["<script", " style=", "javascript:", "<iframe", " onclick", "http-equiv"] {
        assert!(!html.contains(forbidden), "{page}: {forbidden}");
    }
    let has = |name: &str| tags.iter().filter(|tag| tag.name == name && !tag.is_end).count();
    assert_eq!(
        (has("main"), has("h1"), has("header"), has("footer")),
        (1, 1, 1, 1),
        "{page}"
    );
}

fn check_nesting(page: &str, tags: &[Tag<'_>]) {
    let mut open = Vec::new();
    for tag in tags.iter().filter(|tag| !VOID.contains(&tag.name)) {
        if tag.is_end {
            assert_eq!(open.pop(), Some(tag.name), "{page}");
        } else {
            open.push(tag.name);
        }
    }
    assert_eq!(open, Vec::<&str>::new(), "{page}");
}

fn check_references(page: &str, tags: &[Tag<'_>]) {
    let all: Vec<_> = tags.iter().filter_map(|tag| tag.get("id")).collect();
    let ids: BTreeSet<_> = all.iter().copied().collect();
    assert_eq!(ids.len(), all.len(), "{page}: {all:?}");
    let within = tags.iter().filter_map(|tag| tag.get("href")?.strip_prefix('#'));
    let labels = ["aria-labelledby", "aria-describedby", "for"]
        .into_iter()
        .flat_map(|name| tags.iter().filter_map(move |tag| tag.get(name)))
        .flat_map(str::split_whitespace);
    for reference in within.chain(labels) {
        assert!(ids.contains(reference), "{page}: nothing has the id {reference}");
    }
    assert!(tags.iter().all(|tag| tag.get("href") != Some("")), "{page}");
}

fn check_headings(page: &str, tags: &[Tag<'_>]) {
    let mut before = 0;
    for tag in tags.iter().filter(|tag| !tag.is_end) {
        let level = match tag.name {
            "h1" => 1,
            "h2" => 2,
            "h3" => 3,
            _ => continue,
        };
        assert!(level <= before + 1, "{page}: h{level} after h{before}");
        before = level;
    }
}

fn check_tables(page: &str, html: &str, tags: &[Tag<'_>]) {
    for table in html.split("<table").skip(1) {
        let table = table.split("</table>").next().unwrap();
        assert!(table.contains("<caption"), "{page}: a table without caption");
    }
    for header in tags.iter().filter(|tag| tag.name == "th" && !tag.is_end) {
        assert!(matches!(header.get("scope"), Some("col" | "row")), "{page}: {header:?}");
    }
    let seals = html.matches("<a class=\"seal\"").count();
    for (after, seal) in html.split("<a class=\"seal\"").skip(1).enumerate() {
        let name = seal.split("<span class=\"hidden\">").nth(1).unwrap_or_default();
        assert!(
            !name.starts_with('<') && !name.is_empty(),
            "{page}: seal {after} of {seals} has no name"
        );
    }
}

/// Forms change things by POST only, a search changes nothing, every control has its label, and drawings have names.
fn check_forms(page: &str, html: &str, tags: &[Tag<'_>]) {
    let open = |name: &'static str| tags.iter().filter(move |tag| tag.name == name && !tag.is_end);
    for form in open("form") {
        let is_search = (form.get("role"), form.get("method")) == (Some("search"), Some("get"));
        assert!(is_search || form.get("method") == Some("post"), "{page}: {form:?}");
        assert!(form.get("action").is_some(), "{page}: {form:?}");
    }
    let labels: BTreeSet<_> = open("label").filter_map(|label| label.get("for")).collect();
    let inputs = open("input").filter(|input| input.get("type") != Some("hidden"));
    for control in inputs.chain(open("textarea")).chain(open("select")) {
        let is_labelled = control.get("id").is_some_and(|id| labels.contains(id));
        assert!(is_labelled, "{page}: no label for {control:?}");
    }
    for drawing in open("svg") {
        let is_named =
            drawing.get("role") == Some("img") && drawing.get("aria-label").is_some_and(|name| !name.is_empty());
        assert!(
            is_named || drawing.get("aria-hidden") == Some("true"),
            "{page}: {drawing:?}"
        );
    }
    assert!(!html.contains("<button type"), "{page}: every button sends its form");
}

#[test]
#[should_panic(expected = "no label for")]
fn a_control_without_label_is_found() {
    let html = "<form method=\"post\" action=\"/\"><input id=\"a\" type=\"text\"></form>";
    check_forms("page", html, &tags(html));
}

#[test]
#[should_panic(expected = "nothing has the id gone")]
fn a_link_into_nothing_is_found() {
    check_references("page", &tags("<a href=\"#gone\">x</a>"));
}

#[test]
#[should_panic(expected = "h3 after h1")]
fn a_skipped_heading_is_found() {
    check_headings("page", &tags("<h1>a</h1><h3>b</h3>"));
}

#[test]
#[should_panic(expected = "page")]
fn an_unclosed_tag_is_found() {
    check_nesting("page", &tags("<p><em>a</p>"));
}
