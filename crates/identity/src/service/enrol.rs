//! *Enrol*, *approve*, *activate*: how an account comes into use (Decree 59/2022/NĐ-CP, chapter III).

use tokio::task::spawn_blocking;

use crate::identity::{Identity, IdentityError};
use crate::model::{Account, AccountId, NewAccount, Role, State};
use crate::passphrase;
use crate::store::account;

impl Identity {
    /// Enrols an account. It can do nothing before it is approved and activated.
    pub async fn enrol(&self, new: NewAccount) -> Result<AccountId, IdentityError> {
        check(&new)?;
        let hash = match new.passphrase.clone() {
            Some(passphrase) => {
                let hashing = spawn_blocking(move || passphrase::hash(&passphrase));
                Some(hashing.await.map_err(|_| IdentityError::Panicked)??)
            }
            None => None,
        };
        let (new, hash, now) = (&new, hash.as_deref(), self.clock.now());
        self.db
            .write("identity.enrol", |mut connection| async move {
                account::insert(&mut connection, new, hash, now).await
            })
            .await
    }

    /// Approves an enrolled account.
    pub async fn approve(&self, id: AccountId) -> Result<(), IdentityError> {
        self.advance(id, State::Enrolled, State::Approved).await
    }

    /// Activates an approved account.
    pub async fn activate(&self, id: AccountId) -> Result<(), IdentityError> {
        self.advance(id, State::Approved, State::Activated).await
    }

    /// The account of this user name.
    pub async fn find_by_user_name(&self, name: &str) -> Result<Option<Account>, IdentityError> {
        self.db
            .read("identity.find_by_user_name", |mut connection| async move {
                let stored = account::find_by_name(&mut connection, name).await?;
                Ok(stored.map(|stored| stored.account))
            })
            .await
    }

    async fn advance(&self, id: AccountId, from: State, to: State) -> Result<(), IdentityError> {
        self.db
            .write("identity.advance", |mut connection| async move {
                if account::advance(&mut connection, id, from, to).await? {
                    return Ok(());
                }
                Err(match account::find(&mut connection, id).await? {
                    Some(_) => IdentityError::WrongState,
                    None => IdentityError::NoAccount,
                })
            })
            .await
    }
}

fn check(new: &NewAccount) -> Result<(), IdentityError> {
    let is_name_character = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-');
    if !(3..=64).contains(&new.user_name.len()) || !new.user_name.bytes().all(is_name_character) {
        return Err(IdentityError::Invalid("a user name is 3 to 64 of a-z 0-9 . _ -"));
    }
    let length = new.display_name.chars().count();
    if !(1..=200).contains(&length) || new.display_name.chars().any(char::is_control) {
        return Err(IdentityError::Invalid("a display name has 1 to 200 characters"));
    }
    if new.roles.is_empty() {
        return Err(IdentityError::Invalid("an account has at least one role"));
    }
    for assignment in &new.roles {
        if assignment.role.is_of_unit() != assignment.unit.is_some() {
            return Err(IdentityError::Invalid("officers and signers have a unit, others none"));
        }
        if assignment.role == Role::Citizen && new.person.is_none() {
            return Err(IdentityError::Invalid("a citizen's account names its person"));
        }
    }
    Ok(())
}
