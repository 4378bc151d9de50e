//! Accounts, roles and sessions as values. No database, no clock.

use std::fmt;

use motlan_core::Timestamp;

use crate::secret::SessionToken;

/// Names an account of one node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(pub i64);

/// Level of an electronic identity (Decree 59/2022/NĐ-CP, article 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Name, birth date, sex and portrait, matched with the population database.
    One = 1,
    /// Biometrics too, taken in person; equal to the identity card.
    Two = 2,
}

/// How far an account has come (đăng ký, phê duyệt, kích hoạt).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Asked for.
    Enrolled = 1,
    /// Granted by the authority.
    Approved = 2,
    /// In use by its owner.
    Activated = 3,
}

/// What an account may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Has dossiers and a vault of their own.
    Citizen,
    /// Handles the dossiers of a unit.
    Officer,
    /// Signs results for a unit.
    Signer,
    /// Runs the node.
    Operator,
    /// Reads figures.
    Leader,
    /// Reads figures and opens entries.
    Auditor,
    /// Connects an agency's system.
    Integrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 7] = [
        Self::Citizen,
        Self::Officer,
        Self::Signer,
        Self::Operator,
        Self::Leader,
        Self::Auditor,
        Self::Integrator,
    ];

    /// The word in the database and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::Officer => "officer",
            Self::Signer => "signer",
            Self::Operator => "operator",
            Self::Leader => "leader",
            Self::Auditor => "auditor",
            Self::Integrator => "integrator",
        }
    }

    /// The role of this word.
    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }

    /// Whether the role is held within a unit.
    pub const fn is_of_unit(self) -> bool {
        matches!(self, Self::Officer | Self::Signer)
    }
}

/// A role, and the unit that it is bound to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Assignment {
    /// The role.
    pub role: Role,
    /// The unit's code; of officers and signers only.
    pub unit: Option<String>,
}

/// Whose account it is: the three keys that registries ask for.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// Twelve digits.
    pub personal_number: String,
    /// As the population registry has it.
    pub full_name: String,
    /// `YYYY[-MM[-DD]]`.
    pub birth_date: String,
}

/// Tells nothing about the person.
impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Person(…)")
    }
}

/// An account.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// Its number on this node.
    pub id: AccountId,
    /// What its owner types.
    pub user_name: String,
    /// What pages call the owner.
    pub display_name: String,
    /// The level of identity.
    pub level: Level,
    /// How far it has come.
    pub state: State,
    /// The person behind it, if it is a citizen's.
    pub person: Option<Person>,
    /// What it may do.
    pub roles: Vec<Assignment>,
}

/// Tells nothing about the person.
impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("id", &self.id)
            .field("level", &self.level)
            .field("state", &self.state)
            .field("roles", &self.roles)
            .finish_non_exhaustive()
    }
}

impl Account {
    /// Whether it holds this role, in whatever unit.
    pub fn has(&self, role: Role) -> bool {
        self.roles.iter().any(|assignment| assignment.role == role)
    }

    /// Whether it holds this role in this unit.
    pub fn has_in(&self, role: Role, unit: &str) -> bool {
        self.roles
            .iter()
            .any(|assignment| assignment.role == role && assignment.unit.as_deref() == Some(unit))
    }

    /// The units in which it holds this role.
    pub fn units_of(&self, role: Role) -> Vec<String> {
        self.roles
            .iter()
            .filter(|assignment| assignment.role == role)
            .filter_map(|assignment| assignment.unit.clone())
            .collect()
    }
}

/// An account to be enrolled.
#[derive(Clone)]
pub struct NewAccount {
    /// 3 to 64 of `a-z 0-9 . _ -`; unique on the node.
    pub user_name: String,
    /// 1 to 200 characters.
    pub display_name: String,
    /// The level of identity.
    pub level: Level,
    /// Needed by citizens.
    pub person: Option<Person>,
    /// Officers and signers name a unit, others none.
    pub roles: Vec<Assignment>,
    /// At least 12 characters; without one nobody can log in by name.
    pub passphrase: Option<String>,
}

/// A session that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Whose.
    pub account: Account,
    /// Stands hidden in every form of this session.
    pub csrf: String,
    /// When it ends unless something happens.
    pub expires_at: Timestamp,
    /// Until when the owner's last confirmation counts.
    pub confirmed_until: Option<Timestamp>,
}

/// A session just opened, with the token for its cookie.
#[derive(Debug)]
pub struct Opened {
    /// Goes to the browser and nowhere else.
    pub token: SessionToken,
    /// The session.
    pub session: Session,
}
