//! A small writer of SVG: shapes by class, words escaped, never a style attribute.

use std::fmt::{self, Write as _};

/// Width of a letter of 14 px as a share of its size, on the generous side, so that words never touch.
const LETTER: f64 = 14.0 * 0.6;

/// A finished drawing. Its words are escaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing(String);

impl fmt::Display for Drawing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Drawing {}

/// Where words stand at their point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// Words at a point: the baseline's start, middle or end.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Words {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) anchor: Anchor,
    pub(super) class: &'static str,
    pub(super) text: String,
}

/// How wide words are drawn, estimated.
pub(super) fn width(text: &str) -> f64 {
    // Widths on a screen are far below 2^53.
    #[expect(clippy::cast_precision_loss, reason = "a count of letters")]
    let letters = text.chars().count() as f64;
    letters * LETTER
}

#[cfg(test)]
impl Words {
    /// Left, top, right, bottom.
    pub(super) fn bounds(&self) -> [f64; 4] {
        let wide = width(&self.text);
        let left = match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - wide / 2.0,
            Anchor::End => self.x - wide,
        };
        [left, self.y - 12.0, left + wide, self.y + 4.0]
    }

    pub(super) fn overlaps(&self, other: &Self) -> bool {
        let ([left, top, right, bottom], [l, t, r, b]) = (self.bounds(), other.bounds());
        left < r && l < right && top < b && t < bottom
    }
}

/// A drawing in the making.
#[derive(Debug)]
pub(super) struct Svg {
    width: f64,
    height: f64,
    body: String,
}

impl Svg {
    pub(super) fn new(width: f64, height: f64) -> Self {
        Self {
            width,
            height,
            body: String::new(),
        }
    }

    pub(super) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(short);
        self.push(format_args!(
            "<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>"
        ));
    }

    pub(super) fn path(&mut self, class: &str, points: &[(f64, f64)]) {
        let mut way = String::new();
        for (place, (x, y)) in points.iter().enumerate() {
            let mark = if place == 0 { 'M' } else { 'L' };
            way.push(mark);
            way.push_str(&short(*x));
            way.push(' ');
            way.push_str(&short(*y));
        }
        self.push(format_args!("<path class=\"{class}\" d=\"{way}\"/>"));
    }

    pub(super) fn circle(&mut self, class: &str, at: (f64, f64), radius: f64) {
        let [x, y, radius] = [at.0, at.1, radius].map(short);
        self.push(format_args!(
            "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>"
        ));
    }

    /// `[left, top, width, height]`
    pub(super) fn rect(&mut self, class: &str, area: [f64; 4]) {
        let [x, y, width, height] = area.map(short);
        self.push(format_args!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>"
        ));
    }

    pub(super) fn words(&mut self, words: &Words) {
        let anchor = match words.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let (x, y, text) = (short(words.x), short(words.y), escape(&words.text));
        let class = words.class;
        self.push(format_args!(
            "<text class=\"{class}\" x=\"{x}\" y=\"{y}\"{anchor}>{text}</text>"
        ));
    }

    /// The drawing with its name and description for those who hear it.
    pub(super) fn finish(self, class: &str, title: &str, description: &str) -> Drawing {
        let (width, height) = (short(self.width), short(self.height));
        let (title, description, body) = (escape(title), escape(description), self.body);
        Drawing(format!(
            "<svg class=\"{class}\" role=\"img\" aria-label=\"{title}\" viewBox=\"0 0 {width} {height}\">\
             <title>{title}</title><desc>{description}</desc>{body}</svg>"
        ))
    }

    fn push(&mut self, element: fmt::Arguments<'_>) {
        // Writing into a string does not fail.
        let _ = self.body.write_fmt(element);
    }
}

/// A coordinate with one decimal at most.
fn short(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_escaped_everywhere() {
        let mut svg = Svg::new(10.0, 10.0);
        svg.words(&Words {
            x: 1.0,
            y: 2.25,
            anchor: Anchor::End,
            class: "quiet",
            text: "<b>\"x\" & 'y'".to_owned(),
        });
        let drawing = svg.finish("wide", "a<b", "c\"d").to_string();
        assert!(
            drawing.contains(">&lt;b&gt;&quot;x&quot; &amp; &#39;y&#39;</text>"),
            "{drawing}"
        );
        assert!(drawing.contains("aria-label=\"a&lt;b\"") && drawing.contains("<desc>c&quot;d</desc>"));
    }

    #[test]
    fn coordinates_are_short() {
        assert_eq!([1.0, 2.25, 0.04, 719.96].map(short), ["1", "2.2", "0", "720"]);
    }
}
