//! The files that pages load: one style sheet, the typeface, the icon. All are part of the program.
//!
//! The style sheet's address carries the start of its hash, so that a browser keeps it for a year and still never uses
//! an old one. A font that changes gets a new name.

use std::sync::LazyLock;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use motlan_evidence::tree::Hash;

use crate::language::Language;

/// The style sheet, in the order in which later rules win.
const STYLES: &[&str] = &[
    include_str!("../static/style/tokens.css"),
    include_str!("../static/style/base.css"),
    include_str!("../static/style/frame.css"),
    include_str!("../static/style/seal.css"),
    include_str!("../static/style/form.css"),
    include_str!("../static/style/parts.css"),
    include_str!("../static/style/table.css"),
    include_str!("../static/style/compositions.css"),
    include_str!("../static/style/chart.css"),
    include_str!("../static/style/front.css"),
    include_str!("../static/style/citizen.css"),
    include_str!("../static/style/desk.css"),
    include_str!("../static/style/sync.css"),
    include_str!("../static/style/registries.css"),
    include_str!("../static/style/leader.css"),
    include_str!("../static/style/reported.css"),
    include_str!("../static/style/media.css"),
];

/// The icon of the pages.
pub const ICON: &str = include_str!("../static/seal.svg");

/// One file of the typeface.
#[derive(Debug)]
pub struct Font {
    /// Its address.
    pub path: &'static str,
    /// The file.
    pub content: &'static [u8],
}

macro_rules! font {
    ($name:literal) => {
        Font {
            path: concat!("/phong-chu/", $name, ".woff2"),
            content: include_bytes!(concat!("../static/fonts/", $name, ".woff2")),
        }
    };
}

/// Two weights; letters with Vietnamese marks have files of their own.
pub static FONTS: [Font; 4] = [
    font!("be-vietnam-pro-latin-400"),
    font!("be-vietnam-pro-latin-600"),
    font!("be-vietnam-pro-vietnamese-400"),
    font!("be-vietnam-pro-vietnamese-600"),
];

static STYLE: LazyLock<String> = LazyLock::new(|| squeezed(&STYLES.concat()));

static STYLE_PATH: LazyLock<String> = LazyLock::new(|| {
    let hash = Hash::leaf(STYLE.as_bytes()).to_string();
    format!("/style.css?{}", hash.get(..12).unwrap_or_default())
});

/// Without comments, indents and line ends, of which our style sheets have a fifth. They keep no text in quotes that
/// spans lines or looks like a comment.
fn squeezed(style: &str) -> String {
    let mut rest = style;
    let mut bare = String::with_capacity(style.len());
    while let Some((before, comment)) = rest.split_once("/*") {
        bare.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    bare.push_str(rest);
    bare.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .fold(String::new(), |mut joined, line| {
            // A value that goes on in the next line needs its space.
            if !joined.is_empty() && !joined.ends_with(['{', '}', ';']) {
                joined.push(' ');
            }
            joined + line
        })
}

/// The whole style sheet.
pub fn style() -> &'static str {
    &STYLE
}

/// The style sheet's address with its hash.
pub fn style_path() -> &'static str {
    &STYLE_PATH
}

/// The fonts that the first view of a page needs. An English page needs Vietnamese letters for names only.
pub fn fonts_first(language: Language) -> &'static [Font] {
    match language {
        Language::Vietnamese => &FONTS,
        Language::English => &FONTS[..2],
    }
}

/// A file that never changes under its address.
pub(crate) fn forever(content_type: &'static str, content: &'static [u8]) -> Response {
    (
        [
            (header::CONTENT_TYPE, content_type),
            (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        ],
        content,
    )
        .into_response()
}

/// A file that changes with the program.
pub(crate) fn changing(content_type: &'static str, content: &'static str) -> Response {
    (
        [
            (header::CONTENT_TYPE, content_type),
            (header::CACHE_CONTROL, "public, max-age=300"),
        ],
        content,
    )
        .into_response()
}

/// The style sheet; under its own hash it never changes.
pub(crate) fn style_file(query: Option<&str>) -> Response {
    const TYPE: &str = "text/css; charset=utf-8";
    match (query, style_path().split_once('?')) {
        (Some(asked), Some((_, hash))) if asked == hash => forever(TYPE, style().as_bytes()),
        _ => changing(TYPE, style()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_font_is_a_woff2_file_that_the_style_names() {
        for font in &FONTS {
            assert!(font.content.starts_with(b"wOF2"), "{}", font.path);
            assert!(style().contains(&format!("url(\"{}\")", font.path)), "{}", font.path);
        }
    }

    #[test]
    fn style_and_fonts_leave_room_in_the_first_view() {
        // 150,000 bytes in all; a page and the icon need less than 40,000 of them.
        let fonts: usize = FONTS.iter().map(|font| font.content.len()).sum();
        assert!(fonts + style().len() < 110_000, "{fonts} + {}", style().len());
    }

    #[test]
    fn comments_and_line_ends_are_left_out_and_nothing_else() {
        let style = "/* a */\n.b {\n  c: d,\n    e;\n}\n/* f\n g */ .h { i: j }\n";
        assert_eq!(squeezed(style), ".b {c: d, e;}.h { i: j }");
        assert!(!super::style().contains("/*"));
    }

    #[test]
    fn the_style_loads_nothing_from_elsewhere() {
        for (_, rest) in style().match_indices("url(").map(|(at, _)| style().split_at(at)) {
            assert!(rest.starts_with("url(\"/"), "{}", &rest[..40]);
        }
        assert!(!style().contains("@import"));
    }
}
