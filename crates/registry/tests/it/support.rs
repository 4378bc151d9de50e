//! Builders for packs, records, callers and a registry with its router.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use motlan_core::caller::TransactionId;
use motlan_core::time::TestClock;
use motlan_core::vietnam::personal_number::{PersonalNumber, SamplePolicy};
use motlan_core::{Caller, SystemId, Timestamp};
use motlan_registry::journal::IndexKey;
use motlan_registry::{Config, Pack, Record, Registry, router, store};
use motlan_store::db::testing;
use motlan_store::storage::faulty::FaultyStorage;
use serde_json::{Value, json};
use tower::ServiceExt;

/// 2024-03-01, noon in Vietnam.
pub(crate) const NOW: Timestamp = Timestamp::from_seconds(1_709_269_200);

/// A legal basis whose questions are seen late, and how late.
pub(crate) const DELAYED: &str = "BLTTHS-101-2015";
pub(crate) const DELAY_DAYS: u16 = 30;

pub(crate) const LAN: &str = "003199012345";
pub(crate) const HOA: &str = "003088000001";
pub(crate) const NOBODY: &str = "003199099999";

pub(crate) fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

pub(crate) fn population() -> Pack {
    store::pack::read(&folder("../../packs/registries/population/1/pack.toml")).unwrap()
}

pub(crate) fn driving_licence() -> Pack {
    store::pack::read(&folder("../../packs/registries/driving-licence/1/pack.toml")).unwrap()
}

pub(crate) fn boat() -> Pack {
    store::pack::read(&folder("tests/fixtures/boat/pack.toml")).unwrap()
}

/// Names and texts as a question carries them.
pub(crate) fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = pairs
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    owned.collect()
}

pub(crate) fn record(pairs: &[(&str, &str)]) -> Record {
    Record::new(
        pairs
            .iter()
            .map(|(code, text)| (code.parse().unwrap(), (*text).to_owned())),
    )
}

/// Two people: Lan, of whom much is known, and Hòa, of whom only the year of birth is.
pub(crate) fn people() -> Vec<Record> {
    vec![
        record(&[
            ("personal_number", LAN),
            ("full_name", "Nguyễn Thị Lan"),
            ("birth_date", "1999-04-30"),
            ("sex", "female"),
            ("permanent_province", "54"),
            ("father_name", "Nguyễn Văn Thuỷ"),
        ]),
        record(&[
            ("personal_number", HOA),
            ("full_name", "Trần Hòa"),
            ("birth_date", "1988"),
            ("sex", "male"),
        ]),
    ]
}

/// A person with everything that the population asks for, and no sex but this.
pub(crate) fn whole(number: &str, sex: &str) -> Record {
    record(&[
        ("personal_number", number),
        ("full_name", "Nguyễn Thị Lan"),
        ("birth_date", "1999-04-30"),
        ("sex", sex),
        ("nationality", "VN"),
        ("birth_province", "54"),
    ])
}

/// A caller who may send every field of the population.
pub(crate) fn feeder(transaction: u8) -> Caller {
    feeder_of(&population(), transaction)
}

/// A caller who may send every field of a pack.
pub(crate) fn feeder_of(pack: &Pack, transaction: u8) -> Caller {
    let rights: Vec<&str> = pack.fields().map(|field| field.right.as_str()).collect();
    let mut caller = caller(transaction, &rights);
    caller.fields.insert("registry.sync".to_owned());
    caller
}

pub(crate) fn number(text: &str) -> PersonalNumber {
    PersonalNumber::parse(text, SamplePolicy::Allowed).unwrap()
}

/// A caller with these rights, in the transaction of this number.
pub(crate) fn caller(transaction: u8, rights: &[&str]) -> Caller {
    let system: SystemId = "VN/GOV/H45/onestop".parse().unwrap();
    Caller {
        member: system.member().clone(),
        system,
        purpose: "ND-107-2021;dossier=H45.12-240301-0001".parse().unwrap(),
        fields: rights.iter().map(|right| (*right).to_owned()).collect(),
        transaction: TransactionId([transaction; 32]),
        officer: Some("officer-7".to_owned()),
        persons_per_day_max: None,
    }
}

pub(crate) fn config(clock: Arc<TestClock>, samples: SamplePolicy) -> Config {
    Config::new(samples, IndexKey::new(&[9; 32]), clock)
}

/// A registry at work on an embedded database and a storage that can fail.
pub(crate) struct World {
    pub(crate) registry: Registry,
    pub(crate) storage: FaultyStorage,
    pub(crate) clock: Arc<TestClock>,
    router: Router,
}

impl World {
    pub(crate) async fn open(url: &str, pack: Pack, storage: FaultyStorage, samples: SamplePolicy) -> Self {
        Self::open_beside(url, pack, Vec::new(), storage, samples).await
    }

    /// The same with earlier versions of the pack still served.
    pub(crate) async fn open_beside(
        url: &str,
        pack: Pack,
        earlier: Vec<Pack>,
        storage: FaultyStorage,
        samples: SamplePolicy,
    ) -> Self {
        let clock = Arc::new(TestClock::new(NOW));
        let mut config = config(Arc::clone(&clock), samples);
        // A few entries a segment, so that segments close and get their index files.
        config.segment_bytes_max = 2048;
        config.earlier = earlier;
        config.delays = BTreeMap::from([(DELAYED.to_owned(), DELAY_DAYS)]);
        let db = testing::open(url).await;
        let registry = Registry::open(pack, db, Arc::new(storage.clone()), config)
            .await
            .unwrap();
        Self {
            router: router(registry.clone()),
            registry,
            storage,
            clock,
        }
    }

    /// Sends a body of any kind, with or without a caller.
    pub(crate) async fn send(&self, path: &str, caller: Option<Caller>, body: String) -> Answer {
        let mut request = Request::post(path).body(Body::from(body)).unwrap();
        if let Some(caller) = caller {
            request.extensions_mut().insert(caller);
        }
        self.request(request).await
    }

    /// Asks for a path with its query.
    pub(crate) async fn get(&self, target: &str, caller: Caller) -> Answer {
        let mut request = Request::get(target).body(Body::empty()).unwrap();
        request.extensions_mut().insert(caller);
        self.request(request).await
    }

    pub(crate) async fn request(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let content_type = response.headers()["content-type"].to_str().unwrap().to_owned();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        Answer {
            status,
            content_type,
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    pub(crate) async fn post(&self, path: &str, caller: Caller, body: Value) -> Answer {
        self.send(path, Some(caller), body.to_string()).await
    }
}

/// Runs a test on the population registry with two people in it.
pub(crate) async fn with_people(test: impl AsyncFn(World)) {
    testing::on_sqlite_url(async |url: String| {
        let world = World::open(&url, population(), FaultyStorage::new(1), SamplePolicy::Allowed).await;
        world.registry.load(people()).await.unwrap();
        test(world).await;
    })
    .await;
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) content_type: String,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    /// The body of an answer that must be 200.
    pub(crate) fn ok(&self) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text);
        assert_eq!(self.content_type, "application/json");
        self.json()
    }

    /// Status, code and detail of a refusal.
    pub(crate) fn refusal(&self) -> (u16, String, String) {
        assert_eq!(self.content_type, "application/problem+json");
        let body = self.json();
        let member = |name: &str| body[name].as_str().unwrap().to_owned();
        assert_eq!(body["status"], json!(self.status.as_u16()));
        (self.status.as_u16(), member("code"), member("detail"))
    }
}

/// The keys of Lan as she would write them.
pub(crate) fn lan() -> Value {
    json!({"personal_number": LAN, "full_name": "Nguyễn Thị Lan", "birth_date": "1999-04-30"})
}

/// The same keys with other members set.
pub(crate) fn with(mut body: Value, mut changes: Value) -> Value {
    let members = body.as_object_mut().unwrap();
    members.append(changes.as_object_mut().unwrap());
    body
}
