//! The tag of a status: a shape of its own and words; colour only repeats them.

/// How pressing something is. It chooses a colour and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// As it should be.
    Calm,
    /// Soon due, or waiting for somebody.
    Due,
    /// Overdue, refused or contradicted.
    Late,
    /// Over, or not begun.
    Plain,
    /// Information.
    News,
}

impl Tone {
    /// The style's name.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Calm => "tone-calm",
            Self::Due => "tone-due",
            Self::Late => "tone-late",
            Self::Plain => "tone-plain",
            Self::News => "tone-news",
        }
    }
}

/// The shape of a tag; no two statuses of a dossier share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Glyph {
    /// A hollow ring: new, not begun.
    Ring,
    /// A ring with a point: received.
    Target,
    /// A ring with a stroke: not received.
    Barred,
    /// Half of a disc: in progress.
    Half,
    /// Two bars: waiting for papers.
    Pause,
    /// A hollow diamond: waiting for a payment.
    Diamond,
    /// An arrow back: withdrawn.
    Back,
    /// A filled square: stopped.
    Square,
    /// A disc with a tick: done.
    Tick,
    /// Two ticks: handed over.
    Ticks,
}

impl Glyph {
    /// All of them, in the order of the statuses of a dossier.
    pub const ALL: [Self; 10] = [
        Self::Ring,
        Self::Target,
        Self::Barred,
        Self::Half,
        Self::Pause,
        Self::Diamond,
        Self::Back,
        Self::Square,
        Self::Tick,
        Self::Ticks,
    ];

    /// The name that the template chooses the drawing by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ring => "ring",
            Self::Target => "target",
            Self::Barred => "barred",
            Self::Half => "half",
            Self::Pause => "pause",
            Self::Diamond => "diamond",
            Self::Back => "back",
            Self::Square => "square",
            Self::Tick => "tick",
            Self::Ticks => "ticks",
        }
    }
}

/// A status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its words.
    pub name: String,
    /// Its shape.
    pub glyph: Glyph,
    /// Its tone.
    pub tone: Tone,
}

impl Tag {
    /// Any status.
    pub fn new(glyph: Glyph, tone: Tone, name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            glyph,
            tone,
        }
    }

    /// A dossier's status by its code from 1 to 10 with its name; a code that is none of them is a hollow ring.
    pub fn of_dossier(code: u8, name: impl Into<String>) -> Self {
        let glyph = usize::from(code)
            .checked_sub(1)
            .and_then(|place| Glyph::ALL.get(place))
            .copied()
            .unwrap_or(Glyph::Ring);
        let tone = match glyph {
            Glyph::Ring => Tone::News,
            Glyph::Target | Glyph::Half | Glyph::Tick | Glyph::Ticks => Tone::Calm,
            Glyph::Pause | Glyph::Diamond => Tone::Due,
            Glyph::Barred | Glyph::Square => Tone::Late,
            Glyph::Back => Tone::Plain,
        };
        Self::new(glyph, tone, name)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_status_of_a_dossier_has_a_shape_of_its_own() {
        let glyphs: BTreeSet<_> = (1..=10).map(|code| Tag::of_dossier(code, "x").glyph).collect();
        assert_eq!(glyphs.len(), 10);
        let names: BTreeSet<_> = Glyph::ALL.map(Glyph::name).into();
        assert_eq!(names.len(), 10);
    }

    #[test]
    fn a_code_that_is_none_is_still_shown() {
        for code in [0, 11, 255] {
            assert_eq!(Tag::of_dossier(code, "?").glyph, Glyph::Ring);
        }
    }
}
