//! Where things stand on a paper, and in which order they are read.
//!
//! Source: Decree 30/2020/ND-CP, annex I, part I, section II (heading, agency, number, place and date, title, signature).

use std::num::NonZeroU16;

use jiff::civil::Date;
use krilla::geom::Point;
use krilla::tagging::{Tag, TagGroup, TagTree};

use super::canvas::{Canvas, Color, Column, Style};
use super::{PAGE_HEIGHT, PAGE_WIDTH, PaperError, ResultPaper, ornament, table};

/// The text's edges; the ornament lies outside.
pub(super) const LEFT: f32 = 66.0;
pub(super) const RIGHT: f32 = PAGE_WIDTH - 66.0;
const TOP: f32 = 66.0;
const BOTTOM: f32 = PAGE_HEIGHT - 62.0;

const NATION: &str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
const MOTTO: &str = "Độc lập - Tự do - Hạnh phúc";
const NATION_EN: &str = "SOCIALIST REPUBLIC OF VIET NAM";
const MOTTO_EN: &str = "Independence - Freedom - Happiness";
const SAMPLE: &str = "DỮ LIỆU MẪU – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ";
const SAMPLE_EN: &str = "SAMPLE DATA – NO LEGAL VALUE";

/// The agency's side of the heading, and the nation's.
const AGENCY_SIDE: Column = Column {
    left: LEFT,
    right: LEFT + 196.0,
    is_centred: true,
};
const NATION_SIDE: Column = Column {
    left: LEFT + 204.0,
    right: RIGHT,
    is_centred: true,
};
const WHOLE: Column = Column {
    left: LEFT,
    right: RIGHT,
    is_centred: true,
};

/// Draws the page and gives its structure.
pub(super) fn draw(canvas: &mut Canvas<'_, '_>, paper: &ResultPaper) -> Result<TagTree, PaperError> {
    ornament::draw(canvas);
    if paper.is_sample {
        let middle = Point::from_xy(PAGE_WIDTH / 2.0, PAGE_HEIGHT * 0.56);
        canvas.watermark(middle, -45.0, Style::strong(76.0, Color::RedSoft), "DỮ LIỆU MẪU");
    }
    let mut groups = Vec::new();
    let mut y = heading(canvas, paper, &mut groups)?;
    title(canvas, paper, &mut y, &mut groups)?;
    if paper.is_sample {
        sample_mark(canvas, &mut y, &mut groups)?;
    }
    y += 18.0;
    groups.push(table::draw(canvas, paper, &mut y)?);
    signature(canvas, paper, &mut y, &mut groups)?;
    if y > BOTTOM {
        return Err(PaperError::DoesNotFit);
    }
    let mut tree = TagTree::new().with_lang(Some("vi".to_owned()));
    for group in groups {
        tree.push(group);
    }
    Ok(tree)
}

/// Writes one paragraph as a group of its own.
fn say(
    canvas: &mut Canvas<'_, '_>,
    column: Column,
    y: &mut f32,
    style: Style,
    text: &str,
    groups: &mut Vec<TagGroup>,
) -> Result<(), PaperError> {
    let nodes = canvas.paragraph(column, y, style, text)?;
    groups.push(TagGroup::with_children(Tag::P, nodes));
    Ok(())
}

/// Nation and motto on the right, agency on the left; under them place and date, and the number.
fn heading(canvas: &mut Canvas<'_, '_>, paper: &ResultPaper, groups: &mut Vec<TagGroup>) -> Result<f32, PaperError> {
    let mut nation_y = TOP;
    let motto = Style::strong(10.5, Color::Ink);
    say(
        canvas,
        NATION_SIDE,
        &mut nation_y,
        Style::strong(10.0, Color::Ink),
        NATION,
        groups,
    )?;
    say(canvas, NATION_SIDE, &mut nation_y, motto, MOTTO, groups)?;
    let (middle, half) = (NATION_SIDE.middle(), canvas.width(motto, MOTTO) / 2.0);
    nation_y += 6.0;
    canvas.rule(middle - half, middle + half, nation_y, 0.8, Color::Ink);
    say(
        canvas,
        NATION_SIDE,
        &mut nation_y,
        Style::english(7.5),
        NATION_EN,
        groups,
    )?;
    say(
        canvas,
        NATION_SIDE,
        &mut nation_y,
        Style::english(7.5),
        MOTTO_EN,
        groups,
    )?;

    let mut agency_y = TOP;
    let member = Style::regular(9.5, Color::Ink);
    say(
        canvas,
        AGENCY_SIDE,
        &mut agency_y,
        member,
        &paper.member_name.to_uppercase(),
        groups,
    )?;
    let unit = Style::strong(9.5, Color::Ink);
    say(
        canvas,
        AGENCY_SIDE,
        &mut agency_y,
        unit,
        &paper.unit_name.to_uppercase(),
        groups,
    )?;
    agency_y += 6.0;
    let middle = AGENCY_SIDE.middle();
    canvas.rule(middle - 34.0, middle + 34.0, agency_y, 0.8, Color::Ink);

    let mut y = nation_y.max(agency_y) + 12.0;
    let (mut number_y, small) = (y, Style::regular(9.5, Color::Ink));
    say(
        canvas,
        AGENCY_SIDE,
        &mut number_y,
        small,
        &format!("Số: {}", paper.document_uri),
        groups,
    )?;
    let issued = format!("{}, {}", paper.place, day_in_words(paper.issued_on));
    say(canvas, NATION_SIDE, &mut y, small, &issued, groups)?;
    Ok(y.max(number_y))
}

/// What the paper is: the one heading that a reader of screens jumps to.
fn title(
    canvas: &mut Canvas<'_, '_>,
    paper: &ResultPaper,
    y: &mut f32,
    groups: &mut Vec<TagGroup>,
) -> Result<(), PaperError> {
    *y += 26.0;
    let nodes = canvas.paragraph(WHOLE, y, Style::strong(25.0, Color::Red), &paper.title.to_uppercase())?;
    let heading = Tag::Hn(NonZeroU16::MIN, Some(paper.title.clone()));
    groups.push(TagGroup::with_children(heading, nodes));
    *y += 3.0;
    say(canvas, WHOLE, y, Style::english(11.0), &paper.title_en, groups)
}

/// The mark of sample data, in words: a watermark alone would not be read aloud.
fn sample_mark(canvas: &mut Canvas<'_, '_>, y: &mut f32, groups: &mut Vec<TagGroup>) -> Result<(), PaperError> {
    let strong = Style::strong(11.0, Color::Red);
    let half = canvas.width(strong, SAMPLE) / 2.0 + 16.0;
    let middle = WHOLE.middle();
    *y += 14.0;
    canvas.boxed(
        [middle - half, *y, middle + half, *y + 39.0],
        Some(Color::RedSoft),
        Color::Red,
        1.0,
    );
    *y += 2.0;
    say(canvas, WHOLE, y, strong, SAMPLE, groups)?;
    say(canvas, WHOLE, y, Style::english(8.0), SAMPLE_EN, groups)?;
    *y += 9.0;
    Ok(())
}

/// Who signs, and what the reader of the file can check. The page does not claim that the file is signed.
fn signature(
    canvas: &mut Canvas<'_, '_>,
    paper: &ResultPaper,
    y: &mut f32,
    groups: &mut Vec<TagGroup>,
) -> Result<(), PaperError> {
    let top = *y + 22.0;
    let (mut signed_y, mut note_y) = (top, top);
    let strong = Style::strong(10.5, Color::Ink);
    say(
        canvas,
        NATION_SIDE,
        &mut signed_y,
        strong,
        &paper.signed_by.to_uppercase(),
        groups,
    )?;
    signed_y += 10.0;
    let bounds = [
        NATION_SIDE.left + 12.0,
        signed_y,
        NATION_SIDE.right - 12.0,
        signed_y + 55.0,
    ];
    canvas.boxed(bounds, None, Color::Red, 0.8);
    signed_y += 5.0;
    say(
        canvas,
        NATION_SIDE,
        &mut signed_y,
        Style::strong(10.0, Color::Red),
        "CHỮ KÝ SỐ NẰM TRONG TỆP NÀY",
        groups,
    )?;
    let agency = "của cơ quan cấp giấy tờ";
    say(
        canvas,
        NATION_SIDE,
        &mut signed_y,
        Style::regular(9.0, Color::Ink),
        agency,
        groups,
    )?;
    let english = "The issuing agency's signature is in this file";
    say(canvas, NATION_SIDE, &mut signed_y, Style::english(7.5), english, groups)?;

    let note = Column {
        is_centred: false,
        ..AGENCY_SIDE
    };
    say(
        canvas,
        note,
        &mut note_y,
        Style::strong(9.0, Color::Ink),
        "Kiểm tra giấy tờ này",
        groups,
    )?;
    let text = "Mở tệp bằng phần mềm đọc PDF và xem chữ ký số. Tệp bị sửa dù một ký tự, chữ ký sẽ báo sai. Bản in không thay cho tệp.";
    say(
        canvas,
        note,
        &mut note_y,
        Style::regular(8.5, Color::Soft),
        text,
        groups,
    )?;
    let english = "Open the file in a PDF reader and look at its signature. A print does not replace the file.";
    note_y += 2.0;
    say(canvas, note, &mut note_y, Style::english(7.5), english, groups)?;
    *y = note_y.max(bounds[3]);
    Ok(())
}

/// `ngày 05 tháng 02 năm 2026`: days below 10 and the first two months have a zero in front (annex I, part I, II.4).
fn day_in_words(day: Date) -> String {
    let month = if day.month() < 3 {
        format!("{:02}", day.month())
    } else {
        day.month().to_string()
    };
    format!("ngày {:02} tháng {month} năm {}", day.day(), day.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_as_the_decree_asks() {
        assert_eq!(day_in_words(Date::constant(2026, 2, 5)), "ngày 05 tháng 02 năm 2026");
        assert_eq!(day_in_words(Date::constant(2026, 3, 15)), "ngày 15 tháng 3 năm 2026");
        assert_eq!(day_in_words(Date::constant(2026, 11, 21)), "ngày 21 tháng 11 năm 2026");
    }
}
