//! Driving licences of the synthetic country, in the classes of 2022–2024, as functions of seed, index and a day.
//!
//! Everything is relative to a reference day, because a licence that is about to run out must be so whenever a demo is
//! started; whoever loads a registry keeps the day for the next time. Shares are guesses: three of five adults hold one,
//! half of them for motorcycles alone. Ages and terms follow the Law on Road Traffic 2008, article 60, and Circular
//! 12/2017/TT-BGTVT, article 17, from memory. Issuers are those of 2022–2024, whatever the reference day.

use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::Date;
use motlan_registry::Record;
use serde_json::{Map, Value};

use self::class::{PROFILES, Profile};
use super::{Person, Sex, birth};
use crate::draws::{Draws, Purpose, Weighted};
use crate::units::{Unit, UnitKind};

mod class;

pub use class::LicenceClass;

/// The age from which anybody may hold a licence for a motorcycle or a car.
const ADULT_AGE: i16 = 18;

/// How far back licences without an end were issued: what people still carry.
const ISSUED_YEARS_MAX: i16 = 25;

/// How long after its end a licence is still in the registry: half a year, so that one of twenty has run out.
const OVERDUE_DAYS_MAX: i64 = 180;

/// The term of the licence of person 0, class B2.
const FIRST_TERM_YEARS: i16 = 10;

/// What a registry says about a licence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LicenceState {
    /// Còn giá trị.
    Valid,
    /// Hết hạn.
    Expired,
    /// Đã bị thu hồi.
    Revoked,
    /// Đang bị tạm giữ hoặc tước quyền sử dụng.
    Held,
}

impl LicenceState {
    /// The code in the driving licence registry.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::Held => "held",
        }
    }
}

/// A driving licence that does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrivingLicence {
    /// Whose it is.
    pub personal_number: String,
    /// The holder's name.
    pub full_name: String,
    /// The holder's date of birth.
    pub birth_date: Date,
    /// Twelve digits: 0000, with which neither a real licence nor a personal number begins, and eight that nobody else
    /// has.
    pub licence_number: String,
    /// The classes, at least one, in the order of the registry's list.
    pub classes: &'static [LicenceClass],
    /// The day of issue.
    pub issued_on: Date,
    /// The last day, included; none for licences without an end.
    pub valid_until: Option<Date>,
    /// The transport department of the holder's province.
    pub issuer: String,
    /// The state on the reference day.
    pub state: LicenceState,
}

impl DrivingLicence {
    /// The fields by the names and codes of `packs/registries/driving-licence/1`.
    pub fn to_fields(&self) -> Map<String, Value> {
        let texts = self.texts();
        texts.map(|(name, text)| (name.to_owned(), Value::from(text))).collect()
    }

    /// The same as a record of that registry.
    pub fn to_record(&self) -> Record {
        Record::new(self.texts().filter_map(|(name, text)| Some((name.parse().ok()?, text))))
    }

    fn texts(&self) -> impl Iterator<Item = (&'static str, String)> {
        let codes: Vec<&str> = self.classes.iter().map(|class| class.code()).collect();
        let fields = [
            ("personal_number", Some(self.personal_number.clone())),
            ("full_name", Some(self.full_name.clone())),
            ("birth_date", Some(self.birth_date.to_string())),
            ("licence_number", Some(self.licence_number.clone())),
            ("classes", Some(codes.join(", "))),
            ("issued_on", Some(self.issued_on.to_string())),
            ("valid_until", self.valid_until.map(|day| day.to_string())),
            ("issuer", Some(self.issuer.clone())),
            ("state", Some(self.state.code().to_owned())),
        ];
        fields.into_iter().filter_map(|(name, value)| Some((name, value?)))
    }
}

/// What is drawn about a licence.
struct Terms {
    classes: &'static [LicenceClass],
    issued_on: Date,
    valid_until: Option<Date>,
    state: LicenceState,
}

impl Person {
    /// The licence that this person holds on `reference`, if there is one. The same for the same seed, index and day.
    ///
    /// Person 0 has one of class B2 whose last day lies 30 to 100 days after `reference`, if that is in 2020 or later.
    pub fn driving_licence(&self, reference: Date) -> Option<DrivingLicence> {
        let mut draws = Draws::new(self.seed, Purpose::Licence, self.index);
        let terms = if self.index == 0 {
            about_to_expire(reference, &mut draws)
        } else {
            self.terms(reference, &mut draws)?
        };
        let number = birth::slot_of(&self.personal_number).unwrap_or(self.index);
        Some(DrivingLicence {
            personal_number: self.personal_number.clone(),
            full_name: self.full_name.clone(),
            birth_date: self.birth_date,
            licence_number: format!("0000{number:08}"),
            classes: terms.classes,
            issued_on: terms.issued_on,
            valid_until: terms.valid_until,
            issuer: issuer(self.permanent_address.province),
            state: terms.state,
        })
    }

    fn terms(&self, reference: Date, draws: &mut Draws) -> Option<Terms> {
        let age = self.age_on(reference);
        if age < ADULT_AGE || !draws.is_in_percent(holding_percent(age)) {
            return None;
        }
        let profile = profile(age, draws);
        let first_day = self.birth_date.saturating_add(profile.ages.start.years());
        let oldest = match profile.term_years {
            Some(years) => reference.saturating_sub(years.years().days(OVERDUE_DAYS_MAX)),
            None => reference.saturating_sub(ISSUED_YEARS_MAX.years()),
        };
        let issued_on = between(first_day.max(oldest), reference, draws);
        let valid_until = profile.term_years.map(|years| self.end(profile, issued_on, years));
        let is_over = valid_until.is_some_and(|day| day < reference);
        let state = match draws.below(100) {
            _ if is_over => LicenceState::Expired,
            0 => LicenceState::Revoked,
            1 => LicenceState::Held,
            _ => LicenceState::Valid,
        };
        Some(Terms {
            classes: profile.classes,
            issued_on,
            valid_until,
            state,
        })
    }

    /// Completed years of life.
    fn age_on(&self, day: Date) -> i16 {
        let has_had_birthday = (day.month(), day.day()) >= (self.birth_date.month(), self.birth_date.day());
        day.year() - self.birth_date.year() - i16::from(!has_had_birthday)
    }

    /// The last day: `years` after the issue; for class B1 not before women are 55 and men 60.
    fn end(&self, profile: &Profile, issued_on: Date, years: i16) -> Date {
        let end = issued_on.saturating_add(years.years());
        if !profile.classes.contains(&LicenceClass::B1) {
            return end;
        }
        let age = match self.sex {
            Sex::Female => 55,
            Sex::Male => 60,
        };
        end.max(self.birth_date.saturating_add(age.years()))
    }
}

/// The licence of person 0.
fn about_to_expire(reference: Date, draws: &mut Draws) -> Terms {
    // Unwrap safety: from 30 to 100.
    let days = i64::try_from(draws.between(30, 100)).expect("a hundred days fit");
    let issued_on = reference
        .saturating_add(days.days())
        .saturating_sub(FIRST_TERM_YEARS.years());
    Terms {
        classes: &[LicenceClass::B2],
        issued_on,
        valid_until: Some(issued_on.saturating_add(FIRST_TERM_YEARS.years())),
        state: LicenceState::Valid,
    }
}

/// Of 100 people of an age, how many hold a licence: 60 of all adults.
const fn holding_percent(age: i16) -> u64 {
    match age {
        ..65 => 64,
        65..80 => 38,
        _ => 5,
    }
}

/// A profile that is open to this age; who drew another one rides a motorcycle.
fn profile(age: i16, draws: &mut Draws) -> &'static Profile {
    static WEIGHTS: LazyLock<Weighted> = LazyLock::new(|| Weighted::new(PROFILES.iter().map(|profile| profile.weight)));
    let profile = &PROFILES[WEIGHTS.pick(draws)];
    if profile.ages.contains(&age) {
        profile
    } else {
        &PROFILES[0]
    }
}

/// A day from `first` to `last`, all equally likely; `last` if it comes before.
fn between(first: Date, last: Date, draws: &mut Draws) -> Date {
    let days = u64::try_from((last - first).get_days()).unwrap_or(0);
    // Unwrap safety: below the number of days between two days of one lifetime.
    let back = i64::try_from(draws.between(0, days)).expect("days of a lifetime fit");
    last.saturating_sub(back.days())
}

/// The transport department of a province, as it was called from 2022 to 2024.
fn issuer(province: &Unit) -> String {
    let kind = match province.kind {
        UnitKind::City => "thành phố",
        _ => "tỉnh",
    };
    format!("Sở Giao thông vận tải {kind} {}", province.name)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_is_drawn_from_both_ends_and_never_outside() {
        let (first, last) = (date(2024, 2, 27), date(2024, 3, 1));
        let days: std::collections::BTreeSet<_> = (0..100)
            .map(|index| between(first, last, &mut Draws::new(1, Purpose::Licence, index)))
            .collect();
        assert_eq!(days.len(), 4);
        assert_eq!((days.first(), days.last()), (Some(&first), Some(&last)));
        let mut draws = Draws::new(1, Purpose::Licence, 0);
        assert_eq!(between(last, first, &mut draws), first);
    }

    #[test]
    fn a_department_carries_the_kind_of_its_province() {
        let units = crate::units::Units::of_2022();
        let issuer = |code| issuer(units.find(code).unwrap());
        assert_eq!(issuer("54"), "Sở Giao thông vận tải tỉnh Phú Yên");
        assert_eq!(issuer("01"), "Sở Giao thông vận tải thành phố Hà Nội");
    }
}
