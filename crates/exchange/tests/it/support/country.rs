//! Three members, their keys and the centre's directory; every running node goes by it once it is spread.

use std::collections::BTreeMap;
use std::sync::Arc;

use motlan_core::time::TestClock;
use motlan_core::{Clock, Failure, MemberId, Timestamp};
use motlan_exchange::directory::{Directory, DirectoryWriter, Head, Operation, Request};
use motlan_exchange::directory_handle::DirectoryHandle;
use motlan_exchange::keys::{Algorithm, PublicKey, SigningKey};
use motlan_exchange::transport::tls::Identity;
use serde_json::{Value, json};

/// The centre's member.
pub(crate) const CENTRE: &str = "VN/GOV/G14";
/// The member that answers.
pub(crate) const PROVIDER: &str = "VN/GOV/G01";
/// The member that asks.
pub(crate) const CONSUMER: &str = "VN/GOV/H45";
/// Its system.
pub(crate) const CLIENT: &str = "VN/GOV/H45/onestop";
/// What it asks.
pub(crate) const SERVICE: &str = "VN/GOV/G01/population/echo";
/// Why.
pub(crate) const BASIS: &str = "ND-47-2020";

/// 2026-11-21T00:00:00Z.
pub(crate) const START: Timestamp = Timestamp::from_seconds(1_795_219_200);

/// The lawful side of things.
pub(crate) struct Country {
    /// The time of every gateway.
    pub(crate) clock: Arc<TestClock>,
    writer: DirectoryWriter,
    lines: String,
    keys: BTreeMap<String, String>,
    handles: Vec<Arc<DirectoryHandle>>,
}

impl Country {
    /// Three members, two systems.
    pub(crate) fn new() -> Self {
        let keys: BTreeMap<_, _> = [
            (CENTRE, Algorithm::Ed25519),
            (PROVIDER, Algorithm::EcdsaP256Sha256),
            (CONSUMER, Algorithm::Ed25519),
        ]
        .map(|(id, algorithm)| {
            (
                id.to_owned(),
                SigningKey::generate(algorithm).unwrap().to_pem().unwrap(),
            )
        })
        .into();
        let centre = SigningKey::from_pem(&keys[CENTRE]).unwrap();
        let founding = Request {
            signer: CENTRE.parse().unwrap(),
            serial: 1,
            operation: operation(json!({"founding": member(CENTRE, centre.public_key())})),
        };
        let signed = founding.sign(&centre);
        let (writer, line) = DirectoryWriter::found(signed, centre, START).unwrap();
        let clock = Arc::new(TestClock::new(START));
        let mut country = Self {
            clock,
            writer,
            lines: line + "\n",
            keys,
            handles: Vec::new(),
        };
        for id in [PROVIDER, CONSUMER] {
            let key = country.key(id);
            country.register(id, json!({"member": member(id, key.public_key())}));
        }
        country.system("VN/GOV/G01/population");
        country.system(CLIENT);
        country
    }

    /// A member's key.
    pub(crate) fn key(&self, member: &str) -> SigningKey {
        SigningKey::from_pem(&self.keys[member]).unwrap()
    }

    /// The directory as the centre has it.
    pub(crate) fn directory(&self) -> &Directory {
        self.writer.directory()
    }

    /// The whole directory file.
    pub(crate) fn lines(&self) -> &str {
        &self.lines
    }

    /// A heartbeat of this moment.
    pub(crate) fn head(&self) -> Head {
        self.writer.head(self.clock.now())
    }

    /// What a node goes by that starts now.
    pub(crate) fn handle(&mut self) -> Arc<DirectoryHandle> {
        let handle = Arc::new(DirectoryHandle::new(
            self.directory().clone(),
            Some(self.head()),
            self.clock.now(),
        ));
        self.handles.push(Arc::clone(&handle));
        handle
    }

    /// Writes a request of a member, signed by it; no node knows of it yet.
    pub(crate) fn append(&mut self, who: &str, json: Value) -> Result<u32, Failure> {
        let signer = who.parse().unwrap();
        let request = Request {
            serial: self.directory().serial(&signer) + 1,
            signer,
            operation: operation(json),
        };
        let line = self.writer.append(request.sign(&self.key(who)), self.clock.now())?;
        self.lines.push_str(&line);
        self.lines.push('\n');
        Ok(self.directory().sequence())
    }

    /// Every node takes in what was written and a heartbeat of this moment.
    pub(crate) fn spread(&self) {
        for handle in &self.handles {
            let known = usize::try_from(handle.current().sequence()).unwrap();
            let lines: String = self.lines.split_inclusive('\n').skip(known).collect();
            handle.take(&lines, self.head(), self.clock.now()).unwrap();
        }
    }

    /// Writes a request of a member and spreads it. Returns its index.
    pub(crate) fn register(&mut self, who: &str, json: Value) -> u32 {
        let index = self.append(who, json).unwrap();
        self.spread();
        index
    }

    /// Gives a member a new key in the directory. Its running gateways still sign with the old one.
    pub(crate) fn change_key(&mut self, who: &str) {
        let new = SigningKey::generate(Algorithm::Ed25519).unwrap();
        let signer: MemberId = who.parse().unwrap();
        let serial = self.directory().serial(&signer) + 1;
        let request = Request::key_change(signer, serial, &new).sign(&self.key(who));
        let line = self.writer.append(request, self.clock.now()).unwrap();
        self.lines.push_str(&(line + "\n"));
        self.keys.insert(who.to_owned(), new.to_pem().unwrap());
        self.spread();
    }

    /// Registers a system of a known member.
    pub(crate) fn system(&mut self, id: &str) -> u32 {
        let system = json!({"system": {"id": id, "name_vi": "Hệ thống", "name_en": "System"}});
        self.register(owner(id), system)
    }

    /// Registers a gateway without logs: one that a test plays itself.
    pub(crate) fn gateway(&mut self, id: &str, address: &str, identity: &Identity) -> u32 {
        let certificates = [identity.hash().unwrap()];
        let gateway = json!({"id": id, "address": address, "certificates": certificates, "logs": []});
        self.register(owner(id), json!({"gateway": gateway}))
    }

    /// Registers a service; `changes` overrides members of it.
    pub(crate) fn service(&mut self, id: &str, changes: Value) -> u32 {
        let service = json!({
            "id": id, "name_vi": "Dịch vụ", "name_en": "Service", "kind": "REST", "changes": false,
            "staleness_max_s": 3600, "timeout_ms": 30_000, "enabled": true,
        });
        self.register(owner(id), json!({"service": merged(service, changes)}))
    }

    /// Grants everything on a service for one purpose; `changes` overrides members of the grant.
    pub(crate) fn grant(&mut self, consumer: &str, service: &str, changes: Value) -> u32 {
        let grant = json!({
            "consumer": consumer, "service": service,
            "rules": [{"method": "*", "path": "**"}],
            "fields": ["full_name", "person.existence"], "purposes": [BASIS],
            "valid_from": 0, "valid_until": 2_000_000_000_000_000_i64,
        });
        self.register(owner(service), json!({"grant": merged(grant, changes)}))
    }

    /// Moves the clock; the nodes' heartbeats stay as old as they are.
    pub(crate) fn advance_seconds(&self, seconds: i64) {
        self.clock.advance_seconds(seconds);
    }
}

/// The member in front of an identifier.
fn owner(id: &str) -> &str {
    let end = id.match_indices('/').nth(2).map_or(id.len(), |(end, _)| end);
    &id[..end]
}

fn member(id: &str, key: &PublicKey) -> Value {
    json!({"id": id, "name_vi": "Cơ quan", "name_en": "Agency", "key": key})
}

fn operation(json: Value) -> Operation {
    serde_json::from_value(json).unwrap()
}

fn merged(mut base: Value, changes: Value) -> Value {
    if let (Some(base), Value::Object(changes)) = (base.as_object_mut(), changes) {
        base.extend(changes);
    }
    base
}
