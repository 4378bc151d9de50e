//! The form of a text: `AA-99999-AA`, where 9 is a digit, A a letter A-Z, and anything else itself.

use std::fmt;

/// A form that a text may have.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(transparent)]
pub struct Form(String);

impl Form {
    /// Whether the text has this form.
    pub fn fits(&self, text: &str) -> bool {
        let mut letters = text.chars();
        let fits = self.0.chars().all(|sign| {
            letters.next().is_some_and(|letter| match sign {
                '9' => letter.is_ascii_digit(),
                'A' => letter.is_ascii_uppercase(),
                other => other == letter,
            })
        });
        fits && letters.next().is_none()
    }

    /// The form as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_letters_and_everything_else() {
        let form = Form("AA-99999-TS".to_owned());
        assert!(form.fits("PY-01234-TS") && form.fits("DN-99999-TS"));
        for text in [
            "PY-0123-TS",
            "py-01234-TS",
            "PY-01234-TX",
            "PY-01234-TS ",
            "",
            "ĐN-01234-TS",
        ] {
            assert!(!form.fits(text), "{text}");
        }
    }
}
