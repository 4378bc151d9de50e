//! What a registry refuses, through both gateways: its own words pass untouched and count as an answer.

use http::Method;
use motlan_evidence::LogName;
use motlan_registry::{Registry, router};
use motlan_store::db::testing;
use motlan_store::storage::FaultyStorage;
use serde_json::{Value, json};

use super::{Seen, rows};
use crate::support::{self, LAN, Pair, population};

rows! {
    InvalidBody: no_json, missing_key;
    BodyTooLarge: body_beyond_the_registrys_limit;
    UnknownField: field_that_is_none;
    FieldNotGranted: field_outside_the_grant;
    RecordNotFound: nobodys_keys;
    InvalidQuery: position_that_is_no_number;
    PositionUnknown: position_behind_the_last;
    PackNotServed: a_version_of_tomorrow;
    PersonalNumberForm: short_number;
    PersonalNumberProvince: nobodys_province;
    PersonsLimit: one_person_too_many;
    MethodNotAllowed: get_instead_of_post;
    NotFound: another_verb;
    CallerMissing: without_a_gateway;
    JournalUnavailable: journal_fails;
    CorrectionsFull: a_request_too_many;
}

fn lan(changes: Value) -> Value {
    let mut body = json!({"personal_number": LAN, "full_name": "Nguyễn Thị Lan", "birth_date": "1999-04-30"});
    if let (Some(body), Value::Object(changes)) = (body.as_object_mut(), changes) {
        body.extend(changes);
    }
    body
}

/// The population registry with one person in it, behind a provider's gateway.
struct Behind {
    pair: Pair,
    disk: FaultyStorage,
}

async fn registry(url: &str, disk: &FaultyStorage) -> Registry {
    let registry = population(url, disk).await;
    registry.load([support::lan()]).await.unwrap();
    registry
}

async fn behind(test: impl AsyncFn(Behind) -> Seen) -> Seen {
    behind_limit(test, None).await
}

/// The same, where the grant says how many persons may be asked about in a day.
async fn behind_limit(test: impl AsyncFn(Behind) -> Seen, persons_per_day_max: Option<u32>) -> Seen {
    let seen = std::cell::RefCell::new(None);
    testing::on_sqlite_url(async |url: String| {
        let disk = FaultyStorage::new(1);
        let router = router(registry(&url, &disk).await);
        let mut grant = json!({"fields": ["full_name", "person.existence", "sex"]});
        if let Some(max) = persons_per_day_max {
            grant["persons_per_day_max"] = json!(max);
        }
        let pair = Pair::builder().router(router).grant(grant).start().await;
        seen.replace(Some(test(Behind { pair, disk }).await));
    })
    .await;
    seen.into_inner().unwrap()
}

/// Posts a body, sees a refusal that is an answer: both gateways log it.
async fn posted(path: &str, body: Value) -> Seen {
    behind(async |registry: Behind| {
        let pair = &registry.pair;
        let right = pair
            .post("/verify")
            .json(&lan(json!({"fields": {"sex": "female"}})))
            .send()
            .await;
        assert_eq!(right.json()["fields"]["sex"], "match", "{right:?}");
        let reply = pair.post(path).json(&body).send().await;
        assert_eq!(
            (
                pair.consumer.size(LogName::Exchange),
                pair.provider.size(LogName::Exchange)
            ),
            (2, 2)
        );
        assert!(!reply.text().contains(LAN), "{reply:?}");
        Seen::Problem(reply)
    })
    .await
}

async fn no_json() -> Seen {
    posted("/verify", json!("x")).await
}

async fn missing_key() -> Seen {
    posted("/look-up", json!({"personal_number": LAN})).await
}

async fn body_beyond_the_registrys_limit() -> Seen {
    posted("/verify", lan(json!({"full_name": "x".repeat(17 * 1024)}))).await
}

async fn field_that_is_none() -> Seen {
    posted("/verify", lan(json!({"fields": {"shoe_size": "41"}}))).await
}

async fn field_outside_the_grant() -> Seen {
    posted("/verify", lan(json!({"fields": {"religion": "00"}}))).await
}

async fn nobodys_keys() -> Seen {
    posted("/look-up", lan(json!({"full_name": "Nguyễn Thị Mai"}))).await
}

async fn one_person_too_many() -> Seen {
    let test = async |registry: Behind| {
        let ask = async |number: &str| {
            let body = lan(json!({"personal_number": number}));
            registry.pair.post("/verify").json(&body).send().await
        };
        assert_eq!(ask(LAN).await.status, 200);
        assert_eq!(ask(LAN).await.status, 200);
        Seen::Problem(ask("003199099999").await)
    };
    behind_limit(test, Some(1)).await
}

async fn short_number() -> Seen {
    posted("/verify", lan(json!({"personal_number": "12"}))).await
}

async fn nobodys_province() -> Seen {
    posted("/verify", lan(json!({"personal_number": "000199012345"}))).await
}

async fn position_that_is_no_number() -> Seen {
    behind(async |registry: Behind| Seen::Problem(registry.pair.get("/changes?after=first").send().await)).await
}

async fn position_behind_the_last() -> Seen {
    behind(async |registry: Behind| Seen::Problem(registry.pair.get("/changes?after=9").send().await)).await
}

async fn a_version_of_tomorrow() -> Seen {
    posted("/verify?pack=2", lan(json!({}))).await
}

async fn get_instead_of_post() -> Seen {
    behind(async |registry: Behind| Seen::Problem(registry.pair.ask(Method::GET, "/verify").send().await)).await
}

async fn another_verb() -> Seen {
    posted("/delete", json!({})).await
}

/// A server outside the gateway's process: it gets `Motlan-Caller`, not what only a gateway's own process can give.
async fn without_a_gateway() -> Seen {
    let seen = std::cell::RefCell::new(None);
    testing::on_sqlite_url(async |url: String| {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = router(registry(&url, &FaultyStorage::new(1)).await);
        let server = tokio::spawn(async move { axum::serve(listener, router).await });
        let pair = Pair::builder().url(address).start().await;
        seen.replace(Some(Seen::Problem(
            pair.post("/verify").json(&lan(json!({}))).send().await,
        )));
        server.abort();
    })
    .await;
    seen.into_inner().unwrap()
}

async fn journal_fails() -> Seen {
    behind(async |registry: Behind| {
        registry.disk.fail_sync_at(1);
        let reply = registry.pair.post("/look-up").json(&lan(json!({}))).send().await;
        assert!(
            !reply.text().contains("Lan"),
            "an answer without its journal entry: {reply:?}"
        );
        Seen::Problem(reply)
    })
    .await
}

async fn a_request_too_many() -> Seen {
    behind(async |registry: Behind| {
        let wanted = json!({"field": "sex", "value": "male", "reason": "Sai", "evidence": "Giấy khai sinh"});
        for _ in 0..20 {
            let reply = registry.pair.post("/correct").json(&lan(wanted.clone())).send().await;
            assert_eq!(reply.json()["state"], "open", "{reply:?}");
        }
        Seen::Problem(registry.pair.post("/correct").json(&lan(wanted)).send().await)
    })
    .await
}
