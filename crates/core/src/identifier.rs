//! X-Road identifiers: instance, class, member, system, service, as `VN/GOV/G01/population/verify`.
//!
//! Parsed once at the edge. Segments are percent-decoded one by one, so that `/` inside a code is `%2F`; `Display`
//! escapes them again. The field's colon form (`VN:GOV:000.00.00.G22:vpcp`) parses to the same values; a text with both
//! separators is refused.
//! Source: X-Road Message Protocol for REST v1, section 4.1.

mod segment;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use self::segment::IdentifierError;
use self::segment::{Segment, split};

/// Splits a text that must have exactly `N` segments, which is `expected` in words.
fn exactly<const N: usize>(text: &str, expected: &'static str) -> Result<[Segment; N], IdentifierError> {
    <[Segment; N]>::try_from(split(text)?).map_err(|parts| IdentifierError::SegmentCount {
        expected,
        found: parts.len(),
    })
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
        self.instance.as_str()
    }

    /// The member class, as in `GOV`.
    pub fn class(&self) -> &str {
        self.class.as_str()
    }

    /// The member code, as in `G01`.
    pub fn code(&self) -> &str {
        self.code.as_str()
    }

    /// The system `code` of this member.
    pub fn system(&self, code: &str) -> Result<SystemId, IdentifierError> {
        Ok(SystemId {
            member: self.clone(),
            code: Segment::from_code(code, 4)?,
        })
    }
}

impl FromStr for MemberId {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let [instance, class, code] = exactly(text, "3")?;
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
        self.code.as_str()
    }

    /// The service `code` of this system.
    pub fn service(&self, code: &str) -> Result<ServiceId, IdentifierError> {
        Ok(ServiceId {
            system: self.clone(),
            code: Segment::from_code(code, 5)?,
        })
    }
}

impl FromStr for SystemId {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let [instance, class, member, code] = exactly(text, "4")?;
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
        self.code.as_str()
    }
}

impl FromStr for ServiceId {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let [instance, class, member, system, code] = exactly(text, "5")?;
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
                other => other,
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
