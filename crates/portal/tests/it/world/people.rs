//! The accounts. Nobody here exists: place part 003 of a personal number belongs to nobody.

use motlan_identity::{Assignment, Identity, Level, NewAccount, Person, Role};

use super::{OTHER_UNIT, UNIT};

/// The citizen whose things others must not see.
pub(crate) const OWNER: &str = "mau-citizen";
/// Another citizen.
pub(crate) const OTHER_CITIZEN: &str = "mau-citizen-2";
/// A citizen whose identity has level 1.
pub(crate) const LEVEL_ONE: &str = "nguoi-dan-muc-1";
/// Handles and signs for the unit.
pub(crate) const OFFICER: &str = "mau-officer";
/// Handles for the unit, and may not sign.
pub(crate) const CLERK: &str = "can-bo-khong-ky";
/// Signs for the unit, and does not handle.
pub(crate) const SIGNER: &str = "nguoi-ky";
/// Handles and signs for another unit.
pub(crate) const OTHER_OFFICER: &str = "mau-officer-2";
/// Runs the node.
pub(crate) const OPERATOR: &str = "mau-operator";
/// Reads figures.
pub(crate) const LEADER: &str = "mau-leader";
/// Checks figures.
pub(crate) const AUDITOR: &str = "mau-auditor";
/// Connects systems.
pub(crate) const INTEGRATOR: &str = "mau-integrator";

/// Every account: each role at least once.
pub(crate) const ALL: [&str; 11] = [
    OWNER,
    OTHER_CITIZEN,
    LEVEL_ONE,
    OFFICER,
    CLERK,
    SIGNER,
    OTHER_OFFICER,
    OPERATOR,
    LEADER,
    AUDITOR,
    INTEGRATOR,
];

/// The owner as registries know her. Pages call her something else, so that a page with this name speaks of her.
pub(crate) const OWNER_NAME: &str = "Nguyễn Thị Lan";
/// Her personal number.
pub(crate) const OWNER_NUMBER: &str = "003199012345";
/// The number as the desk shows it.
pub(crate) const OWNER_NUMBER_MASKED: &str = "0031•••••345";
/// Where she lives, as the population registry says.
pub(crate) const ADDRESS: &str = "Phường 1, thành phố Tuy Hòa";
/// The other citizen's number.
const OTHER_NUMBER: &str = "003088000001";
/// The passphrase of [`OTHER_CITIZEN`], the only account that has one: checking it is slow by design.
pub(crate) const PASSPHRASE: &str = "một câu đủ dài để thử";

/// Enrols, approves and activates all of them.
pub(super) async fn enrol(identity: &Identity) {
    for account in accounts() {
        let id = identity.enrol(account).await.unwrap();
        identity.approve(id).await.unwrap();
        identity.activate(id).await.unwrap();
    }
}

fn accounts() -> Vec<NewAccount> {
    let level_one = NewAccount {
        level: Level::One,
        ..citizen(LEVEL_ONE, "Lê Văn Tâm", "003190000017", "1990-08-15")
    };
    let with_passphrase = NewAccount {
        passphrase: Some(PASSPHRASE.to_owned()),
        ..citizen(OTHER_CITIZEN, "Trần Hòa", OTHER_NUMBER, "1988")
    };
    let (handles, signs) = (Role::Officer, Role::Signer);
    vec![
        citizen(OWNER, OWNER_NAME, OWNER_NUMBER, "1999-04-30"),
        with_passphrase,
        level_one,
        account(OFFICER, &[(handles, Some(UNIT)), (signs, Some(UNIT))]),
        account(CLERK, &[(handles, Some(UNIT))]),
        account(SIGNER, &[(signs, Some(UNIT))]),
        account(OTHER_OFFICER, &[(handles, Some(OTHER_UNIT)), (signs, Some(OTHER_UNIT))]),
        account(OPERATOR, &[(Role::Operator, None)]),
        account(LEADER, &[(Role::Leader, None)]),
        account(AUDITOR, &[(Role::Auditor, None)]),
        account(INTEGRATOR, &[(Role::Integrator, None)]),
    ]
}

fn citizen(user_name: &str, full_name: &str, personal_number: &str, birth_date: &str) -> NewAccount {
    NewAccount {
        person: Some(Person {
            personal_number: personal_number.to_owned(),
            full_name: full_name.to_owned(),
            birth_date: birth_date.to_owned(),
        }),
        ..account(user_name, &[(Role::Citizen, None)])
    }
}

fn account(user_name: &str, roles: &[(Role, Option<&str>)]) -> NewAccount {
    let assignment = |(role, unit): &(Role, Option<&str>)| Assignment {
        role: *role,
        unit: unit.map(str::to_owned),
    };
    NewAccount {
        user_name: user_name.to_owned(),
        display_name: format!("Tài khoản {user_name}"),
        level: Level::Two,
        person: None,
        roles: roles.iter().map(assignment).collect(),
        passphrase: None,
    }
}
