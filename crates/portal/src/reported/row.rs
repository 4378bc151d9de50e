//! A figure as a line of a table: its words, whom it speaks of, its verdict, and the heaviest finding in one sentence.

use super::finding::{FindingView, OtherView};
use super::sample::Documents;
use super::set::Line;
use super::writer::Writer;
use crate::parts::Tag;
use crate::seal::Seal;

/// A line.
pub(super) struct RowView {
    /// What the page calls the line after a `#`.
    pub(super) anchor: String,
    /// The words in quotation marks.
    pub(super) printed: String,
    /// Where everything about it is said.
    pub(super) href: String,
    pub(super) seal: Seal,
    /// Whose document it stands in.
    pub(super) document: String,
    pub(super) indicator: String,
    pub(super) whom: String,
    pub(super) period: String,
    pub(super) verdict: Tag,
    pub(super) said: String,
    /// Everything that was found, where it is shown under the line.
    pub(super) findings: Vec<FindingView>,
}

/// A figure of the source documents; it has a page of its own.
pub(super) fn of_document(writer: Writer, documents: &Documents, line: &Line) -> RowView {
    let href = writer.address(&line.figure.id.0);
    let label = documents.label(&line.figure.source);
    let document = document_name(writer, documents, &label);
    view(writer, line, href, document)
}

/// Any figure, with the address at which everything about it is said.
pub(super) fn view(writer: Writer, line: &Line, href: String, document: String) -> RowView {
    let (figure, checked) = (&line.figure, &line.checked);
    RowView {
        anchor: anchor(&figure.id.0),
        printed: writer.quoted(figure),
        seal: writer.seal(checked.verdict, href.clone()),
        href,
        document,
        indicator: writer.indicator(&figure.indicator),
        whom: writer.whom(figure),
        period: writer.period(figure),
        verdict: writer.tag(checked.verdict),
        said: heaviest(writer, line),
        findings: Vec::new(),
    }
}

/// What the heaviest finding says. A verdict that rests on no finding is explained by what it means.
fn heaviest(writer: Writer, line: &Line) -> String {
    let first = line.checked.findings.first();
    first.map_or_else(
        || writer.meaning(line.checked.verdict),
        |finding| writer.name(&finding.said).to_owned(),
    )
}

/// A document by its name and label.
pub(super) fn document_name(writer: Writer, documents: &Documents, label: &str) -> String {
    match documents.name(label) {
        Some(words) => format!("{label} · {}", writer.choice.language.name(words)),
        None => label.to_owned(),
    }
}

/// A figure of the source documents that another one was held against.
pub(super) fn other(writer: Writer, documents: &Documents, line: &Line) -> OtherView {
    let label = documents.label(&line.figure.source);
    OtherView {
        printed: writer.quoted(&line.figure),
        href: Some(writer.address(&line.figure.id.0)),
        about: format!(
            "{}, {} ({label})",
            writer.indicator(&line.figure.indicator),
            writer.period(&line.figure)
        ),
    }
}

/// A name for the address of a line: letters and digits as they are, the rest by number, so that no two fall together.
pub(super) fn anchor(id: &str) -> String {
    let part = |letter: char| match letter {
        letter if letter.is_ascii_alphanumeric() => letter.to_string(),
        letter => format!("_{:x}_", u32::from(letter)),
    };
    format!("dong-{}", id.chars().map(part).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_lines_are_plain_and_stay_apart() {
        assert_eq!(anchor("K66"), "dong-K66");
        let odd = ["a b", "a\"b", "a_b", "a<b", "ấ", "a_20_b"].map(anchor);
        let apart: std::collections::BTreeSet<_> = odd.iter().collect();
        assert_eq!(apart.len(), odd.len());
        for name in odd {
            assert!(
                name.bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)),
                "{name}"
            );
        }
    }
}
