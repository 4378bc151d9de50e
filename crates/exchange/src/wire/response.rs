//! The facts that a provider's gateway states about its answer: a signed response, or a refusal.

use motlan_core::caller::TransactionId;
use motlan_core::{Code, Failure};

use super::WIRE_VERSION;
use super::field::{Fields, Writer};

/// What `Motlan-Exchange` of a signed response says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseFacts {
    /// The transaction that is answered.
    pub transaction: TransactionId,
    /// SHA-256 of the signature of the request that is answered.
    pub request: [u8; 32],
    /// The provider's HTTP status.
    pub status: u16,
    /// The length of the body that follows, in bytes.
    pub length: u64,
    /// The provider's own `Content-Length`, which differs from `length` in answers to HEAD and in 304.
    pub declared_length: Option<u64>,
}

/// What came back from a provider's gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// An answer of the provider, to be checked against its signature.
    Answer(ResponseFacts),
    /// The provider's gateway refused. Not signed, and not evidence: TLS names the peer.
    Refusal(Failure),
}

impl ResponseFacts {
    /// The field value.
    pub fn encode(&self) -> String {
        let mut fields = Writer::new();
        fields.number("wire", WIRE_VERSION.unsigned_abs());
        fields.bytes("id", &self.transaction.0);
        fields.bytes("request", &self.request);
        fields.number("status", u64::from(self.status));
        fields.number("length", self.length);
        if let Some(declared) = self.declared_length {
            fields.number("declared", declared);
        }
        fields.finish()
    }
}

impl Verdict {
    /// The field value of a refusal.
    pub fn encode_refusal(failure: &Failure) -> String {
        let mut fields = Writer::new();
        fields.number("wire", WIRE_VERSION.unsigned_abs());
        fields.text("refusal", failure.code.as_str());
        fields.text("detail", &failure.detail);
        fields.finish()
    }

    /// Reads the field value. A refusal with a code that this version does not know becomes `malformed_message`.
    pub fn parse(value: &[u8]) -> Result<Self, Failure> {
        let fields = Fields::parse(value)?;
        if fields.find_number("wire") != Some(WIRE_VERSION) {
            return Err(Failure::from(Code::WireVersion));
        }
        if let Some(code) = fields.find_text("refusal") {
            let detail = fields.find_text("detail").unwrap_or_default();
            return Ok(Self::Refusal(match Code::find(code) {
                Some(code) => Failure::new(code, detail),
                None => Failure::new(
                    Code::MalformedMessage,
                    format!("the peer refused with an unknown code {code}"),
                ),
            }));
        }
        Ok(Self::Answer(ResponseFacts {
            transaction: TransactionId(fields.bytes("id")?),
            request: fields.bytes("request")?,
            status: fields.number("status")?,
            length: fields.number("length")?,
            declared_length: match fields.find_number("declared") {
                None => None,
                Some(_) => Some(fields.number("declared")?),
            },
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> ResponseFacts {
        ResponseFacts {
            transaction: TransactionId([7; 32]),
            request: [3; 32],
            status: 200,
            length: 12,
            declared_length: None,
        }
    }

    #[test]
    fn the_format_is_this_one() {
        assert_eq!(
            facts().encode(),
            "wire=1, id=:BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=:, \
             request=:AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=:, status=200, length=12"
        );
    }

    #[test]
    fn what_is_written_is_read() {
        assert_eq!(
            Verdict::parse(facts().encode().as_bytes()),
            Ok(Verdict::Answer(facts()))
        );
        let head = ResponseFacts {
            length: 0,
            declared_length: Some(5),
            ..facts()
        };
        assert_eq!(Verdict::parse(head.encode().as_bytes()), Ok(Verdict::Answer(head)));
    }

    #[test]
    fn a_refusal_keeps_its_code_and_its_words() {
        let failure = Failure::new(Code::AccessDenied, "no grant for \"x\" – here");
        let Verdict::Refusal(read) = Verdict::parse(Verdict::encode_refusal(&failure).as_bytes()).unwrap() else {
            panic!("a refusal was written");
        };
        assert_eq!(read.code, Code::AccessDenied);
        assert_eq!(read.detail, "no grant for \"x\" ? here");
    }
}
