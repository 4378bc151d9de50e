//! What a proposal says and takes for granted: indicator, scope, unit, period.

use super::Composer;
use crate::model::code::IndicatorCode;
use crate::model::indicator::{Kind, PeriodRule, Relation};
use crate::pack::Pack;
use crate::reported::figure::PrintedKind;
use crate::reported::text::assumption::Assumption;
use crate::reported::text::indicator::{Named, change_on, following};
use crate::reported::text::kind::{self, Mean};
use crate::reported::text::period::{FoundPeriod, PeriodSource};
use crate::reported::text::proposal::{Dates, Said};
use crate::reported::text::relate;
use crate::reported::text::scope::FoundScope;
use crate::reported::text::seed::Stand;

impl Composer<'_> {
    /// The indicator, or the one that follows from it: its change, its multiple, its target.
    pub(super) fn indicator(&mut self, named: Option<&Named>, kind: PrintedKind) -> Option<Said<IndicatorCode>> {
        let stand = self.draft.seed.stand;
        let of_level = self.level.and_then(|level| level.indicator.as_ref());
        if let (Stand::Change { .. } | Stand::Multiple, Some(of)) = (stand, of_level) {
            let words = of.words.clone();
            return self.derived(&of.value, kind).map(|value| Said { value, words });
        }
        let named = named?;
        let code = self.derived(&named.entry.code, kind)?;
        if named.is_from_before {
            self.assumed.push(Assumption::SubjectFromBefore);
        }
        Some(Said::printed(code, self.page.place(&named.words)))
    }

    fn derived(&self, code: &IndicatorCode, kind: PrintedKind) -> Option<IndicatorCode> {
        match (self.draft.seed.stand, kind) {
            (Stand::Multiple, _) => following(code, Relation::ChangeOf, Some(Kind::Multiple)),
            (Stand::Change { .. }, PrintedKind::DeltaPercent) => self.change_of(code),
            (_, PrintedKind::Target) => following(code, Relation::TargetOf, None).or_else(|| Some(code.clone())),
            _ => Some(code.clone()),
        }
    }

    /// The change against the month or the year before, as far as its words say which.
    fn change_of(&self, of: &IndicatorCode) -> Option<IndicatorCode> {
        let (page, seed) = (self.page, &self.draft.seed);
        let sentence = &page.sentences[seed.sentence].tokens;
        let behind = seed.end()..sentence.end.min(seed.end() + 10);
        let says = |words: &[&str]| behind.clone().any(|index| page.has_words(index, words));
        let of_level = self
            .level
            .and_then(|level| level.period.as_ref())
            .map(|period| period.value.last);
        let base = relate::base_month(page, &behind);
        let is_on_month = match base.zip(of_level) {
            _ if says(&["tháng", "trước"]) => true,
            _ if says(&["cùng", "kỳ"]) || says(&["năm", "trước"]) => false,
            Some((base, level)) => relate::is_month_after(base, level),
            None => return None,
        };
        change_on(of, is_on_month)
    }

    pub(super) fn scope(&mut self, found: FoundScope) -> Said<String> {
        let words = found.words.map(|words| self.page.place(&words));
        if words.is_none() {
            let of_document = Assumption::ScopeOfDocument;
            self.assumed.push(if found.is_of_document {
                of_document
            } else {
                Assumption::ScopeCountry
            });
        }
        let issuer = self.document.issuer.as_ref().filter(|_| found.is_of_document);
        let of_issuer = issuer.map(|issuer| self.page.place(&issuer.words));
        Said {
            value: found.code,
            words: words.or(of_issuer),
        }
    }

    /// What it is counted in: the sign, the counted noun, else as in the catalogue.
    pub(super) fn unit(
        &mut self,
        indicator: Option<&Said<IndicatorCode>>,
        mean: Option<&Mean>,
        kind: PrintedKind,
    ) -> Said<String> {
        let seed = &self.draft.seed;
        if let Some(head) = seed.percent_head {
            self.assumed.push(Assumption::PercentFromHeading);
            return Said::printed("percent".to_owned(), self.page.place(&(head..head + 1)));
        }
        let of_kind = match kind {
            PrintedKind::Multiple => Some("times"),
            PrintedKind::DeltaPercent | PrintedKind::Ratio => Some("percent"),
            PrintedKind::Target if seed.is_share() => Some("percent"),
            _ if seed.stand == Stand::Rank => Some("rank"),
            _ => None,
        };
        if let Some(unit) = of_kind {
            return Said::printed(unit.to_owned(), self.page.place(&seed.tokens));
        }
        let per_day = if mean.is_some_and(|mean| mean.is_per_day) {
            "/day"
        } else {
            ""
        };
        if let Some(noun) = seed.noun {
            let words = self.page.place(&(seed.tokens.end..noun.end));
            return Said::printed(format!("{}{per_day}", noun.unit), words);
        }
        let unit = indicator.map_or("", |said| unit_of(&said.value));
        if !unit.is_empty() {
            self.assumed.push(Assumption::UnitOfCatalogue);
        }
        Said::assumed(unit.to_owned())
    }

    pub(super) fn period(
        &mut self,
        found: Option<FoundPeriod>,
        indicator: Option<&Said<IndicatorCode>>,
        kind: PrintedKind,
    ) -> Option<Said<Dates>> {
        let found = found?;
        let is_level = kind == PrintedKind::Stock || self.is_level(indicator, &found);
        self.assumed.extend(match found.source {
            PeriodSource::Here => None,
            PeriodSource::Before => Some(Assumption::PeriodFromBefore),
            PeriodSource::Title => Some(Assumption::PeriodOfDocument),
        });
        if found.is_completed {
            self.assumed.push(Assumption::YearFromBefore);
        }
        let words = self.page.place(&found.label);
        let label = self.page.text[words.clone()]
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let dates = Dates {
            // A level has a date and no span.
            first: found.first.filter(|_| !is_level),
            last: found.last,
            label,
        };
        Some(Said::printed(dates, words))
    }

    /// Whether a rate is one of a date: the catalogue takes it at the end of its period, or `đến nay` is said, and no
    /// period is printed beside it.
    fn is_level(&self, indicator: Option<&Said<IndicatorCode>>, period: &FoundPeriod) -> bool {
        let (page, seed) = (self.page, &self.draft.seed);
        let catalogue = indicator.and_then(|said| Pack::built_in().find(&said.value));
        let is_at_end = catalogue.is_some_and(|indicator| indicator.period == PeriodRule::AtEnd);
        let start = page.sentences[seed.sentence].tokens.start;
        let mut back = start.max(seed.start.saturating_sub(kind::BACK_TOKENS))..seed.start;
        let is_now =
            back.any(|index| page.has_words(index, &["đến", "nay"]) || page.has_words(index, &["hiện", "nay"]));
        period.source != PeriodSource::Here && (is_at_end || is_now)
    }
}

/// The catalogue's unit as tables of figures write it.
fn unit_of(indicator: &IndicatorCode) -> &'static str {
    let unit = Pack::built_in()
        .find(indicator)
        .map_or("", |indicator| indicator.unit.as_str());
    match unit {
        "transaction_per_day" => "transaction/day",
        "person_record" => "person record",
        other => other,
    }
}
