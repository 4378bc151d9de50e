//! A node with a one-stop system and two people who can log in, and a browser that keeps a session.
//!
//! The registries are a function: what they answer is fixed, and whether they answer is up to the test.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::{BodyExt, Limited};
use motlan_casework::model::calendar::Calendar;
use motlan_casework::model::procedure::Procedure;
use motlan_casework::service::vault::NewDocument;
use motlan_casework::{Casework, Config, Officer, Unit};
use motlan_core::Name;
use motlan_core::time::TestClock;
use motlan_core::{Clock, Code, MemberId};
use motlan_evidence::{Evidence, IdCommitment, LogName, Receipt};
use motlan_exchange::directory::{
    Directory, DirectoryWriter, Gateway as RegisteredGateway, Log, Member, Operation, Request as Change, System,
};
use motlan_exchange::directory_handle::DirectoryHandle;
use motlan_exchange::gateway::{Gateway, Parts, Settings};
use motlan_exchange::keys::{Algorithm, SigningKey};
use motlan_exchange::service::ask::Refusal;
use motlan_exchange::service::call::{Call, Line, Reply};
use motlan_exchange::transport::budget::Budget;
use motlan_exchange::transport::spool::SpoolFolder;
use motlan_exchange::transport::tls::Identity as TlsIdentity;
use motlan_exchange::xroad::error::Spelling;
use motlan_identity::{AccountId, Assignment, Identity, Level, NewAccount, Person, Role};
use motlan_portal::{Hosted, Portal};
use motlan_store::db::Db;
use motlan_store::journal::Position;
use motlan_store::storage::FaultyStorage;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt as _;

use crate::{markup, sample};

pub(crate) const LICENCE: &str = "driving-licence-renewal";
pub(crate) const UNIT: &str = "000.00.08.H45";
/// Place part 003 belongs to no province.
pub(crate) const NUMBER: &str = "003186000123";
const OTHER_NUMBER: &str = "003199000456";
const MEMBER: &str = "VN/GOV/H45";

/// A node of one member, which is its own centre.
pub(crate) struct Node {
    pub(crate) portal: Portal,
    pub(crate) casework: Casework,
    pub(crate) identity: Identity,
    pub(crate) clock: Arc<TestClock>,
    /// Whether the licence registry answers.
    pub(crate) is_answering: Arc<AtomicBool>,
    citizen: AccountId,
    other: AccountId,
    _folder: TempDir,
}

impl Node {
    /// A citizen of this level and another one.
    pub(crate) async fn start(level: Level) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(TestClock::new(sample::NOW));
        let config = motlan_evidence::Config::new(format!("motlan/{MEMBER}"), "55".repeat(32).parse().unwrap());
        let (evidence, _) = Evidence::open(Arc::new(FaultyStorage::new(1)), config).await.unwrap();
        let gateway = gateway(&evidence, &clock, &folder);
        let db = async |name: &str| {
            let url = format!("sqlite:{}/{name}.db", folder.path().display());
            Db::open(&url).await.unwrap()
        };
        let is_answering = Arc::new(AtomicBool::new(true));
        let config = casework_config(&clock, line(&is_answering));
        let casework = Casework::open(db("casework").await, evidence, config).await.unwrap();
        let identity = Identity::open(db("identity").await, clock.clone()).await.unwrap();
        let identity = identity.with_demo_confirmation();
        Self {
            citizen: enrol(&identity, "mau-citizen", NUMBER, level).await,
            other: enrol(&identity, "mau-citizen-2", OTHER_NUMBER, Level::Two).await,
            portal: portal(gateway, &identity, &casework),
            casework,
            identity,
            clock,
            is_answering,
            _folder: folder,
        }
    }

    /// Puts a health certificate into the citizen's vault.
    pub(crate) async fn with_health_certificate(self) -> Self {
        let certificate = NewDocument {
            type_code: "GKSK".to_owned(),
            title: Name {
                vi: "Giấy khám sức khỏe".to_owned(),
                en: "Health certificate".to_owned(),
            },
            issuer: "000.00.05.H45".to_owned(),
            issued_on: "2026-11-02".parse().unwrap(),
            valid_until: Some("2027-11-02".parse().unwrap()),
            fields: Vec::new(),
            content: b"%PDF-1.7\nhealthy".to_vec(),
        };
        self.casework.issue_document(NUMBER, certificate).await.unwrap();
        self
    }

    /// The citizen's browser.
    pub(crate) async fn browser(&self) -> Browser {
        self.browser_of(self.citizen).await
    }

    /// Somebody else's.
    pub(crate) async fn other_browser(&self) -> Browser {
        self.browser_of(self.other).await
    }

    async fn browser_of(&self, account: AccountId) -> Browser {
        let opened = self.identity.open_session(account).await.unwrap();
        Browser {
            router: motlan_portal::router(self.portal.clone()),
            cookie: format!("motlan-VN-GOV-H45={}", opened.token.to_cookie()),
            csrf: opened.session.csrf,
        }
    }
}

/// An officer of the unit.
pub(crate) fn officer() -> Officer {
    Officer {
        account: 10,
        user_name: "can-bo-1".to_owned(),
        units: vec![UNIT.to_owned()],
        signing_units: Vec::new(),
    }
}

async fn enrol(identity: &Identity, user_name: &str, number: &str, level: Level) -> AccountId {
    let new = NewAccount {
        user_name: user_name.to_owned(),
        display_name: "Nguyễn Thị Mẫu".to_owned(),
        level,
        person: Some(Person {
            personal_number: number.to_owned(),
            full_name: "Nguyễn Thị Mẫu".to_owned(),
            birth_date: "1986-03-02".to_owned(),
        }),
        roles: vec![Assignment {
            role: Role::Citizen,
            unit: None,
        }],
        passphrase: Some("mot lan la du roi".to_owned()),
    };
    let id = identity.enrol(new).await.unwrap();
    identity.approve(id).await.unwrap();
    identity.activate(id).await.unwrap();
    id
}

fn portal(gateway: Gateway, identity: &Identity, casework: &Casework) -> Portal {
    Portal {
        gateway,
        reconciler: None,
        page_addresses: BTreeMap::new(),
        is_demo: true,
        doors: Vec::new(),
        is_secure: false,
        identity: Some(identity.clone()),
        casework: Some(casework.clone()),
        usage: vec!["VN/GOV/G01/population/usage".parse().unwrap()],
        inbox: None,
        ledger: None,
        registries: Hosted::default(),
    }
}

fn casework_config(clock: &Arc<TestClock>, line: Line) -> Config {
    Config {
        member: MEMBER.parse().unwrap(),
        system: format!("{MEMBER}/onestop").parse().unwrap(),
        system_index: Arc::new(|| Some(2)),
        units: vec![Unit {
            code: UNIT.to_owned(),
            number: 8,
            name_vi: "Sở Giao thông vận tải".to_owned(),
            name_en: "Department of Transport".to_owned(),
        }],
        procedures: Procedure::built_in().unwrap(),
        procedure_units: [LICENCE, "international-driving-permit"]
            .map(|code| (code.to_owned(), UNIT.to_owned()))
            .into(),
        calendar: Calendar::built_in().unwrap(),
        portal: None,
        population: None,
        clock: Arc::clone(clock) as Arc<dyn Clock>,
        line,
        signers: BTreeMap::new(),
        member_name: "Ủy ban nhân dân tỉnh Phú Yên".to_owned(),
        place: "Phú Yên".to_owned(),
        is_sample: true,
    }
}

/// Everybody is known and holds a licence.
fn line(is_answering: &Arc<AtomicBool>) -> Line {
    let is_answering = Arc::clone(is_answering);
    let count = Arc::new(Mutex::new(0));
    Line::new(move |call: Call| {
        let is_answering = is_answering.load(Ordering::Relaxed);
        let index = {
            let mut count = count.lock().unwrap();
            *count += 1;
            *count
        };
        async move {
            match call.service.system().code() {
                "population" => {
                    let asked: Value = serde_json::from_slice(&call.body).unwrap();
                    let person = json!({"full_name": asked["full_name"], "birth_date": asked["birth_date"],
                        "nationality": "VN", "permanent_address": "Phường 1, Tuy Hòa"});
                    Ok(reply(index, &person))
                }
                "driving-licence" if is_answering => {
                    let licence = json!({"licence_number": "540123456789", "classes": "B2",
                        "issued_on": "2017-01-10", "valid_until": "2027-01-10", "state": "valid"});
                    Ok(reply(index, &licence))
                }
                _ => Err(Refusal::from(Code::PeerUnreachable)),
            }
        }
    })
}

fn reply(index: u64, fields: &Value) -> Reply {
    Reply {
        status: StatusCode::OK,
        body: json!({ "fields": fields }).to_string().into(),
        transaction: IdCommitment([u8::try_from(index).unwrap(); 32]),
        receipt: Receipt {
            log: LogName::Exchange,
            index,
            position: Position { segment: 0, offset: 0 },
        },
    }
}

fn gateway(evidence: &Evidence, clock: &Arc<TestClock>, folder: &TempDir) -> Gateway {
    let signing_key = SigningKey::generate(Algorithm::Ed25519).unwrap();
    let identity = TlsIdentity::generate("gw1").unwrap();
    let vkey = evidence.verifier(LogName::Exchange).to_string();
    Gateway::new(Parts {
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
        evidence: evidence.clone(),
        clock: clock.clone(),
        spool: SpoolFolder::open(folder.path()).unwrap(),
        budget: Budget::with_bytes(1024),
    })
}

fn directory(key: &SigningKey, identity: &TlsIdentity, vkey: String) -> DirectoryHandle {
    let member: MemberId = MEMBER.parse().unwrap();
    let founding = Operation::Founding(Member {
        id: member.clone(),
        name_vi: "Tỉnh Phú Yên".to_owned(),
        name_en: "Phú Yên Province".to_owned(),
        key: key.public_key().clone(),
    });
    let system = Operation::System(System {
        id: member.system("onestop").unwrap(),
        name_vi: "Một cửa điện tử".to_owned(),
        name_en: "One-stop system".to_owned(),
    });
    let gateway = Operation::Gateway(RegisteredGateway {
        id: format!("{member}/gw1").parse().unwrap(),
        address: "127.0.0.1:8355".to_owned(),
        certificates: [identity.hash().unwrap()].into(),
        logs: vec![Log {
            name: "exchange".to_owned(),
            origin: format!("motlan/{member}/exchange"),
            vkey,
        }],
    });
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
    for (serial, operation) in (2..).zip([system, gateway]) {
        lines += "\n";
        lines += &writer.append(request(serial, operation), sample::NOW).unwrap();
    }
    let directory = Directory::read(&lines, key.public_key()).unwrap();
    DirectoryHandle::new(directory, Some(writer.head(sample::NOW)), sample::NOW)
}

/// Somebody's browser: it sends the session's cookie and fills in the secret of forms.
pub(crate) struct Browser {
    router: Router,
    cookie: String,
    pub(crate) csrf: String,
}

/// What a browser got.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Page {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Where it leads; it must lead somewhere.
    pub(crate) fn location(&self) -> String {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.body);
        self.header("location").to_owned()
    }

    /// What its form says that the person has reviewed.
    pub(crate) fn reviewed(&self) -> String {
        let (_, after) = self.body.split_once("name=\"xem\" value=\"").unwrap();
        format!("xem={}", after.split_once('"').unwrap().0)
    }

    /// The address of the form whose action ends so.
    pub(crate) fn form(&self, ending: &str) -> String {
        let actions = self
            .body
            .split("action=\"")
            .skip(1)
            .map(|rest| rest.split_once('"').unwrap().0);
        let mut fitting = actions.filter(|action| action.ends_with(ending));
        fitting
            .next()
            .unwrap_or_else(|| panic!("no form {ending}: {}", self.body))
            .to_owned()
    }

    /// The value of a hidden field.
    pub(crate) fn hidden(&self, name: &str) -> String {
        let (_, rest) = self.body.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
        rest.split_once('"').unwrap().0.to_owned()
    }

    /// Fields that a person must fill in or choose.
    pub(crate) fn fields(&self) -> usize {
        self.body.matches("<input").count() + self.body.matches("<textarea").count()
            - self.body.matches("<input type=\"hidden\"").count()
    }
}

impl Browser {
    /// From now on nobody.
    pub(crate) fn log_out(&mut self) {
        self.cookie.clear();
    }

    /// A page, whose markup is checked.
    pub(crate) async fn get(&self, path: &str) -> Page {
        let request = Request::get(path)
            .header("Cookie", &self.cookie)
            .body(Body::empty())
            .unwrap();
        let page = self.send(request).await;
        if page.header("content-type").starts_with("text/html") {
            markup::check(path, &page.body);
        }
        page
    }

    /// A form with its secret.
    pub(crate) async fn post(&self, path: &str, fields: &str) -> Page {
        self.post_as(path, &format!("csrf={}&{fields}", self.csrf)).await
    }

    /// A form just as it is.
    pub(crate) async fn post_as(&self, path: &str, body: &str) -> Page {
        let request = self
            .change(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(Body::from(body.to_owned()))
            .unwrap();
        self.send(request).await
    }

    /// A form with files; each part is a name, a file name and a content.
    pub(crate) async fn upload(&self, path: &str, parts: &[(&str, &str, &[u8])]) -> Page {
        let mut body = Vec::new();
        for (name, file_name, content) in parts {
            body.extend(b"--limit\r\nContent-Disposition: form-data; name=\"");
            body.extend(name.as_bytes());
            body.extend(b"\"");
            if !file_name.is_empty() {
                body.extend(format!("; filename=\"{file_name}\"").as_bytes());
            }
            body.extend(b"\r\n\r\n");
            body.extend(*content);
            body.extend(b"\r\n");
        }
        body.extend(b"--limit--\r\n");
        let request = self
            .change(path)
            .header("Content-Type", "multipart/form-data; boundary=limit")
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    fn change(&self, path: &str) -> axum::http::request::Builder {
        Request::post(path)
            .header("Cookie", &self.cookie)
            .header("Host", "127.0.0.1:8300")
            .header("Origin", "http://127.0.0.1:8300")
    }

    async fn send(&self, request: Request<Body>) -> Page {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = Limited::new(body, 1 << 24).collect().await.unwrap().to_bytes();
        Page {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }
}
