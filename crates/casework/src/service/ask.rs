//! Asking a registry about an applicant, through the gateway, under a purpose.
//!
//! The registry's own refusal and a line that is down are told apart from *nobody found*: the first two may pass.
//! Bodies and answers: `POST …/look-up` and `…/verify` of the registry.

use bytes::Bytes;
use http::{Method, StatusCode};
use motlan_core::caller::Purpose;
use motlan_core::{Code, ServiceId};
use motlan_evidence::IdCommitment;
use motlan_exchange::service::call::{Call, Reply};
use serde_json::{Map, Value};

use crate::casework::{CaseworkError, Parts};
use crate::model::owner::Owner;

/// A question about a person.
pub(super) struct Asked<'a> {
    pub(super) service: &'a ServiceId,
    pub(super) legal_basis: &'a str,
    /// The dossier it serves; a draft has none.
    pub(super) dossier: Option<String>,
    pub(super) officer: Option<String>,
    pub(super) owner: &'a Owner,
    /// Values to compare.
    pub(super) fields: Map<String, Value>,
}

/// What a registry said.
pub(super) enum Answer {
    /// An answer, and the transaction that brought it.
    Given {
        body: Map<String, Value>,
        transaction: IdCommitment,
    },
    /// The keys identify nobody there.
    Nobody,
    /// Nothing; the public code says why.
    None { code: String },
}

impl Parts {
    /// Asks, and sorts what comes back.
    pub(super) async fn ask(&self, asked: Asked<'_>) -> Result<Answer, CaseworkError> {
        let service = asked.service.clone();
        let call = self.question(asked)?;
        let answer = match self.config.line.call(call).await {
            Ok(reply) => sorted(&reply),
            Err(refusal) => Answer::None {
                code: refusal.failure.code.as_str().to_owned(),
            },
        };
        if let Answer::None { code } = &answer {
            tracing::warn!(%service, code, "a registry did not answer");
        }
        Ok(answer)
    }

    fn question(&self, asked: Asked<'_>) -> Result<Call, CaseworkError> {
        let text = match &asked.dossier {
            None => asked.legal_basis.to_owned(),
            Some(dossier) => format!("{};dossier={dossier}", asked.legal_basis),
        };
        let purpose: Purpose = text.parse().map_err(|_| CaseworkError::from(Code::InvalidPurpose))?;
        let mut body = Map::new();
        let keys = [
            ("personal_number", &asked.owner.personal_number),
            ("full_name", &asked.owner.full_name),
            ("birth_date", &asked.owner.birth_date),
        ];
        for (name, value) in keys {
            body.insert(name.to_owned(), Value::String(value.clone()));
        }
        if !asked.fields.is_empty() {
            body.insert("fields".to_owned(), Value::Object(asked.fields));
        }
        Ok(Call {
            client: self.config.system.clone(),
            service: asked.service.clone(),
            method: Method::POST,
            path: String::new(),
            purpose,
            officer: asked.officer,
            body: Bytes::from(Value::Object(body).to_string()),
        })
    }
}

fn sorted(reply: &Reply) -> Answer {
    let body: Option<Map<String, Value>> = serde_json::from_slice(&reply.body).ok();
    match (reply.status, body) {
        (StatusCode::OK, Some(body)) => Answer::Given {
            body,
            transaction: reply.transaction,
        },
        (StatusCode::NOT_FOUND, Some(body)) if code_of(&body) == Code::RecordNotFound.as_str() => Answer::Nobody,
        (_, body) => Answer::None {
            code: body.as_ref().map_or("", code_of).to_owned(),
        },
    }
}

/// The `code` of a problem (RFC 9457), if it is one of the catalogue; else it is not shown.
pub(super) fn code_of(body: &Map<String, Value>) -> &str {
    body.get("code")
        .and_then(Value::as_str)
        .filter(|code| Code::find(code).is_some())
        .unwrap_or(Code::InternalError.as_str())
}
