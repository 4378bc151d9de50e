//! The page `docs/errors.md`, written from the catalogue so that it cannot say anything else.
//!
//! Makes the text only; the test `errors_page` of this crate compares it with the file and rewrites the file when asked.

use super::{Code, Level};

const HEAD: &str = "\
# Error codes

Generated from `crates/core/src/error.rs`; do not edit. Rewrite it with
`MOTLAN_UPDATE=1 cargo test -p motlan-core --test it errors_page`.

A code never changes its meaning and is never reused. *X-Road type* is the last part of the error type on X-Road's face,
in the 7.8 spelling. *Level* is how loudly a code is logged: `error` means that a person must act.

| Code | Status | X-Road type | Level | Tiếng Việt | English |
|---|---|---|---|---|---|
";

/// The whole page: one table row per code, in the order of the catalogue.
pub fn errors_markdown() -> String {
    let rows = Code::ALL.iter().map(|code| row(*code));
    std::iter::once(HEAD.to_owned()).chain(rows).collect()
}

fn row(code: Code) -> String {
    let description = code.description();
    let level = match description.level {
        Level::Info => "info",
        Level::Warn => "warn",
        Level::Error => "error",
    };
    format!(
        "| `{}` | {} | `{}` | {level} | {} | {} |\n",
        description.code,
        description.status,
        description.xroad,
        cell(description.vi),
        cell(description.en),
    )
}

/// A `|` would end the cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_one_row_of_six_cells() {
        let page = errors_markdown();
        let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| `")).collect();
        assert_eq!(rows.len(), Code::ALL.len());
        for (row, code) in rows.iter().zip(Code::ALL) {
            assert!(row.starts_with(&format!("| `{code}` | ")), "{row}");
            assert_eq!(row.replace("\\|", "").matches('|').count(), 7, "{row}");
        }
    }

    #[test]
    fn a_row_says_all_that_the_catalogue_says() {
        assert_eq!(
            row(Code::Overloaded),
            "| `overloaded` | 503 | `overloaded` | warn | Trạm đang quá tải, hãy thử lại. \
             | The gateway is overloaded; try again later. |\n"
        );
    }

    #[test]
    fn a_bar_does_not_end_the_cell() {
        assert_eq!(cell("a|b"), "a\\|b");
    }
}
