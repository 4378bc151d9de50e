//! What both gateways log about one transaction: the entry and the owner's sealed record, from the same facts.

use motlan_core::caller::{Purpose, TransactionId};
use motlan_core::{GatewayId, Timestamp};
use motlan_evidence::{
    Cause, ConsumerIndex, EvidenceRecord, Finished, Intent, ProviderIndex, Role, ServiceIndex, SignedMessage,
    StatusClass, TransactionKey,
};

use crate::xroad::RequestHead;

/// Who takes part, as indexes of the directory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parties {
    pub(crate) service: u32,
    pub(crate) consumer: u32,
    pub(crate) provider: u32,
}

/// A transaction as far as it is known.
pub(crate) struct Trace {
    pub(crate) role: Role,
    pub(crate) parties: Parties,
    pub(crate) key: TransactionKey,
    pub(crate) record: EvidenceRecord,
}

impl Trace {
    /// A request that was signed, or verified.
    pub(crate) fn new(
        role: Role,
        parties: Parties,
        secrets: (TransactionId, TransactionKey),
        head: &RequestHead,
        request: Signed,
    ) -> Self {
        let record = EvidenceRecord {
            created: Timestamp::from_seconds(request.created.as_seconds()),
            transaction: secrets.0,
            message_id: head.message_id.to_string(),
            client: head.client.clone(),
            service: head.service.clone(),
            peer: request.peer,
            purpose: request.purpose,
            request: request.message,
            response: None,
        };
        Self {
            role,
            parties,
            key: secrets.1,
            record,
        }
    }

    /// What is logged when the response was verified or sent; `None` for a status that ends no exchange.
    pub(crate) fn answered(&self, status: u16, response: SignedMessage) -> Option<Finished> {
        let class = StatusClass::of(status)?;
        let record = EvidenceRecord {
            response: Some(response),
            ..self.record.clone()
        };
        Finished::answered(self.role, self.indexes(), class, self.key.clone(), record)
    }

    /// What is logged when no answer can be released.
    pub(crate) fn unfinished(&self, cause: Cause) -> Finished {
        Finished::unfinished(self.role, self.indexes(), cause, self.key.clone(), self.record.clone())
    }

    fn indexes(&self) -> (ServiceIndex, ConsumerIndex, ProviderIndex) {
        let Parties {
            service,
            consumer,
            provider,
        } = self.parties;
        (ServiceIndex(service), ConsumerIndex(consumer), ProviderIndex(provider))
    }

    /// What is logged before a request that changes something is passed on.
    pub(crate) fn intent(&self) -> Intent {
        let Finished { entry, key, record } = self.unfinished(Cause::Crash);
        Intent { entry, key, record }
    }
}

/// The request as it was signed, and by whom it came or to whom it went.
pub(crate) struct Signed {
    pub(crate) created: Timestamp,
    pub(crate) message: SignedMessage,
    pub(crate) peer: GatewayId,
    pub(crate) purpose: Option<Purpose>,
}
