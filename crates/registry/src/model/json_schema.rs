//! The JSON Schema of a pack's records (draft 2020-12), made from the pack alone.
//!
//! Every value is a text, as it stands in a body. What a schema cannot say (that a day exists in the calendar, that a
//! personal number's province does) is left to the registry, which refuses with the field and the reason.

use serde_json::{Map, Value, json};

use crate::model::field::{CodeList, Field, FieldType};
use crate::model::form::Form;
use crate::model::pack::Pack;

/// Characters of a text that surely fit into its 1,024 bytes: four bytes each.
const TEXT_CHARACTERS_MAX: usize = 256;

impl Pack {
    /// The schema of a record: every field by its code; its keys are required.
    pub fn json_schema(&self) -> Value {
        let properties: Map<String, Value> = self
            .fields()
            .map(|field| (field.code.to_string(), field.json_schema()))
            .collect();
        let required: Vec<&str> = self.keys.asked().map(super::field::FieldCode::as_str).collect();
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": format!("https://motlan.example/registries/{}/{}/record.json", self.code, self.version),
            "title": self.name.en,
            "description": self.name.vi,
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": false,
        })
    }
}

impl Field {
    /// The schema of one value; words with `x-` are ours.
    pub fn json_schema(&self) -> Value {
        let mut schema = json!({
            "title": self.name.en,
            "description": self.name.vi,
            "type": "string",
            "x-right": self.right,
            "x-sensitivity": self.sensitivity,
        });
        if let Some(unit) = &self.unit {
            schema["x-unit"] = json!(unit);
        }
        for (word, day) in [
            ("x-valid-from", self.validity.from),
            ("x-valid-until", self.validity.until),
        ] {
            if let Some(day) = day {
                schema[word] = json!(day.to_string());
            }
        }
        match &self.field_type {
            FieldType::Text if !self.forms.is_empty() => schema["pattern"] = json!(pattern(&self.forms)),
            FieldType::Text | FieldType::PersonName => {
                schema["minLength"] = json!(1);
                schema["maxLength"] = json!(TEXT_CHARACTERS_MAX);
            }
            FieldType::Date => schema["pattern"] = json!("^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"),
            FieldType::Number => schema["pattern"] = json!("^-?[0-9]{1,9}(\\.[0-9]{1,6})?$"),
            FieldType::PersonalNumber => schema["pattern"] = json!("^[0-9]{12}$"),
            FieldType::UnitCode(digits) => schema["pattern"] = json!(format!("^[0-9]{{{digits}}}$")),
            FieldType::Code(list) => schema["enum"] = json!(codes(list)),
            FieldType::CodeSet(list) => {
                let code = codes(list)
                    .iter()
                    .map(|code| escaped(code))
                    .collect::<Vec<_>>()
                    .join("|");
                schema["pattern"] = json!(format!("^({code})(, ?({code}))*$"));
            }
        }
        schema
    }
}

fn codes(list: &CodeList) -> Vec<&str> {
    list.items.iter().map(|item| item.code.as_str()).collect()
}

fn pattern(forms: &[Form]) -> String {
    let form = |form: &Form| -> String {
        form.as_str()
            .chars()
            .map(|sign| match sign {
                '9' => "[0-9]".to_owned(),
                'A' => "[A-Z]".to_owned(),
                other => escaped(&other.to_string()),
            })
            .collect()
    };
    format!("^({})$", forms.iter().map(form).collect::<Vec<_>>().join("|"))
}

/// A text in which nothing means more than itself (ECMA-262).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if "\\^$.|?*+()[]{}/".contains(letter) {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_of_every_pack_has_a_schema() {
        for (code, version) in Pack::list_built_in() {
            let pack = Pack::built_in(code, version).unwrap().unwrap();
            let schema = pack.json_schema();
            assert_eq!(schema["properties"].as_object().unwrap().len(), pack.fields().count());
            for field in pack.fields() {
                let value = &schema["properties"][field.code.as_str()];
                let narrows = ["pattern", "enum", "maxLength"]
                    .iter()
                    .any(|word| !value[*word].is_null());
                assert!(narrows, "{code} {}", field.code);
            }
        }
    }

    #[test]
    fn a_form_becomes_a_pattern_in_which_only_its_own_signs_mean_more() {
        let forms: Vec<Form> = serde_json::from_str(r#"["A9-9/TS", "(9).9"]"#).unwrap();
        assert_eq!(pattern(&forms), r"^([A-Z][0-9]-[0-9]\/TS|\([0-9]\)\.[0-9])$");
    }
}
