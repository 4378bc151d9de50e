//! A kept check as pages show it.

use super::{CheckOutcome, CheckedField, Statement};
use crate::casework::{CaseworkError, Parts};
use crate::document::signature::{self, ResultSigner};
use crate::model::procedure::Procedure;
use crate::store::check::CheckRow;
use crate::store::damaged;
use crate::store::dossier::DossierRow;
use motlan_core::Name;

impl Parts {
    /// A kept check as pages show it: names from the pack, the signature verified again.
    pub(in crate::service) fn outcome(
        &self,
        dossier: &DossierRow,
        row: CheckRow,
    ) -> Result<CheckOutcome, CaseworkError> {
        let procedure = self.procedure(&dossier.procedure, dossier.version)?;
        let statement: Statement = serde_json::from_str(&row.statement).map_err(|_| damaged("a statement"))?;
        let fields = statement.fields.into_iter().map(|(code, agreement)| CheckedField {
            name: field_name(procedure, &code),
            code,
            agreement,
        });
        let unit = self
            .config
            .signers
            .get(&dossier.unit)
            .map(ResultSigner::certificate_sha256);
        let signed_by = signature::verify_bytes(row.statement.as_bytes(), &row.signature).ok();
        Ok(CheckOutcome {
            number: row.number,
            at: row.at,
            officer: row.officer,
            is_match: row.is_match,
            fields: fields.collect(),
            transaction: row.transaction,
            is_signed: signed_by.is_some() && signed_by == unit,
        })
    }
}

/// What the procedure's pack calls a field; its code where the pack does not know it.
fn field_name(procedure: &Procedure, code: &str) -> Name {
    let named = procedure
        .components
        .iter()
        .find_map(|component| procedure.field_name(component.number, code));
    named.map_or_else(
        || Name {
            vi: code.to_owned(),
            en: code.to_owned(),
        },
        Name::clone,
    )
}
