//! Paths against grants, after X-Road's fix XRDDEV-3054: what two programs could read differently passes no wildcard.

use http::Method;
use motlan_evidence::LogName;
use serde_json::{Value, json};

use super::{Seen, rows};
use crate::support::{Pair, Reply};

rows! {
    InvalidRequest: ambiguous_below_a_folder, ambiguous_below_everything;
    AccessDenied: patch_without_grant, folder_named_twice;
}

/// Ways to say `..`, or to say a path that one program reads in another way than the next.
const AMBIGUOUS: [&str; 25] = [
    "/a/../b",
    "/a/..",
    "/a/./b",
    "/a/.",
    "/a/%2e%2e/b",
    "/a/.%2E/b",
    "/a/%2e./b",
    "/a/%2e/b",
    "/a/..;/b",
    "/a/..;v=1/b",
    "/a/..%3B/b",
    "/a/%2e%2e%3bv/b",
    "/a/x%2Fy",
    "/a/..%2f..%2fb",
    "/a/..\\b",
    "/a/..%5Cb",
    "/a/x%5cy",
    "/a/x%00",
    "/a/x%0d%0ay",
    "/a/x%7f",
    "/a/%c0%ae%c0%ae/b",
    "/a/%ff",
    "/a/%",
    "/a/%2",
    "/a/%zz",
];

/// Every path above, under a grant with these rules: the same refusal, and no trace of it.
async fn ambiguous(rules: Value) -> Seen {
    let pair = Pair::builder().grant(json!({"rules": rules})).start().await;
    assert_eq!(pair.get("/a/b").send().await.status, 200, "{rules}");
    let long = format!("/a/{}", "b".repeat(4096));
    let mut last = None;
    for path in AMBIGUOUS.iter().copied().chain([long.as_str()]) {
        let reply = pair.get(path).send().await;
        assert_eq!(reply.code(), Some("invalid_request"), "{path} under {rules}: {reply:?}");
        last = Some(reply);
    }
    assert_eq!(
        pair.provider.size(LogName::Exchange),
        1,
        "only the right one has an entry"
    );
    Seen::ServerProxy(last.unwrap())
}

async fn ambiguous_below_a_folder() -> Seen {
    ambiguous(json!([{"method": "*", "path": "/a/**"}])).await
}

async fn ambiguous_below_everything() -> Seen {
    ambiguous(json!([{"method": "*", "path": "/**"}])).await;
    ambiguous(json!([{"method": "*", "path": "**"}])).await
}

async fn denied(rules: Value, method: Method, path: &str) -> Reply {
    let pair = Pair::builder().grant(json!({"rules": rules})).start().await;
    let reply = pair.ask(method, path).send().await;
    assert_eq!(pair.provider.size(LogName::Exchange), 0, "{reply:?}");
    reply
}

/// X-Road's RestProxyTest: GET is granted, PATCH is not.
async fn patch_without_grant() -> Seen {
    Seen::ServerProxy(denied(json!([{"method": "GET", "path": "/a/**"}]), Method::PATCH, "/a/b").await)
}

/// Nothing is put together: a doubled slash, and an escape that is escaped itself, are a path of their own.
async fn folder_named_twice() -> Seen {
    let rules = json!([{"method": "*", "path": "/a/b"}]);
    denied(rules.clone(), Method::GET, "/a/%252e%252e/a/b").await;
    Seen::ServerProxy(denied(rules, Method::GET, "/a//b").await)
}
