//! What both pages say of rights and their use. Pure.

use super::{ConnectionsFacts, DAYS, RightFacts, Trust, UseFacts};
use crate::language::Choice;
use crate::parts::{Cell, Glyph, Tag, Tone};
use crate::seal::{Seal, SealKind};
use crate::text::{Text, number};
use crate::words::day;

/// Which days are counted, or that nothing is.
pub(super) fn lead(facts: &ConnectionsFacts, text: &Text) -> String {
    match facts.span {
        Some((first, last)) => {
            let days = [
                ("days", number(u64::from(DAYS))),
                ("first", day(first).into()),
                ("last", day(last).into()),
            ];
            text.say_with("link-lead", &days)
        }
        None => text.say("link-lead-node"),
    }
}

/// The transactions of some rights together.
pub(super) fn matched<'a>(rights: impl Iterator<Item = &'a RightFacts>) -> u64 {
    rights.filter_map(|right| right.use_of).map(|it| it.matched).sum()
}

/// What several rights were used together; none where nothing is counted.
pub(super) fn sum<'a>(rights: impl Iterator<Item = &'a RightFacts>) -> Option<UseFacts> {
    rights.filter_map(|right| right.use_of).reduce(|sum, next| UseFacts {
        matched: sum.matched + next.matched,
        is_used: sum.is_used || next.is_used,
        trust: sum.trust.max(next.trust),
    })
}

/// Never, as far as everything is read: of a log that is not, nothing can be said.
pub(super) fn is_never_used(use_of: UseFacts) -> bool {
    !use_of.is_used && use_of.trust == Trust::Whole
}

pub(super) fn never(text: &Text) -> Tag {
    Tag::new(Glyph::Ring, Tone::Due, text.say("link-never"))
}

pub(super) fn seal(trust: Trust, choice: Choice) -> Seal {
    let text = Text::of(choice.language);
    let (kind, label) = match trust {
        Trust::Whole => (SealKind::Proven, text.say("label-proven")),
        Trust::Incomplete => (SealKind::OneSided, text.say("label-incomplete")),
        Trust::Broken => (SealKind::Broken, text.say("label-broken")),
    };
    Seal {
        kind,
        label,
        href: choice.link("/trang-thai"),
    }
}

/// How much was asked, in a cell.
pub(super) fn used(use_of: UseFacts, choice: Choice) -> Cell {
    if is_never_used(use_of) {
        Cell::tag(never(Text::of(choice.language)))
    } else {
        Cell::new(choice.language.number(use_of.matched)).seal(seal(use_of.trust, choice))
    }
}
