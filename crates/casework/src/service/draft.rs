//! Beginning a procedure: a draft that already holds what the state knows, and looking at it again.
//!
//! A registry that is down leaves its component open with a code; it can be asked again at any time.

use motlan_core::{Code, Timestamp};
use motlan_evidence::case::Source;
use sqlx::AnyConnection;
use tracing::instrument;

use super::view::{ComponentState, ComponentView, Draft, DraftId};
use super::{random, sha256};
use crate::casework::{Casework, CaseworkError, Parts};
use crate::model::owner::Owner;
use crate::model::procedure::{Component, Procedure};
use crate::store::component::{self, Kept};
use crate::store::draft::DraftRow;
use crate::store::{damaged, draft, upload};

/// An unsubmitted draft is forgotten after 30 days: what registries said then is old, and was said for a purpose that
/// has passed.
const DRAFT_LIFE_S: i64 = 30 * 24 * 3600;

/// Unsubmitted drafts of one account. A person has two or three procedures in hand; 20 drafts of one file of 10 MiB are
/// 200 MiB, the most that one account can leave in the database for 30 days.
const OPEN_DRAFTS_MAX: u64 = 20;

impl Casework {
    /// Begins a procedure: asks the registries, looks into the vault, keeps what they gave. Where the account has too many
    /// drafts, the oldest in which nothing was handed in makes room.
    ///
    /// # Errors
    /// `procedure_not_found`; `drafts_full` if every one of them holds a file.
    #[instrument(skip_all, fields(procedure = procedure_code))]
    pub async fn begin_draft(&self, owner: &Owner, procedure_code: &str) -> Result<DraftId, CaseworkError> {
        let parts = self.parts();
        let procedure = self
            .procedure(procedure_code)
            .ok_or_else(|| CaseworkError::from(Code::ProcedureNotFound))?;
        let id = DraftId::of(random()?);
        let row = DraftRow {
            owner: owner.clone(),
            procedure: procedure.code.clone(),
            version: procedure.version,
            begun_at: parts.now(),
            dossier: None,
        };
        let account = owner.account;
        // Nobody is asked about a person for a draft that there is no room for. Counted outside the transaction that writes:
        // there it would put everybody's new drafts in each other's way, for a limit that two clicks at once may exceed.
        let is_full = parts
            .db
            .read("casework.find_room_for_draft", |mut connection| async move {
                find_room(&mut connection, account).await
            })
            .await?
            .is_some();
        let mut kept = Vec::new();
        for component in &procedure.components {
            kept.extend(parts.satisfy(owner, component).await?);
        }
        let (id_text, row, kept) = (id.as_str(), &row, &kept);
        parts
            .db
            .write("casework.begin_draft", |mut connection| async move {
                if is_full && let Some(untouched) = find_room(&mut connection, account).await? {
                    forget(&mut connection, &untouched).await?;
                }
                draft::insert(&mut connection, id_text, row).await?;
                for kept in kept {
                    component::put(&mut connection, id_text, kept).await?;
                }
                Ok::<_, CaseworkError>(())
            })
            .await?;
        Ok(id)
    }

    /// A person's own draft.
    ///
    /// # Errors
    /// `draft_not_found`, also for somebody else's.
    pub async fn draft(&self, account: i64, id: &DraftId) -> Result<Draft, CaseworkError> {
        let (row, kept) = self.parts().find_draft(account, id).await?;
        let procedure = self.parts().procedure(&row.procedure, row.version)?;
        Ok(Draft {
            digest: digest(id, &kept),
            id: id.clone(),
            procedure: row.procedure,
            version: row.version,
            begun_at: row.begun_at,
            components: component_views(procedure, kept),
            dossier: row
                .dossier
                .map(|code| code.parse().map_err(|_| damaged("a draft's dossier")))
                .transpose()?,
        })
    }

    /// Asks again for one component: after a registry did not answer, or after the vault got a new document.
    ///
    /// # Errors
    /// `draft_not_found`, `draft_submitted`, `component_unknown`.
    #[instrument(skip_all, fields(component = number))]
    pub async fn retry(&self, owner: &Owner, id: &DraftId, number: u32) -> Result<(), CaseworkError> {
        let parts = self.parts();
        let (row, _) = parts.find_open_draft(owner.account, id).await?;
        let procedure = parts.procedure(&row.procedure, row.version)?;
        let found = parts.satisfy(&row.owner, find_component(procedure, number)?).await?;
        let (account, found) = (owner.account, found.as_ref());
        parts
            .db
            .write("casework.retry_component", |mut connection| async move {
                check_open(draft::find(&mut connection, account, id.as_str()).await?)?;
                put_again(&mut connection, id, number, found).await
            })
            .await
    }

    /// Forgets drafts that nobody submitted for 30 days, at most 256 at once. A job; returns how many went.
    pub async fn forget_drafts(&self) -> Result<u64, CaseworkError> {
        let parts = self.parts();
        let before: Timestamp = parts.now().plus_seconds(-DRAFT_LIFE_S);
        parts
            .db
            .write("casework.forget_drafts", |mut connection| async move {
                let old = draft::list_old(&mut connection, before).await?;
                for id in &old {
                    forget(&mut connection, id).await?;
                }
                Ok(old.len() as u64)
            })
            .await
    }
}

impl Parts {
    pub(super) async fn find_draft(&self, account: i64, id: &DraftId) -> Result<(DraftRow, Vec<Kept>), CaseworkError> {
        self.db
            .read("casework.find_draft", |mut connection| async move {
                let row = draft::find(&mut connection, account, id.as_str()).await?;
                let row = row.ok_or_else(|| CaseworkError::from(Code::DraftNotFound))?;
                let kept = component::list(&mut connection, id.as_str()).await?;
                Ok((row, kept))
            })
            .await
    }

    /// The draft, if it has not become a dossier.
    pub(super) async fn find_open_draft(
        &self,
        account: i64,
        id: &DraftId,
    ) -> Result<(DraftRow, Vec<Kept>), CaseworkError> {
        let (row, kept) = self.find_draft(account, id).await?;
        Ok((check_open(Some(row))?, kept))
    }
}

/// SHA-256 over the draft and, component by component, where it comes from: the source, its document, file or transaction.
/// No value of a person goes into it, so that it may stand in an address.
pub(super) fn digest(id: &DraftId, kept: &[Kept]) -> String {
    let mut lines: Vec<String> = kept.iter().filter_map(digest_line).collect();
    lines.sort_unstable();
    sha256(format!("motlan/1 draft {id}\n{}", lines.concat()).as_bytes())
}

fn digest_line(kept: &Kept) -> Option<String> {
    let Kept::Satisfied(it, upload_id) = kept else {
        return None;
    };
    let document = it.document.as_ref().map(ToString::to_string).unwrap_or_default();
    let transaction = it.transaction.map(|it| hex::encode(it.0)).unwrap_or_default();
    let (source, upload_id) = (it.source as u8, upload_id.as_deref().unwrap_or_default());
    Some(format!(
        "{}\t{source}\t{document}\t{upload_id}\t{transaction}\n",
        it.component
    ))
}

/// Whether the account may begin another draft, and which one has to make room for it.
async fn find_room(connection: &mut AnyConnection, account: i64) -> Result<Option<String>, CaseworkError> {
    if draft::count_open(connection, account).await? < OPEN_DRAFTS_MAX {
        return Ok(None);
    }
    let untouched = draft::find_untouched(connection, account).await?;
    untouched.map(Some).ok_or_else(|| Code::DraftsFull.into())
}

/// Takes an unsubmitted draft away, with everything that it holds.
async fn forget(connection: &mut AnyConnection, id: &str) -> Result<(), CaseworkError> {
    component::remove_all(connection, id).await?;
    upload::remove_all(connection, id).await?;
    Ok(draft::delete(connection, id).await?)
}

/// Writes what asking again brought. A registry's silence changes nothing that is held; that nobody has it any more, as
/// after a document expired, takes back everything but a file that the person handed in.
async fn put_again(
    connection: &mut AnyConnection,
    id: &DraftId,
    number: u32,
    found: Option<&Kept>,
) -> Result<(), CaseworkError> {
    let held = component::list(connection, id.as_str()).await?;
    let held = held.iter().find_map(|kept| match kept {
        Kept::Satisfied(satisfied, _) if satisfied.component == number => Some(satisfied.source),
        _ => None,
    });
    match found {
        Some(kept @ Kept::Satisfied(..)) => {
            upload::remove(connection, id.as_str(), number).await?;
            component::put(connection, id.as_str(), kept).await?;
        }
        Some(kept) if held.is_none() => component::put(connection, id.as_str(), kept).await?,
        None if held != Some(Source::Upload) => component::remove(connection, id.as_str(), number).await?,
        _ => {}
    }
    Ok(())
}

/// Refuses a draft that is not there or has become a dossier.
pub(super) fn check_open(row: Option<DraftRow>) -> Result<DraftRow, CaseworkError> {
    match row {
        None => Err(Code::DraftNotFound.into()),
        Some(row) if row.dossier.is_some() => Err(Code::DraftSubmitted.into()),
        Some(row) => Ok(row),
    }
}

/// The component of this number.
pub(super) fn find_component(procedure: &Procedure, number: u32) -> Result<&Component, CaseworkError> {
    procedure
        .component(number)
        .ok_or_else(|| CaseworkError::from(Code::ComponentUnknown))
}

/// Every component of the procedure and what is known of it.
pub(super) fn component_views(procedure: &Procedure, kept: Vec<Kept>) -> Vec<ComponentView> {
    let mut kept: std::collections::BTreeMap<u32, Kept> =
        kept.into_iter().map(|kept| (kept.component(), kept)).collect();
    let view = |component: &Component| {
        let (state, upload) = match kept.remove(&component.number) {
            None => (ComponentState::Missing, None),
            Some(Kept::Satisfied(satisfied, upload)) => (ComponentState::Satisfied(satisfied), upload),
            Some(Kept::Unavailable(_, code)) => (ComponentState::Unavailable { code }, None),
        };
        ComponentView {
            component: component.clone(),
            takes_upload: component.takes_upload(),
            state,
            upload,
        }
    };
    procedure.components.iter().map(view).collect()
}
