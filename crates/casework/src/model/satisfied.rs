//! How one component of a dossier was satisfied, with what and from where: what the service fills in and pages show.

use std::fmt;

use motlan_core::Timestamp;
use motlan_evidence::IdCommitment;
use motlan_evidence::case::{Form, Source};
use serde::{Deserialize, Serialize};

use crate::model::document_uri::DocumentUri;
use motlan_core::Name;

/// One value with its label, as the pack names it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldValue {
    /// The field's code, as in `valid_until`.
    pub code: String,
    /// Its label.
    pub name: Name,
    /// Its value. Personal data.
    pub value: String,
}

/// Shows the field but not the value.
impl fmt::Debug for FieldValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FieldValue")
            .field("code", &self.code)
            .finish_non_exhaustive()
    }
}

/// A component that has what it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Satisfied {
    /// The component's number in the pack.
    pub component: u32,
    /// From which kind of source.
    pub source: Source,
    /// In which form it is held.
    pub form: Form,
    /// What it says, in the pack's order.
    pub fields: Vec<FieldValue>,
    /// The document, unless a registry's record satisfied it.
    pub document: Option<DocumentUri>,
    /// Who it comes from: a member or system id; for an upload the applicant's own account is not named.
    pub from: String,
    /// Since when its source has held it so, where that is known.
    pub as_of: Option<Timestamp>,
    /// Of a registry's record: the transaction that brought it.
    pub transaction: Option<IdCommitment>,
}

impl Satisfied {
    /// The value of the field with this code.
    pub fn value(&self, code: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|field| field.code == code)
            .map(|field| field.value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_code_and_never_shown_in_debug_output() {
        let satisfied = Satisfied {
            component: 1,
            source: Source::Registry,
            form: Form::Electronic,
            fields: vec![FieldValue {
                code: "full_name".to_owned(),
                name: Name {
                    vi: "Họ và tên".to_owned(),
                    en: "Full name".to_owned(),
                },
                value: "NGUYỄN VĂN AN".to_owned(),
            }],
            document: None,
            from: "VN/GOV/G01/population".to_owned(),
            as_of: None,
            transaction: Some(IdCommitment([1; 32])),
        };
        assert_eq!(satisfied.value("full_name"), Some("NGUYỄN VĂN AN"));
        assert_eq!(satisfied.value("sex"), None);
        let shown = format!("{satisfied:?}");
        assert!(shown.contains("full_name") && !shown.contains("NGUYỄN"), "{shown}");
    }
}
