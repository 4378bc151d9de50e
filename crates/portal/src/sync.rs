//! The sync with the national portal, from both sides: what still waits to be told, and what the portal was told.

mod again;
mod age;
mod exercise;
mod find;
mod line;
mod state;

use motlan_identity::Role;

use crate::web::{Access, Routes};

/// What waits for the national portal.
const PATH: &str = "/dong-bo";

/// Where the operator sends again what was refused.
const AGAIN_PATH: &str = "/dong-bo/gui-lai";

/// Where anybody finds a dossier.
const FIND_PATH: &str = "/tra-cuu";

/// The routes.
pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get(PATH, Access::AnyOf(&[Role::Operator, Role::Officer]), state::show)
        .post(AGAIN_PATH, Access::Role(Role::Operator), again::send)
        .post("/dong-bo/cat", Access::Role(Role::Operator), exercise::cut)
        .post("/dong-bo/noi", Access::Role(Role::Operator), exercise::join)
        .get(FIND_PATH, Access::Anyone, find::show)
}
