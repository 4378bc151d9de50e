//! May this client ask this now? The question that a provider's gateway puts to the directory for every request.

use std::collections::BTreeSet;
use std::sync::Arc;

use motlan_core::caller::Purpose;
use motlan_core::{ClientId, Code, Failure, ServiceId, Timestamp};

use super::Directory;
use super::grant::Grant;
use super::model::Indexed;

/// What is asked, by whom and why.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Who asks.
    pub client: &'a ClientId,
    /// Which service.
    pub service: &'a ServiceId,
    /// The HTTP method.
    pub method: &'a str,
    /// The path, as [`super::normalise_path`] gives it.
    pub path: &'a str,
    /// The purpose, where the client names one.
    pub purpose: Option<&'a Purpose>,
    /// The present moment.
    pub now: Timestamp,
}

impl Directory {
    /// The first grant that covers the question, and the purpose under which it does.
    ///
    /// A grant to a member covers each of its systems. Where the client names no purpose, the only purpose of the
    /// grants that cover method, path and time is taken. Fails, in this order, with `unknown_member`,
    /// `unknown_service`, `service_disabled`, `purpose_required`, `access_denied`.
    pub fn authorise(&self, question: &Question<'_>) -> Result<(Arc<Indexed<Grant>>, Purpose), Failure> {
        let client = self.state.client_index(question.client).ok_or(Code::UnknownMember)?;
        let service = self.service(question.service).ok_or(Code::UnknownService)?;
        if !service.enabled {
            return Err(match &service.notice {
                Some(notice) => Failure::new(Code::ServiceDisabled, notice.as_str()),
                None => Code::ServiceDisabled.into(),
            });
        }
        let of_member = match question.client {
            ClientId::Member(_) => None,
            ClientId::System(system) => self.member(system.member()).map(|member| member.index),
        };
        let candidates = [Some(client), of_member]
            .into_iter()
            .flatten()
            .flat_map(|consumer| self.grants(consumer, service.index));
        let Question { method, path, now, .. } = *question;
        if let Some(purpose) = question.purpose {
            let mut allowing = candidates.filter(|grant| grant.allows(method, path, purpose, now));
            return match allowing.next() {
                Some(grant) => Ok((Arc::clone(grant), purpose.clone())),
                None => Err(Code::AccessDenied.into()),
            };
        }
        only_purpose(candidates.filter(|grant| grant.covers(method, path, now)))
    }
}

fn only_purpose<'a>(
    covering: impl Iterator<Item = &'a Arc<Indexed<Grant>>>,
) -> Result<(Arc<Indexed<Grant>>, Purpose), Failure> {
    let covering: Vec<_> = covering.collect();
    let purposes: BTreeSet<&String> = covering.iter().flat_map(|grant| &grant.purposes).collect();
    match (covering.first(), purposes.len(), purposes.first()) {
        (Some(grant), 1, Some(only)) => {
            let (legal_basis, dossier) = ((*only).clone(), None);
            Ok((Arc::clone(grant), Purpose { legal_basis, dossier }))
        }
        (Some(_), ..) => Err(Code::PurposeRequired.into()),
        (None, ..) => Err(Code::AccessDenied.into()),
    }
}
