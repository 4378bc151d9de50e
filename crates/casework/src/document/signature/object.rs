//! PDF objects as text: what an incremental update appends.
//!
//! Strings are always written in hexadecimal, so that nothing in them needs escaping. Streams are never written.
//! Source: ISO 32000-1 §7.3.

use std::io::Write;

use lopdf::{Dictionary, Object};

use super::SignatureError;

/// Appends `object` to `out`.
pub(super) fn write(out: &mut Vec<u8>, object: &Object) -> Result<(), SignatureError> {
    match object {
        Object::Null => out.extend_from_slice(b"null"),
        Object::Boolean(value) => push(out, format_args!("{value}")),
        Object::Integer(value) => push(out, format_args!("{value}")),
        Object::Real(value) => push(out, format_args!("{value}")),
        Object::Reference((number, generation)) => push(out, format_args!("{number} {generation} R")),
        Object::Name(name) => write_name(out, name),
        Object::String(bytes, _) => push(out, format_args!("<{}>", hex::encode(bytes))),
        Object::Array(items) => write_array(out, items)?,
        Object::Dictionary(dictionary) => write_dictionary(out, dictionary)?,
        Object::Stream(_) => return Err(SignatureError::Pdf),
    }
    Ok(())
}

/// A text string (ISO 32000-1 §7.9.2.2): UTF-16, big end first, after its byte order mark.
pub(super) fn text(text: &str) -> Object {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    Object::string_literal(units.flat_map(u16::to_be_bytes).collect::<Vec<_>>())
}

fn write_array(out: &mut Vec<u8>, items: &[Object]) -> Result<(), SignatureError> {
    out.push(b'[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(b' ');
        }
        write(out, item)?;
    }
    out.push(b']');
    Ok(())
}

fn write_dictionary(out: &mut Vec<u8>, dictionary: &Dictionary) -> Result<(), SignatureError> {
    out.extend_from_slice(b"<<");
    for (key, value) in dictionary {
        write_name(out, key);
        out.push(b' ');
        write(out, value)?;
    }
    out.extend_from_slice(b">>");
    Ok(())
}

/// Everything but letters, digits and a few marks is written as `#` and two digits.
fn write_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for &byte in name {
        if byte.is_ascii_alphanumeric() || b"-_.+:".contains(&byte) {
            out.push(byte);
        } else {
            push(out, format_args!("#{byte:02X}"));
        }
    }
}

/// Appends formatted text.
pub(super) fn push(out: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    // Unwrap safety: writing to a vector does not fail.
    out.write_fmt(text).expect("writing to memory");
}

#[cfg(test)]
mod tests {
    use lopdf::{StringFormat, dictionary};

    use super::*;

    fn written(object: &Object) -> String {
        let mut out = Vec::new();
        write(&mut out, object).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn each_kind_of_object_has_its_form() {
        let object = Object::Dictionary(dictionary! {
            "A b" => Object::Array(vec![Object::Null, Object::Boolean(true), Object::Integer(-3), Object::Real(841.89)]),
            "C" => Object::Reference((7, 0)),
            "D" => Object::String(b"()\\".to_vec(), StringFormat::Literal),
            "E" => Object::Name("Chữ".into()),
        });
        assert_eq!(
            written(&object),
            "<</A#20b [null true -3 841.89]/C 7 0 R/D <28295c>/E /Ch#E1#BB#AF>>"
        );
    }

    #[test]
    fn text_is_utf_16_with_its_mark() {
        assert_eq!(written(&text("Ký")), "<feff004b00fd>");
    }

    #[test]
    fn a_stream_is_refused() {
        let stream = Object::Stream(lopdf::Stream::new(Dictionary::new(), vec![1]));
        assert_eq!(write(&mut Vec::new(), &stream), Err(SignatureError::Pdf));
    }
}
