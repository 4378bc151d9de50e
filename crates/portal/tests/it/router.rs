//! The pages over a real gateway with a real log: addresses, headers, languages, failures.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, Response, StatusCode};
use http_body_util::{BodyExt, Limited};
use motlan_core::caller::TransactionId;
use motlan_core::time::TestClock;
use motlan_core::{MemberId, Timestamp};
use motlan_evidence::{
    Config, ConsumerIndex, Entry, Evidence, EvidenceRecord, Finished, LogName, ProviderIndex, Role, ServiceIndex,
    SignedMessage, TransactionKey, verify_proof,
};
use motlan_exchange::directory::{
    Directory, DirectoryWriter, Gateway as RegisteredGateway, Log, Member, Operation, Request as Change, Service,
    ServiceKind, System,
};
use motlan_exchange::directory_handle::DirectoryHandle;
use motlan_exchange::gateway::{Gateway, Parts, Settings};
use motlan_exchange::keys::{Algorithm, SigningKey};
use motlan_exchange::service::reconcile::Reconciler;
use motlan_exchange::transport::budget::Budget;
use motlan_exchange::transport::spool::SpoolFolder;
use motlan_exchange::transport::tls::Identity;
use motlan_exchange::xroad::error::Spelling;
use motlan_portal::{Door, Hosted, Persona, Portal};
use motlan_store::storage::FaultyStorage;
use tempfile::TempDir;
use tower::ServiceExt as _;

use crate::{markup, sample};

const MEMBER: &str = "VN/GOV/H45";

/// A node of one member, which is its own centre.
struct Node {
    gateway: Gateway,
    _folder: TempDir,
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// The directory's records: member 1, system 2, service 3, gateway 4.
fn operations(member: &MemberId, key: &SigningKey, identity: &Identity, vkey: String) -> [Operation; 4] {
    let (name_vi, name_en) = (|vi: &str| vi.to_owned(), |en: &str| en.to_owned());
    let system = member.system("onestop").unwrap();
    [
        Operation::Founding(Member {
            id: member.clone(),
            name_vi: name_vi("Tỉnh Phú Yên"),
            name_en: name_en("Phú Yên Province"),
            key: key.public_key().clone(),
        }),
        Operation::System(System {
            id: system.clone(),
            name_vi: name_vi("Một cửa điện tử"),
            name_en: name_en("One-stop system"),
        }),
        Operation::Service(Service {
            id: system.service("status").unwrap(),
            name_vi: name_vi("Tình trạng hồ sơ"),
            name_en: name_en("Status of a dossier"),
            kind: ServiceKind::Rest,
            changes: false,
            staleness_max_s: 60,
            timeout_ms: 1_000,
            enabled: true,
            notice: None,
        }),
        Operation::Gateway(RegisteredGateway {
            id: format!("{member}/gw1").parse().unwrap(),
            address: "127.0.0.1:8355".to_owned(),
            certificates: [identity.hash().unwrap()].into(),
            logs: vec![Log {
                name: "exchange".to_owned(),
                origin: format!("motlan/{member}/exchange"),
                vkey,
            }],
        }),
    ]
}

fn directory(key: &SigningKey, identity: &Identity, vkey: String) -> DirectoryHandle {
    let member: MemberId = MEMBER.parse().unwrap();
    let [founding, rest @ ..] = operations(&member, key, identity, vkey);
    let request = |serial, operation| {
        Change {
            signer: member.clone(),
            serial,
            operation,
        }
        .sign(key)
    };
    let own = SigningKey::from_pem(&key.to_pem().unwrap()).unwrap();
    let (mut writer, mut lines) = DirectoryWriter::found(request(1, founding), own, sample::NOW).unwrap();
    for (serial, operation) in (2..).zip(rest) {
        lines += "\n";
        lines += &writer.append(request(serial, operation), sample::NOW).unwrap();
    }
    let directory = Directory::read(&lines, key.public_key()).unwrap();
    DirectoryHandle::new(directory, Some(writer.head(sample::NOW)), sample::NOW)
}

impl Node {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let log_key = "55".repeat(32).parse().unwrap();
        let config = Config::new(format!("motlan/{MEMBER}"), log_key);
        let (evidence, _) = Evidence::open(Arc::new(FaultyStorage::new(1)), config).await.unwrap();
        let signing_key = SigningKey::generate(Algorithm::Ed25519).unwrap();
        let identity = Identity::generate("gw1").unwrap();
        let vkey = evidence.verifier(LogName::Exchange).to_string();
        let parts = Parts {
            settings: Settings {
                id: format!("{MEMBER}/gw1").parse().unwrap(),
                clients: HashMap::new(),
                services: HashMap::new(),
                spelling: Spelling::default(),
            },
            directory: Arc::new(directory(&signing_key, &identity, vkey)),
            key_id: signing_key.public_key().keyid().to_owned(),
            signing_key,
            identity,
            evidence,
            clock: Arc::new(TestClock::new(sample::NOW)),
            spool: SpoolFolder::open(folder.path()).unwrap(),
            budget: Budget::with_bytes(1024),
        };
        Self {
            gateway: Gateway::new(parts),
            _folder: folder,
        }
    }

    /// One entry of this node about its own service.
    async fn log(&self, seed: u8) {
        let entry = Entry {
            service: ServiceIndex(3),
            consumer: ConsumerIndex(2),
            provider: ProviderIndex(1),
            ..sample::entry(seed, Role::Provider)
        };
        let message = SignedMessage {
            content_digest: [1; 64],
            signature: [2; 64],
            base: Vec::new(),
        };
        let record = EvidenceRecord {
            created: Timestamp::from_micros(7),
            transaction: TransactionId([seed; 32]),
            message_id: format!("message-{seed}"),
            client: format!("{MEMBER}/onestop").parse().unwrap(),
            service: format!("{MEMBER}/onestop/status").parse().unwrap(),
            peer: format!("{MEMBER}/gw1").parse().unwrap(),
            purpose: None,
            request: message.clone(),
            response: Some(message),
        };
        let key = TransactionKey::new([seed + 1; 32]).unwrap();
        self.gateway
            .evidence()
            .finish(Finished { entry, key, record })
            .await
            .unwrap();
    }

    async fn publish(&self) {
        let evidence = self.gateway.evidence().clone();
        tokio::task::spawn_blocking(move || evidence.publish())
            .await
            .unwrap()
            .unwrap();
    }

    fn router(&self, reconciler: Option<Arc<Reconciler>>) -> Router {
        self.router_with(reconciler, Vec::new())
    }

    fn router_with(&self, reconciler: Option<Arc<Reconciler>>, doors: Vec<Door>) -> Router {
        motlan_portal::router(Portal {
            gateway: self.gateway.clone(),
            reconciler,
            page_addresses: BTreeMap::new(),
            is_demo: true,
            doors,
            is_secure: false,
            identity: None,
            casework: None,
            usage: Vec::new(),
            inbox: None,
            ledger: None,
            registries: Hosted::default(),
        })
    }

    async fn get(&self, path: &str) -> Answer {
        get(self.router(None), path, "").await
    }
}

async fn send(router: Router, path: &str, accept_language: &str) -> Response<Body> {
    let request = Request::get(path)
        .header("Accept-Language", accept_language)
        .body(Body::empty())
        .unwrap();
    router.oneshot(request).await.unwrap()
}

async fn get(router: Router, path: &str, accept_language: &str) -> Answer {
    let response = send(router, path, accept_language).await;
    let (parts, body) = response.into_parts();
    let body = Limited::new(body, 1 << 20).collect().await.unwrap().to_bytes();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: String::from_utf8(body.into()).unwrap(),
    }
}

#[tokio::test]
async fn the_root_is_the_front_page_of_the_centre_and_the_first_page_of_a_node() {
    let node = Node::start().await;
    let first = node.get("/").await;
    markup::check("first page", &first.body);
    assert_eq!(first.status, StatusCode::OK);
    assert!(first.body.contains("<h1>Đây là trạm kết nối của Tỉnh Phú Yên</h1>"));
    node.log(0).await;
    node.publish().await;
    let front = get(node.router(Some(Arc::default())), "/?lang=en", "").await;
    markup::check("front page", &front.body);
    assert!(front.body.contains("People tell the state once."));
    assert!(
        front
            .body
            .contains("href=\"/trang-thai/minh-chung/exchange/0?lang=en\"")
    );
}

#[tokio::test]
async fn pages_of_words_are_reached_from_every_foot() {
    let node = Node::start().await;
    let front = node.get("/").await;
    for path in ["/lien-he", "/tro-nang", "/quyen-rieng-tu", "/trang-thai"] {
        assert!(front.body.contains(&format!("<li><a href=\"{path}\">")), "{path}");
        assert_eq!(node.get(path).await.status, StatusCode::OK, "{path}");
    }
    assert_eq!(node.get("/gioi-thieu").await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_a_page_loads_is_there_and_is_kept() {
    let node = Node::start().await;
    let page = node.get("/").await.body;
    let loaded = page
        .split("<link ")
        .skip(1)
        .filter_map(|link| link.split_once("href=\"")?.1.split_once('"'));
    let loaded: Vec<_> = loaded.map(|(path, _)| path.to_owned()).collect();
    // Four fonts, the style, the icon; the page itself is the seventh request of twelve.
    assert_eq!(loaded.len(), 6, "{loaded:?}");
    for path in &loaded {
        let answer = send(node.router(None), path, "").await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        let (kind, cache) = (header("content-type"), header("cache-control"));
        match path.rsplit_once('.').unwrap().1 {
            "woff2" => assert_eq!((kind.as_str(), cache.contains("immutable")), ("font/woff2", true)),
            "svg" => assert_eq!(kind, "image/svg+xml"),
            style => assert!(
                style.starts_with("css?") && cache.contains("immutable"),
                "{style} {cache}"
            ),
        }
    }
    // An address of an older program gets the style of this one, for a short while.
    let old = node.get("/style.css?000000000000").await;
    assert_eq!(old.header("cache-control"), "public, max-age=300");
}

#[tokio::test]
async fn only_what_holds_no_secret_is_compressed() {
    let node = Node::start().await;
    let ask = async |path: &str, cookie: Option<&str>| {
        let mut request = Request::get(path).header("Accept-Encoding", "gzip, br");
        if let Some(cookie) = cookie {
            request = request.header("Cookie", cookie);
        }
        let request = request.body(Body::empty()).unwrap();
        let response = node.router(None).oneshot(request).await.unwrap();
        let coded = response.headers().get("content-encoding").cloned();
        let length = response.into_body().collect().await.unwrap().to_bytes().len();
        (coded.map(|coded| coded.to_str().unwrap().to_owned()), length)
    };
    let (plain, long) = ask("/", Some("a=b")).await;
    let (coded, short) = ask("/", None).await;
    assert_eq!((plain, coded.as_deref()), (None, Some("gzip")));
    assert!(short < long, "{short} of {long} bytes");
    // These repeat nothing of what is asked, so their length tells nothing of the reader.
    let coded = Some("gzip".to_owned());
    for path in [
        "/trang-thai",
        "/ket-noi",
        "/ket-noi/population",
        "/co-so-du-lieu",
        "/co-so-du-lieu/population",
    ] {
        assert_eq!(ask(path, Some("a=b")).await.0, coded, "{path}");
        let page = node.get(&format!("{path}?lang=vi&trang=1&x=hoa-phuong-do")).await;
        assert!(!page.body.contains("hoa-phuong-do"), "{path}");
    }
    for cookie in [None, Some("a=b")] {
        assert_eq!(
            ask(motlan_portal::assets::style_path(), cookie).await.0.as_deref(),
            Some("gzip")
        );
        assert_eq!(ask(motlan_portal::assets::FONTS[0].path, cookie).await.0, None);
    }
}

#[tokio::test]
async fn forms_may_be_sent_to_the_doors_and_nowhere_else() {
    let node = Node::start().await;
    let door = |address: &str| Door {
        persona: Persona::Citizen,
        address: address.to_owned(),
    };
    let doors = vec![
        door("http://127.0.0.1:8300"),
        door("http://127.0.0.1:8300"),
        door("http://x;script-src *"),
    ];
    let answer = get(node.router_with(Some(Arc::default()), doors), "/", "").await;
    let policy = answer.header("content-security-policy");
    assert!(policy.ends_with("form-action 'self' http://127.0.0.1:8300"), "{policy}");
    assert!(
        answer
            .body
            .contains("action=\"http://127.0.0.1:8300/dang-nhap/dung-thu\"")
    );
}

#[tokio::test]
async fn the_page_speaks_the_readers_language() {
    let node = Node::start().await;
    for (path, header, language) in [
        ("/trang-thai", "", "vi"),
        ("/trang-thai", "en-GB, vi;q=0.5", "en"),
        ("/trang-thai?lang=vi", "en", "vi"),
        ("/trang-thai?lang=en", "vi", "en"),
    ] {
        let answer = get(node.router(None), path, header).await;
        assert_eq!(answer.header("content-language"), language, "{path} {header}");
        assert_eq!(answer.header("vary"), "Accept-Language, Cookie");
        assert!(answer.body.contains(&format!("<html lang=\"{language}\">")));
    }
}

#[tokio::test]
async fn every_response_carries_the_strict_policy() {
    let node = Node::start().await;
    for path in [
        "/",
        "/trang-thai",
        "/style.css",
        "/seal.svg",
        "/none",
        "/log/exchange/checkpoint",
        "/minh-chung/x",
    ] {
        let answer = node.get(path).await;
        let policy = answer.header("content-security-policy");
        assert_eq!(
            policy,
            "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; frame-ancestors 'none'; base-uri 'none'; \
             form-action 'self'",
            "{path}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        // With `no-referrer` browsers would hide the origin of forms.
        assert_eq!(answer.header("referrer-policy"), "strict-origin", "{path}");
    }
    assert_eq!(
        node.get("/style.css").await.header("content-type"),
        "text/css; charset=utf-8"
    );
}

#[tokio::test]
async fn a_node_shows_its_log_and_opens_its_newest_proof() {
    let node = Node::start().await;
    let empty = node.get("/trang-thai").await;
    assert!(empty.body.contains("Trạm đang chạy, chưa ghi giao dịch nào"));
    markup::check("empty", &empty.body);
    for seed in 0..3 {
        node.log(seed).await;
    }
    node.publish().await;
    let page = node.get("/trang-thai").await;
    markup::check("node", &page.body);
    assert!(page.body.contains("Trạm đang chạy, đã ghi 3 giao dịch"));
    assert!(page.body.contains("VN/GOV/H45/onestop/status"));
    assert!(page.body.contains("href=\"/trang-thai/minh-chung/exchange/2\""));
    let proof = node.get("/trang-thai/minh-chung/exchange/2").await;
    markup::check("proof", &proof.body);
    assert_eq!(proof.status, StatusCode::OK);
    // The names behind the entry's indexes.
    for words in ["Tình trạng hồ sơ", "Một cửa điện tử", "Tỉnh Phú Yên"] {
        assert!(proof.body.contains(words), "{words}");
    }
    let file = node.get("/minh-chung/exchange/2.tlog-proof").await;
    let verified = verify_proof(&file.body, node.gateway.evidence().verifier(LogName::Exchange)).unwrap();
    assert_eq!((verified.index, verified.size), (2, 3));
}

#[tokio::test]
async fn the_centre_shows_every_gateway_of_the_directory() {
    let node = Node::start().await;
    node.log(0).await;
    node.publish().await;
    let page = get(node.router(Some(Arc::default())), "/trang-thai?lang=en", "").await;
    markup::check("centre", &page.body);
    assert!(page.body.contains("The centre is reading the gateways’ logs"));
    assert!(page.body.contains("id=\"VN/GOV/H45/gw1\"") && page.body.contains("Not read yet"));
    // Its own newest entry can be opened here.
    assert!(page.body.contains("href=\"/trang-thai/minh-chung/exchange/0?lang=en\""));
}

#[tokio::test]
async fn what_is_not_there_is_said_in_words_with_a_next_step() {
    let node = Node::start().await;
    node.log(0).await;
    for (path, status, code) in [
        ("/nothing-here", StatusCode::NOT_FOUND, "not_found"),
        ("/trang-thai/minh-chung/exchange/1", StatusCode::NOT_FOUND, "not_found"),
        ("/trang-thai/minh-chung/other/0", StatusCode::NOT_FOUND, "not_found"),
        ("/trang-thai/minh-chung/exchange/-1", StatusCode::NOT_FOUND, "not_found"),
        (
            "/trang-thai/minh-chung/exchange/0",
            StatusCode::SERVICE_UNAVAILABLE,
            "proof_pending",
        ),
    ] {
        let answer = node.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        markup::check(path, &answer.body);
        assert!(answer.body.contains(&format!("<code>{code}</code>")) && answer.body.contains("class=\"action\""));
        let is_pending = code == "proof_pending";
        assert_eq!(answer.header("retry-after"), if is_pending { "1" } else { "" });
    }
}

#[tokio::test]
async fn raw_files_are_public_but_for_the_entries_and_fail_with_a_code() {
    let node = Node::start().await;
    node.log(0).await;
    node.publish().await;
    node.log(1).await;
    let checkpoint = node.get("/log/exchange/checkpoint").await;
    assert!(checkpoint.body.starts_with("motlan/VN/GOV/H45/exchange\n1\n"));
    assert_eq!(checkpoint.header("cache-control"), "no-cache");
    for (path, status, code) in [
        ("/log/exchange/tile/entries/000.p/1", StatusCode::NOT_FOUND, "not_found"),
        ("/log/exchange/..%2Fjournal", StatusCode::NOT_FOUND, "not_found"),
        ("/log/other/checkpoint", StatusCode::NOT_FOUND, "not_found"),
        ("/minh-chung/exchange/7.tlog-proof", StatusCode::NOT_FOUND, "not_found"),
        (
            "/minh-chung/exchange/1.tlog-proof",
            StatusCode::SERVICE_UNAVAILABLE,
            "proof_pending",
        ),
    ] {
        let answer = node.get(path).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (status, "application/problem+json"),
            "{path}"
        );
        assert!(answer.body.contains(&format!("\"code\":\"{code}\"")), "{}", answer.body);
    }
}
