//! What each moment of a text is for.

use std::ops::Range;

use motlan_core::Day;

use crate::reported::calendar::Moment;
use crate::reported::number::{LeftOut, Reading, Span};
use crate::reported::text::page::Page;

/// A moment that may be a figure's period, with its days.
#[derive(Clone, Debug)]
pub(in crate::reported::text) struct Timed {
    /// Its tokens; those of both for two moments.
    pub(in crate::reported::text) tokens: Range<usize>,
    /// The first day; `None` for a level's date.
    pub(in crate::reported::text) first: Option<Day>,
    pub(in crate::reported::text) last: Day,
    /// It is two moments: `từ … đến …`.
    pub(super) is_range: bool,
    /// A year or month was filled in from elsewhere.
    pub(super) is_completed: bool,
    /// What using it costs more, in tenths of a word.
    pub(super) cost: u32,
    pub(in crate::reported::text) role: Role,
}

/// What a moment is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::reported::text) enum Role {
    /// A figure's period or date.
    Period,
    /// What a change is compared with.
    Base,
    /// The date of a law, a letter or a signature, or the year in a name.
    Other,
}

impl Timed {
    /// Whether a figure may be of it.
    pub(super) fn is_period(&self) -> bool {
        self.role == Role::Period
    }
}

/// The page's moments that have days, in order.
pub(in crate::reported::text) fn timed(page: &Page<'_>) -> Vec<Timed> {
    let moments: Vec<(Moment, &Span)> = page.spans.iter().filter_map(moment).collect();
    let years = completed_years(page, &moments);
    let mut timed = Vec::new();
    let mut at = 0;
    while at < moments.len() {
        let pair = moments.get(at + 1).filter(|second| joins(page, &moments[at], second));
        let found = match pair {
            Some(second) => range(page, &moments[at], second, years[at + 1]),
            None => single(page, &moments[at], years[at]),
        };
        timed.extend(found);
        at += 1 + usize::from(pair.is_some());
    }
    timed
}

fn moment(span: &Span) -> Option<(Moment, &Span)> {
    match span.found.reading {
        Reading::Moment(moment) => Some((moment, span)),
        _ => None,
    }
}

/// For each moment without a year: that of the next one in its sentence, else of the last one before. The year that a change
/// is compared with is not the year of what changed.
fn completed_years(page: &Page<'_>, moments: &[(Moment, &Span)]) -> Vec<Option<i16>> {
    let mut years: Vec<Option<i16>> = Vec::with_capacity(moments.len());
    let mut last = None;
    for (at, (moment, span)) in moments.iter().enumerate() {
        let sentence = page.sentence_of(span.tokens.start);
        let next = moments[at..]
            .iter()
            .take(3)
            .filter(|(_, next)| page.sentence_of(next.tokens.start) == sentence && !is_base(page, next));
        let ahead = next.into_iter().find_map(|(next, _)| next.year());
        let is_elsewhere = is_base(page, span) || matches!(moment, Moment::Years { .. }) && is_in_name(page, span);
        years.push(moment.year().or(ahead).or(last));
        if !is_elsewhere {
            last = moment.year().or(last);
        }
    }
    // A head without a year before its first moments takes the first year of the text.
    let first = moments.iter().find_map(|(moment, _)| moment.year());
    years.into_iter().map(|year| year.or(first)).collect()
}

/// `từ … đến …`, `01/01/2024 - 20/01/2024`.
fn joins(page: &Page<'_>, first: &(Moment, &Span), second: &(Moment, &Span)) -> bool {
    let between = first.1.tokens.end..second.1.tokens.start;
    let is_word = |index: usize| matches!(page.key(index), "đến" | "hết" | "tới") || page.tokens[index].is_mark('-');
    let is_filled = |index: usize| is_word(index) || matches!(page.key(index), "ngày" | "cuối");
    let begins = (1..=3).any(|back| {
        first
            .1
            .tokens
            .start
            .checked_sub(back)
            .is_some_and(|index| page.key(index) == "từ")
    });
    let is_dash = between.len() == 1 && page.tokens[between.start].is_mark('-');
    !between.is_empty()
        && between.len() <= 3
        && between.clone().any(is_word)
        && between.clone().all(is_filled)
        && (begins || is_dash)
}

fn range(page: &Page<'_>, first: &(Moment, &Span), second: &(Moment, &Span), year: Option<i16>) -> Option<Timed> {
    let month = match second.0 {
        Moment::Day { month, .. } => month,
        _ => None,
    };
    let (_, last) = second.0.bounds(year, None)?;
    let begin = first.0.bounds(first.0.year().or(year), month)?.0;
    let tokens = first.1.tokens.start..second.1.tokens.end;
    let is_whole = begin <= last;
    is_whole.then(|| Timed {
        role: role(page, first.1),
        tokens,
        first: Some(begin),
        last,
        is_range: true,
        is_completed: second.0.year().is_none(),
        cost: 0,
    })
}

fn single(page: &Page<'_>, (moment, span): &(Moment, &Span), year: Option<i16>) -> Option<Timed> {
    let (first, last) = moment.bounds(year, None)?;
    let is_day = matches!(moment, Moment::Day { .. });
    let up_to = up_to(page, span);
    let since_new_year = up_to && is_since_new_year(page, span);
    let new_year = Day::new(i16::try_from(year_of(last)).ok()?, 1, 1).ok();
    let begin = match (since_new_year, up_to || is_day) {
        (true, _) => new_year,
        (_, true) => None,
        _ => Some(first),
    };
    Some(Timed {
        tokens: span.tokens.clone(),
        first: begin,
        last,
        is_range: false,
        is_completed: moment.year().is_none(),
        cost: 0,
        role: role(page, span),
    })
}

fn year_of(day: Day) -> i32 {
    day.to_string().get(..4).and_then(|year| year.parse().ok()).unwrap_or(0)
}

/// `tính đến ngày`, `đến hết tháng`, `đến cuối năm`: a level's date.
fn up_to(page: &Page<'_>, span: &Span) -> bool {
    let before = |back: usize| span.tokens.start.checked_sub(back).map_or("", |index| page.key(index));
    (1..=3)
        .any(|back| matches!(before(back), "đến" | "tới" | "hết") && (1..back).all(|near| is_time_word(before(near))))
}

fn is_time_word(word: &str) -> bool {
    matches!(
        word,
        "ngày" | "hết" | "cuối" | "nay" | "thời" | "điểm" | "tháng" | "thời điểm" | "đến" | "quý" | ""
    )
}

/// `từ đầu năm đến ngày …`.
fn is_since_new_year(page: &Page<'_>, span: &Span) -> bool {
    let back = span.tokens.start.saturating_sub(8)..span.tokens.start;
    back.into_iter().any(|index| page.has_words(index, &["đầu", "năm"]))
}

fn role(page: &Page<'_>, span: &Span) -> Role {
    if is_base(page, span) {
        Role::Base
    } else if is_of_document(page, span) || is_in_name(page, span) || is_signed(page, span) || is_posted(page, span) {
        Role::Other
    } else {
        Role::Period
    }
}

/// `so với 12/2023`, `cùng kỳ năm 2021`.
fn is_base(page: &Page<'_>, span: &Span) -> bool {
    let start = span.tokens.start;
    let back = start.saturating_sub(8)..start;
    let is_parted = |index: usize| {
        page.tokens[index + 1..start]
            .iter()
            .any(|token| token.is_mark(',') || token.is_mark(')') || token.is_mark(';'))
    };
    let compares = back
        .clone()
        .any(|index| page.has_words(index, &["so", "với"]) && !is_parted(index));
    let same = back
        .clone()
        .any(|index| page.has_words(index, &["cùng", "kỳ"]) && start - index <= 4 && !is_parted(index));
    compares || same
}

/// `Quyết định số … ngày 06/01/2022`, `ngày 06/01/2022 của Thủ tướng`.
fn is_of_document(page: &Page<'_>, span: &Span) -> bool {
    let at = page
        .spans
        .partition_point(|known| known.tokens.start < span.tokens.start);
    let before = at.checked_sub(1).map(|before| &page.spans[before]);
    let is_near = before.is_some_and(|before| {
        let is_document = matches!(before.found.reading, Reading::LeftOut(LeftOut::Document, _));
        is_document && span.tokens.start - before.tokens.end <= 1
    });
    let behind = span.tokens.end;
    let names_author = page.key(behind) == "của"
        && ["thủ", "chính", "bộ", "ủy", "ubnd", "ban", "quốc", "hội", "tỉnh"].contains(&page.key(behind + 1));
    let is_day = matches!(span.found.reading, Reading::Moment(Moment::Day { .. }));
    is_day && (is_near || names_author)
}

/// `kế hoạch chuyển đổi số năm 2023`, `giai đoạn 2021-2025`, `tầm nhìn đến năm 2030`.
fn is_in_name(page: &Page<'_>, span: &Span) -> bool {
    let is_years = matches!(span.found.reading, Reading::Moment(Moment::Years { .. }));
    let start = span.tokens.start;
    let back = (start.saturating_sub(7)..start).rev();
    let mut words = back.take_while(|index| page.tokens[*index].is_word());
    let names = words.any(|index| {
        page.has_words(index, &["kế", "hoạch"])
            || page.has_words(index, &["chương", "trình"])
            || page.has_words(index, &["chiến", "lược"])
            || page.has_words(index, &["giai", "đoạn"])
            || page.has_words(index, &["tầm", "nhìn"])
            || page.has_words(index, &["đề", "án"])
    });
    is_years && names
}

/// `Hà Nội, ngày 15 tháng 7 năm 2024` on a line of its own.
fn is_signed(page: &Page<'_>, span: &Span) -> bool {
    let is_day = matches!(span.found.reading, Reading::Moment(Moment::Day { .. }));
    let sentence = &page.sentences[page.sentence_of(span.tokens.start)];
    let follows_place = span
        .tokens
        .start
        .checked_sub(1)
        .is_some_and(|index| page.tokens[index].is_mark(','));
    let closes = span.tokens.end + 1 >= sentence.tokens.end;
    is_day && follows_place && closes && sentence.tokens.len() <= span.tokens.len() + 8
}

/// `đăng lúc … ngày`, `cập nhật ngày`: when a page was put out.
fn is_posted(page: &Page<'_>, span: &Span) -> bool {
    let sentence = page.sentences[page.sentence_of(span.tokens.start)].tokens.start;
    let mut back = sentence.max(span.tokens.start.saturating_sub(8))..span.tokens.start;
    let phrases: [&[&str]; 4] = [&["đăng", "lúc"], &["cập", "nhật"], &["ngày", "đăng"], &["đăng", "ngày"]];
    back.any(|index| phrases.iter().any(|phrase| page.has_words(index, phrase)))
}
