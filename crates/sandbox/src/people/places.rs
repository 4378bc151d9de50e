//! Where people are born and live: provinces by their rough population, communes inside them by their kind.
//!
//! The weights are approximate: populations of about 2023 in ten thousands, typed from general knowledge. They are good
//! for a demo that looks right, not for any statement about a province.

use std::sync::LazyLock;

use super::Address;
use crate::draws::{Draws, Weighted};
use crate::units::{Unit, UnitKind, Units};

/// Approximate population in ten thousands, in the order of the province codes.
const POPULATIONS: [u64; 63] = [
    // 01 Hà Nội to 12 Lai Châu
    859, 90, 55, 33, 81, 78, 65, 49, //
    // 14 Sơn La to 22 Quảng Ninh
    131, 86, 88, 135, 81, 138, //
    // 24 Bắc Giang to 37 Ninh Bình
    192, 153, 121, 152, 196, 211, 130, 188, 89, 189, 102, //
    // 38 Thanh Hoá to 46 Thừa Thiên Huế
    374, 344, 132, 92, 65, 117, //
    // 48 Đà Nẵng to 60 Bình Thuận
    125, 153, 125, 151, 88, 126, 60, 126, //
    // 62 Kon Tum to 68 Lâm Đồng
    59, 161, 193, 68, 135, //
    // 70 Bình Phước to 79 Hồ Chí Minh
    105, 119, 282, 331, 119, 946, //
    // 80 Long An to 96 Cà Mau
    174, 179, 130, 102, 103, 160, 191, 176, 126, 73, 120, 93, 121,
];

/// Of 100 people, how many live in the province where their birth was registered.
const STAYED_PERCENT: u64 = 85;

/// The first province code of the south in the sense of names: Đà Nẵng.
const FIRST_SOUTHERN: &str = "48";

const STREETS: [&str; 24] = [
    "Trần Hưng Đạo",
    "Lê Lợi",
    "Hùng Vương",
    "Nguyễn Huệ",
    "Quang Trung",
    "Hai Bà Trưng",
    "Lý Thường Kiệt",
    "Nguyễn Trãi",
    "Lê Lai",
    "Phan Đình Phùng",
    "Bà Triệu",
    "Ngô Quyền",
    "Đinh Tiên Hoàng",
    "Nguyễn Du",
    "Điện Biên Phủ",
    "Lê Hồng Phong",
    "Phan Chu Trinh",
    "Phan Bội Châu",
    "Nguyễn Thị Minh Khai",
    "Lê Thánh Tông",
    "Chu Văn An",
    "Trường Chinh",
    "Thống Nhất",
    "Giải Phóng",
];

/// A commune with the units it lies in.
struct Place {
    province: &'static Unit,
    district: &'static Unit,
    commune: &'static Unit,
}

/// Every commune with its chance, and every province with its chance.
struct Places {
    all: Vec<Place>,
    communes: Weighted,
    provinces: Weighted,
}

static PLACES: LazyLock<Places> = LazyLock::new(|| {
    let units = Units::of_2022();
    let places: Vec<Place> = units
        .communes()
        .iter()
        .filter_map(|commune| place(units, commune))
        .collect();
    let mut sums = [0; POPULATIONS.len()];
    for place in &places {
        sums[rank(place.province)] += size(place.commune.kind);
    }
    // Ten thousand people times 10^5 keeps three digits of a commune's share; the sum stays below 2^32.
    let weight = |place: &Place| {
        let rank = rank(place.province);
        POPULATIONS[rank] * 100_000 * size(place.commune.kind) / sums[rank]
    };
    let communes = Weighted::new(places.iter().map(weight));
    Places {
        all: places,
        communes,
        provinces: Weighted::new(POPULATIONS),
    }
});

fn place(units: &'static Units, commune: &'static Unit) -> Option<Place> {
    let district = units.parent_of(commune)?;
    Some(Place {
        province: units.parent_of(district)?,
        district,
        commune,
    })
}

/// The position of a province in the order of codes, which [`POPULATIONS`] shares.
fn rank(province: &Unit) -> usize {
    Units::of_2022()
        .provinces()
        .partition_point(|other| other.code < province.code)
}

/// How large a commune is beside the others of its province: towns are denser than villages.
const fn size(kind: UnitKind) -> u64 {
    match kind {
        UnitKind::Ward => 16,
        UnitKind::Township => 13,
        _ => 10,
    }
}

/// A permanent residence.
pub(super) fn home(draws: &mut Draws) -> Address {
    let Place {
        province,
        district,
        commune,
    } = &PLACES.all[PLACES.communes.pick(draws)];
    Address {
        province,
        district,
        commune,
        detail: detail(province, commune.kind, draws),
    }
}

/// Where somebody who lives in `home` was registered at birth: mostly there.
pub(super) fn birth_province(home: &'static Unit, draws: &mut Draws) -> &'static Unit {
    if draws.is_in_percent(STAYED_PERCENT) {
        return home;
    }
    &Units::of_2022().provinces()[PLACES.provinces.pick(draws)]
}

/// Whether names of this province follow southern use.
pub(super) fn is_southern(province: &Unit) -> bool {
    province.code >= FIRST_SOUTHERN
}

/// What comes before the commune in an address.
fn detail(province: &Unit, kind: UnitKind, draws: &mut Draws) -> String {
    if kind == UnitKind::Commune {
        let hamlet = if province.code >= "70" { "Ấp" } else { "Thôn" };
        return format!("{hamlet} {}", draws.between(1, 15));
    }
    if draws.is_in_percent(60) {
        let number = draws.between(1, 400);
        return format!("Số {number} đường {}", draws.one_of(&STREETS));
    }
    let quarter = if is_southern(province) {
        "Khu phố"
    } else {
        "Tổ dân phố"
    };
    format!("{quarter} {}", draws.between(1, 20))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::Purpose;

    #[test]
    fn every_commune_has_a_place_and_a_chance() {
        assert_eq!(PLACES.all.len(), 10_599);
        let drawn = (0..20_000).map(|index| home(&mut Draws::new(1, Purpose::Place, index)));
        let provinces: std::collections::BTreeSet<_> = drawn.map(|home| home.province.code).collect();
        assert_eq!(provinces.len(), 63);
    }

    #[test]
    fn a_commune_lies_in_its_district_and_the_district_in_its_province() {
        for place in &PLACES.all {
            assert_eq!(place.commune.parent, Some(place.district.code));
            assert_eq!(place.district.parent, Some(place.province.code));
        }
    }

    #[test]
    fn provinces_are_drawn_by_their_weight() {
        let sum: u64 = POPULATIONS.iter().sum();
        let drawn = (0..50_000).map(|index| home(&mut Draws::new(2, Purpose::Place, index)));
        let capital = drawn.filter(|home| home.province.code == "01").count() as u64;
        assert!(capital.abs_diff(50_000 * 859 / sum) < 400, "{capital}");
    }
}
