//! *Log in* by user name and passphrase. Unknown name and wrong passphrase look and cost the same.
//!
//! An attempt is counted before its passphrase is looked at, and forgotten when it was right: guesses sent side by side are
//! counted one by one. Where no core is free for one more hash the attempt is refused and not counted.

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
        let hashing = self.hashing.clone().try_acquire_owned();
        let hashing = hashing.map_err(|_| IdentityError::Overloaded)?;
        let now = self.clock.now();
        let after = now.plus_seconds(-WINDOW_S);
        let stored = self
            .db
            .write("identity.begin_log_in", |mut connection| async move {
                if attempt::count(&mut connection, name, after).await? >= FAILURES_MAX {
                    return Err(IdentityError::LogInLocked);
                }
                attempt::insert(&mut connection, name, now, after).await?;
                account::find_by_name(&mut connection, name).await
            })
            .await?;
        let hash = stored.as_ref().and_then(|stored| stored.passphrase.clone());
        let passphrase = passphrase.to_owned();
        let verifying = spawn_blocking(move || {
            // Held by the work itself: a client that goes away frees nothing that is still being computed.
            let _hashing = hashing;
            passphrase::verify(&passphrase, hash.as_deref())
        });
        if !verifying.await.map_err(|_| IdentityError::Panicked)?? {
            return Err(IdentityError::LogInFailed);
        }
        self.db
            .write("identity.clear_log_in", |mut connection| async move {
                attempt::clear(&mut connection, name).await
            })
            .await?;
        stored.ok_or(IdentityError::LogInFailed)
    }
}
