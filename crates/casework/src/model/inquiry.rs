//! Why did you look at my data? A person's question to an agency, its deadline, its answer.

use std::fmt;

use motlan_core::{Code, Failure, MemberId, Timestamp};

use super::reason::{REASON_CHARS_MAX, Reason};

/// How long an agency has: 72 hours, days off included (Decree 13/2023/NĐ-CP, article 14(3), from memory).
pub const ANSWER_WITHIN_S: i64 = 72 * 3_600;

/// A question to an agency.
#[derive(Clone, PartialEq, Eq)]
pub struct Inquiry {
    /// Names it to both sides: random, says nothing of the person.
    pub id: String,
    /// Who is asked.
    pub agency: MemberId,
    /// The last look of that agency which the person saw, by which it finds the question in its own journal.
    pub looked_at: Option<Timestamp>,
    /// What the person wants to know besides; empty if nothing.
    pub question: String,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// When the answer is due.
    pub due_at: Timestamp,
    /// The answer.
    pub answer: Option<Answer>,
}

/// An answer to a person.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// When.
    pub at: Timestamp,
    /// The account that wrote it.
    pub by: String,
    /// What it says.
    pub text: String,
}

impl Inquiry {
    /// Whether the deadline passed without an answer, or before it.
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.answer.as_ref().map_or(now, |answer| answer.at) > self.due_at
    }
}

/// Reads what a person added to the question: one line, which may be empty.
///
/// # Errors
/// `reason_too_long` beyond 1,000 characters.
pub(crate) fn question(text: &str) -> Result<String, Failure> {
    let words: Vec<&str> = text
        .split(|char: char| char.is_whitespace() || char.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let text = words.join(" ");
    if text.chars().count() > REASON_CHARS_MAX {
        return Err(Code::ReasonTooLong.into());
    }
    Ok(text)
}

/// Reads an answer: it has the length of a reason.
///
/// # Errors
/// `reason_required`, `reason_too_short`, `reason_too_long`.
pub(crate) fn answer(text: &str) -> Result<String, Failure> {
    Reason::new(None, text).map(|reason| reason.text)
}

/// Words of people stay out of logs.
impl fmt::Debug for Inquiry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inquiry")
            .field("id", &self.id)
            .field("agency", &self.agency)
            .field("due_at", &self.due_at)
            .field("is_answered", &self.answer.is_some())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer").field("at", &self.at).finish_non_exhaustive()
    }
}
