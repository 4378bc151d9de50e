//! Administrative units of 2022–2024: 63 provinces, 705 districts, 10,599 communes, embedded and read once.
//!
//! Codes are those of the General Statistics Office: 2 digits a province, 3 a district, 5 a commune, so that a code's
//! length says its level. Names are not keys: they repeat, and their tone placement varies. Source, licence and what
//! is not known about the dates: `packs/units/README.md`.

use std::sync::LazyLock;

use jiff::civil::Date;

use crate::table::{Problem, Table, TableError};

const COLUMNS: [&str; 7] = [
    "code",
    "parent",
    "name",
    "type",
    "name_with_type",
    "valid_from",
    "valid_to",
];

const PROVINCES: Table = Table {
    file: "units/2022/provinces.csv",
    text: include_str!("../../../packs/units/2022/provinces.csv"),
};
const DISTRICTS: Table = Table {
    file: "units/2022/districts.csv",
    text: include_str!("../../../packs/units/2022/districts.csv"),
};
const COMMUNES: Table = Table {
    file: "units/2022/communes.csv",
    text: include_str!("../../../packs/units/2022/communes.csv"),
};

/// The kinds of unit at all three levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnitKind {
    /// Tỉnh.
    Province,
    /// Thành phố: under the central government among provinces, under a province among districts.
    City,
    /// Quận.
    UrbanDistrict,
    /// Huyện.
    RuralDistrict,
    /// Thị xã.
    Town,
    /// Phường.
    Ward,
    /// Thị trấn.
    Township,
    /// Xã.
    Commune,
}

/// One administrative unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The code: 2 digits a province, 3 a district, 5 a commune.
    pub code: &'static str,
    /// The code of the unit one level up; none for a province.
    pub parent: Option<&'static str>,
    /// The name without its type, as in `Tuy Hoà`.
    pub name: &'static str,
    /// What it is.
    pub kind: UnitKind,
    /// The name with its type, as in `Thành phố Tuy Hoà`.
    pub name_with_type: &'static str,
    /// The first day of the period that the pack speaks for.
    pub valid_from: Date,
    /// The last day of that period.
    pub valid_to: Date,
}

impl Unit {
    /// Whether the pack says that this unit exists on `day`.
    pub fn is_valid_on(&self, day: Date) -> bool {
        (self.valid_from..=self.valid_to).contains(&day)
    }
}

/// All units of one division of the country.
#[derive(Clone, Debug)]
pub struct Units {
    provinces: Vec<Unit>,
    districts: Vec<Unit>,
    communes: Vec<Unit>,
}

impl Units {
    /// The division of 2022–2024.
    pub fn of_2022() -> &'static Self {
        // Unwrap safety: the files are part of the build, and a test of this module reads them.
        static UNITS: LazyLock<Units> = LazyLock::new(|| Units::parse().expect("the embedded units are well formed"));
        &UNITS
    }

    fn parse() -> Result<Self, TableError> {
        let provinces = level(PROVINCES, 2, &[])?;
        let districts = level(DISTRICTS, 3, &provinces)?;
        let communes = level(COMMUNES, 5, &districts)?;
        Ok(Self {
            provinces,
            districts,
            communes,
        })
    }

    /// The provinces, in the order of their codes.
    pub fn provinces(&self) -> &[Unit] {
        &self.provinces
    }

    /// The districts, in the order of their codes.
    pub fn districts(&self) -> &[Unit] {
        &self.districts
    }

    /// The communes, in the order of their codes.
    pub fn communes(&self) -> &[Unit] {
        &self.communes
    }

    /// The unit with this code, at the level that the code's length says.
    pub fn find(&self, code: &str) -> Option<&Unit> {
        let units = match code.len() {
            2 => &self.provinces,
            3 => &self.districts,
            5 => &self.communes,
            _ => return None,
        };
        find_in(units, code)
    }

    /// The unit one level up; none for a province.
    pub fn parent_of(&self, unit: &Unit) -> Option<&Unit> {
        self.find(unit.parent?)
    }
}

fn find_in<'a>(units: &'a [Unit], code: &str) -> Option<&'a Unit> {
    let position = units.binary_search_by(|unit| unit.code.cmp(code)).ok()?;
    units.get(position)
}

/// Reads one level whose codes have `digits` digits. Without `parents` it is the top level.
fn level(table: Table, digits: usize, parents: &[Unit]) -> Result<Vec<Unit>, TableError> {
    let mut previous = "";
    table.rows(COLUMNS, |row| {
        let unit = unit(row)?;
        if unit.code.len() != digits || !unit.code.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Problem::Value("code", unit.code.to_owned()));
        }
        if unit.code <= previous {
            return Err(Problem::Order(unit.code.to_owned()));
        }
        let has_parent = unit.parent.is_some_and(|parent| find_in(parents, parent).is_some());
        if has_parent == parents.is_empty() {
            return Err(Problem::Parent(unit.parent.unwrap_or_default().to_owned()));
        }
        previous = unit.code;
        Ok(unit)
    })
}

fn unit([code, parent, name, kind, name_with_type, from, to]: [&'static str; 7]) -> Result<Unit, Problem> {
    let date = |column, text: &str| text.parse().map_err(|_| Problem::Value(column, text.to_owned()));
    let unit = Unit {
        code,
        parent: (!parent.is_empty()).then_some(parent),
        name,
        kind: unit_kind(kind)?,
        name_with_type,
        valid_from: date("valid_from", from)?,
        valid_to: date("valid_to", to)?,
    };
    if name.is_empty() || !name_with_type.ends_with(name) {
        return Err(Problem::Value("name", name.to_owned()));
    }
    if unit.valid_from > unit.valid_to {
        return Err(Problem::Value("valid_to", to.to_owned()));
    }
    Ok(unit)
}

fn unit_kind(text: &str) -> Result<UnitKind, Problem> {
    Ok(match text {
        "tinh" => UnitKind::Province,
        "thanh-pho" => UnitKind::City,
        "quan" => UnitKind::UrbanDistrict,
        "huyen" => UnitKind::RuralDistrict,
        "thi-xa" => UnitKind::Town,
        "phuong" => UnitKind::Ward,
        "thi-tran" => UnitKind::Township,
        "xa" => UnitKind::Commune,
        _ => return Err(Problem::Value("type", text.to_owned())),
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use unicode_normalization::is_nfc;

    use super::*;

    #[test]
    fn the_embedded_division_has_its_published_totals() {
        let units = Units::parse().unwrap();
        assert_eq!(
            (units.provinces.len(), units.districts.len(), units.communes.len()),
            (63, 705, 10_599)
        );
        let count = |units: &[Unit], kind| units.iter().filter(|unit| unit.kind == kind).count();
        assert_eq!(count(&units.provinces, UnitKind::City), 5);
        assert_eq!(count(&units.districts, UnitKind::RuralDistrict), 524);
        assert_eq!(count(&units.communes, UnitKind::Commune), 8_248);
        assert_eq!(count(&units.communes, UnitKind::Ward), 1_737);
        assert_eq!(count(&units.communes, UnitKind::Township), 614);
    }

    #[test]
    fn every_unit_below_a_province_leads_up_to_one() {
        let units = Units::of_2022();
        for commune in units.communes() {
            let district = units.parent_of(commune).unwrap();
            let province = units.parent_of(district).unwrap();
            assert_eq!(
                (district.code.len(), province.code.len(), province.parent),
                (3, 2, None)
            );
        }
    }

    #[test]
    fn phu_yen_has_nine_districts_and_110_communes() {
        let units = Units::of_2022();
        assert_eq!(units.find("54").unwrap().name_with_type, "Tỉnh Phú Yên");
        let districts: Vec<_> = units
            .districts()
            .iter()
            .filter(|unit| unit.parent == Some("54"))
            .collect();
        let is_inside = |unit: &&Unit| districts.iter().any(|district| unit.parent == Some(district.code));
        assert_eq!(districts.len(), 9);
        assert_eq!(units.communes().iter().filter(is_inside).count(), 110);
    }

    #[test]
    fn names_are_clean_text() {
        let units = Units::of_2022();
        for unit in units
            .provinces()
            .iter()
            .chain(units.districts())
            .chain(units.communes())
        {
            let text = unit.name_with_type;
            let is_tidy = text.trim() == text && !text.contains("  ") && !text.contains('\u{D0}');
            assert!(is_nfc(text) && is_tidy, "{text:?}");
        }
    }

    #[test]
    fn provinces_end_with_june_2025_and_unknown_codes_are_not_found() {
        let units = Units::of_2022();
        let province = units.find("75").unwrap();
        assert!(province.is_valid_on(date(2025, 6, 30)));
        assert!(!province.is_valid_on(date(2025, 7, 1)));
        for code in ["", "03", "003x", "1", "99999", "00000"] {
            assert_eq!(units.find(code), None, "{code:?}");
        }
    }

    #[test]
    fn a_repeated_code_a_missing_parent_and_an_unknown_type_are_refused() {
        let problem = |text, parents: &[Unit]| {
            level(Table { file: "test.csv", text }, 2, parents)
                .map_err(|error| error.problem)
                .unwrap_err()
        };
        let twice = "code,parent,name,type,name_with_type,valid_from,valid_to\n\
            01,,A,tinh,Tỉnh A,2022-01-01,2022-12-31\n01,,A,tinh,Tỉnh A,2022-01-01,2022-12-31\n";
        let orphan = "code,parent,name,type,name_with_type,valid_from,valid_to\n\
            02,77,A,tinh,Tỉnh A,2022-01-01,2022-12-31\n";
        let unknown_type = "code,parent,name,type,name_with_type,valid_from,valid_to\n\
            02,,A,bang,Bang A,2022-01-01,2022-12-31\n";
        let period = "code,parent,name,type,name_with_type,valid_from,valid_to\n\
            02,,A,tinh,Tỉnh A,2022-01-01,2021-12-31\n";
        assert_eq!(problem(twice, &[]), Problem::Order("01".into()));
        assert_eq!(
            problem(orphan, &Units::of_2022().provinces()[..1]),
            Problem::Parent("77".into())
        );
        assert_eq!(problem(unknown_type, &[]), Problem::Value("type", "bang".into()));
        assert_eq!(problem(period, &[]), Problem::Value("valid_to", "2021-12-31".into()));
    }
}
