//! The two fonts of a paper, and how wide a text is in them.
//!
//! Widths are shaped as the writer shapes them, so that what is centred stands in the centre.

use krilla::text::Font;
use rustybuzz::{Direction, Face, UnicodeBuffer};
use unicode_normalization::UnicodeNormalization;

use super::PaperError;

static REGULAR: &[u8] = include_bytes!("../../../fonts/be-vietnam-pro-400.ttf");
static STRONG: &[u8] = include_bytes!("../../../fonts/be-vietnam-pro-600.ttf");

/// How heavy letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// 400.
    Regular,
    /// 600.
    Strong,
}

/// Both fonts, read.
pub(super) struct Fonts {
    regular: (Font, Face<'static>),
    strong: (Font, Face<'static>),
}

impl Fonts {
    /// Reads the fonts that are part of the program.
    pub(super) fn load() -> Result<Self, PaperError> {
        let read = |bytes: &'static [u8]| Font::new(bytes.into(), 0).zip(Face::from_slice(bytes, 0));
        Ok(Self {
            regular: read(REGULAR).ok_or(PaperError::Refused)?,
            strong: read(STRONG).ok_or(PaperError::Refused)?,
        })
    }

    /// The font for the writer.
    pub(super) fn font(&self, weight: Weight) -> Font {
        self.of(weight).0.clone()
    }

    /// How wide a text is, in points.
    pub(super) fn width(&self, weight: Weight, size: f32, text: &str) -> f32 {
        let face = &self.of(weight).1;
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(Direction::LeftToRight);
        let shaped = rustybuzz::shape(face, &[], buffer);
        let units: i32 = shaped.glyph_positions().iter().map(|position| position.x_advance).sum();
        #[expect(clippy::cast_precision_loss, reason = "a line has far fewer than 2^24 units")]
        let ems = units as f32 / face.units_per_em() as f32;
        ems * size
    }

    /// Breaks a text into lines of at most `width` points. White space is one space; letters are composed (NFC).
    pub(super) fn wrap(&self, weight: Weight, size: f32, width: f32, text: &str) -> Result<Vec<String>, PaperError> {
        let text: String = text.nfc().collect();
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            self.check(weight, word)?;
            if let Some(line) = lines.last_mut() {
                let longer = format!("{line} {word}");
                if self.width(weight, size, &longer) <= width {
                    *line = longer;
                    continue;
                }
            }
            self.split(weight, size, width, word, &mut lines);
        }
        Ok(lines)
    }

    /// Puts a word on a line of its own; one that is wider than a line is cut where it must be.
    fn split(&self, weight: Weight, size: f32, width: f32, word: &str, lines: &mut Vec<String>) {
        lines.push(String::new());
        for letter in word.chars() {
            let Some(line) = lines.last_mut() else { return };
            line.push(letter);
            if self.width(weight, size, line) > width && line.chars().count() > 1 {
                line.pop();
                lines.push(letter.to_string());
            }
        }
    }

    fn check(&self, weight: Weight, word: &str) -> Result<(), PaperError> {
        let face = &self.of(weight).1;
        match word.chars().find(|&letter| face.glyph_index(letter).is_none()) {
            Some(letter) => Err(PaperError::Character(letter)),
            None => Ok(()),
        }
    }

    fn of(&self, weight: Weight) -> &(Font, Face<'static>) {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Strong => &self.strong,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every letter of Vietnamese with every tone, and the marks of our own texts.
    const LETTERS: &str = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz\
        0123456789–-—.,;:/()'\"“”·";

    #[test]
    fn both_fonts_have_every_vietnamese_letter() {
        let fonts = Fonts::load().unwrap();
        for weight in [Weight::Regular, Weight::Strong] {
            fonts.check(weight, LETTERS).unwrap();
            fonts.check(weight, &LETTERS.to_uppercase()).unwrap();
        }
    }

    #[test]
    fn lines_keep_to_their_width_and_lose_nothing() {
        let fonts = Fonts::load().unwrap();
        let text = "Cộng hòa xã hội chủ nghĩa Việt Nam  000.00.08.H45-261121-0001-mộttừrấtdàikhôngcókhoảngtrắngnào";
        let lines = fonts.wrap(Weight::Regular, 10.0, 60.0, text).unwrap();
        assert!(lines.len() > 5);
        for line in &lines {
            assert!(fonts.width(Weight::Regular, 10.0, line) <= 60.0, "{line}");
        }
        let letters = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(letters(&lines.concat()), letters(text));
    }

    #[test]
    fn strong_letters_are_wider_and_width_grows_with_size() {
        let fonts = Fonts::load().unwrap();
        let width = |weight, size| fonts.width(weight, size, "Độc lập - Tự do - Hạnh phúc");
        assert!(width(Weight::Strong, 10.0) > width(Weight::Regular, 10.0));
        assert!((width(Weight::Regular, 20.0) - 2.0 * width(Weight::Regular, 10.0)).abs() < 0.01);
    }
}
