//! The tests: all routes × all visitors, forms from elsewhere, and that the router knows no other routes.

use std::collections::BTreeSet;
use std::path::Path;

use axum::http::{Method, StatusCode};
use motlan_core::Code;
use motlan_portal::web::{Access, Route};

use super::known::{Known, Owned};
use super::{Expected, check, check_silence, expected, forms, is_theirs, snapshot};
use crate::world::World;
use crate::world::browser::Browser;
use crate::world::people::{ALL, OFFICER, OPERATOR, OTHER_CITIZEN, OWNER};

/// A browser for each request: one of the routes ends the session.
async fn browser(world: &World, who: Option<&str>) -> Browser {
    match who {
        Some(name) => world.visit(name).await,
        None => world.stranger(),
    }
}

#[tokio::test]
async fn nobody_gets_what_is_not_theirs() {
    let mut world = World::open().await;
    let known = Known::make(&mut world).await;
    let before = snapshot(&world, &known).await;
    let mut refused = BTreeSet::new();
    for route in motlan_portal::routes(&world.portal) {
        for who in [None].into_iter().chain(ALL.map(Some)) {
            let account = match who {
                Some(name) => world.identity.find_by_user_name(name).await.unwrap(),
                None => None,
            };
            let expected = expected(&route, account.as_ref(), true);
            let is_concerned = account.as_ref().is_some_and(|account| sees_owner(&route, account));
            if expected == Expected::Through && is_concerned {
                // Those whom it concerns: their turn comes in the next test.
                continue;
            }
            let mut browser = browser(&world, who).await;
            let answer = forms::ask(&mut browser, &known, &route).await;
            let who = who.unwrap_or("nobody");
            check(&route, who, expected, &answer);
            check_silence(&known, &route, who, &answer);
            if expected != Expected::Through {
                refused.insert((route.method.to_string(), route.path));
            }
            if route.method != Method::GET {
                assert_eq!(snapshot(&world, &known).await, before, "{} by {who}", route.path);
            }
        }
    }
    let is_for_some = |route: &&Route| !matches!(route.access, Access::Anyone | Access::Demo);
    let routes = motlan_portal::routes(&world.portal);
    let for_some = routes
        .iter()
        .filter(is_for_some)
        .map(|route| (route.method.to_string(), route.path));
    assert_eq!(
        refused,
        for_some.collect(),
        "each route that is not for everybody was refused to somebody"
    );
}

/// Whether a page of this visitor rightly speaks of the owner.
fn sees_owner(route: &Route, visitor: &motlan_identity::Account) -> bool {
    let is_unit = visitor.has_in(motlan_identity::Role::Officer, crate::world::UNIT);
    let is_registry = Owned::by(route) == Some(Owned::Registry) && is_theirs(route, visitor);
    visitor.user_name == OWNER || (is_unit && route.path.starts_with("/mot-cua")) || is_registry
}

#[tokio::test]
async fn those_whom_it_concerns_are_let_through() {
    let mut world = World::open().await;
    let known = Known::make(&mut world).await;
    let mut passed = BTreeSet::new();
    // What ends a draft or a dossier comes last.
    let mut routes = motlan_portal::routes(&world.portal);
    routes.sort_by_key(|route| (route.method != Method::GET, route.path.ends_with("/xac-nhan")));
    for route in &routes {
        for name in [OWNER, OFFICER, OPERATOR] {
            let account = world.identity.find_by_user_name(name).await.unwrap().unwrap();
            if Owned::by(route).is_none() || expected(route, Some(&account), true) != Expected::Through {
                continue;
            }
            let mut browser = world.visit(name).await;
            let answer = forms::ask(&mut browser, &known, route).await;
            check(route, name, Expected::Through, &answer);
            if route.method == Method::GET && !route.path.ends_with("/xac-nhan") {
                assert_eq!(answer.status, StatusCode::OK, "{}", route.path);
                let text = answer.text();
                let speaks = known.markers().iter().any(|(_, marker)| text.contains(marker));
                assert!(
                    speaks,
                    "{} shows nothing of the owner: the parameters are wrong",
                    route.path
                );
            }
            passed.insert((route.method.to_string(), route.path));
        }
    }
    let owned = routes.iter().filter(|route| Owned::by(route).is_some());
    let owned: BTreeSet<_> = owned.map(|route| (route.method.to_string(), route.path)).collect();
    assert_eq!(
        passed, owned,
        "each route about a person's things was used by somebody rightful"
    );
}

/// Somebody whom the route lets through.
async fn rightful(world: &World, route: &Route) -> Option<&'static str> {
    for name in ALL {
        let account = world.identity.find_by_user_name(name).await.unwrap().unwrap();
        if expected(route, Some(&account), true) == Expected::Through && is_theirs(route, &account) {
            return Some(name);
        }
    }
    None
}

#[tokio::test]
async fn forms_from_elsewhere_do_nothing() {
    let mut world = World::open().await;
    let known = Known::make(&mut world).await;
    let before = snapshot(&world, &known).await;
    let foreign = world.visit(OTHER_CITIZEN).await.csrf;
    for route in motlan_portal::routes(&world.portal) {
        if route.method == Method::GET {
            continue;
        }
        let name = rightful(&world, &route).await.unwrap();
        for (what, origin, csrf) in [
            ("a foreign origin", Some("https://evil.example"), None),
            (
                "an origin that only looks the same",
                Some("http://127.0.0.1:83000"),
                None,
            ),
            ("a hidden origin", Some("null"), None),
            ("no origin", None, None),
            ("no secret", Some(crate::world::browser::ORIGIN), Some(String::new())),
            (
                "another session's secret",
                Some(crate::world::browser::ORIGIN),
                Some(foreign.clone()),
            ),
        ] {
            // The doors of a demonstration stand on another node's page and have no session yet.
            if route.access == Access::Demo && csrf.is_some() {
                continue;
            }
            let mut browser = world.visit(name).await;
            browser.origin = origin;
            browser.csrf = csrf.unwrap_or(browser.csrf);
            let answer = forms::ask(&mut browser, &known, &route).await;
            check(&route, what, Expected::Refused(Code::FormExpired), &answer);
            assert_eq!(snapshot(&world, &known).await, before, "{} with {what}", route.path);
            // The session that the form came from is still the same.
            let session = browser.get("/dang-nhap").await;
            assert_eq!(session.status, StatusCode::SEE_OTHER, "{} with {what}", route.path);
            assert_eq!(answer.header("set-cookie"), "", "{} with {what}", route.path);
        }
    }
}

#[tokio::test]
async fn what_is_for_demonstrations_is_nowhere_else() {
    let mut world = World::open().await;
    let known = Known::make(&mut world).await;
    world.portal.is_demo = false;
    for route in motlan_portal::routes(&world.portal) {
        let is_exercise = ["/dong-bo/cat", "/dong-bo/noi"].contains(&route.path);
        if route.access != Access::Demo && !is_exercise {
            continue;
        }
        let mut operator = world.visit(OPERATOR).await;
        let answer = forms::ask(&mut operator, &known, &route).await;
        check(&route, OPERATOR, Expected::NothingThere, &answer);
    }
}

#[tokio::test]
async fn anybody_finds_a_dossier_by_its_code_and_nothing_about_anybody() {
    let mut world = World::open().await;
    let known = Known::make(&mut world).await;
    let path = format!("/tra-cuu?ma={}", known.dossier);
    let answer = world.stranger().open(&path).await;
    let text = answer.text();
    assert!(text.contains(&known.dossier));
    let others = known.markers().into_iter().filter(|(what, _)| *what != "dossier");
    for (what, marker) in others {
        assert!(!text.contains(&marker), "the owner's {what}");
    }
}

/// Routes that are the same for everybody, as the router writes them: fonts, proofs, logs, style, icon.
const FILES: [&str; 5] = [
    "font.path",
    "&format!(\"{PROOF_PREFIX}{{*name}}\")",
    "&format!(\"{LOG_PREFIX}{{*name}}\")",
    "\"/style.css\"",
    "\"/seal.svg\"",
];

#[test]
fn the_router_knows_no_route_outside_the_table() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![sources.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let name = path.strip_prefix(&sources).unwrap().display().to_string();
                for verb in [".route(", ".nest(", ".route_service(", ".nest_service("] {
                    let calls = text.split(verb).skip(1);
                    found.extend(calls.map(|call| (name.clone(), call.split(", ").next().unwrap().to_owned())));
                }
            }
        }
    }
    let table = ("web/routes.rs".to_owned(), "path".to_owned());
    let known: BTreeSet<_> = FILES
        .iter()
        .map(|path| ("router.rs".to_owned(), (*path).to_owned()))
        .collect();
    let found: BTreeSet<_> = found.into_iter().filter(|route| *route != table).collect();
    assert_eq!(found, known);
}
