//! The words of the pages: Fluent files, one for each area and language, `locales/vi/…` and `locales/en/…`.
//!
//! Numbers among the arguments are written as the language writes them and choose its plural form.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::langid;

use crate::language::Language;

/// The files of one language in one text.
macro_rules! words {
    ($folder:literal) => {
        concat!(
            include_str!(concat!("../locales/", $folder, "/frame.ftl")),
            include_str!(concat!("../locales/", $folder, "/seal.ftl")),
            include_str!(concat!("../locales/", $folder, "/parts.ftl")),
            include_str!(concat!("../locales/", $folder, "/front.ftl")),
            include_str!(concat!("../locales/", $folder, "/about.ftl")),
            include_str!(concat!("../locales/", $folder, "/status.ftl")),
            include_str!(concat!("../locales/", $folder, "/proof.ftl")),
            include_str!(concat!("../locales/", $folder, "/missing.ftl")),
            include_str!(concat!("../locales/", $folder, "/log_in.ftl")),
            include_str!(concat!("../locales/", $folder, "/leader.ftl")),
            include_str!(concat!("../locales/", $folder, "/reported.ftl")),
            include_str!(concat!("../locales/", $folder, "/own.ftl")),
            include_str!(concat!("../locales/", $folder, "/sync.ftl")),
            include_str!(concat!("../locales/", $folder, "/registries.ftl")),
            include_str!(concat!("../locales/", $folder, "/inquiries.ftl")),
            include_str!(concat!("../locales/", $folder, "/corrections.ftl")),
            include_str!(concat!("../locales/", $folder, "/desk.ftl")),
            include_str!(concat!("../locales/", $folder, "/citizen.ftl")),
        )
    };
}

/// Vietnamese words, as the files have them.
pub const VIETNAMESE: &str = words!("vi");

/// English words, as the files have them.
pub const ENGLISH: &str = words!("en");

/// The words of one language.
pub struct Text {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

/// Whatever may stand in a sentence.
pub type Value<'a> = FluentValue<'a>;

static TEXTS: LazyLock<[Text; 2]> = LazyLock::new(|| {
    [
        Text::parse(Language::Vietnamese, VIETNAMESE),
        Text::parse(Language::English, ENGLISH),
    ]
});

impl Text {
    /// The words of a language.
    pub fn of(language: Language) -> &'static Self {
        let [vietnamese, english] = &*TEXTS;
        match language {
            Language::Vietnamese => vietnamese,
            Language::English => english,
        }
    }

    /// A sentence. A key that no file has is shown as it is; a test keeps that from happening.
    pub fn say(&self, key: &str) -> String {
        self.say_with(key, &[])
    }

    /// A sentence with its arguments.
    pub fn say_with(&self, key: &str, arguments: &[(&str, Value<'_>)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            tracing::error!(key, language = self.tag(), "a text is missing");
            return key.to_owned();
        };
        let arguments: FluentArgs<'_> = arguments.iter().map(|(name, value)| (*name, value.clone())).collect();
        let mut errors = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, Some(&arguments), &mut errors)
            .into_owned();
        if !errors.is_empty() {
            tracing::error!(key, language = self.tag(), ?errors, "a text lacks an argument");
        }
        text
    }

    /// The language's BCP 47 tag.
    pub fn tag(&self) -> &'static str {
        self.language.tag()
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.language
    }

    fn parse(language: Language, file: &str) -> Self {
        let tag = match language {
            Language::Vietnamese => langid!("vi"),
            Language::English => langid!("en"),
        };
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // Both languages run from left to right: the invisible isolation marks would only end up in copied text.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match language {
            Language::Vietnamese => |value, _| count(Language::Vietnamese, value),
            Language::English => |value, _| count(Language::English, value),
        }));
        let (Ok(resource) | Err((resource, _))) = FluentResource::try_new(file.to_owned());
        if bundle.add_resource(resource).is_err() {
            tracing::error!(language = language.tag(), "a text has two meanings");
        }
        Self { language, bundle }
    }
}

/// Whole numbers as the language writes them; Fluent keeps every number as a float.
fn count(language: Language, value: &FluentValue<'_>) -> Option<String> {
    let FluentValue::Number(number) = value else {
        return None;
    };
    format!("{:.0}", number.value)
        .parse()
        .ok()
        .map(|whole| language.number(whole))
}

/// A count as an argument: it is written with its thousands apart, and chooses the plural.
pub fn number(count: u64) -> Value<'static> {
    Value::from(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_files_are_well_formed() {
        for file in [VIETNAMESE, ENGLISH] {
            let errors = FluentResource::try_new(file.to_owned()).err().map(|(_, errors)| errors);
            assert_eq!(errors, None);
        }
    }

    #[test]
    fn numbers_in_sentences_are_grouped_and_choose_the_plural() {
        let say = |language, count| Text::of(language).say_with("title-matched", &[("matched", number(count))]);
        assert_eq!(
            say(Language::Vietnamese, 1_234),
            "Hôm nay 1.234 giao dịch, tất cả khớp hai bên"
        );
        assert_eq!(
            say(Language::English, 1_234),
            "1,234 transactions today, all of them agree on both sides"
        );
        assert_eq!(say(Language::English, 1), "1 transaction today, and both sides agree");
    }

    #[test]
    fn a_missing_text_shows_its_key() {
        assert_eq!(Text::of(Language::English).say("no-such-text"), "no-such-text");
    }
}
