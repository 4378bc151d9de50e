//! A form that was sent: its fields, once it is certain that a page of this session sent it.
//!
//! The guard has compared the browser's `Origin` already; the hidden field `csrf` is the second lock.

use axum::Form;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::response::{IntoResponse, Response};
use motlan_core::{Code, Failure};

use super::guard::refusal;
use super::visitor::Visitor;
use crate::language::Choice;
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
        let visitor = Visitor::from_request_parts(&mut parts, portal)
            .await
            .map_err(IntoResponse::into_response)?;
        let Ok(choice) = Choice::from_request_parts(&mut parts, portal).await;
        let path = parts.uri.path().to_owned();
        let request = Request::from_parts(parts, body);
        let refuse = |failure: Failure| refusal(portal, &visitor, &failure, &path, choice);
        let Form(fields) = Form::<Vec<(String, String)>>::from_request(request, portal)
            .await
            .map_err(|_| refuse(Failure::new(Code::InvalidBody, "the form cannot be read")))?;
        let fields = Fields(fields);
        if visitor.session.is_some() && fields.get(CSRF_FIELD) != visitor.csrf() {
            return Err(refuse(Code::FormExpired.into()));
        }
        Ok(Self(fields))
    }
}
