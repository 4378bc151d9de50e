//! Path patterns of grants: X-Road's rules and one more.
//!
//! `*` matches within one segment, `**` any depth; a backslash takes the next character literally; everything else is
//! literal, `?`, `[` and `{` included. One rule is added: a segment that is `*` alone matches no empty segment, because a
//! server that merges slashes would serve what `/*/x` allowed as `/x`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The longest pattern in bytes. With paths of 4096 bytes one match takes at most 2 million steps, and some hundred in
/// practice.
const PATTERN_BYTES_MAX: usize = 512;

/// The text is no pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a path pattern begins with / or is **, ends in no lone backslash and has at most 512 bytes")]
pub struct PathGlobError;

/// A pattern for normalised paths.
#[derive(Clone, PartialEq, Eq)]
pub struct PathGlob {
    text: String,
    steps: Vec<Step>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// This byte.
    Byte(u8),
    /// One byte that is no slash.
    InSegment,
    /// Any number of bytes that are no slash.
    Star,
    /// Any number of bytes.
    Deep,
}

impl PathGlob {
    /// True if the whole of a normalised path matches.
    ///
    /// All ways to match are followed at once, so that no pattern and path take more than their product of steps.
    pub fn matches(&self, path: &str) -> bool {
        let mut active = vec![false; self.steps.len() + 1];
        let mut next = active.clone();
        active[0] = true;
        self.skip_wildcards(&mut active);
        for byte in path.bytes() {
            next.fill(false);
            for (place, step) in self.steps.iter().enumerate().filter(|(place, _)| active[*place]) {
                match step {
                    Step::Byte(literal) => next[place + 1] |= *literal == byte,
                    Step::InSegment => next[place + 1] |= byte != b'/',
                    Step::Star => next[place] |= byte != b'/',
                    Step::Deep => next[place] = true,
                }
            }
            self.skip_wildcards(&mut next);
            std::mem::swap(&mut active, &mut next);
        }
        active[self.steps.len()]
    }

    /// A wildcard may take nothing: whoever stands before one stands behind it as well.
    fn skip_wildcards(&self, active: &mut [bool]) {
        for (place, step) in self.steps.iter().enumerate() {
            if active[place] && matches!(step, Step::Star | Step::Deep) {
                active[place + 1] = true;
            }
        }
    }
}

impl FromStr for PathGlob {
    type Err = PathGlobError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() > PATTERN_BYTES_MAX || !(text.starts_with('/') || text == "**") {
            return Err(PathGlobError);
        }
        let mut steps = Vec::with_capacity(text.len());
        let mut rest = text.as_bytes();
        while let Some((&byte, tail)) = rest.split_first() {
            rest = match (byte, tail) {
                (b'\\', [literal, tail @ ..]) => {
                    steps.push(Step::Byte(*literal));
                    tail
                }
                (b'\\', []) => return Err(PathGlobError),
                (b'*', [b'*', tail @ ..]) => {
                    steps.push(Step::Deep);
                    tail
                }
                (b'*', tail) => {
                    if steps.last() == Some(&Step::Byte(b'/')) && matches!(tail, [] | [b'/', ..]) {
                        steps.push(Step::InSegment);
                    }
                    steps.push(Step::Star);
                    tail
                }
                (literal, tail) => {
                    steps.push(Step::Byte(literal));
                    tail
                }
            };
        }
        let text = text.to_owned();
        Ok(Self { text, steps })
    }
}

impl fmt::Display for PathGlob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for PathGlob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PathGlob({self})")
    }
}

impl Serialize for PathGlob {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PathGlob {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ROWS: &[(&str, &str, bool)] = &[
        // Literal.
        ("/", "/", true),
        ("/", "/a", false),
        ("/a", "/a", true),
        ("/a", "/a/", false),
        ("/a/", "/a", false),
        ("/a", "/A", false),
        ("/a", "/ab", false),
        // One segment.
        ("/*", "/a", true),
        ("/*", "/", false),
        ("/*", "/a/b", false),
        ("/*/c", "/b/c", true),
        ("/*/c", "//c", false),
        ("/*/c", "/a/b/c", false),
        ("/a/*", "/a/", false),
        ("/a/*/*", "/a/b/c", true),
        ("/a/*/*", "/a/b", false),
        ("/a*", "/a", true),
        ("/a*", "/abc", true),
        ("/a*", "/abc/d", false),
        ("/*.json", "/a.b.json", true),
        ("/*.json", "/a/b.json", false),
        ("/a*b*c", "/abbbc", true),
        ("/a*b*c", "/abbb", false),
        ("/người/*", "/người/ạ", true),
        // Any depth.
        ("**", "/", true),
        ("**", "/a/b/c", true),
        ("/**", "/", true),
        ("/**", "/a/b/", true),
        ("/a/**", "/a/", true),
        ("/a/**", "/a", false),
        ("/a/**", "/ab/c", false),
        ("/**/c", "/a/b/c", true),
        ("/**/c", "/c", false),
        ("/**/c", "/a/b/cd", false),
        ("/**/b/*/d", "/b/c/e/b/c/d", true),
        ("/**/b/*/d", "/a/b/c/c/d", false),
        ("/**a**b", "/xaxbxaxb", true),
        ("/**a**b", "/xbxa", false),
        // Escapes, and what is no wildcard here.
        (r"/\*", "/*", true),
        (r"/\*", "/a", false),
        (r"/a\\b", r"/a\b", true),
        (r"/\a", "/a", true),
        (r"/\**", "/*a", true),
        (r"/\**", "/a", false),
        ("/a?", "/a?", true),
        ("/a?", "/ab", false),
        ("/[ab]", "/a", false),
        ("/[ab]", "/[ab]", true),
        ("/{a,b}", "/a", false),
        ("/a.c", "/abc", false),
        ("/a+", "/aa", false),
        ("/(a|b)$", "/(a|b)$", true),
    ];

    #[test]
    fn patterns_match_by_the_table() {
        for (pattern, path, expected) in ROWS {
            let glob: PathGlob = pattern.parse().unwrap();
            assert_eq!(glob.matches(path), *expected, "{pattern} on {path}");
        }
    }

    #[test]
    fn malformed_patterns_are_refused() {
        for pattern in ["", "*", "a", "**/a", r"/a\"] {
            assert_eq!(pattern.parse::<PathGlob>(), Err(PathGlobError), "{pattern}");
        }
        assert!(
            format!("/{}", "a".repeat(PATTERN_BYTES_MAX))
                .parse::<PathGlob>()
                .is_err()
        );
    }

    /// The plain definition, exponential in the worst case.
    fn defined(steps: &[Step], path: &[u8]) -> bool {
        match (steps, path) {
            ([], []) => true,
            ([Step::Deep, rest @ ..], _) => (0..=path.len()).any(|taken| defined(rest, &path[taken..])),
            ([Step::Star, rest @ ..], _) => (0..=path.len())
                .take_while(|taken| !path[..*taken].contains(&b'/'))
                .any(|taken| defined(rest, &path[taken..])),
            ([Step::InSegment, rest @ ..], [byte, path @ ..]) => *byte != b'/' && defined(rest, path),
            ([Step::Byte(literal), rest @ ..], [byte, path @ ..]) => literal == byte && defined(rest, path),
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn the_matcher_agrees_with_the_definition(pattern in r"/([ab/]|\*|\*\*){0,8}", path in "/[ab/]{0,10}") {
            let glob: PathGlob = pattern.parse().unwrap();
            prop_assert_eq!(glob.matches(&path), defined(&glob.steps, path.as_bytes()));
        }
    }
}
