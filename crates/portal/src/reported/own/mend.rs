//! From the fields of a proposal to a figure: what a person typed is read the way it was shown.

use motlan_core::vietnam::text::fold_key;
use motlan_measure::reported::number::numbers;
use motlan_measure::reported::{Amount, Change, Figure, FigureId, SourceCode};
use motlan_measure::{Day, IndicatorCode, Pack};

use super::super::place;
use super::super::writer::Writer;
use super::draft::Draft;
use super::typed::{Part, Typed};

/// The document of figures that somebody pasted.
const SOURCE: &str = "văn bản";

/// How the code of an indicator begins that the catalogue does not have.
const OTHER: &str = "khac";

/// Letters of such a code after its beginning; a code has at most 80.
const OTHER_LETTERS_MAX: usize = 60;

/// A field that cannot be read, and the key of the words that say why.
pub(super) type Wrong = (Part, &'static str);

/// The figure that a person confirmed.
///
/// Errors: every field that cannot be read.
pub(super) fn figure(typed: &Typed, draft: &Draft, writer: Writer) -> Result<Figure, Vec<Wrong>> {
    let mut wrong = Vec::new();
    let mut amount = |part| keep(amount(typed.get(part)), part, "own-wrong-number", &mut wrong);
    let (numerator, denominator, value) = (amount(Part::Numerator), amount(Part::Denominator), amount(Part::Value));
    let by = amount(Part::Change);
    let mut day = |part| keep(day(typed.get(part)), part, "own-wrong-day", &mut wrong);
    let (first, last) = (day(Part::First), day(Part::Last));
    if first.zip(last).is_some_and(|(first, last)| last < first) {
        wrong.push((Part::Last, "own-wrong-order"));
    }
    let kind = typed.get(Part::Kind).parse().unwrap_or(draft.kind);
    let hedge = typed.get(Part::Hedge).parse().unwrap_or(draft.hedge);
    let unit = unit(typed.get(Part::Unit), &draft.unit, writer);
    let indicator = indicator(typed.get(Part::Indicator), draft, writer);
    let is_typed = |part| !typed.get(part).is_empty();
    if !is_typed(Part::Numerator) && !is_typed(Part::Value) {
        wrong.push((Part::Value, "own-wrong-nothing"));
    }
    let Some(indicator) = indicator.filter(|_| wrong.is_empty()) else {
        return Err(if wrong.is_empty() {
            vec![(Part::Indicator, "own-wrong-indicator")]
        } else {
            wrong
        });
    };
    let change = by.map(|by| Change {
        by,
        unit: match typed.get(Part::ChangeUnit) {
            "" => unit.clone(),
            unit => unit.to_owned(),
        },
        hedge: typed.get(Part::ChangeHedge).parse().unwrap_or_default(),
    });
    Ok(Figure {
        id: FigureId(format!("P{}", draft.number)),
        source: SourceCode(SOURCE.to_owned()),
        indicator,
        scope: scope(typed.get(Part::Scope), &draft.scope, writer),
        period_start: first,
        period_end: last,
        period_label: typed.get(Part::Label).to_owned(),
        kind,
        numerator,
        denominator,
        value,
        unit,
        change,
        printed: typed.get(Part::Printed).to_owned(),
        hedge,
    })
}

fn keep<T>(read: Result<Option<T>, ()>, part: Part, key: &'static str, wrong: &mut Vec<Wrong>) -> Option<T> {
    read.unwrap_or_else(|()| {
        wrong.push((part, key));
        None
    })
}

/// One number as reports write it, with a sign and a percent sign if it has one; an empty field is none.
fn amount(text: &str) -> Result<Option<Amount>, ()> {
    let bare = text.strip_suffix('%').unwrap_or(text).trim_end();
    if bare.is_empty() {
        return if text.is_empty() { Ok(None) } else { Err(()) };
    }
    let positive = bare.strip_prefix(['-', '\u{2212}']);
    let digits = positive.unwrap_or(bare).trim_start();
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    let value = if is_plain {
        digits.parse().map_err(|_| ())?
    } else {
        only_number(digits).ok_or(())?
    };
    Ok(Some(if positive.is_some() { -value } else { value }))
}

/// The number that the whole text is.
fn only_number(text: &str) -> Option<Amount> {
    let found = numbers(text);
    let [number] = &found[..] else { return None };
    (number.place == (0..text.len())).then_some(number.value)
}

/// A day as `30/06/2024` or `2024-06-30`; an empty field is none.
fn day(text: &str) -> Result<Option<Day>, ()> {
    if text.is_empty() {
        return Ok(None);
    }
    let parts: Vec<_> = text.split('/').map(str::trim).collect();
    let read = match parts[..] {
        [day, month, year] => {
            let numbers = (year.parse().ok(), month.parse().ok(), day.parse().ok());
            let (Some(year), Some(month), Some(day)) = numbers else {
                return Err(());
            };
            Day::new(year, month, day).ok()
        }
        _ => text.parse().ok(),
    };
    read.map(Some).ok_or(())
}

/// A code or a name of the catalogue, or a name that somebody gave: the same name is the same indicator.
fn indicator(text: &str, draft: &Draft, writer: Writer) -> Option<IndicatorCode> {
    if let Some(code) = draft.indicator.as_ref().filter(|code| writer.indicator(code) == text) {
        return Some(code.clone());
    }
    let mut known = Pack::built_in().indicators();
    let key = fold_key(text);
    let named = known.find(|known| fold_key(&known.name.vi) == key || fold_key(&known.name.en) == key);
    named
        .map(|known| known.code.clone())
        .or_else(|| text.parse().ok())
        .or_else(|| other(&key))
}

/// The code of an indicator that the catalogue does not have, as in `khac.so_cay_trong`.
fn other(key: &str) -> Option<IndicatorCode> {
    let mut word = String::new();
    for letter in key.chars() {
        match letter {
            'a'..='z' | '0'..='9' => word.push(letter),
            _ if !word.is_empty() && !word.ends_with('_') => word.push('_'),
            _ => {}
        }
    }
    let word: String = word.chars().take(OTHER_LETTERS_MAX).collect();
    let word = word.trim_end_matches('_');
    let start = if word.starts_with(|first: char| first.is_ascii_digit()) {
        "so_"
    } else {
        ""
    };
    (!word.is_empty())
        .then(|| format!("{OTHER}.{start}{word}").parse().ok())
        .flatten()
}

/// What was typed for a place: left as it was shown, a name, a code, or words of their own.
fn scope(text: &str, was: &str, writer: Writer) -> String {
    if !was.is_empty() && place::say(was, writer.choice.language) == text {
        return was.to_owned();
    }
    place::find(text).unwrap_or_else(|| text.to_owned())
}

/// The same for a unit.
fn unit(text: &str, was: &str, writer: Writer) -> String {
    if writer.unit(was) == text {
        return was.to_owned();
    }
    let mut known = Pack::built_in()
        .indicators()
        .filter_map(|one| Pack::built_in().unit(&one.unit));
    let found = known.find(|unit| unit.name.vi == text || unit.name.en == text);
    found.map_or_else(|| text.to_owned(), |unit| unit.code.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::super::amount::written;
    use super::super::super::sample::documents;
    use super::super::reading;
    use super::*;
    use crate::language::{Choice, Language};

    fn writer(language: Language) -> Writer {
        Writer::new(Choice {
            language,
            is_explicit: false,
        })
    }

    #[test]
    fn a_number_is_read_as_it_was_shown() {
        let of_documents = documents()
            .figures()
            .flat_map(|figure| [figure.value, figure.numerator, figure.denominator]);
        let odd = [
            "1200",
            "2024",
            "1.234",
            "0.5",
            "-33",
            "-0.25",
            "1000000.01",
            "12.5",
            "999",
            "0",
        ];
        let odd = odd.map(|text| Some(text.parse().unwrap()));
        for shown in of_documents.chain(odd).flatten() {
            let text = written(shown, Language::Vietnamese);
            assert_eq!(amount(&text), Ok(Some(shown)), "{text}");
        }
        assert_eq!(amount("2,5 triệu"), Ok(Some(2_500_000.into())));
        assert_eq!(amount("52 %"), Ok(Some(52.into())));
        assert_eq!(amount(""), Ok(None));
        for bad in ["nhiều", "1 2", "12 hồ sơ", "%", "-", "1..2"] {
            assert_eq!(amount(bad), Err(()), "{bad}");
        }
    }

    #[test]
    fn a_day_is_read_in_both_ways_of_writing_it() {
        let expected = "2024-06-30".parse().ok();
        for text in ["30/06/2024", "30/6/2024", "2024-06-30"] {
            assert_eq!(day(text), Ok(expected), "{text}");
        }
        assert_eq!(day(""), Ok(None));
        for bad in ["31/02/2024", "30/06", "hôm nay", "6/2024", "30/06/2024/1"] {
            assert_eq!(day(bad), Err(()), "{bad}");
        }
    }

    #[test]
    fn what_nobody_changed_is_what_was_read() {
        let text = "Tính đến ngày 30/6/2024, các bộ, ngành đã số hóa 46,36% hồ sơ (tăng 22,14%).";
        for language in Language::ALL {
            let writer = writer(language);
            let (drafts, _) = reading::found(text);
            let draft = &drafts[0];
            let figure = figure(&Typed::of_draft(draft, writer), draft, writer).unwrap();
            assert_eq!(Some(&figure.indicator), draft.indicator.as_ref());
            assert_eq!((figure.value, &figure.change), (draft.value, &draft.change));
            assert_eq!((&figure.scope, &figure.unit), (&draft.scope, &draft.unit));
            assert_eq!(
                (figure.period_start, figure.period_end),
                (draft.period_start, draft.period_end)
            );
            assert_eq!((figure.kind, figure.hedge), (draft.kind, draft.hedge));
        }
    }

    #[test]
    fn an_indicator_is_found_by_name_or_code_and_else_named_anew() {
        let (drafts, _) = reading::found("Toàn tỉnh trồng 1.200 cây xanh.");
        let found = |text| indicator(text, &drafts[0], writer(Language::Vietnamese)).map(|code| code.to_string());
        let known = Pack::built_in().indicators().next().unwrap();
        for text in [&known.name.vi, &known.name.en, known.code.as_str()] {
            assert!(found(text).is_some_and(|code| !code.starts_with(OTHER)), "{text}");
        }
        assert_eq!(found("Cây trồng mới").as_deref(), Some("khac.cay_trong_moi"));
        assert_eq!(found("  cây  TRỒNG mới "), found("Cây trồng mới"));
        assert_eq!(found("2024").as_deref(), Some("khac.so_2024"));
        assert_eq!(found("???"), None);
        assert!(found(&"a b ".repeat(100)).is_some());
    }
}
