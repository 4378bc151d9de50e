//! What the address of a page of figures asks for: the period, the side of the fraction, the page of a list, the form.
//!
//! `?ky=` takes `ngay`, `tuan`, `thang` (today, this week, this month) or a period as `motlan_measure` writes it:
//! `2026-11-21`, `2026-11`, `2026-Q4`, `2026`, `2026-11-01/2026-11-20`. An address that says something else names nothing.

use motlan_core::{Code, Failure};
use motlan_measure::{Day, Grain, Period, Side};
use serde::Deserialize;

use super::TABLE_ENDING;

/// The query as it stands in the address.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct RawQuery {
    #[serde(default)]
    ky: String,
    #[serde(default)]
    ve: String,
    #[serde(default)]
    trang: String,
    #[serde(default)]
    dang: String,
}

/// Which days are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Span {
    /// Today.
    Today,
    /// Monday to Sunday of this week.
    Week,
    /// This month.
    Month,
    /// These days, whatever today is.
    Exact(Period),
}

impl Span {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "ngay" => Some(Self::Today),
            "tuan" => Some(Self::Week),
            "thang" => Some(Self::Month),
            period => period.parse().ok().map(Self::Exact),
        }
    }

    /// The days, as seen from today.
    pub(super) fn on(self, today: Day) -> Period {
        match self {
            Self::Today => Period::day(today),
            Self::Week => week(today),
            Self::Month => Period::of(Grain::Month, today),
            Self::Exact(period) => period,
        }
    }
}

/// Monday to Sunday. Day 0, 1970-01-01, was a Thursday.
fn week(day: Day) -> Period {
    let monday = Day::from_number(day.number().saturating_sub((day.number() + 3) % 7));
    let sunday = Day::from_number(monday.number() + 6);
    Period::custom(monday, sunday).unwrap_or(Period::day(day))
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    /// The period; none where the address leaves it to the page.
    pub(super) span: Option<Span>,
    /// The side of the fraction whose entries are listed.
    pub(super) side: Side,
    /// The page of a list, from 1.
    pub(super) page: usize,
    /// Whether the same figures are wanted as a table of plain text.
    pub(super) is_table: bool,
}

impl Asked {
    /// Reads the query.
    ///
    /// Errors: `not_found` for words that mean nothing.
    pub(super) fn parse(raw: &RawQuery) -> Result<Self, Failure> {
        let known = || -> Option<Self> {
            Some(Self {
                span: match raw.ky.as_str() {
                    "" => None,
                    text => Some(Span::parse(text)?),
                },
                side: match raw.ve.as_str() {
                    "" | "tu" => Side::Numerator,
                    "mau" => Side::Denominator,
                    _ => return None,
                },
                page: match raw.trang.as_str() {
                    "" => 1,
                    text => text.parse().ok().filter(|page| *page > 0)?,
                },
                is_table: match raw.dang.as_str() {
                    "" => false,
                    "csv" => true,
                    _ => return None,
                },
            })
        };
        known().ok_or_else(|| Code::NotFound.into())
    }

    /// The last part of the path without the ending that asks for a table.
    pub(super) fn take_table_ending<'path>(&mut self, part: &'path str) -> &'path str {
        match part.strip_suffix(TABLE_ENDING) {
            Some(rest) => {
                self.is_table = true;
                rest
            }
            None => part,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(period: &str, side: &str, page: &str, form: &str) -> RawQuery {
        RawQuery {
            ky: period.to_owned(),
            ve: side.to_owned(),
            trang: page.to_owned(),
            dang: form.to_owned(),
        }
    }

    fn days(span: &str, today: &str) -> String {
        Span::parse(span).unwrap().on(today.parse().unwrap()).to_string()
    }

    #[test]
    fn a_span_is_seen_from_today() {
        // 21 November 2026 is a Saturday.
        assert_eq!(days("ngay", "2026-11-21"), "2026-11-21");
        assert_eq!(days("tuan", "2026-11-21"), "2026-11-16/2026-11-22");
        assert_eq!(days("tuan", "2026-11-16"), "2026-11-16/2026-11-22");
        assert_eq!(days("tuan", "2026-11-22"), "2026-11-16/2026-11-22");
        assert_eq!(days("thang", "2026-11-21"), "2026-11");
        assert_eq!(days("2026-Q3", "2026-11-21"), "2026-Q3");
    }

    #[test]
    fn nothing_said_is_the_counted_things_first_page() {
        let asked = Asked::parse(&RawQuery::default()).unwrap();
        assert_eq!(
            (asked.span, asked.side, asked.page, asked.is_table),
            (None, Side::Numerator, 1, false)
        );
    }

    #[test]
    fn words_that_mean_nothing_name_no_page() {
        for (period, side, page, form) in [
            ("nam", "", "", ""),
            ("2026-13", "", "", ""),
            ("", "giua", "", ""),
            ("", "", "0", ""),
            ("", "", "-1", ""),
            ("", "", "", "xlsx"),
        ] {
            let error = Asked::parse(&raw(period, side, page, form)).unwrap_err();
            assert_eq!(error.code, Code::NotFound, "{period} {side} {page} {form}");
        }
        let asked = Asked::parse(&raw("2026-11", "mau", "2", "csv")).unwrap();
        assert_eq!((asked.side, asked.page, asked.is_table), (Side::Denominator, 2, true));
    }

    #[test]
    fn an_address_may_end_as_a_table() {
        let mut asked = Asked::parse(&RawQuery::default()).unwrap();
        assert_eq!(asked.take_table_ending("dossiers.reuse_rate"), "dossiers.reuse_rate");
        assert!(!asked.is_table);
        assert_eq!(
            asked.take_table_ending("dossiers.reuse_rate.csv"),
            "dossiers.reuse_rate"
        );
        assert!(asked.is_table);
    }
}
