//! The path of a request in the one form that grants are matched against.
//!
//! Decoded once, and nothing resolved: a path that two programs could read differently is refused, so that what the
//! grant allowed is what the provider's system serves (X-Road's fix XRDDEV-3054: path traversal past a wildcard rule).
//! The path that travels to the provider stays as the client wrote it.

use motlan_core::{Code, Failure};

/// The longest path in bytes: an eighth of what all headers may take together (32 KiB).
const PATH_BYTES_MAX: usize = 4096;

/// Percent-decodes the path behind the service's code, once; an empty path is `/`.
///
/// Refuses (`invalid_request`): a path that does not begin with `/`, malformed escapes, an escaped `/`, a backslash in
/// either form, control characters, text that is not UTF-8, a query or fragment, and segments that are `.` or `..`,
/// alone or before a `;` (which some servers cut off). `%252e` becomes the literal text `%2e`.
pub fn normalise_path(raw: &str) -> Result<String, Failure> {
    let refuse = |reason: &str| Failure::new(Code::InvalidRequest, format!("the path {reason}"));
    if raw.is_empty() {
        return Ok("/".to_owned());
    }
    if !raw.starts_with('/') || raw.len() > PATH_BYTES_MAX {
        return Err(refuse("does not begin with / or is longer than 4096 bytes"));
    }
    let path = String::from_utf8(decode(raw).map_err(refuse)?).map_err(|_| refuse("is not UTF-8 after decoding"))?;
    if path.chars().any(char::is_control) {
        return Err(refuse("holds a control character"));
    }
    if path.split('/').any(is_relative) {
        return Err(refuse("has a segment . or .."));
    }
    Ok(path)
}

fn decode(raw: &str) -> Result<Vec<u8>, &'static str> {
    let mut decoded = Vec::with_capacity(raw.len());
    let mut rest = raw.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match byte {
            b'%' => {
                let (pair, tail) = tail.split_at_checked(2).ok_or("has a malformed escape")?;
                rest = tail;
                let mut value = [0];
                hex::decode_to_slice(pair, &mut value).map_err(|_| "has a malformed escape")?;
                match value[0] {
                    b'/' => return Err("has an escaped /"),
                    b'\\' => return Err("has a backslash"),
                    value => decoded.push(value),
                }
            }
            b'\\' => return Err("has a backslash"),
            b'?' | b'#' => return Err("has a query or a fragment"),
            byte => decoded.push(byte),
        }
    }
    Ok(decoded)
}

fn is_relative(segment: &str) -> bool {
    let name = segment.split_once(';').map_or(segment, |(name, _)| name);
    matches!(name, "." | "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted_paths_are_decoded_once() {
        for (raw, path) in [
            ("", "/"),
            ("/", "/"),
            ("/persons", "/persons"),
            ("/persons/", "/persons/"),
            ("//persons", "//persons"),
            ("/a%20b", "/a b"),
            ("/path%3B/", "/path;/"),
            ("/%E1%BA%A1", "/ạ"),
            ("/ạ", "/ạ"),
            ("/100%25", "/100%"),
            ("/%252e%252e/x", "/%2e%2e/x"),
            ("/%252F", "/%2F"),
            ("/a%3Fb%23c", "/a?b#c"),
            ("/...", "/..."),
            ("/.well-known", "/.well-known"),
            ("/a..b/c.", "/a..b/c."),
        ] {
            assert_eq!(normalise_path(raw).as_deref(), Ok(path), "{raw}");
        }
    }

    #[test]
    fn ambiguous_paths_are_refused() {
        for raw in [
            "persons",
            "/..",
            "/.",
            "/a/../b",
            "/a/./b",
            "/a/..",
            "/%2e%2e/b",
            "/.%2E/b",
            "/%2e/b",
            "/a/..;/b",
            "/a/..;v=1/b",
            "/a/..%3B/b",
            "/a/.;/b",
            "/a%2Fb",
            "/a%2fb",
            "/..%2f..%2fetc",
            "/a\\..\\b",
            "/a%5Cb",
            "/a%5cb",
            "/a%00",
            "/a%0d%0ab",
            "/a%7f",
            "/a%C2%85",
            "/a\tb",
            "/a%",
            "/a%2",
            "/a%zz",
            "/a%c0%ae%c0%ae/b",
            "/a%ff",
            "/a?b",
            "/a#b",
        ] {
            assert_eq!(normalise_path(raw).unwrap_err().code, Code::InvalidRequest, "{raw}");
        }
        let longest = format!("/{}", "a".repeat(PATH_BYTES_MAX - 1));
        assert!(normalise_path(&longest).is_ok());
        assert!(normalise_path(&format!("{longest}a")).is_err());
    }
}
