//! The pieces that pages are made of: plain values that the macros of `templates/parts/` draw.
//!
//! A piece holds words that are already in the reader's language. It knows no node, no request and no layout; what it
//! looks like is in `static/style/`. `README.md` of this crate shows each with its macro.

mod deadline;
mod form;
mod list;
mod navigation;
mod table;
mod tag;

pub use self::deadline::{Clock, Deadline};
pub use self::form::{Checkbox, Form, FormError, InputKind, Radio, Radios, TextField, Upload};
pub use self::list::{Ratio, Source, Step, SummaryRow, Task};
pub use self::navigation::{Link, Notice, Tab, Turn};
pub use self::table::{Cell, Column, DataTable, Row};
pub use self::tag::{Glyph, Tag, Tone};
