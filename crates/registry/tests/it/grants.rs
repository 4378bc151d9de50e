//! For every pack that ships, every service and every field: who lacks a field's right never receives its value.
//!
//! Each field of one record holds a marker, a text that stands nowhere else. Whole responses are searched for it, headers
//! and body. With the right the same question brings the value, so that the test can fail. A service that comes later
//! has no question here and turns the test red.

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use http::Request;
use http_body_util::BodyExt;
use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_core::{Clock, Day, Timestamp};
use motlan_registry::model::field::{Field, FieldType};
use motlan_registry::model::pack::Verb;
use motlan_registry::service::Sent;
use motlan_registry::{FieldCode, Pack, Record, router};
use motlan_sandbox::Country;
use motlan_sandbox::records::{Fill, Records};
use motlan_store::db::testing;
use motlan_store::storage::faulty::FaultyStorage;
use serde_json::{Map, Value, json};

use crate::support::{World, caller, feeder_of};

/// 1 March 2024 and 1 November 2026, noon: some fields are offered on one of them only.
const DAYS: [Timestamp; 2] = [
    Timestamp::from_seconds(1_709_269_200),
    Timestamp::from_seconds(1_793_509_200),
];

/// A marker is a text of this many bytes at least; shorter values (codes of lists) are recognised by their field's name.
const MARKER_BYTES_MIN: usize = 6;

/// A value of this field that no other field of the record has, as far as its type has so many.
fn marker(pack: &Pack, field: &Field, place: u64) -> String {
    let person = Country::new(77).person(place);
    match &field.field_type {
        FieldType::PersonalNumber => person.personal_number,
        FieldType::PersonName => format!("{} Dấu Riêng {}", person.full_name, letters(place)),
        FieldType::Date => format!("19{:02}-{:02}-{:02}", 10 + place, place % 12 + 1, place % 28 + 1),
        FieldType::Number => format!("{}", 770_000_100 + place),
        FieldType::UnitCode(digits) => format!("{:0width$}", 90 + place % 10, width = usize::from(*digits)),
        FieldType::Text if field.forms.is_empty() => format!("Dấu riêng của trường {}", letters(place)),
        FieldType::Code(list) | FieldType::CodeSet(list) => {
            let place = usize::try_from(place).unwrap() % list.items.len();
            list.items[place].code.clone()
        }
        FieldType::Text => {
            let record = Records::new(pack, 5).record(1_000 + place, Fill::Full);
            record.fields[&field.code].clone()
        }
    }
}

/// A number in letters, since names hold no digits.
fn letters(number: u64) -> String {
    number
        .to_string()
        .bytes()
        .map(|digit| char::from(digit - b'0' + b'a'))
        .collect()
}

/// The record, by field.
fn marked(pack: &Pack) -> BTreeMap<FieldCode, String> {
    (0..)
        .zip(pack.fields())
        .map(|(place, field)| (field.code.clone(), marker(pack, field, place)))
        .collect()
}

/// Whether this value would be recognised anywhere: long, and part of no other value, name or code.
fn is_telling(values: &BTreeMap<FieldCode, String>, code: &FieldCode) -> bool {
    let value = values[code].as_str();
    let is_elsewhere = values
        .iter()
        .any(|(other, held)| other != code && (held.contains(value) || other.as_str().contains(value)));
    // An answer of *usage* names the purposes of the questions before.
    let is_purpose = caller(1, &[]).purpose.to_string().contains(value);
    value.len() >= MARKER_BYTES_MIN && !is_elsewhere && !is_purpose && !code.as_str().contains(value)
}

/// Headers and body of the answer, and its status.
async fn whole(world: &World, verb: Verb, rights: &BTreeSet<String>, body: &Value) -> (u16, String) {
    let request = match verb {
        Verb::Changes => Request::get("/changes?after=0&wait_s=0&limit=10").body(Body::empty()),
        _ => Request::post(format!("/{}", verb.as_str())).body(Body::from(body.to_string())),
    };
    let mut request = request.unwrap();
    let rights: Vec<&str> = rights.iter().map(String::as_str).collect();
    request.extensions_mut().insert(caller(1, &rights));
    let response = tower::ServiceExt::oneshot(router(world.registry.clone()), request)
        .await
        .unwrap();
    let status = response.status().as_u16();
    let mut text = format!("{:?}\n", response.headers());
    let body = response.into_body().collect().await.unwrap().to_bytes();
    text += std::str::from_utf8(&body).unwrap();
    (status, text)
}

/// Whether the answer gives this field: by its name with a value, or by the value anywhere.
fn gives(text: &str, values: &BTreeMap<FieldCode, String>, code: &FieldCode) -> bool {
    let named = format!("\"{code}\":{}", Value::from(values[code].as_str()));
    text.contains(&named) || (is_telling(values, code) && text.contains(values[code].as_str()))
}

/// The keys of the record, as a question carries them.
fn keys(pack: &Pack, values: &BTreeMap<FieldCode, String>) -> Map<String, Value> {
    let keys = pack.keys.asked();
    keys.map(|code| (code.to_string(), json!(values[code]))).collect()
}

/// Every question of this service that could bring this field's value.
fn questions(pack: &Pack, verb: Verb, field: &Field, values: &BTreeMap<FieldCode, String>) -> Vec<Value> {
    let mut keys = keys(pack, values);
    match verb {
        Verb::Verify => {
            let mut fields = Map::new();
            fields.insert(field.code.to_string(), json!(values[&field.code]));
            keys.insert("fields".to_owned(), Value::Object(fields));
            vec![Value::Object(keys)]
        }
        Verb::Search => {
            let by = &pack.service(Verb::Search).unwrap().by;
            by.iter().map(|code| json!({ code.as_str(): values[code] })).collect()
        }
        Verb::Usage if !pack.keys.is_person() => {
            let person = pack.keys.persons.first().map(|code| values[code].clone());
            vec![json!({ "personal_number": person })]
        }
        Verb::Sync => vec![json!({ "records": [{ "fields": values }] })],
        Verb::LookUp => {
            let mut past = keys.clone();
            past.insert("as_of".to_owned(), json!("9999-12-31"));
            vec![Value::Object(keys), Value::Object(past)]
        }
        Verb::Correct => {
            // Another value than the one held: an answer that repeats the question gives nothing away.
            let asked = json!({"field": field.code, "value": "9", "reason": "Sai", "evidence": "Giấy khai sinh"});
            keys.extend(asked.as_object().cloned().unwrap());
            vec![Value::Object(keys)]
        }
        Verb::Usage | Verb::Changes => vec![Value::Object(keys)],
    }
}

#[derive(Default)]
struct Seen {
    withheld: usize,
    given: usize,
}

async fn try_field(world: &World, pack: &Pack, verb: Verb, field: &Field, day: Day, seen: &mut Seen) {
    let values = marked(pack);
    let no_field = ["person.existence", "person.usage", "registry.sync", "record.history"].map(str::to_owned);
    let all: BTreeSet<String> = pack.fields().map(|field| field.right.clone()).chain(no_field).collect();
    let without: BTreeSet<String> = all.iter().filter(|right| **right != field.right).cloned().collect();
    let is_offered = pack.find_offered(field.code.as_str(), verb, day).is_some();
    let mut is_given = false;
    for question in questions(pack, verb, field, &values) {
        let place = format!("{} {} {} {question}", pack.code, verb.as_str(), field.code);
        let (status, text) = whole(world, verb, &without, &question).await;
        assert!(
            !gives(&text, &values, &field.code),
            "without its right: {place}: {text}"
        );
        if verb == Verb::Verify {
            assert!((400..500).contains(&status), "{place}: {text}");
        }
        seen.withheld += 1;
        let (status, text) = whole(world, verb, &all, &question).await;
        assert!(status < 500, "{place}: {text}");
        is_given |= gives(&text, &values, &field.code);
        if verb == Verb::Verify {
            assert!(!gives(&text, &values, &field.code), "{place}: {text}");
            let agrees = text.contains(&format!("\"{}\":\"match\"", field.code));
            assert_eq!(agrees, is_offered, "{place}: {text}");
            seen.given += usize::from(agrees);
        }
    }
    if matches!(verb, Verb::LookUp | Verb::Search) {
        assert_eq!(is_given, is_offered, "{} {} {}", pack.code, verb.as_str(), field.code);
        seen.given += usize::from(is_given);
    }
}

/// The marked record as it may be on this day, sent by the owner, so that subscribers are told of it too.
async fn store(world: &World, pack: &Pack, day: Day) {
    let mut values = marked(pack);
    values.retain(|code, _| pack.field(code.as_str()).unwrap().validity.has(day));
    let sent = Sent::new(Record::new(values), None);
    let outcome = world
        .registry
        .sync(&feeder_of(pack, 1), vec![sent])
        .await
        .unwrap()
        .remove(0);
    assert!(outcome.is_ok(), "{}: {outcome:?}", pack.code);
}

async fn try_pack(pack: &Pack) -> Seen {
    let seen = std::cell::RefCell::new(Seen::default());
    testing::on_sqlite_url(async |url: String| {
        let world = World::open(&url, pack.clone(), FaultyStorage::new(1), SamplePolicy::Allowed).await;
        for moment in DAYS {
            let now = world.clock.now().as_seconds();
            world.clock.advance_seconds(moment.as_seconds() - now);
            let day = moment.hour().day();
            if !pack.validity.has(day) {
                continue;
            }
            store(&world, pack, day).await;
            for service in &pack.services {
                for field in pack.fields() {
                    let mut so_far = seen.take();
                    try_field(&world, pack, service.verb, field, day, &mut so_far).await;
                    seen.replace(so_far);
                }
            }
        }
    })
    .await;
    seen.into_inner()
}

#[tokio::test]
async fn no_value_without_its_right_in_any_pack_service_or_field() {
    let mut all = Seen::default();
    for (code, version) in Pack::list_built_in() {
        let pack = Pack::built_in(code, version).unwrap().unwrap();
        let seen = try_pack(&pack).await;
        assert!(seen.withheld > 0 && seen.given > 0, "{code}");
        all.withheld += seen.withheld;
        all.given += seen.given;
    }
    eprintln!(
        "{} questions without a right, {} values with it",
        all.withheld, all.given
    );
    assert!(all.withheld > 2_000 && all.given > 500);
}

/// A shorter value is recognised by its field's name alone: most have a marker.
#[test]
fn most_values_are_telling() {
    for (code, version) in Pack::list_built_in() {
        let pack = Pack::built_in(code, version).unwrap().unwrap();
        let values = marked(&pack);
        let telling = values.keys().filter(|code| is_telling(&values, code)).count();
        assert!(telling * 2 > values.len(), "{code}: {telling} of {}", values.len());
    }
}
