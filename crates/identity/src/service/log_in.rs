//! *Log in* by user name and passphrase. Unknown name and wrong passphrase look and cost the same.

use tokio::task::spawn_blocking;

use crate::identity::{Identity, IdentityError};
use crate::model::{Opened, State};
use crate::passphrase;
use crate::store::{account, attempt};

/// Failures of a name within [`WINDOW_S`] before it is locked.
const FAILURES_MAX: i64 = 5;

/// 15 minutes: 5 guesses in each make 175,000 a year, against 12 characters.
const WINDOW_S: i64 = 15 * 60;

impl Identity {
    /// Opens a session for whoever knows the passphrase.
    pub async fn log_in(&self, user_name: &str, passphrase: &str) -> Result<Opened, IdentityError> {
        let stored = self.check_passphrase(user_name, passphrase).await?;
        if stored.account.state != State::Activated {
            return Err(IdentityError::NotActive);
        }
        self.open_session(stored.account.id).await
    }

    /// The account, if the passphrase is its own.
    pub(crate) async fn check_passphrase(
        &self,
        user_name: &str,
        passphrase: &str,
    ) -> Result<account::Stored, IdentityError> {
        // A name that no account can have would only fill the table of failures.
        let name = if user_name.len() <= 64 { user_name } else { "" };
        let after = self.clock.now().plus_seconds(-WINDOW_S);
        let (failures, stored) = self
            .db
            .read("identity.find_log_in", |mut connection| async move {
                let failures = attempt::count(&mut connection, name, after).await?;
                Ok::<_, IdentityError>((failures, account::find_by_name(&mut connection, name).await?))
            })
            .await?;
        if failures >= FAILURES_MAX {
            return Err(IdentityError::LogInLocked);
        }
        let hash = stored.as_ref().and_then(|stored| stored.passphrase.clone());
        let passphrase = passphrase.to_owned();
        let verifying = spawn_blocking(move || passphrase::verify(&passphrase, hash.as_deref()));
        let is_right = verifying.await.map_err(|_| IdentityError::Panicked)??;
        let now = self.clock.now();
        self.db
            .write("identity.note_log_in", |mut connection| async move {
                if is_right {
                    attempt::clear(&mut connection, name).await
                } else {
                    attempt::insert(&mut connection, name, now, after).await
                }
            })
            .await?;
        stored.filter(|_| is_right).ok_or(IdentityError::LogInFailed)
    }
}
