//! The owner of a registry as one who asks it: through its own system, with the right to every field.

use motlan_core::caller::{Purpose, TransactionId};
use motlan_core::{Caller, Code, Failure, SystemId};

use crate::model::pack::Pack;
use crate::model::question::RIGHT_SYNC;

/// What the owner does, and why; `officer` is whoever sits there.
///
/// # Errors
/// `internal_error` if the machine has no randomness.
pub fn owner(pack: &Pack, system: SystemId, officer: Option<String>, purpose: Purpose) -> Result<Caller, Failure> {
    let mut transaction = TransactionId([0; 32]);
    aws_lc_rs::rand::fill(&mut transaction.0).map_err(|_| Code::InternalError)?;
    let rights = pack.fields().map(|field| field.right.clone());
    Ok(Caller {
        member: system.member().clone(),
        system,
        purpose,
        fields: rights.chain([RIGHT_SYNC.to_owned()]).collect(),
        transaction,
        officer,
        persons_per_day_max: None,
    })
}
