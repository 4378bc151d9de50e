//! `Motlan-Caller`: who asks and with which right, told to a provider's own server in a signed header.
//!
//! An RFC 9651 dictionary, covered with `Content-Digest` by an RFC 9421 signature of the provider's own member, so that
//! the server behind can check that the request came through its gateway.

use http::{HeaderMap, HeaderName, HeaderValue};
use motlan_core::{Caller, Code, Failure};
use sfv::{KeyRef, StringRef};

use crate::gateway::Gateway;
use crate::signature;
use crate::wire::CONTENT_DIGEST;

/// The header's name.
pub(super) const CALLER: &str = "motlan-caller";

/// Adds the signed caller to a request for a provider's server.
pub(super) fn introduce(
    gateway: &Gateway,
    headers: &mut HeaderMap,
    caller: &Caller,
    digest: &[u8; 64],
) -> Result<(), Failure> {
    let value = HeaderValue::try_from(encode(caller)?).map_err(|_| Code::InternalError)?;
    headers.insert(HeaderName::from_static(CALLER), value);
    headers.insert(CONTENT_DIGEST, signature::content_digest_value(digest));
    signature::sign(
        headers,
        &[CALLER, CONTENT_DIGEST],
        gateway.now(),
        &gateway.key_id,
        &gateway.signing_key,
    )?;
    Ok(())
}

fn encode(caller: &Caller) -> Result<String, Failure> {
    let mut fields = sfv::DictSerializer::new();
    let mut put = |name: &'static str, value: &str| -> Result<(), sfv::Error> {
        fields.bare_item(KeyRef::from_str(name)?, StringRef::from_str(value)?);
        Ok(())
    };
    let written = put("member", &caller.member.to_string())
        .and_then(|()| put("system", &caller.system.to_string()))
        .and_then(|()| put("purpose", &caller.purpose.to_string()))
        .and_then(|()| put("transaction", &caller.transaction.to_string()));
    written.map_err(|_| Code::InternalError)?;
    // An officer's name may hold letters that RFC 9651 strings cannot: percent-encoded, as in the identifiers.
    if let Some(officer) = &caller.officer {
        let officer = percent_encoding::utf8_percent_encode(officer, percent_encoding::NON_ALPHANUMERIC).to_string();
        put("officer", &officer).map_err(|_| Code::InternalError)?;
    }
    if let Some(max) = caller.persons_per_day_max {
        let key = KeyRef::from_str("persons-per-day-max").map_err(|_| Code::InternalError)?;
        fields.bare_item(key, sfv::Integer::from(max));
    }
    let key = KeyRef::from_str("fields").map_err(|_| Code::InternalError)?;
    let mut list = fields.inner_list(key);
    for field in &caller.fields {
        list.bare_item(StringRef::from_str(field).map_err(|_| Code::InternalError)?);
    }
    let _ = list.finish();
    fields.finish().ok_or_else(|| Code::InternalError.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use motlan_core::caller::TransactionId;

    #[test]
    fn the_caller_is_written_as_a_dictionary() {
        let caller = Caller {
            member: "VN/GOV/H45".parse().unwrap(),
            system: "VN/GOV/H45/onestop".parse().unwrap(),
            purpose: "ND-47-2020".parse().unwrap(),
            fields: ["birth_date".to_owned(), "full_name".to_owned()].into(),
            transaction: TransactionId([1; 32]),
            officer: Some("cán bộ".to_owned()),
            persons_per_day_max: Some(20),
        };
        assert_eq!(
            encode(&caller).unwrap(),
            format!(
                "member=\"VN/GOV/H45\", system=\"VN/GOV/H45/onestop\", purpose=\"ND-47-2020\", transaction=\"{}\", \
                 officer=\"c%C3%A1n%20b%E1%BB%99\", persons-per-day-max=20, fields=(\"birth_date\" \"full_name\")",
                "01".repeat(32)
            )
        );
    }
}
