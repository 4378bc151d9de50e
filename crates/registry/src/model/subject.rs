//! About whom or what a question or an entry is.

use std::collections::BTreeSet;
use std::fmt;

use motlan_core::vietnam::personal_number::PersonalNumber;

use crate::model::pack::Keys;
use crate::model::record::Fields;

/// A person, or a record that is about nobody.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject(String);

impl Subject {
    /// The person of this number.
    pub fn person(number: &str) -> Self {
        Self(number.to_owned())
    }

    /// A record, by its key.
    pub fn record(key: &str) -> Self {
        // No personal number begins so.
        Self(format!("record:{key}"))
    }

    /// The 12 digits, or the record's key with its word before it.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&PersonalNumber> for Subject {
    fn from(number: &PersonalNumber) -> Self {
        Self::person(number.as_str())
    }
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subject(…)")
    }
}

impl Keys {
    /// Those whom the record of this key is about, each once; the record itself where that is nobody.
    pub(crate) fn subjects(&self, key: &str, fields: &Fields) -> BTreeSet<Subject> {
        let named = self.persons.iter().filter_map(|code| {
            if *code == self.record {
                Some(key)
            } else {
                fields.get(code).map(String::as_str)
            }
        });
        let mut subjects: BTreeSet<_> = named.map(Subject::person).collect();
        if subjects.is_empty() {
            subjects.insert(Subject::record(key));
        }
        subjects
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::pack::Pack;

    #[test]
    fn a_record_is_about_those_it_names_and_about_itself_where_it_names_nobody() {
        let keys = |code| Pack::built_in(code, 1).unwrap().unwrap().keys;
        let one = |subject| BTreeSet::from([subject]);
        let lan = "003199000001";
        assert_eq!(
            keys("population").subjects(lan, &Fields::new()),
            one(Subject::person(lan))
        );
        let vehicle = keys("vehicle");
        assert_eq!(vehicle.subjects("78A-1", &Fields::new()), one(Subject::record("78A-1")));
        let owned = Fields::from([(vehicle.persons[0].clone(), lan.to_owned())]);
        assert_eq!(vehicle.subjects("78A-1", &owned), one(Subject::person(lan)));
    }
}
