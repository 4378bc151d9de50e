//! The frame of every page: the bar on top and the foot that says which evidence the page stands on.

use crate::facts::{CheckpointFacts, FrameFacts, Named};
use crate::language::{Choice, Language, date, time_of_day};
use crate::text::{Text, number};

/// A name in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Label {
    pub(crate) name: String,
    pub(crate) owner: Option<String>,
    pub(crate) id: String,
    pub(crate) is_code_unconfirmed: bool,
}

impl Label {
    pub(crate) fn new(named: &Named, language: Language) -> Self {
        Self {
            name: named.name.say(language).to_owned(),
            owner: named.owner.as_ref().map(|owner| owner.say(language).to_owned()),
            id: named.id.clone(),
            is_code_unconfirmed: named.is_code_unconfirmed,
        }
    }
}

/// What templates need of the frame.
pub(crate) struct Frame {
    /// The page's sentence.
    pub(crate) title: String,
    pub(crate) choice: Choice,
    pub(crate) place: Label,
    pub(crate) is_centre: bool,
    pub(crate) is_demo: bool,
    /// The same page in the other language.
    pub(crate) switch: String,
    pub(crate) at: String,
    pub(crate) software: String,
    /// Whether a code with a mark stands on the page, so that the foot must explain it.
    pub(crate) has_unconfirmed_code: bool,
    pub(crate) directory: String,
    pub(crate) directory_hash: String,
    pub(crate) checkpoint: Option<CheckpointLine>,
}

/// The checkpoint in the foot.
pub(crate) struct CheckpointLine {
    pub(crate) text: String,
    pub(crate) origin: String,
    pub(crate) root: String,
}

impl Frame {
    /// `path` is that of the page, without its query.
    pub(crate) fn new(facts: &FrameFacts, choice: Choice, path: &str, title: String) -> Self {
        let text = Text::of(choice.language);
        let at = [
            ("time", time_of_day(facts.at).into()),
            ("date", date(&facts.at.hour().day()).into()),
        ];
        let switch = Choice {
            language: choice.language.other(),
            is_explicit: true,
        };
        Self {
            title,
            choice,
            place: Label::new(&facts.place, choice.language),
            is_centre: facts.is_centre,
            is_demo: facts.is_demo,
            switch: switch.link(path),
            at: text.say_with("foot-at", &at),
            software: text.say_with("foot-software", &[("version", env!("CARGO_PKG_VERSION").into())]),
            has_unconfirmed_code: facts.place.is_code_unconfirmed,
            directory: text.say_with(
                "foot-directory",
                &[("sequence", number(facts.directory_sequence.into()))],
            ),
            directory_hash: facts.directory_hash.clone(),
            checkpoint: facts
                .checkpoint
                .as_ref()
                .map(|checkpoint| CheckpointLine::new(checkpoint, text)),
        }
    }

    /// The frame of a page that shows these names too.
    pub(crate) fn with_names<'a>(mut self, mut names: impl Iterator<Item = &'a Named>) -> Self {
        self.has_unconfirmed_code |= names.any(|named| named.is_code_unconfirmed);
        self
    }

    /// The address of another of this node's pages.
    pub(crate) fn link(&self, path: &str) -> String {
        self.choice.link(path)
    }

    pub(crate) fn other_tag(&self) -> &'static str {
        self.choice.language.other().tag()
    }
}

impl CheckpointLine {
    fn new(checkpoint: &CheckpointFacts, text: &Text) -> Self {
        Self {
            text: text.say_with("foot-checkpoint", &[("size", number(checkpoint.size))]),
            origin: checkpoint.origin.clone(),
            root: checkpoint.root.clone(),
        }
    }
}
