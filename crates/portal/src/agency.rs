//! Which agency codes are confirmed. A code that is not carries a mark wherever it is shown.
//!
//! Source: `packs/agencies/2022.csv`, its column `code_evidence`; what the column means is in the README beside it.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use motlan_core::MemberId;

const AGENCIES: &str = include_str!("../../../packs/agencies/2022.csv");

/// The class of members whose codes are those of Decision 20/2020/QĐ-TTg.
const GOVERNMENT: &str = "GOV";

static CONFIRMED: LazyLock<BTreeSet<&str>> = LazyLock::new(|| AGENCIES.lines().filter_map(confirmed).collect());

/// The code of a row, if it is confirmed. Names may be quoted and hold commas, so the columns before them are counted
/// from the left and the one after them from the right.
fn confirmed(row: &str) -> Option<&str> {
    let code = row.split(',').nth(2)?;
    (row.rsplit(',').next() == Some("confirmed")).then_some(code)
}

/// Whether this member's code must carry the mark. Codes of other classes follow other lists.
pub(crate) fn is_code_unconfirmed(member: &MemberId) -> bool {
    member.class() == GOVERNMENT && !CONFIRMED.contains(member.code())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_codes_are_confirmed_as_the_list_says() {
        assert_eq!(CONFIRMED.len(), 37);
        assert!(AGENCIES.starts_with("kind,code_gso,code_qd20,name_vi,name_en,code_evidence\n"));
        assert!(CONFIRMED.contains("G07"), "a row with quoted names");
        assert!(CONFIRMED.iter().all(|code| code.len() == 3), "{CONFIRMED:?}");
    }

    #[test]
    fn the_demo_country_has_one_code_that_is_not_confirmed() {
        let unconfirmed = |id: &str| is_code_unconfirmed(&id.parse().unwrap());
        for id in ["VN/GOV/G14", "VN/GOV/G01", "VN/GOV/G24"] {
            assert!(!unconfirmed(id), "{id}");
        }
        assert!(unconfirmed("VN/GOV/H45"));
        assert!(unconfirmed("VN/GOV/X99"), "a code that no list has");
        assert!(!unconfirmed("VN/COM/0100109106"), "companies have another list");
    }
}
