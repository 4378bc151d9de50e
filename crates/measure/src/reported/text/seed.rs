//! Every number of a page that may be a figure, with what stands directly at it.

use std::ops::Range;

use super::page::Page;
use super::table;
use crate::reported::amount::Amount;
use crate::reported::figure::Hedge;
use crate::reported::noun::{Noun, noun_at};
use crate::reported::number::{PrintedNumber, Reading, Span};
use crate::reported::token::{Gap, Shape};

/// Words that may stand between `tăng` or `giảm` and its number.
const BETWEEN_CHANGE_AND_NUMBER: &[&str] = &[
    "thêm",
    "tới",
    "mạnh",
    "nhẹ",
    "trung",
    "bình",
    "quân",
    "trưởng",
    "hơn",
    "được",
    "gấp",
    "khoảng",
    "lên",
    "đến",
];

/// How a number stands in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    /// A level, a sum, a rate.
    Level,
    /// `tăng 22,14%`: a change.
    Change {
        /// It goes down.
        is_fall: bool,
        /// The token of `tăng` or `giảm`.
        word: usize,
    },
    /// `gấp 1,6 lần`.
    Multiple,
    /// `xếp thứ 12/63`.
    Rank,
}

/// A number that may be a figure.
#[derive(Clone, Debug)]
pub(super) struct Seed {
    /// Its tokens: digits, unit words, percent sign.
    pub(super) tokens: Range<usize>,
    /// Where the words of its hedge begin.
    pub(super) start: usize,
    /// The number; the part of a fraction, the lower end of a range.
    pub(super) number: PrintedNumber,
    /// The whole of a fraction.
    pub(super) whole: Option<PrintedNumber>,
    pub(super) is_range: bool,
    pub(super) is_percent: bool,
    /// The token of the percent sign in its column's head, if only that says percent.
    pub(super) percent_head: Option<usize>,
    /// The token of its unit word in its table's heads: `(triệu)`.
    pub(super) unit_head: Option<usize>,
    /// `5 điểm phần trăm`: percentage points.
    pub(super) is_points: bool,
    pub(super) stand: Stand,
    /// The counted noun behind it.
    pub(super) noun: Option<Noun>,
    pub(super) sentence: usize,
}

impl Seed {
    /// The token after its noun, or after itself.
    pub(super) fn end(&self) -> usize {
        self.noun.map_or(self.tokens.end, |noun| noun.end)
    }

    /// A fraction or a percentage.
    pub(super) const fn is_share(&self) -> bool {
        self.is_percent || self.whole.is_some()
    }

    /// The word before its number.
    pub(super) const fn hedge(&self) -> Hedge {
        self.number.hedge
    }
}

/// The page's numbers, in order.
pub(super) fn seeds(page: &Page<'_>) -> Vec<Seed> {
    let seeds = page.spans.iter().filter_map(|span| seed(page, span)).collect();
    join_spoken_fractions(page, seeds)
}

fn seed(page: &Page<'_>, span: &Span) -> Option<Seed> {
    let (number, whole, is_range) = match &span.found.reading {
        Reading::Number(number) => (number, None, false),
        Reading::Fraction { part, whole } => (part, Some(whole), false),
        Reading::Range { low, .. } => (low, None, true),
        Reading::Moment(_) | Reading::LeftOut(..) => return None,
    };
    let sentence = page.sentence_of(span.tokens.start);
    let is_points = is_points(page, span.tokens.end);
    let mut seed = Seed {
        tokens: span.tokens.clone(),
        start: span.hedge_start,
        whole: whole.cloned(),
        is_range,
        is_percent: number.is_percent,
        percent_head: None,
        unit_head: None,
        is_points,
        stand: stand(page, span, number),
        noun: None,
        number: number.clone(),
        sentence,
    };
    let is_row = page
        .sentences
        .get(sentence)
        .is_some_and(|sentence| !sentence.cells.is_empty());
    if is_row {
        read_heads(page, &mut seed);
    }
    let is_counted = !seed.is_percent && !is_points && seed.stand != Stand::Multiple;
    seed.noun = noun_behind(page, span.tokens.end).filter(|_| is_counted);
    Some(seed)
}

/// `5 điểm phần trăm`, `5 điểm %`.
fn is_points(page: &Page<'_>, end: usize) -> bool {
    let is_sign = page.tokens.get(end + 1).is_some_and(|token| token.is_mark('%'));
    page.has_words(end, &["điểm", "phần", "trăm"]) || (page.key(end) == "điểm" && is_sign)
}

/// What the heads of a table say of a number in it: percent, a unit word, a change.
fn read_heads(page: &Page<'_>, seed: &mut Seed) {
    let (row, at) = (seed.sentence, seed.tokens.start);
    if !seed.is_percent && seed.whole.is_none() {
        seed.percent_head = table::is_percent_column(page, row, at);
        seed.is_percent = seed.percent_head.is_some();
    }
    if let Some(word) = table::change_head(page, row, at) {
        let is_fall = seed.number.value < Amount::ZERO;
        seed.stand = Stand::Change { is_fall, word };
        return;
    }
    let is_bare = !seed.is_percent && seed.number.factor == Amount::ONE && seed.whole.is_none();
    let head = table::unit_head(page, row, at).filter(|_| is_bare);
    let factor = head.map(|(power, _)| Amount::from(10_u64.pow(power)));
    let number = &seed.number;
    let scaled = factor.and_then(|factor| {
        Some((
            number.value.checked_mul(factor)?,
            number.step.checked_mul(factor)?,
            factor,
        ))
    });
    if let Some((value, step, factor)) = scaled {
        seed.number.value = value;
        seed.number.step = step;
        seed.number.factor = factor;
        seed.unit_head = head.map(|(_, word)| word);
    }
}

/// The counted noun behind a number, in its own cell; on the next line only in small letters.
fn noun_behind(page: &Page<'_>, end: usize) -> Option<Noun> {
    let next = page.tokens.get(end)?;
    let is_near = next.gap <= Gap::Space || (next.gap == Gap::Line && next.shape == Shape::Lower);
    noun_at(&page.tokens, end).filter(|_| is_near)
}

fn stand(page: &Page<'_>, span: &Span, number: &PrintedNumber) -> Stand {
    let before = |back: usize| span.hedge_start.checked_sub(back).map_or("", |index| page.key(index));
    if matches!(before(1), "thứ" | "hạng") {
        return Stand::Rank;
    }
    let is_times = page.key(span.tokens.end) == "lần";
    for back in 1..=4 {
        let word = before(back);
        if is_times && matches!(word, "tăng" | "gấp") {
            return Stand::Multiple;
        }
        // "cao hơn 5%" is a change as well as "tăng thêm 5%".
        let is_compared = matches!(word, "cao" | "thấp") && before(back - 1) == "hơn";
        if !is_times && (is_compared || matches!(word, "tăng" | "giảm")) {
            // "tăng lên 58%" is a level.
            let is_level = (1..back).any(|between| matches!(before(between), "lên" | "đến"));
            let is_fall = matches!(word, "giảm" | "thấp");
            let word = span.hedge_start - back;
            return if is_level {
                Stand::Level
            } else {
                Stand::Change { is_fall, word }
            };
        }
        if !BETWEEN_CHANGE_AND_NUMBER.contains(&word) {
            break;
        }
    }
    signed_change(page, span, number).unwrap_or(Stand::Level)
}

/// `(+2,5%)`, `(-33%)`.
fn signed_change(page: &Page<'_>, span: &Span, number: &PrintedNumber) -> Option<Stand> {
    let before = span.tokens.start.checked_sub(1)?;
    let has_plus = page.tokens[before].is_mark('+') && page.tokens[span.tokens.start].gap == Gap::None;
    let is_fall = number.value < Amount::ZERO;
    let is_change = is_fall || (has_plus && number.is_percent);
    is_change.then_some(Stand::Change { is_fall, word: before })
}

/// `12.500 hồ sơ trên tổng số 23.000 hồ sơ`: a part and its whole in words.
fn join_spoken_fractions(page: &Page<'_>, seeds: Vec<Seed>) -> Vec<Seed> {
    let mut joined: Vec<Seed> = Vec::with_capacity(seeds.len());
    for whole in seeds {
        match joined.last_mut().filter(|part| is_spoken_fraction(page, part, &whole)) {
            Some(part) => {
                part.tokens.end = whole.tokens.end;
                let end = whole.end();
                part.noun = part.noun.or(whole.noun).map(|noun| Noun { end, ..noun });
                part.whole = Some(whole.number);
            }
            None => joined.push(whole),
        }
    }
    joined
}

fn is_spoken_fraction(page: &Page<'_>, part: &Seed, whole: &Seed) -> bool {
    let is_plain = |seed: &Seed| !seed.is_share() && seed.stand == Stand::Level;
    let between = part.tokens.end..whole.start;
    let is_near = part.sentence == whole.sentence && between.len() <= 10 && is_plain(part) && is_plain(whole);
    let is_in_one = is_near && page.sentences[part.sentence].cells.is_empty();
    is_in_one && says_of_total(page, &between) && part.number.value <= whole.number.value
}

/// `trên tổng số`, `trong tổng số`, `trong số`, `/tổng số`, and nothing that parts clauses.
fn says_of_total(page: &Page<'_>, between: &Range<usize>) -> bool {
    let keys: Vec<&str> = between.clone().map(|index| page.key(index)).collect();
    let is_parted = between
        .clone()
        .any(|index| page.tokens[index].is_mark(';') || page.tokens[index].is_mark(','));
    let ends = |words: &[&str]| keys.ends_with(words);
    let says = ends(&["trên", "tổng", "số"])
        || ends(&["trong", "tổng", "số"])
        || ends(&["trong", "số"])
        || ends(&["tổng", "số"]) && keys.len() <= 3;
    says && !is_parted || ends(&["trên"]) && keys.len() <= 3
}
