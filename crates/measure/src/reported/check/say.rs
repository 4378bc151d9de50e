//! A finding in the making.

use motlan_core::Name;

use super::rule::Rule;
use crate::reported::figure::Figure;
use crate::reported::finding::{Finding, Weight};

/// A sentence in both languages, in which the same things stand in the same order, each as its language writes it.
macro_rules! said {
    ($vi:literal, $en:literal $(, $value:expr)* $(,)?) => {
        motlan_core::Name {
            vi: format!($vi $(, crate::reported::check::shown::Vi($value))*),
            en: format!($en $(, crate::reported::check::shown::En($value))*),
        }
    };
}

pub(super) use said;

/// A finding to which lines and figures are still added.
pub(super) struct Draft(Finding);

impl Draft {
    pub(super) fn new(rule: &Rule, weight: Weight, said: Name) -> Self {
        Self(Finding {
            rule: rule.code,
            weight,
            said,
            arithmetic: Vec::new(),
            others: Vec::new(),
        })
    }

    /// A line of the arithmetic.
    pub(super) fn line(mut self, line: String) -> Self {
        self.0.arithmetic.push(line);
        self
    }

    /// A figure that it was held against.
    pub(super) fn against(mut self, other: &Figure) -> Self {
        self.0.others.push(other.id.clone());
        self
    }

    pub(super) fn done(self) -> Finding {
        self.0
    }
}
