//! The incremental update that gives a PDF its signature field, with a hole where the signature goes.
//!
//! Bytes that were there are not touched. Five objects are appended: signature, field, form, and new versions of
//! catalogue and page. The field has no size and so no appearance: what people see of the signature is on the page
//! already, and readers of screens are not led to an empty field (PDF/UA-1 §7.18.1 leaves it out).
//! Source: ISO 32000-1 §7.5.6 and §12.8, ETSI EN 319 142-1 §5.3 and §6.3.

use std::ops::Range;

use jiff::tz::{Offset, TimeZone};
use lopdf::xref::XrefType;
use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};
use motlan_core::Timestamp;

use super::SignatureError;
use super::cms::sha256_of;
use super::object::{self, push, text};

/// Bytes for the CMS message: three names of at most 64 characters of 4 bytes, each written as subject, issuer and
/// signer, make 2,304; the rest takes about 700; a quarter is to spare.
const MESSAGE_BYTES_MAX: usize = 4096;

/// Print and Locked (ISO 32000-1 table 165); PDF/A-2 §6.3.2 asks for Print.
const WIDGET_FLAGS: i64 = 4 + 128;

/// SignaturesExist and AppendOnly (ISO 32000-1 table 219).
const FORM_FLAGS: i64 = 1 + 2;

/// How `/ByteRange` begins; the same text is looked for when a signature is checked.
pub(super) const RANGE_START: &[u8] = b"/ByteRange [0 ";

/// What stands between range and message.
pub(super) const CONTENTS_START: &[u8] = b"/Contents ";

/// Three numbers of at most ten digits with two spaces, the bracket, and spaces up to this length.
const RANGE_WIDTH: usize = 33;

/// The time that the signer claims, as PDF writes it (ISO 32000-1 §7.9.4), in the time of Vietnam.
pub(super) const DATE_FORMAT: &str = "D:%Y%m%d%H%M%S+07'00'";

/// A PDF that lacks only its signature.
pub(super) struct Prepared {
    bytes: Vec<u8>,
    hole: Range<usize>,
}

impl Prepared {
    /// The bytes that the signature covers: all before the hole and all behind it.
    pub(super) fn covered(&self) -> [&[u8]; 2] {
        [&self.bytes[..self.hole.start], &self.bytes[self.hole.end..]]
    }

    /// Puts the message into the hole, in hexadecimal, with zeros behind it.
    pub(super) fn fill(mut self, message: &[u8]) -> Result<Vec<u8>, SignatureError> {
        let digits = hex::encode(message);
        let start = self.hole.start + 1;
        if digits.len() > self.hole.len() - 2 {
            return Err(SignatureError::TooLarge);
        }
        self.bytes[start..start + digits.len()].copy_from_slice(digits.as_bytes());
        Ok(self.bytes)
    }
}

/// Appends the update.
pub(super) fn prepare(pdf: Vec<u8>, by: &str, at: Timestamp, reason: &str) -> Result<Prepared, SignatureError> {
    let document = Document::load_mem(&pdf).map_err(|_| SignatureError::Pdf)?;
    let anchors = Anchors::find(&document)?;
    let first = document.max_id + 1;
    let ids = [first, first + 1, first + 2].map(|number| (number, 0));
    let [signature, field, form] = ids;

    let mut update = Update::after(pdf);
    update.signature(signature, &signature_dictionary(by, at, reason)?)?;
    update.object(field, field_dictionary(by, anchors.page_id, signature))?;
    let fields = vec![Object::Reference(field)];
    update.object(form, dictionary! { "Fields" => fields, "SigFlags" => FORM_FLAGS })?;
    update.object(anchors.catalog_id, anchors.catalog_with(form))?;
    update.object(anchors.page_id, anchors.page_with(field))?;
    update.close(&document, i64::from(first) + 3)
}

fn signature_dictionary(by: &str, at: Timestamp, reason: &str) -> Result<Dictionary, SignatureError> {
    let at = jiff::Timestamp::from_second(at.as_seconds()).map_err(|_| SignatureError::Validity)?;
    let at = at.to_zoned(TimeZone::fixed(Offset::constant(7)));
    Ok(dictionary! {
        "Type" => "Sig",
        "Filter" => "Adobe.PPKLite",
        "SubFilter" => "ETSI.CAdES.detached",
        "Name" => text(by),
        "Reason" => text(reason),
        "M" => Object::string_literal(at.strftime(DATE_FORMAT).to_string()),
    })
}

fn field_dictionary(by: &str, page: ObjectId, signature: ObjectId) -> Dictionary {
    let nowhere = vec![Object::Integer(0); 4];
    dictionary! {
        "Type" => "Annot",
        "Subtype" => "Widget",
        "FT" => "Sig",
        "T" => Object::string_literal("Signature1"),
        "TU" => text(&format!("Chữ ký số của {by}")),
        "F" => WIDGET_FLAGS,
        "Rect" => nowhere,
        "P" => page,
        "V" => signature,
    }
}

/// Where the update holds on to the document: its catalogue and its first page.
struct Anchors {
    catalog_id: ObjectId,
    catalog: Dictionary,
    page_id: ObjectId,
    page: Dictionary,
    annotations: Vec<Object>,
}

impl Anchors {
    fn find(document: &Document) -> Result<Self, SignatureError> {
        let is_plain = matches!(
            document.reference_table.cross_reference_type,
            XrefType::CrossReferenceTable
        );
        if !is_plain || document.trailer.has(b"Encrypt") {
            return Err(SignatureError::Pdf);
        }
        Self::read(document)
            .map_err(|_| SignatureError::Pdf)?
            .ok_or(SignatureError::AlreadySigned)
    }

    fn read(document: &Document) -> lopdf::Result<Option<Self>> {
        let catalog_id = document.trailer.get(b"Root")?.as_reference()?;
        let catalog = document.get_dictionary(catalog_id)?.clone();
        if catalog.has(b"AcroForm") {
            return Ok(None);
        }
        let page_id = document.page_iter().next().ok_or(lopdf::Error::PageNumberNotFound(1))?;
        let page = document.get_dictionary(page_id)?.clone();
        let annotations = match page.get(b"Annots") {
            Ok(found) => document.dereference(found)?.1.as_array()?.clone(),
            Err(_) => Vec::new(),
        };
        Ok(Some(Self {
            catalog_id,
            catalog,
            page_id,
            page,
            annotations,
        }))
    }

    fn catalog_with(&self, form: ObjectId) -> Dictionary {
        let mut catalog = self.catalog.clone();
        catalog.set("AcroForm", Object::Reference(form));
        catalog
    }

    fn page_with(&self, field: ObjectId) -> Dictionary {
        let mut page = self.page.clone();
        let mut annotations = self.annotations.clone();
        annotations.push(Object::Reference(field));
        page.set("Annots", annotations);
        // PDF/UA-1 §7.18.3: a page with annotations is walked in the order of its structure.
        page.set("Tabs", "S");
        page
    }
}

/// A PDF with what was appended so far.
struct Update {
    bytes: Vec<u8>,
    /// Number, generation and place of each object, in the order in which they were written.
    offsets: Vec<(ObjectId, usize)>,
    /// Where the numbers of `/ByteRange` go.
    range_start: usize,
    hole: Range<usize>,
}

impl Update {
    fn after(mut bytes: Vec<u8>) -> Self {
        if bytes.last() != Some(&b'\n') {
            bytes.push(b'\n');
        }
        Self {
            bytes,
            offsets: Vec::new(),
            range_start: 0,
            hole: 0..0,
        }
    }

    fn object(&mut self, id: ObjectId, dictionary: Dictionary) -> Result<(), SignatureError> {
        self.open(id);
        object::write(&mut self.bytes, &Object::Dictionary(dictionary))?;
        self.bytes.extend_from_slice(b"\nendobj\n");
        Ok(())
    }

    /// Writes the signature with blanks for its range and zeros for its message.
    fn signature(&mut self, id: ObjectId, dictionary: &Dictionary) -> Result<(), SignatureError> {
        self.open(id);
        object::write(&mut self.bytes, &Object::Dictionary(dictionary.clone()))?;
        let end = self.bytes.len() - b">>".len();
        self.bytes.truncate(end);
        self.bytes.extend_from_slice(RANGE_START);
        self.range_start = self.bytes.len();
        self.bytes.resize(self.range_start + RANGE_WIDTH, b' ');
        self.bytes.extend_from_slice(CONTENTS_START);
        let start = self.bytes.len();
        self.bytes.push(b'<');
        self.bytes.resize(start + 1 + 2 * MESSAGE_BYTES_MAX, b'0');
        self.bytes.push(b'>');
        self.hole = start..self.bytes.len();
        self.bytes.extend_from_slice(b">>\nendobj\n");
        Ok(())
    }

    fn open(&mut self, id: ObjectId) {
        self.offsets.push((id, self.bytes.len()));
        push(&mut self.bytes, format_args!("{} {} obj\n", id.0, id.1));
    }

    /// Writes cross-references and trailer, and the range now that the length is known.
    fn close(mut self, document: &Document, size: i64) -> Result<Prepared, SignatureError> {
        let id = new_id(document, &self.bytes);
        let start = self.bytes.len();
        self.bytes.extend_from_slice(b"xref\n");
        self.offsets.sort_unstable();
        for ((number, generation), offset) in &self.offsets {
            push(
                &mut self.bytes,
                format_args!("{number} 1\n{offset:010} {generation:05} n\r\n"),
            );
        }
        let previous = i64::try_from(document.xref_start).map_err(|_| SignatureError::Pdf)?;
        let mut trailer = dictionary! { "Size" => size, "Prev" => previous };
        for key in ["Root", "Info"] {
            if let Ok(value) = document.trailer.get(key.as_bytes()) {
                trailer.set(key, value.clone());
            }
        }
        if let Some(id) = id {
            trailer.set("ID", id);
        }
        self.bytes.extend_from_slice(b"trailer\n");
        object::write(&mut self.bytes, &Object::Dictionary(trailer))?;
        push(&mut self.bytes, format_args!("\nstartxref\n{start}\n%%EOF\n"));
        self.write_range()?;
        Ok(Prepared {
            bytes: self.bytes,
            hole: self.hole,
        })
    }

    fn write_range(&mut self) -> Result<(), SignatureError> {
        let behind = self.bytes.len() - self.hole.end;
        let numbers = format!("{} {} {behind}]", self.hole.start, self.hole.end);
        if numbers.len() > RANGE_WIDTH {
            return Err(SignatureError::Pdf);
        }
        self.bytes[self.range_start..self.range_start + numbers.len()].copy_from_slice(numbers.as_bytes());
        Ok(())
    }
}

/// The file's identifier: the first part stays, the second changes with every update (ISO 32000-1 §14.4).
fn new_id(document: &Document, bytes: &[u8]) -> Option<Object> {
    let parts = document.trailer.get(b"ID").ok()?.as_array().ok()?;
    let changed = sha256_of(&[bytes])[..16].to_vec();
    Some(Object::Array(vec![
        parts.first()?.clone(),
        Object::string_literal(changed),
    ]))
}
