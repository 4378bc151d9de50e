//! The result of a procedure: what kind of document it is, what it repeats of the dossier, how long it holds.

use jiff::ToSpan;
use jiff::civil::Date;
use motlan_core::{Code, Failure};

use crate::model::day::parse_day;
use crate::model::satisfied::{FieldValue, Satisfied};
use motlan_core::Name;

/// The code of the field that holds a document's day of issue.
pub const ISSUED_ON: &str = "issued_on";

/// The code of the field that holds a document's last day.
pub const VALID_UNTIL: &str = "valid_until";

/// What a procedure gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultRule {
    /// The type of the document, as in `GPLX`.
    pub type_code: String,
    /// Its names.
    pub name: Name,
    /// For how many years it holds at most.
    pub valid_years: u32,
    /// A component whose own last day it does not outlive.
    pub not_beyond_component: Option<u32>,
    /// What it shows, in the order of the paper.
    pub fields: Vec<ResultField>,
}

/// One field of a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultField {
    /// Its code.
    pub code: String,
    /// Its label.
    pub name: Name,
    /// The component whose value it repeats; none for the two days of the result itself.
    pub component: Option<u32>,
}

/// What stands on a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultContent {
    /// The last day on which it holds.
    pub valid_until: Date,
    /// What it shows, in the order of the paper. A value that the dossier does not have is left out.
    pub fields: Vec<FieldValue>,
}

impl ResultRule {
    /// What a result issued on `issued` says, given what satisfied the dossier's components.
    ///
    /// A component that limits it and says no last day holds without end, so it does not limit.
    ///
    /// # Errors
    /// `component_missing` if the component that limits it is not there; `document_expired` if its last day has passed or
    /// cannot be read.
    pub fn content(&self, issued: Date, satisfied: &[Satisfied]) -> Result<ResultContent, Failure> {
        let valid_until = match self.limit(satisfied)? {
            Some(limit) if limit < issued => {
                return Err(Failure::new(Code::DocumentExpired, format!("its last day was {limit}")));
            }
            Some(limit) => limit.min(self.last_day(issued)),
            None => self.last_day(issued),
        };
        let value = |field: &ResultField| match field.component {
            Some(component) => find(satisfied, component)?.value(&field.code).map(str::to_owned),
            None if field.code == ISSUED_ON => Some(issued.to_string()),
            None => Some(valid_until.to_string()),
        };
        let shown = |field: &ResultField| {
            Some(FieldValue {
                value: value(field)?,
                code: field.code.clone(),
                name: field.name.clone(),
            })
        };
        Ok(ResultContent {
            valid_until,
            fields: self.fields.iter().filter_map(shown).collect(),
        })
    }

    /// The same day so many years later; 29 February ends on the 28th where the year has no other.
    fn last_day(&self, issued: Date) -> Date {
        issued.saturating_add(i64::from(self.valid_years).years())
    }

    fn limit(&self, satisfied: &[Satisfied]) -> Result<Option<Date>, Failure> {
        let Some(number) = self.not_beyond_component else {
            return Ok(None);
        };
        let limiting = find(satisfied, number)
            .ok_or_else(|| Failure::new(Code::ComponentMissing, format!("component {number} is missing")))?;
        let read = |text: &str| {
            parse_day(text).ok_or_else(|| {
                Failure::new(
                    Code::DocumentExpired,
                    format!("component {number} has a last day that is none"),
                )
            })
        };
        limiting.value(VALID_UNTIL).map(read).transpose()
    }
}

fn find(satisfied: &[Satisfied], component: u32) -> Option<&Satisfied> {
    satisfied.iter().find(|it| it.component == component)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use motlan_evidence::case::{Form, Source};

    use super::*;

    fn name(text: &str) -> Name {
        Name {
            vi: text.to_owned(),
            en: text.to_owned(),
        }
    }

    fn rule(valid_years: u32, not_beyond_component: Option<u32>) -> ResultRule {
        let field = |code: &str, component| ResultField {
            code: code.to_owned(),
            name: name(code),
            component,
        };
        ResultRule {
            type_code: "GPLXQT".to_owned(),
            name: name("permit"),
            valid_years,
            not_beyond_component,
            fields: vec![
                field("classes", Some(2)),
                field("licence_number", Some(2)),
                field(ISSUED_ON, None),
                field(VALID_UNTIL, None),
            ],
        }
    }

    fn licence(valid_until: Option<&str>) -> Satisfied {
        let field = |code: &str, value: &str| FieldValue {
            code: code.to_owned(),
            name: name("another label"),
            value: value.to_owned(),
        };
        let mut fields = vec![field("classes", "A1, B2")];
        fields.extend(valid_until.map(|day| field(VALID_UNTIL, day)));
        Satisfied {
            component: 2,
            source: Source::EarlierResult,
            form: Form::Electronic,
            fields,
            document: None,
            from: "000.00.08.H45".to_owned(),
            as_of: None,
            transaction: None,
        }
    }

    fn last_day(rule: &ResultRule, licence: &Satisfied) -> Result<Date, Code> {
        let content = rule.content(date(2026, 11, 21), std::slice::from_ref(licence));
        content
            .map(|content| content.valid_until)
            .map_err(|refusal| refusal.code)
    }

    #[test]
    fn a_permit_does_not_outlive_the_licence() {
        let rule = rule(3, Some(2));
        assert_eq!(last_day(&rule, &licence(Some("2036-11-20"))), Ok(date(2029, 11, 21)));
        assert_eq!(last_day(&rule, &licence(Some("2027-02-03"))), Ok(date(2027, 2, 3)));
        assert_eq!(last_day(&rule, &licence(Some("2026-11-21"))), Ok(date(2026, 11, 21)));
        assert_eq!(last_day(&rule, &licence(None)), Ok(date(2029, 11, 21)));
    }

    #[test]
    fn nothing_is_issued_on_an_expired_or_unread_licence() {
        let rule = rule(3, Some(2));
        assert_eq!(
            last_day(&rule, &licence(Some("2026-11-20"))),
            Err(Code::DocumentExpired)
        );
        assert_eq!(last_day(&rule, &licence(Some("2026"))), Err(Code::DocumentExpired));
        let missing = rule.content(date(2026, 11, 21), &[]).unwrap_err();
        assert_eq!(missing.code, Code::ComponentMissing);
    }

    #[test]
    fn without_a_limit_the_years_alone_count() {
        let rule = rule(10, None);
        assert_eq!(last_day(&rule, &licence(Some("2026-12-01"))), Ok(date(2036, 11, 21)));
        let leap = rule.content(date(2028, 2, 29), &[]).unwrap();
        assert_eq!(leap.valid_until, date(2038, 2, 28));
    }

    #[test]
    fn the_paper_shows_its_own_labels_and_days() {
        let content = rule(3, Some(2)).content(date(2026, 11, 21), &[licence(None)]).unwrap();
        let shown: Vec<(&str, &str)> = content
            .fields
            .iter()
            .map(|field| (field.name.vi.as_str(), field.value.as_str()))
            .collect();
        let expected = [
            ("classes", "A1, B2"),
            (ISSUED_ON, "2026-11-21"),
            (VALID_UNTIL, "2029-11-21"),
        ];
        assert_eq!(shown, expected);
    }
}
