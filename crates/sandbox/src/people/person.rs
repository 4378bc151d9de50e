//! One person: the fields of the population registry that the synthetic country fills.

use std::borrow::Cow;
use std::fmt;
use std::sync::LazyLock;

use jiff::civil::Date;
use motlan_registry::{FieldCode, Record};
use serde_json::{Map, Value};

use super::{Country, Ethnicity};
use crate::units::Unit;

/// The nationality of everybody here: ISO 3166-1 alpha-2.
const NATIONALITY: &str = "VN";

/// A person's sex as the population registry codes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sex {
    /// Nam.
    Male,
    /// Nữ.
    Female,
}

impl Sex {
    /// The code in the population registry: `male` or `female`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
        }
    }
}

/// Where a person is registered as living.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The province.
    pub province: &'static Unit,
    /// The district, which lies in the province.
    pub district: &'static Unit,
    /// The commune, which lies in the district.
    pub commune: &'static Unit,
    /// What comes before the commune: `Thôn 3`, `Số 12 đường Lê Lợi`.
    pub detail: String,
}

/// The whole address as it is written, from the smallest to the largest.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            province,
            district,
            commune,
            detail,
        } = self;
        write!(
            f,
            "{detail}, {}, {}, {}",
            commune.name_with_type, district.name_with_type, province.name_with_type
        )
    }
}

/// A person who does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Twelve digits: 003, century and sex, two of the birth year, six that are unique with those before.
    pub personal_number: String,
    /// Surname, middle names, given name, in NFC.
    pub full_name: String,
    /// The day of birth: from 1923 to 2023, so that ages are 0 to 100 at the start of 2024 by calendar year.
    pub birth_date: Date,
    /// The sex, which the personal number repeats.
    pub sex: Sex,
    /// The province of birth registration. The personal number does not tell it, unlike a real one.
    pub birth_province: &'static Unit,
    /// The ethnicity.
    pub ethnicity: &'static Ethnicity,
    /// The permanent residence.
    pub permanent_address: Address,
    /// The seed of the country that this person belongs to.
    pub(super) seed: u64,
    /// The person's index in it.
    pub(super) index: u64,
}

impl Person {
    /// The index in the country, from 0.
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// The nationality: always `VN`.
    pub const fn nationality(&self) -> &'static str {
        NATIONALITY
    }

    /// The fields by the names and codes of `packs/registries/population/1`.
    pub fn to_fields(&self) -> Map<String, Value> {
        self.to_fields_where(|_| true)
    }

    /// The fields that are among `names`.
    pub fn to_fields_of(&self, names: &[&str]) -> Map<String, Value> {
        self.to_fields_where(|name| names.contains(&name))
    }

    fn to_fields_where(&self, is_wanted: impl Fn(&str) -> bool) -> Map<String, Value> {
        let wanted = self.texts().into_iter().filter(|(name, _)| is_wanted(name));
        wanted
            .map(|(name, text)| (name.to_owned(), Value::from(text)))
            .collect()
    }

    /// The same as a record of the population registry.
    pub fn to_record(&self) -> Record {
        static CODES: LazyLock<[Option<FieldCode>; 11]> =
            LazyLock::new(|| Country::new(0).person(0).texts().map(|(name, _)| name.parse().ok()));
        let fields = CODES.iter().zip(self.texts());
        Record::new(fields.filter_map(|(code, (_, text))| Some((code.clone()?, text.into_owned()))))
    }

    /// The fields with their names, in an order that is always the same.
    fn texts(&self) -> [(&'static str, Cow<'_, str>); 11] {
        let address = &self.permanent_address;
        [
            ("personal_number", Cow::from(&self.personal_number)),
            ("full_name", Cow::from(&self.full_name)),
            ("birth_date", Cow::from(self.birth_date.to_string())),
            ("sex", Cow::from(self.sex.code())),
            ("ethnicity", Cow::from(self.ethnicity.code)),
            ("nationality", Cow::from(NATIONALITY)),
            ("birth_province", Cow::from(self.birth_province.code)),
            ("permanent_province", Cow::from(address.province.code)),
            ("permanent_district", Cow::from(address.district.code)),
            ("permanent_commune", Cow::from(address.commune.code)),
            ("permanent_address", Cow::from(&address.detail)),
        ]
    }
}
