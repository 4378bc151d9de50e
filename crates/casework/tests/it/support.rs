//! A one-stop system and a national portal on fresh databases, and a line between them that tests can cut.

mod net;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::{date, time};
use motlan_casework::document::signature::{ResultSigner, SignerName};
use motlan_casework::inbox::{Inbox, OwnerOf};
use motlan_casework::model::calendar::Calendar;
use motlan_casework::model::day::moment_of;
use motlan_casework::model::dossier_code::DossierCode;
use motlan_casework::model::owner::Owner;
use motlan_casework::model::procedure::Procedure;
use motlan_casework::model::reason::Reason;
use motlan_casework::service::attach::Upload;
use motlan_casework::service::vault::NewDocument;
use motlan_casework::{Casework, CaseworkError, Config, Officer, Unit};
use motlan_core::Name;
use motlan_core::caller::TransactionId;
use motlan_core::time::TestClock;
use motlan_core::{Caller, Clock, SystemId, Timestamp};
use motlan_evidence::{Evidence, LogKey};
use motlan_exchange::service::call::Line;
use motlan_identity::Level;
use motlan_store::db::{Db, testing};
use motlan_store::storage::faulty::FaultyStorage;

pub(crate) use self::net::{Fate, Net};

pub(crate) const LICENCE: &str = "driving-licence-renewal";
pub(crate) const PERMIT: &str = "international-driving-permit";
pub(crate) const UNIT: &str = "000.00.08.H45";
pub(crate) const OTHER_UNIT: &str = "000.00.09.H45";
pub(crate) const SYSTEM_INDEX: u32 = 7;
/// Another system of the same province.
pub(crate) const OWN_OTHER_INDEX: u32 = 8;
/// A system of another one.
pub(crate) const FOREIGN_INDEX: u32 = 9;

/// Monday 30 November 2026, nine in the morning in Vietnam. No holiday is near.
pub(crate) fn monday() -> Timestamp {
    moment_of(date(2026, 11, 30), time(9, 0, 0, 0))
}

pub(crate) fn clock() -> Arc<TestClock> {
    Arc::new(TestClock::new(monday()))
}

/// The applicant of most tests. Place part 003 belongs to nobody.
pub(crate) fn lan() -> Owner {
    Owner {
        account: 1,
        personal_number: "003199012345".to_owned(),
        full_name: "Nguyễn Thị Lan".to_owned(),
        birth_date: "1999-04-30".to_owned(),
    }
}

pub(crate) fn hoa() -> Owner {
    Owner {
        account: 2,
        personal_number: "003088000001".to_owned(),
        full_name: "Trần Hòa".to_owned(),
        birth_date: "1988".to_owned(),
    }
}

pub(crate) fn officer() -> Officer {
    Officer {
        account: 10,
        user_name: "can-bo-1".to_owned(),
        units: vec![UNIT.to_owned()],
        signing_units: vec![UNIT.to_owned()],
    }
}

pub(crate) fn reason(text: &str) -> Vec<Reason> {
    vec![Reason::new(None, text).unwrap()]
}

pub(crate) fn pdf(name: &str) -> Upload {
    Upload {
        name: name.to_owned(),
        media_type: "application/pdf".to_owned(),
        content: b"%PDF-1.7\n%made up".to_vec(),
    }
}

/// A driver's health certificate that holds until a day.
pub(crate) fn health_certificate(until: jiff::civil::Date) -> NewDocument {
    NewDocument {
        type_code: "GKSK".to_owned(),
        title: Name {
            vi: "Giấy khám sức khỏe".to_owned(),
            en: "Health certificate".to_owned(),
        },
        issuer: "000.00.05.H45".to_owned(),
        issued_on: date(2026, 6, 1),
        valid_until: Some(until),
        fields: Vec::new(),
        content: b"%PDF-1.7\nhealthy".to_vec(),
    }
}

pub(crate) fn caller(system: &SystemId) -> Caller {
    Caller {
        member: system.member().clone(),
        system: system.clone(),
        purpose: "ND-107-2021".parse().unwrap(),
        fields: BTreeSet::new(),
        transaction: TransactionId([9; 32]),
        officer: None,
        persons_per_day_max: None,
    }
}

pub(crate) async fn evidence(origin: &str, storage: &FaultyStorage) -> Evidence {
    let key: LogKey = "44".repeat(32).parse().unwrap();
    let config = motlan_evidence::Config::new(format!("motlan/VN/GOV/{origin}"), key);
    Evidence::open(Arc::new(storage.clone()), config).await.unwrap().0
}

/// The keys are made once: they are not what is tested.
fn signer() -> ResultSigner {
    static PEM: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    let pem = PEM.get_or_init(|| {
        let name = SignerName {
            organisation: "Ủy ban nhân dân tỉnh Phú Yên",
            unit: "Sở Giao thông vận tải",
            unit_code: UNIT,
        };
        ResultSigner::generate(&name, monday()).unwrap().to_pem().unwrap()
    });
    ResultSigner::from_pem(pem).unwrap()
}

pub(crate) fn config(clock: &Arc<TestClock>, line: Line) -> Config {
    let unit = |code: &str, number, name: &str| Unit {
        code: code.to_owned(),
        number,
        name_vi: name.to_owned(),
        name_en: name.to_owned(),
    };
    Config {
        member: "VN/GOV/H45".parse().unwrap(),
        system: "VN/GOV/H45/onestop".parse().unwrap(),
        system_index: Arc::new(|| Some(SYSTEM_INDEX)),
        units: vec![
            unit(UNIT, 8, "Sở Giao thông vận tải"),
            unit(OTHER_UNIT, 9, "Sở Tư pháp"),
        ],
        procedures: Procedure::built_in().unwrap(),
        procedure_units: [LICENCE, PERMIT].map(|code| (code.to_owned(), UNIT.to_owned())).into(),
        calendar: Calendar::built_in().unwrap(),
        portal: Some("VN/GOV/G22/national-portal/dossiers".parse().unwrap()),
        population: Some("VN/GOV/G01/population/verify".parse().unwrap()),
        clock: Arc::clone(clock) as Arc<dyn Clock>,
        line,
        signers: BTreeMap::from([(UNIT.to_owned(), signer())]),
        member_name: "Ủy ban nhân dân tỉnh Phú Yên".to_owned(),
        place: "Phú Yên".to_owned(),
        is_sample: true,
    }
}

/// The directory of the tests: this province's systems, and one of Đồng Nai.
pub(crate) fn owner_of() -> OwnerOf {
    Arc::new(|index| match index {
        SYSTEM_INDEX | OWN_OTHER_INDEX => Some("VN/GOV/H45".parse().unwrap()),
        FOREIGN_INDEX => Some("VN/GOV/H19".parse().unwrap()),
        _ => None,
    })
}

/// A province at work, and a portal that it reports to.
pub(crate) struct World {
    pub(crate) casework: Casework,
    pub(crate) db: Db,
    pub(crate) evidence: Evidence,
    pub(crate) net: Arc<Net>,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) inbox: Inbox,
    pub(crate) portal_evidence: Evidence,
}

impl World {
    async fn open(db: Db, portal_db: Db) -> Self {
        let (clock, net) = (clock(), Arc::new(Net::default()));
        let province = evidence("H45", &FaultyStorage::new(1)).await;
        let portal = evidence("G22", &FaultyStorage::new(2)).await;
        let casework = Casework::open(db.clone(), province.clone(), config(&clock, net.line()))
            .await
            .unwrap();
        let inbox = Inbox::open(portal_db, portal.clone(), clock.clone(), owner_of())
            .await
            .unwrap();
        net.connect(&inbox);
        Self {
            casework,
            db,
            evidence: province,
            net,
            clock,
            inbox,
            portal_evidence: portal,
        }
    }

    /// Lan's dossier for a new licence, her health certificate handed in as a file.
    pub(crate) async fn submitted(&self) -> DossierCode {
        self.submitted_by(&lan()).await
    }

    pub(crate) async fn submitted_by(&self, owner: &Owner) -> DossierCode {
        let draft = self.casework.begin_draft(owner, LICENCE).await.unwrap();
        self.casework.attach(owner, &draft, 3, pdf("kham.pdf")).await.unwrap();
        self.casework.submit(owner, Level::Two, &draft).await.unwrap()
    }

    /// The same, received and being worked on: three changes.
    pub(crate) async fn in_progress(&self) -> DossierCode {
        let code = self.submitted().await;
        self.casework.receive(&officer(), &code, 1).await.unwrap();
        self.casework.start(&officer(), &code, 2).await.unwrap();
        code
    }
}

/// Runs a test on SQLite.
pub(crate) async fn with_world(test: impl AsyncFn(World)) {
    testing::on_sqlite_url(async |url: String| {
        testing::on_sqlite_url(async |portal_url: String| {
            let world = World::open(testing::open(&url).await, testing::open(&portal_url).await).await;
            test(world).await;
        })
        .await;
    })
    .await;
}

/// Runs a test on both engines.
pub(crate) async fn on_both_engines(test: impl AsyncFn(World)) {
    testing::on_both_engines(async |db: Db| {
        testing::on_sqlite_url(async |portal_url: String| {
            test(World::open(db.clone(), testing::open(&portal_url).await).await).await;
        })
        .await;
    })
    .await;
}

/// The public code of a refusal.
pub(crate) fn code_of<T: std::fmt::Debug>(outcome: Result<T, CaseworkError>) -> &'static str {
    outcome.unwrap_err().code().as_str()
}
