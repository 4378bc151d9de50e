//! Reads what begins at one token: a moment, a label, a number, and the second number that belongs to it.

use std::ops::Range;

use super::chain::{Chain, Digits};
use super::hedge::{hedge_before, hedge_behind};
use super::unit::unit_at;
use super::{Found, LeftOut, PrintedNumber, Reading, Refusal, Span, label, spoken};
use crate::reported::amount::Amount;
use crate::reported::calendar::moment_at;
use crate::reported::figure::Hedge;
use crate::reported::noun::is_counted;
use crate::reported::token::{Gap, Shape, Token};

/// What begins at this token, if digits or a number in words do.
pub(super) fn span_at(tokens: &[Token], at: usize) -> Option<Span> {
    let token = &tokens[at];
    if let Some((moment, end)) = moment_at(tokens, at) {
        return Some(span(tokens, at..end, Reading::Moment(moment)));
    }
    if token.is_word() {
        return spoken::number_at(tokens, at);
    }
    let is_signed = is_minus(tokens, at);
    let first = if is_signed { at + 1 } else { at };
    if !tokens[first].is_digits() {
        return None;
    }
    let chain = Chain::at(tokens, first);
    if let Some((reason, end)) = label::label_at(tokens, first, &chain) {
        return Some(span(tokens, at..end.max(chain.end), Reading::LeftOut(reason, None)));
    }
    if let Some(end) = chain.spaced_end(tokens) {
        return Some(span(tokens, at..end, Reading::LeftOut(LeftOut::Unreadable, None)));
    }
    let start = Start { tokens, at, is_signed };
    start
        .number(&chain)
        .unwrap_or_else(|refusal| {
            let reason = LeftOut::from(refusal);
            span(tokens, at..chain.end, Reading::LeftOut(reason, None))
        })
        .into()
}

/// The bytes of tokens.
fn place(tokens: &[Token], range: &Range<usize>) -> Range<usize> {
    tokens[range.start].place.start..tokens[range.end - 1].place.end
}

fn span(tokens: &[Token], range: Range<usize>, reading: Reading) -> Span {
    Span {
        hedge_start: range.start,
        found: Found {
            place: place(tokens, &range),
            reading,
        },
        tokens: range,
    }
}

/// Whether a minus sign before digits begins here. A hyphen is one only behind a space or a bracket, before a digit
/// without a space, and not as the mark of a list's line.
fn is_minus(tokens: &[Token], at: usize) -> bool {
    let Some(next) = tokens.get(at + 1) else { return false };
    if !next.is_digits() || next.gap != Gap::None {
        return false;
    }
    if tokens[at].is_mark('\u{2212}') {
        return true;
    }
    let before = at.checked_sub(1).map(|before| &tokens[before]);
    let is_open = before.is_some_and(|token| token.is_mark('('));
    let is_same_cell = tokens[at].gap < Gap::Cell;
    let follows_digits = is_same_cell && before.is_some_and(|token| token.is_digits() || token.is_mark('%'));
    let is_alone = tokens[at].gap < Gap::Line || ends_line(tokens, at + 1);
    let is_parted = tokens[at].gap != Gap::None || is_open;
    tokens[at].is_mark('-') && is_parted && !follows_digits && is_alone
}

/// Whether nothing but the number stands from here to the end of the line.
fn ends_line(tokens: &[Token], at: usize) -> bool {
    let end = Chain::at(tokens, at).end;
    let end = end + usize::from(tokens.get(end).is_some_and(|token| token.is_mark('%')));
    tokens
        .get(end)
        .is_none_or(|token| token.gap >= Gap::Cell || token.is_mark('|'))
}

/// Where a number begins.
struct Start<'a> {
    tokens: &'a [Token],
    at: usize,
    is_signed: bool,
}

/// One number with what stands directly behind it.
struct Part {
    digits: Digits,
    power: u32,
    is_percent: bool,
    more: Option<(Digits, u32)>,
    tokens: Range<usize>,
}

impl Part {
    fn read(tokens: &[Token], start: usize, chain: &Chain<'_>) -> Result<Self, Refusal> {
        let digits = chain.read()?;
        let unit = unit_at(tokens, chain.end);
        let (power, mut end) = unit.map_or((0, chain.end), |unit| (unit.power, unit.end));
        let more = unit
            .and_then(|_| remainder(tokens, end, power))
            .filter(|_| digits.is_whole());
        if let Some((_, _, more_end)) = more {
            end = more_end;
        }
        let percent = if unit.is_none() { percent_end(tokens, end) } else { None };
        Ok(Self {
            digits,
            power,
            is_percent: percent.is_some(),
            more: more.map(|(digits, power, _)| (digits, power)),
            tokens: start..percent.unwrap_or(end),
        })
    }

    /// Whether a unit word or a percent sign is printed at it.
    const fn has_unit(&self) -> bool {
        self.power > 0 || self.is_percent
    }

    fn number(&self, tokens: &[Token], is_negative: bool, hedge: Hedge) -> Result<PrintedNumber, Refusal> {
        let mut value = self.digits.times(self.power)?;
        let (last, power) = self.more.unwrap_or((self.digits, self.power));
        if let Some((digits, power)) = self.more {
            value = value.checked_add(digits.times(power)?).ok_or(Refusal::TooLong)?;
        }
        Ok(PrintedNumber {
            place: place(tokens, &self.tokens),
            value: if is_negative { -value } else { value },
            step: last.step().times(power)?,
            factor: Digits::whole(1).times(power)?,
            is_percent: self.is_percent,
            hedge,
        })
    }
}

/// `(2 triệu) 300 nghìn`: a smaller unit goes on the same number.
fn remainder(tokens: &[Token], at: usize, power: u32) -> Option<(Digits, u32, usize)> {
    let token = tokens
        .get(at)
        .filter(|token| token.gap == Gap::Space && token.is_digits())?;
    let chain = Chain::at(tokens, at);
    let digits = chain.plain().filter(|_| token.key.len() <= 3)?;
    let unit = unit_at(tokens, chain.end).filter(|unit| unit.power + 3 <= power)?;
    let digits = Digits::whole(digits.parse().ok()?);
    Some((digits, unit.power, unit.end))
}

/// The token after `%` or `phần trăm`.
fn percent_end(tokens: &[Token], at: usize) -> Option<usize> {
    let token = tokens
        .get(at)
        .filter(|token| token.gap <= Gap::Line && token.gap != Gap::Cell)?;
    if token.is_mark('%') && token.gap <= Gap::Space {
        return Some(at + 1);
    }
    let is_hundredth = token.key == "phần" && tokens.get(at + 1).is_some_and(|word| word.key == "trăm");
    is_hundredth.then_some(at + 2)
}

impl Start<'_> {
    fn number(&self, chain: &Chain<'_>) -> Result<Span, Refusal> {
        let tokens = self.tokens;
        let mut part = Part::read(tokens, self.at, chain)?;
        let hedged = hedge_before(tokens, self.at);
        let second = self.second(&part);
        let Some((sort, mut other)) = second else {
            return self.alone(&part, hedged.hedge, hedged.start);
        };
        distribute(sort, &mut part, &other);
        let is_negative = self.is_signed;
        // "trên 63/63 tỉnh" is "across", not "more than".
        let is_across = sort == Second::Whole && tokens[hedged.start].key == "trên" && part.digits == other.digits;
        let hedge = if is_across { Hedge::Exact } else { hedged.hedge };
        let tokens_of_both = self.at..other.tokens.end;
        let first = part.number(tokens, is_negative, hedge)?;
        other.tokens.start = tokens_of_both.end - other.tokens.len();
        let second = other.number(tokens, false, Hedge::Exact)?;
        let reading = match sort {
            Second::Whole => Reading::Fraction {
                part: first,
                whole: second,
            },
            Second::High => Reading::Range {
                low: first,
                high: second,
            },
        };
        let mut found = span(tokens, tokens_of_both, reading);
        found.hedge_start = hedged.start;
        Ok(found)
    }

    /// A number that stands by itself: a count, a length of time, an age.
    fn alone(&self, part: &Part, hedge: Hedge, hedge_start: usize) -> Result<Span, Refusal> {
        let tokens = self.tokens;
        let end = part.tokens.end;
        let hedge = hedge_behind(tokens, end).unwrap_or(hedge);
        let number = part.number(tokens, self.is_signed, hedge)?;
        let reading = match time_noun(tokens, end).filter(|_| !part.has_unit()) {
            Some(LeftOut::Duration)
                if !part.digits.is_whole() || (is_mean(tokens, self.at) && number.value != Amount::ONE) =>
            {
                Reading::Number(number)
            }
            Some(reason) => Reading::LeftOut(reason, Some(number)),
            None => Reading::Number(number),
        };
        let mut found = span(tokens, part.tokens.clone(), reading);
        found.hedge_start = hedge_start;
        Ok(found)
    }

    /// The second number of a fraction or a range.
    fn second(&self, part: &Part) -> Option<(Second, Part)> {
        let mark_at = part.tokens.end;
        let mark = self.tokens.get(mark_at).filter(|mark| mark.gap <= Gap::Space)?;
        let sort = match mark.shape {
            Shape::Mark('/') => Second::Whole,
            Shape::Mark('-') => Second::High,
            _ if mark.key == "đến" && self.at > 0 && self.follows_from() => Second::High,
            _ => return None,
        };
        let start = mark_at + 1;
        let digits = self
            .tokens
            .get(start)
            .filter(|token| token.is_digits() && token.gap <= Gap::Space)?;
        // "- 5" behind a number is a range only if both sides are spaced alike; else it is a dash.
        let is_even = sort != Second::High || mark.is_word() || digits.gap == mark.gap;
        let chain = Chain::at(self.tokens, start);
        let other = Part::read(self.tokens, start, &chain).ok().filter(|_| is_even)?;
        let goes_on = self
            .tokens
            .get(other.tokens.end)
            .is_some_and(|token| token.gap == Gap::None && token.is_mark('/'));
        let is_time = moment_at(self.tokens, start).is_some() && mark.is_word();
        (is_rising(sort, part, &other) && !goes_on && !is_time).then_some((sort, other))
    }

    /// Whether `từ` stands before the number or its hedge.
    fn follows_from(&self) -> bool {
        let back = |count: usize| self.at.checked_sub(count).map_or("", |at| self.tokens[at].key.as_str());
        back(1) == "từ" || back(2) == "từ"
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Second {
    Whole,
    High,
}

/// A range goes up, in its own digits or by its unit words.
fn is_rising(sort: Second, low: &Part, high: &Part) -> bool {
    if sort == Second::Whole {
        return true;
    }
    let of_both = |part: &Part, power| part.digits.times(power).ok();
    let power = if low.power == 0 { high.power } else { low.power };
    matches!((of_both(low, power), of_both(high, high.power)), (Some(low), Some(high)) if low < high)
}

/// A unit word or a percent sign that only the second number has holds for both, unless the first would then be a hundred
/// times the second: `24,55/25 triệu`, but `11.348/13 nghìn`.
fn distribute(sort: Second, first: &mut Part, second: &Part) {
    if first.has_unit() {
        return;
    }
    if sort == Second::High {
        first.is_percent = second.is_percent;
    }
    let hundred = first.digits.times(0).ok().zip(second.digits.times(2).ok());
    let is_alike = hundred.is_some_and(|(first, second)| first < second);
    if is_alike {
        first.power = second.power;
    }
}

/// What a unit of time behind a number makes of it.
fn time_noun(tokens: &[Token], at: usize) -> Option<LeftOut> {
    let token = tokens
        .get(at)
        .filter(|token| token.gap <= Gap::Line && token.gap != Gap::Cell)?;
    match token.key.as_str() {
        "tuổi" => Some(LeftOut::Age),
        "ngày" | "giờ" | "phút" | "giây" | "tuần" | "tháng" | "năm" | "quý" | "tiếng" => {
            Some(LeftOut::Duration)
        }
        _ => None,
    }
}

/// Whether a mean or a saving of time is spoken of: "trung bình 20 ngày", "giảm 3 ngày".
fn is_mean(tokens: &[Token], at: usize) -> bool {
    let before = &tokens[at.saturating_sub(6)..at];
    let words = ["bình", "quân", "giảm", "rút", "tiết", "sớm", "cắt"];
    before.iter().any(|token| words.contains(&token.key.as_str())) && !is_counted(tokens, at)
}
