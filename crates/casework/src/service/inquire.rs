//! Asking an agency why it looked, and answering. The person's question is kept until it is answered, and after.

use motlan_core::{MemberId, Timestamp};
use tracing::instrument;

use super::random;
use crate::casework::{Casework, CaseworkError};
use crate::model::inquiry::{self, ANSWER_WITHIN_S, Answer, Inquiry};
use crate::store::inquiry as store;

/// Inquiries of one person that are shown: a question to each of twenty agencies, five times over.
const OWN_MAX: i64 = 100;

/// Open inquiries that an operator sees at once, and answered ones: a page that can be read.
const LISTED_MAX: i64 = 50;

/// What an operator is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inquiries {
    /// The most pressing open ones.
    pub open: Vec<Inquiry>,
    /// How many are open.
    pub open_count: u64,
    /// The last that were answered.
    pub answered: Vec<Inquiry>,
}

impl Casework {
    /// Asks an agency why it looked at this account's person. Asked again while a question is open, it is the same question.
    ///
    /// # Errors
    /// `reason_too_long` for a text beyond 1,000 characters; the database's.
    #[instrument(skip_all, fields(agency = %agency))]
    pub async fn inquire(
        &self,
        account: i64,
        agency: MemberId,
        looked_at: Option<Timestamp>,
        text: &str,
    ) -> Result<(), CaseworkError> {
        let now = self.parts().now();
        let asked = &Inquiry {
            id: hex::encode(random::<8>()?),
            agency,
            looked_at,
            question: inquiry::question(text)?,
            asked_at: now,
            due_at: now.plus_seconds(ANSWER_WITHIN_S),
            answer: None,
        };
        self.parts()
            .db
            .write("casework.inquire", |mut connection| async move {
                store::insert(&mut connection, account, asked).await?;
                Ok::<_, CaseworkError>(())
            })
            .await
    }

    /// What this account's person asked, newest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn inquiries_of(&self, account: i64) -> Result<Vec<Inquiry>, CaseworkError> {
        let read = self
            .parts()
            .db
            .read("casework.list_inquiries_of", |mut connection| async move {
                Ok::<_, CaseworkError>(store::list_of(&mut connection, account, OWN_MAX).await?)
            });
        read.await
    }

    /// Everybody's questions, for whoever answers them. Who asked is not told.
    ///
    /// # Errors
    /// The database's.
    pub async fn inquiries(&self) -> Result<Inquiries, CaseworkError> {
        let read = self
            .parts()
            .db
            .read("casework.list_inquiries", |mut connection| async move {
                Ok::<_, CaseworkError>(Inquiries {
                    open: store::list_open(&mut connection, LISTED_MAX).await?,
                    open_count: store::count_open(&mut connection).await?,
                    answered: store::list_answered(&mut connection, LISTED_MAX).await?,
                })
            });
        read.await
    }

    /// Answers a question; false if there is no open one with this id. The first answer stands.
    ///
    /// # Errors
    /// `reason_required`, `reason_too_short`, `reason_too_long`; the database's.
    #[instrument(skip_all, fields(inquiry = id))]
    pub async fn answer_inquiry(&self, id: &str, by: &str, text: &str) -> Result<bool, CaseworkError> {
        let answer = &Answer {
            at: self.parts().now(),
            by: by.to_owned(),
            text: inquiry::answer(text)?,
        };
        self.parts()
            .db
            .write("casework.answer_inquiry", |mut connection| async move {
                Ok::<_, CaseworkError>(store::answer(&mut connection, id, answer).await?)
            })
            .await
    }
}
