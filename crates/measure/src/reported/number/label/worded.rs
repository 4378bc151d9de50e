//! Labels told by the words before them: `Điều 12`, `Nghị định 61`, `mức 2`, `Đề án 06`, `điện thoại 024 …`.

use super::{Label, Spot, joined_end};
use crate::reported::noun::is_counted;
use crate::reported::number::LeftOut;
use crate::reported::number::chain::Chain;
use crate::reported::number::unit::unit_at;
use crate::reported::token::{Gap, Token};

/// The most digits of a telephone number.
const TELEPHONE_DIGITS_MAX: usize = 15;

pub(super) fn label(spot: Spot<'_>, chain: &Chain<'_>) -> Option<Label> {
    standard(spot, chain)
        .or_else(|| coded(spot, chain))
        .or_else(|| labelled(spot, chain))
        .or_else(|| goes_on(spot, chain))
}

/// `điện thoại: 024 3804 1234`.
pub(super) fn telephone(spot: Spot<'_>) -> Option<Label> {
    let is_sign = |token: &Token| [':', '(', '+', '.'].into_iter().any(|sign| token.is_mark(sign));
    let signs = (1..=3)
        .take_while(|back| spot.before(*back).is_some_and(is_sign))
        .count();
    let words = (spot.word_before(signs + 2), spot.word_before(signs + 1));
    let is_telephone = matches!(
        words,
        ("điện", "thoại") | ("dây", "nóng") | ("tổng", "đài") | (_, "đt" | "sđt" | "hotline" | "fax" | "tel" | "zalo")
    );
    if !is_telephone || is_counted(spot.tokens, spot.at + 1) {
        return None;
    }
    let mut digits = 0;
    let mut end = spot.at;
    for (index, token) in spot.tokens.iter().enumerate().skip(spot.at) {
        let is_sign = ['.', '-', ')', '('].into_iter().any(|sign| token.is_mark(sign));
        digits += token.key.len();
        if (index > spot.at && token.gap > Gap::Space)
            || digits > TELEPHONE_DIGITS_MAX
            || !(token.is_digits() || is_sign)
        {
            break;
        }
        if token.is_digits() {
            end = index + 1;
        }
    }
    (end > spot.at).then_some((LeftOut::Telephone, end))
}

/// `QCVN 109:2017`, `ISO 9001:2015`, `TCVN 6909-2001`.
fn standard(spot: Spot<'_>, chain: &Chain<'_>) -> Option<Label> {
    let is_standard = matches!(spot.word_before(1), "qcvn" | "tcvn" | "iso" | "iec" | "rfc" | "iso/iec");
    is_standard.then(|| (LeftOut::Document, joined_end(spot.tokens, chain.end - 1)))
}

/// `mã thủ tục 1.004.222`, `mã số 0101248141`, and what goes on such a list.
fn coded(spot: Spot<'_>, chain: &Chain<'_>) -> Option<Label> {
    let words = [1, 2, 3].map(|back| spot.word_before(back));
    let named = words.iter().position(|word| *word == "mã");
    let is_named = named.is_some_and(|at| words[..at].iter().all(|word| !word.is_empty()));
    let is_plural = is_counted(spot.tokens, chain.end) || unit_at(spot.tokens, chain.end).is_some();
    (is_named && !is_plural).then_some((LeftOut::Code, chain.end))
}

/// A plain number behind a word that takes labels.
fn labelled(spot: Spot<'_>, chain: &Chain<'_>) -> Option<Label> {
    if !is_bare(spot, chain) {
        return None;
    }
    // "Quyết định số 766", "Phụ lục số 2", and "Số: 12" in a letter's head.
    let colon = usize::from(spot.before(1).is_some_and(|token| token.is_mark(':')));
    let is_numbered = spot.word_before(1 + colon) == "số";
    let is_whole_word = is_numbered && spot.word_before(2 + colon) == "mã";
    let skipped = if is_numbered && !is_whole_word { 1 + colon } else { 0 };
    let opens = spot.before(skipped).is_some_and(|token| token.gap >= Gap::Line);
    let word = |back: usize| {
        if is_numbered && opens {
            ""
        } else {
            spot.word_before(back + skipped)
        }
    };
    let words = [word(3), word(2), word(1)];
    let reason = reason(words, is_numbered, is_counted(spot.tokens, chain.end))?;
    Some((reason, chain.end))
}

/// When a number behind a phrase is a label.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    /// Whatever follows.
    Always,
    /// Unless a counted noun follows.
    NotCounted,
    /// With `số` between, and no counted noun behind: `báo cáo 25 vụ` counts, `báo cáo số 25` does not.
    Numbered,
}

/// Phrases of one or two words, what a number behind each is, and when.
const PHRASES: &[(&str, LeftOut, When)] = &[
    ("điều", LeftOut::Article, When::Always),
    ("khoản", LeftOut::Article, When::Always),
    ("chương", LeftOut::Article, When::Always),
    ("phụ lục", LeftOut::Article, When::Always),
    ("mục", LeftOut::Article, When::NotCounted),
    ("tiết", LeftOut::Article, When::NotCounted),
    ("bảng", LeftOut::Article, When::NotCounted),
    ("biểu", LeftOut::Article, When::NotCounted),
    ("biểu đồ", LeftOut::Article, When::NotCounted),
    ("hình", LeftOut::Article, When::NotCounted),
    ("mẫu", LeftOut::Article, When::NotCounted),
    ("bước", LeftOut::Article, When::NotCounted),
    ("điểm", LeftOut::Article, When::NotCounted),
    ("phần", LeftOut::Article, When::NotCounted),
    ("nghị định", LeftOut::Document, When::Always),
    ("nghị quyết", LeftOut::Document, When::Always),
    ("thông tư", LeftOut::Document, When::Always),
    ("chỉ thị", LeftOut::Document, When::Always),
    ("công văn", LeftOut::Document, When::Always),
    ("công điện", LeftOut::Document, When::Always),
    ("luật", LeftOut::Document, When::Always),
    ("đề án", LeftOut::Document, When::Always),
    ("tờ trình", LeftOut::Document, When::Always),
    ("quyết định", LeftOut::Document, When::NotCounted),
    ("văn bản", LeftOut::Document, When::Numbered),
    ("kế hoạch", LeftOut::Document, When::Numbered),
    ("báo cáo", LeftOut::Document, When::Numbered),
    ("thông báo", LeftOut::Document, When::Numbered),
    ("hướng dẫn", LeftOut::Document, When::Numbered),
    ("chương trình", LeftOut::Document, When::Numbered),
    ("mức", LeftOut::Name, When::NotCounted),
    ("mức độ", LeftOut::Name, When::NotCounted),
    ("cấp độ", LeftOut::Name, When::NotCounted),
    ("giai đoạn", LeftOut::Name, When::NotCounted),
    ("phiên bản", LeftOut::Name, When::NotCounted),
    ("thế hệ", LeftOut::Name, When::NotCounted),
    ("phòng", LeftOut::Name, When::NotCounted),
    ("tầng", LeftOut::Name, When::NotCounted),
    ("khu phố", LeftOut::Name, When::NotCounted),
    ("công nghiệp", LeftOut::Name, When::NotCounted),
    ("tổ công tác", LeftOut::Name, When::NotCounted),
    ("quốc lộ", LeftOut::Name, When::NotCounted),
    ("tỉnh lộ", LeftOut::Name, When::NotCounted),
    ("kỳ họp", LeftOut::Name, When::NotCounted),
    ("đợt", LeftOut::Name, When::NotCounted),
    ("khóa", LeftOut::Name, When::NotCounted),
    ("lần", LeftOut::Name, When::NotCounted),
    ("kỳ", LeftOut::Name, When::NotCounted),
    ("phường", LeftOut::Name, When::NotCounted),
    ("quận", LeftOut::Name, When::NotCounted),
    ("nhóm", LeftOut::Name, When::NotCounted),
    ("loại", LeftOut::Name, When::NotCounted),
    ("hạng", LeftOut::Name, When::NotCounted),
    ("tuyến", LeftOut::Name, When::NotCounted),
    ("vòng", LeftOut::Name, When::NotCounted),
    ("thôn", LeftOut::Name, When::NotCounted),
    ("ấp", LeftOut::Name, When::NotCounted),
    ("windows", LeftOut::Name, When::NotCounted),
    ("web", LeftOut::Name, When::NotCounted),
    ("thứ", LeftOut::Name, When::NotCounted),
    ("mã", LeftOut::Code, When::NotCounted),
    ("mã số", LeftOut::Code, When::NotCounted),
    ("định danh", LeftOut::Code, When::Numbered),
    ("cccd", LeftOut::Code, When::NotCounted),
    ("cmnd", LeftOut::Code, When::NotCounted),
    ("id", LeftOut::Code, When::NotCounted),
];

/// Longer phrases whose last word takes no label: `thành phần`, `tổng điểm`, `xếp thứ`, `gấp lần`.
const EXCEPTIONS: &[&str] = &[
    "thành phần",
    "một phần",
    "toàn phần",
    "góp phần",
    "cổ phần",
    "phần điểm",
    "số điểm",
    "tổng điểm",
    "được điểm",
    "đạt điểm",
    "bình điểm",
    "đại biểu",
    "gấp lần",
    "xếp thứ",
    "đứng thứ",
    "trí thứ",
    "hạng thứ",
    "xếp hạng",
    "danh mục",
    "chuyên mục",
    "hạng mục",
    "mô hình",
    "truyền hình",
    "tình hình",
    "cùng kỳ",
    "cao điểm",
    "thời điểm",
    "địa điểm",
    "định mức",
    "chi tiết",
    "khoảng mức",
];

/// Why a number behind these words is a label. `is_numbered`: `số` stands between.
fn reason(words: [&str; 3], is_numbered: bool, is_counted: bool) -> Option<LeftOut> {
    let [third, second, first] = words;
    let two = format!("{second} {first}");
    if EXCEPTIONS.contains(&two.as_str()) {
        return None;
    }
    let three = format!("{third} {two}");
    let is_met = |when: &When| match when {
        When::Always => true,
        When::NotCounted => !is_counted,
        When::Numbered => is_numbered && !is_counted,
    };
    // The longest phrase speaks: "mã số" before "số".
    let named = [three.as_str(), two.as_str(), first].into_iter().find_map(|phrase| {
        let (_, reason, when) = PHRASES.iter().find(|(known, ..)| *known == phrase)?;
        is_met(when).then_some(*reason)
    });
    // "Số 12" opens a letter's head.
    let is_head = is_numbered && first.is_empty() && !is_counted;
    named.or(is_head.then_some(LeftOut::Document))
}

/// `Điều 3, 4 và 5`, `tổng đài 156, 1022`: what goes on a list of labels is one.
fn goes_on(spot: Spot<'_>, chain: &Chain<'_>) -> Option<Label> {
    if !is_whole(spot, chain) || is_counted(spot.tokens, chain.end) {
        return None;
    }
    let joins = |token: &Token| token.is_mark(',') || matches!(token.key.as_str(), "và" | "hoặc") || token.is_mark('-');
    // A list has few labels; the window keeps the time linear.
    let mut at = spot.at;
    for _ in 0..8 {
        let join = at.checked_sub(1).filter(|join| joins(&spot.tokens[*join]))?;
        let start = chain_start(spot.tokens, join)?;
        let first = Spot {
            tokens: spot.tokens,
            at: start,
        };
        let first_chain = Chain::at(spot.tokens, start);
        if first_chain.end != join || first_chain.run_count() != chain.run_count() {
            return None;
        }
        let label = telephone(first)
            .or_else(|| coded(first, &first_chain))
            .or_else(|| labelled(first, &first_chain));
        if let Some((reason, _)) = label {
            return Some((reason, chain.end));
        }
        at = start;
    }
    None
}

/// Where the digits begin that end before this token: at most four runs joined by dots.
fn chain_start(tokens: &[Token], end: usize) -> Option<usize> {
    let mut start = end.checked_sub(1).filter(|last| tokens[*last].is_digits())?;
    for _ in 0..3 {
        let is_joined = tokens[start].gap == Gap::None && start >= 2 && tokens[start - 1].is_mark('.');
        if !is_joined || tokens[start - 1].gap != Gap::None || !tokens[start - 2].is_digits() {
            break;
        }
        start -= 2;
    }
    Some(start)
}

/// Whether the digits are no decimal, no percentage and no part of a fraction.
fn is_whole(spot: Spot<'_>, chain: &Chain<'_>) -> bool {
    let next = spot.tokens.get(chain.end);
    let is_amount = next.is_some_and(|next| next.gap <= Gap::Space && (next.is_mark('%') || next.is_mark('/')));
    !is_amount && chain.has_no_comma() && unit_at(spot.tokens, chain.end).is_none()
}

/// Whether nothing behind the number makes it a quantity: percent, unit word, stroke, decimals but for a version's.
fn is_bare(spot: Spot<'_>, chain: &Chain<'_>) -> bool {
    let is_version = chain.is_section()
        && chain.run_count() <= 3
        && matches!(spot.word_before(1), "bản" | "nghiệp" | "web" | "mục" | "phần");
    let is_whole = chain.plain().is_some_and(|digits| digits.len() <= 5) || is_version;
    let next = spot.tokens.get(chain.end);
    let is_amount = next.is_some_and(|next| next.gap <= Gap::Space && (next.is_mark('%') || next.is_mark('/')));
    is_whole && !is_amount && unit_at(spot.tokens, chain.end).is_none()
}
