//! What a careless source sends to the population registry: records of which a known share, for known reasons, cannot be
//! taken.
//!
//! Every thousandth record is an anchor: always good, with an old identity card number that others wrongly carry too.

use serde_json::{Map, Value, json};

use crate::draws::{Draws, Purpose, Weighted};
use crate::people::Country;

/// Records between two anchors.
const ANCHOR_EVERY: u64 = 1_000;

/// Of a thousand records that are no anchors: refused ones, then overtaken ones, then repeated ones.
const REFUSED: u64 = 80;
const SUPERSEDED: u64 = 10;
const REPEATED: u64 = 10;

/// A version that no record of a fresh registry has.
const NO_VERSION: u64 = 5;

/// What is wrong with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mistake {
    /// The sex is a word and no code.
    SexInWords,
    /// The date of birth is written day first.
    DayFirst,
    /// The nationality is left out.
    NoNationality,
    /// A digit of the personal number is missing.
    ShortNumber,
    /// The province of birth has lost its first digit.
    ShortProvince,
    /// The sex is a word, and the nationality is left out.
    SexInWordsAndNoNationality,
    /// The old identity card number of somebody else.
    DoubleOldNumber,
    /// A field of the source's own.
    ForeignField,
    /// The personal number begins with no province.
    NoProvince,
    /// The line was cut off.
    CutLine,
}

impl Mistake {
    /// Every mistake, and how often it comes among 90.
    const WEIGHTS: [(Self, u64); 10] = [
        (Self::SexInWords, 20),
        (Self::DayFirst, 18),
        (Self::NoNationality, 12),
        (Self::ShortNumber, 9),
        (Self::ShortProvince, 8),
        (Self::SexInWordsAndNoNationality, 7),
        (Self::DoubleOldNumber, 6),
        (Self::ForeignField, 5),
        (Self::NoProvince, 3),
        (Self::CutLine, 2),
    ];

    /// The reasons that the registry must give, as code and field.
    pub const fn reasons(self) -> &'static [(&'static str, Option<&'static str>)] {
        match self {
            Self::SexInWords => &[("not_in_list", Some("sex"))],
            Self::DayFirst => &[("date_form", Some("birth_date"))],
            Self::NoNationality => &[("incomplete", Some("nationality"))],
            Self::ShortNumber => &[("personal_number_form", Some("personal_number"))],
            Self::ShortProvince => &[("digits", Some("birth_province"))],
            Self::SexInWordsAndNoNationality => &[("not_in_list", Some("sex")), ("incomplete", Some("nationality"))],
            Self::DoubleOldNumber => &[("not_unique", Some("old_identity_number"))],
            Self::ForeignField => &[("unknown_field", Some("note"))],
            Self::NoProvince => &[("personal_number_province", Some("personal_number"))],
            Self::CutLine => &[("not_a_record", None)],
        }
    }
}

/// What must become of a record that an empty registry is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was not there.
    Added,
    /// It came before.
    Unchanged,
    /// Its sender believes in a version that it does not have.
    Superseded,
    /// It is refused.
    Rejected(Mistake),
}

/// A source.
#[derive(Clone, Copy, Debug)]
pub struct Feed {
    country: Country,
}

impl Feed {
    /// The source of this country's people.
    pub const fn new(country: Country) -> Self {
        Self { country }
    }

    /// What must become of the record of this index, if all before it were sent.
    pub fn fate(&self, index: u64) -> Fate {
        if index.is_multiple_of(ANCHOR_EVERY) {
            return Fate::Added;
        }
        let mut draws = self.draws(index);
        match draws.below(1_000) {
            share if share < REFUSED => {
                let weighted = Weighted::new(Mistake::WEIGHTS.map(|(_, weight)| weight));
                Fate::Rejected(Mistake::WEIGHTS[weighted.pick(&mut draws)].0)
            }
            share if share < REFUSED + SUPERSEDED => Fate::Superseded,
            share if share < REFUSED + SUPERSEDED + REPEATED => Fate::Unchanged,
            _ => Fate::Added,
        }
    }

    const fn draws(&self, index: u64) -> Draws {
        self.country.draws(Purpose::Feed, index)
    }

    /// The record of this index as a line of JSON, without its end.
    pub fn line(&self, index: u64) -> String {
        let anchor = index - index % ANCHOR_EVERY;
        match self.fate(index) {
            Fate::Added => json!({"fields": self.fields(index)}),
            Fate::Unchanged => json!({"fields": self.fields(anchor)}),
            Fate::Superseded => json!({"fields": self.fields(index), "known_version": NO_VERSION}),
            Fate::Rejected(Mistake::CutLine) => {
                let mut line = json!({"fields": self.fields(index)}).to_string();
                line.pop();
                return line;
            }
            Fate::Rejected(mistake) => {
                let mut fields = self.fields(index);
                spoil(&mut fields, mistake, anchor);
                json!({"fields": fields})
            }
        }
        .to_string()
    }

    fn fields(&self, index: u64) -> Map<String, Value> {
        let mut fields = self.country.person(index).to_fields();
        // Districts ended on 30 June 2025.
        fields.remove("permanent_district");
        if index.is_multiple_of(ANCHOR_EVERY) {
            fields.insert("old_identity_number".to_owned(), old_number(index).into());
        }
        fields
    }
}

fn old_number(anchor: u64) -> String {
    format!("{:09}", anchor / ANCHOR_EVERY)
}

fn spoil(fields: &mut Map<String, Value>, mistake: Mistake, anchor: u64) {
    let mut change = |name: &str, turn: &dyn Fn(&str) -> String| {
        if let Some(Value::String(text)) = fields.get_mut(name) {
            *text = turn(text);
        }
    };
    match mistake {
        Mistake::SexInWords => change("sex", &|_| "Nữ".to_owned()),
        Mistake::DayFirst => change("birth_date", &day_first),
        Mistake::ShortNumber => change("personal_number", &|number| number[..11].to_owned()),
        Mistake::ShortProvince => change("birth_province", &|province| province[1..].to_owned()),
        Mistake::NoProvince => change("personal_number", &|number| format!("000{}", &number[3..])),
        Mistake::NoNationality => drop(fields.remove("nationality")),
        Mistake::SexInWordsAndNoNationality => {
            change("sex", &|_| "Nam".to_owned());
            fields.remove("nationality");
        }
        Mistake::DoubleOldNumber => drop(fields.insert("old_identity_number".to_owned(), old_number(anchor).into())),
        Mistake::ForeignField => drop(fields.insert("note".to_owned(), "x".into())),
        Mistake::CutLine => {}
    }
}

/// `1999-04-30` as `30/04/1999`.
fn day_first(date: &str) -> String {
    let mut parts: Vec<&str> = date.split('-').collect();
    parts.reverse();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn every_mistake_comes_and_the_shares_are_those_planned() {
        let feed = Feed::new(Country::new(1));
        let mut mistakes = BTreeMap::new();
        let mut others = [0_u32; 3];
        for index in 0..50_000 {
            match feed.fate(index) {
                Fate::Added => others[0] += 1,
                Fate::Unchanged => others[1] += 1,
                Fate::Superseded => others[2] += 1,
                Fate::Rejected(mistake) => *mistakes.entry(mistake).or_insert(0_u32) += 1,
            }
        }
        assert_eq!(mistakes.len(), Mistake::WEIGHTS.len());
        assert!(mistakes.values().sum::<u32>().abs_diff(4_000) < 300);
        assert!(
            others[1].abs_diff(500) < 100 && others[2].abs_diff(500) < 100,
            "{others:?}"
        );
    }

    #[test]
    fn lines_are_objects_but_for_those_cut_off() {
        let feed = Feed::new(Country::new(1));
        for index in 0..2_000 {
            let is_cut = feed.fate(index) == Fate::Rejected(Mistake::CutLine);
            let read = serde_json::from_str::<Value>(&feed.line(index));
            assert_eq!(read.is_err(), is_cut, "{index}");
        }
    }
}
