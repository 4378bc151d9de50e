//! Ethnicities: the codes that the population registry uses, with approximate shares.
//!
//! Shares are near those of the census of 2019, typed from general knowledge and rounded. They are the country's as a
//! whole: a person's ethnicity is drawn without looking at the province. Codes: Decision 121-TCTK/PPCĐ of 1979, not
//! compared with the official table here; a test holds them to the list in `packs/registries/population/1`.

use std::sync::LazyLock;

use crate::draws::{Draws, Weighted};

/// One ethnicity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ethnicity {
    /// Two digits, 01 to 54.
    pub code: &'static str,
    /// The name as the population registry writes it.
    pub name: &'static str,
    /// Its weight among the others: near the number in 100,000 people.
    weight: u64,
}

impl Ethnicity {
    /// The ethnicities that live here: the thirty largest of the country's 54.
    pub const fn all() -> &'static [Self] {
        &ETHNICITIES
    }

    /// Whether it is Kinh.
    pub(super) fn is_majority(&self) -> bool {
        self.code == "01"
    }
}

const fn ethnicity(code: &'static str, name: &'static str, weight: u64) -> Ethnicity {
    Ethnicity { code, name, weight }
}

static ETHNICITIES: [Ethnicity; 30] = [
    ethnicity("01", "Kinh", 85_300),
    ethnicity("02", "Tày", 1_920),
    ethnicity("03", "Thái", 1_890),
    ethnicity("04", "Hoa", 780),
    ethnicity("05", "Khơ-me", 1_370),
    ethnicity("06", "Mường", 1_510),
    ethnicity("07", "Nùng", 1_130),
    ethnicity("08", "Mông", 1_450),
    ethnicity("09", "Dao", 930),
    ethnicity("10", "Gia-rai", 530),
    ethnicity("12", "Ê-đê", 410),
    ethnicity("13", "Ba-na", 300),
    ethnicity("14", "Xơ-đăng", 220),
    ethnicity("15", "Sán Chay", 210),
    ethnicity("16", "Cơ-ho", 210),
    ethnicity("17", "Chăm", 190),
    ethnicity("18", "Sán Dìu", 190),
    ethnicity("19", "Hrê", 155),
    ethnicity("20", "Mnông", 130),
    ethnicity("21", "Ra-glai", 150),
    ethnicity("22", "Xtiêng", 105),
    ethnicity("23", "Bru-Vân Kiều", 100),
    ethnicity("24", "Thổ", 95),
    ethnicity("25", "Giáy", 70),
    ethnicity("26", "Cơ-tu", 75),
    ethnicity("27", "Gié-Triêng", 65),
    ethnicity("28", "Mạ", 50),
    ethnicity("29", "Khơ-mú", 95),
    ethnicity("30", "Co", 40),
    ethnicity("31", "Tà-ôi", 55),
];

/// An ethnicity by its share.
pub(super) fn draw(draws: &mut Draws) -> &'static Ethnicity {
    static WEIGHTED: LazyLock<Weighted> =
        LazyLock::new(|| Weighted::new(ETHNICITIES.iter().map(|ethnicity| ethnicity.weight)));
    &ETHNICITIES[WEIGHTED.pick(draws)]
}
