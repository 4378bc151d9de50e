//! Grants: which consumer may ask a service what, why, how often and until when.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use motlan_core::caller::Purpose;
use motlan_core::{ClientId, ServiceId, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::glob::PathGlob;

/// Rules, fields or purposes of one grant: more than that is a service cut wrongly.
const SET_SIZE_MAX: usize = 256;

/// The most persons a day that a grant may allow: a registry remembers each with 16 bytes, so at most some 40 MB for one
/// consumer and legal basis.
const PERSONS_PER_DAY_MAX: u32 = 1_000_000;

/// A right that the owner of a service gives to a system, or to a member and thereby to each of its systems.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// Who may ask.
    pub consumer: ClientId,
    /// What it may ask.
    pub service: ServiceId,
    /// Methods and paths; one that matches is enough.
    pub rules: Vec<Rule>,
    /// The fields that it may read or ask about; `person.existence` is a right of its own among them.
    pub fields: BTreeSet<String>,
    /// The legal bases that it may name.
    pub purposes: BTreeSet<String>,
    /// The first moment at which the grant holds.
    pub valid_from: Timestamp,
    /// The first moment at which it no longer holds.
    pub valid_until: Timestamp,
    /// How many requests in a minute, if limited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requests_per_minute_max: Option<u32>,
    /// How many persons in a day, if it differs from the provider's own limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub persons_per_day_max: Option<u32>,
}

impl Grant {
    /// True if this grant covers method, normalised path and legal basis at this moment.
    pub fn allows(&self, method: &str, path: &str, purpose: &Purpose, now: Timestamp) -> bool {
        self.purposes.contains(&purpose.legal_basis) && self.covers(method, path, now)
    }

    /// True if this grant covers method and normalised path at this moment, for whatever purpose.
    pub fn covers(&self, method: &str, path: &str, now: Timestamp) -> bool {
        self.valid_from <= now
            && now < self.valid_until
            && self
                .rules
                .iter()
                .any(|rule| rule.method.matches(method) && rule.path.matches(path))
    }

    pub(super) fn check(&self) -> Result<(), String> {
        let sizes = [self.rules.len(), self.purposes.len(), self.fields.len()];
        if sizes[..2].contains(&0) || sizes.iter().any(|size| *size > SET_SIZE_MAX) {
            return Err("a grant has 1 to 256 rules and purposes and at most 256 fields".to_owned());
        }
        if self.valid_from >= self.valid_until {
            return Err("valid_from lies before valid_until".to_owned());
        }
        if self.requests_per_minute_max == Some(0) {
            return Err("a quota is at least 1".to_owned());
        }
        if self
            .persons_per_day_max
            .is_some_and(|max| !(1..=PERSONS_PER_DAY_MAX).contains(&max))
        {
            return Err("persons_per_day_max is 1 to 1,000,000".to_owned());
        }
        let is_basis = |text: &String| {
            text.parse::<Purpose>()
                .is_ok_and(|purpose| purpose.legal_basis == *text)
        };
        if !self.purposes.iter().all(is_basis) {
            return Err("a purpose of a grant is the code of a legal basis".to_owned());
        }
        if !self.fields.iter().all(|field| is_field(field)) {
            return Err("a field is 1 to 64 of a-z 0-9 _ .".to_owned());
        }
        Ok(())
    }
}

fn is_field(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'.'))
}

/// One method and path pattern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The method, or `*`.
    pub method: MethodRule,
    /// The path pattern.
    pub path: PathGlob,
}

/// A method, or `*` for every method. Methods are case-sensitive (RFC 9110, section 9.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MethodRule {
    /// `*`.
    Any,
    /// This one, in capitals.
    Exactly(String),
}

/// The text is no method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a method is * or 1 to 16 letters in capitals")]
pub struct MethodRuleError;

impl MethodRule {
    fn matches(&self, method: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Exactly(allowed) => allowed == method,
        }
    }
}

impl FromStr for MethodRule {
    type Err = MethodRuleError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "*" => Ok(Self::Any),
            text if (1..=16).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase()) => {
                Ok(Self::Exactly(text.to_owned()))
            }
            _ => Err(MethodRuleError),
        }
    }
}

impl fmt::Display for MethodRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Any => "*",
            Self::Exactly(method) => method,
        })
    }
}

impl Serialize for MethodRule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for MethodRule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant() -> Grant {
        serde_json::from_value(serde_json::json!({
            "consumer": "VN/GOV/H45/onestop",
            "service": "VN/GOV/G01/population/verify",
            "rules": [{"method": "POST", "path": "/verify"}, {"method": "*", "path": "/open/**"}],
            "fields": ["full_name", "person.existence"],
            "purposes": ["ND-61-2018", "Luat-26-2023"],
            "valid_from": 1_000_000,
            "valid_until": 2_000_000,
        }))
        .unwrap()
    }

    #[test]
    fn a_grant_covers_its_methods_paths_purposes_and_time() {
        let rows = [
            ("POST", "/verify", "ND-61-2018", 1_000_000, true),
            ("POST", "/verify", "Luat-26-2023", 1_999_999, true),
            ("POST", "/verify", "ND-61-2018", 999_999, false),
            ("POST", "/verify", "ND-61-2018", 2_000_000, false),
            ("POST", "/verify", "ND-47-2020", 1_500_000, false),
            ("GET", "/verify", "ND-61-2018", 1_500_000, false),
            ("post", "/verify", "ND-61-2018", 1_500_000, false),
            ("POST", "/verify/", "ND-61-2018", 1_500_000, false),
            ("DELETE", "/open/a/b", "ND-61-2018", 1_500_000, true),
        ];
        for (method, path, basis, now, expected) in rows {
            let purpose = basis.parse().unwrap();
            let allowed = grant().allows(method, path, &purpose, Timestamp::from_micros(now));
            assert_eq!(allowed, expected, "{method} {path} {basis} {now}");
        }
        let with_dossier = "ND-61-2018;dossier=000.00.15.H45-1".parse().unwrap();
        assert!(grant().allows("POST", "/verify", &with_dossier, Timestamp::from_micros(1_500_000)));
    }

    #[test]
    fn malformed_grants_are_refused() {
        assert_eq!(grant().check(), Ok(()));
        let mut limited = grant();
        limited.persons_per_day_max = Some(PERSONS_PER_DAY_MAX);
        assert_eq!(limited.check(), Ok(()));
        let broken: [fn(&mut Grant); 9] = [
            |grant| grant.rules.clear(),
            |grant| grant.purposes.clear(),
            |grant| grant.valid_until = grant.valid_from,
            |grant| grant.requests_per_minute_max = Some(0),
            |grant| grant.persons_per_day_max = Some(0),
            |grant| grant.persons_per_day_max = Some(PERSONS_PER_DAY_MAX + 1),
            |grant| grant.purposes.extend(["ND-61;dossier=1".to_owned()]),
            |grant| grant.fields.extend(["Full Name".to_owned()]),
            |grant| grant.rules = vec![grant.rules[0].clone(); SET_SIZE_MAX + 1],
        ];
        for (number, breaks) in broken.iter().enumerate() {
            let mut grant = grant();
            breaks(&mut grant);
            assert!(grant.check().is_err(), "case {number}");
        }
    }

    #[test]
    fn methods_are_capitals_or_any() {
        for text in ["", "get", "G E T", "**", "AVERYLONGMETHODNAME"] {
            assert_eq!(text.parse::<MethodRule>(), Err(MethodRuleError), "{text}");
        }
        assert_eq!("GET".parse::<MethodRule>().unwrap().to_string(), "GET");
    }
}
