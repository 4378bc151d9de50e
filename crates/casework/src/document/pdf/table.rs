//! What the paper says of its owner: a table of two columns, each row headed by its label.

use jiff::civil::Date;
use krilla::tagging::{TableHeaderScope, Tag, TagGroup};

use super::canvas::{Canvas, Color, Column, Style};
use super::layout::{LEFT, RIGHT};
use super::{PaperError, ResultPaper};

const LABELS: Column = Column {
    left: LEFT,
    right: LEFT + 164.0,
    is_centred: false,
};
const VALUES: Column = Column {
    left: LEFT + 176.0,
    right: RIGHT,
    is_centred: false,
};

/// The room for rows where a page is well filled, and what the text of a usual row takes of it.
const ROOM: f32 = 362.0;
const ROW_TEXT: f32 = 23.8;

/// Least and most room above and below the text of a row.
const PADDING_MIN: f32 = 1.0;
const PADDING_MAX: f32 = 8.0;

/// Label, label in English, value.
type Row<'a> = (&'a str, &'a str, &'a str);

/// Draws the rows from `y` down and moves `y` behind the last.
pub(super) fn draw(canvas: &mut Canvas<'_, '_>, paper: &ResultPaper, y: &mut f32) -> Result<TagGroup, PaperError> {
    let valid = paper.valid_until.map_or_else(|| "Không thời hạn".to_owned(), day);
    let issued = day(paper.issued_on);
    let ours = [
        ("Ngày cấp", "Date of issue", issued.as_str()),
        ("Có giá trị đến", "Valid until", valid.as_str()),
        ("Mã hồ sơ", "Dossier", paper.dossier_code.as_str()),
    ];
    let owners = paper
        .fields
        .iter()
        .map(|field| (field.label.as_str(), field.label_en.as_str(), field.value.as_str()));
    #[expect(clippy::cast_precision_loss, reason = "a page has few rows")]
    let count = (paper.fields.len() + ours.len()) as f32;
    let padding = ((ROOM / count - ROW_TEXT) / 2.0).clamp(PADDING_MIN, PADDING_MAX);
    let mut group = TagGroup::new(Tag::Table);
    canvas.rule(LEFT, RIGHT, *y, 1.0, Color::Gold);
    for (index, row) in owners.chain(ours).enumerate() {
        let size = if index == 0 { 15.0 } else { 11.5 };
        group.push(draw_row(canvas, row, size, padding, y)?);
    }
    canvas.rule(LEFT, RIGHT, *y, 1.0, Color::Gold);
    Ok(group)
}

fn draw_row(
    canvas: &mut Canvas<'_, '_>,
    row: Row<'_>,
    size: f32,
    padding: f32,
    y: &mut f32,
) -> Result<TagGroup, PaperError> {
    let (label, english, value) = row;
    let value = if value.trim().is_empty() { "–" } else { value };
    let (head_style, english_style, value_style) = (
        Style::regular(9.5, Color::Soft),
        Style::english(7.5),
        Style::strong(size, Color::Ink),
    );
    let head_height = canvas.height(LABELS, head_style, label)? + canvas.height(LABELS, english_style, english)?;
    let value_height = canvas.height(VALUES, value_style, value)?;
    let height = head_height.max(value_height) + 2.0 * padding;
    // A line's baseline lies below its middle: moving up by a fifth of its size sets letters in the middle.
    let mut label_y = *y + (height - head_height) / 2.0 - 2.5;
    let mut value_y = *y + (height - value_height) / 2.0 - size / 5.0;
    let mut head = canvas.paragraph(LABELS, &mut label_y, head_style, label)?;
    head.extend(canvas.paragraph(LABELS, &mut label_y, english_style, english)?);
    let cell = canvas.paragraph(VALUES, &mut value_y, value_style, value)?;
    *y += height;
    canvas.rule(LEFT, RIGHT, *y, 0.5, Color::Line);
    let mut row = TagGroup::new(Tag::TR);
    row.push(TagGroup::with_children(Tag::TH(TableHeaderScope::Row), head));
    row.push(TagGroup::with_children(Tag::TD, cell));
    Ok(row)
}

/// `21/11/2026`.
fn day(day: Date) -> String {
    day.strftime("%d/%m/%Y").to_string()
}
