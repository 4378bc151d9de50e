//! Log-in and log-out. In a demonstration one button is enough; elsewhere a user name and a passphrase.

mod view;

use axum::extract::{Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use motlan_core::{Code, Failure};
use motlan_identity::{Account, Identity, IdentityError, Opened, Role};
use serde::Deserialize;

use self::view::{Asked, render};
use crate::language::Choice;
use crate::portal::Portal;
use crate::web::{Access, Fields, Posted, Routes, Visitor, clear_cookie, page, redirect, refusal, set_cookie};

/// Where one logs in.
const PATH: &str = "/dang-nhap";

/// The people of a demonstration have user names that begin with this; what follows is what the button sends.
pub const DEMO_PREFIX: &str = "mau-";

/// The buttons of a demonstration, in their order; those whose account this node does not have are left out.
pub(crate) const DEMO_PERSONAS: [&str; 8] = [
    "citizen",
    "citizen-2",
    "officer",
    "officer-2",
    "operator",
    "leader",
    "auditor",
    "integrator",
];

/// The routes.
pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get(PATH, Access::Anyone, show)
        .post(PATH, Access::Anyone, log_in)
        .post("/dang-nhap/dung-thu", Access::Demo, log_in_by_button)
        .post("/dang-xuat", Access::Somebody, log_out)
}

#[derive(Deserialize)]
struct Back {
    #[serde(rename = "tro-lai", default)]
    path: String,
    #[serde(rename = "het-phien", default)]
    has_expired: String,
}

async fn show(State(portal): State<Portal>, visitor: Visitor, choice: Choice, Query(back): Query<Back>) -> Response {
    if let Some(account) = visitor.account() {
        return redirect(choice, landing(&portal, account));
    }
    let asked = Asked {
        back: own_path(&back.path).to_owned(),
        has_expired: !back.has_expired.is_empty(),
        ..Asked::default()
    };
    form(&portal, &visitor, choice, asked, StatusCode::OK).await
}

async fn form(portal: &Portal, visitor: &Visitor, choice: Choice, mut asked: Asked, status: StatusCode) -> Response {
    let Some(identity) = &portal.identity else {
        return refusal(portal, visitor, &Code::NotFound.into(), PATH, choice);
    };
    if portal.is_demo {
        match personas(identity).await {
            Ok(personas) => asked.personas = personas,
            Err(failure) => return refusal(portal, visitor, &failure, PATH, choice),
        }
    }
    let facts = portal.frame_facts(&portal.gateway.directory().current());
    page(status, choice, render(&facts, visitor, &asked, choice))
}

async fn personas(identity: &Identity) -> Result<Vec<(&'static str, String)>, Failure> {
    let mut found = Vec::new();
    for persona in DEMO_PERSONAS {
        let account = identity.find_by_user_name(&format!("{DEMO_PREFIX}{persona}")).await;
        if let Some(account) = account.map_err(|error| error.failure())? {
            found.push((persona, account.display_name));
        }
    }
    Ok(found)
}

async fn log_in(State(portal): State<Portal>, visitor: Visitor, choice: Choice, Posted(fields): Posted) -> Response {
    let Some(identity) = &portal.identity else {
        return refusal(&portal, &visitor, &Code::NotFound.into(), PATH, choice);
    };
    let name = fields.get("ten-dang-nhap");
    match identity.log_in(name, fields.get("mat-khau")).await {
        Ok(opened) => enter(&portal, &visitor, choice, &opened, &fields).await,
        Err(error @ (IdentityError::LogInFailed | IdentityError::LogInLocked | IdentityError::NotActive)) => {
            let code = error.failure().code;
            let asked = Asked {
                back: own_path(fields.get("tro-lai")).to_owned(),
                user_name: name.to_owned(),
                failed: Some(code),
                ..Asked::default()
            };
            form(&portal, &visitor, choice, asked, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => {
            let failure = error.failure();
            if failure.code == Code::InternalError {
                tracing::error!(%error, "a log-in cannot be checked");
            }
            refusal(&portal, &visitor, &failure, PATH, choice)
        }
    }
}

async fn log_in_by_button(
    State(portal): State<Portal>,
    visitor: Visitor,
    choice: Choice,
    fields: axum::Form<Vec<(String, String)>>,
) -> Response {
    let fields = Fields::of(fields.0);
    let opened = open_demo_session(&portal, fields.get("persona")).await;
    match opened {
        Ok(opened) => enter(&portal, &visitor, choice, &opened, &fields).await,
        Err(failure) => refusal(&portal, &visitor, &failure, PATH, choice),
    }
}

async fn open_demo_session(portal: &Portal, persona: &str) -> Result<Opened, Failure> {
    let identity = portal.identity.as_ref().ok_or(Code::NotFound)?;
    if !DEMO_PERSONAS.contains(&persona) {
        return Err(Code::NotFound.into());
    }
    let account = identity.find_by_user_name(&format!("{DEMO_PREFIX}{persona}")).await;
    let account = account.map_err(|error| error.failure())?.ok_or(Code::NotFound)?;
    identity.open_session(account.id).await.map_err(|error| error.failure())
}

async fn log_out(State(portal): State<Portal>, visitor: Visitor, choice: Choice, Posted(_): Posted) -> Response {
    if let Err(failure) = end_session(&portal, &visitor).await {
        return refusal(&portal, &visitor, &failure, PATH, choice);
    }
    let mut response = redirect(choice, PATH);
    let cookie = clear_cookie(portal.gateway.id().member());
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    response
}

/// Ends the session that the browser came with, if it came with one.
async fn end_session(portal: &Portal, visitor: &Visitor) -> Result<(), Failure> {
    let (Some(identity), Some(token)) = (&portal.identity, &visitor.token) else {
        return Ok(());
    };
    identity.log_out(token).await.map_err(|error| {
        tracing::error!(%error, "a session cannot be ended");
        error.failure()
    })
}

/// Gives the browser its new session. The cookie of the old one is overwritten: nobody could end that any more, so it ends
/// here.
async fn enter(portal: &Portal, visitor: &Visitor, choice: Choice, opened: &Opened, fields: &Fields) -> Response {
    if let Err(failure) = end_session(portal, visitor).await {
        return refusal(portal, visitor, &failure, PATH, choice);
    }
    let back = own_path(fields.get("tro-lai"));
    let target = if back.is_empty() {
        landing(portal, &opened.session.account)
    } else {
        back
    };
    let mut response = redirect(choice, target);
    let cookie: HeaderValue = set_cookie(portal.gateway.id().member(), &opened.token, portal.is_secure);
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    response
}

/// A path of this node, or nothing: a link must not lead a person elsewhere through our log-in.
fn own_path(path: &str) -> &str {
    let is_own = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']);
    if is_own { path } else { "" }
}

/// Where a role's work begins.
fn landing(portal: &Portal, account: &Account) -> &'static str {
    let sections = portal.frame_facts(&portal.gateway.directory().current()).sections;
    let first = [
        (Role::Citizen, "/ho-so"),
        (Role::Officer, "/mot-cua"),
        (Role::Leader, "/chi-dao"),
        (Role::Auditor, "/chi-dao"),
        (Role::Operator, "/dong-bo"),
    ];
    first
        .into_iter()
        .find(|(role, path)| account.has(*role) && sections.contains(path))
        .map_or("/trang-thai", |(_, path)| path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_node_are_returned_to() {
        assert_eq!(own_path("/ho-so/nhap/1"), "/ho-so/nhap/1");
        for path in [
            "",
            "ho-so",
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/a\r\nb",
        ] {
            assert_eq!(own_path(path), "", "{path:?}");
        }
    }
}
