//! The way from an entry to the root that a checkpoint signs, in words: the same for every kind of entry. Pure.

use super::{Ladder, Rung, Side};
use crate::language::Language;
use crate::text::Text;

/// A rung in words.
pub(super) struct RungRow {
    pub(super) how: String,
    pub(super) sibling: String,
    pub(super) result: String,
}

/// The ladder and the checkpoint that it ends at.
pub(super) struct WayView {
    pub(super) leaf: String,
    pub(super) rungs: Vec<RungRow>,
    pub(super) root: String,
    pub(super) root_base64: String,
    pub(super) size: String,
    pub(super) origin: String,
    pub(super) checkpoint: String,
}

impl WayView {
    pub(super) fn new<E>(ladder: &Ladder<E>, language: Language) -> Self {
        let text = Text::of(language);
        let rung = |rung: &Rung| RungRow {
            how: match rung.side {
                Side::Left => text.say("rung-left"),
                Side::Right => text.say("rung-right"),
            },
            sibling: rung.sibling.to_string(),
            result: rung.result.to_string(),
        };
        Self {
            leaf: ladder.leaf.to_string(),
            rungs: ladder.rungs.iter().map(rung).collect(),
            root: ladder.root.to_string(),
            root_base64: ladder.root.to_base64(),
            size: language.number(ladder.size),
            origin: ladder.origin.clone(),
            checkpoint: ladder.checkpoint.clone(),
        }
    }
}
