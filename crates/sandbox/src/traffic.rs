//! Questions that agencies ask about the people of a country: who, which fields, and with data that are right or wrong.
//!
//! A question is a function of the country's seed and its own number, like a person. About four of a hundred carry
//! wrong data of a kind that clerks really produce. What it does not do: it sends nothing and keeps no pace.

mod distortion;

pub use distortion::Distortion;

use jiff::civil::Date;
use serde_json::{Map, Value};

use crate::draws::Purpose;
use crate::people::{Country, PEOPLE_MAX, Person};

/// Of 1,000 questions, how many carry wrong data.
const WRONG_PER_THOUSAND: u64 = 40;

/// What is asked beside the three keys. A set stands as often as it is likely.
const ASKED: [&[&str]; 6] = [
    &[],
    &["sex", "permanent_commune"],
    &[
        "permanent_province",
        "permanent_district",
        "permanent_commune",
        "permanent_address",
    ],
    &["sex", "ethnicity", "nationality"],
    &["sex", "birth_province"],
    &["permanent_province"],
];

/// The questions asked about the first people of a country.
#[derive(Clone, Copy, Debug)]
pub struct Traffic {
    country: Country,
    people: u64,
}

impl Traffic {
    /// Questions about the first `people` persons of `country`. Fewer than one counts as one, too many as all.
    pub fn new(country: Country, people: u64) -> Self {
        Self {
            country,
            people: people.clamp(1, PEOPLE_MAX),
        }
    }

    /// The question numbered `number`.
    pub fn question(&self, number: u64) -> Question {
        let mut draws = self.country.draws(Purpose::Question, number);
        let person_index = draws.below(self.people);
        let fields = *draws.one_of(&ASKED);
        let is_wrong = draws.below(1_000) < WRONG_PER_THOUSAND;
        let distortion = is_wrong.then(|| Distortion::draw(&self.country.person(person_index), &mut draws));
        Question {
            number,
            person_index,
            fields,
            distortion,
        }
    }

    /// All questions from number 0 on, without end.
    pub fn questions(&self) -> impl Iterator<Item = Question> + use<> {
        let traffic = *self;
        (0..).map(move |number| traffic.question(number))
    }

    /// What the asking agency believes about the person of `question`.
    pub fn claim(&self, question: &Question) -> Claim {
        let person = self.country.person(question.person_index);
        let sex = person.sex;
        let mut claim = Claim::truthful(person, question.fields);
        if let Some(distortion) = question.distortion {
            let mut draws = self.country.draws(Purpose::Distortion, question.number);
            distortion.apply(sex, &mut claim, &mut draws);
        }
        claim
    }
}

/// One question about one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its number in the stream.
    pub number: u64,
    /// The person asked about, by index.
    pub person_index: u64,
    /// The fields asked beside the keys, by their names in the population pack.
    pub fields: &'static [&'static str],
    /// What is wrong with the keys; nothing when they are the person's.
    pub distortion: Option<Distortion>,
}

impl Question {
    /// Whether the keys are the person's own, so that the true answer is a match.
    pub const fn is_truthful(&self) -> bool {
        self.distortion.is_none()
    }
}

/// What an agency sends: the three keys and the values it holds for the fields it asks about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The personal number, always right.
    pub personal_number: String,
    /// The full name as the agency has it.
    pub full_name: String,
    /// The birth date as the agency has it.
    pub birth_date: Date,
    /// The values to verify, by field name.
    pub fields: Map<String, Value>,
}

impl Claim {
    fn truthful(person: Person, names: &[&str]) -> Self {
        Self {
            fields: person.to_fields_of(names),
            personal_number: person.personal_number,
            full_name: person.full_name,
            birth_date: person.birth_date,
        }
    }

    /// The body of `POST …/population/verify`.
    pub fn to_verify_body(&self) -> Value {
        serde_json::json!({
            "personal_number": self.personal_number,
            "full_name": self.full_name,
            "birth_date": self.birth_date.to_string(),
            "fields": self.fields,
        })
    }
}
