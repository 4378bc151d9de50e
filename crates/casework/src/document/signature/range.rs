//! Finding the signature in a PDF and what it covers.
//!
//! [`find`] reads no PDF: it looks for the last `/ByteRange`, which must leave out nothing but the message right behind
//! it. [`claimed_time`] parses the file, once a key has signed its bytes, and insists that what was found is the value
//! of the one signature field.
//! Source: ISO 32000-1 §12.8.1, ETSI EN 319 142-1 §6.3.

use std::ops::Range;

use der::{Decode, Encode};
use jiff::civil::DateTime;
use jiff::tz::Offset;
use lopdf::{Dictionary, Document, Object};
use motlan_core::Timestamp;

use super::SignatureError;
use super::update::{CONTENTS_START, DATE_FORMAT, RANGE_START};

/// Where the message lies, and the message.
pub(super) struct Place {
    hole: Range<usize>,
    /// The CMS message in DER.
    pub(super) message: Vec<u8>,
}

impl Place {
    /// The bytes that the signature covers.
    pub(super) fn covered<'a>(&self, pdf: &'a [u8]) -> [&'a [u8]; 2] {
        [&pdf[..self.hole.start], &pdf[self.hole.end..]]
    }
}

/// Finds the message and insists that all other bytes are covered.
pub(super) fn find(pdf: &[u8]) -> Result<Place, SignatureError> {
    let at = pdf.windows(RANGE_START.len()).rposition(|window| window == RANGE_START);
    let rest = &pdf[at.ok_or(SignatureError::Missing)? + RANGE_START.len()..];
    let end = rest
        .iter()
        .position(|&byte| byte == b']')
        .ok_or(SignatureError::Missing)?;
    let [start, resume, behind] = numbers(&rest[..end]).ok_or(SignatureError::Missing)?;
    if resume.checked_add(behind) != Some(pdf.len()) || start >= resume || !pdf[..start].ends_with(CONTENTS_START) {
        return Err(SignatureError::Uncovered);
    }
    let message = message(&pdf[start..resume]).ok_or(SignatureError::Cms)?;
    Ok(Place {
        hole: start..resume,
        message,
    })
}

fn numbers(text: &[u8]) -> Option<[usize; 3]> {
    let parts = std::str::from_utf8(text).ok()?.split(' ').map(|part| part.parse().ok());
    parts.collect::<Option<Vec<usize>>>()?.try_into().ok()
}

/// The message between `<` and `>`: lower-case digits, then zeros. One spelling, so that no digit can change unseen.
fn message(hole: &[u8]) -> Option<Vec<u8>> {
    let digits = hole.strip_prefix(b"<")?.strip_suffix(b">")?;
    let mut bytes = hex::decode(digits).ok()?;
    if hex::encode(&bytes).as_bytes() != digits {
        return None;
    }
    let length = der_length(&bytes)?;
    if bytes.get(length..)?.iter().any(|&byte| byte != 0) {
        return None;
    }
    bytes.truncate(length);
    Some(bytes)
}

/// The length of the DER value at the beginning, tag and length included.
fn der_length(bytes: &[u8]) -> Option<usize> {
    let mut reader = der::SliceReader::new(bytes).ok()?;
    let header = der::Header::decode(&mut reader).ok()?;
    let length = (header.encoded_len().ok()? + header.length).ok()?;
    usize::try_from(length).ok()
}

/// The time that the signer claims, from the one signature field of the file.
pub(super) fn claimed_time(pdf: &[u8], place: &Place) -> Result<Timestamp, SignatureError> {
    let document = Document::load_mem(pdf).map_err(|_| SignatureError::Pdf)?;
    let signature = signature(&document).map_err(|_| SignatureError::Missing)?;
    let is_ours = |signature: &Dictionary| -> lopdf::Result<bool> {
        let contents = signature.get(b"Contents")?.as_str()?;
        let range = signature.get(b"ByteRange")?.as_array()?;
        let range: Vec<i64> = range.iter().map(Object::as_i64).collect::<lopdf::Result<_>>()?;
        let hole = [place.hole.start, place.hole.end].map(|at| i64::try_from(at).unwrap_or(i64::MAX));
        Ok(contents.starts_with(&place.message)
            && range.get(..3) == Some(&[0, hole[0], hole[1]])
            && signature.get(b"SubFilter")?.as_name()? == b"ETSI.CAdES.detached")
    };
    if !is_ours(signature).unwrap_or(false) {
        return Err(SignatureError::Missing);
    }
    let text = signature
        .get(b"M")
        .and_then(Object::as_str)
        .map_err(|_| SignatureError::Missing)?;
    std::str::from_utf8(text)
        .ok()
        .and_then(moment)
        .ok_or(SignatureError::Missing)
}

fn signature(document: &Document) -> lopdf::Result<&Dictionary> {
    let form = document
        .catalog()?
        .get(b"AcroForm")
        .and_then(|form| document.dereference(form))?
        .1
        .as_dict()?;
    let [field] = form.get(b"Fields")?.as_array()?.as_slice() else {
        return Err(lopdf::Error::DictKey("Fields".to_owned()));
    };
    let field = document.dereference(field)?.1.as_dict()?;
    document.dereference(field.get(b"V")?)?.1.as_dict()
}

/// Reads a date as [`DATE_FORMAT`] writes it.
fn moment(text: &str) -> Option<Timestamp> {
    let local = DateTime::strptime(DATE_FORMAT, text).ok()?;
    let moment = Offset::constant(7).to_timestamp(local).ok()?;
    Some(Timestamp::from_seconds(moment.as_second()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_that_leaves_out_more_than_the_message_is_refused() {
        let pdf = |range: &str| format!("/ByteRange [0 {range}]/Contents <3000>rest").into_bytes();
        let whole = pdf("32 38 4");
        assert_eq!(find(&whole).unwrap().covered(&whole), [&whole[..32], &b"rest"[..]]);
        for range in ["32 38 3", "32 39 4", "31 38 4", "33 38 4", "38 32 10", "32 32 10"] {
            assert_eq!(find(&pdf(range)).err(), Some(SignatureError::Uncovered), "{range}");
        }
        assert_eq!(find(&pdf("32 39 3")).err(), Some(SignatureError::Cms));
        for range in ["32 38", "32 38 4 4", "-2 38 4", "32 38 99999999999999999999"] {
            assert_eq!(find(&pdf(range)).err(), Some(SignatureError::Missing), "{range}");
        }
        assert_eq!(find(b"").err(), Some(SignatureError::Missing));
    }

    #[test]
    fn a_message_has_one_spelling() {
        assert_eq!(message(b"<3001ab00>"), Some(vec![0x30, 1, 0xab]));
        for hole in [
            &b"<3001AB00>"[..],
            b"<3001ab01>",
            b"<3003ab00>",
            b"<3001ab0>",
            b"<3001ab0g>",
            b"3001ab00",
            b"<>",
        ] {
            assert_eq!(message(hole), None);
        }
    }

    #[test]
    fn a_date_is_read_as_it_is_written() {
        assert_eq!(
            moment("D:20261121074000+07'00'"),
            Some(Timestamp::from_seconds(1_795_221_600))
        );
        for text in [
            "D:20261321074000+07'00'",
            "D:20261121074000Z",
            "D:20261121074000+07'00'x",
            "",
        ] {
            assert_eq!(moment(text), None, "{text}");
        }
    }
}
