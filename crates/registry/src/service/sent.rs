//! A record as it was sent, read from JSON: what cannot be read becomes one of its reasons and never ends a batch.

use std::fmt;

use crate::json::Members;
use crate::model::record::Record;
use crate::model::refusal::{Refusal, RefusalCode, Remedy};

/// A record as it was sent.
#[derive(Clone)]
pub struct Sent {
    /// The record.
    pub record: Record,
    /// The version that its sender believes to be the last one, 0 for a record that is not there yet.
    pub known_version: Option<u64>,
    /// What could not even be read of it.
    pub unread: Vec<Refusal>,
}

impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sent")
            .field("record", &self.record)
            .finish_non_exhaustive()
    }
}

impl Sent {
    /// A record that was read.
    pub const fn new(record: Record, known_version: Option<u64>) -> Self {
        Self {
            record,
            known_version,
            unread: Vec::new(),
        }
    }

    /// What was sent is no record at all.
    pub fn unreadable() -> Self {
        Self {
            unread: vec![Refusal::not_a_record()],
            ..Self::new(Record::new([]), None)
        }
    }

    /// Reads `{"fields": {name: text, …}, "known_version"?: number}`.
    pub fn from_json(text: &str) -> Self {
        Self::read(text).unwrap_or_else(Self::unreadable)
    }

    /// None if it has not even the shape.
    fn read(text: &str) -> Option<Self> {
        let members: Members<'_> = serde_json::from_str(text).ok()?;
        if members.double().is_some() {
            return None;
        }
        let mut sent = None;
        let mut known_version = None;
        for (name, value) in members.0 {
            match name.as_str() {
                "fields" => sent = Some(Self::fields(serde_json::from_str(value.get()).ok()?)),
                "known_version" => known_version = Some(serde_json::from_str(value.get()).ok()?),
                _ => return None,
            }
        }
        let mut sent = sent?;
        sent.known_version = known_version;
        Some(sent)
    }

    fn fields(members: Members<'_>) -> Self {
        let mut sent = Self::new(Record::new([]), None);
        for (name, value) in members.0 {
            let Ok(code) = name.parse() else {
                sent.refuse(RefusalCode::UnknownField, None, Remedy::LeaveOut);
                continue;
            };
            match serde_json::from_str::<String>(value.get()) {
                Err(_) => sent.refuse(RefusalCode::NotText, Some(code), Remedy::SendText),
                Ok(text) => {
                    if sent.record.fields.insert(code.clone(), text).is_some() {
                        sent.refuse(RefusalCode::FieldTwice, Some(code), Remedy::SendOnce);
                    }
                }
            }
        }
        sent
    }

    fn refuse(&mut self, code: RefusalCode, field: Option<crate::FieldCode>, remedy: Remedy) {
        let refusal = Refusal { code, field, remedy };
        if !self.unread.contains(&refusal) {
            self.unread.push(refusal);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reasons(text: &str) -> Vec<(RefusalCode, Option<String>)> {
        let unread = Sent::from_json(text).unread;
        unread
            .into_iter()
            .map(|refusal| (refusal.code, refusal.field.map(|field| field.to_string())))
            .collect()
    }

    #[test]
    fn a_record_is_read_with_and_without_a_version() {
        let sent = Sent::from_json(r#"{"fields":{"sex":"male"},"known_version":3}"#);
        assert_eq!((sent.known_version, sent.unread.len()), (Some(3), 0));
        assert_eq!(sent.record, Record::new([("sex".parse().unwrap(), "male".to_owned())]));
        assert_eq!(Sent::from_json(r#"{"fields":{}}"#).known_version, None);
    }

    #[test]
    fn another_shape_is_no_record() {
        for text in [
            "",
            "[]",
            "null",
            "{}",
            r#"{"fields":[]}"#,
            r#"{"fields":{},"fields":{}}"#,
            r#"{"fields":{},"known_version":-1}"#,
            r#"{"fields":{},"known_version":"1"}"#,
            r#"{"fields":{},"purpose":"x"}"#,
            r#"{"fields":{}} {}"#,
        ] {
            assert_eq!(reasons(text), [(RefusalCode::NotARecord, None)], "{text}");
        }
    }

    #[test]
    fn each_unreadable_field_is_a_reason() {
        let named = |code, field: &str| (code, Some(field.to_owned()));
        assert_eq!(
            reasons(r#"{"fields":{"a":1,"b":"x","b":"y","003199012345":"x","Đ":"x","c":null}}"#),
            [
                named(RefusalCode::NotText, "a"),
                named(RefusalCode::FieldTwice, "b"),
                (RefusalCode::UnknownField, None),
                named(RefusalCode::NotText, "c"),
            ]
        );
    }
}
