//! Ways to other pages: links, tabs, the next page of a list, a notice with its next step.

use super::tag::Tone;

/// A link in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What is read.
    pub text: String,
    /// What is added for those who only hear the link, as in "họ và tên"; empty if the words are enough.
    pub about: String,
    /// Where it leads.
    pub href: String,
}

impl Link {
    /// A link whose words are enough.
    pub fn new(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            about: String::new(),
            href: href.into(),
        }
    }
}

/// One of several views of the same thing, or one section of the frame. Tabs are links: each has its address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    /// What is read.
    pub name: String,
    /// Where it leads.
    pub href: String,
    /// How many things are there, as the language writes it.
    pub count: Option<String>,
    /// Whether it is the one that is open.
    pub is_now: bool,
}

/// The way from one page of a list to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// Which lines these are, in words.
    pub position: String,
}

/// Something that a reader must know before the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How pressing it is.
    pub tone: Tone,
    /// The sentence.
    pub title: String,
    /// A word more.
    pub text: Option<String>,
    /// The next step.
    pub link: Option<Link>,
}
