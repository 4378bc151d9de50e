//! Puts a proposal together from a number and what stands around it.

mod parts;
mod said;

use std::ops::Range;

use super::around::{Hit, contexts, hits};
use super::assumption::Assumption;
use super::dictionary::Form;
use super::indicator::{self, Named};
use super::kind::{self, FoundKind, Mean};
use super::link::{Draft, drafts};
use super::page::Page;
use super::passage::passage;
use super::period::{FoundPeriod, Timed, of_title, period, timed};
use super::proposal::{Proposal, Said};
use super::relate;
use super::scope::{self, FoundScope, Issuer};
use super::seed::{Seed, Stand, seeds};

/// What the whole document says.
struct Document {
    issuer: Option<Issuer>,
    timed: Vec<Timed>,
    title: Option<FoundPeriod>,
}

/// The page's figures, in order.
pub(super) fn proposals(page: &Page<'_>) -> Vec<Proposal> {
    let timed = timed(page);
    let document = Document {
        issuer: scope::issuer(page),
        title: of_title(page, &timed),
        timed,
    };
    let drafts = drafts(page, seeds(page));
    let mut proposals: Vec<Proposal> = Vec::with_capacity(drafts.len());
    for draft in &drafts {
        let level = draft.level.map(|level| &proposals[level]);
        let composer = Composer {
            page,
            document: &document,
            draft,
            level,
            assumed: Vec::new(),
        };
        let mut proposal = composer.propose();
        if is_taken(&drafts[..proposals.len()], &proposals, draft, &proposal) {
            proposal.indicator = None;
        }
        proposals.push(proposal);
    }
    relate::relate(page, &drafts, &mut proposals);
    proposals
}

/// One number on its way to a proposal.
struct Composer<'a> {
    page: &'a Page<'a>,
    document: &'a Document,
    draft: &'a Draft,
    /// The level that a change or a multiple speaks of.
    level: Option<&'a Proposal>,
    assumed: Vec<Assumption>,
}

/// What the words around a number say.
struct Words {
    named: Option<Named>,
    mean: Option<Mean>,
    period: Option<FoundPeriod>,
    kind: FoundKind,
    scope: FoundScope,
}

impl Composer<'_> {
    fn propose(mut self) -> Proposal {
        let (page, draft, seed) = (self.page, self.draft, &self.draft.seed);
        let words = self.words();
        let kind = words.kind.kind;
        self.assumed.extend(words.kind.assumed);
        let indicator = self.indicator(words.named.as_ref(), kind);
        let scope = self.scope(words.scope);
        let unit = self.unit(indicator.as_ref(), words.mean.as_ref(), kind);
        let period = self.period(words.period, indicator.as_ref(), kind);
        let parts = self.parts(kind);
        self.assumed.sort_unstable();
        self.assumed.dedup();
        Proposal {
            place: page.place(&seed.tokens),
            printed: page.place(&closed(page, &draft.tokens)),
            passage: passage(page, seed.sentence, &draft.tokens),
            indicator,
            scope,
            period,
            kind: Said {
                value: kind,
                words: words.kind.words.map(|words| page.place(&words)),
            },
            numerator: parts.numerator,
            denominator: parts.denominator,
            value: parts.value,
            change: self.change(&unit.value),
            unit,
            hedge: seed.hedge(),
            is_percent: seed.is_percent,
            assumed: self.assumed,
        }
    }

    fn words(&self) -> Words {
        let (page, document, seed) = (self.page, self.document, &self.draft.seed);
        let contexts = contexts(page, &seed.tokens);
        let hits = hits(page, &contexts, seed);
        let mean = kind::mean(page, self.draft);
        let is_resumed = is_resumed(page, seed);
        let named = self.named(&hits, mean.is_some(), is_resumed);
        let period = period(page, &document.timed, &contexts, &seed.tokens, document.title.as_ref());
        let entry = named.as_ref().map(|named| named.entry);
        let code = entry.map(|entry| &entry.code);
        Words {
            kind: kind::kind(page, self.draft, code, mean.as_ref(), period.as_ref()),
            scope: scope::scope(page, seed, entry, &hits, document.issuer.as_ref(), is_resumed),
            named,
            mean,
            period,
        }
    }

    /// The indicator whose words stand nearest; a multiple or a change speaks of a level whose own form is not printed.
    fn named(&self, hits: &[Hit], is_mean: bool, is_resumed: bool) -> Option<Named> {
        let seed = &self.draft.seed;
        let counted = scope::counted(self.page, seed, hits);
        let find = |form| indicator::named(seed, form, counted, hits, is_resumed);
        if !matches!(seed.stand, Stand::Multiple | Stand::Change { .. }) {
            return find(indicator::form(seed, is_mean));
        }
        let either = [find(Form::Share), find(Form::Count)].into_iter().flatten();
        either.min_by_key(|named| named.score)
    }
}

/// The tokens with the bracket that closes the last one opened in them.
fn closed(page: &Page<'_>, tokens: &Range<usize>) -> Range<usize> {
    let mut signs = tokens
        .clone()
        .rev()
        .filter(|index| page.tokens[*index].is_mark('(') || page.tokens[*index].is_mark(')'));
    let opens = signs.next().is_some_and(|index| page.tokens[index].is_mark('('));
    let closes = page.tokens.get(tokens.end).is_some_and(|token| token.is_mark(')'));
    tokens.start..tokens.end + usize::from(opens && closes)
}

/// Whether another number of the sentence, counted in something else, has this indicator already: "803 tin từ 501 công dân".
fn is_taken(drafts: &[Draft], proposals: &[Proposal], draft: &Draft, proposal: &Proposal) -> bool {
    let Some(code) = proposal.indicator.as_ref().map(|said| &said.value) else {
        return false;
    };
    let before = drafts.iter().zip(proposals).rev().take(relate::RELATED_MAX);
    let mut sentence = before.take_while(|(other, _)| other.seed.sentence == draft.seed.sentence);
    let is_person = |unit: &str| matches!(unit, "person" | "person record");
    sentence.any(|(_, other)| {
        let is_same = other.indicator.as_ref().is_some_and(|said| said.value == *code);
        is_same
            && is_person(&other.unit.value) != is_person(&proposal.unit.value)
            && proposal.kind.value == other.kind.value
    })
}

/// `Trong đó`, `cụ thể`, `riêng`: the sentence goes on with the subject of the one before.
fn is_resumed(page: &Page<'_>, seed: &Seed) -> bool {
    let start = page.sentences[seed.sentence].tokens.start;
    let first = start + usize::from(page.key(start).is_empty());
    page.has_words(first, &["trong", "đó"])
        || page.has_words(first, &["cụ", "thể"])
        || matches!(page.key(first), "riêng" | "gồm")
        || page.has_words(first, &["bao", "gồm"])
}
