//! The job that carries changes of status to the national portal: each dossier's in their order, different dossiers side by
//! side, each until it is acknowledged.
//!
//! Nothing is ever dropped. A line that is down, and every answer that leaves the outcome open, puts a message off (1 s,
//! doubling up to 60 s, by the clock); the portal knows what it holds, so sending again is harmless. A refusal that no
//! repetition will change parks the message with its code, in the way of what follows, until a person acts.

mod judge;
mod state;

use bytes::Bytes;
use http::Method;
use motlan_core::caller::Purpose;
use motlan_core::{Code, ServiceId, Timestamp};
use motlan_exchange::service::call::Call;
use tokio::task::JoinSet;

pub(crate) use self::state::LineState;
pub use self::state::{Parked, SyncState};

use self::judge::{Outcome, judge, pause_s};
use crate::casework::{Casework, CaseworkError, LEGAL_BASIS, Parts};
use crate::store::outbox::{self, WaitingRow};

/// Dossiers in flight: at 60 ms an exchange, 32 send 500 changes a second, a province's hour in two seconds.
const IN_FLIGHT_MAX: usize = 32;

/// Dossiers taken up in one run.
const DOSSIERS_MAX: u32 = 512;

/// What one run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Acknowledged in this run.
    pub sent: u64,
    /// Still waiting.
    pub waiting: u64,
    /// Since when the oldest that is not acknowledged waits.
    pub oldest_at: Option<Timestamp>,
}

/// What one dossier's turn did.
#[derive(Default)]
struct Turn {
    sent: u64,
    is_line_down: bool,
}

impl Casework {
    /// Sends what is due. Called about every second; a run that is dropped half-way loses nothing.
    ///
    /// # Errors
    /// The database's; the portal's refusals are in [`Casework::sync_state`].
    pub async fn send_outbox(&self) -> Result<Sent, CaseworkError> {
        let parts = self.parts();
        let _sending = parts.sending.lock().await;
        let Some(portal) = &parts.config.portal else {
            return Ok(Sent::default());
        };
        let sent = self.send_due(portal).await?;
        let summary = parts.summary().await?;
        Ok(Sent {
            sent,
            waiting: summary.waiting,
            oldest_at: summary.oldest_at,
        })
    }

    /// Makes everything due now that failed on the line: it is known to be back, so that no pause need be waited for.
    ///
    /// # Errors
    /// The database's.
    pub async fn send_soon(&self) -> Result<(), CaseworkError> {
        let now = self.parts().now();
        self.parts()
            .db
            .write("casework.send_soon", |mut connection| async move {
                Ok(outbox::hurry(&mut connection, now).await?)
            })
            .await
    }

    async fn send_due(&self, portal: &ServiceId) -> Result<u64, CaseworkError> {
        let parts = self.parts();
        let now = parts.now();
        let due = parts
            .db
            .read("casework.list_due_outbox", |mut connection| async move {
                outbox::list_due(&mut connection, now, DOSSIERS_MAX).await
            })
            .await?;
        let (mut due, mut turns, mut sent) = (due.into_iter(), JoinSet::new(), 0);
        let mut is_line_down = false;
        loop {
            while !is_line_down && turns.len() < IN_FLIGHT_MAX {
                let Some(row) = due.next() else { break };
                let (casework, portal) = (self.clone(), portal.clone());
                turns.spawn(async move { casework.parts().send_dossier(&portal, row).await });
            }
            let Some(turn) = turns.join_next().await else { break };
            let turn: Turn = turn.map_err(|_| CaseworkError::Panicked)??;
            sent += turn.sent;
            // The others would only run into the same closed door: they stay due, and the next run tries some of them.
            is_line_down |= turn.is_line_down;
        }
        Ok(sent)
    }
}

impl Parts {
    /// Sends a dossier's messages from `row` on, in order, until one does not get through.
    async fn send_dossier(&self, portal: &ServiceId, row: WaitingRow) -> Result<Turn, CaseworkError> {
        let mut turn = Turn::default();
        let mut next = Some(row);
        while let Some(row) = next.take() {
            let outcome = self.send(portal, &row).await?;
            self.keep_line_state(&outcome).await?;
            match outcome {
                Outcome::Held => {
                    turn.sent += 1;
                    next = self.acknowledged(&row).await?;
                }
                Outcome::Gap { held } => self.go_back(&row, held).await?,
                Outcome::Later { code, is_line } => {
                    turn.is_line_down = is_line;
                    self.put_off(&row, &code, is_line).await?;
                }
                Outcome::Refused { code } => self.park(&row, &code).await?,
            }
        }
        Ok(turn)
    }

    async fn send(&self, portal: &ServiceId, row: &WaitingRow) -> Result<Outcome, CaseworkError> {
        let purpose = format!("{LEGAL_BASIS};dossier={}", row.dossier);
        let purpose: Purpose = purpose.parse().map_err(|_| CaseworkError::from(Code::InvalidPurpose))?;
        let call = Call {
            client: self.config.system.clone(),
            service: portal.clone(),
            method: Method::POST,
            path: String::new(),
            purpose,
            officer: None,
            body: Bytes::from(row.message.clone()),
        };
        Ok(match self.config.line.call(call).await {
            Ok(reply) => judge(&reply, row.number),
            Err(refusal) => Outcome::Later {
                code: refusal.failure.code.as_str().to_owned(),
                is_line: true,
            },
        })
    }

    /// Notes it, and gives the dossier's next message.
    async fn acknowledged(&self, row: &WaitingRow) -> Result<Option<WaitingRow>, CaseworkError> {
        let now = self.now();
        Ok(self
            .db
            .write("casework.acknowledge_outbox", |mut connection| async move {
                outbox::acknowledge(&mut connection, &row.dossier, row.number, now).await?;
                outbox::find_waiting(&mut connection, &row.dossier, row.number + 1).await
            })
            .await?)
    }

    async fn put_off(&self, row: &WaitingRow, code: &str, is_line: bool) -> Result<(), CaseworkError> {
        let next_at = self.now().plus_seconds(pause_s(row.attempts));
        Ok(self
            .db
            .write("casework.delay_outbox", |mut connection| async move {
                outbox::delay(&mut connection, &row.dossier, row.number, next_at, (code, is_line)).await
            })
            .await?)
    }

    async fn park(&self, row: &WaitingRow, code: &str) -> Result<(), CaseworkError> {
        tracing::error!(dossier = %row.dossier, number = row.number, code, "the national portal refused a change of status");
        Ok(self
            .db
            .write("casework.park_outbox", |mut connection| async move {
                outbox::park(&mut connection, &row.dossier, row.number, code).await
            })
            .await?)
    }

    /// The portal was restored from a backup: what it lost is sent again, from the first on.
    async fn go_back(&self, row: &WaitingRow, held: u32) -> Result<(), CaseworkError> {
        let (now, code) = (self.now(), Code::SyncGap.as_str());
        let next_at = now.plus_seconds(pause_s(row.attempts));
        tracing::warn!(dossier = %row.dossier, number = row.number, held, "the national portal lacks earlier changes");
        Ok(self
            .db
            .write("casework.rewind_outbox", |mut connection| async move {
                outbox::rewind(&mut connection, &row.dossier, held, now).await?;
                outbox::delay(&mut connection, &row.dossier, row.number, next_at, (code, false)).await
            })
            .await?)
    }
}
