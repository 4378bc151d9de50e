//! Characters in identifiers that X-Road accepts with a warning: `%`, `:`, `;`, `/` and `\`.
//!
//! Such codes work, but other members' software may read them differently. Control characters and the two invisible
//! ones that X-Road also warns of (U+200B, U+FEFF) are refused here when an identifier is parsed.
//! Source: MessageProcessorBase.checkIdentifier of X-Road 7.

use std::fmt;

use motlan_core::{ClientId, MemberId, SystemId};

use super::RequestHead;

const DISCOURAGED: [char; 5] = ['%', ':', ';', '/', '\\'];

/// One discouraged character in one identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdentifierWarning {
    /// The identifier: `service`, `client` or `security server`.
    pub identifier: &'static str,
    /// The first discouraged character in it.
    pub character: char,
}

impl fmt::Display for IdentifierWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the {} identifier holds {:?}", self.identifier, self.character)
    }
}

/// At most one warning for each identifier.
pub(super) fn identifier_warnings(head: &RequestHead) -> Vec<IdentifierWarning> {
    let mut service = of_system(head.service.system());
    service.push(head.service.code());
    let client = match &head.client {
        ClientId::Member(member) => of_member(member),
        ClientId::System(system) => of_system(system),
    };
    let security_server = head.security_server.as_ref().map(|gateway| {
        let mut codes = of_member(gateway.member());
        codes.push(gateway.code());
        codes
    });
    [
        ("service", Some(service)),
        ("client", Some(client)),
        ("security server", security_server),
    ]
    .into_iter()
    .filter_map(|(identifier, codes)| {
        let character = codes?
            .into_iter()
            .flat_map(str::chars)
            .find(|c| DISCOURAGED.contains(c))?;
        Some(IdentifierWarning { identifier, character })
    })
    .collect()
}

fn of_member(member: &MemberId) -> Vec<&str> {
    vec![member.instance(), member.class(), member.code()]
}

fn of_system(system: &SystemId) -> Vec<&str> {
    let mut codes = of_member(system.member());
    codes.push(system.code());
    codes
}
