//! `docs/printed-figures.md` says what the rules and the faults of tables say.
//!
//! `MOTLAN_UPDATE=1` in the environment rewrites these parts of the page; look at the difference before committing it.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use motlan_measure::reported::rules;
use motlan_measure::reported::table::Fault;

fn made_rules() -> String {
    let mut table = "| Rule | What it looks at | It rests on |\n|---|---|---|\n".to_owned();
    for rule in rules() {
        let (name, what, base) = (rule.name.en, rule.explanation.en, rule.reference.en);
        writeln!(table, "| {name} (`{}`) | {what} | {base} |", rule.code).unwrap();
    }
    table
}

fn made_faults() -> String {
    let mut table = "| Code | What is wrong |\n|---|---|\n".to_owned();
    for (_, code, _, en) in Fault::ALL {
        writeln!(table, "| `{code}` | {en} |").unwrap();
    }
    table
}

/// The page with what stands between two comments made anew.
fn filled(page: &str, begin: &str, end: &str, made: &str) -> String {
    let from = page.find(begin).unwrap();
    let from = from + page[from..].find("-->\n").unwrap() + "-->\n".len();
    let to = page.find(end).unwrap();
    format!("{}{made}{}", &page[..from], &page[to..])
}

#[test]
fn the_page_names_every_rule_and_every_fault() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/printed-figures.md");
    let kept = fs::read_to_string(&path).unwrap();
    let page = filled(&kept, "<!-- rules:", "<!-- end of rules", &made_rules());
    let page = filled(&page, "<!-- faults:", "<!-- end of faults", &made_faults());
    if std::env::var_os("MOTLAN_UPDATE").is_some_and(|value| value == "1") {
        fs::write(&path, &page).unwrap();
        return;
    }
    let command = "MOTLAN_UPDATE=1 cargo test -p motlan-measure --test it rules_page";
    assert!(kept == page, "docs/printed-figures.md is out of date; run\n  {command}");
}
