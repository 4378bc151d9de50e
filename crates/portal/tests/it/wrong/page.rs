//! `docs/what-can-go-wrong.md`, made from the table.
//!
//! `MOTLAN_UPDATE=1` in the environment rewrites the page; look at the difference before committing it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use motlan_portal::language::Language;

use super::row::Row;
use super::table::ROWS;

const HEAD: &str = "# What can go wrong

Generated from `crates/portal/tests/it/wrong/table.rs`; do not edit. Rewrite it with
`MOTLAN_UPDATE=1 cargo test -p motlan-portal --test it wrong::page`.

Each row is a test of the same name. It walks through the pages as a browser does, in both languages, and asserts the status
of the page that people end on, the sentence that they read there, and that nothing was lost. The code is that of
[errors.md](errors.md); where the sentence is not the catalogue's, the page says the same in words of its own.
";

const COLUMNS: &str = "| Test | What happens | Status, code | People see | They can do |\n|---|---|---|---|---|";

/// The groups of the table, with their headings.
const GROUPS: [(&str, &str); 6] = [
    ("log_in", "Sessions and accounts · Phiên và tài khoản"),
    ("draft", "Before the submission · Trước khi nộp"),
    ("document", "Dossiers and documents · Hồ sơ và giấy tờ"),
    ("desk", "At the desk · Tại bàn một cửa"),
    ("days", "Days and deadlines · Ngày và thời hạn"),
    (
        "line",
        "The line to the national portal · Đường truyền lên Cổng quốc gia",
    ),
];

fn markdown() -> String {
    let mut page = HEAD.to_owned();
    for (group, heading) in GROUPS {
        // Writing into a text cannot fail.
        let _ = writeln!(page, "\n## {heading}\n\n{COLUMNS}");
        for row in ROWS.iter().filter(|row| row.group == group) {
            line(&mut page, row);
        }
    }
    page
}

fn line(page: &mut String, row: &Row) {
    let code = row.code().map(|code| format!(" `{code}`")).unwrap_or_default();
    let sees = Language::ALL.map(|language| row.sentence(language)).join("<br>");
    let both = |both: super::row::Both| format!("{}<br>{}", both.0, both.1);
    let _ = writeln!(
        page,
        "| `{}` | {} | {}{code} | {sees} | {} |",
        row.name,
        both(row.what),
        row.status,
        both(row.next)
    );
}

#[test]
fn every_row_has_a_place_on_the_page() {
    let page = markdown();
    for row in ROWS {
        assert!(
            page.contains(&format!("| `{}` |", row.name)),
            "{}: its group has no heading",
            row.name
        );
    }
    assert_eq!(page.lines().filter(|line| line.starts_with("| `")).count(), ROWS.len());
}

#[test]
fn the_page_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/what-can-go-wrong.md");
    let page = markdown();
    if std::env::var_os("MOTLAN_UPDATE").is_some_and(|value| value == "1") {
        fs::write(&path, &page).unwrap();
        return;
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    let first_difference = kept.lines().zip(page.lines()).find(|(kept, made)| kept != made);
    assert!(
        kept == page,
        "docs/what-can-go-wrong.md differs from the table; run\n  \
         MOTLAN_UPDATE=1 cargo test -p motlan-portal --test it wrong::page\n{first_difference:?}"
    );
}
