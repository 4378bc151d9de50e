//! A citizen's pages: what can be done, the review page, the dossiers, the vault, who looked.
//!
//! Every page asks casework as the person that the session names, so it shows that person's things and nobody else's.
//! Handlers gather facts; each `view` turns them into words and pieces and is pure. Nothing of a person stands in an
//! address: drafts have random names, dossiers and documents their public ones.

mod confirm;
mod dossier;
mod draft;
mod home;
mod person;
mod procedures;
#[cfg(test)]
mod sample;
mod settled;
mod sources;
mod supplement;
mod upload;
mod usage;
mod vault;
mod words;

use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use motlan_identity::Role;

use self::upload::{FILE_FORM_BYTES_MAX, FILES_FORM_BYTES_MAX};
use crate::web::{Access, Routes};

/// Whose pages these are.
const CITIZEN: Access = Access::Role(Role::Citizen);

/// The routes.
pub(crate) fn routes(routes: Routes) -> Routes {
    let one_file = DefaultBodyLimit::max(FILE_FORM_BYTES_MAX);
    let files = DefaultBodyLimit::max(FILES_FORM_BYTES_MAX);
    routes
        .get("/thu-tuc", Access::Anyone, procedures::list)
        .get("/thu-tuc/{code}", Access::Anyone, procedures::show)
        .get("/ho-so", CITIZEN, home::show)
        .post("/ho-so/moi/{code}", CITIZEN, draft::begin)
        .get("/ho-so/nhap/{draft}", CITIZEN, draft::show)
        .post("/ho-so/nhap/{draft}/thu-lai/{component}", CITIZEN, draft::retry)
        .post(
            "/ho-so/nhap/{draft}/nop-tep/{component}",
            CITIZEN,
            draft::attach.layer(one_file),
        )
        .get("/ho-so/nhap/{draft}/tep/{file}", CITIZEN, draft::open_file)
        .post("/ho-so/nhap/{draft}/nop", CITIZEN, draft::agree)
        .get("/ho-so/nhap/{draft}/xac-nhan", CITIZEN, confirm::show)
        .post("/ho-so/nhap/{draft}/xac-nhan", CITIZEN, confirm::confirm)
        .get("/ho-so/{dossier}", CITIZEN, dossier::show)
        .get("/ho-so/{dossier}/tep/{file}", CITIZEN, dossier::open_file)
        .post("/ho-so/{dossier}/rut", CITIZEN, dossier::withdraw)
        .post("/ho-so/{dossier}/bo-sung", CITIZEN, supplement::send.layer(files))
        .get("/kho", CITIZEN, vault::list)
        .get("/kho/{uri}", CITIZEN, vault::show)
        .get("/kho/{uri}/tep", CITIZEN, vault::open_file)
        .get("/nhat-ky-du-lieu", CITIZEN, usage::show)
        .post("/nhat-ky-du-lieu/hoi", CITIZEN, usage::inquire)
}
