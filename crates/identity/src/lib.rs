//! Who somebody is and what they may do: electronic identity accounts, log-in, sessions, roles.
//!
//! Accounts follow Decree 59/2022/NĐ-CP: two levels; enrolled, then approved, then activated. A role of an agency's
//! person is bound to a unit. OpenID Connect is not here yet: what opens a session after it is [`Identity::open_session`].

mod identity;
pub mod model;
mod passphrase;
mod secret;
mod service;
mod store;

pub use crate::identity::{Identity, IdentityError};
pub use crate::model::{Account, AccountId, Assignment, Level, NewAccount, Opened, Person, Role, Session, State};
pub use crate::secret::SessionToken;
