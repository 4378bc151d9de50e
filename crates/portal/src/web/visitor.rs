//! Who looks at a page.

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use motlan_identity::{Account, Session, SessionToken};

/// Who looks at a page: the guard of the routes puts one among the request's extensions.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    /// The session, if one is open.
    pub session: Option<Session>,
    /// Its token.
    pub token: Option<SessionToken>,
    /// Whether a cookie came whose session has ended.
    pub has_expired: bool,
}

impl Visitor {
    /// The account, if somebody has logged in.
    pub fn account(&self) -> Option<&Account> {
        self.session.as_ref().map(|session| &session.account)
    }

    /// The secret of this visitor's forms; empty for those who have none.
    pub fn csrf(&self) -> &str {
        self.session.as_ref().map_or("", |session| &session.csrf)
    }
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        // A route that was registered past the guard is a fault of the program.
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}
