//! The officer's desk: the queue of the officer's units, one dossier on one screen, and every step with it.
//!
//! Whose dossier it is, casework asks: one of another unit does not exist here. Every step carries the number of the
//! change that its page showed, so that a second click changes nothing.

mod act;
mod action;
mod changed;
mod dossier;
mod file;
mod queue;
mod reasons;
mod view;

#[cfg(test)]
pub(crate) use self::view::sample;

use motlan_casework::{Casework, CaseworkError, Officer};
use motlan_core::{Code, Failure};
use motlan_identity::{Account, Role};

use crate::portal::Portal;
use crate::web::{Access, Routes, Visitor};

/// The queue.
pub(crate) const PATH: &str = "/mot-cua";

/// The routes.
pub(crate) fn routes(routes: Routes) -> Routes {
    let officer = Access::Role(Role::Officer);
    routes
        .get(PATH, officer, queue::show)
        .get("/mot-cua/ho-so/{dossier}", officer, dossier::show)
        .post("/mot-cua/ho-so/{dossier}/{viec}", officer, act::act)
        .get("/mot-cua/ho-so/{dossier}/giay-to/{uri}", officer, file::document)
        .get("/mot-cua/ho-so/{dossier}/tep/{upload}", officer, file::upload)
}

/// The address of a dossier's page.
fn dossier_path(code: &str) -> String {
    format!("{PATH}/ho-so/{code}")
}

/// This node's one-stop system and the account that asks.
fn desk<'a>(portal: &'a Portal, visitor: &'a Visitor) -> Result<(&'a Casework, &'a Account), Failure> {
    let casework = portal.casework.as_ref().ok_or(Code::NotFound)?;
    let account = visitor.account().ok_or(Code::SessionRequired)?;
    Ok((casework, account))
}

/// The account as an officer of all its units.
fn officer(account: &Account) -> Officer {
    officer_in(account, account.units_of(Role::Officer))
}

/// The account as an officer of these of its units; it signs where it is a signer too.
fn officer_in(account: &Account, units: Vec<String>) -> Officer {
    let signing = units.iter().filter(|unit| account.has_in(Role::Signer, unit));
    Officer {
        account: account.id.0,
        user_name: account.user_name.clone(),
        signing_units: signing.cloned().collect(),
        units,
    }
}

/// What whoever asked is told; what only a person behind the node can put right is logged.
fn told(error: &CaseworkError) -> Failure {
    let failure = error.failure();
    if failure.code.description().status >= 500 {
        tracing::error!(%error, "the desk cannot be served");
    }
    failure
}

#[cfg(test)]
mod tests {
    use motlan_identity::{AccountId, Assignment, Level, State};

    use super::*;

    fn account(roles: &[(Role, &str)]) -> Account {
        let assignment = |(role, unit): &(Role, &str)| Assignment {
            role: *role,
            unit: Some((*unit).to_owned()),
        };
        Account {
            id: AccountId(7),
            user_name: "can-bo".to_owned(),
            display_name: "Cán bộ mẫu".to_owned(),
            level: Level::Two,
            state: State::Activated,
            person: None,
            roles: roles.iter().map(assignment).collect(),
        }
    }

    #[test]
    fn an_officer_signs_in_each_unit_that_allows_it_and_in_no_other() {
        let roles = [
            (Role::Officer, "A"),
            (Role::Officer, "B"),
            (Role::Signer, "A"),
            (Role::Signer, "C"),
        ];
        let account = account(&roles);
        let officer = officer(&account);
        assert_eq!(officer.units, ["A", "B"]);
        assert_eq!(["A", "B", "C"].map(|unit| officer.may_sign(unit)), [true, false, false]);
        assert!(!officer_in(&account, vec!["B".to_owned()]).may_sign("A"));
    }
}
