//! What a person may see of the journal by now: everything about them but what is not released yet.
//!
//! A page is full as if nothing were hidden, and there is a next one only if something can be seen on it: neither tells
//! that an entry waits.

use motlan_core::Timestamp;

use super::query::{PAGE_SIZE_MAX, Page, UsagePage};
use super::{UsageEntry, UsageError, UsageJournal};
use crate::model::subject::Subject;

/// Entries read for one answer: at some 50 µs each, 1 s.
pub const EXAMINED_MAX: usize = 20_000;

/// How far entries may stand from the order of their moments: a question's moment is taken before its entry's turn comes.
const DISORDER_S: i64 = 60;

/// The moments that are asked about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// The first one.
    pub from: Option<Timestamp>,
    /// The last one.
    pub until: Option<Timestamp>,
}

impl Period {
    fn has(&self, moment: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= moment) && self.until.is_none_or(|until| moment <= until)
    }

    /// Whether nothing older than an entry of this moment can lie in it.
    fn is_over_at(&self, moment: Timestamp) -> bool {
        self.from.is_some_and(|from| moment.plus_seconds(DISORDER_S) < from)
    }
}

/// A part of what lies in a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// How many entries there are in all.
    pub total: usize,
    /// Those asked for, newest first.
    pub entries: Vec<UsageEntry>,
}

impl UsageJournal {
    /// The entries about a person that are released by now, newest first. Blocking.
    ///
    /// # Errors
    /// [`UsageError::Storage`] and [`UsageError::Damaged`].
    pub fn released_to(&self, subject: &Subject, page: Page, now: Timestamp) -> Result<UsagePage, UsageError> {
        let size = page.size.clamp(1, PAGE_SIZE_MAX);
        let mut entries = Vec::new();
        let (mut before, mut examined) = (page.before, 0);
        // Where the page ends, once it is full: then only whether anything can be seen behind it is looked for.
        let mut end = None;
        loop {
            let wanted = size - entries.len();
            let size_read = if wanted == 0 { PAGE_SIZE_MAX } else { wanted };
            let part = Page {
                before,
                size: size_read,
            };
            let part = self.usage_of(subject, part)?;
            examined += size_read;
            let mut released = part.entries.into_iter().filter(|entry| entry.is_released(now));
            if wanted > 0 {
                entries.extend(released);
                end = part.next;
            } else if released.next().is_some() || examined > EXAMINED_MAX {
                return Ok(UsagePage { entries, next: end });
            }
            if part.next.is_none() {
                return Ok(UsagePage { entries, next: None });
            }
            before = part.next;
        }
    }

    /// The released entries about a person that lie in a period: how many, and up to `limit` of them after the first
    /// `offset`. None if there are more than [`EXAMINED_MAX`] to read. Blocking.
    ///
    /// # Errors
    /// [`UsageError::Storage`] and [`UsageError::Damaged`].
    pub fn released_in(
        &self,
        subject: &Subject,
        period: Period,
        (offset, limit): (usize, usize),
        now: Timestamp,
    ) -> Result<Option<Found>, UsageError> {
        let mut found = Found {
            total: 0,
            entries: Vec::new(),
        };
        let mut page = Page::default();
        for _ in 0..EXAMINED_MAX / PAGE_SIZE_MAX {
            let part = self.usage_of(subject, page)?;
            // A whole page of them: a clock that was set back has left newer ones behind an older one.
            if !part.entries.is_empty() && part.entries.iter().all(|entry| period.is_over_at(entry.at)) {
                return Ok(Some(found));
            }
            for entry in part.entries {
                if !period.has(entry.at) || !entry.is_released(now) {
                    continue;
                }
                if found.total >= offset && found.entries.len() < limit {
                    found.entries.push(entry);
                }
                found.total += 1;
            }
            match part.next {
                None => return Ok(Some(found)),
                next => page.before = next,
            }
        }
        Ok(None)
    }
}
