//! Plain facts that several pages share. No language, no layout, no running node.

use motlan_core::Timestamp;

pub use crate::named::Named;

/// A checkpoint of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckpointFacts {
    /// Names the log, as in `motlan/VN/GOV/H45/exchange`.
    pub origin: String,
    /// Entries that it covers.
    pub size: u64,
    /// Root of the tree, in base64 as the checkpoint has it.
    pub root: String,
}

/// Of which time a page's data are. Provinces were merged on 1 July 2025 (Resolution 202/2025/QH15): from 63 to 34.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Era {
    /// Synthetic data after the reports of 2022 to 2024, with 63 provinces, whatever the clock says.
    Sample,
    /// 63 provinces.
    BeforeMerger,
    /// 34 provinces.
    AfterMerger,
}

impl Era {
    /// 2025-07-01T00:00:00+07:00.
    const MERGER: Timestamp = Timestamp::from_seconds(1_751_302_800);

    /// The era of data made now.
    pub fn new(is_demo: bool, now: Timestamp) -> Self {
        match (is_demo, now < Self::MERGER) {
            (true, _) => Self::Sample,
            (false, true) => Self::BeforeMerger,
            (false, false) => Self::AfterMerger,
        }
    }
}

/// What the frame of every page shows: where one is, and what the page stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameFacts {
    /// The member whose node this is.
    pub place: Named,
    /// Whether this node is the centre.
    pub is_centre: bool,
    /// Whether people and traffic are synthetic.
    pub is_demo: bool,
    /// Of which time the data are.
    pub era: Era,
    /// When the facts were gathered.
    pub at: Timestamp,
    /// The last record of the directory that names were taken from.
    pub directory_sequence: u32,
    /// Hash of that record, in hexadecimal.
    pub directory_hash: String,
    /// The last published checkpoint of the node's log `exchange`.
    pub checkpoint: Option<CheckpointFacts>,
    /// Whether somebody can log in here.
    pub has_log_in: bool,
    /// The sections that this node has beside its status, by their paths.
    pub sections: Vec<&'static str>,
}

#[cfg(test)]
impl FrameFacts {
    /// 14:05:09 on 21 November 2026 in Vietnam.
    pub(crate) const SAMPLE_AT: Timestamp = Timestamp::from_seconds(1_795_244_709);

    /// Phú Yên's node in a demonstration, for tests of pages; sections are for them to name.
    pub(crate) fn sample() -> Self {
        Self {
            place: Named {
                name: motlan_core::Name::new("Tỉnh Phú Yên", "Phú Yên Province"),
                owner: None,
                id: "VN/GOV/H45".to_owned(),
                member: "VN/GOV/H45".to_owned(),
                is_code_unconfirmed: true,
            },
            is_centre: false,
            is_demo: true,
            era: Era::Sample,
            at: Self::SAMPLE_AT,
            directory_sequence: 27,
            directory_hash: "9f".repeat(32),
            checkpoint: None,
            has_log_in: true,
            sections: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_era_changes_at_midnight_in_vietnam() {
        let merger = Era::MERGER;
        assert_eq!(merger.hour().day().to_string(), "2025-07-01");
        assert_eq!(merger.plus_seconds(-1).hour().day().to_string(), "2025-06-30");
        assert_eq!(Era::new(false, merger.plus_seconds(-1)), Era::BeforeMerger);
        assert_eq!(Era::new(false, merger), Era::AfterMerger);
        assert_eq!(Era::new(true, merger), Era::Sample);
    }
}
