//! The body of a question: read strictly, refused with the place of what is wrong and never with what stood there.

use axum::body::Bytes;
use axum::extract::Extension;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use motlan_core::{Caller, Code, Failure, Timestamp};
use serde_json::value::RawValue;

use super::RECORDS_MAX;
use super::problem::Problem;
use crate::journal::Cursor;
use crate::json::Members;
use crate::model::as_of;
use crate::model::correction::{CorrectionId, RawCorrection};
use crate::model::pack::Verb;
use crate::model::question::{self, RawQuestion, shown};
use crate::registry::Registry;
use crate::service::Sent;

/// What a body asks.
#[derive(Default)]
pub(super) struct Asked {
    pub(super) question: RawQuestion,
    pub(super) before: Option<Cursor>,
    /// Only *correct*: what is asked for, or the id of what was.
    pub(super) correction: Correction,
    /// Only *look-up*: at which moment.
    pub(super) as_of: Option<Timestamp>,
}

/// What *correct* is about.
#[derive(Default)]
pub(super) struct Correction {
    pub(super) id: Option<CorrectionId>,
    pub(super) raw: RawCorrection,
    field: Option<String>,
    value: Option<String>,
}

/// The caller that the gateway authorised, and the question it sent.
pub(super) fn open(
    caller: Option<Extension<Caller>>,
    body: Result<Bytes, BytesRejection>,
    registry: &Registry,
    verb: Verb,
) -> Result<(Caller, Asked), Problem> {
    let Some(Extension(caller)) = caller else {
        return Err(Problem::new(Code::CallerMissing.into(), None));
    };
    let asked = body
        .map_err(|rejection| rejected(&rejection))
        .and_then(|body| parse(&body, &question::keys(registry.pack(), verb), verb));
    match asked {
        Ok(asked) => Ok((caller, asked)),
        Err(failure) => Err(Problem::new(failure, Some(&caller.transaction))),
    }
}

/// The caller, and a body that is an object of texts.
pub(super) fn open_texts(
    caller: Option<Extension<Caller>>,
    body: Result<Bytes, BytesRejection>,
) -> Result<(Caller, Vec<(String, String)>), Problem> {
    let Some(Extension(caller)) = caller else {
        return Err(Problem::new(Code::CallerMissing.into(), None));
    };
    let texts = body
        .map_err(|rejection| rejected(&rejection))
        .and_then(|body| texts(members(&body)?, "body", ""));
    match texts {
        Ok(texts) => Ok((caller, texts)),
        Err(failure) => Err(Problem::new(failure, Some(&caller.transaction))),
    }
}

fn rejected(rejection: &BytesRejection) -> Failure {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Failure::new(Code::BodyTooLarge, "the body is larger than 16 KiB")
    } else {
        Code::BodyIncomplete.into()
    }
}

/// The caller that the gateway authorised, and the records it sent.
pub(super) fn open_records(
    caller: Option<Extension<Caller>>,
    body: Result<Bytes, BytesRejection>,
) -> Result<(Caller, Vec<Sent>), Problem> {
    let Some(Extension(caller)) = caller else {
        return Err(Problem::new(Code::CallerMissing.into(), None));
    };
    let sent = match body {
        Ok(body) => records(&body),
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            Err(Failure::new(Code::BodyTooLarge, "the body is larger than 4 MiB"))
        }
        Err(_) => Err(Code::BodyIncomplete.into()),
    };
    match sent {
        Ok(sent) => Ok((caller, sent)),
        Err(failure) => Err(Problem::new(failure, Some(&caller.transaction))),
    }
}

/// Reads `{"records": […]}`. What is wrong with one record is that record's affair; see [`Sent::from_json`].
fn records(body: &[u8]) -> Result<Vec<Sent>, Failure> {
    let mut records: Option<Vec<&RawValue>> = None;
    for (name, value) in unique(members(body)?, "body")? {
        if name != "records" {
            return Err(wrong(shown(&name), "is no member of this body"));
        }
        let read = serde_json::from_str(value.get()).map_err(|_| wrong("records", "must be an array"))?;
        records = Some(read);
    }
    match records {
        None => Err(wrong("records", "is missing")),
        Some(records) if records.is_empty() => Err(wrong("records", "is empty")),
        Some(records) if records.len() > RECORDS_MAX => {
            Err(wrong("records", &format!("holds more than {RECORDS_MAX} records")))
        }
        Some(records) => Ok(records
            .into_iter()
            .map(|record| Sent::from_json(record.get()))
            .collect()),
    }
}

fn members(body: &[u8]) -> Result<Members<'_>, Failure> {
    serde_json::from_slice(body).map_err(|error| {
        // The parser's own words may quote the body; line and column do not.
        wrong(
            &format!("line {} column {}", error.line(), error.column()),
            "no JSON object of this kind",
        )
    })
}

/// Reads the keys and what the verb takes beside them: *verify* `fields`, *usage* `before`.
fn parse(body: &[u8], keys: &[&str], verb: Verb) -> Result<Asked, Failure> {
    let mut asked = Asked::default();
    let question = &mut asked.question;
    for (name, value) in unique(members(body)?, "body")? {
        match name.as_str() {
            key if keys.contains(&key) => {
                let text = text(&name, value)?;
                question.keys.push((name, text));
            }
            "fields" if verb == Verb::Verify => question.fields = fields(value)?,
            "before" if verb == Verb::Usage => asked.before = Some(cursor(&name, value)?),
            "as_of" if verb == Verb::LookUp => asked.as_of = Some(moment(&name, value)?),
            "id" if verb == Verb::Correct => asked.correction.id = Some(text(&name, value)?.parse()?),
            "field" if verb == Verb::Correct => asked.correction.field = Some(text(&name, value)?),
            "value" if verb == Verb::Correct => asked.correction.value = Some(text(&name, value)?),
            "reason" if verb == Verb::Correct => asked.correction.raw.reason = text(&name, value)?,
            "evidence" if verb == Verb::Correct => asked.correction.raw.evidence = text(&name, value)?,
            other => return Err(wrong(shown(other), "is no member of this body")),
        }
    }
    let is_there = |key: &&&str| {
        question
            .keys
            .iter()
            .any(|(name, text)| name == **key && !text.is_empty())
    };
    if let Some(name) = keys.iter().find(|key| !is_there(key)) {
        return Err(wrong(name, "is missing or empty"));
    }
    if verb == Verb::Correct {
        correction(&mut asked)?;
    }
    Ok(asked)
}

/// Either an id, or everything else.
fn correction(asked: &mut Asked) -> Result<(), Failure> {
    let Correction { id, raw, field, value } = &mut asked.correction;
    match (id, field.take(), value.take()) {
        (Some(_), None, None) if raw.reason.is_empty() && raw.evidence.is_empty() => Ok(()),
        (Some(_), ..) => Err(wrong("id", "stands alone: it asks where an earlier request stands")),
        (None, None, _) => Err(wrong("field", "is missing")),
        (None, _, None) => Err(wrong("value", "is missing")),
        (None, Some(field), Some(value)) => {
            asked.question.fields = vec![(field, value)];
            Ok(())
        }
    }
}

/// A day is its end: what was known when it was over.
fn moment(place: &str, value: &RawValue) -> Result<Timestamp, Failure> {
    let text = text(place, value)?;
    as_of::parse(&text).ok_or_else(|| wrong(place, "must be a day, YYYY-MM-DD, or a moment as in RFC 3339"))
}

fn cursor(place: &str, value: &RawValue) -> Result<Cursor, Failure> {
    let text = text(place, value)?;
    text.parse()
        .map_err(|_| wrong(place, "must be the `next` of an earlier page"))
}

fn fields(value: &RawValue) -> Result<Vec<(String, String)>, Failure> {
    let members: Members<'_> =
        serde_json::from_str(value.get()).map_err(|_| wrong("fields", "must be an object of texts"))?;
    texts(members, "fields", "fields.")
}

fn texts(members: Members<'_>, place: &str, prefix: &str) -> Result<Vec<(String, String)>, Failure> {
    unique(members, place)?
        .into_iter()
        .map(|(name, value)| {
            let text = text(&format!("{prefix}{}", shown(&name)), value)?;
            Ok((name, text))
        })
        .collect()
}

fn text(place: &str, value: &RawValue) -> Result<String, Failure> {
    serde_json::from_str(value.get()).map_err(|_| wrong(place, "must be a text"))
}

fn wrong(place: &str, what: &str) -> Failure {
    Failure::new(Code::InvalidBody, format!("{place}: {what}"))
}

/// The members, if no name stands there twice: readers of JSON disagree about which one counts (RFC 8259, section 4).
fn unique<'a>(members: Members<'a>, place: &str) -> Result<Vec<(String, &'a RawValue)>, Failure> {
    match members.double() {
        Some(double) => Err(wrong(&format!("{place}: {}", shown(double)), "stands there twice")),
        None => Ok(members.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: &str = r#""personal_number":"1","full_name":"Lê Lợi","birth_date":"1990""#;

    const NAMES: [&str; 3] = ["personal_number", "full_name", "birth_date"];

    fn refusal(body: &str) -> String {
        match parse(body.as_bytes(), &NAMES, Verb::Verify) {
            Ok(_) => panic!("{body} was accepted"),
            Err(failure) => failure.to_string(),
        }
    }

    #[test]
    fn reads_keys_and_asked_values_in_order() {
        let body = format!(r#"{{{KEYS},"fields":{{"b":"2","a":"\u0031"}}}}"#);
        let question = parse(body.as_bytes(), &NAMES, Verb::Verify).unwrap().question;
        assert_eq!(question.keys[1], ("full_name".to_owned(), "Lê Lợi".to_owned()));
        let expected = [("b", "2"), ("a", "1")].map(|(name, text)| (name.to_owned(), text.to_owned()));
        assert_eq!(question.fields, expected);
    }

    #[test]
    fn says_where_and_never_what() {
        for (body, expected) in [
            ("", "invalid_body: line 1 column 0: no JSON object of this kind"),
            ("[1]", "invalid_body: line 1 column 0: no JSON object of this kind"),
            (
                "{\n \"a\" 1}",
                "invalid_body: line 2 column 6: no JSON object of this kind",
            ),
            ("{}", "invalid_body: personal_number: is missing or empty"),
            (
                r#"{"personal_number":1}"#,
                "invalid_body: personal_number: must be a text",
            ),
            (r#"{"purpose":"x"}"#, "invalid_body: purpose: is no member of this body"),
            (
                r#"{"003199012345":"x"}"#,
                "invalid_body: (a name that is no code): is no member of this body",
            ),
            (
                r#"{"full_name":"a","full_name":"b"}"#,
                "invalid_body: body: full_name: stands there twice",
            ),
            (r#"{"fields":"x"}"#, "invalid_body: fields: must be an object of texts"),
            (r#"{"fields":{"sex":null}}"#, "invalid_body: fields.sex: must be a text"),
            (
                r#"{"fields":{"a":"1","a":"2"}}"#,
                "invalid_body: fields: a: stands there twice",
            ),
        ] {
            assert_eq!(refusal(body), expected, "{body}");
        }
        assert!(refusal(&format!("{{{KEYS}}} x")).starts_with("invalid_body: line 1"));
    }

    #[test]
    fn each_verb_takes_only_its_own_members() {
        let fields = format!(r#"{{{KEYS},"fields":{{}}}}"#);
        let before = format!(r#"{{{KEYS},"before":"00000000000000ff"}}"#);
        for (body, wanted) in [(&fields, Verb::Verify), (&before, Verb::Usage)] {
            for verb in [Verb::LookUp, Verb::Verify, Verb::Usage] {
                assert_eq!(parse(body.as_bytes(), &NAMES, verb).is_ok(), verb == wanted, "{body}");
            }
        }
    }

    #[test]
    fn a_cursor_is_read_and_another_text_refused_in_its_place() {
        let read = |before: &str| {
            parse(
                format!(r#"{{{KEYS},"before":{before}}}"#).as_bytes(),
                &NAMES,
                Verb::Usage,
            )
        };
        let cursor = read(r#""00000001000000ff""#).unwrap().before.unwrap();
        assert_eq!((cursor.0.segment, cursor.0.offset), (1, 255));
        for (before, expected) in [
            (r#""ff""#, "invalid_body: before: must be the `next` of an earlier page"),
            ("255", "invalid_body: before: must be a text"),
            ("null", "invalid_body: before: must be a text"),
        ] {
            assert_eq!(read(before).map(drop).unwrap_err().to_string(), expected);
        }
    }
}
