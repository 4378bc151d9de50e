//! Checking an applicant's data in one click: a registry says field by field whether they agree, and the answer is kept as
//! a statement that the unit signs.
//!
//! The statement names fields and never their values. Whether it was asked is in both gateways' logs: the entry names the
//! transaction.

mod shown;

use std::collections::BTreeMap;

use motlan_core::{Code, Failure, Timestamp};
use motlan_evidence::IdCommitment;
use motlan_evidence::case::{Event, Source};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tracing::instrument;

use super::ask::{Answer, Asked};
use super::change::Note;
use super::desk::check_unit;
use crate::casework::{Casework, CaseworkError, LEGAL_BASIS, Officer, Parts};
use crate::model::dossier_code::DossierCode;
use crate::model::status::Status;
use crate::store::check::{self, CheckRow};
use crate::store::component::{self, Kept};
use crate::store::dossier::DossierRow;
use crate::store::{damaged, dossier};
use motlan_core::Name;

/// What a registry says about one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// The value is the one held.
    Match,
    /// Another value is held.
    Mismatch,
    /// No value is held.
    Unknown,
}

/// One line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedField {
    /// The field's code.
    pub code: String,
    /// What it is called.
    pub name: Name,
    /// Whether it agrees.
    pub agreement: Agreement,
}

/// A check that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckOutcome {
    /// Counts the dossier's checks from 1.
    pub number: u32,
    /// When.
    pub at: Timestamp,
    /// Which officer, by user name.
    pub officer: String,
    /// Whether everything agreed.
    pub is_match: bool,
    /// Field by field.
    pub fields: Vec<CheckedField>,
    /// The transaction that brought it.
    pub transaction: IdCommitment,
    /// Whether the kept statement bears a valid signature.
    pub is_signed: bool,
}

/// What is signed. Key order and spelling are those of these fields.
#[derive(Serialize, Deserialize)]
struct Statement {
    dossier: String,
    service: String,
    at: String,
    is_match: bool,
    fields: BTreeMap<String, Agreement>,
    transaction: String,
}

/// What the registry answered.
struct Verdict {
    is_match: bool,
    fields: BTreeMap<String, Agreement>,
}

impl Casework {
    /// Asks the population registry whether the applicant's data agree, and keeps the signed answer.
    ///
    /// # Errors
    /// `dossier_not_found`, `status_not_allowed` once the dossier has ended, `service_disabled` where no registry is
    /// configured, and the code of a registry that did not answer.
    #[instrument(skip_all, fields(dossier = %code))]
    pub async fn check(&self, officer: &Officer, code: &DossierCode) -> Result<CheckOutcome, CaseworkError> {
        let parts = self.parts();
        let dossier = parts.find_of_unit(officer, code).await?;
        refuse_ended(&dossier)?;
        let (verdict, transaction) = parts.verdict(officer, &dossier).await?;
        let row = &parts.signed(officer, &dossier, &verdict, transaction)?;
        let row = parts
            .db
            .write("casework.check", |mut connection| async move {
                let mut dossier = check_unit(officer, dossier::find(&mut connection, code).await?)?;
                refuse_ended(&dossier)?;
                check::insert(&mut connection, code, row).await?;
                let note = Note {
                    event: Event::Check {
                        is_match: row.is_match,
                        transaction,
                    },
                    at: row.at,
                    content: row.statement.as_bytes(),
                };
                parts.note(&mut connection, &mut dossier, &[note]).await?;
                let last = check::list(&mut connection, code).await?.pop();
                last.ok_or_else(|| CaseworkError::from(damaged("a check")))
            })
            .await?;
        parts.outcome(&dossier, row)
    }
}

/// While there is something to decide.
pub(super) fn is_open(status: Status) -> bool {
    !status.is_end() && status != Status::Done
}

fn refuse_ended(dossier: &DossierRow) -> Result<(), CaseworkError> {
    if is_open(dossier.status) {
        Ok(())
    } else {
        let detail = format!("nothing is checked in status {}", dossier.status);
        Err(Failure::new(Code::StatusNotAllowed, detail).into())
    }
}

impl Parts {
    async fn verdict(&self, officer: &Officer, dossier: &DossierRow) -> Result<(Verdict, IdCommitment), CaseworkError> {
        let service = self.config.population.as_ref();
        let service = service.ok_or_else(|| CaseworkError::from(Code::ServiceDisabled))?;
        let asked = Asked {
            service,
            legal_basis: LEGAL_BASIS,
            dossier: Some(dossier.code.to_string()),
            officer: Some(officer.user_name.clone()),
            owner: &dossier.owner,
            fields: self.asked_fields(dossier).await?,
        };
        match self.ask(asked).await? {
            Answer::Given { body, transaction } => {
                let verdict = read_verdict(body);
                Ok((
                    verdict.ok_or_else(|| CaseworkError::from(Code::InconsistentResponse))?,
                    transaction,
                ))
            }
            Answer::Nobody => Err(Code::RecordNotFound.into()),
            Answer::None { code } => Err(Code::find(&code).unwrap_or(Code::InternalError).into()),
        }
    }

    /// Name and date of birth, and what the same registry gave when the dossier was begun.
    async fn asked_fields(&self, dossier: &DossierRow) -> Result<Map<String, Value>, CaseworkError> {
        let code = dossier.code.to_string();
        let code = code.as_str();
        let kept = self
            .db
            .read("casework.list_components", |mut connection| async move {
                component::list(&mut connection, code).await
            })
            .await?;
        let registry = self
            .config
            .population
            .as_ref()
            .map(|service| service.system().to_string());
        let mut fields = Map::new();
        let owner = &dossier.owner;
        for (name, value) in [("full_name", &owner.full_name), ("birth_date", &owner.birth_date)] {
            fields.insert(name.to_owned(), Value::String(value.clone()));
        }
        for kept in &kept {
            let Kept::Satisfied(satisfied, _) = kept else { continue };
            if satisfied.source != Source::Registry || Some(&satisfied.from) != registry.as_ref() {
                continue;
            }
            for field in satisfied.fields.iter().filter(|field| field.code != "personal_number") {
                fields.insert(field.code.clone(), Value::String(field.value.clone()));
            }
        }
        Ok(fields)
    }

    /// The statement, signed with the unit's key where it has one.
    fn signed(
        &self,
        officer: &Officer,
        dossier: &DossierRow,
        verdict: &Verdict,
        transaction: IdCommitment,
    ) -> Result<CheckRow, CaseworkError> {
        let at = self.now();
        let service = self
            .config
            .population
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        let statement = Statement {
            dossier: dossier.code.to_string(),
            service,
            at: at.to_string(),
            is_match: verdict.is_match,
            fields: verdict.fields.clone(),
            transaction: hex::encode(transaction.0),
        };
        let statement = serde_json::to_string(&statement).map_err(|_| damaged("a statement"))?;
        let signer = self.config.signers.get(&dossier.unit);
        let signature = signer
            .map(|signer| signer.sign_bytes(statement.as_bytes()))
            .transpose()?;
        Ok(CheckRow {
            number: 0,
            at,
            officer: officer.user_name.clone(),
            is_match: verdict.is_match,
            transaction,
            statement,
            signature: signature.unwrap_or_default(),
        })
    }
}

/// `{result: match|no_match, fields: {name: match|mismatch|unknown}}`.
fn read_verdict(mut body: Map<String, Value>) -> Option<Verdict> {
    let is_match = match body.get("result")?.as_str()? {
        "match" => true,
        "no_match" => false,
        _ => return None,
    };
    let fields = serde_json::from_value(body.remove("fields")?).ok()?;
    Some(Verdict { is_match, fields })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn verdict(body: &Value) -> Option<Verdict> {
        read_verdict(body.as_object().unwrap().clone())
    }

    #[test]
    fn only_the_registrys_words_are_a_verdict() {
        let given =
            verdict(&json!({"result": "no_match", "fields": {"sex": "mismatch", "full_name": "match"}})).unwrap();
        assert!(!given.is_match);
        assert_eq!(given.fields["sex"], Agreement::Mismatch);
        for bad in [
            json!({}),
            json!({"result": "yes", "fields": {}}),
            json!({"result": "match"}),
            json!({"result": "match", "fields": {"sex": "maybe"}}),
        ] {
            assert!(verdict(&bad).is_none(), "{bad}");
        }
    }
}
