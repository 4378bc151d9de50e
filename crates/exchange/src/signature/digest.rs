//! `Content-Digest` with SHA-512 (RFC 9530, section 2).

use aws_lc_rs::digest::{SHA512, digest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderName, HeaderValue};
use motlan_core::{Code, Failure};
use sfv::{BareItem, Dictionary, ListEntry, Parser};

const CONTENT_DIGEST: HeaderName = HeaderName::from_static("content-digest");

/// The SHA-512 digest of a body.
pub fn content_digest(body: &[u8]) -> [u8; 64] {
    let mut bytes = [0; 64];
    bytes.copy_from_slice(digest(&SHA512, body).as_ref());
    bytes
}

/// The value of the field: `sha-512=:<base64>:`.
pub fn content_digest_value(digest: &[u8; 64]) -> HeaderValue {
    let mut value = String::with_capacity(98);
    value.push_str("sha-512=:");
    STANDARD.encode_string(digest, &mut value);
    value.push(':');
    // Unwrap safety: base64 and the text around it are visible ASCII.
    HeaderValue::try_from(value).expect("base64 is a header value")
}

/// The SHA-512 digest that the message names, other algorithms ignored; `malformed_message` where there is none.
pub fn parse_content_digest(headers: &HeaderMap) -> Result<[u8; 64], Failure> {
    let malformed = |reason: &str| Failure::new(Code::MalformedMessage, format!("Content-Digest: {reason}"));
    let mut values = headers.get_all(CONTENT_DIGEST).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return Err(malformed("is missing or stands twice"));
    };
    let dictionary = Parser::new(value.as_bytes())
        .parse::<Dictionary>()
        .map_err(|error| malformed(&error.to_string()))?;
    match dictionary.get("sha-512") {
        Some(ListEntry::Item(item)) => match &item.bare_item {
            BareItem::ByteSequence(bytes) => bytes.as_slice().try_into().ok(),
            _ => None,
        },
        _ => None,
    }
    .ok_or_else(|| malformed("has no 64 bytes of sha-512"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 9530, appendix B.1: the digest of `{"hello": "world"}` with a final line feed.
    const PUBLISHED: &str =
        "sha-512=:YMAam51Jz/jOATT6/zvHrLVgOYTGFy1d6GJiOHTohq4yP+pgk4vf2aCsyRZOtw8MjkM7iw7yZ/WkppmM44T3qg==:";

    fn parse_text(text: &'static str) -> Result<[u8; 64], Failure> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_DIGEST, HeaderValue::from_static(text));
        parse_content_digest(&headers)
    }

    #[test]
    fn the_published_digest_is_ours() {
        let digest = content_digest(b"{\"hello\": \"world\"}\n");
        assert_eq!(content_digest_value(&digest), PUBLISHED);
        assert_eq!(parse_text(PUBLISHED).unwrap(), digest);
    }

    #[test]
    fn other_algorithms_may_stand_beside() {
        let beside = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:, sha-512=:YMAam51Jz/jOATT6/zvHrLVgOYTGFy1d6\
                      GJiOHTohq4yP+pgk4vf2aCsyRZOtw8MjkM7iw7yZ/WkppmM44T3qg==:";
        assert_eq!(parse_text(beside).unwrap(), parse_text(PUBLISHED).unwrap());
    }

    #[test]
    fn anything_else_is_malformed() {
        for text in [
            "",
            "sha-512",
            "sha-512=:AAAA:",
            "sha-512=1",
            "sha-512=(:AAAA:)",
            "sha-256=:AAAA:",
            "=",
        ] {
            assert_eq!(parse_text(text).unwrap_err().code, Code::MalformedMessage, "{text}");
        }
        let mut twice = HeaderMap::new();
        twice.append(CONTENT_DIGEST, HeaderValue::from_static(PUBLISHED));
        twice.append(CONTENT_DIGEST, HeaderValue::from_static(PUBLISHED));
        assert!(parse_content_digest(&twice).is_err());
        assert!(parse_content_digest(&HeaderMap::new()).is_err());
    }
}
