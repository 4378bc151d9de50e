//! What one rule found, as a page shows it: how heavy, what it says, the arithmetic, the figures it was held against.

use motlan_measure::reported::{FigureId, Finding};

use super::writer::Writer;
use crate::parts::{Link, Tag};

/// One finding.
pub(super) struct FindingView {
    pub(super) weight: Tag,
    /// The rule's name and where it is explained.
    pub(super) rule: Link,
    pub(super) said: String,
    /// A line each.
    pub(super) arithmetic: Vec<String>,
    pub(super) others: Vec<OtherView>,
}

/// A figure that another was held against.
pub(super) struct OtherView {
    /// Its printed words.
    pub(super) printed: String,
    /// Where it is shown; none where it has no page.
    pub(super) href: Option<String>,
    /// Whose document, and of when.
    pub(super) about: String,
}

/// Shows the findings of a figure; `other` finds what a name stands for.
pub(super) fn views(
    writer: Writer,
    findings: &[Finding],
    other: impl Fn(&FigureId) -> Option<OtherView>,
) -> Vec<FindingView> {
    let view = |finding: &Finding| {
        let (name, href) = writer.rule(finding.rule);
        FindingView {
            weight: writer.weight(finding.weight),
            rule: Link::new(name, href),
            said: writer.name(&finding.said).to_owned(),
            arithmetic: finding.arithmetic.clone(),
            others: finding.others.iter().filter_map(&other).collect(),
        }
    };
    findings.iter().map(view).collect()
}
