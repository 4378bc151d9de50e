//! Every Rust file of the workspace opens with `//!` and says what it is.

use std::fs;
use std::path::{Path, PathBuf};

/// Adds the Rust files below `folder`; skips hidden folders and build output.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !name.starts_with('.') && name != "target" && !path.is_symlink() {
                collect(&path, files);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn has_header(text: &str) -> bool {
    text.strip_prefix("//! ")
        .and_then(|rest| rest.lines().next())
        .is_some_and(|line| !line.trim().is_empty())
}

#[test]
fn every_file_says_what_it_is() {
    let mut files = Vec::new();
    collect(&super::workspace(), &mut files);
    assert!(
        files
            .iter()
            .any(|path| path.ends_with("crates/core/src/identifier/segment.rs"))
    );
    let bare: Vec<_> = files
        .iter()
        .filter(|path| !has_header(&fs::read_to_string(path).unwrap()))
        .collect();
    assert!(bare.is_empty(), "files without a `//!` header: {bare:#?}");
}

#[test]
fn a_header_is_words_on_the_first_line() {
    assert!(has_header("//! What it is.\nuse std::fmt;\n"));
    for text in [
        "",
        "use std::fmt;\n//! Late.",
        "// Not a header.",
        "//!\n//! Late.",
        "//!   \nfn main() {}",
    ] {
        assert!(!has_header(text), "{text:?}");
    }
}
