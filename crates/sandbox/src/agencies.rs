//! The agencies of 2022–2024 and their codes of Decision 20/2020/QĐ-TTg, with how well each code is known.
//!
//! A code that is not confirmed carries a mark wherever it is shown: show [`Agency::code_with_mark`], not the bare code.
//! Source and counts: `packs/agencies/README.md`.

use std::sync::LazyLock;

use crate::table::{Problem, Table, TableError};

const COLUMNS: [&str; 6] = ["kind", "code_gso", "code_qd20", "name_vi", "name_en", "code_evidence"];

const AGENCIES: Table = Table {
    file: "agencies/2022.csv",
    text: include_str!("../../../packs/agencies/2022.csv"),
};

/// What follows a code that is not confirmed.
pub const UNCONFIRMED_MARK: &str = "(?)";

/// The kinds of agency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AgencyKind {
    /// Bộ.
    Ministry,
    /// Cơ quan ngang bộ.
    MinisterialAgency,
    /// Cơ quan thuộc Chính phủ.
    GovernmentAgency,
    /// Tỉnh.
    Province,
    /// Thành phố trực thuộc trung ương.
    City,
}

/// How well an agency's code is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CodeEvidence {
    /// Two sources or a text show it.
    Confirmed,
    /// Only inferred.
    Unconfirmed,
    /// No code was found.
    Unknown,
}

/// One agency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agency {
    /// What it is.
    pub kind: AgencyKind,
    /// The province it governs, by its code in [`crate::units`]; none for a central agency.
    pub province: Option<&'static str>,
    /// The first level of its code of Decision 20/2020, as in `G01` or `H45`.
    pub code: Option<&'static str>,
    /// Its name in Vietnamese.
    pub name_vi: &'static str,
    /// Its name in English.
    pub name_en: &'static str,
    /// How well the code is known.
    pub code_evidence: CodeEvidence,
}

impl Agency {
    /// The code as it may be shown: `G01` when confirmed, `H45 (?)` when not, `(?)` when there is none.
    pub fn code_with_mark(&self) -> String {
        match (self.code, self.code_evidence) {
            (Some(code), CodeEvidence::Confirmed) => code.to_owned(),
            (Some(code), _) => format!("{code} {UNCONFIRMED_MARK}"),
            (None, _) => UNCONFIRMED_MARK.to_owned(),
        }
    }
}

/// All agencies, in the order of the file.
#[derive(Clone, Debug)]
pub struct Agencies(Vec<Agency>);

impl Agencies {
    /// The agencies of 2022–2024.
    pub fn of_2022() -> &'static Self {
        // Unwrap safety: the file is part of the build, and a test of this module reads it.
        static AGENCIES: LazyLock<Agencies> =
            LazyLock::new(|| Agencies::parse().expect("the embedded agencies are well formed"));
        &AGENCIES
    }

    fn parse() -> Result<Self, TableError> {
        AGENCIES.rows(COLUMNS, agency).map(Self)
    }

    /// Every agency.
    pub fn all(&self) -> &[Agency] {
        &self.0
    }

    /// The agency with this first-level code, confirmed or not.
    pub fn find(&self, code: &str) -> Option<&Agency> {
        self.0.iter().find(|agency| agency.code == Some(code))
    }

    /// The agency that governs the province with this code.
    pub fn find_of_province(&self, province: &str) -> Option<&Agency> {
        self.0.iter().find(|agency| agency.province == Some(province))
    }
}

fn agency([kind, province, code, name_vi, name_en, evidence]: [&'static str; 6]) -> Result<Agency, Problem> {
    let agency = Agency {
        kind: agency_kind(kind)?,
        province: (!province.is_empty()).then_some(province),
        code: (!code.is_empty()).then_some(code),
        name_vi,
        name_en,
        code_evidence: code_evidence(evidence)?,
    };
    let is_local = matches!(agency.kind, AgencyKind::Province | AgencyKind::City);
    if is_local != agency.province.is_some() {
        return Err(Problem::Value("code_gso", province.to_owned()));
    }
    let is_well_formed = match code.as_bytes() {
        [] => agency.code_evidence == CodeEvidence::Unknown,
        [b'G' | b'H', tens, ones] => tens.is_ascii_digit() && ones.is_ascii_digit() && evidence != "unknown",
        _ => false,
    };
    if !is_well_formed {
        return Err(Problem::Value("code_qd20", code.to_owned()));
    }
    Ok(agency)
}

fn agency_kind(text: &str) -> Result<AgencyKind, Problem> {
    Ok(match text {
        "ministry" => AgencyKind::Ministry,
        "ministerial_agency" => AgencyKind::MinisterialAgency,
        "government_agency" => AgencyKind::GovernmentAgency,
        "province" => AgencyKind::Province,
        "city" => AgencyKind::City,
        _ => return Err(Problem::Value("kind", text.to_owned())),
    })
}

fn code_evidence(text: &str) -> Result<CodeEvidence, Problem> {
    Ok(match text {
        "confirmed" => CodeEvidence::Confirmed,
        "unconfirmed" => CodeEvidence::Unconfirmed,
        "unknown" => CodeEvidence::Unknown,
        _ => return Err(Problem::Value("code_evidence", text.to_owned())),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::units::Units;

    #[test]
    fn the_embedded_list_has_its_published_totals() {
        let agencies = Agencies::parse().unwrap();
        let count = |kind| agencies.all().iter().filter(|agency| agency.kind == kind).count();
        assert_eq!(count(AgencyKind::Ministry), 18);
        assert_eq!(count(AgencyKind::MinisterialAgency), 4);
        assert_eq!(count(AgencyKind::GovernmentAgency), 8);
        assert_eq!(count(AgencyKind::Province) + count(AgencyKind::City), 63);
    }

    #[test]
    fn codes_are_unique_and_every_province_has_one_agency() {
        let agencies = Agencies::of_2022();
        let codes: Vec<_> = agencies.all().iter().filter_map(|agency| agency.code).collect();
        assert_eq!(codes.len(), 90);
        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len());
        for province in Units::of_2022().provinces() {
            assert!(agencies.find_of_province(province.code).is_some(), "{province:?}");
        }
    }

    #[test]
    fn a_code_that_is_not_confirmed_carries_its_mark() {
        let agencies = Agencies::of_2022();
        assert_eq!(agencies.find("G01").unwrap().code_with_mark(), "G01");
        assert_eq!(agencies.find("H45").unwrap().code_with_mark(), "H45 (?)");
        let without_code = agencies.all().iter().find(|agency| agency.code.is_none()).unwrap();
        assert_eq!(without_code.code_with_mark(), "(?)");
    }

    #[test]
    fn a_row_that_contradicts_itself_is_refused() {
        let refused = |row| agency(row).unwrap_err();
        let code = |text: &str| Problem::Value("code_qd20", text.to_owned());
        assert_eq!(refused(["ministry", "", "", "Bộ", "M", "confirmed"]), code(""));
        assert_eq!(refused(["ministry", "", "G1", "Bộ", "M", "confirmed"]), code("G1"));
        assert_eq!(refused(["ministry", "", "G01", "Bộ", "M", "unknown"]), code("G01"));
        let province = Problem::Value("code_gso", String::new());
        assert_eq!(refused(["province", "", "H01", "Tỉnh", "P", "confirmed"]), province);
    }
}
