//! When the data of a registry are good, in the four words of the source documents: *đúng, đủ, sạch, sống*.

use crate::model::field::FieldCode;

/// One rule of a pack about its records.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum QualityRule {
    /// *Đúng*: the field agrees with another registry's.
    Correct {
        /// The field here.
        field: FieldCode,
        /// The source.
        against: Source,
    },
    /// *Đủ*: these fields have a value.
    Complete {
        /// The fields.
        fields: Vec<FieldCode>,
        /// Whether *sync* refuses a record that breaks it; otherwise it is only measured.
        #[serde(default = "refuses")]
        entry: bool,
    },
    /// *Sạch*: no two records share the values of these fields. (That each value is well-formed is checked on entry.)
    Unique {
        /// The fields, together.
        fields: Vec<FieldCode>,
        /// Whether *sync* refuses a record that breaks it; otherwise it is only measured.
        #[serde(default = "refuses")]
        entry: bool,
    },
    /// *Sống*: the day in the field is at most so many days ago.
    Fresh {
        /// A field of dates.
        field: FieldCode,
        /// How many days.
        days: u32,
    },
}

/// A field of another registry.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The other registry.
    pub registry: String,
    /// Its field.
    pub field: FieldCode,
}

impl QualityRule {
    /// The fields here that the rule speaks of.
    pub fn fields(&self) -> &[FieldCode] {
        match self {
            Self::Correct { field, .. } | Self::Fresh { field, .. } => std::slice::from_ref(field),
            Self::Complete { fields, .. } | Self::Unique { fields, .. } => fields,
        }
    }

    /// The word of the format.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Correct { .. } => "correct",
            Self::Complete { .. } => "complete",
            Self::Unique { .. } => "unique",
            Self::Fresh { .. } => "fresh",
        }
    }
}

/// A record that is incomplete or a double is refused where it enters, unless the pack says otherwise. Whether it is
/// correct only another registry knows, and freshness passes by itself: these two are measured.
const fn refuses() -> bool {
    true
}
