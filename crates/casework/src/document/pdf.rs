//! A result as one page of A4: PDF/A-2a for the archive and tagged for readers of screens (PDF/UA-1).
//!
//! The heading follows the form of administrative documents: Decree 30/2020/ND-CP, annex I. The page holds no state emblem and no
//! picture of a seal or a hand: what makes it a document is the signature in the file, which [`super::signature`] adds.
//! Equal papers give equal bytes. Texts are Vietnamese with English beneath, in Be Vietnam Pro, embedded as a subset.

mod canvas;
mod fonts;
mod layout;
mod ornament;
mod table;

use std::fmt;

use jiff::civil::Date;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::{Document, SerializeSettings};

use self::canvas::Canvas;
use self::fonts::Fonts;

/// A4 in points of 1/72 inch: 210 mm by 297 mm.
const PAGE_WIDTH: f32 = 595.28;
const PAGE_HEIGHT: f32 = 841.89;

/// One line of the paper about its owner.
#[derive(Clone, PartialEq, Eq)]
pub struct PaperField {
    /// What the line says, as in `Họ và tên`.
    pub label: String,
    /// The same in English.
    pub label_en: String,
    /// What it says of this owner.
    pub value: String,
}

/// What stands on a result. `Debug` shows no owner.
#[derive(Clone, PartialEq, Eq)]
pub struct ResultPaper {
    /// The member above the unit, as in `Ủy ban nhân dân tỉnh Phú Yên`.
    pub member_name: String,
    /// The unit that issues, as in `Sở Giao thông vận tải`.
    pub unit_name: String,
    /// Where it issues, as in `Phú Yên`.
    pub place: String,
    /// What the paper is, as in `Giấy phép lái xe`.
    pub title: String,
    /// The same in English.
    pub title_en: String,
    /// Its number: the document URI.
    pub document_uri: String,
    /// The dossier that it ends.
    pub dossier_code: String,
    /// About the owner, in the order of the paper. The first is set in large type.
    pub fields: Vec<PaperField>,
    /// The day of issue.
    pub issued_on: Date,
    /// The last day on which it is valid; none where it does not expire.
    pub valid_until: Option<Date>,
    /// Who signs, as in `Sở Giao thông vận tải tỉnh Phú Yên`.
    pub signed_by: String,
    /// Marks a paper made of sample data, which has no legal value.
    pub is_sample: bool,
}

impl fmt::Debug for ResultPaper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResultPaper")
            .field("title", &self.title)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for PaperField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PaperField")
            .field("label", &self.label)
            .finish_non_exhaustive()
    }
}

/// Why a paper cannot be made. No variant carries a text of the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// The font has no picture of this character.
    #[error("the font has no glyph for U+{:04X}", u32::from(*.0))]
    Character(char),
    /// There is more text than one page holds.
    #[error("the text does not fit on one page")]
    DoesNotFit,
    /// The writer refused the page: it breaks a rule of PDF/A-2a or PDF/UA-1.
    #[error("the page breaks a rule of PDF/A-2a or PDF/UA-1")]
    Refused,
}

/// Makes the PDF, not yet signed.
pub fn render(paper: &ResultPaper) -> Result<Vec<u8>, PaperError> {
    let fonts = Fonts::load()?;
    let mut document = Document::new_with(settings()?);
    let size = PageSettings::from_wh(PAGE_WIDTH, PAGE_HEIGHT).ok_or(PaperError::Refused)?;
    let mut page = document.start_page_with(size);
    let mut canvas = Canvas::new(page.surface(), &fonts);
    let drawn = layout::draw(&mut canvas, paper);
    canvas.finish();
    page.finish();
    document.set_tag_tree(drawn?);
    document.set_outline(outline(paper));
    document.set_metadata(metadata(paper));
    // The writer's error may quote a text of the page, so it goes no further.
    document.finish().map_err(|_| PaperError::Refused)
}

fn settings() -> Result<SerializeSettings, PaperError> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish();
    Ok(SerializeSettings {
        configuration: configuration.map_err(|_| PaperError::Refused)?,
        ..SerializeSettings::default()
    })
}

fn outline(paper: &ResultPaper) -> Outline {
    let mut outline = Outline::new();
    let top = XyzDestination::new(0, Point::from_xy(0.0, 0.0));
    outline.push_child(OutlineNode::new(paper.title.clone(), top));
    outline
}

/// Title, number and issuer; nothing about the owner.
fn metadata(paper: &ResultPaper) -> Metadata {
    let day = paper.issued_on;
    // A year of the calendar is positive here; midnight in Vietnam.
    let issued = DateTime::new(day.year().unsigned_abs())
        .month(day.month().unsigned_abs())
        .day(day.day().unsigned_abs())
        .hour(0)
        .minute(0)
        .second(0)
        .utc_offset_hour(7)
        .utc_offset_minute(0);
    Metadata::new()
        .title(format!("{} – {}", paper.title, paper.document_uri))
        .authors(vec![paper.unit_name.clone()])
        .creator("Một lần".to_owned())
        .language("vi".to_owned())
        .creation_date(issued)
        .document_id(paper.document_uri.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper() -> ResultPaper {
        ResultPaper {
            member_name: "Ủy ban nhân dân tỉnh Phú Yên".into(),
            unit_name: "Sở Giao thông vận tải".into(),
            place: "Phú Yên".into(),
            title: "Giấy phép lái xe".into(),
            title_en: "Driving licence".into(),
            document_uri: "H45-GPLX-000001".into(),
            dossier_code: "000.00.08.H45-261121-0001".into(),
            fields: vec![PaperField {
                label: "Họ và tên".into(),
                label_en: "Full name".into(),
                value: "Nguyễn Thị Mẫu".into(),
            }],
            issued_on: Date::constant(2026, 11, 21),
            valid_until: None,
            signed_by: "Sở Giao thông vận tải tỉnh Phú Yên".into(),
            is_sample: true,
        }
    }

    #[test]
    fn equal_papers_give_equal_bytes() {
        assert_eq!(render(&paper()).unwrap(), render(&paper()).unwrap());
    }

    #[test]
    fn a_character_without_glyph_is_named_and_refused() {
        let mut paper = paper();
        paper.fields[0].value = "Nguyễn 漢".into();
        assert_eq!(render(&paper), Err(PaperError::Character('漢')));
        assert_eq!(
            PaperError::Character('漢').to_string(),
            "the font has no glyph for U+6F22"
        );
    }

    #[test]
    fn ten_lines_about_the_owner_fit_and_text_of_two_pages_is_refused() {
        let mut paper = paper();
        let line = paper.fields[0].clone();
        paper.fields = vec![line.clone(); 10];
        render(&paper).unwrap();
        paper.fields = vec![line; 20];
        assert_eq!(render(&paper), Err(PaperError::DoesNotFit));
    }

    #[test]
    fn decomposed_letters_give_the_same_paper() {
        let mut decomposed = paper();
        decomposed.fields[0].value = "Nguye\u{302}\u{303}n Thi\u{323} Ma\u{302}\u{303}u".into();
        assert_eq!(render(&decomposed).unwrap(), render(&paper()).unwrap());
    }

    #[test]
    fn debug_shows_no_owner() {
        assert_eq!(
            format!("{:?}", paper()),
            "ResultPaper { title: \"Giấy phép lái xe\", .. }"
        );
        assert_eq!(
            format!("{:?}", paper().fields[0]),
            "PaperField { label: \"Họ và tên\", .. }"
        );
    }
}
