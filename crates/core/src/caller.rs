//! Who calls a provider, and with which right: what every provider behind a gateway receives.
//!
//! A router in the same process finds it among the request's extensions; a URL provider gets the same as the signed
//! header `Motlan-Caller`. So rights are one system, and a registry knows nothing of the exchange.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::identifier::{MemberId, SystemId};

/// The caller of a service, as the provider's gateway authorised it.
#[derive(Clone, PartialEq, Eq)]
pub struct Caller {
    /// The consumer's member.
    pub member: MemberId,
    /// The consumer's system.
    pub system: SystemId,
    /// Why it asks.
    pub purpose: Purpose,
    /// The fields that the grant lets it read or ask about. `person.existence` is a right of its own among them.
    pub fields: BTreeSet<String>,
    /// The transaction that both gateways log.
    pub transaction: TransactionId,
    /// The officer behind the question, from `X-Road-UserId`, where the consumer names one.
    pub officer: Option<String>,
    /// How many persons it may ask about in a day and for one legal basis, if that differs from the provider's own limit.
    pub persons_per_day_max: Option<u32>,
}

/// Shows whether there is an officer but not who: `X-Road-UserId` is often a personal number.
impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caller")
            .field("member", &self.member)
            .field("system", &self.system)
            .field("purpose", &self.purpose)
            .field("fields", &self.fields)
            .field("transaction", &self.transaction)
            .field("officer", &self.officer.as_ref().map(|_| format_args!("…")))
            .field("persons_per_day_max", &self.persons_per_day_max)
            .finish()
    }
}

/// The 32 random bytes that name a transaction. It is also its nonce.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TransactionId(pub [u8; 32]);

/// Lower-case hexadecimal. Never in an entry or on a public page: both carry its commitment.
impl fmt::Display for TransactionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for TransactionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TransactionId({:02x}{:02x}…)", self.0[0], self.0[1])
    }
}

/// Why a question is asked: a legal basis and, for casework, the dossier it serves.
///
/// Text form, as in the header `Motlan-Purpose`: `<legal-basis>[;dossier=<code>]`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct Purpose {
    /// Code of the legal basis: 1 to 64 of `a-z A-Z 0-9 . _ - /`.
    pub legal_basis: String,
    /// Code of the dossier: 1 to 64 of the same characters.
    pub dossier: Option<String>,
}

/// The text is not `<legal-basis>[;dossier=<code>]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a purpose is <legal-basis>[;dossier=<code>], each 1 to 64 of a-z A-Z 0-9 . _ - /")]
pub struct PurposeError;

/// A purpose as it stands in JSON, before its codes are checked.
#[derive(Deserialize)]
struct Unchecked {
    legal_basis: String,
    dossier: Option<String>,
}

impl TryFrom<Unchecked> for Purpose {
    type Error = PurposeError;

    fn try_from(Unchecked { legal_basis, dossier }: Unchecked) -> Result<Self, Self::Error> {
        if is_code(&legal_basis) && dossier.as_deref().is_none_or(is_code) {
            Ok(Self { legal_basis, dossier })
        } else {
            Err(PurposeError)
        }
    }
}

impl FromStr for Purpose {
    type Err = PurposeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (basis, dossier) = match text.split_once(';') {
            None => (text, None),
            Some((basis, rest)) => (basis, Some(rest.trim().strip_prefix("dossier=").ok_or(PurposeError)?)),
        };
        Self::try_from(Unchecked {
            legal_basis: basis.trim().to_owned(),
            dossier: dossier.map(str::to_owned),
        })
    }
}

fn is_code(code: &str) -> bool {
    (1..=64).contains(&code.len())
        && code
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'/'))
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.legal_basis)?;
        match &self.dossier {
            Some(dossier) => write!(f, ";dossier={dossier}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_a_legal_basis_and_a_dossier() {
        let purpose: Purpose = "ND-61/2018".parse().unwrap();
        assert_eq!((purpose.legal_basis.as_str(), purpose.dossier), ("ND-61/2018", None));
        let purpose: Purpose = " ND-61/2018 ; dossier=H45.12-241120-0001 ".parse().unwrap();
        assert_eq!(purpose.dossier.as_deref(), Some("H45.12-241120-0001"));
        assert_eq!(purpose.to_string(), "ND-61/2018;dossier=H45.12-241120-0001");
    }

    #[test]
    fn refuses_anything_else() {
        let long = "a".repeat(65);
        for text in [
            "",
            " ",
            "a b",
            "a;",
            "a;dossier=",
            "a;dossier=b;c",
            "a;file=b",
            ";dossier=b",
            "a;dossier=b c",
            "đ",
            &long,
        ] {
            assert_eq!(text.parse::<Purpose>(), Err(PurposeError), "{text:?}");
        }
        assert!("a".repeat(64).parse::<Purpose>().is_ok());
    }

    #[test]
    fn json_is_checked_like_the_header() {
        let purpose: Purpose = "ND-61/2018;dossier=X1".parse().unwrap();
        let json = serde_json::to_string(&purpose).unwrap();
        assert_eq!(json, r#"{"legal_basis":"ND-61/2018","dossier":"X1"}"#);
        assert_eq!(serde_json::from_str::<Purpose>(&json).unwrap(), purpose);
        assert!(serde_json::from_str::<Purpose>(r#"{"legal_basis":"a;dossier=b","dossier":null}"#).is_err());
        assert!(serde_json::from_str::<Purpose>(r#"{"legal_basis":"a","dossier":""}"#).is_err());
        assert_eq!(
            serde_json::from_str::<Purpose>(r#"{"legal_basis":"a"}"#)
                .unwrap()
                .dossier,
            None
        );
    }

    #[test]
    fn a_transaction_is_shown_whole_and_debugged_short() {
        let mut bytes = [0xab; 32];
        bytes[0] = 0x01;
        let transaction = TransactionId(bytes);
        assert_eq!(transaction.to_string(), format!("01{}", "ab".repeat(31)));
        assert_eq!(format!("{transaction:?}"), "TransactionId(01ab…)");
    }

    #[test]
    fn debug_hides_the_officer() {
        let system: SystemId = "VN/GOV/H45/onestop".parse().unwrap();
        let mut caller = Caller {
            member: system.member().clone(),
            system,
            purpose: "ND-61/2018".parse().unwrap(),
            fields: BTreeSet::from(["full_name".to_owned()]),
            transaction: TransactionId([7; 32]),
            officer: Some("003099123456".to_owned()),
            persons_per_day_max: None,
        };
        let shown = format!("{caller:?} {caller:#?}");
        assert!(
            shown.contains("VN/GOV/H45/onestop") && shown.contains("Some(…)"),
            "{shown}"
        );
        assert!(!shown.contains("003099123456"), "{shown}");
        caller.officer = None;
        assert!(format!("{caller:?}").contains("officer: None"));
    }

    proptest! {
        #[test]
        fn text_and_value_round_trip(
            legal_basis in "[a-zA-Z0-9._/-]{1,64}",
            dossier in proptest::option::of("[a-zA-Z0-9._/-]{1,64}"),
        ) {
            let purpose = Purpose { legal_basis, dossier };
            prop_assert_eq!(&purpose.to_string().parse::<Purpose>().unwrap(), &purpose);
            let json = serde_json::to_string(&purpose).unwrap();
            prop_assert_eq!(serde_json::from_str::<Purpose>(&json).unwrap(), purpose);
        }

        #[test]
        fn what_is_read_is_written_back(text in "[a-z ;=dosier./-]{0,24}") {
            if let Ok(purpose) = text.parse::<Purpose>() {
                prop_assert_eq!(purpose.to_string().parse::<Purpose>().unwrap(), purpose);
            }
        }
    }
}
