//! The table of routes: each is registered once, with who may use it.

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, post};

use super::access::Access;
use super::guard::{Guard, guard};
use crate::portal::Portal;

/// One line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path with its parameters in braces.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
}

/// Routes on their way to a router.
pub struct Routes {
    portal: Portal,
    router: Router<Portal>,
    table: Vec<Route>,
}

impl Routes {
    /// None yet.
    pub fn new(portal: Portal) -> Self {
        Self {
            portal,
            router: Router::new(),
            table: Vec::new(),
        }
    }

    /// A page.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, Portal>,
        T: 'static,
    {
        self.add(Method::GET, path, access, get(handler))
    }

    /// What a form does.
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, Portal>,
        T: 'static,
    {
        self.add(Method::POST, path, access, post(handler))
    }

    fn add(mut self, method: Method, path: &'static str, access: Access, handler: MethodRouter<Portal>) -> Self {
        let state = Guard {
            portal: self.portal.clone(),
            access,
        };
        self.router = self.router.route(path, handler.layer(from_fn_with_state(state, guard)));
        self.table.push(Route { method, path, access });
        self
    }

    /// Another group's routes.
    #[must_use]
    pub fn group(self, add: impl FnOnce(Self) -> Self) -> Self {
        add(self)
    }

    /// Every route so far.
    pub fn table(&self) -> &[Route] {
        &self.table
    }

    /// The router.
    pub fn into_router(self) -> Router<Portal> {
        self.router
    }
}
