//! The frame of every page: the bar on top and the foot that says which evidence the page stands on.

use crate::assets;
use crate::facts::{CheckpointFacts, Era, FrameFacts, Named};
use crate::language::{Choice, Language, date, time_of_day};
use crate::parts::{Form, Tab};
use crate::text::{Text, number};

/// A name in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The name.
    pub name: String,
    /// The owner's name, where it is not the owner itself.
    pub owner: Option<String>,
    /// The identifier.
    pub id: String,
    /// Whether the identifier must carry its mark.
    pub is_code_unconfirmed: bool,
}

impl Label {
    /// The name in the reader's language.
    pub fn new(named: &Named, language: Language) -> Self {
        Self {
            name: language.name(&named.name).to_owned(),
            owner: named.owner.as_ref().map(|owner| language.name(owner).to_owned()),
            id: named.id.clone(),
            is_code_unconfirmed: named.is_code_unconfirmed,
        }
    }
}

/// For whom a page is composed; it is the style of the page's main part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Composition {
    /// Anybody: a public page.
    #[default]
    Public,
    /// The front page.
    Front,
    /// One column, large type, one primary action.
    Citizen,
    /// Three regions on one screen.
    Officer,
    /// Dense tables, failures first.
    Operator,
    /// A sentence, a figure, the way down.
    Leader,
    /// Facing pages of a ledger.
    Auditor,
}

impl Composition {
    /// The style's name.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Front => "front",
            Self::Citizen => "citizen",
            Self::Officer => "officer",
            Self::Operator => "operator",
            Self::Leader => "leader",
            Self::Auditor => "auditor",
        }
    }
}

/// Who reads the page. The name stands on the reader's own pages only, and in no log.
#[derive(Clone, PartialEq, Eq)]
pub struct Reader {
    /// The reader's name.
    pub name: String,
    /// In which role, in words.
    pub role: String,
    /// The form that ends the session.
    pub log_out: Form,
}

/// What templates need of the frame.
pub struct Frame {
    /// The page's sentence.
    pub title: String,
    /// The reader's language.
    pub choice: Choice,
    /// For whom the page is composed.
    pub composition: Composition,
    /// The member whose node this is.
    pub place: Label,
    /// Whether this node is the centre.
    pub is_centre: bool,
    /// Whether people and traffic are synthetic.
    pub is_demo: bool,
    /// Of which time the data are, and over how many provinces.
    pub era: String,
    /// Who reads.
    pub reader: Option<Reader>,
    /// Where somebody who is nobody yet can log in.
    pub log_in: Option<String>,
    /// The sections for this reader.
    pub sections: Vec<Tab>,
    /// The same page in the other language.
    pub switch: String,
    /// When the page was made.
    pub at: String,
    /// The program and its version.
    pub software: String,
    /// Whether a code with a mark stands on the page, so that the foot must explain it.
    pub has_unconfirmed_code: bool,
    /// The record of the directory that names were taken from.
    pub directory: String,
    /// Its hash.
    pub directory_hash: String,
    /// The checkpoint that the page stands on.
    pub checkpoint: Option<CheckpointLine>,
}

/// The checkpoint in the foot.
pub struct CheckpointLine {
    /// What it covers, in words.
    pub text: String,
    /// The log's name.
    pub origin: String,
    /// The root.
    pub root: String,
}

impl Frame {
    /// `path` is that of the page; its query, if it has one, holds what the other language shows too.
    pub fn new(facts: &FrameFacts, choice: Choice, path: &str, title: String) -> Self {
        let text = Text::of(choice.language);
        let at = [
            ("time", time_of_day(facts.at).into()),
            ("date", date(&facts.at.hour().day().to_string()).into()),
        ];
        let switch = Choice {
            language: choice.language.other(),
            is_explicit: true,
        };
        Self {
            title,
            choice,
            composition: Composition::Public,
            place: Label::new(&facts.place, choice.language),
            is_centre: facts.is_centre,
            is_demo: facts.is_demo,
            era: era(facts.era, text),
            reader: None,
            log_in: None,
            sections: Vec::new(),
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
    #[must_use]
    pub fn with_names<'a>(mut self, mut names: impl Iterator<Item = &'a Named>) -> Self {
        self.has_unconfirmed_code |= names.any(|named| named.is_code_unconfirmed);
        self
    }

    /// Composed for somebody.
    #[must_use]
    pub fn composed(mut self, composition: Composition) -> Self {
        self.composition = composition;
        self
    }

    /// Read by somebody.
    #[must_use]
    pub fn read_by(mut self, reader: Reader) -> Self {
        self.reader = Some(reader);
        self
    }

    /// With a way to log in, for a reader who is nobody yet.
    #[must_use]
    pub fn with_log_in(mut self, href: impl Into<String>) -> Self {
        self.log_in = Some(href.into());
        self
    }

    /// With the reader's sections under the bar.
    #[must_use]
    pub fn with_sections(mut self, sections: Vec<Tab>) -> Self {
        self.sections = sections;
        self
    }

    /// The address of another of this node's pages.
    pub fn link(&self, path: &str) -> String {
        self.choice.link(path)
    }

    /// The tag of the language that the page can be switched to.
    pub fn other_tag(&self) -> &'static str {
        self.choice.language.other().tag()
    }

    /// The style sheet's address.
    pub fn style(&self) -> &'static str {
        assets::style_path()
    }

    /// The addresses of the fonts to load at once.
    pub fn fonts(&self) -> impl Iterator<Item = &'static str> + use<> {
        assets::fonts_first(self.choice.language).iter().map(|font| font.path)
    }
}

fn era(era: Era, text: &Text) -> String {
    match era {
        Era::Sample => text.say("era-sample"),
        Era::BeforeMerger => text.say("era-before-merger"),
        Era::AfterMerger => text.say("era-after-merger"),
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
