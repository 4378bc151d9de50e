//! Who asks for one of a citizen's pages: the account of the session with the person behind it, and the one-stop system
//! that is asked in that person's name.

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use motlan_casework::model::owner::Owner;
use motlan_casework::{Casework, CaseworkError};
use motlan_core::Code;
use motlan_identity::{Account, Level};

use crate::facts::FrameFacts;
use crate::language::Choice;
use crate::portal::Portal;
use crate::web::{self, Sender, Visitor};

/// A citizen at one of their pages.
pub(super) struct Citizen {
    pub(super) portal: Portal,
    pub(super) visitor: Visitor,
    pub(super) choice: Choice,
    pub(super) casework: Casework,
    pub(super) owner: Owner,
    pub(super) level: Level,
    /// What was asked for, without its query.
    path: String,
}

impl Citizen {
    /// What the frame of the page shows.
    pub(super) fn frame(&self) -> FrameFacts {
        self.portal.frame_facts(&self.portal.gateway.directory().current())
    }

    /// A rendered page.
    pub(super) fn page(&self, status: StatusCode, html: Result<String, askama::Error>) -> Response {
        web::page(status, self.choice, html)
    }

    /// On to another page.
    pub(super) fn go(&self, path: &str) -> Response {
        web::redirect(self.choice, path)
    }

    /// The answer, or the page that says why there is none.
    pub(super) fn answer(&self, answered: Result<Response, CaseworkError>) -> Response {
        answered.unwrap_or_else(|error| {
            let failure = error.failure();
            if failure.code == Code::InternalError {
                tracing::error!(%error, "casework could not answer a citizen's page");
            }
            web::refusal(&self.portal, &self.visitor, &failure, &self.path, self.choice)
        })
    }
}

impl FromRequestParts<Portal> for Citizen {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Response> {
        let sender = Sender::of(parts).await?;
        let refuse = |code: Code| sender.refuse(portal, code);
        let casework = portal.casework.clone().ok_or_else(|| refuse(Code::NotFound))?;
        let account = sender.visitor.account().ok_or_else(|| refuse(Code::SessionRequired))?;
        let owner = owner(account).ok_or_else(|| refuse(Code::RoleRequired))?;
        let level = account.level;
        let Sender { visitor, choice, path } = sender;
        Ok(Self {
            portal: portal.clone(),
            choice,
            casework,
            owner,
            level,
            path,
            visitor,
        })
    }
}

/// The person behind an account; an account without one has no dossiers.
pub(super) fn owner(account: &Account) -> Option<Owner> {
    let person = account.person.as_ref()?;
    Some(Owner {
        account: account.id.0,
        personal_number: person.personal_number.clone(),
        full_name: person.full_name.clone(),
        birth_date: person.birth_date.clone(),
    })
}
