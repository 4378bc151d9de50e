//! The ten national statuses of a dossier and the only ways from one to the next.
//!
//! Codes and Vietnamese names are those that one-stop systems send to the national portal. A draft is not a dossier and
//! has no status; a dossier begins with [`Status::New`].

use std::fmt;

use motlan_core::{Code, Failure};

/// Where a dossier stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Status {
    /// 1: handed in.
    New = 1,
    /// 2: received; the clock runs.
    Received = 2,
    /// 3: not received, with reasons. An end.
    NotReceived = 3,
    /// 4: being worked on.
    InProgress = 4,
    /// 5: the applicant must add papers. The clock stands.
    SupplementNeeded = 5,
    /// 6: the applicant must pay. The clock stands.
    PaymentNeeded = 6,
    /// 7: taken back by the applicant. An end.
    Withdrawn = 7,
    /// 8: work stopped, with reasons. The clock stands.
    Stopped = 8,
    /// 9: finished; the result waits.
    Done = 9,
    /// 10: the result was handed over. An end.
    Returned = 10,
}

/// A dossier cannot go this way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a dossier does not go from status {from} to status {to}")]
pub struct StatusError {
    /// Where it stands.
    pub from: Status,
    /// Where it was to go.
    pub to: Status,
}

impl From<StatusError> for Failure {
    fn from(error: StatusError) -> Self {
        Self::new(Code::StatusNotAllowed, error.to_string())
    }
}

impl Status {
    /// Every status, in the order of the codes.
    pub const ALL: [Self; 10] = [
        Self::New,
        Self::Received,
        Self::NotReceived,
        Self::InProgress,
        Self::SupplementNeeded,
        Self::PaymentNeeded,
        Self::Withdrawn,
        Self::Stopped,
        Self::Done,
        Self::Returned,
    ];

    /// The national code, 1 to 10.
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// The status with this national code.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    /// The Vietnamese name that the national portal uses.
    pub const fn name_vi(self) -> &'static str {
        match self {
            Self::New => "Mới đăng ký",
            Self::Received => "Được tiếp nhận",
            Self::NotReceived => "Không được tiếp nhận",
            Self::InProgress => "Đang xử lý",
            Self::SupplementNeeded => "Yêu cầu bổ sung giấy tờ",
            Self::PaymentNeeded => "Yêu cầu thực hiện nghĩa vụ tài chính",
            Self::Withdrawn => "Công dân yêu cầu rút hồ sơ",
            Self::Stopped => "Dừng xử lý",
            Self::Done => "Đã xử lý xong",
            Self::Returned => "Đã trả kết quả",
        }
    }

    /// The English name.
    pub const fn name_en(self) -> &'static str {
        match self {
            Self::New => "Newly submitted",
            Self::Received => "Received",
            Self::NotReceived => "Not received",
            Self::InProgress => "In progress",
            Self::SupplementNeeded => "More papers needed",
            Self::PaymentNeeded => "Payment needed",
            Self::Withdrawn => "Withdrawn by the applicant",
            Self::Stopped => "Stopped",
            Self::Done => "Finished",
            Self::Returned => "Result handed over",
        }
    }

    /// The statuses that may follow this one.
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::New => &[Self::Received, Self::NotReceived, Self::Withdrawn],
            Self::Received => &[Self::InProgress, Self::SupplementNeeded, Self::Withdrawn],
            Self::InProgress => &[
                Self::SupplementNeeded,
                Self::PaymentNeeded,
                Self::Withdrawn,
                Self::Stopped,
                Self::Done,
            ],
            Self::SupplementNeeded => &[Self::InProgress, Self::Withdrawn, Self::Stopped],
            Self::PaymentNeeded => &[Self::InProgress, Self::Stopped],
            Self::Stopped => &[Self::InProgress, Self::Done],
            Self::Done => &[Self::Returned],
            Self::NotReceived | Self::Withdrawn | Self::Returned => &[],
        }
    }

    /// Refuses every way but those of [`Self::next`]; standing still is no step either.
    pub fn step(self, to: Self) -> Result<(), StatusError> {
        if self.next().contains(&to) {
            Ok(())
        } else {
            Err(StatusError { from: self, to })
        }
    }

    /// Whether the deadline's clock stands: the applicant, or something outside the unit, must move first.
    pub const fn is_clock_paused(self) -> bool {
        matches!(self, Self::SupplementNeeded | Self::PaymentNeeded | Self::Stopped)
    }

    /// Whether nothing follows.
    pub const fn is_end(self) -> bool {
        self.next().is_empty()
    }

    /// Whether an officer who sets this status must say why. Withdrawing needs a reason only from an officer.
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::NotReceived | Self::SupplementNeeded | Self::Stopped)
    }
}

/// The national code.
impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.code().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Row: from. Column: to. `x` where the way is open.
    const TABLE: [&str; 10] = [
        ".xx...x...",
        "...xx.x...",
        "..........",
        "....xxxxx.",
        "...x..xx..",
        "...x...x..",
        "..........",
        "...x....x.",
        ".........x",
        "..........",
    ];

    #[test]
    fn all_hundred_pairs_follow_the_table() {
        let mut open = 0;
        for (row, from) in TABLE.iter().zip(Status::ALL) {
            for (mark, to) in row.chars().zip(Status::ALL) {
                let expected = if mark == 'x' {
                    Ok(())
                } else {
                    Err(StatusError { from, to })
                };
                assert_eq!(from.step(to), expected, "{from} to {to}");
                open += usize::from(mark == 'x');
            }
            assert_eq!(from.is_end(), !row.contains('x'), "{from}");
        }
        assert_eq!(open, 19);
    }

    #[test]
    fn codes_are_one_to_ten_and_found_again() {
        for (code, status) in (1..).zip(Status::ALL) {
            assert_eq!(status.code(), code);
            assert_eq!(Status::from_code(code), Some(status));
        }
        for nothing in [0, 11, u8::MAX] {
            assert_eq!(Status::from_code(nothing), None);
        }
    }

    #[test]
    fn every_status_can_be_reached_from_the_first() {
        let mut reached = vec![Status::New];
        let mut at = 0;
        while let Some(status) = reached.get(at).copied() {
            for next in status.next() {
                if !reached.contains(next) {
                    reached.push(*next);
                }
            }
            at += 1;
        }
        assert_eq!(reached.len(), 10);
    }

    #[test]
    fn the_clock_stands_in_three_statuses_and_names_differ() {
        let paused: Vec<u8> = Status::ALL
            .into_iter()
            .filter(|status| status.is_clock_paused())
            .map(Status::code)
            .collect();
        assert_eq!(paused, [5, 6, 8]);
        for (at, status) in Status::ALL.iter().enumerate() {
            for other in &Status::ALL[at + 1..] {
                assert_ne!(status.name_vi(), other.name_vi());
                assert_ne!(status.name_en(), other.name_en());
            }
        }
    }

    #[test]
    fn a_refused_step_has_a_public_code_and_both_ends() {
        let failure = Failure::from(Status::PaymentNeeded.step(Status::Done).unwrap_err());
        assert_eq!(failure.code, Code::StatusNotAllowed);
        assert_eq!(failure.detail, "a dossier does not go from status 6 to status 9");
    }
}
