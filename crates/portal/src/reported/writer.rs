//! Printed figures in words: numbers, units, periods, verdicts, and the seal of what somebody only said. Pure.

use motlan_core::Name;
use motlan_measure::reported::check::rules;
use motlan_measure::reported::{Amount, Change, Figure, Hedge, PrintedKind, Verdict, Weight};
use motlan_measure::{Day, Indicator, IndicatorCode, Pack};

use super::amount::written;
use super::{FIGURE_PATH, RULES_PATH, place};
use crate::language::{Choice, Language, date};
use crate::parts::{Glyph, Tag, Tone};
use crate::seal::{Seal, SealKind};
use crate::text::Text;

/// The unit of a change of which points or percent is not said.
const AS_PRINTED: &str = "percent as printed";

/// What writes printed figures.
#[derive(Clone, Copy)]
pub(super) struct Writer {
    pub(super) choice: Choice,
    pub(super) text: &'static Text,
}

impl Writer {
    pub(super) fn new(choice: Choice) -> Self {
        Self {
            choice,
            text: Text::of(choice.language),
        }
    }

    pub(super) fn name(self, name: &Name) -> &str {
        self.choice.language.name(name)
    }

    /// A text of a rule.
    pub(super) fn words(self, vi: &'static str, en: &'static str) -> &'static str {
        match self.choice.language {
            Language::Vietnamese => vi,
            Language::English => en,
        }
    }

    /// Whether a page in this language must mark Vietnamese words as such.
    pub(super) fn is_foreign(self) -> bool {
        self.choice.language != Language::Vietnamese
    }

    /// A number with every digit that it has.
    pub(super) fn amount(self, amount: Amount) -> String {
        written(amount, self.choice.language)
    }

    /// The name of an indicator; a code that the catalogue does not have stands for itself.
    pub(super) fn indicator(self, code: &IndicatorCode) -> String {
        let known: Option<&Indicator> = Pack::built_in().find(code);
        known.map_or_else(|| code.to_string(), |known| self.name(&known.name).to_owned())
    }

    /// What a figure is counted in.
    pub(super) fn unit(self, unit: &str) -> String {
        if unit == AS_PRINTED {
            return self.text.say("reported-unit-as-printed");
        }
        let code = unit.replace('/', "_per_").replace(' ', "_");
        let mut known = Pack::built_in().indicators().map(|indicator| &indicator.unit);
        let found = known.find(|known| known.as_str() == code);
        found
            .and_then(|code| Pack::built_in().unit(code))
            .map_or_else(|| unit.to_owned(), |unit| self.name(&unit.name).to_owned())
    }

    /// A number with its unit.
    pub(super) fn measured(self, amount: Amount, unit: &str) -> String {
        let unit = self.unit(unit);
        let space = if unit.is_empty() { "" } else { "\u{a0}" };
        format!("{}{space}{unit}", self.amount(amount))
    }

    /// The printed words in quotation marks; the number where none were kept.
    pub(super) fn quoted(self, figure: &Figure) -> String {
        match (figure.printed.trim(), figure.value.or(figure.numerator)) {
            ("", Some(amount)) => self.measured(amount, &figure.unit),
            ("", None) => figure.id.to_string(),
            (words, _) => format!("“{words}”"),
        }
    }

    /// Whom it speaks of; nothing where nobody is named.
    pub(super) fn whom(self, figure: &Figure) -> String {
        match figure.scope.as_str() {
            "" => self.text.say("reported-whom-none"),
            scope => place::say(scope, self.choice.language),
        }
    }

    /// The days that it speaks of.
    pub(super) fn period(self, figure: &Figure) -> String {
        let day = |day: Day| date(&day.to_string()).into();
        match (figure.period_start, figure.period_end) {
            (Some(first), Some(last)) => self
                .text
                .say_with("reported-days", &[("first", day(first)), ("last", day(last))]),
            (None, Some(last)) => self.text.say_with("reported-day", &[("date", day(last))]),
            (Some(first), None) => self.text.say_with("reported-since", &[("date", day(first))]),
            (None, None) => self.text.say("reported-no-day"),
        }
    }

    pub(super) fn kind(self, kind: PrintedKind) -> String {
        self.text.say(match kind {
            PrintedKind::Stock => "reported-kind-stock",
            PrintedKind::Flow => "reported-kind-flow",
            PrintedKind::Ratio => "reported-kind-ratio",
            PrintedKind::Average => "reported-kind-average",
            PrintedKind::DeltaPercent => "reported-kind-delta",
            PrintedKind::Multiple => "reported-kind-multiple",
            PrintedKind::Part => "reported-kind-part",
            PrintedKind::Target => "reported-kind-target",
        })
    }

    pub(super) fn hedge(self, hedge: Hedge) -> String {
        self.text.say(match hedge {
            Hedge::Exact => "reported-hedge-exact",
            Hedge::About => "reported-hedge-about",
            Hedge::Nearly => "reported-hedge-nearly",
            Hedge::MoreThan => "reported-hedge-more",
        })
    }

    /// The change printed beside a figure.
    pub(super) fn change(self, change: &Change) -> String {
        let by = self.measured(change.by, &change.unit);
        match change.hedge {
            Hedge::Exact => by,
            hedge => format!("{by} ({})", self.hedge(hedge)),
        }
    }

    /// A verdict in two or three words.
    pub(super) fn verdict(self, verdict: Verdict) -> String {
        self.text.say(match verdict {
            Verdict::DoesNotAddUp => "reported-verdict-impossible",
            Verdict::Ambiguous => "reported-verdict-ambiguous",
            Verdict::Rounding => "reported-verdict-rounding",
            Verdict::AddsUp => "reported-verdict-adds-up",
            Verdict::NothingToCheck => "reported-verdict-nothing",
        })
    }

    /// The same with its shape: five that are told apart without colour.
    pub(super) fn tag(self, verdict: Verdict) -> Tag {
        let (glyph, tone) = match verdict {
            Verdict::DoesNotAddUp => (Glyph::Barred, Tone::Late),
            Verdict::Ambiguous => (Glyph::Half, Tone::Due),
            Verdict::Rounding => (Glyph::Target, Tone::News),
            Verdict::AddsUp => (Glyph::Tick, Tone::Calm),
            Verdict::NothingToCheck => (Glyph::Ring, Tone::Plain),
        };
        Tag::new(glyph, tone, self.verdict(verdict))
    }

    /// What a verdict means, in a sentence that needs no manual.
    pub(super) fn meaning(self, verdict: Verdict) -> String {
        self.text.say(match verdict {
            Verdict::DoesNotAddUp => "reported-means-impossible",
            Verdict::Ambiguous => "reported-means-ambiguous",
            Verdict::Rounding => "reported-means-rounding",
            Verdict::AddsUp => "reported-means-adds-up",
            Verdict::NothingToCheck => "reported-means-nothing",
        })
    }

    /// How heavy a finding is.
    pub(super) fn weight(self, weight: Weight) -> Tag {
        let (glyph, tone, key) = match weight {
            Weight::Contradiction => (Glyph::Barred, Tone::Late, "reported-weight-contradiction"),
            Weight::Doubt => (Glyph::Half, Tone::Due, "reported-weight-doubt"),
            Weight::Loose => (Glyph::Target, Tone::News, "reported-weight-loose"),
            Weight::Agrees => (Glyph::Tick, Tone::Calm, "reported-weight-agrees"),
            Weight::Note => (Glyph::Ring, Tone::Plain, "reported-weight-note"),
        };
        Tag::new(glyph, tone, self.text.say(key))
    }

    /// The name of a rule and where it is explained.
    pub(super) fn rule(self, code: &str) -> (String, String) {
        let name = rules().iter().find(|rule| rule.code == code);
        let name = name.map_or(code, |rule| self.words(rule.name.vi, rule.name.en));
        (name.to_owned(), self.choice.link(&format!("{RULES_PATH}#{code}")))
    }

    /// The seal of a printed figure: somebody said so, and what contradicts it carries the stroke.
    pub(super) fn seal(self, verdict: Verdict, href: String) -> Seal {
        let (kind, key) = match verdict {
            Verdict::DoesNotAddUp => (SealKind::Broken, "reported-seal-broken"),
            _ => (SealKind::Reported, "reported-seal"),
        };
        Seal {
            kind,
            label: self
                .text
                .say_with(key, &[("verdict", self.verdict(verdict).to_lowercase().into())]),
            href,
        }
    }

    /// The address of a figure of the source documents.
    pub(super) fn address(self, id: &str) -> String {
        self.choice.link(&figure_path(id))
    }
}

/// The address of a figure of the source documents, whatever the language.
pub(super) fn figure_path(id: &str) -> String {
    let id = percent_encoding::utf8_percent_encode(id, percent_encoding::NON_ALPHANUMERIC);
    format!("{FIGURE_PATH}/{id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn writer(language: Language) -> Writer {
        Writer::new(Choice {
            language,
            is_explicit: false,
        })
    }

    #[test]
    fn units_of_the_catalogue_have_names() {
        let said = |unit| writer(Language::Vietnamese).unit(unit);
        assert_eq!(said("transaction/day"), "giao dịch/ngày");
        assert_eq!(said("person record"), "bản ghi công dân");
        assert_eq!(said("con"), "con");
        assert!(said(AS_PRINTED).contains('%'));
    }

    #[test]
    fn verdicts_are_told_apart_without_colour() {
        let vi = writer(Language::Vietnamese);
        let tags = Verdict::ALL.map(|(verdict, _)| vi.tag(verdict));
        let shapes: std::collections::BTreeSet<_> = tags.iter().map(|tag| tag.glyph).collect();
        let names: std::collections::BTreeSet<_> = tags.iter().map(|tag| &tag.name).collect();
        assert_eq!((shapes.len(), names.len()), (5, 5));
    }

    #[test]
    fn what_is_contradicted_has_the_stroke_and_nothing_printed_is_ever_proven() {
        let vi = writer(Language::Vietnamese);
        for (verdict, _) in Verdict::ALL {
            let seal = vi.seal(verdict, "/x".to_owned());
            let is_broken = verdict == Verdict::DoesNotAddUp;
            let kind = if is_broken {
                SealKind::Broken
            } else {
                SealKind::Reported
            };
            assert_eq!(seal.kind, kind);
            assert!(
                seal.label.contains(&vi.verdict(verdict).to_lowercase()),
                "{}",
                seal.label
            );
        }
    }
}
