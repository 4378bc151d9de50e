//! The facts that a consumer's gateway states and signs about one request.

use std::fmt;

use motlan_core::caller::{Purpose, TransactionId};
use motlan_core::{ClientId, Code, Failure, GatewayId, ServiceId};

use super::WIRE_VERSION;
use super::field::{Fields, Writer};

/// What `Motlan-Exchange` of a request says.
#[derive(Clone, PartialEq, Eq)]
pub struct RequestFacts {
    /// The transaction's random name, also its nonce.
    pub transaction: TransactionId,
    /// The key of both sides' commitments.
    pub key: [u8; 32],
    /// Who asks.
    pub client: ClientId,
    /// Whom it asks.
    pub service: ServiceId,
    /// The consumer's gateway.
    pub from: GatewayId,
    /// The gateway that the message is meant for.
    pub target: GatewayId,
    /// Why, where the client says so.
    pub purpose: Option<Purpose>,
    /// The directory that the consumer's gateway goes by.
    pub directory: u64,
    /// The body's length in bytes.
    pub length: u64,
}

/// Without the key: whoever has it can test guesses of the content.
impl fmt::Debug for RequestFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "RequestFacts({:?} {} -> {})",
            self.transaction, self.client, self.service
        )
    }
}

impl RequestFacts {
    /// The field value.
    pub fn encode(&self) -> String {
        let mut fields = Writer::new();
        fields.number("wire", WIRE_VERSION.unsigned_abs());
        fields.bytes("id", &self.transaction.0);
        fields.bytes("key", &self.key);
        fields.text("client", &self.client.to_string());
        fields.text("service", &self.service.to_string());
        fields.text("from", &self.from.to_string());
        fields.text("target", &self.target.to_string());
        if let Some(purpose) = &self.purpose {
            fields.text("purpose", &purpose.to_string());
        }
        fields.number("directory", self.directory);
        fields.number("length", self.length);
        fields.finish()
    }

    /// Reads the field value.
    ///
    /// Errors: `wire_version` for any other version, `malformed_message` naming the member that is wrong.
    pub fn parse(value: &[u8]) -> Result<Self, Failure> {
        let fields = Fields::parse(value)?;
        match fields.find_number("wire") {
            Some(WIRE_VERSION) => {}
            Some(other) => {
                return Err(Failure::new(
                    Code::WireVersion,
                    format!("wire version {other}, spoken here: 1"),
                ));
            }
            None => return Err(super::field::malformed("wire is missing")),
        }
        let purpose = match fields.find_text("purpose") {
            None => None,
            Some(_) => Some(fields.text("purpose")?),
        };
        Ok(Self {
            transaction: TransactionId(fields.bytes("id")?),
            key: fields.bytes("key")?,
            client: fields.text("client")?,
            service: fields.text("service")?,
            from: fields.text("from")?,
            target: fields.text("target")?,
            purpose,
            directory: fields.number("directory")?,
            length: fields.number("length")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> RequestFacts {
        RequestFacts {
            transaction: TransactionId([7; 32]),
            key: [9; 32],
            client: "VN/GOV/H45/onestop".parse().unwrap(),
            service: "VN/GOV/G01/population/verify".parse().unwrap(),
            from: "VN/GOV/H45/gw1".parse().unwrap(),
            target: "VN/GOV/G01/gw1".parse().unwrap(),
            purpose: Some("ND47-2020;dossier=H45-1".parse().unwrap()),
            directory: 17,
            length: 1024,
        }
    }

    #[test]
    fn the_format_is_this_one() {
        assert_eq!(
            facts().encode(),
            "wire=1, id=:BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=:, \
             key=:CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk=:, client=\"VN/GOV/H45/onestop\", \
             service=\"VN/GOV/G01/population/verify\", from=\"VN/GOV/H45/gw1\", target=\"VN/GOV/G01/gw1\", \
             purpose=\"ND47-2020;dossier=H45-1\", directory=17, length=1024"
        );
    }

    #[test]
    fn what_is_written_is_read() {
        assert_eq!(RequestFacts::parse(facts().encode().as_bytes()), Ok(facts()));
        let plain = RequestFacts {
            purpose: None,
            ..facts()
        };
        assert_eq!(RequestFacts::parse(plain.encode().as_bytes()), Ok(plain));
    }

    #[test]
    fn another_version_is_refused_by_its_own_code() {
        let text = facts().encode().replace("wire=1", "wire=2");
        assert_eq!(
            RequestFacts::parse(text.as_bytes()).unwrap_err().code,
            Code::WireVersion
        );
    }

    #[test]
    fn every_member_is_needed() {
        for member in [
            "id",
            "key",
            "client",
            "service",
            "from",
            "target",
            "directory",
            "length",
        ] {
            let text = facts().encode().replace(&format!(", {member}="), ", x=");
            let failure = RequestFacts::parse(text.as_bytes()).unwrap_err();
            assert_eq!(failure.code, Code::MalformedMessage, "{member}");
            assert!(failure.detail.contains(member), "{failure}");
        }
    }
}
