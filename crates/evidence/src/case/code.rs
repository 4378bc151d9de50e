//! The numbers of `docs/evidence-format.md` section 9 for what an entry names, and back. Tables of the casework hold the
//! same numbers, so that a table and a log read the same.

use super::{Channel, Form, Source};

impl Source {
    /// All of them, in order of their codes.
    pub const ALL: [Self; 5] = [
        Self::Upload,
        Self::Vault,
        Self::EarlierComponent,
        Self::EarlierResult,
        Self::Registry,
    ];

    /// The number.
    pub const fn code(self) -> u8 {
        match self {
            Self::Upload => 1,
            Self::Vault => 2,
            Self::EarlierComponent => 3,
            Self::EarlierResult => 4,
            Self::Registry => 5,
        }
    }

    /// The source of a number; none for one that the format does not name.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.code() == code)
    }
}

impl Form {
    /// All of them, in order of their codes.
    pub const ALL: [Self; 4] = [Self::Paper, Self::Digitised, Self::Electronic, Self::Copy];

    /// The number.
    pub const fn code(self) -> u8 {
        match self {
            Self::Paper => 1,
            Self::Digitised => 2,
            Self::Electronic => 3,
            Self::Copy => 4,
        }
    }

    /// The form of a number; none for one that the format does not name.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.code() == code)
    }
}

impl Channel {
    /// All of them, in order of their codes.
    pub const ALL: [Self; 3] = [Self::Direct, Self::Online, Self::Post];

    /// The number.
    pub const fn code(self) -> u8 {
        match self {
            Self::Direct => 1,
            Self::Online => 2,
            Self::Post => 3,
        }
    }

    /// The channel of a number; none for one that the format does not name.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_count_from_one_and_come_back() {
        assert_eq!(Source::ALL.map(Source::code), [1, 2, 3, 4, 5]);
        assert_eq!(Form::ALL.map(Form::code), [1, 2, 3, 4]);
        assert_eq!(Channel::ALL.map(Channel::code), [1, 2, 3]);
        let back = |code| {
            (
                Source::from_code(code).map(Source::code),
                Form::from_code(code).map(Form::code),
                Channel::from_code(code).map(Channel::code),
            )
        };
        assert_eq!(back(0), (None, None, None));
        assert_eq!(back(3), (Some(3), Some(3), Some(3)));
        assert_eq!(back(4), (Some(4), Some(4), None));
        assert_eq!(back(5), (Some(5), None, None));
        assert_eq!(back(6), (None, None, None));
    }
}
