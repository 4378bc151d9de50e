//! Wrong data of three kinds that clerks produce: a tone left out, day and month swapped, a name from before a change.
//!
//! Each kind changes exactly one key, and always so that it no longer equals the person's.

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

use super::Claim;
use crate::draws::Draws;
use crate::people::{Person, Sex, given_name};

/// The five tone marks as combining characters: huyền, sắc, ngã, hỏi, nặng.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// What is wrong with a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Distortion {
    /// One syllable of the name lost its tone mark: Hải became Hai.
    DroppedTone,
    /// Day and month of the birth date stand in each other's place.
    SwappedDayMonth,
    /// The name has a given name that the person does not have any more.
    OldName,
}

impl Distortion {
    /// A kind that can be done to this person: half dropped tones, the rest shared.
    pub(super) fn draw(person: &Person, draws: &mut Draws) -> Self {
        match draws.below(4) {
            0 | 1 if person.full_name.split(' ').any(has_tone) => Self::DroppedTone,
            2 if swapped(person.birth_date).is_some() => Self::SwappedDayMonth,
            _ => Self::OldName,
        }
    }

    /// Changes `claim`, which is still truthful about a person of this sex.
    pub(super) fn apply(self, sex: Sex, claim: &mut Claim, draws: &mut Draws) {
        match self {
            Self::DroppedTone => claim.full_name = without_one_tone(&claim.full_name, draws),
            Self::SwappedDayMonth => claim.birth_date = swapped(claim.birth_date).unwrap_or(claim.birth_date),
            Self::OldName => claim.full_name = old_name(&claim.full_name, sex, draws),
        }
    }
}

/// The date with day and month swapped, when that is another date.
fn swapped(date: Date) -> Option<Date> {
    let other = Date::new(date.year(), date.day(), date.month()).ok()?;
    (other != date).then_some(other)
}

fn has_tone(word: &str) -> bool {
    word.nfd().any(|letter| TONES.contains(&letter))
}

/// The name with the tone mark of one of its syllables left out, if it has any.
fn without_one_tone(name: &str, draws: &mut Draws) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    let toned: Vec<usize> = (0..words.len()).filter(|position| has_tone(words[*position])).collect();
    if toned.is_empty() {
        return name.to_owned();
    }
    let chosen = *draws.one_of(&toned);
    let spell = |(position, word): (usize, &&str)| -> String {
        let keeps = |letter: &char| position != chosen || !TONES.contains(letter);
        word.nfd().filter(keeps).nfc().collect()
    };
    words.iter().enumerate().map(spell).collect::<Vec<_>>().join(" ")
}

/// The name with another given name of this sex.
fn old_name(name: &str, sex: Sex, draws: &mut Draws) -> String {
    let (before, given) = name.rsplit_once(' ').unwrap_or(("", name));
    loop {
        // Ends: no given name is drawn more often than once in ten times.
        let other = given_name(sex, draws);
        if other != given {
            return format!("{before} {other}");
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::draws::Purpose;

    #[test]
    fn a_swap_needs_a_day_that_is_a_month_and_differs() {
        assert_eq!(swapped(date(1990, 3, 12)), Some(date(1990, 12, 3)));
        assert_eq!(swapped(date(1990, 3, 13)), None);
        assert_eq!(swapped(date(1990, 3, 3)), None);
    }

    #[test]
    fn a_dropped_tone_leaves_the_vowel_and_the_other_syllables() {
        let drop = |name| without_one_tone(name, &mut Draws::new(1, Purpose::Distortion, 1));
        assert_eq!(drop("Lê Văn Hải"), "Lê Văn Hai");
        assert_eq!(drop("Lê Đông Thưởng"), "Lê Đông Thương");
        assert_eq!(drop("Lê Quân Anh"), "Lê Quân Anh");
        let both: std::collections::BTreeSet<_> = (0..50)
            .map(|seed| without_one_tone("Trần Hải", &mut Draws::new(seed, Purpose::Distortion, 1)))
            .collect();
        assert_eq!(both.into_iter().collect::<Vec<_>>(), ["Trân Hải", "Trần Hai"]);
    }
}
