//! *Verify* by Vietnamese rules, through the API: what is one value written in two ways, and what is another value.
//!
//! The values are drawn from the people of the sandbox; a case that fails is printed whole, for nobody in it exists.

use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_core::vietnam::text;
use motlan_registry::Record;
use motlan_sandbox::{Country, Person};
use motlan_store::db::testing;
use motlan_store::storage::faulty::FaultyStorage;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;

use crate::support::{World, caller, population};

/// People in the registry.
const PEOPLE: u64 = 400;

/// Cases of each property.
const CASES: u32 = 150;

const ASKING: &[&str] = &["full_name", "birth_date", "sex"];
const KNOWING: &[&str] = &["full_name", "birth_date", "sex", "person.existence"];

async fn with_country(test: impl AsyncFn(World, Country)) {
    testing::on_sqlite_url(async |url: String| {
        let world = World::open(&url, population(), FaultyStorage::new(1), SamplePolicy::Allowed).await;
        let country = Country::new(11);
        let records: Vec<Record> = country.people(PEOPLE).map(|person| as_record(&person)).collect();
        world.registry.load(records).await.unwrap();
        test(world, country).await;
    })
    .await;
}

fn as_record(person: &Person) -> Record {
    let fields = person.to_fields();
    Record::new(
        fields
            .iter()
            .map(|(code, value)| (code.parse().unwrap(), value.as_str().unwrap().to_owned())),
    )
}

/// Draws the cases of a property. They are not shrunk: each is a person and a small change.
fn cases<S: Strategy>(strategy: &S) -> Vec<S::Value> {
    let mut runner = TestRunner::new(Config::default());
    (0..CASES)
        .map(|_| strategy.new_tree(&mut runner).unwrap().current())
        .collect()
}

/// Asks about name and day of birth, both as keys and as fields.
async fn ask(world: &World, rights: &[&str], person: &Person, name: &str, birth_date: &str) -> Value {
    let body = json!({
        "personal_number": person.personal_number,
        "full_name": name,
        "birth_date": birth_date,
        "fields": {"full_name": name, "birth_date": birth_date},
    });
    world.post("/verify", caller(1, rights), body).await.ok()
}

fn all_match() -> Value {
    json!({"result": "match", "fields": {"full_name": "match", "birth_date": "match"}})
}

fn all_differ() -> Value {
    json!({"result": "no_match", "fields": {"full_name": "mismatch", "birth_date": "mismatch"}})
}

/// One way of writing the same name otherwise.
#[derive(Clone, Copy, Debug)]
enum Writing {
    Decomposed,
    UpperCase,
    LowerCase,
    Spaced,
    Eth,
    ToneOnLastVowel,
    ToneOnFirstVowel,
}

impl Writing {
    fn apply(self, name: &str) -> String {
        match self {
            Self::Decomposed => name.nfd().collect(),
            Self::UpperCase => name.to_uppercase(),
            Self::LowerCase => name.to_lowercase(),
            Self::Spaced => format!(" {} ", name.replace(' ', " \u{A0}  ")),
            Self::Eth => name.replace('Đ', "Ð").replace('đ', "ð"),
            Self::ToneOnLastVowel => tone_on_last_vowel(name),
            Self::ToneOnFirstVowel => text::normalise_tone_placement(name),
        }
    }
}

/// Moves the tone of `hòa`, `khỏe`, `thủy` to the last vowel, where older spelling has it.
fn tone_on_last_vowel(name: &str) -> String {
    let word = |word: &str| {
        let letters: Vec<char> = word.nfd().collect();
        let [onset @ .., first, tone, last] = letters.as_slice() else {
            return word.to_owned();
        };
        let is_tone = matches!(tone, '\u{300}' | '\u{301}' | '\u{309}' | '\u{303}' | '\u{323}');
        match (first.to_ascii_lowercase(), last.to_ascii_lowercase()) {
            ('o', 'a' | 'e') | ('u', 'y') if is_tone => {
                onset.iter().chain([first, last, tone]).copied().nfc().collect()
            }
            _ => word.to_owned(),
        }
    };
    name.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn writings() -> impl Strategy<Value = (u64, Vec<Writing>)> {
    use Writing::{Decomposed, Eth, LowerCase, Spaced, ToneOnFirstVowel, ToneOnLastVowel, UpperCase};
    let writing = prop::sample::select(vec![
        Decomposed,
        UpperCase,
        LowerCase,
        Spaced,
        Eth,
        ToneOnLastVowel,
        ToneOnFirstVowel,
    ]);
    (0..PEOPLE, prop::collection::vec(writing, 1..4))
}

#[tokio::test]
async fn one_name_written_in_any_way_is_that_name() {
    with_country(async |world, country| {
        for (index, writings) in cases(&writings()) {
            let person = country.person(index);
            let name = writings
                .iter()
                .fold(person.full_name.clone(), |name, writing| writing.apply(&name));
            let answer = ask(&world, ASKING, &person, &name, &person.birth_date.to_string()).await;
            assert_eq!(answer, all_match(), "{} as {name:?}, {writings:?}", person.full_name);
        }
    })
    .await;
}

/// The properties above would hold of a comparison that says yes to everything.
#[test]
fn each_way_of_writing_changes_some_name() {
    let names: Vec<String> = Country::new(11).people(PEOPLE).map(|person| person.full_name).collect();
    for writing in [
        Writing::Decomposed,
        Writing::UpperCase,
        Writing::LowerCase,
        Writing::Spaced,
        Writing::Eth,
        Writing::ToneOnLastVowel,
    ] {
        assert!(names.iter().any(|name| writing.apply(name) != *name), "{writing:?}");
    }
    let moved = tone_on_last_vowel("Nguyễn Hòa Thủy");
    assert_eq!(moved, "Nguyễn Hoà Thuỷ");
    assert_eq!(Writing::ToneOnFirstVowel.apply(&moved), "Nguyễn Hòa Thủy");
}

/// Takes away or changes one mark of one letter: another tone is another name.
fn other_mark(name: &str, which: usize) -> Option<String> {
    let letters: Vec<char> = name.nfd().collect();
    let marks: Vec<usize> = (0..letters.len())
        .filter(|place| matches!(letters[*place], '\u{300}'..='\u{36F}'))
        .collect();
    let place = *marks.get(which % marks.len().max(1))?;
    let without = letters[..place].iter().chain(&letters[place + 1..]);
    Some(without.copied().nfc().collect())
}

#[tokio::test]
async fn a_mark_left_out_is_another_name() {
    with_country(async |world, country| {
        for (index, which) in cases(&(0..PEOPLE, 0_usize..8)) {
            let person = country.person(index);
            let Some(name) = other_mark(&person.full_name, which) else {
                continue;
            };
            let birth_date = person.birth_date.to_string();
            let answer = ask(&world, ASKING, &person, &name, &birth_date).await;
            assert_eq!(answer, all_differ(), "{} as {name}", person.full_name);
            let fields = json!({"full_name": "mismatch", "birth_date": "match"});
            let answer = ask(&world, KNOWING, &person, &name, &birth_date).await;
            assert_eq!(answer, json!({"result": "no_match", "fields": fields}), "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn words_in_another_order_are_a_mismatch_that_says_so_to_whom_it_may() {
    with_country(async |world, country| {
        let mut count = 0;
        for (index, turns, writing) in cases(&(0..PEOPLE, 1_usize..4, 0..3)) {
            let person = country.person(index);
            let mut words: Vec<&str> = person.full_name.split(' ').collect();
            let turns = turns % words.len();
            words.rotate_left(turns);
            let mut name = words.join(" ");
            if text::same_name(&name, &person.full_name) {
                continue;
            }
            count += 1;
            if writing == 0 {
                name = name.to_uppercase().nfd().collect();
            }
            let birth_date = person.birth_date.to_string();
            let answer = ask(&world, ASKING, &person, &name, &birth_date).await;
            assert_eq!(answer, all_differ(), "{name}");
            let expected = json!({
                "result": "no_match",
                "fields": {"full_name": "mismatch", "birth_date": "match"},
                "hints": {"full_name": "word_order"},
            });
            assert_eq!(
                ask(&world, KNOWING, &person, &name, &birth_date).await,
                expected,
                "{name}"
            );
        }
        assert!(count > CASES / 2, "{count}");
    })
    .await;
}

#[tokio::test]
async fn day_and_month_swapped_are_a_mismatch_that_says_so_to_whom_it_may() {
    with_country(async |world, country| {
        let mut swapped = 0;
        for index in cases(&(0..PEOPLE)) {
            let person = country.person(index);
            let (year, month, day) = (
                person.birth_date.year(),
                person.birth_date.month(),
                person.birth_date.day(),
            );
            if day > 12 || day == month {
                continue;
            }
            swapped += 1;
            let birth_date = format!("{year:04}-{day:02}-{month:02}");
            let answer = ask(&world, ASKING, &person, &person.full_name, &birth_date).await;
            assert_eq!(answer, all_differ(), "{birth_date}");
            let expected = json!({
                "result": "no_match",
                "fields": {"full_name": "match", "birth_date": "mismatch"},
                "hints": {"birth_date": "day_month_swapped"},
            });
            let answer = ask(&world, KNOWING, &person, &person.full_name, &birth_date).await;
            assert_eq!(answer, expected, "{birth_date}");
        }
        assert!(swapped > 10, "{swapped}");
    })
    .await;
}

/// A hint is about an asked field: keys alone get none.
#[tokio::test]
async fn no_hint_about_a_field_that_was_not_asked() {
    with_country(async |world, country| {
        let person = (0..PEOPLE)
            .map(|index| country.person(index))
            .find(|person| person.birth_date.day() <= 12 && person.birth_date.day() != person.birth_date.month())
            .unwrap();
        let date = person.birth_date;
        let body = json!({
            "personal_number": person.personal_number,
            "full_name": person.full_name,
            "birth_date": format!("{:04}-{:02}-{:02}", date.year(), date.day(), date.month()),
            "fields": {"sex": person.sex.code()},
        });
        let answer = world.post("/verify", caller(1, KNOWING), body).await.ok();
        assert_eq!(answer, json!({"result": "no_match", "fields": {"sex": "match"}}));
    })
    .await;
}

#[tokio::test]
async fn a_date_agrees_as_far_as_both_sides_know_it() {
    testing::on_sqlite_url(async |url: String| {
        let world = World::open(&url, population(), FaultyStorage::new(1), SamplePolicy::Allowed).await;
        let country = Country::new(12);
        // A third each is held with the year, with the month and with the day.
        let held =
            |person: &Person| person.birth_date.to_string()[..[4, 7, 10][(person.index() % 3) as usize]].to_owned();
        let records: Vec<Record> = country
            .people(60)
            .map(|person| {
                let mut record = as_record(&person);
                record.fields.insert("birth_date".parse().unwrap(), held(&person));
                record
            })
            .collect();
        world.registry.load(records).await.unwrap();
        for (index, length, change) in cases(&(0..60_u64, prop::sample::select(vec![4_usize, 7, 10]), 0..4)) {
            let person = country.person(index);
            let (year, month, day) = (
                person.birth_date.year(),
                person.birth_date.month(),
                person.birth_date.day(),
            );
            let whole = match change {
                0 => format!("{:04}-{month:02}-{day:02}", year + 1),
                1 => format!("{year:04}-{:02}-{:02}", month % 12 + 1, day.min(28)),
                2 => format!("{year:04}-{month:02}-{:02}", day % 28 + 1),
                _ => person.birth_date.to_string(),
            };
            let (asked, held) = (&whole[..length], held(&person));
            let known = asked.len().min(held.len());
            let agrees = asked[..known] == held[..known];
            let answer = ask(&world, ASKING, &person, &person.full_name, asked).await;
            assert_eq!(
                answer,
                if agrees { all_match() } else { all_differ() },
                "{asked} for {held}"
            );
        }
    })
    .await;
}
