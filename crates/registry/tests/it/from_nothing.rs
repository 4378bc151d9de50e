//! A registry from nothing: somebody writes one file, and records of it are stored, verified, looked up, searched,
//! described and shown to their people. No program knows a word of it.

use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_registry::store;
use motlan_sandbox::records::{Fill, Records};
use motlan_store::db::testing;
use motlan_store::storage::faulty::FaultyStorage;
use serde_json::{Map, Value, json};

use crate::support::{World, caller};

/// What the developer writes: floating fish farms on a river.
const PACK: &str = r#"
format = 2
code = "fish-raft"
version = 1
state = "published"
name = { vi = "Lồng bè nuôi cá", en = "Floating fish farms" }

[keys]
record = "raft_number"
also = ["keeper_name"]
persons = ["keeper_number"]

[[service]]
code = "verify"
name = { vi = "Xác thực lồng bè", en = "Verify a raft" }
[[service]]
code = "look-up"
name = { vi = "Tra cứu lồng bè", en = "Look up a raft" }
[[service]]
code = "search"
name = { vi = "Tìm lồng bè", en = "Find rafts" }
by = ["species"]
fields = ["raft_number", "species", "cages"]
[[service]]
code = "changes"
name = { vi = "Nhận thay đổi", en = "Receive changes" }
[[service]]
code = "usage"
name = { vi = "Ai đã khai thác", en = "Who asked" }

[[quality]]
kind = "complete"
fields = ["species"]

[[field]]
code = "raft_number"
name = { vi = "Số hiệu bè", en = "Number of the raft" }
type = "text"
forms = ["AA-9999-B"]
compare = "exact"
right = "raft"
sensitivity = "open"

[[field]]
code = "keeper_number"
name = { vi = "Số định danh chủ bè", en = "Keeper's personal number" }
type = "personal_number"
compare = "exact"
right = "keeper_number"
sensitivity = "basic"
sample = { person = "number" }

[[field]]
code = "keeper_name"
name = { vi = "Họ tên chủ bè", en = "Keeper's name" }
type = "person_name"
compare = "name"
right = "keeper"
sensitivity = "basic"
sample = { person = "name" }

[[field]]
code = "species"
name = { vi = "Loài nuôi", en = "Species" }
type = "code_set"
list = "species"
compare = "includes"
right = "raft"
sensitivity = "open"

[[field]]
code = "cages"
name = { vi = "Số ô lồng", en = "Number of cages" }
type = "number"
unit = "1"
compare = "number"
right = "raft"
sensitivity = "open"
sample = { share = 0.5, from = 1, until = 40 }

[[list]]
code = "species"
confirmed = true
items = [{ code = "carp", vi = "Cá chép", en = "Carp" }, { code = "tilapia", vi = "Cá rô phi", en = "Tilapia" }]
"#;

const RAFTS: u64 = 60;

#[tokio::test]
async fn one_file_makes_a_registry() {
    testing::on_both_urls(async |url: String| {
        let folder = std::env::temp_dir().join(format!("motlan-raft-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("pack.toml");
        std::fs::write(&file, PACK).unwrap();
        let pack = store::pack::read(&file).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();

        let world = World::open(&url, pack.clone(), FaultyStorage::new(1), SamplePolicy::Allowed).await;
        let made: Vec<_> = (0..RAFTS)
            .map(|index| Records::new(&pack, 8).record(index, Fill::Drawn))
            .collect();
        assert_eq!(world.registry.load(made.clone()).await.unwrap(), RAFTS);

        let rights = ["raft", "keeper", "keeper_number", "person.usage"];
        for record in &made {
            let held = |code: &str| record.fields.get(code).cloned();
            let keys = json!({"raft_number": held("raft_number"), "keeper_name": held("keeper_name")});
            let mut asked = keys.clone();
            asked["fields"] = json!({"species": held("species").unwrap()});
            let answer = world.post("/verify", caller(1, &rights), asked).await.ok();
            assert_eq!(answer, json!({"result": "match", "fields": {"species": "match"}}));
            let found = world.post("/look-up", caller(1, &rights), keys).await.ok();
            let all: Map<String, Value> = record
                .fields
                .iter()
                .map(|(code, value)| (code.to_string(), json!(value)))
                .collect();
            assert_eq!(found["fields"], Value::Object(all));
        }

        let carp = made.iter().filter(|record| record.fields["species"] == "carp").count();
        let found = world
            .post("/search", caller(1, &rights), json!({"species": "carp"}))
            .await
            .ok();
        assert_eq!(found["records"].as_array().unwrap().len(), carp);
        assert!(carp > 5 && found["records"][0].get("keeper_name").is_none());

        let keeper = json!({"personal_number": made[0].fields["keeper_number"]});
        let seen = world.post("/usage", caller(1, &rights), keeper).await.ok();
        let services: Vec<&str> = seen["entries"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|entry| entry["service"].as_str())
            .collect();
        assert!(services.ends_with(&["look-up", "verify"]), "{services:?}");

        let request = http::Request::get("/openapi.json")
            .body(axum::body::Body::empty())
            .unwrap();
        let described = world.request(request).await.ok();
        assert_eq!(described["info"]["title"], "Floating fish farms");
        let record = &described["components"]["schemas"]["Record"]["properties"];
        assert_eq!(
            record["raft_number"]["pattern"],
            "^([A-Z][A-Z]-[0-9][0-9][0-9][0-9]-B)$"
        );
        assert_eq!(record["species"]["description"], "Loài nuôi");
    })
    .await;
}
