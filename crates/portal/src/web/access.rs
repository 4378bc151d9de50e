//! Who may use a route. Whose dossier or document it is, casework itself asks; this is about roles.

use motlan_core::Code;
use motlan_identity::{Account, Role};

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Anyone,
    /// Whoever has logged in.
    Somebody,
    /// A role, whatever else the account may do.
    Role(Role),
    /// Any of these roles.
    AnyOf(&'static [Role]),
    /// Nobody outside a demonstration.
    Demo,
}

impl Access {
    /// Whether this visitor may use the route; otherwise why not.
    ///
    /// # Errors
    /// `session_required` for those who are not logged in, `role_required` for those who may not, `not_found` for what
    /// exists in a demonstration only.
    pub fn check(self, account: Option<&Account>, is_demo: bool) -> Result<(), Code> {
        let roles: &[Role] = match &self {
            Self::Anyone => return Ok(()),
            Self::Demo => return if is_demo { Ok(()) } else { Err(Code::NotFound) },
            Self::Somebody => &Role::ALL,
            Self::Role(role) => std::slice::from_ref(role),
            Self::AnyOf(roles) => roles,
        };
        let account = account.ok_or(Code::SessionRequired)?;
        if roles.iter().any(|role| account.has(*role)) {
            Ok(())
        } else {
            Err(Code::RoleRequired)
        }
    }
}
