//! Signed notes: a text and signature lines under it (C2SP signed-note v1.0.0, Ed25519 lines only).
//!
//! Lines of unknown keys and types are ignored, as the specification demands; so witnesses can add theirs.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;

use crate::key::{KeyError, LogKey, VerifierKey};

/// What every signature line begins with: an em dash and a space.
const LINE_START: &str = "\u{2014} ";

/// The largest note: a checkpoint of three short lines, with room for 100 signature lines of ML-DSA-44 (3.3 KiB each).
pub const NOTE_BYTES_MAX: usize = 400 * 1024;

/// Why a note is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NoteError {
    /// No text, no empty line, no signature line, a control character, or too large.
    #[error("not a signed note")]
    Form,
    /// No line is signed by the given key.
    #[error("the note is not signed by the given key")]
    NotSigned,
    /// A line of the given key does not verify.
    #[error("the note's signature is wrong")]
    WrongSignature,
}

/// Signs `text`, which ends with a newline, under the key name `name`.
pub fn sign(text: &str, name: &str, key: &LogKey) -> Result<String, KeyError> {
    let id = key.verifier(name)?.id();
    let signature = STANDARD.encode([id.as_slice(), &key.sign(text)].concat());
    Ok(format!("{text}\n{LINE_START}{name} {signature}\n"))
}

/// Splits a note into its text (with its last newline) and its signature lines, without checking any.
pub fn split(note: &str) -> Result<(&str, &str), NoteError> {
    let has_control = note.bytes().any(|byte| byte < 0x20 && byte != b'\n');
    if has_control || note.len() > NOTE_BYTES_MAX {
        return Err(NoteError::Form);
    }
    // The text may hold empty lines; the last one separates.
    let separator = note.rfind("\n\n").ok_or(NoteError::Form)?;
    let (text, signatures) = (&note[..=separator], &note[separator + 2..]);
    if !signatures.ends_with('\n') || text.len() < 2 {
        return Err(NoteError::Form);
    }
    if signatures.lines().all(|line| signature_line(line).is_some()) {
        Ok((text, signatures))
    } else {
        Err(NoteError::Form)
    }
}

/// The text of a note that `key` has signed.
pub fn open<'note>(note: &'note str, key: &VerifierKey) -> Result<&'note str, NoteError> {
    let (text, signatures) = split(note)?;
    let mut is_signed = false;
    for (name, signature) in signatures.lines().filter_map(signature_line) {
        let Ok(bytes) = STANDARD.decode(signature) else {
            continue;
        };
        if name != key.name() || bytes.get(..4) != Some(&key.id()) {
            continue;
        }
        if !key.is_valid(text, &bytes[4..]) {
            return Err(NoteError::WrongSignature);
        }
        is_signed = true;
    }
    if is_signed { Ok(text) } else { Err(NoteError::NotSigned) }
}

/// Name and base64 of a signature line.
fn signature_line(line: &str) -> Option<(&str, &str)> {
    let (name, signature) = line.strip_prefix(LINE_START)?.split_once(' ')?;
    let is_line = !name.is_empty() && !signature.is_empty() && !signature.contains(' ');
    is_line.then_some((name, signature))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the Go reference (`golang.org/x/mod/sumdb/note`).
    const PETER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    const NOTE: &str = "If you think cryptography is the answer to your problem,\n\
        then you don't know what your problem is.\n\
        \n\
        \u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    #[test]
    fn the_go_reference_note_opens() {
        let text = open(NOTE, &PETER.parse().unwrap()).unwrap();
        assert!(text.ends_with("your problem is.\n"));
    }

    #[test]
    fn unknown_lines_are_ignored_and_other_keys_do_not_open_it() {
        let key: LogKey = "11".repeat(32).parse().unwrap();
        let note = sign("origin\n1\n", "origin", &key).unwrap() + "\u{2014} witness AAAAAA==\n";
        assert_eq!(open(&note, &key.verifier("origin").unwrap()), Ok("origin\n1\n"));
        assert_eq!(
            open(&note, &key.verifier("witness").unwrap()),
            Err(NoteError::NotSigned)
        );
        assert_eq!(open(&note, &PETER.parse().unwrap()), Err(NoteError::NotSigned));
    }

    #[test]
    fn malformed_notes_are_refused() {
        let key: VerifierKey = PETER.parse().unwrap();
        for wrong in [
            "",
            "\n\n",
            "text\n",
            "text\n\n",
            "text\n\nline\n",
            "text\n\n\u{2014} a b",
            "t\r\n\n\u{2014} a b\n",
        ] {
            assert_eq!(open(wrong, &key), Err(NoteError::Form), "{wrong:?}");
        }
        assert_eq!(
            open(&NOTE.replace("think", "thank"), &key),
            Err(NoteError::WrongSignature)
        );
    }
}
