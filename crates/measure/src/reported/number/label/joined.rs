//! Labels told by the signs that digits are joined to: `766/QĐ-TTg`, `H56.14-240823-0001`, `COVID-19`, `5G`, `14:30`.

use super::{Label, Spot, joined_end};
use crate::reported::noun::is_counted;
use crate::reported::number::LeftOut;
use crate::reported::number::chain::Chain;
use crate::reported::number::unit::unit_at;
use crate::reported::token::{Gap, Shape, Token};

pub(super) fn label(spot: Spot<'_>, chain: &Chain<'_>) -> Option<Label> {
    document(spot, chain)
        .or_else(|| address(spot, chain))
        .or_else(|| letters_before(spot))
        .or_else(|| letters_behind(spot, chain))
        .or_else(|| clock(spot, chain))
        .or_else(|| code(spot, chain))
        .or_else(|| around_the_clock(spot, chain))
}

fn joined(tokens: &[Token], index: usize) -> Option<&Token> {
    tokens.get(index).filter(|token| token.gap == Gap::None)
}

/// `766/QĐ-TTg`, `61/2018/NĐ-CP`, `57-NQ/TW`.
fn document(spot: Spot<'_>, chain: &Chain<'_>) -> Option<Label> {
    chain.plain()?;
    let tokens = spot.tokens;
    let mut index = chain.end;
    let mark = joined(tokens, index)?;
    // A second run of digits may stand between: the year.
    if mark.is_mark('/') && joined(tokens, index + 1).is_some_and(Token::is_digits) {
        index += 2;
    }
    let mark = joined(tokens, index)?;
    let word = joined(tokens, index + 1)?;
    let is_document = match word.shape {
        Shape::Upper => mark.is_mark('/') || (mark.is_mark('-') && word.key.chars().count() > 1),
        Shape::Title => mark.is_mark('/'),
        _ => false,
    };
    is_document.then(|| (LeftOut::Document, joined_end(tokens, spot.at)))
}

/// A run that holds `@`: an electronic address.
fn address(spot: Spot<'_>, chain: &Chain<'_>) -> Option<Label> {
    let at = joined(spot.tokens, chain.end)?;
    at.is_mark('@')
        .then(|| (LeftOut::Code, joined_end(spot.tokens, spot.at)))
}

/// `G24`, `QH15`, `COVID-19`: letters before, without a space. `đạt100%` only lacks one.
fn letters_before(spot: Spot<'_>) -> Option<Label> {
    if spot.tokens[spot.at].gap != Gap::None {
        return None;
    }
    let before = spot.before(1)?;
    let word = match before.shape {
        Shape::Mark('-') if before.gap == Gap::None => spot.before(2)?,
        Shape::Mark('_') => return Some((LeftOut::Code, joined_end(spot.tokens, spot.at))),
        _ => before,
    };
    let is_hyphened = before.is_mark('-');
    let is_code = match word.shape {
        Shape::Upper => true,
        Shape::Title => word.key.is_ascii() && word.key.len() <= 3,
        Shape::Lower => word.key.chars().count() == 1 && !is_hyphened,
        _ => false,
    };
    is_code.then(|| (LeftOut::Code, joined_end(spot.tokens, spot.at)))
}

/// `5G`, `000.00.00.H45`: letters behind, without a space, that are neither a unit word nor a counted noun.
fn letters_behind(spot: Spot<'_>, chain: &Chain<'_>) -> Option<Label> {
    let tokens = spot.tokens;
    let next = joined(tokens, chain.end)?;
    let end = || joined_end(tokens, spot.at);
    if next.is_mark('.') {
        let is_code = joined(tokens, chain.end + 1).is_some_and(|word| word.shape == Shape::Upper)
            && joined(tokens, chain.end + 2).is_some_and(Token::is_digits);
        return is_code.then(|| (LeftOut::Code, end()));
    }
    if !next.is_word() || unit_at(tokens, chain.end).is_some() || is_counted(tokens, chain.end) {
        return None;
    }
    let is_time = matches!(next.key.as_str(), "h" | "g" | "p") && chain.plain().is_some_and(|hour| hour.len() <= 2);
    if is_time {
        return Some((LeftOut::Time, end()));
    }
    let is_name = next.shape != Shape::Lower && next.key.chars().count() <= 2;
    is_name.then(|| (LeftOut::Name, end()))
}

/// `14:30`, `07:00:00`.
fn clock(spot: Spot<'_>, chain: &Chain<'_>) -> Option<Label> {
    let colon = joined(spot.tokens, chain.end).filter(|token| token.is_mark(':'))?;
    let minutes = joined(spot.tokens, chain.end + 1).filter(|token| token.is_digits())?;
    let hour: u32 = chain.plain().filter(|hour| hour.len() <= 2)?.parse().ok()?;
    let is_time = colon.gap == Gap::None && hour <= 24 && minutes.key.len() == 2;
    is_time.then(|| (LeftOut::Time, joined_end(spot.tokens, spot.at)))
}

/// `240823-0001-7`, `0257384112`, `012345678901`: no quantity begins with a zero and has four digits, none is parted by two hyphens.
fn code(spot: Spot<'_>, chain: &Chain<'_>) -> Option<Label> {
    let end = || joined_end(spot.tokens, spot.at);
    let is_hyphen = |index: usize| joined(spot.tokens, index).is_some_and(|token| token.is_mark('-'));
    let is_digits = |index: usize| joined(spot.tokens, index).filter(|token| token.is_digits());
    if chain.first().starts_with('0') && chain.first().len() > 1 {
        if chain.digit_count() >= 9 {
            return Some((LeftOut::Telephone, end()));
        }
        if chain.plain().is_some_and(|digits| digits.len() > 3) {
            return Some((LeftOut::Code, end()));
        }
    }
    let second = is_digits(chain.end + 1).filter(|_| is_hyphen(chain.end))?;
    let is_padded = second.key.starts_with('0') && second.key.len() > 2;
    let has_third = is_hyphen(chain.end + 2) && is_digits(chain.end + 3).is_some();
    (is_padded || has_third).then(|| (LeftOut::Code, end()))
}

/// `24/7` and `24/24 giờ` say "always".
fn around_the_clock(spot: Spot<'_>, chain: &Chain<'_>) -> Option<Label> {
    let stroke = joined(spot.tokens, chain.end)?;
    let second = joined(spot.tokens, chain.end + 1)?;
    let hours = (chain.plain()?, second.key.as_str());
    let end = chain.end + 2;
    let next = spot.tokens.get(end);
    let is_hours = next.is_some_and(|next| matches!(next.key.as_str(), "giờ" | "h") || next.is_mark('/'));
    let is_always = match hours {
        ("24", "7") => !is_counted(spot.tokens, end),
        ("24", "24") => is_hours,
        _ => false,
    };
    (stroke.is_mark('/') && is_always).then_some((LeftOut::Name, end))
}
