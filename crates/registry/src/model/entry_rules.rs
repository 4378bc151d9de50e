//! The rules of a pack that refuse a record where it enters: completeness and uniqueness.

use crate::model::field::FieldCode;
use crate::model::pack::Pack;
use crate::model::quality::QualityRule;

impl Pack {
    /// The fields without which *sync* refuses a record, each once.
    pub(crate) fn complete_at_entry(&self) -> impl Iterator<Item = &FieldCode> {
        let mut fields: Vec<&FieldCode> = Vec::new();
        for rule in &self.quality {
            if let QualityRule::Complete { fields: more, entry } = rule
                && *entry
            {
                for code in more {
                    if !fields.contains(&code) {
                        fields.push(code);
                    }
                }
            }
        }
        fields.into_iter()
    }

    /// The fields that *sync* lets no two records share, rule by rule.
    pub(crate) fn unique_at_entry(&self) -> impl Iterator<Item = &[FieldCode]> {
        self.quality.iter().filter_map(|rule| match rule {
            QualityRule::Unique { fields, entry } if *entry => Some(fields.as_slice()),
            _ => None,
        })
    }
}
