//! Lists that answer: what is known and from where, what is to do, what happened, what a figure is made of.

use super::navigation::Link;
use super::tag::Tag;
use crate::seal::Seal;

/// Where a value comes from.
#[derive(Clone, PartialEq, Eq)]
pub struct Source {
    /// The registry or agency, in words.
    pub name: String,
    /// Since when, as `dd/MM/yyyy`.
    pub since: Option<String>,
    /// Its evidence.
    pub seal: Option<Seal>,
}

/// A line of a summary list.
#[derive(Clone, PartialEq, Eq)]
pub struct SummaryRow {
    /// What it is.
    pub label: String,
    /// The value, in words.
    pub value: String,
    /// Where the value comes from.
    pub source: Option<Source>,
    /// What can be done about it, as "Sai?" or "Sửa".
    pub link: Option<Link>,
}

impl SummaryRow {
    /// A value without a source.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
            source: None,
            link: None,
        }
    }

    /// With its source.
    #[must_use]
    pub fn from(mut self, source: Source) -> Self {
        self.source = Some(source);
        self
    }

    /// With what can be done about it.
    #[must_use]
    pub fn link(mut self, link: Link) -> Self {
        self.link = Some(link);
        self
    }
}

/// Values of a person stay out of logs.
impl std::fmt::Debug for SummaryRow {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("SummaryRow")
            .field("label", &self.label)
            .finish_non_exhaustive()
    }
}

/// A line of a task list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// What is to do.
    pub name: String,
    /// Where it is done; none if it cannot be done now.
    pub href: Option<String>,
    /// A word more.
    pub hint: Option<String>,
    /// How far it is.
    pub tag: Tag,
}

/// Something that happened, or is to happen next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What happened, in words.
    pub name: String,
    /// When: `dd/MM/yyyy`, with the time if it matters.
    pub when: String,
    /// Who did it: an office, never a person's name on a citizen's page.
    pub by: Option<String>,
    /// Reasons, or what it does to the deadline.
    pub note: Option<String>,
    /// Its evidence.
    pub seal: Option<Seal>,
    /// Whether things stand here now.
    pub is_now: bool,
}

/// A figure that is a fraction, with both its counted sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ratio {
    /// The value as the language writes it, as in `31,4 %`.
    pub value: String,
    /// The first count and what was counted.
    pub numerator: (String, String),
    /// The second count and what was counted.
    pub denominator: (String, String),
    /// Its evidence. There is no figure without it.
    pub seal: Seal,
}
