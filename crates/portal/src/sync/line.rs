//! The line to the national portal: which gateway stands at its other end, and whether it is cut.

use motlan_core::MemberId;
use motlan_exchange::directory::Directory;

use crate::facts::Named;
use crate::portal::Portal;

/// The system of the national portal, as every directory calls it.
const PORTAL_SYSTEM: &str = "national-portal";

/// The line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// The member at the other end.
    pub(super) member: Named,
    /// Where its pages are, if this node knows.
    pub(super) pages: Option<String>,
    /// `host:port` of its gateways.
    pub(super) authorities: Vec<String>,
    /// Whether an exercise has cut it.
    pub(super) is_cut: bool,
}

/// The line of this node; none while the directory knows no national portal.
pub(super) fn find(portal: &Portal) -> Option<Line> {
    let directory = portal.gateway.directory().current();
    let member = member(&directory)?;
    let gateways = directory.gateways_of(&member).iter();
    let authorities: Vec<String> = gateways.map(|gateway| gateway.address.clone()).collect();
    Some(Line {
        is_cut: authorities
            .iter()
            .any(|authority| portal.gateway.pool().is_cut(authority)),
        pages: portal.page_addresses.get(&member).cloned(),
        member: Named::of_member(&directory, &member),
        authorities,
    })
}

fn member(directory: &Directory) -> Option<MemberId> {
    let systems = directory.systems();
    let system = systems.into_iter().find(|system| system.id.code() == PORTAL_SYSTEM)?;
    Some(system.id.member().clone())
}
