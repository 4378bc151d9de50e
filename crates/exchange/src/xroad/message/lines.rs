//! The lines of a message head: writing them, and reading them strictly within limits.

use http::{HeaderName, HeaderValue};
use motlan_core::limits::HEAD_BYTES_MAX;

use super::super::headers::Header;
use super::{HEADERS_MAX, MessageError};

/// M of a message whose first two lines are `first` and `second`.
pub(super) fn encode(first: &str, second: &str, headers: &[Header]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(first.len() + second.len() + 4 + headers_bytes(headers));
    for line in [first, second] {
        bytes.extend_from_slice(line.as_bytes());
        bytes.extend_from_slice(b"\r\n");
    }
    for (name, value) in headers {
        bytes.extend_from_slice(name.as_str().as_bytes());
        bytes.push(b':');
        bytes.extend_from_slice(value.as_bytes());
        bytes.extend_from_slice(b"\r\n");
    }
    bytes
}

/// The colon and CRLF of each header are three bytes.
fn headers_bytes(headers: &[Header]) -> usize {
    headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len() + 3)
        .sum()
}

/// Whether these headers, after `line_bytes` of the first two lines, make a message that passes between gateways.
pub(super) fn check_headers(
    headers: &[Header],
    line_bytes: usize,
    may_stand: impl Fn(&HeaderName) -> bool,
) -> Result<(), MessageError> {
    if headers.len() > HEADERS_MAX || line_bytes + headers_bytes(headers) > HEAD_BYTES_MAX {
        return Err(MessageError::TooLarge);
    }
    match headers.iter().position(|(name, _)| !may_stand(name)) {
        Some(index) => Err(MessageError::Header { position: index + 1 }),
        None => Ok(()),
    }
}

/// `bytes` if they are not too many to be looked at.
pub(super) fn within_limit(bytes: &[u8]) -> Result<&[u8], MessageError> {
    if bytes.len() > HEAD_BYTES_MAX {
        return Err(MessageError::TooLarge);
    }
    Ok(bytes)
}

/// Takes the next line off `rest`, without its CRLF.
pub(super) fn next_line<'a>(rest: &mut &'a [u8]) -> Result<&'a [u8], MessageError> {
    let end = rest
        .windows(2)
        .position(|pair| pair == b"\r\n")
        .ok_or(MessageError::Truncated)?;
    let (line, tail) = rest.split_at(end);
    *rest = &tail[2..];
    Ok(line)
}

/// The headers of the remaining lines.
pub(super) fn decode_headers(mut rest: &[u8]) -> Result<Vec<Header>, MessageError> {
    let mut headers = Vec::new();
    while !rest.is_empty() {
        if headers.len() == HEADERS_MAX {
            return Err(MessageError::TooLarge);
        }
        let line = next_line(&mut rest)?;
        let position = headers.len() + 1;
        headers.push(decode_header(line).ok_or(MessageError::Header { position })?);
    }
    Ok(headers)
}

fn decode_header(line: &[u8]) -> Option<Header> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let name = HeaderName::from_bytes(&line[..colon]).ok()?;
    // The parser lowers upper-case letters; here one message has one form.
    if name.as_str().as_bytes() != &line[..colon] {
        return None;
    }
    Some((name, HeaderValue::from_bytes(&line[colon + 1..]).ok()?))
}
