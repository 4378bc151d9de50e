//! Text in, proposals out: figures found in a running Vietnamese text, for a person to confirm or mend.
//!
//! No language model and no network: numbers are read by `number`, what they speak of by the dictionary under
//! `packs/figures/`, when and whom by the words around them. Nothing is invented: every part of a proposal says which bytes
//! it was read from, or stands in the list of what was assumed; digits that are no figure are returned too, with the reason.
//! A number that the dictionary has no words for is proposed without an indicator.

mod around;
pub mod assumption;
mod compose;
mod dictionary;
mod indicator;
mod kind;
mod link;
mod page;
mod passage;
mod period;
pub mod proposal;
mod relate;
mod scope;
mod seed;
mod sentence;
mod table;

use std::ops::Range;

use serde::Serialize;

pub use self::assumption::Assumption;
use self::page::Page;
pub use self::proposal::{Dates, NotConfirmed, Proposal, Said};
use super::number::{LeftOut, Reading};

/// The longest text in bytes: 100 pages of 3,000 letters, at most 3 bytes each (Vietnamese in composed form), are 900,000;
/// decomposed letters take up to half as much again.
pub const TEXT_BYTES_MAX: usize = 1_500_000;

/// The text is longer than is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a text has at most {TEXT_BYTES_MAX} bytes")]
pub struct TextTooLong;

/// Digits that are no figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Omission {
    /// Their bytes, with the words that belong to them.
    pub place: Range<usize>,
    /// Why they are none.
    pub reason: Omitted,
}

/// Why digits are no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Omitted {
    /// A day, a month, a year: it says when other figures hold.
    Moment,
    /// Digits that are no quantity.
    LeftOut(LeftOut),
}

/// What was found in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ReadText {
    /// The figures that it seems to print, in order.
    pub proposals: Vec<Proposal>,
    /// The digits that are none, in order.
    pub omissions: Vec<Omission>,
}

/// Reads a text.
///
/// # Errors
/// [`TextTooLong`].
pub fn read(text: &str) -> Result<ReadText, TextTooLong> {
    if text.len() > TEXT_BYTES_MAX {
        return Err(TextTooLong);
    }
    let page = Page::new(text);
    let omissions = page.spans.iter().filter_map(|span| {
        let reason = match span.found.reading {
            Reading::Moment(_) => Omitted::Moment,
            Reading::LeftOut(reason, _) => Omitted::LeftOut(reason),
            _ => return None,
        };
        let place = span.found.place.clone();
        Some(Omission { place, reason })
    });
    Ok(ReadText {
        omissions: omissions.collect(),
        proposals: compose::proposals(&page),
    })
}

#[cfg(test)]
mod tests;
