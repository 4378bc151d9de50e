//! Names of what the directory holds, by identifier or by the index that an entry carries.
//!
//! What was removed from the directory keeps its identifier as its name: old entries stay readable.

use motlan_core::{GatewayId, MemberId, Name, ServiceId, SystemId};
use motlan_exchange::directory::{Directory, Subject};

use crate::agency::is_code_unconfirmed;

/// A member, system, service or gateway with its names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// Its name; the identifier where the directory has none.
    pub name: Name,
    /// The owner's name, where it is not the owner itself.
    pub owner: Option<Name>,
    /// Its identifier, as in `VN/GOV/G01/population/verify`.
    pub id: String,
    /// The owner's identifier, as in `VN/GOV/G01`.
    pub member: String,
    /// Whether the owner's agency code must carry its mark.
    pub is_code_unconfirmed: bool,
}

impl Named {
    /// A member.
    pub(crate) fn of_member(directory: &Directory, id: &MemberId) -> Self {
        Self::new(id.to_string(), id, member_name(directory, id), None)
    }

    /// A gateway goes by the name of its member.
    pub(crate) fn of_gateway(directory: &Directory, id: &GatewayId) -> Self {
        Self::new(id.to_string(), id.member(), member_name(directory, id.member()), None)
    }

    /// A system.
    pub(crate) fn of_system(directory: &Directory, id: &SystemId) -> Self {
        let name = directory
            .system(id)
            .map(|system| Name::new(system.name_vi.clone(), system.name_en.clone()));
        Self::new(id.to_string(), id.member(), name, member_name(directory, id.member()))
    }

    /// A service.
    pub(crate) fn of_service(directory: &Directory, id: &ServiceId) -> Self {
        let name = directory
            .service(id)
            .map(|service| Name::new(service.name_vi.clone(), service.name_en.clone()));
        Self::new(id.to_string(), id.member(), name, member_name(directory, id.member()))
    }

    /// What an index of an entry stands for.
    pub(crate) fn of_index(directory: &Directory, index: u32) -> Self {
        match directory.subject(index) {
            Some(Subject::Member(id)) => Self::of_member(directory, id),
            Some(Subject::System(id)) => Self::of_system(directory, id),
            Some(Subject::Service(id)) => Self::of_service(directory, id),
            Some(Subject::Gateway(id)) => Self::of_gateway(directory, id),
            Some(Subject::Grant { service, .. }) => Self::of_service(directory, service),
            None => Self::unknown(index),
        }
    }

    /// An index that this node's directory does not reach yet.
    fn unknown(index: u32) -> Self {
        let id = format!("#{index}");
        Self {
            name: Name::new(id.clone(), id.clone()),
            owner: None,
            member: String::new(),
            is_code_unconfirmed: false,
            id,
        }
    }

    fn new(id: String, member: &MemberId, name: Option<Name>, owner: Option<Name>) -> Self {
        Self {
            name: name.unwrap_or_else(|| Name::new(id.clone(), id.clone())),
            owner,
            member: member.to_string(),
            is_code_unconfirmed: is_code_unconfirmed(member),
            id,
        }
    }
}

fn member_name(directory: &Directory, id: &MemberId) -> Option<Name> {
    directory
        .member(id)
        .map(|member| Name::new(member.name_vi.clone(), member.name_en.clone()))
}
