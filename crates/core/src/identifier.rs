//! X-Road identifiers: instance, class, member, system, service, as `VN/GOV/G01/population/verify`.
//!
//! Parsed once at the edge. Segments are percent-decoded one by one, so that `/` inside a code is `%2F`; `Display`
//! escapes them again. The field's colon form (`VN:GOV:000.00.00.G22:vpcp`) parses to the same values.
//! Source: X-Road Message Protocol for REST v1, section 4.1.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use crate::vietnam::agency_code::AgencyCode;

/// What may stand unescaped in a segment: RFC 3986 unreserved characters and the sub-delimiters that X-Road allows.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'+')
    .remove(b',')
    .remove(b'=');

/// The longest segment in bytes after decoding, as in X-Road's database schema.
const SEGMENT_BYTES_MAX: usize = 255;

/// Why a text is no identifier.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum IdentifierError {
    /// The number of segments is wrong.
    #[error("expected {expected} segments, found {found}")]
    SegmentCount {
        /// What is allowed, in words.
        expected: &'static str,
        /// What was there.
        found: usize,
    },
    /// A segment is empty, too long, not UTF-8 or holds a forbidden character.
    #[error("segment {position} {reason}")]
    Segment {
        /// Counted from 1.
        position: usize,
        /// What is wrong with it.
        reason: &'static str,
    },
}

/// One decoded segment of an identifier.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Segment(Arc<str>);

impl Segment {
    fn parse(text: &str, position: usize) -> Result<Self, IdentifierError> {
        let fail = |reason| IdentifierError::Segment { position, reason };
        let decoded = percent_decode_str(text)
            .decode_utf8()
            .map_err(|_| fail("is not UTF-8 after percent-decoding"))?;
        if decoded.is_empty() {
            return Err(fail("is empty"));
        }
        if decoded.len() > SEGMENT_BYTES_MAX {
            return Err(fail("is longer than 255 bytes"));
        }
        // Control characters and the two invisible ones that X-Road names; they only serve to deceive a reader.
        if decoded
            .chars()
            .any(|c| c.is_control() || c == '\u{200B}' || c == '\u{FEFF}')
        {
            return Err(fail("holds a control or invisible character"));
        }
        if matches!(&*decoded, "." | "..") {
            return Err(fail("is a relative path segment"));
        }
        Ok(Self(decoded.as_ref().into()))
    }
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        utf8_percent_encode(&self.0, ESCAPED).fmt(f)
    }
}

/// Splits the slash form or the colon form into segments. Colons count only where no slash stands.
fn segments(text: &str) -> Result<Vec<Segment>, IdentifierError> {
    let colon_form = !text.contains('/') && text.contains(':');
    let separator = if colon_form { ':' } else { '/' };
    let mut parts = text
        .split(separator)
        .enumerate()
        .map(|(index, part)| Segment::parse(part, index + 1))
        .collect::<Result<Vec<_>, _>>()?;
    // The field writes a Vietnamese agency in the form of QCVN 102:2016; members are registered in the shorter form
    // of Decision 20/2020/QĐ-TTg.
    if let [instance, class, member, ..] = parts.as_mut_slice()
        && &*instance.0 == "VN"
        && &*class.0 == "GOV"
        && let Ok(code) = member.0.parse::<AgencyCode>()
    {
        member.0 = code.to_string().into();
    }
    Ok(parts)
}

/// An organisation in the exchange: `VN/GOV/G01`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemberId {
    instance: Segment,
    class: Segment,
    code: Segment,
}

impl MemberId {
    /// The instance, as in `VN`.
    pub fn instance(&self) -> &str {
        &self.instance.0
    }

    /// The member class, as in `GOV`.
    pub fn class(&self) -> &str {
        &self.class.0
    }

    /// The member code, as in `G01`.
    pub fn code(&self) -> &str {
        &self.code.0
    }

    /// The system `code` of this member.
    pub fn system(&self, code: &str) -> Result<SystemId, IdentifierError> {
        Ok(SystemId {
            member: self.clone(),
            code: Segment::parse(&escape(code), 4)?,
        })
    }
}

fn escape(code: &str) -> String {
    utf8_percent_encode(code, ESCAPED).to_string()
}

impl FromStr for MemberId {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = segments(text)?;
        let found = parts.len();
        let [instance, class, code] =
            <[Segment; 3]>::try_from(parts).map_err(|_| IdentifierError::SegmentCount { expected: "3", found })?;
        Ok(Self { instance, class, code })
    }
}

impl fmt::Display for MemberId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.instance, self.class, self.code)
    }
}

/// An information system of a member, X-Road's subsystem: `VN/GOV/G01/population`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SystemId {
    member: MemberId,
    code: Segment,
}

impl SystemId {
    /// The member that owns this system.
    pub fn member(&self) -> &MemberId {
        &self.member
    }

    /// The system's own code, as in `population`.
    pub fn code(&self) -> &str {
        &self.code.0
    }

    /// The service `code` of this system.
    pub fn service(&self, code: &str) -> Result<ServiceId, IdentifierError> {
        Ok(ServiceId {
            system: self.clone(),
            code: Segment::parse(&escape(code), 5)?,
        })
    }
}

impl FromStr for SystemId {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = segments(text)?;
        let found = parts.len();
        let [instance, class, member, code] =
            <[Segment; 4]>::try_from(parts).map_err(|_| IdentifierError::SegmentCount { expected: "4", found })?;
        Ok(Self {
            member: MemberId {
                instance,
                class,
                code: member,
            },
            code,
        })
    }
}

impl fmt::Display for SystemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.member, self.code)
    }
}

/// A gateway of a member, X-Road's security server: `VN/GOV/G01/gw1`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GatewayId(SystemId);

impl GatewayId {
    /// The member that runs this gateway.
    pub fn member(&self) -> &MemberId {
        self.0.member()
    }

    /// The gateway's own code, as in `gw1`.
    pub fn code(&self) -> &str {
        self.0.code()
    }
}

impl FromStr for GatewayId {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl fmt::Display for GatewayId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One service of a system: `VN/GOV/G01/population/verify`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServiceId {
    system: SystemId,
    code: Segment,
}

impl ServiceId {
    /// The system that offers this service.
    pub fn system(&self) -> &SystemId {
        &self.system
    }

    /// The member that owns this service.
    pub fn member(&self) -> &MemberId {
        &self.system.member
    }

    /// The service's own code, as in `verify`.
    pub fn code(&self) -> &str {
        &self.code.0
    }
}

impl FromStr for ServiceId {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = segments(text)?;
        let found = parts.len();
        let [instance, class, member, system, code] =
            <[Segment; 5]>::try_from(parts).map_err(|_| IdentifierError::SegmentCount { expected: "5", found })?;
        Ok(Self {
            system: SystemId {
                member: MemberId {
                    instance,
                    class,
                    code: member,
                },
                code: system,
            },
            code,
        })
    }
}

impl fmt::Display for ServiceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.system, self.code)
    }
}

/// Who asks: a member or one of its systems, as `X-Road-Client` allows.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClientId {
    /// A member in its own name: three segments.
    Member(MemberId),
    /// A system: four segments.
    System(SystemId),
}

impl ClientId {
    /// The member that asks.
    pub fn member(&self) -> &MemberId {
        match self {
            Self::Member(member) => member,
            Self::System(system) => system.member(),
        }
    }
}

impl FromStr for ClientId {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.parse() {
            Ok(member) => Ok(Self::Member(member)),
            Err(IdentifierError::SegmentCount { .. }) => text.parse().map(Self::System).map_err(|error| match error {
                IdentifierError::SegmentCount { found, .. } => IdentifierError::SegmentCount {
                    expected: "3 or 4",
                    found,
                },
                other @ IdentifierError::Segment { .. } => other,
            }),
            Err(other) => Err(other),
        }
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(member) => member.fmt(f),
            Self::System(system) => system.fmt(f),
        }
    }
}

macro_rules! text_identifier {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

text_identifier!(MemberId, SystemId, GatewayId, ServiceId, ClientId);
