//! Satisfying a component without asking its owner: a registry's record, or a document of the vault, in the order that the
//! procedure's pack prefers.

use motlan_core::{Code, ServiceId, Timestamp};
use motlan_evidence::case::{Form, Source};
use serde_json::{Map, Value};
use sqlx::AnyConnection;

use super::ask::{Answer, Asked};
use crate::casework::{CaseworkError, Parts};
use crate::model::day::moment_of;
use crate::model::owner::Owner;
use crate::model::procedure::{Component, Field, SourceRule};
use crate::model::satisfied::{FieldValue, Satisfied};
use crate::store::component::Kept;
use crate::store::document::{self, DocumentRow};

/// A registry that a component may come from.
struct Registry<'a> {
    service: &'a str,
    legal_basis: &'a str,
    fields: &'a [Field],
}

impl Parts {
    /// The first source that has it; none if no source does and a registry said so.
    ///
    /// A registry that did not answer does not keep a later source from satisfying the component; it is remembered where
    /// none does.
    pub(super) async fn satisfy(&self, owner: &Owner, component: &Component) -> Result<Option<Kept>, CaseworkError> {
        let mut unavailable = None;
        for rule in &component.sources {
            let found = match rule {
                SourceRule::Registry {
                    service,
                    legal_basis,
                    fields,
                } => {
                    let registry = Registry {
                        service,
                        legal_basis,
                        fields,
                    };
                    match self.ask_registry(owner, component.number, &registry).await? {
                        Ok(found) => found,
                        Err(code) => {
                            unavailable.get_or_insert(Kept::Unavailable(component.number, code));
                            None
                        }
                    }
                }
                SourceRule::Document { type_code, is_result } => {
                    self.look_into_vault(owner, component.number, type_code, *is_result)
                        .await?
                }
                SourceRule::Upload => None,
            };
            if let Some(satisfied) = found {
                return Ok(Some(Kept::Satisfied(satisfied, None)));
            }
        }
        Ok(unavailable)
    }

    /// A registry's record, or the code of why there is no answer.
    async fn ask_registry(
        &self,
        owner: &Owner,
        component: u32,
        registry: &Registry<'_>,
    ) -> Result<Result<Option<Satisfied>, String>, CaseworkError> {
        let Ok(service) = registry.service.parse::<ServiceId>() else {
            return Ok(Err(Code::UnknownService.as_str().to_owned()));
        };
        let asked = Asked {
            service: &service,
            legal_basis: registry.legal_basis,
            dossier: None,
            officer: None,
            owner,
            fields: Map::new(),
        };
        Ok(match self.ask(asked).await? {
            Answer::Nobody => Ok(None),
            Answer::None { code } => Err(code),
            Answer::Given { body, transaction } => {
                let fields = values(registry.fields, body.get("fields"));
                Ok((!fields.is_empty()).then(|| Satisfied {
                    component,
                    source: Source::Registry,
                    form: Form::Electronic,
                    fields,
                    document: None,
                    from: service.system().to_string(),
                    as_of: None,
                    transaction: Some(transaction),
                }))
            }
        })
    }

    /// The newest document of the type that holds today.
    async fn look_into_vault(
        &self,
        owner: &Owner,
        component: u32,
        type_code: &str,
        is_result: bool,
    ) -> Result<Option<Satisfied>, CaseworkError> {
        let number = owner.personal_number.as_str();
        let documents: Vec<DocumentRow> = self
            .db
            .read("casework.list_documents_of_type", |mut connection| async move {
                document::list_of_type(&mut connection, number, type_code).await
            })
            .await?;
        let today = self.today();
        let fitting = documents
            .into_iter()
            .find(|document| document.is_valid_on(today) && (!is_result || document.dossier.is_some()));
        Ok(fitting.map(|document| of_document(component, document)))
    }
}

/// How a document satisfies a component: a result of an earlier dossier counts as that, everything else as the vault.
fn of_document(component: u32, document: DocumentRow) -> Satisfied {
    let source = if document.dossier.is_some() {
        Source::EarlierResult
    } else {
        Source::Vault
    };
    let issued: Timestamp = moment_of(document.issued_on, jiff::civil::Time::midnight());
    Satisfied {
        component,
        source,
        form: Form::Electronic,
        fields: document.fields,
        from: document.issuer,
        document: Some(document.uri),
        as_of: Some(issued),
        transaction: None,
    }
}

/// The values that the pack asks for, with its labels and in its order. What else the answer holds is dropped.
fn values(fields: &[Field], answer: Option<&Value>) -> Vec<FieldValue> {
    fields
        .iter()
        .filter_map(|field| {
            let value = answer?.get(&field.code)?.as_str()?;
            Some(FieldValue {
                code: field.code.clone(),
                name: field.name.clone(),
                value: value.to_owned(),
            })
        })
        .collect()
}

/// Refuses documents that do not hold any more, or are not this person's.
pub(super) async fn check_documents(
    connection: &mut AnyConnection,
    owner: &Owner,
    satisfied: &[&Satisfied],
    today: jiff::civil::Date,
) -> Result<(), CaseworkError> {
    for uri in satisfied.iter().filter_map(|satisfied| satisfied.document.as_ref()) {
        let document = document::find(connection, &owner.personal_number, uri).await?;
        let document = document.ok_or_else(|| CaseworkError::from(Code::DocumentNotFound))?;
        if !document.is_issued || !document.is_valid_on(today) {
            return Err(motlan_core::Failure::new(Code::DocumentExpired, format!("document {uri}")).into());
        }
    }
    Ok(())
}
