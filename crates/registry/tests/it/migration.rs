//! A new version of a pack renames fields and recodes values: rows of every version are read in the words of every version
//! that is served, nothing is rewritten, and whoever never heard of the new version is not disturbed.

use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_registry::journal::{IndexKey, Page, UsageJournal, UsageOptions};
use motlan_registry::model::correction::CorrectionId;
use motlan_registry::model::pack::PackError;
use motlan_registry::model::subject::Subject;
use motlan_registry::registry::OpenError;
use motlan_registry::service::{DecideError, Ruling};
use motlan_registry::store::layout::LayoutError;
use motlan_registry::{FieldCode, Pack, Registry};
use motlan_store::db::testing;
use motlan_store::storage::faulty::FaultyStorage;
use serde_json::{Value, json};

use crate::support::{NOW, World, caller, config, feeder_of, record};

const HEAD: &str = r#"
format = 2
code = "pier"
state = "published"
name = { vi = "Cầu cảng", en = "Piers" }
keys = { record = "number", also = [], persons = [] }
"#;

const SERVICES: &str = r#"
[[service]]
code = "verify"
name = { vi = "Xác thực", en = "Verify" }
[[service]]
code = "look-up"
name = { vi = "Tra cứu", en = "Look up" }
[[service]]
code = "sync"
name = { vi = "Nhận bản ghi", en = "Take records" }
[[service]]
code = "changes"
name = { vi = "Nhận thay đổi", en = "Changes" }
[[service]]
code = "correct"
name = { vi = "Đề nghị chỉnh sửa", en = "Ask to correct" }
"#;

fn field(code: &str, rest: &str) -> String {
    format!(
        "[[field]]\ncode = \"{code}\"\nsensitivity = \"open\"\nright = \"pier\"\n\
         name = {{ vi = \"{code}\", en = \"{code}\" }}\n{rest}\n"
    )
}

fn list(code: &str, codes: &[&str]) -> String {
    let items = codes
        .iter()
        .map(|code| format!("{{ code = \"{code}\", vi = \"{code}\", en = \"{code}\" }}"));
    let items = items.collect::<Vec<_>>().join(", ");
    format!("[[list]]\ncode = \"{code}\"\nconfirmed = true\nitems = [{items}]\n")
}

const TEXT: &str = "type = \"text\"\ncompare = \"exact\"";

/// How a pier is built, where, and for which goods.
fn first() -> String {
    [
        format!("version = 1\n{HEAD}{SERVICES}"),
        "[[service]]\ncode = \"search\"\nname = { vi = \"Tìm\", en = \"Find\" }\nby = [\"built\", \"place\"]\n".into(),
        field("number", TEXT),
        field("built", "type = \"code\"\nlist = \"built\"\ncompare = \"code\""),
        field("place", TEXT),
        field("goods", "type = \"code_set\"\nlist = \"goods\"\ncompare = \"includes\""),
        field("remark", TEXT),
        list("built", &["1", "2"]),
        list("goods", &["fish", "rice"]),
    ]
    .concat()
}

/// `built` is told in words, `place` is called `berth`, goods have other codes in another order; `remark` is gone and `depth`
/// new; `place` is the name of something else now.
fn second() -> String {
    [
        format!("version = 2\n{HEAD}{SERVICES}"),
        "[[service]]\ncode = \"search\"\nname = { vi = \"Tìm\", en = \"Find\" }\nby = [\"built\", \"berth\"]\n".into(),
        field("number", TEXT),
        field("built", "type = \"code\"\nlist = \"built\"\ncompare = \"code\""),
        field("berth", TEXT),
        field("place", TEXT),
        field("goods", "type = \"code_set\"\nlist = \"goods\"\ncompare = \"includes\""),
        field("depth", TEXT),
        list("built", &["stone", "wood", "steel"]),
        list("goods", &["R", "F"]),
        MIGRATIONS.to_owned(),
    ]
    .concat()
}

const MIGRATIONS: &str = r#"
[[migration]]
version = 2
field = "built"
recode = { "1" = "stone", "2" = "wood" }
[[migration]]
version = 2
field = "place"
to = "berth"
[[migration]]
version = 2
field = "goods"
recode = { fish = "F", rice = "R" }
"#;

fn pack(text: &str) -> Pack {
    Pack::parse(text).unwrap()
}

async fn open(url: &str, pack: Pack, earlier: Vec<Pack>) -> World {
    World::open_beside(url, pack, earlier, FaultyStorage::new(1), SamplePolicy::Refused).await
}

async fn look_up(world: &World, number: &str, version: &str) -> Value {
    let path = format!("/look-up{version}");
    world
        .post(&path, caller(1, &["pier"]), json!({ "number": number }))
        .await
        .ok()["fields"]
        .clone()
}

async fn find(world: &World, version: &str, by: Value) -> Vec<String> {
    let found = world
        .post(&format!("/search{version}"), caller(1, &["pier"]), by)
        .await
        .ok();
    let numbers = found["records"].as_array().unwrap().iter();
    numbers.map(|it| it["number"].as_str().unwrap().to_owned()).collect()
}

/// Two piers of the first version, then the second opens beside the first, and a third pier comes in.
async fn with_three(test: impl AsyncFn(World)) {
    testing::on_both_urls(async |url: String| {
        let old = open(&url, pack(&first()), Vec::new()).await;
        let piers = [("p1", "1", "bay", "fish, rice"), ("p2", "2", "river", "rice")];
        let piers = piers.map(|(number, built, place, goods)| {
            let values = [
                ("number", number),
                ("built", built),
                ("place", place),
                ("goods", goods),
                ("remark", "old"),
            ];
            record(&values)
        });
        old.registry.load(piers).await.unwrap();
        old.registry.close().await.unwrap();
        let world = open(&url, pack(&second()), vec![pack(&first())]).await;
        let new = json!({"records": [{"fields":
            {"number": "p3", "built": "steel", "berth": "bay", "place": "Vũng Rô", "goods": "F, R", "depth": "9"}}]});
        let synced = world
            .post("/sync?pack=2", feeder_of(world.registry.pack(), 2), new)
            .await
            .ok();
        assert_eq!(synced["records"][0]["change"], "added", "{synced}");
        test(world).await;
    })
    .await;
}

#[tokio::test]
async fn rows_of_both_versions_are_read_in_the_words_of_either() {
    with_three(async |world| {
        let old = json!({"number": "p1", "built": "1", "place": "bay", "goods": "fish, rice", "remark": "old"});
        let new = json!({"number": "p1", "built": "stone", "berth": "bay", "goods": "R, F"});
        assert_eq!(look_up(&world, "p1", "").await, old, "the oldest, for whoever names none");
        assert_eq!(look_up(&world, "p1", "?pack=1").await, old);
        assert_eq!(look_up(&world, "p1", "?pack=2").await, new);
        let new = json!({"number": "p3", "built": "steel", "berth": "bay", "place": "Vũng Rô", "goods": "R, F", "depth": "9"});
        assert_eq!(look_up(&world, "p3", "?pack=2").await, new);
        let old = json!({"number": "p3", "place": "bay", "goods": "fish, rice"});
        assert_eq!(look_up(&world, "p3", "").await, old, "steel has no code in the first version");
    })
    .await;
}

#[tokio::test]
async fn verify_search_and_changes_speak_the_version_that_is_asked() {
    with_three(async |world| {
        let verify = async |version: &str, fields: Value| {
            let body = json!({"number": "p2", "fields": fields});
            let path = format!("/verify{version}");
            world.post(&path, caller(1, &["pier", "person.existence"]), body).await
        };
        assert_eq!(
            verify("", json!({"built": "2", "place": "river"})).await.ok()["result"],
            "match"
        );
        let new = json!({"built": "wood", "berth": "river"});
        assert_eq!(verify("?pack=2", new.clone()).await.ok()["result"], "match");
        assert_eq!(
            verify("", new).await.refusal().1,
            "unknown_field",
            "not a word of the first version"
        );
        for (version, by, found) in [
            ("", json!({"built": "1"}), vec!["p1"]),
            ("?pack=2", json!({"built": "stone"}), vec!["p1"]),
            ("?pack=2", json!({"built": "steel"}), vec!["p3"]),
            ("", json!({"place": "bay"}), vec!["p1", "p3"]),
            ("?pack=2", json!({"berth": "bay"}), vec!["p1", "p3"]),
            ("", json!({"place": "bay", "built": "2"}), vec![]),
        ] {
            assert_eq!(find(&world, version, by.clone()).await, found, "{version} {by}");
        }
        let told = async |version: &str| {
            let page = world
                .get(&format!("/changes?after=0{version}"), caller(1, &["pier"]))
                .await
                .ok();
            page["changes"][0]["fields"].clone()
        };
        assert_eq!(told("").await, json!({"place": "bay", "goods": "fish, rice"}));
        assert_eq!(told("&pack=2").await["built"], "steel");
    })
    .await;
}

#[tokio::test]
async fn an_update_is_written_in_the_new_words_and_told_in_both() {
    with_three(async |world| {
        let change = json!({"records": [{"fields": {"number": "p1", "built": "wood", "berth": "bay", "goods": "R"}}]});
        let synced = world
            .post("/sync?pack=2", feeder_of(world.registry.pack(), 3), change)
            .await
            .ok();
        assert_eq!(synced["records"][0]["change"], "changed", "{synced}");
        assert_eq!(look_up(&world, "p1", "").await["built"], "2");
        assert_eq!(find(&world, "", json!({"built": "1"})).await, Vec::<String>::new());
        assert_eq!(find(&world, "", json!({"built": "2"})).await, ["p1", "p2"]);
        let page = world.get("/changes?after=1", caller(1, &["pier"])).await.ok();
        assert_eq!(
            page["changes"][0]["fields"],
            json!({"built": "2", "place": "bay", "goods": "rice"})
        );
        // Nothing that the first version has words for differs.
        let same = json!({"records": [{"fields":
            {"number": "p1", "built": "wood", "berth": "bay", "goods": "R", "depth": "7"}}]});
        world
            .post("/sync?pack=2", feeder_of(world.registry.pack(), 4), same)
            .await
            .ok();
        let page = world.get("/changes?after=2", caller(1, &["pier"])).await.ok();
        assert_eq!(page["changes"], json!([]));
        assert_eq!(page["next"], 3);
    })
    .await;
}

#[tokio::test]
async fn an_earlier_version_only_reads_and_an_unknown_one_is_refused() {
    with_three(async |world| {
        let post = async |path: &str| {
            world
                .post(path, feeder_of(world.registry.pack(), 5), json!({"records": []}))
                .await
        };
        assert_eq!(post("/sync?pack=1").await.refusal().1, "not_found");
        assert_eq!(
            post("/sync?pack=2").await.refusal().1,
            "invalid_body",
            "the newest takes it"
        );
        let detail = "pack: what is written says its version while several are served: 2";
        assert_eq!(
            post("/sync").await.refusal().2,
            detail,
            "its names may mean other fields"
        );
        let (status, code, detail) = post("/verify?pack=3").await.refusal();
        assert_eq!(
            (status, code.as_str(), detail.as_str()),
            (404, "pack_not_served", "versions served: 1, 2")
        );
        assert_eq!(post("/verify?pack=one").await.refusal().1, "invalid_query");
        for version in [1, 2] {
            let described = world
                .get(&format!("/openapi.json?pack={version}"), caller(1, &[]))
                .await
                .ok();
            assert_eq!(described["info"]["version"], version.to_string());
            assert_eq!(described["paths"]["/sync"].is_object(), version == 2);
            let parameter = &described["paths"]["/verify"]["post"]["parameters"][0];
            assert_eq!(parameter["schema"]["const"], version);
            assert_eq!(
                parameter["required"],
                version == 2,
                "the first answers whoever names none"
            );
        }
        let described = world.get("/openapi.json", caller(1, &[])).await.ok();
        assert_eq!(described["info"]["version"], "2");
    })
    .await;
}

/// Asks in the words of the first version that a value of p1 be corrected.
async fn ask(world: &World, field: &str, value: &str) -> CorrectionId {
    let body = json!({"number": "p1", "field": field, "value": value, "reason": "nhầm", "evidence": "biên bản 7"});
    let asked = world.post("/correct", caller(3, &["pier"]), body).await.ok();
    asked["id"].as_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_correction_asked_in_the_old_words_is_decided_in_the_new_ones() {
    testing::on_both_urls(async |url: String| {
        let old = open(&url, pack(&first()), Vec::new()).await;
        let values = [("number", "p1"), ("built", "1"), ("place", "bay"), ("remark", "old")];
        old.registry.load([record(&values)]).await.unwrap();
        let (built, place) = (ask(&old, "built", "2").await, ask(&old, "place", "river").await);
        let gone = ask(&old, "remark", "new").await;
        old.registry.close().await.unwrap();
        let world = open(&url, pack(&second()), Vec::new()).await;
        let officer = feeder_of(world.registry.pack(), 4);
        let opened = world.registry.correction(&officer, &place).await.unwrap();
        assert_eq!((opened.field.as_str(), opened.held.as_deref()), ("berth", Some("bay")));
        let accept = async |id: &CorrectionId, known_version: u64| {
            let ruling = Ruling::Accept { known_version };
            world.registry.decide_correction(&officer, id, ruling, "đúng").await
        };
        assert_eq!(accept(&built, 1).await.unwrap(), Some(2));
        assert_eq!(accept(&place, 2).await.unwrap(), Some(3));
        let held = json!({"number": "p1", "built": "wood", "berth": "river"});
        assert_eq!(look_up(&world, "p1", "").await, held);
        assert!(matches!(accept(&gone, 3).await, Err(DecideError::Outdated)));
        let refused = world
            .registry
            .decide_correction(&officer, &gone, Ruling::Refuse, "không còn")
            .await;
        assert_eq!(refused.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn an_earlier_pack_does_not_open_what_a_later_one_wrote() {
    testing::on_sqlite_url(async |url: String| {
        let world = open(&url, pack(&second()), Vec::new()).await;
        world.registry.close().await.unwrap();
        let clock = std::sync::Arc::new(motlan_core::time::TestClock::new(crate::support::NOW));
        let storage = std::sync::Arc::new(FaultyStorage::new(1));
        let config = config(clock, SamplePolicy::Refused);
        let opened = Registry::open(pack(&first()), testing::open(&url).await, storage, config).await;
        assert!(matches!(
            opened,
            Err(OpenError::Layout(LayoutError::Later { version: 2 }))
        ));
    })
    .await;
}

#[tokio::test]
async fn a_name_that_was_let_go_and_is_used_again_is_empty() {
    testing::on_sqlite_url(async |url: String| {
        let old = open(&url, pack(&first()), Vec::new()).await;
        old.registry
            .load([record(&[("number", "p1"), ("remark", "old")])])
            .await
            .unwrap();
        old.registry.close().await.unwrap();
        open(&url, pack(&second()), Vec::new())
            .await
            .registry
            .close()
            .await
            .unwrap();
        let third = second().replacen("version = 2", "version = 3", 1);
        let third = third.replace(MIGRATIONS, &[&field("remark", TEXT), MIGRATIONS].concat());
        let world = open(&url, pack(&third), Vec::new()).await;
        assert_eq!(look_up(&world, "p1", "").await, json!({"number": "p1"}));
    })
    .await;
}

/// Who asked what is told in the words of the newest version, whichever was spoken.
#[tokio::test]
async fn the_journal_speaks_the_newest_words_and_a_version_hides_what_it_has_no_field_for() {
    with_three(async |world| {
        look_up(&world, "p1", "").await;
        let changes = async |version: &str| {
            let path = format!("/changes?after=0{version}");
            world.get(&path, caller(1, &["pier"])).await.ok()["changes"][0].clone()
        };
        assert_eq!(changes("&pack=2").await["version"], 1);
        assert!(changes("").await.get("version").is_none(), "depth may have changed");
        world.registry.close().await.unwrap();
        let options = UsageOptions {
            directory: "usage/pier".to_owned(),
            segment_bytes_max: 2048,
            queue_max: 1,
            today: NOW.hour().day(),
        };
        let journal = UsageJournal::open(
            std::sync::Arc::new(world.storage.clone()),
            &options,
            IndexKey::new(&[9; 32]),
        );
        let usage = journal
            .unwrap()
            .usage_of(&Subject::record("p1"), Page::default())
            .unwrap();
        let fields: Vec<&str> = usage.entries[0].fields.iter().map(FieldCode::as_str).collect();
        assert!(fields.contains(&"berth") && !fields.contains(&"place"), "{fields:?}");
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_served_beside_does_not_open() {
    let refusal = async |newest: String, earlier: Vec<Pack>| {
        let error = std::cell::RefCell::new(String::new());
        testing::on_sqlite_url(async |url: String| {
            let clock = std::sync::Arc::new(motlan_core::time::TestClock::new(crate::support::NOW));
            let mut config = config(clock, SamplePolicy::Refused);
            config.earlier.clone_from(&earlier);
            let storage = std::sync::Arc::new(FaultyStorage::new(1));
            let opened = Registry::open(pack(&newest), testing::open(&url).await, storage, config).await;
            let Err(refused @ OpenError::Earlier { .. }) = opened else {
                panic!("it opened, or did not for another reason");
            };
            *error.borrow_mut() = refused.to_string();
        })
        .await;
        error.into_inner()
    };
    let one_word = second().replace("\"2\" = \"wood\"", "\"2\" = \"stone\"");
    let by_berth = second().replace("by = [\"built\", \"berth\"]", "by = [\"built\"]");
    let draft = first().replace("state = \"published\"", "state = \"draft\"");
    let other = first().replace("code = \"pier\"", "code = \"quay\"");
    let number = second().replace(
        &field("depth", TEXT),
        &field("remark", "type = \"number\"\ncompare = \"number\""),
    );
    let person = second().replace("persons = []", "persons = [\"owner\"]")
        + &field("owner", "type = \"personal_number\"\ncompare = \"exact\"");
    for (newest, earlier, why) in [
        (one_word, vec![first()], "two values of its field built became one"),
        (
            by_berth,
            vec![first()],
            "records can no longer be found by its field place",
        ),
        (number, vec![first()], "its field remark has another type now"),
        (person, vec![first()], "a record is about the person of owner"),
        (second(), vec![draft], "it is not published"),
        (second(), vec![other], "it is the pack of quay"),
        (second(), vec![second()], "its version is not lower"),
        (second(), vec![first(), first()], "it is named twice"),
    ] {
        let said = refusal(newest, earlier.iter().map(|text| pack(text)).collect()).await;
        assert!(said.contains(why), "{said}");
    }
}

#[test]
fn a_migration_that_leads_nowhere_is_refused_with_its_line() {
    let with = |more: &str| Pack::parse(&format!("{}{more}", second()));
    for (more, why) in [
        (
            "version = 3\nfield = \"remark\"\nto = \"depth\"",
            "version must be 2 to 2",
        ),
        (
            "version = 1\nfield = \"remark\"\nto = \"depth\"",
            "version must be 2 to 2",
        ),
        ("version = 2\nfield = \"depth\"", "changes nothing"),
        (
            "version = 2\nfield = \"remark\"\nto = \"note\"",
            "note is no field of the pack",
        ),
        (
            "version = 2\nfield = \"built\"\nto = \"depth\"",
            "version 2 has the field built twice",
        ),
        (
            "version = 2\nfield = \"remark\"\nto = \"berth\"",
            "version 2 calls two fields berth",
        ),
        (
            "version = 2\nfield = \"number\"\nrecode = { a = \"b\" }",
            "only codes can be recoded",
        ),
    ] {
        let Err(PackError::Rule { line, place, reason }) = with(&format!("[[migration]]\n{more}\n")) else {
            panic!("{more} was accepted");
        };
        assert!(
            line > 20 && place.starts_with("migration ") && reason.contains(why),
            "{line} {place} {reason}"
        );
    }
    let wrong = second().replace("\"2\" = \"wood\"", "\"2\" = \"straw\"");
    assert!(
        Pack::parse(&wrong)
            .unwrap_err()
            .to_string()
            .contains("\"straw\" is no code of built")
    );
}
