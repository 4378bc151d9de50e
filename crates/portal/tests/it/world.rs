//! A province at work in one process: a gateway with its log, a one-stop system, accounts, the national portal's inbox
//! and the figures, all behind the real router. Only what lies beyond the line is made up ([`net`]), and the clock stands
//! still until a test moves it.
//!
//! Nothing here asserts what a test is about.

pub(crate) mod browser;
mod net;
mod node;
pub(crate) mod people;
pub(crate) mod registry;
pub(crate) mod story;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock, RwLock};

use jiff::civil::{date, time};
use motlan_casework::document::signature::{ResultSigner, SignerName};
use motlan_casework::inbox::Inbox;
use motlan_casework::model::calendar::Calendar;
use motlan_casework::model::day::moment_of;
use motlan_casework::model::procedure::Procedure;
use motlan_casework::service::vault::NewDocument;
use motlan_casework::{Casework, Config, Unit};
use motlan_core::Name;
use motlan_core::time::TestClock;
use motlan_core::{ClientId, Clock, Timestamp};
use motlan_evidence::{Evidence, LogName};
use motlan_identity::Identity;
use motlan_measure::Ledger;
use motlan_portal::{Hosted, Portal};
use motlan_store::db::{Db, testing};
use tempfile::TempDir;

use self::browser::Browser;
use self::net::Net;

/// The procedure of most tests.
pub(crate) const LICENCE: &str = "driving-licence-renewal";
/// What reuses its result.
pub(crate) const PERMIT: &str = "international-driving-permit";
/// The unit that handles both.
pub(crate) const UNIT: &str = "000.00.08.H45";
/// Another unit of the same province.
pub(crate) const OTHER_UNIT: &str = "000.00.09.H45";

const MEMBER: &str = "VN/GOV/H45";
const PORTAL: &str = "VN/GOV/G22";
const SYSTEM: &str = "VN/GOV/H45/onestop";

/// Monday 30 November 2026, nine in the morning in Vietnam. No holiday is near.
pub(crate) fn monday() -> Timestamp {
    moment_of(date(2026, 11, 30), time(9, 0, 0, 0))
}

/// Everything, and the folder that it lies in.
pub(crate) struct World {
    pub(crate) portal: Portal,
    pub(crate) casework: Casework,
    pub(crate) identity: Identity,
    pub(crate) inbox: Inbox,
    pub(crate) net: Arc<Net>,
    pub(crate) clock: Arc<TestClock>,
    /// The one-stop system's database.
    pub(crate) db: Db,
    identity_db: Db,
    evidence: Evidence,
    portal_evidence: Evidence,
    _folder: TempDir,
}

impl World {
    /// A new one, on [`monday`].
    pub(crate) async fn open() -> Self {
        Self::open_at(monday()).await
    }

    /// A new one.
    pub(crate) async fn open_at(now: Timestamp) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let open = async |name: &str| {
            let path = folder.path().join(format!("{name}.db"));
            testing::open(&format!("sqlite:{}", path.display())).await
        };
        let (clock, net) = (Arc::new(TestClock::new(now)), Arc::new(Net::default()));
        let evidence = node::evidence(MEMBER, &folder.path().join("province")).await;
        let portal_evidence = node::evidence(PORTAL, &folder.path().join("portal")).await;
        let gateway = node::gateway(&clock, &evidence, folder.path());
        let db = open("casework").await;
        let directory = gateway.clone();
        let system = ClientId::System(SYSTEM.parse().unwrap());
        let config = Config {
            system_index: Arc::new(move || directory.directory().current().client_index(&system)),
            ..config(&clock, &net)
        };
        let casework = Casework::open(db.clone(), evidence.clone(), config).await.unwrap();
        let directory = gateway.clone();
        let owner_of = move |index| directory.directory().current().subject(index)?.member().cloned();
        let inbox = Inbox::open(
            open("portal").await,
            portal_evidence.clone(),
            clock.clone(),
            Arc::new(owner_of),
        );
        let inbox = inbox.await.unwrap();
        net.connect(&inbox);
        let identity_db = open("identity").await;
        let identity = Identity::open(identity_db.clone(), clock.clone()).await.unwrap();
        let identity = identity.with_demo_confirmation();
        people::enrol(&identity).await;
        Self {
            portal: Portal {
                gateway,
                reconciler: None,
                page_addresses: BTreeMap::new(),
                is_demo: true,
                doors: Vec::new(),
                is_secure: false,
                identity: Some(identity.clone()),
                casework: Some(casework.clone()),
                usage: vec!["VN/GOV/G01/population/usage".parse().unwrap()],
                inbox: Some(inbox.clone()),
                ledger: Some(Arc::default()),
                registries: Hosted::default(),
            },
            casework,
            identity,
            inbox,
            net,
            clock,
            db,
            identity_db,
            evidence,
            portal_evidence,
            _folder: folder,
        }
    }

    /// The same, but a button is not enough to confirm.
    pub(crate) async fn with_passphrases(mut self) -> Self {
        let identity = Identity::open(self.identity_db.clone(), self.clock.clone())
            .await
            .unwrap();
        self.portal.identity = Some(identity);
        self
    }

    /// The same after its packs got a second version of every procedure, which gives so many working days.
    pub(crate) async fn with_new_versions(mut self, working_days: u32) -> Self {
        let directory = self.portal.gateway.clone();
        let system = ClientId::System(SYSTEM.parse().unwrap());
        let mut settings = Config {
            system_index: Arc::new(move || directory.directory().current().client_index(&system)),
            ..config(&self.clock, &self.net)
        };
        for mut procedure in Procedure::built_in().unwrap() {
            procedure.version = 2;
            procedure.deadline.working_days = working_days;
            settings.procedures.push(procedure);
        }
        let casework = Casework::open(self.db.clone(), self.evidence.clone(), settings);
        self.casework = casework.await.unwrap();
        self.portal.casework = Some(self.casework.clone());
        self
    }

    /// A browser in which nobody has logged in.
    pub(crate) fn stranger(&self) -> Browser {
        Browser::new(motlan_portal::router(self.portal.clone()))
    }

    /// A browser in which this account has a session, at a page that shows its forms' secret.
    pub(crate) async fn visit(&self, user_name: &str) -> Browser {
        let account = self.identity.find_by_user_name(user_name).await.unwrap().unwrap();
        let opened = self.identity.open_session(account.id).await.unwrap();
        let mut browser = self.stranger();
        browser.keep_cookie(&format!("motlan-VN-GOV-H45={}", opened.token.to_cookie()));
        browser.get("/thu-tuc").await;
        assert_eq!(
            browser.csrf, opened.session.csrf,
            "the page's forms carry the session's secret"
        );
        browser
    }

    /// Moves the clock to a moment.
    pub(crate) fn set_clock(&self, to: Timestamp) {
        self.clock
            .advance_seconds(to.as_seconds() - self.clock.now().as_seconds());
    }

    /// What the jobs of a node do each second: entries into the log, changes to the national portal, figures.
    pub(crate) async fn settle(&self) {
        self.casework.append_entries().await.unwrap();
        self.casework.send_outbox().await.unwrap();
        self.inbox.append_entries().await.unwrap();
        let evidence = self.evidence.clone();
        tokio::task::spawn_blocking(move || evidence.publish())
            .await
            .unwrap()
            .unwrap();
        let mut ledger = Ledger::with_portal(PORTAL.parse().unwrap());
        for (member, log) in [(MEMBER, &self.evidence), (PORTAL, &self.portal_evidence)] {
            for index in 0..log.size(LogName::Casework) {
                let entry = log.case_entry(index).unwrap().unwrap();
                ledger.take_case(&member.parse().unwrap(), index, &entry);
            }
        }
        let shared: &RwLock<Ledger> = self.portal.ledger.as_ref().unwrap();
        *shared.write().unwrap() = ledger;
    }

    /// Puts a driver's health certificate that holds until `until` into a person's vault; its name.
    pub(crate) async fn issue_certificate(
        &self,
        personal_number: &str,
        until: jiff::civil::Date,
        pdf: &[u8],
    ) -> String {
        let name = |vi: &str, en: &str| Name {
            vi: vi.to_owned(),
            en: en.to_owned(),
        };
        let document = NewDocument {
            type_code: "GKSK".to_owned(),
            title: name("Giấy khám sức khỏe", "Health certificate"),
            issuer: "000.00.05.H45".to_owned(),
            issued_on: date(2026, 6, 1),
            valid_until: Some(until),
            fields: Vec::new(),
            content: pdf.to_vec(),
        };
        let issued = self.casework.issue_document(personal_number, document).await;
        issued.unwrap().to_string()
    }
}

/// The unit's key is made once: it is not what is tested. Its certificate holds from June 2024 for five years.
pub(crate) fn signer() -> ResultSigner {
    static PEM: OnceLock<String> = OnceLock::new();
    let pem = PEM.get_or_init(|| {
        let name = SignerName {
            organisation: "Ủy ban nhân dân tỉnh Phú Yên",
            unit: "Sở Giao thông vận tải",
            unit_code: UNIT,
        };
        let from = moment_of(date(2024, 6, 1), time(0, 0, 0, 0));
        ResultSigner::generate(&name, from).unwrap().to_pem().unwrap()
    });
    ResultSigner::from_pem(pem).unwrap()
}

fn config(clock: &Arc<TestClock>, net: &Arc<Net>) -> Config {
    let unit = |code: &str, number, vi: &str, en: &str| Unit {
        code: code.to_owned(),
        number,
        name_vi: vi.to_owned(),
        name_en: en.to_owned(),
    };
    Config {
        member: MEMBER.parse().unwrap(),
        system: SYSTEM.parse().unwrap(),
        system_index: Arc::new(|| None),
        units: vec![
            unit(UNIT, 8, "Sở Giao thông vận tải", "Department of Transport"),
            unit(OTHER_UNIT, 9, "Sở Tư pháp", "Department of Justice"),
        ],
        procedures: Procedure::built_in().unwrap(),
        procedure_units: [LICENCE, PERMIT].map(|code| (code.to_owned(), UNIT.to_owned())).into(),
        calendar: Calendar::built_in().unwrap(),
        portal: Some("VN/GOV/G22/national-portal/dossiers".parse().unwrap()),
        population: Some("VN/GOV/G01/population/verify".parse().unwrap()),
        clock: Arc::clone(clock) as Arc<dyn Clock>,
        line: net.line(),
        signers: BTreeMap::from([(UNIT.to_owned(), signer())]),
        member_name: "Ủy ban nhân dân tỉnh Phú Yên".to_owned(),
        place: "Phú Yên".to_owned(),
        is_sample: true,
    }
}
