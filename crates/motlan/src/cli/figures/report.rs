//! What a file holds: figures, and of a text also where each was found and what was assumed.

use std::ops::Range;

use anyhow::{Context, Result};
use motlan_measure::reported::text::assumption::said_of_left_out;
use motlan_measure::reported::text::{Assumption, Omitted, Proposal, Said, read};
use motlan_measure::reported::{Figure, SourceCode};

/// The figures of a file, in its order.
pub(super) struct Report {
    pub(super) figures: Vec<Figure>,
    /// Of a text: how each figure was found, in the same order.
    pub(super) found: Vec<Found>,
    /// Of a text: digits that are no figure, each with its reason in English.
    pub(super) left_out: Vec<(String, String)>,
}

/// How a figure was found in a text.
#[derive(serde::Serialize)]
pub(super) struct Found {
    /// The bytes of its number.
    pub(super) place: Range<usize>,
    /// What was taken for granted.
    pub(super) assumed: Vec<Assumption>,
    /// The dictionary has words for what it speaks of.
    pub(super) is_named: bool,
}

impl Report {
    pub(super) fn of_table(figures: Vec<Figure>) -> Self {
        Self {
            figures,
            found: Vec::new(),
            left_out: Vec::new(),
        }
    }

    pub(super) fn of_text(content: &[u8]) -> Result<Self> {
        let text = std::str::from_utf8(content).context("figures_text_encoding: the text is not UTF-8")?;
        let found = read(text).map_err(|error| anyhow::anyhow!("figures_text_too_long: {error}"))?;
        let mut report = Self::of_table(Vec::new());
        for (place, proposal) in found.proposals.into_iter().enumerate() {
            report.take(place + 1, proposal, text)?;
        }
        report.left_out = found
            .omissions
            .into_iter()
            .filter_map(|omission| {
                let reason = match omission.reason {
                    Omitted::Moment => return None,
                    Omitted::LeftOut(reason) => said_of_left_out(reason).en,
                };
                Some((text.get(omission.place)?.to_owned(), reason))
            })
            .collect();
        Ok(report)
    }

    /// A figure that nobody has named yet is still held against its own parts, under a name of its own.
    fn take(&mut self, number: usize, mut proposal: Proposal, text: &str) -> Result<()> {
        let is_named = proposal.indicator.is_some();
        if !is_named {
            proposal.indicator = Some(Said::assumed(format!("unnamed.p{number}").parse()?));
        }
        self.found.push(Found {
            place: proposal.place.clone(),
            assumed: proposal.assumed.clone(),
            is_named,
        });
        let source = SourceCode("text".to_owned());
        self.figures.push(proposal.into_figure(number, &source, text)?);
        Ok(())
    }
}
