//! Every route, every visitor: who sees what is computed from the table of routes and from whose things they are, and
//! compared with what the pages answer.
//!
//! The table is the program's own. A route whose parameters [`known`] cannot fill is a failure, so that a new route is
//! tried on the day it is added.

mod forms;
mod known;
mod table;

use axum::http::{Method, StatusCode};
use motlan_core::Code;
use motlan_identity::{Account, Role};
use motlan_portal::web::{Access, Route};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use self::known::{Known, Owned};
use crate::world::World;
use crate::world::browser::Answer;
use crate::world::people;

/// What a visitor is to get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    /// To the log-in page.
    LogIn,
    /// Refused with this code.
    Refused(Code),
    /// Told that there is no such thing.
    NothingThere,
    /// The page, or what its form leads to.
    Through,
}

/// From the table and from whose things the parameters name, and from nothing else.
fn expected(route: &Route, visitor: Option<&Account>, is_demo: bool) -> Expected {
    let roles: &[Role] = match &route.access {
        Access::Anyone => return Expected::Through,
        Access::Demo if is_demo => return Expected::Through,
        Access::Demo => return Expected::NothingThere,
        Access::Somebody => &Role::ALL,
        Access::Role(role) => std::slice::from_ref(role),
        Access::AnyOf(roles) => roles,
    };
    let Some(visitor) = visitor else {
        let is_page = route.method == Method::GET;
        return if is_page {
            Expected::LogIn
        } else {
            Expected::Refused(Code::SessionRequired)
        };
    };
    if !visitor.roles.iter().any(|held| roles.contains(&held.role)) {
        return Expected::Refused(Code::RoleRequired);
    }
    if is_theirs(route, visitor) {
        Expected::Through
    } else {
        Expected::NothingThere
    }
}

/// Whether the things that the route names are the visitor's: a person's own, or a dossier of the officer's unit.
fn is_theirs(route: &Route, visitor: &Account) -> bool {
    match Owned::by(route) {
        None => true,
        Some(Owned::Person) => visitor.user_name == people::OWNER,
        Some(Owned::Registry) => visitor.roles.iter().any(|held| held.role == Role::Operator),
        Some(Owned::Unit) => visitor.has_in(Role::Officer, crate::world::UNIT),
    }
}

/// Panics unless the visitor got what is expected.
fn check(route: &Route, who: &str, expected: Expected, answer: &Answer) {
    let what = format!(
        "{} {} by {who}: {} {}",
        route.method,
        route.path,
        answer.status,
        answer.location()
    );
    match expected {
        Expected::LogIn => {
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{what}");
            assert!(answer.location().starts_with("/dang-nhap?tro-lai="), "{what}");
        }
        Expected::Refused(code) => {
            assert_eq!(answer.status.as_u16(), code.description().status, "{what}");
            assert_eq!(answer.code().as_deref(), Some(code.as_str()), "{what}");
        }
        Expected::NothingThere => assert_eq!(answer.status, StatusCode::NOT_FOUND, "{what}"),
        Expected::Through => {
            let status = answer.status;
            let is_refused = [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&status);
            assert!(!is_refused && !status.is_server_error(), "{what}\n{}", answer.text());
            assert!(!answer.location().contains("tro-lai="), "{what}");
        }
    }
}

/// Panics if an answer speaks of the owner. What the visitor typed into the address comes back in links and is no news.
fn check_silence(known: &Known, route: &Route, who: &str, answer: &Answer) {
    let typed = utf8_percent_encode(&answer.path, NON_ALPHANUMERIC).to_string();
    let told =
        [answer.text(), answer.location().to_owned()].map(|text| text.replace(&answer.path, "").replace(&typed, ""));
    for (what, marker) in known.markers() {
        let is_there = told.iter().any(|text| text.contains(&marker));
        assert!(
            !is_there,
            "{} {} tells {who} the owner's {what}",
            route.method, route.path
        );
    }
}

/// Everything that a foreign form could have changed, as text.
async fn snapshot(world: &World, known: &Known) -> String {
    let account = known.owner.account;
    let casework = &world.casework;
    let dossier = casework
        .dossier_of(account, &known.dossier.parse().unwrap())
        .await
        .unwrap();
    let draft = casework.draft(account, &known.draft.parse().unwrap()).await.unwrap();
    let vault = casework.vault(&known.owner).await.unwrap();
    let desk = casework
        .desk(&known::officer(), &known.dossier.parse().unwrap())
        .await
        .unwrap();
    let sync = casework.sync_state().await.unwrap();
    let corrections = known.registry.corrections(None).await.unwrap();
    format!(
        "{dossier:?}\n{draft:?}\n{vault:?}\n{:?}\n{:?}\n{sync:?}\n{corrections:?}",
        desk.checks, desk.signed_result
    )
}
