//! Names of what the directory holds, by identifier or by the index that an entry carries.
//!
//! What was removed from the directory keeps its identifier as its name: old entries stay readable.

use motlan_core::{GatewayId, MemberId, ServiceId, SystemId};
use motlan_exchange::directory::{Directory, Subject};

use crate::agency::is_code_unconfirmed;
use crate::language::Language;

/// The same words in both languages.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Words {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

impl Words {
    /// The words in one language.
    pub fn say(&self, language: Language) -> &str {
        match language {
            Language::Vietnamese => &self.vi,
            Language::English => &self.en,
        }
    }

    fn new(vi: &str, en: &str) -> Self {
        Self {
            vi: vi.to_owned(),
            en: en.to_owned(),
        }
    }
}

/// A member, system, service or gateway with its names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// Its name; the identifier where the directory has none.
    pub name: Words,
    /// The owner's name, where it is not the owner itself.
    pub owner: Option<Words>,
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

    fn of_system(directory: &Directory, id: &SystemId) -> Self {
        let name = directory
            .system(id)
            .map(|system| Words::new(&system.name_vi, &system.name_en));
        Self::new(id.to_string(), id.member(), name, member_name(directory, id.member()))
    }

    /// A service.
    pub(crate) fn of_service(directory: &Directory, id: &ServiceId) -> Self {
        let name = directory
            .service(id)
            .map(|service| Words::new(&service.name_vi, &service.name_en));
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
            name: Words::new(&id, &id),
            owner: None,
            member: String::new(),
            is_code_unconfirmed: false,
            id,
        }
    }

    fn new(id: String, member: &MemberId, name: Option<Words>, owner: Option<Words>) -> Self {
        Self {
            name: name.unwrap_or_else(|| Words::new(&id, &id)),
            owner,
            member: member.to_string(),
            is_code_unconfirmed: is_code_unconfirmed(member),
            id,
        }
    }
}

fn member_name(directory: &Directory, id: &MemberId) -> Option<Words> {
    directory
        .member(id)
        .map(|member| Words::new(&member.name_vi, &member.name_en))
}
