//! The province's gateway with its evidence, and a directory that also knows the national portal.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use motlan_core::time::TestClock;
use motlan_core::{Clock, MemberId};
use motlan_evidence::{Config, Evidence, LogName};
use motlan_exchange::directory::{
    Directory, DirectoryWriter, Gateway as RegisteredGateway, Log, Member, Operation, Request, System,
};
use motlan_exchange::directory_handle::DirectoryHandle;
use motlan_exchange::gateway::{Gateway, Parts, Settings};
use motlan_exchange::keys::{Algorithm, SigningKey};
use motlan_exchange::transport::budget::Budget;
use motlan_exchange::transport::spool::SpoolFolder;
use motlan_exchange::transport::tls::Identity;
use motlan_exchange::xroad::error::Spelling;
use motlan_store::storage::disk::DiskStorage;

use super::{MEMBER, PORTAL};

/// Evidence in a folder.
pub(super) async fn evidence(member: &str, folder: &Path) -> Evidence {
    std::fs::create_dir_all(folder).unwrap();
    let config = Config::new(format!("motlan/{member}"), "55".repeat(32).parse().unwrap());
    let storage = Arc::new(DiskStorage::new(folder).unwrap());
    Evidence::open(storage, config).await.unwrap().0
}

/// One member of the directory, with what it registers.
struct Agency {
    member: MemberId,
    key: SigningKey,
    identity: Identity,
    name: (&'static str, &'static str),
    system: (&'static str, &'static str, &'static str),
    address: &'static str,
}

impl Agency {
    fn new(
        member: &str,
        name: (&'static str, &'static str),
        system: (&'static str, &'static str, &'static str),
        address: &'static str,
    ) -> Self {
        Self {
            member: member.parse().unwrap(),
            key: SigningKey::generate(Algorithm::Ed25519).unwrap(),
            identity: Identity::generate("gw1").unwrap(),
            name,
            system,
            address,
        }
    }

    fn entry(&self) -> Member {
        Member {
            id: self.member.clone(),
            name_vi: self.name.0.to_owned(),
            name_en: self.name.1.to_owned(),
            key: self.key.public_key().clone(),
        }
    }

    /// Its system and its gateway.
    fn registrations(&self, vkey: &str) -> [Operation; 2] {
        let (code, name_vi, name_en) = self.system;
        [
            Operation::System(System {
                id: self.member.system(code).unwrap(),
                name_vi: name_vi.to_owned(),
                name_en: name_en.to_owned(),
            }),
            Operation::Gateway(RegisteredGateway {
                id: format!("{}/gw1", self.member).parse().unwrap(),
                address: self.address.to_owned(),
                certificates: [self.identity.hash().unwrap()].into(),
                logs: vec![Log {
                    name: "exchange".to_owned(),
                    origin: format!("motlan/{}/exchange", self.member),
                    vkey: vkey.to_owned(),
                }],
            }),
        ]
    }

    fn sign(&self, serial: u64, operation: Operation) -> motlan_exchange::directory::SignedRequest {
        let request = Request {
            signer: self.member.clone(),
            serial,
            operation,
        };
        request.sign(&self.key)
    }
}

/// The province, which is its own centre here, and the national portal.
fn directory(province: &Agency, portal: &Agency, vkeys: [&str; 2], clock: &TestClock) -> DirectoryHandle {
    let now = clock.now();
    let own = SigningKey::from_pem(&province.key.to_pem().unwrap()).unwrap();
    let founding = province.sign(1, Operation::Founding(province.entry()));
    let (mut writer, mut lines) = DirectoryWriter::found(founding, own, now).unwrap();
    let mut requests = Vec::new();
    for (serial, operation) in (2..).zip(province.registrations(vkeys[0])) {
        requests.push(province.sign(serial, operation));
    }
    requests.push(portal.sign(1, Operation::Member(portal.entry())));
    for (serial, operation) in (2..).zip(portal.registrations(vkeys[1])) {
        requests.push(portal.sign(serial, operation));
    }
    for request in requests {
        lines += "\n";
        lines += &writer.append(request, now).unwrap();
    }
    let directory = Directory::read(&lines, province.key.public_key()).unwrap();
    DirectoryHandle::new(directory, Some(writer.head(now)), now)
}

/// The province's gateway.
pub(super) fn gateway(clock: &Arc<TestClock>, evidence: &Evidence, folder: &Path) -> Gateway {
    let province = Agency::new(
        MEMBER,
        ("Tỉnh Phú Yên", "Phú Yên Province"),
        ("onestop", "Một cửa điện tử", "One-stop system"),
        "127.0.0.1:8355",
    );
    let portal = Agency::new(
        PORTAL,
        ("Văn phòng Chính phủ", "Government Office"),
        (
            "national-portal",
            "Cổng Dịch vụ công quốc gia",
            "National public service portal",
        ),
        "127.0.0.1:8555",
    );
    let vkey = evidence.verifier(LogName::Exchange).to_string();
    let portal_vkey = vkey.replace(MEMBER, PORTAL);
    let directory = directory(&province, &portal, [&vkey, &portal_vkey], clock);
    let spool = folder.join("spool");
    std::fs::create_dir_all(&spool).unwrap();
    Gateway::new(Parts {
        settings: Settings {
            id: format!("{MEMBER}/gw1").parse().unwrap(),
            clients: HashMap::new(),
            services: HashMap::new(),
            spelling: Spelling::default(),
        },
        directory: Arc::new(directory),
        key_id: province.key.public_key().keyid().to_owned(),
        signing_key: province.key,
        identity: province.identity,
        evidence: evidence.clone(),
        clock: Arc::clone(clock) as Arc<dyn Clock>,
        spool: SpoolFolder::open(&spool).unwrap(),
        budget: Budget::with_bytes(1024),
    })
}
