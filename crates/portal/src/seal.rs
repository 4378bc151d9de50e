//! The seal: the stamp beside every figure and document that can be proven. It is the link to the evidence.
//!
//! Shape carries the meaning, colour repeats it, the accessible name says it.

use crate::text::Text;

/// What a seal says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealKind {
    /// Filled: both sides' logs agree under verified checkpoints.
    Proven,
    /// Half: one side's log has it, or the other side has not been read yet.
    OneSided,
    /// Hollow: somebody said so.
    Reported,
    /// Hollow with a stroke: contradicted or broken.
    Broken,
}

impl SealKind {
    /// All of them, in the order of the legend.
    pub const ALL: [Self; 4] = [Self::Proven, Self::OneSided, Self::Reported, Self::Broken];

    /// The style's name.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Proven => "proven",
            Self::OneSided => "one-sided",
            Self::Reported => "reported",
            Self::Broken => "broken",
        }
    }

    /// What the seal means, for the legend.
    pub fn meaning(self, text: &Text) -> String {
        match self {
            Self::Proven => text.say("seal-proven"),
            Self::OneSided => text.say("seal-one-sided"),
            Self::Reported => text.say("seal-reported"),
            Self::Broken => text.say("seal-broken"),
        }
    }
}

/// A seal with the evidence that it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// What it says.
    pub kind: SealKind,
    /// Its accessible name.
    pub label: String,
    /// Where the evidence is.
    pub href: String,
}

/// A count with its seal. There is no figure without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The count, as the language writes it.
    pub value: String,
    /// Its seal.
    pub seal: Seal,
}
