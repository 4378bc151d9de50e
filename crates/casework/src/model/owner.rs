//! Whose dossier it is: the account and the person behind it.

use std::fmt;

/// The applicant, as the log-in knows them. Personal data: not for logs, URLs, entries or error texts.
#[derive(Clone, PartialEq, Eq)]
pub struct Owner {
    /// The account's number.
    pub account: i64,
    /// The 12-digit personal number.
    pub personal_number: String,
    /// The full name, as in the population database.
    pub full_name: String,
    /// The date of birth, `YYYY[-MM[-DD]]`.
    pub birth_date: String,
}

/// Shows the account and nobody.
impl fmt::Debug for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Owner")
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_names_nobody() {
        let owner = Owner {
            account: 7,
            personal_number: "003090000001".to_owned(),
            full_name: "NGUYỄN VĂN AN".to_owned(),
            birth_date: "1990-03-02".to_owned(),
        };
        assert_eq!(format!("{owner:?}"), "Owner { account: 7, .. }");
    }
}
