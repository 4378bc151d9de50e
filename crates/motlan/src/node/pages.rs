//! A node's pages on its own listener: the portal, and at the centre the directory.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use http::{Request, Response};
use hyper::body::Incoming;
use motlan_exchange::transport::listener::{Connection, Handler};
use motlan_portal::{Hosted, Portal};
use tower::ServiceExt;

use super::directory_file::DirectoryFile;
use super::{Roles, Surroundings, centre};
use crate::config::NodeConfig;

/// A router behind the gateway's own listener, with its limits.
#[derive(Clone)]
pub(crate) struct Pages(pub(crate) Router);

impl Handler for Pages {
    type Body = Body;

    async fn handle(&self, request: Request<Incoming>, _: Connection) -> Response<Body> {
        match self.0.clone().oneshot(request.map(Body::new)).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }
}

/// Everything on the pages' port.
pub(crate) fn router(config: &NodeConfig, roles: &Roles, surroundings: Surroundings) -> Router {
    let gateway = roles.gateway.clone();
    let usage = config.casework.as_ref().map(|casework| casework.usage.clone());
    let portal = motlan_portal::router(Portal {
        gateway: gateway.clone(),
        reconciler: roles.monitor.as_ref().map(|monitor| Arc::clone(&monitor.reconciler)),
        page_addresses: surroundings.page_addresses,
        is_demo: surroundings.is_demo,
        doors: surroundings.doors,
        is_secure: config.are_pages_behind_tls,
        identity: roles.identity.clone(),
        casework: roles.casework.clone(),
        usage: usage.unwrap_or_default(),
        inbox: roles.inbox.clone(),
        registries: Hosted::new(roles.registries.clone()),
        ledger: roles.monitor.as_ref().map(|monitor| Arc::clone(&monitor.ledger)),
    });
    if config.centre {
        portal.merge(centre::router(gateway, DirectoryFile::of(config)))
    } else {
        portal
    }
}
