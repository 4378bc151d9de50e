//! Reading and writing one RFC 9651 dictionary with typed members. No knowledge of any message.

use std::str::FromStr;

use motlan_core::{Code, Failure};
use sfv::{BareItem, Dictionary, KeyRef, ListEntry, Parser, RefBareItem, StringRef};

/// A parsed dictionary whose members are asked for by name and type.
pub(super) struct Fields(Dictionary);

impl Fields {
    pub(super) fn parse(value: &[u8]) -> Result<Self, Failure> {
        Parser::new(value)
            .parse()
            .map(Self)
            .map_err(|_| malformed("the field is no structured dictionary"))
    }

    fn find(&self, name: &str) -> Option<&BareItem> {
        match self.0.get(name)? {
            ListEntry::Item(item) => Some(&item.bare_item),
            ListEntry::InnerList(_) => None,
        }
    }

    pub(super) fn bytes<const N: usize>(&self, name: &str) -> Result<[u8; N], Failure> {
        match self.find(name) {
            Some(BareItem::ByteSequence(bytes)) => bytes
                .as_slice()
                .try_into()
                .map_err(|_| malformed(&format!("{name} has not {N} bytes"))),
            _ => Err(malformed(&format!("{name} is missing or no byte sequence"))),
        }
    }

    pub(super) fn find_text(&self, name: &str) -> Option<&str> {
        match self.find(name) {
            Some(BareItem::String(text)) => Some(text.as_str()),
            _ => None,
        }
    }

    pub(super) fn text<T: FromStr>(&self, name: &str) -> Result<T, Failure> {
        self.find_text(name)
            .and_then(|text| text.parse().ok())
            .ok_or_else(|| malformed(&format!("{name} is missing or malformed")))
    }

    pub(super) fn find_number(&self, name: &str) -> Option<i64> {
        match self.find(name) {
            Some(BareItem::Integer(number)) => Some(i64::from(*number)),
            _ => None,
        }
    }

    pub(super) fn number<T: TryFrom<i64>>(&self, name: &str) -> Result<T, Failure> {
        self.find_number(name)
            .and_then(|number| T::try_from(number).ok())
            .ok_or_else(|| malformed(&format!("{name} is missing or out of range")))
    }
}

pub(super) fn malformed(detail: &str) -> Failure {
    Failure::new(Code::MalformedMessage, format!("Motlan-Exchange: {detail}"))
}

/// A dictionary being written.
pub(super) struct Writer(sfv::DictSerializer<String>);

impl Writer {
    pub(super) fn new() -> Self {
        Self(sfv::DictSerializer::new())
    }

    fn item<'a>(&mut self, name: &'static str, value: impl Into<RefBareItem<'a>>) {
        if let Ok(key) = KeyRef::from_str(name) {
            self.0.bare_item(key, value);
        }
    }

    pub(super) fn bytes(&mut self, name: &'static str, value: &[u8]) {
        self.item(name, value);
    }

    /// Writes a string; characters that RFC 9651 strings cannot hold become `?`.
    pub(super) fn text(&mut self, name: &'static str, value: &str) {
        if let Ok(text) = StringRef::from_str(value) {
            return self.item(name, text);
        }
        let ascii: String = value
            .chars()
            .map(|c| if (' '..='~').contains(&c) { c } else { '?' })
            .collect();
        if let Ok(text) = StringRef::from_str(&ascii) {
            self.item(name, text);
        }
    }

    /// Writes an integer of at most 15 digits, the most that RFC 9651 allows: lengths and sequences stay far below.
    pub(super) fn number(&mut self, name: &'static str, value: u64) {
        if let Ok(number) = sfv::Integer::try_from(value) {
            self.item(name, number);
        }
    }

    pub(super) fn finish(self) -> String {
        self.0.finish().unwrap_or_default()
    }
}
