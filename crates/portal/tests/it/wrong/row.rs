//! A row of the table, and the check that a page says what its row promises.

use motlan_core::Code;
use motlan_portal::language::Language;
use motlan_portal::text::Text;

use crate::world::browser::Answer;

/// The same in Vietnamese and in English.
#[derive(Clone, Copy, Debug)]
pub(super) struct Both(pub(super) &'static str, pub(super) &'static str);

impl Both {
    pub(super) fn say(self, language: Language) -> &'static str {
        match language {
            Language::Vietnamese => self.0,
            Language::English => self.1,
        }
    }
}

/// What people are told.
#[derive(Clone, Copy, Debug)]
pub(super) enum Says {
    /// The catalogue's sentence about a code.
    Code(Code),
    /// A sentence of the pages, by its key, and the code that it puts into words.
    Key(&'static str, Option<Code>),
    /// A sentence with something of the test's own in it, such as a date.
    Words(Both),
}

/// Something that can go wrong.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    /// The test.
    pub(super) name: &'static str,
    /// Where it belongs.
    pub(super) group: &'static str,
    /// What happens.
    pub(super) what: Both,
    /// The status of the page that people get.
    pub(super) status: u16,
    pub(super) says: Says,
    /// What they can do next.
    pub(super) next: Both,
}

impl Row {
    /// The sentence that the page must have.
    pub(super) fn sentence(&self, language: Language) -> String {
        match self.says {
            Says::Key(key, _) => Text::of(language).say(key),
            Says::Words(words) => words.say(language).to_owned(),
            Says::Code(code) => match language {
                Language::Vietnamese => code.description().vi.to_owned(),
                Language::English => code.description().en.to_owned(),
            },
        }
    }

    /// The code behind it.
    pub(super) fn code(&self) -> Option<Code> {
        match self.says {
            Says::Code(code) => Some(code),
            Says::Key(_, code) => code,
            Says::Words(_) => None,
        }
    }

    /// Panics unless the answer is the row's, in the language that was asked for.
    pub(super) fn check(&self, answer: &Answer) {
        let (name, path, text) = (self.name, &answer.path, answer.text());
        let main = text.split_once("<main").map_or(text.as_str(), |(_, main)| main);
        assert_eq!(
            answer.status.as_u16(),
            self.status,
            "{name} {path}: {}\n{main}",
            answer.location()
        );
        assert_eq!(
            answer.header("content-language"),
            answer.language.tag(),
            "{name} {path}"
        );
        let sentence = self.sentence(answer.language);
        assert!(
            text.contains(&sentence),
            "{name} {path} does not say: {sentence}\n{main}"
        );
        crate::markup::check(path, &String::from_utf8_lossy(&answer.bytes));
        // A page that is nothing but a refusal names its code. The member's own identifier stands in every head.
        let named = text
            .split("<code>")
            .skip(1)
            .filter_map(|rest| Code::find(rest.split_once("</code>")?.0));
        for code in named {
            assert_eq!(Some(code), self.code(), "{name} {path}");
        }
    }
}
