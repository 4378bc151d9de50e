//! A thin layer over the writer: text that is tagged, and drawing that is marked as an artifact.
//!
//! Points count from the top left corner, y downwards; a text stands on its baseline.

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Rect, Transform};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Node, SpanTag};
use krilla::text::TextDirection;

use super::PaperError;
use super::fonts::{Fonts, Weight};

/// The colours of a paper: those of the pages, and two of gold for its ornament.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Color {
    Ink,
    Soft,
    Line,
    Gold,
    GoldSoft,
    Red,
    RedSoft,
}

impl Color {
    fn rgb(self) -> rgb::Color {
        let (red, green, blue) = match self {
            Self::Ink => (0x1F, 0x1B, 0x16),
            Self::Soft => (0x5B, 0x54, 0x4A),
            Self::Line => (0xD9, 0xD2, 0xC3),
            Self::Gold => (0xB8, 0x91, 0x45),
            Self::GoldSoft => (0xF1, 0xE7, 0xD2),
            Self::Red => (0xA3, 0x20, 0x1D),
            Self::RedSoft => (0xF9, 0xE1, 0xDE),
        };
        rgb::Color::new(red, green, blue)
    }
}

/// How a text looks, and in which language it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    pub(super) weight: Weight,
    pub(super) size: f32,
    pub(super) color: Color,
    /// `en` where the text is English; the document is Vietnamese.
    pub(super) language: Option<&'static str>,
}

impl Style {
    /// Regular Vietnamese text.
    pub(super) const fn regular(size: f32, color: Color) -> Self {
        let weight = Weight::Regular;
        Self {
            weight,
            size,
            color,
            language: None,
        }
    }

    /// Strong Vietnamese text.
    pub(super) const fn strong(size: f32, color: Color) -> Self {
        let weight = Weight::Strong;
        Self {
            weight,
            size,
            color,
            language: None,
        }
    }

    /// Regular English text, always soft.
    pub(super) const fn english(size: f32) -> Self {
        Self {
            weight: Weight::Regular,
            size,
            color: Color::Soft,
            language: Some("en"),
        }
    }

    /// From one baseline to the next. Vietnamese capitals with two marks need more room than Latin text.
    pub(super) fn leading(self) -> f32 {
        self.size * 1.4
    }
}

/// Where a text stands: between `left` and `right`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) is_centred: bool,
}

impl Column {
    pub(super) fn width(self) -> f32 {
        self.right - self.left
    }

    pub(super) fn middle(self) -> f32 {
        f32::midpoint(self.left, self.right)
    }
}

/// A page being drawn.
pub(super) struct Canvas<'page, 'fonts> {
    surface: Surface<'page>,
    fonts: &'fonts Fonts,
}

impl<'page, 'fonts> Canvas<'page, 'fonts> {
    /// Draws on `surface`.
    pub(super) fn new(surface: Surface<'page>, fonts: &'fonts Fonts) -> Self {
        Self { surface, fonts }
    }

    /// Ends the drawing.
    pub(super) fn finish(self) {
        self.surface.finish();
    }

    /// Writes a paragraph whose first baseline is one line below `y`, and moves `y` to its last baseline.
    pub(super) fn paragraph(
        &mut self,
        column: Column,
        y: &mut f32,
        style: Style,
        text: &str,
    ) -> Result<Vec<Node>, PaperError> {
        let lines = self.fonts.wrap(style.weight, style.size, column.width(), text)?;
        let last = lines.len().saturating_sub(1);
        let mut nodes = Vec::with_capacity(lines.len());
        for (index, line) in lines.into_iter().enumerate() {
            *y += style.leading();
            let width = self.fonts.width(style.weight, style.size, &line);
            let x = if column.is_centred {
                column.middle() - width / 2.0
            } else {
                column.left
            };
            // ISO 32000-1 §14.8.2.5: a word at a line's end is followed by a space.
            let line = if index < last { line + " " } else { line };
            nodes.push(self.line(x, *y, style, &line));
        }
        Ok(nodes)
    }

    /// How high a paragraph is, from the line above it to its last baseline.
    pub(super) fn height(&self, column: Column, style: Style, text: &str) -> Result<f32, PaperError> {
        let lines = self.fonts.wrap(style.weight, style.size, column.width(), text)?.len();
        #[expect(clippy::cast_precision_loss, reason = "a paragraph has few lines")]
        Ok(lines as f32 * style.leading())
    }

    /// How wide a text is, in points.
    pub(super) fn width(&self, style: Style, text: &str) -> f32 {
        self.fonts.width(style.weight, style.size, text)
    }

    /// A large text across the page that belongs to no structure.
    pub(super) fn watermark(&mut self, middle: Point, degrees: f32, style: Style, text: &str) {
        let width = self.width(style, text);
        self.start_artifact(ArtifactType::Watermark);
        self.surface
            .push_transform(&Transform::from_rotate_at(degrees, middle.x, middle.y));
        self.draw(middle.x - width / 2.0, middle.y + style.size / 3.0, style, text);
        self.surface.pop();
        self.surface.end_tagged();
    }

    /// A horizontal line.
    pub(super) fn rule(&mut self, left: f32, right: f32, y: f32, thickness: f32, color: Color) {
        let mut path = PathBuilder::new();
        path.move_to(left, y);
        path.line_to(right, y);
        self.stroke(path, thickness, color);
    }

    /// A filled rectangle with a border.
    pub(super) fn boxed(&mut self, bounds: [f32; 4], fill: Option<Color>, border: Color, thickness: f32) {
        let [left, top, right, bottom] = bounds;
        let Some(rect) = Rect::from_ltrb(left, top, right, bottom) else {
            return;
        };
        let outline = || {
            let mut path = PathBuilder::new();
            path.push_rect(rect);
            path
        };
        if let Some(color) = fill {
            self.fill(outline(), color);
        }
        self.stroke(outline(), thickness, border);
    }

    /// Strokes a path.
    pub(super) fn stroke(&mut self, path: PathBuilder, thickness: f32, color: Color) {
        let stroke = Stroke {
            paint: color.rgb().into(),
            width: thickness,
            ..Stroke::default()
        };
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(stroke));
        self.artifact(path.finish());
    }

    /// Fills a path.
    pub(super) fn fill(&mut self, path: PathBuilder, color: Color) {
        self.ink(color);
        self.artifact(path.finish());
    }

    fn artifact(&mut self, path: Option<Path>) {
        if let Some(path) = path {
            self.start_artifact(ArtifactType::Other);
            self.surface.draw_path(&path);
            self.surface.end_tagged();
        }
    }

    fn start_artifact(&mut self, kind: ArtifactType) {
        self.surface
            .start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
    }

    fn line(&mut self, x: f32, baseline: f32, style: Style, text: &str) -> Node {
        let tag = SpanTag::empty().with_lang(style.language);
        let identifier = self.surface.start_tagged(ContentTag::Span(tag));
        self.draw(x, baseline, style, text);
        self.surface.end_tagged();
        identifier.into()
    }

    fn draw(&mut self, x: f32, baseline: f32, style: Style, text: &str) {
        self.ink(style.color);
        let font = self.fonts.font(style.weight);
        let start = Point::from_xy(x, baseline);
        self.surface
            .draw_text(start, font, style.size, text, false, TextDirection::LeftToRight);
    }

    fn ink(&mut self, color: Color) {
        let fill = Fill {
            paint: color.rgb().into(),
            opacity: NormalizedF32::ONE,
            rule: FillRule::NonZero,
        };
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(fill));
    }
}
