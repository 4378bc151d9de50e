//! A form that was sent: its fields, once it is certain that a page of this session sent it.
//!
//! The guard has compared the browser's `Origin` already; the hidden field `csrf` is the second lock.

use axum::Form;
use axum::extract::{FromRequest, Request};
use axum::response::Response;
use motlan_core::Code;

use super::sender::Sender;
use crate::portal::Portal;

/// The hidden field that every form of a session carries.
pub(super) const CSRF_FIELD: &str = "csrf";

/// The fields of a form, in the order of the page.
#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Fields that were read elsewhere.
    pub(crate) fn of(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// The value of a field, trimmed; empty if it is absent.
    pub fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(found, _)| found == name)
            .map_or("", |(_, value)| value.trim())
    }

    /// The same as it was sent: the last cells of a table may be empty ones.
    pub(crate) fn exact(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(found, _)| found == name)
            .map_or("", |(_, value)| value)
    }

    /// Every value of a field that may stand several times.
    pub fn all<'fields>(&'fields self, name: &'fields str) -> impl Iterator<Item = &'fields str> {
        self.0
            .iter()
            .filter(move |(found, _)| found == name)
            .map(|(_, value)| value.trim())
    }
}

/// A form of this visitor's own session, or of nobody's where nobody has logged in.
pub struct Posted(pub Fields);

impl FromRequest<Portal> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, portal: &Portal) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let sender = Sender::of(&mut parts).await?;
        let Form(fields) = Form::<Vec<(String, String)>>::from_request(Request::from_parts(parts, body), portal)
            .await
            .map_err(|_| sender.unreadable(portal))?;
        let (fields, visitor) = (Fields(fields), &sender.visitor);
        if visitor.session.is_some() && fields.get(CSRF_FIELD) != visitor.csrf() {
            return Err(sender.refuse(portal, Code::FormExpired));
        }
        Ok(Self(fields))
    }
}
