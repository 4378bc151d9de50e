//! Who sends a request, to which path and in which language: what forms and pages are read with, and refused to.

use axum::extract::multipart::Multipart;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use motlan_core::{Code, Failure};

use super::guard::refusal;
use super::visitor::Visitor;
use crate::language::Choice;
use crate::portal::Portal;

/// The sender of a request.
pub(crate) struct Sender {
    pub(crate) visitor: Visitor,
    pub(crate) choice: Choice,
    pub(crate) path: String,
}

impl Sender {
    /// The sender of the request that begins so.
    pub(crate) async fn of(parts: &mut Parts) -> Result<Self, Response> {
        let visitor = Visitor::from_request_parts(parts, &())
            .await
            .map_err(IntoResponse::into_response)?;
        let Ok(choice) = Choice::from_request_parts(parts, &()).await;
        Ok(Self {
            visitor,
            choice,
            path: parts.uri.path().to_owned(),
        })
    }

    /// The page that says why the request is not served.
    pub(crate) fn refuse(&self, portal: &Portal, failure: impl Into<Failure>) -> Response {
        refusal(portal, &self.visitor, &failure.into(), &self.path, self.choice)
    }

    /// The same for a form that is none.
    pub(crate) fn unreadable(&self, portal: &Portal) -> Response {
        self.refuse(portal, Failure::new(Code::InvalidBody, "the form cannot be read"))
    }

    /// Begins to read a form with files.
    pub(crate) async fn multipart(&self, portal: &Portal, request: Request) -> Result<Multipart, Response> {
        Multipart::from_request(request, portal)
            .await
            .map_err(|_| self.unreadable(portal))
    }
}
