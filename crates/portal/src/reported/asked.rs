//! What the address of the list asks for: which figures, the page of the list, the form.
//!
//! `?nguon=` takes a document's label, `?chi-so=` an indicator's code, `?ket-luan=` a verdict's word as in tables, `?trang=` a
//! page from 1, `?dang=` `csv` or `xlsx`. An address that says something else names nothing.

use motlan_core::{Code, Failure};
use motlan_measure::reported::Verdict;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use super::PATH;

/// The query as it stands in the address.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct RawQuery {
    #[serde(default)]
    nguon: String,
    #[serde(default, rename = "chi-so")]
    indicator: String,
    #[serde(default, rename = "ket-luan")]
    verdict: String,
    #[serde(default)]
    trang: String,
    #[serde(default)]
    dang: String,
}

/// A table of plain text or one for a spreadsheet program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    /// RFC 4180.
    Csv,
    /// ISO/IEC 29500.
    Xlsx,
}

impl FileKind {
    const ALL: [(Self, &'static str); 2] = [(Self::Csv, "csv"), (Self::Xlsx, "xlsx")];

    /// The kind with this word.
    pub(super) fn find(word: &str) -> Option<Self> {
        let found = Self::ALL.into_iter().find(|(_, known)| *known == word);
        found.map(|(kind, _)| kind)
    }

    /// Its word, which is the file's ending too.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }
}

/// A page or a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Page,
    File(FileKind),
}

impl Form {
    /// What the ending of an address asks for, and the address without it.
    pub(super) fn of_ending(name: &str) -> (&str, Self) {
        let ending = name.rsplit_once('.');
        let file = ending.and_then(|(rest, word)| Some((rest, FileKind::find(word)?)));
        file.map_or((name, Self::Page), |(rest, kind)| (rest, Self::File(kind)))
    }
}

/// Which figures are chosen; what is none is not chosen by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    /// The label of their document.
    pub(super) source: Option<String>,
    /// Their indicator.
    pub(super) indicator: Option<String>,
    /// Their verdict.
    pub(super) verdict: Option<Verdict>,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) filter: Filter,
    /// The page of the list, from 1.
    pub(super) page: usize,
    pub(super) form: Form,
}

impl Asked {
    /// Reads the query.
    ///
    /// Errors: `not_found` for words that mean nothing.
    pub(super) fn parse(raw: &RawQuery) -> Result<Self, Failure> {
        let known = || -> Option<Self> {
            Some(Self {
                filter: Filter {
                    source: filled(&raw.nguon),
                    indicator: filled(&raw.indicator),
                    verdict: match raw.verdict.as_str() {
                        "" => None,
                        word => Some(verdict_of(word)?),
                    },
                },
                page: match raw.trang.as_str() {
                    "" => 1,
                    text => text.parse().ok().filter(|page| *page > 0)?,
                },
                form: match raw.dang.as_str() {
                    "" => Form::Page,
                    word => Form::File(FileKind::find(word)?),
                },
            })
        };
        known().ok_or_else(|| Code::NotFound.into())
    }
}

impl Filter {
    /// The address of the list under this choice.
    pub(super) fn address(&self) -> String {
        let parameters = self.parameters();
        let pairs = parameters
            .iter()
            .map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)));
        with_query(PATH, &pairs.collect::<Vec<_>>().join("&"))
    }

    /// The parameters of this choice.
    pub(super) fn parameters(&self) -> Vec<(&'static str, String)> {
        let verdict = self.verdict.map(|verdict| verdict_word(verdict).to_owned());
        let all = [
            ("nguon", self.source.clone()),
            ("chi-so", self.indicator.clone()),
            ("ket-luan", verdict),
        ];
        all.into_iter()
            .filter_map(|(name, value)| Some((name, value?)))
            .collect()
    }
}

/// An address with what is added to its query.
pub(super) fn with_query(address: &str, added: &str) -> String {
    let mark = if address.contains('?') { '&' } else { '?' };
    if added.is_empty() {
        address.to_owned()
    } else {
        format!("{address}{mark}{added}")
    }
}

fn filled(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn verdict_of(word: &str) -> Option<Verdict> {
    let found = Verdict::ALL.into_iter().find(|(_, known)| *known == word);
    found.map(|(verdict, _)| verdict)
}

/// A verdict's word in tables and addresses.
pub(super) fn verdict_word(verdict: Verdict) -> &'static str {
    let found = Verdict::ALL.into_iter().find(|(known, _)| *known == verdict);
    found.map_or("", |(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(verdict: &str, page: &str, form: &str) -> RawQuery {
        RawQuery {
            verdict: verdict.to_owned(),
            trang: page.to_owned(),
            dang: form.to_owned(),
            ..RawQuery::default()
        }
    }

    #[test]
    fn an_address_says_what_was_chosen_and_is_read_back() {
        let filter = Filter {
            source: Some("A1".to_owned()),
            indicator: Some("a.b_c".to_owned()),
            verdict: Some(Verdict::Ambiguous),
        };
        let address = filter.address();
        assert_eq!(address, "/doi-chieu?nguon=A1&chi-so=a%2Eb%5Fc&ket-luan=ambiguous");
        assert_eq!(Filter::default().address(), PATH);
        assert_eq!(with_query(&address, "trang=2"), format!("{address}&trang=2"));
        let asked = Asked::parse(&RawQuery {
            nguon: "A1".to_owned(),
            indicator: "a.b_c".to_owned(),
            ..raw("ambiguous", "", "")
        });
        assert_eq!(asked.unwrap().filter, filter);
    }

    #[test]
    fn words_that_mean_nothing_name_no_page() {
        for (verdict, page, form) in [("wrong", "", ""), ("", "0", ""), ("", "-1", ""), ("", "", "pdf")] {
            let error = Asked::parse(&raw(verdict, page, form)).unwrap_err();
            assert_eq!(error.code, Code::NotFound, "{verdict} {page} {form}");
        }
        let asked = Asked::parse(&raw("", "", "")).unwrap();
        assert_eq!((asked.page, asked.form), (1, Form::Page));
    }

    #[test]
    fn an_address_may_end_as_a_file() {
        assert_eq!(Form::of_ending("X1"), ("X1", Form::Page));
        assert_eq!(Form::of_ending("X1.csv"), ("X1", Form::File(FileKind::Csv)));
        assert_eq!(Form::of_ending("X.1.xlsx"), ("X.1", Form::File(FileKind::Xlsx)));
        assert_eq!(Form::of_ending("X.1"), ("X.1", Form::Page));
    }
}
