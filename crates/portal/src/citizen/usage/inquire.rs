//! *Why?* A person's question to an agency that looked. The deadline begins with it.

use axum::response::Response;
use motlan_casework::CaseworkError;
use motlan_core::{Code, MemberId, Timestamp};

use super::view::Wrong;
use super::{Asked, PATH, page};
use crate::citizen::person::Citizen;
use crate::web::Posted;

/// Who is asked.
pub(super) const AGENCY_FIELD: &str = "co-quan";

/// The last look of that agency which stood on the page.
pub(super) const LOOK_FIELD: &str = "lan-xem";

/// What the person wants to know besides.
pub(super) const TEXT_FIELD: &str = "noi-dung";

/// `POST /nhat-ky-du-lieu/hoi`.
pub(crate) async fn inquire(citizen: Citizen, Posted(fields): Posted) -> Response {
    let text = fields.get(TEXT_FIELD);
    let asked = ask(&citizen, fields.get(AGENCY_FIELD), fields.get(LOOK_FIELD), text).await;
    match asked {
        Ok(()) => citizen.go(PATH),
        Err(error) if is_typed_wrongly(error.code()) => {
            let wrong = Wrong {
                agency: fields.get(AGENCY_FIELD).to_owned(),
                text: text.to_owned(),
                code: error.code(),
            };
            citizen.answer(page(&citizen, &Asked::default(), Some(wrong)).await)
        }
        Err(error) => citizen.answer(Err(error)),
    }
}

/// What the person can put right on the page.
fn is_typed_wrongly(code: Code) -> bool {
    matches!(code, Code::UnknownMember | Code::ReasonTooLong)
}

/// Only members of the directory can be asked: an account can have no more open questions than there are agencies.
async fn ask(citizen: &Citizen, agency: &str, look: &str, text: &str) -> Result<(), CaseworkError> {
    let directory = citizen.portal.gateway.directory().current();
    let agency = agency.parse::<MemberId>().ok();
    let agency = agency.filter(|agency| directory.member(agency).is_some());
    let agency = agency.ok_or_else(|| CaseworkError::from(Code::UnknownMember))?;
    let looked_at = look.parse().ok().map(Timestamp::from_micros);
    citizen
        .casework
        .inquire(citizen.owner.account, agency, looked_at, text)
        .await
}
