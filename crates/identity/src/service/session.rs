//! Sessions: open, find, confirm, end.

use motlan_core::Timestamp;

use crate::identity::{Identity, IdentityError};
use crate::model::{Account, AccountId, Opened, Session, State};
use crate::secret::SessionToken;
use crate::store::{account, session};

/// A session ends when nothing happened for half an hour.
pub(crate) const IDLE_S: i64 = 30 * 60;

/// It ends after half a day whatever happens.
const WHOLE_S: i64 = 12 * 3600;

/// Using a session is written down once a minute, not with every page.
const TOUCH_S: i64 = 60;

/// A confirmation counts for five minutes: time to press the button that it was asked for.
const CONFIRMED_S: i64 = 5 * 60;

impl Identity {
    /// Opens a session for an account that somebody else has authenticated.
    pub async fn open_session(&self, id: AccountId) -> Result<Opened, IdentityError> {
        let token = SessionToken::draw()?;
        let (now, secret) = (self.clock.now(), &token);
        let account = self
            .db
            .write("identity.open_session", |mut connection| async move {
                let account = active(account::find(&mut connection, id).await?)?;
                session::delete_old(&mut connection, now.plus_seconds(-IDLE_S), now.plus_seconds(-WHOLE_S)).await?;
                session::insert(&mut connection, secret, id, now).await?;
                Ok::<_, IdentityError>(account)
            })
            .await?;
        let session = Session {
            account,
            csrf: token.csrf(),
            expires_at: now.plus_seconds(IDLE_S),
            confirmed_until: None,
        };
        Ok(Opened { token, session })
    }

    /// The session of this token; `None` if it has ended or its account is no longer active.
    pub async fn session(&self, token: &SessionToken) -> Result<Option<Session>, IdentityError> {
        let now = self.clock.now();
        let found = self
            .db
            .read("identity.find_session", |mut connection| async move {
                let Some(stored) = session::find(&mut connection, token).await? else {
                    return Ok::<_, IdentityError>(None);
                };
                let account = account::find(&mut connection, stored.account).await?;
                Ok(Some((stored, account)))
            })
            .await?;
        let Some((stored, Some(owner))) = found else {
            return Ok(None);
        };
        if !is_open(&stored, now) || owner.account.state != State::Activated {
            return Ok(None);
        }
        if stored.seen_at.plus_seconds(TOUCH_S) <= now {
            self.db
                .write("identity.touch_session", |mut connection| async move {
                    session::touch(&mut connection, token, now).await
                })
                .await?;
        }
        Ok(Some(Session {
            account: owner.account,
            csrf: token.csrf(),
            expires_at: now.plus_seconds(IDLE_S).min(stored.opened_at.plus_seconds(WHOLE_S)),
            confirmed_until: stored.confirmed_until.filter(|until| *until > now),
        }))
    }

    /// Confirms that the owner is still there: by passphrase, or by a button where people do not exist.
    pub async fn confirm(&self, token: &SessionToken, passphrase: Option<&str>) -> Result<(), IdentityError> {
        let session = self.session(token).await?.ok_or(IdentityError::NoSession)?;
        match passphrase {
            Some(passphrase) => {
                self.check_passphrase(&session.account.user_name, passphrase).await?;
            }
            None if self.is_confirmed_by_button => {}
            None => return Err(IdentityError::LogInFailed),
        }
        let until = self.clock.now().plus_seconds(CONFIRMED_S);
        let is_there = self
            .db
            .write("identity.confirm_session", |mut connection| async move {
                session::confirm(&mut connection, token, until).await
            })
            .await?;
        if is_there {
            Ok(())
        } else {
            Err(IdentityError::NoSession)
        }
    }

    /// Ends a session.
    pub async fn log_out(&self, token: &SessionToken) -> Result<(), IdentityError> {
        self.db
            .write("identity.log_out", |mut connection| async move {
                session::delete(&mut connection, token).await
            })
            .await
    }
}

fn is_open(stored: &session::Stored, now: Timestamp) -> bool {
    now < stored.seen_at.plus_seconds(IDLE_S) && now < stored.opened_at.plus_seconds(WHOLE_S)
}

fn active(stored: Option<account::Stored>) -> Result<Account, IdentityError> {
    let account = stored.ok_or(IdentityError::NoAccount)?.account;
    if account.state == State::Activated {
        Ok(account)
    } else {
        Err(IdentityError::NotActive)
    }
}
