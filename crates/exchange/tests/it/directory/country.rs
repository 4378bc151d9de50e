//! A directory of three members to try things on: the centre, a provider and a consumer.

use motlan_core::{Failure, MemberId, Timestamp};
use motlan_exchange::directory::{Directory, DirectoryWriter, Operation, Request, SignedRequest};
use motlan_exchange::keys::{Algorithm, PublicKey, SigningKey};
use serde_json::{Value, json};

pub(super) const CENTRE: &str = "VN/GOV/G14";
pub(super) const PROVIDER: &str = "VN/GOV/G01";
pub(super) const CONSUMER: &str = "VN/GOV/H45";

/// RFC 9421, appendix B.1.4: a published key, so that the golden file can be written again.
const CENTRE_KEY: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF
-----END PRIVATE KEY-----
";

/// RFC 8410, section 10.3.
const PROVIDER_KEY: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
-----END PRIVATE KEY-----
";

/// RFC 8032, section 7.1, test 1, in PKCS#8.
const CONSUMER_KEY: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
-----END PRIVATE KEY-----
";

pub(super) fn id(text: &str) -> MemberId {
    text.parse().unwrap()
}

pub(super) fn operation(json: Value) -> Operation {
    serde_json::from_value(json).unwrap()
}

pub(super) fn member(id: &str, name: &str, key: &PublicKey) -> Value {
    json!({"id": id, "name_vi": name, "name_en": name, "key": key})
}

pub(super) fn gateway(id: &str, certificate: &str, origin: &str) -> Value {
    json!({"gateway": {
        "id": id,
        "address": "127.0.0.1:8155",
        "certificates": [certificate.repeat(32)],
        "logs": [{"name": "exchange", "origin": origin, "vkey": format!("{origin}+01020304+AQ+A")}],
    }})
}

pub(super) fn system(id: &str) -> Value {
    json!({"system": {"id": id, "name_vi": "Hệ thống", "name_en": "System"}})
}

pub(super) fn service(id: &str) -> Value {
    json!({"service": {
        "id": id, "name_vi": "Xác thực", "name_en": "Verify", "kind": "REST", "changes": false,
        "staleness_max_s": 3600, "timeout_ms": 5000, "enabled": true,
    }})
}

pub(super) fn grant(consumer: &str, service: &str, path: &str, purposes: &[&str]) -> Value {
    json!({"grant": {
        "consumer": consumer, "service": service,
        "rules": [{"method": "POST", "path": path}],
        "fields": ["full_name", "person.existence"], "purposes": purposes,
        "valid_from": 0, "valid_until": 2_000_000_000_000_000_i64,
    }})
}

/// The members' keys and the centre's writer.
pub(super) struct Country {
    pub(super) writer: DirectoryWriter,
    pub(super) text: String,
    pub(super) keys: Vec<(&'static str, SigningKey)>,
    now: Timestamp,
}

impl Country {
    /// Three admitted members: records 1 to 3.
    pub(super) fn new() -> Self {
        let read = |pem| SigningKey::from_pem(pem).unwrap();
        let now = Timestamp::from_seconds(1_795_219_200);
        let founding = Request {
            signer: id(CENTRE),
            serial: 1,
            operation: operation(json!({"founding": member(CENTRE, "Trung tâm", read(CENTRE_KEY).public_key())})),
        };
        let (writer, line) = DirectoryWriter::found(founding.sign(&read(CENTRE_KEY)), read(CENTRE_KEY), now).unwrap();
        let mut country = Self {
            writer,
            text: format!("{line}\n"),
            keys: vec![
                (CENTRE, read(CENTRE_KEY)),
                (PROVIDER, read(PROVIDER_KEY)),
                (CONSUMER, read(CONSUMER_KEY)),
            ],
            now,
        };
        for who in [PROVIDER, CONSUMER] {
            let key = country.key(who).public_key().clone();
            country.must(who, json!({"member": member(who, "Cơ quan", &key)}));
        }
        country
    }

    /// With gateways (4, 5), systems (6, 7), a service (8) and a grant (9).
    pub(super) fn furnished() -> Self {
        let mut country = Self::new();
        country.must(PROVIDER, gateway("VN/GOV/G01/gw1", "a1", "log.g01/exchange"));
        country.must(CONSUMER, gateway("VN/GOV/H45/gw1", "b1", "log.h45/exchange"));
        country.must(PROVIDER, system("VN/GOV/G01/population"));
        country.must(CONSUMER, system("VN/GOV/H45/onestop"));
        country.must(PROVIDER, service("VN/GOV/G01/population/verify"));
        country.must(
            PROVIDER,
            grant(
                "VN/GOV/H45/onestop",
                "VN/GOV/G01/population/verify",
                "/verify",
                &["ND-61-2018"],
            ),
        );
        country
    }

    pub(super) fn directory(&self) -> &Directory {
        self.writer.directory()
    }

    pub(super) fn anchor() -> PublicKey {
        SigningKey::from_pem(CENTRE_KEY).unwrap().public_key().clone()
    }

    pub(super) fn key(&self, who: &str) -> &SigningKey {
        &self.keys.iter().find(|(id, _)| *id == who).unwrap().1
    }

    /// Gives a member another key, for what it signs from now on.
    pub(super) fn set_key(&mut self, who: &str, key: SigningKey) {
        self.keys.iter_mut().find(|(id, _)| *id == who).unwrap().1 = key;
    }

    /// The next request of a member, signed by its key.
    pub(super) fn signed(&self, who: &str, json: Value) -> SignedRequest {
        let request = Request {
            signer: id(who),
            serial: self.directory().serial(&id(who)) + 1,
            operation: operation(json),
        };
        request.sign(self.key(who))
    }

    /// Appends one second later than the last time.
    pub(super) fn append(&mut self, signed: SignedRequest) -> Result<u32, Failure> {
        self.now = self.now.plus_seconds(1);
        let line = self.writer.append(signed, self.now)?;
        self.text.push_str(&line);
        self.text.push('\n');
        Ok(self.directory().sequence())
    }

    pub(super) fn ask(&mut self, who: &str, json: Value) -> Result<u32, Failure> {
        let signed = self.signed(who, json);
        self.append(signed)
    }

    pub(super) fn must(&mut self, who: &str, json: Value) -> u32 {
        self.ask(who, json).unwrap()
    }

    pub(super) fn generate() -> SigningKey {
        SigningKey::generate(Algorithm::EcdsaP256Sha256).unwrap()
    }
}
