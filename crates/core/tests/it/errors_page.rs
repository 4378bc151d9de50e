//! `docs/errors.md` says what the catalogue says.
//!
//! `MOTLAN_UPDATE=1` in the environment rewrites the page; look at the difference before committing it.

use std::fs;

use motlan_core::error::errors_markdown;

#[test]
fn errors_page_is_up_to_date() {
    let path = super::workspace().join("docs/errors.md");
    let page = errors_markdown();
    if std::env::var_os("MOTLAN_UPDATE").is_some_and(|value| value == "1") {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &page).unwrap();
        return;
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    let first_difference = kept
        .lines()
        .zip(page.lines())
        .find(|(kept, made)| kept != made)
        .map_or("one page is longer".to_owned(), |(kept, made)| {
            format!("kept: {kept}\nmade: {made}")
        });
    assert!(
        kept == page,
        "docs/errors.md differs from the catalogue; run\n  \
         MOTLAN_UPDATE=1 cargo test -p motlan-core --test it errors_page\n{first_difference}"
    );
}
