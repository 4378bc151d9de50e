//! Members by number, so that entries carry no text.

use std::collections::HashMap;

use motlan_core::MemberId;

/// The origin of a log names no member's log `casework`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not the origin of a member's casework log, as in motlan/VN/GOV/H45/casework")]
pub struct OriginError(pub String);

/// The member that runs the log `casework` with this origin (`docs/evidence-format.md`, logs).
pub(super) fn member_of(origin: &str) -> Result<MemberId, OriginError> {
    let member = origin
        .strip_prefix("motlan/")
        .and_then(|rest| rest.strip_suffix("/casework"));
    let member = member.and_then(|member| member.parse().ok());
    member.ok_or_else(|| OriginError(origin.to_owned()))
}

/// A member within one ledger. Numbers are given as members come, so nothing may depend on their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct LogNumber(u32);

impl LogNumber {
    /// Not above any other, to bound a range.
    pub(super) const LEAST: Self = Self(0);
    /// Not below any other.
    pub(super) const MOST: Self = Self(u32::MAX);
}

/// The members of a ledger.
#[derive(Clone, Debug, Default)]
pub(super) struct Logs {
    members: Vec<MemberId>,
    numbers: HashMap<MemberId, LogNumber>,
    /// Whom the last entry was of: the next one is mostly of the same.
    last: Option<LogNumber>,
}

impl Logs {
    /// The number of this member, a new one if it is new.
    pub(super) fn number(&mut self, member: &MemberId) -> LogNumber {
        if let Some(last) = self.last
            && self.member(last) == member
        {
            return last;
        }
        let number = self.find(member).unwrap_or_else(|| {
            // 2^32 members are more than a country has organisations.
            let number = LogNumber(u32::try_from(self.members.len()).unwrap_or(u32::MAX));
            self.members.push(member.clone());
            self.numbers.insert(member.clone(), number);
            number
        });
        self.last = Some(number);
        number
    }

    /// The number of this member, if anything of it was taken.
    pub(super) fn find(&self, member: &MemberId) -> Option<LogNumber> {
        self.numbers.get(member).copied()
    }

    /// The member with this number.
    pub(super) fn member(&self, number: LogNumber) -> &MemberId {
        &self.members[number.0 as usize]
    }

    /// Every member with its number, in order of the members.
    pub(super) fn list(&self) -> Vec<(&MemberId, LogNumber)> {
        let mut list: Vec<_> = self.numbers.iter().map(|(member, number)| (member, *number)).collect();
        list.sort();
        list
    }

    /// Every member, in order.
    pub(super) fn members(&self) -> Vec<MemberId> {
        self.list().into_iter().map(|(member, _)| member.clone()).collect()
    }
}
