//! `GET /openapi.json`: what it describes is what the router serves, for every pack; and it can be resolved.

use axum::body::Body;
use http::Request;
use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_registry::Pack;
use motlan_registry::model::pack::Verb;
use motlan_store::db::testing;
use motlan_store::storage::faulty::FaultyStorage;
use serde_json::{Value, json};

use crate::support::{World, caller};

async fn description(world: &World) -> Value {
    let request = Request::get("/openapi.json").body(Body::empty()).unwrap();
    world.request(request).await.ok()
}

/// Every `$ref` of the description leads somewhere.
fn resolve_all(root: &Value, part: &Value) -> usize {
    let mut count = 0;
    match part {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref") {
                let pointer = reference.strip_prefix('#').unwrap();
                assert!(root.pointer(pointer).is_some(), "{reference}");
                count += 1;
            }
            count += members.values().map(|part| resolve_all(root, part)).sum::<usize>();
        }
        Value::Array(parts) => count += parts.iter().map(|part| resolve_all(root, part)).sum::<usize>(),
        _ => {}
    }
    count
}

#[tokio::test]
async fn every_pack_describes_just_what_its_router_serves() {
    for (code, version) in Pack::list_built_in() {
        testing::on_sqlite_url(async |url: String| {
            let pack = Pack::built_in(code, version).unwrap().unwrap();
            let world = World::open(&url, pack.clone(), FaultyStorage::new(1), SamplePolicy::Allowed).await;
            let described = description(&world).await;
            assert_eq!(described["openapi"], "3.1.0");
            assert!(resolve_all(&described, &described) > pack.keys.asked().count());
            let verbs = [
                Verb::Verify,
                Verb::LookUp,
                Verb::Search,
                Verb::Sync,
                Verb::Changes,
                Verb::Usage,
                Verb::Correct,
            ];
            for verb in verbs {
                let path = format!("/{}", verb.as_str());
                let request = match verb {
                    Verb::Changes => Request::get(&path),
                    _ => Request::post(&path),
                };
                let mut request = request.body(Body::from("?")).unwrap();
                request.extensions_mut().insert(caller(1, &[]));
                let answer = world.request(request).await;
                let is_served = answer.json()["code"] != json!("not_found");
                let is_described = !described["paths"][path.as_str()].is_null();
                assert_eq!(is_served, is_described, "{code} {path}: {}", answer.text);
                assert!(!is_served || pack.has_service(verb), "{code} {path}");
            }
        })
        .await;
    }
}

#[tokio::test]
async fn a_question_carries_the_keys_of_its_pack() {
    testing::on_sqlite_url(async |url: String| {
        let pack = Pack::built_in("population", 1).unwrap().unwrap();
        let world = World::open(&url, pack, FaultyStorage::new(1), SamplePolicy::Allowed).await;
        let described = description(&world).await;
        let body = &described["paths"]["/verify"]["post"]["requestBody"]["content"]["application/json"]["schema"];
        assert_eq!(body["required"], json!(["personal_number", "full_name", "birth_date"]));
        assert_eq!(body["additionalProperties"], json!(false));
        assert!(!body["properties"]["fields"]["properties"]["sex"].is_null());
        let record = &described["components"]["schemas"]["Record"];
        assert_eq!(record["properties"]["personal_number"]["pattern"], "^[0-9]{12}$");
        assert_eq!(record["properties"]["sex"]["x-right"], "sex");
    })
    .await;
}
