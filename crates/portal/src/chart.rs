//! Charts as SVG that the server draws: no script, the same on screen and paper.
//!
//! Each has its finding as caption, hairline axes with the zero line, its words at the things themselves, two hues at
//! most, missing figures as gaps, and its whole table one click below. A chart is drawn twice, wide and narrow, because
//! a drawing that only shrinks takes its words with it. Positions are pure functions with tests; colours are the
//! style's.

mod bars;
mod dots;
mod line;
mod scale;
mod sparkline;
mod svg;

pub use self::bars::Bars;
pub use self::dots::Dots;
pub use self::line::{Aim, Lines, Series};
pub use self::scale::Unit;
pub use self::sparkline::sparkline;
pub use self::svg::Drawing;
use crate::language::Language;
use crate::parts::{Cell, DataTable};
use crate::seal::Seal;
use crate::text::Text;

/// Width of the wide drawing, which is seen from 600 px on.
const WIDE: f64 = 720.0;

/// Width of the narrow drawing: a screen of 320 px without its margins.
const NARROW: f64 = 288.0;

/// One figure of a chart.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Datum {
    /// The day, the place or the part.
    pub name: String,
    /// The value; none where there is none, which is never drawn as zero.
    pub value: Option<Value>,
    /// Why there is none, in words; a general word if empty.
    pub missing: String,
    /// What the value is made of, as in `157/500`.
    pub detail: Option<String>,
    /// The way down.
    pub href: Option<String>,
    /// Its evidence.
    pub seal: Option<Seal>,
    /// Whether the page is about this one.
    pub is_chosen: bool,
}

/// A value that is a number, so that charts need not ask.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Value(f64);

/// A finite number is equal to itself.
impl Eq for Value {}

impl Value {
    /// None if it is infinite or no number.
    pub fn new(value: f64) -> Option<Self> {
        value.is_finite().then_some(Self(value))
    }

    /// The number.
    pub fn get(self) -> f64 {
        self.0
    }
}

impl Datum {
    /// A figure, or a gap where the value is none or no number.
    pub fn new(name: impl Into<String>, value: Option<f64>) -> Self {
        Self {
            name: name.into(),
            value: value.and_then(Value::new),
            ..Self::default()
        }
    }

    fn get(&self) -> Option<f64> {
        self.value.map(Value::get)
    }

    /// The value in words, or why there is none.
    fn words(&self, unit: Unit, language: Language) -> String {
        match self.get() {
            Some(value) => unit.write(value, language),
            None if self.missing.is_empty() => Text::of(language).say("chart-missing"),
            None => self.missing.clone(),
        }
    }

    fn cell(&self, unit: Unit, language: Language) -> Cell {
        let mut cell = Cell::new(self.words(unit, language));
        cell.note.clone_from(&self.detail);
        cell.seal.clone_from(&self.seal);
        cell
    }
}

/// A chart, ready to stand on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The caption's id on the page.
    pub id: String,
    /// What the chart shows, as a sentence.
    pub finding: String,
    /// The drawing for wide screens and paper.
    pub wide: Drawing,
    /// The drawing for narrow screens.
    pub narrow: Drawing,
    /// The same figures.
    pub table: DataTable,
}

/// What every chart is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// An id that nothing else on the page has.
    pub id: String,
    /// What the chart shows, as a sentence.
    pub finding: String,
    /// What the names are, as the first column's head: day, province.
    pub names: String,
    /// The values' unit.
    pub unit: Unit,
    /// The reader's language.
    pub language: Language,
}

impl About {
    /// Draws twice and adds the table.
    fn chart(&self, draw: impl Fn(f64) -> svg::Svg, table: DataTable) -> Chart {
        // What a chart shows, for those who hear it: the finding; the figures themselves are in the table.
        let finish = |width, class| draw(width).finish(class, &self.finding, &described(&table));
        Chart {
            id: self.id.clone(),
            finding: self.finding.clone(),
            wide: finish(WIDE, "wide"),
            narrow: finish(NARROW, "narrow"),
            table,
        }
    }

    fn table(&self, columns: &[&str]) -> DataTable {
        let mut heads = vec![self.names.as_str()];
        heads.extend(columns);
        DataTable::new(&self.finding, &heads, Text::of(self.language).say("chart-missing"))
    }
}

/// First and last row, so that the drawing is not silent.
fn described(table: &DataTable) -> String {
    let row = |row: &crate::parts::Row| {
        let words: Vec<_> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
        words.join(" ")
    };
    match &table.rows[..] {
        [] => table.empty.clone(),
        [only] => row(only),
        [first, .., last] => format!("{}; {}", row(first), row(last)),
    }
}
