//! The reader's language, and how it writes numbers and dates. Pure.
//!
//! `?lang=vi|en` wins, else `Accept-Language` (RFC 9110 section 12.5.4), else Vietnamese. A language chosen in the
//! address stays with the reader: the page's own links carry it on. No cookie.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use motlan_core::{Name, Timestamp};

/// A language of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Tiếng Việt.
    Vietnamese,
    /// English.
    English,
}

impl Language {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Vietnamese, Self::English];

    /// Its BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Vietnamese => "vi",
            Self::English => "en",
        }
    }

    /// The text of a name in this language.
    pub fn name(self, name: &Name) -> &str {
        match self {
            Self::Vietnamese => &name.vi,
            Self::English => &name.en,
        }
    }

    /// The one that a reader can switch to.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Vietnamese => Self::English,
            Self::English => Self::Vietnamese,
        }
    }

    fn find(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// A count with its thousands apart: `40.128.773` in Vietnamese, `40,128,773` in English.
    pub fn number(self, number: u64) -> String {
        let separator = match self {
            Self::Vietnamese => '.',
            Self::English => ',',
        };
        let digits = number.to_string();
        let mut text = String::with_capacity(digits.len() * 4 / 3);
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                text.push(separator);
            }
            text.push(digit);
        }
        text
    }

    /// A value with so many decimals and its whole part grouped: `31,4` in Vietnamese, `31.4` in English.
    pub fn decimal(self, value: f64, decimals: usize) -> String {
        let point = match self {
            Self::Vietnamese => ',',
            Self::English => '.',
        };
        let text = format!("{:.decimals$}", value.abs());
        let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
        let mut written = match whole.parse() {
            Ok(whole) => self.number(whole),
            Err(_) => whole.to_owned(),
        };
        // What rounds to zero has no sign.
        if value < 0.0 && text.contains(|digit: char| digit.is_ascii_digit() && digit != '0') {
            written.insert(0, '\u{2212}');
        }
        if !rest.is_empty() {
            written.push(point);
            written.push_str(rest);
        }
        written
    }

    /// A share in percent, as in `31,4 %`; the space does not break.
    pub fn percent(self, share: f64, decimals: usize) -> String {
        format!("{}\u{a0}%", self.decimal(share * 100.0, decimals))
    }
}

/// What a reader reads, and whether the address says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The language of the page.
    pub language: Language,
    /// Whether the address chose it; the page's own links then choose it too.
    pub is_explicit: bool,
}

impl Choice {
    /// Reads the query of the address and the header.
    pub fn of(query: Option<&str>, accept_language: Option<&str>) -> Self {
        let chosen = query
            .into_iter()
            .flat_map(|query| query.split('&'))
            .find_map(|pair| pair.strip_prefix("lang="))
            .and_then(Language::find);
        let language = chosen
            .or_else(|| accepted(accept_language?))
            .unwrap_or(Language::Vietnamese);
        Self {
            language,
            is_explicit: chosen.is_some(),
        }
    }

    /// The address of one of this node's pages in the chosen language; it may have a query and a fragment already.
    pub fn link(self, path: &str) -> String {
        if !self.is_explicit {
            return path.to_owned();
        }
        let (address, fragment) = path.split_at(path.find('#').unwrap_or(path.len()));
        let mark = if address.contains('?') { '&' } else { '?' };
        format!("{address}{mark}lang={}{fragment}", self.language.tag())
    }
}

impl<S: Sync> FromRequestParts<S> for Choice {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let header = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Ok(Self::of(parts.uri.query(), header))
    }
}

/// The language with the highest quality; of equals the first.
fn accepted(header: &str) -> Option<Language> {
    let mut best: Option<(Language, u32)> = None;
    for range in header.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let Some(language) = parts.next().and_then(Language::find) else {
            continue;
        };
        let quality = parts.find_map(|part| part.strip_prefix("q=")).map_or(1000, thousandths);
        if quality > best.map_or(0, |(_, best)| best) {
            best = Some((language, quality));
        }
    }
    best.map(|(language, _)| language)
}

/// A quality of up to three decimals as a whole number of thousandths; what is none counts as 0.
fn thousandths(quality: &str) -> u32 {
    let (whole, decimals) = quality.split_once('.').unwrap_or((quality, ""));
    let decimals: String = decimals.chars().chain("000".chars()).take(3).collect();
    match (whole.parse::<u32>(), decimals.parse::<u32>()) {
        (Ok(whole), Ok(decimals)) => (whole.min(1) * 1000 + decimals).min(1000),
        _ => 0,
    }
}

/// `yyyy-MM-dd` as `dd/MM/yyyy`; any other text as it is.
pub fn date(day: &str) -> String {
    match day.split('-').collect::<Vec<_>>()[..] {
        [year, month, day] => format!("{day}/{month}/{year}"),
        _ => day.to_owned(),
    }
}

/// The time of day in Vietnam, as in `14:05:09`.
pub fn time_of_day(at: Timestamp) -> String {
    let time = at.local().time();
    format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_as_each_language_does() {
        assert_eq!(Language::Vietnamese.number(40_128_773), "40.128.773");
        assert_eq!(Language::English.number(40_128_773), "40,128,773");
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1.000"), (100_000, "100.000")] {
            assert_eq!(Language::Vietnamese.number(number), text);
        }
    }

    #[test]
    fn decimals_and_percent_are_written_as_each_language_does() {
        assert_eq!(Language::Vietnamese.decimal(12_345.678, 2), "12.345,68");
        assert_eq!(Language::English.decimal(12_345.678, 2), "12,345.68");
        assert_eq!(Language::Vietnamese.decimal(-0.04, 1), "0,0");
        assert_eq!(Language::Vietnamese.decimal(-0.06, 1), "\u{2212}0,1");
        assert_eq!(Language::Vietnamese.percent(0.314, 1), "31,4\u{a0}%");
        assert_eq!(Language::English.percent(1.0, 0), "100\u{a0}%");
    }

    #[test]
    fn the_address_wins_then_the_header_then_vietnamese() {
        let choice = |query, header| {
            let Choice { language, is_explicit } = Choice::of(query, header);
            (language.tag(), is_explicit)
        };
        assert_eq!(choice(None, None), ("vi", false));
        assert_eq!(choice(Some("lang=en"), Some("vi")), ("en", true));
        assert_eq!(choice(Some("a=1&lang=vi"), Some("en")), ("vi", true));
        assert_eq!(choice(Some("lang=fr"), Some("en-GB,en;q=0.9")), ("en", false));
        assert_eq!(choice(None, Some("fr, EN;q=0.4, vi-VN;q=0.45")), ("vi", false));
        assert_eq!(choice(None, Some("en;q=0, fr")), ("vi", false));
        assert_eq!(choice(None, Some("en;q=x;;=,,")), ("vi", false));
    }

    #[test]
    fn links_carry_on_what_the_address_chose() {
        assert_eq!(
            Choice::of(Some("lang=en"), None).link("/trang-thai"),
            "/trang-thai?lang=en"
        );
        assert_eq!(Choice::of(None, Some("en")).link("/trang-thai"), "/trang-thai");
        let english = Choice::of(Some("lang=en"), None);
        assert_eq!(english.link("/thu-tuc?q=xe"), "/thu-tuc?q=xe&lang=en");
        assert_eq!(english.link("/gioi-thieu#citizen"), "/gioi-thieu?lang=en#citizen");
    }

    #[test]
    fn days_and_times_are_those_of_vietnam() {
        let before_midnight = Timestamp::from_seconds(1_795_193_999);
        assert_eq!(date(&before_midnight.hour().day().to_string()), "20/11/2026");
        assert_eq!(time_of_day(before_midnight), "23:59:59");
        assert_eq!(time_of_day(before_midnight.plus_seconds(1)), "00:00:00");
        assert_eq!(date("hour 4294967295"), "hour 4294967295");
    }
}
