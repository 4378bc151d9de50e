//! The people of the synthetic country: one person per index, made on demand, the same for the same seed everywhere.
//!
//! Synthetic and approximate: shares of surnames, ages, provinces and ethnicities resemble the country's, each drawn by
//! itself. There are no families, households, moves or deaths, and an ethnicity says nothing about where one lives.
//! Every personal number has the province part 003, which belongs to nobody; the birth province is its own field.

mod birth;
mod driving_licence;
mod ethnicity;
mod name_lists;
mod names;
mod person;
mod places;

pub use driving_licence::{DrivingLicence, LicenceClass, LicenceState};
pub use ethnicity::Ethnicity;
pub(crate) use names::given_name;
pub use person::{Address, Person, Sex};

use jiff::civil::Date;

use crate::draws::{Draws, Purpose};
use crate::permutation::{self, Permutation};

/// How many people a country has: indexes run from 0 to one less. About Vietnam's population of 2024.
pub const PEOPLE_MAX: u64 = permutation::SIZE;

/// A country: a seed, and with it everybody who lives there.
#[derive(Clone, Copy, Debug)]
pub struct Country {
    seed: u64,
    permutation: Permutation,
    /// The index that has changed places with 0, so that the first person is grown up: often 0 itself.
    first: u64,
}

impl Country {
    /// The country that belongs to `seed`.
    pub fn new(seed: u64) -> Self {
        let permutation = Permutation::new(seed);
        let is_grown_up = |index: &u64| birth::Birth::of_slot(permutation.apply(*index)).is_grown_up();
        Self {
            seed,
            permutation,
            // Two of five people are: this takes a few steps.
            first: (0..PEOPLE_MAX).find(is_grown_up).unwrap_or(0),
        }
    }

    /// The seed this country was made from.
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// The person numbered `index`. Takes the same time for every index. Person 0, the citizen of the demo, was born
    /// from 1950 to 1990 whatever the seed.
    ///
    /// # Panics
    /// When `index` is not below [`PEOPLE_MAX`].
    pub fn person(&self, index: u64) -> Person {
        assert!(
            index < PEOPLE_MAX,
            "a country has {PEOPLE_MAX} people, numbered from 0: there is no {index}"
        );
        let birth = birth::Birth::of_slot(self.permutation.apply(self.swapped(index)));
        let mut places = self.draws(Purpose::Place, index);
        let home = places::home(&mut places);
        let birth_province = places::birth_province(home.province, &mut places);
        let ethnicity = ethnicity::draw(&mut self.draws(Purpose::Ethnicity, index));
        let origin = names::Origin {
            sex: birth.sex,
            birth_year: birth.year,
            is_southern: places::is_southern(birth_province),
            is_majority: ethnicity.is_majority(),
        };
        Person {
            personal_number: birth.personal_number(),
            full_name: names::full_name(origin, &mut self.draws(Purpose::Name, index)),
            birth_date: birth.date(&mut self.draws(Purpose::BirthDay, index)),
            sex: birth.sex,
            birth_province,
            ethnicity,
            permanent_address: home,
            seed: self.seed,
            index,
        }
    }

    /// The first `count` people, one at a time; at most [`PEOPLE_MAX`].
    pub fn people(&self, count: u64) -> impl ExactSizeIterator<Item = Person> + use<> {
        let country = *self;
        // Unwrap safety: PEOPLE_MAX fits in a usize of 32 bits.
        let count = usize::try_from(count.min(PEOPLE_MAX)).expect("a count of people fits");
        (0..count).map(move |index| country.person(index as u64))
    }

    /// The index of the person who has this personal number; none when it is not a number of this country.
    pub fn find(&self, personal_number: &str) -> Option<u64> {
        birth::slot_of(personal_number).map(|slot| self.swapped(self.permutation.invert(slot)))
    }

    /// Of the first `people` people, those who live in the province of this code (all provinces when there is none) and
    /// hold a driving licence on `reference`, in the order of their indexes.
    ///
    /// Whoever lives elsewhere costs about a microsecond, so a search may go beyond the people of a demo: one person of
    /// 250 lives in a given province of middle size and holds a licence.
    pub fn licence_holders(
        &self,
        people: u64,
        province_code: Option<&str>,
        reference: Date,
    ) -> impl Iterator<Item = (Person, DrivingLicence)> + use<> {
        let country = *self;
        let province_code = province_code.map(str::to_owned);
        (0..people.min(PEOPLE_MAX))
            .filter(move |index| match &province_code {
                Some(code) => places::home(&mut country.draws(Purpose::Place, *index)).province.code == code,
                None => true,
            })
            .filter_map(move |index| {
                let person = country.person(index);
                let licence = person.driving_licence(reference)?;
                Some((person, licence))
            })
    }

    /// `index`, unless it is one of the two that have changed places.
    const fn swapped(&self, index: u64) -> u64 {
        match index {
            0 => self.first,
            _ if index == self.first => 0,
            _ => index,
        }
    }

    pub(crate) const fn draws(&self, purpose: Purpose, index: u64) -> Draws {
        Draws::new(self.seed, purpose, index)
    }
}
