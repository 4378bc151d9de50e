//! Ways to other pages: links, tabs, the next page of a list, a notice with its next step.

use super::tag::Tone;
use crate::language::Choice;
use crate::text::{Text, number};

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

impl Turn {
    /// Of a list of `all` lines, `lines_max` on a page; none where one page holds them. `path` is the address of a page,
    /// `words` the sentence with `first`, `last` and `all`.
    pub(crate) fn of_list(
        choice: Choice,
        words: &str,
        all: usize,
        lines_max: usize,
        page: usize,
        path: impl Fn(usize) -> String,
    ) -> Option<Self> {
        let (before, last) = ((page - 1) * lines_max, (page * lines_max).min(all));
        let position = [
            ("first", number(before as u64 + 1)),
            ("last", number(last as u64)),
            ("all", number(all as u64)),
        ];
        (all > lines_max).then(|| Self {
            previous: (page > 1).then(|| choice.link(&path(page - 1))),
            next: (last < all).then(|| choice.link(&path(page + 1))),
            position: Text::of(choice.language).say_with(words, &position),
        })
    }
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
