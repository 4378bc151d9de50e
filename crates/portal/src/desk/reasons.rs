//! Why: the reasons of a form, each about one component or the whole dossier, and what is wrong with them, all at once.

use std::collections::BTreeMap;

use motlan_casework::model::reason::Reason;
use motlan_casework::service::view::{Action, ComponentView};
use motlan_core::Code;

use super::action::{is_by_component, needs_reason, slug};
use crate::web::Fields;

/// A form that was sent and not taken.
#[derive(Default)]
pub(super) struct Filled {
    /// What was typed, by field. May name people: not for logs.
    pub(super) values: BTreeMap<String, String>,
    /// What is wrong, by field, in the order of the page.
    pub(super) errors: Vec<(String, Code)>,
}

impl Filled {
    /// Refused for something that is no field's.
    pub(super) fn refused(place: &str, code: Code) -> Self {
        Self {
            values: BTreeMap::new(),
            errors: vec![(place.to_owned(), code)],
        }
    }
}

/// The field for the whole dossier.
pub(super) fn field(action: Action) -> String {
    format!("{}-ly-do", slug(action))
}

/// The field for one component.
pub(super) fn field_of(action: Action, component: u32) -> String {
    format!("{}-{component}", field(action))
}

/// Every field of a step, with the component that it is about.
pub(super) fn fields(action: Action, components: &[ComponentView]) -> Vec<(String, Option<u32>)> {
    let mut fields = Vec::new();
    if is_by_component(action) {
        let numbers = components.iter().map(|it| it.component.number);
        fields.extend(numbers.map(|number| (field_of(action, number), Some(number))));
    }
    fields.push((field(action), None));
    fields
}

/// The reasons of a form.
pub(super) fn read(action: Action, components: &[ComponentView], sent: &Fields) -> Result<Vec<Reason>, Filled> {
    let mut reasons = Vec::new();
    let mut filled = Filled::default();
    let fields = fields(action, components);
    for (field, component) in &fields {
        let typed = sent.get(field);
        filled.values.insert(field.clone(), typed.to_owned());
        match Reason::new(*component, typed) {
            Ok(reason) => reasons.push(reason),
            Err(failure) if failure.code == Code::ReasonRequired => {}
            Err(failure) => filled.errors.push((field.clone(), failure.code)),
        }
    }
    if needs_reason(action) && reasons.is_empty() && filled.errors.is_empty() {
        let first = fields
            .into_iter()
            .next()
            .map_or_else(|| field(action), |(name, _)| name);
        filled.errors.push((first, Code::ReasonRequired));
    }
    if filled.errors.is_empty() {
        Ok(reasons)
    } else {
        Err(filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::view::sample;

    fn read_all(action: Action, sent: &[(&str, &str)]) -> Result<Vec<Reason>, Filled> {
        let sent = sent
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        read(action, &sample::view(1).dossier.components, &Fields::of(sent.collect()))
    }

    #[test]
    fn nothing_typed_is_one_error_at_the_first_field() {
        let filled = read_all(Action::AskSupplement, &[]).err().unwrap();
        assert_eq!(
            filled.errors,
            [("yeu-cau-bo-sung-ly-do-1".to_owned(), Code::ReasonRequired)]
        );
        let filled = read_all(Action::Stop, &[("dung-ly-do", "  ")]).err().unwrap();
        assert_eq!(filled.errors, [("dung-ly-do".to_owned(), Code::ReasonRequired)]);
    }

    #[test]
    fn every_error_is_told_at_once_and_nothing_typed_is_lost() {
        let sent = [
            ("tu-choi-ly-do-3", "mờ"),
            ("tu-choi-ly-do", "x"),
            ("tu-choi-ly-do-1", "Ảnh căn cước bị mờ"),
        ];
        let filled = read_all(Action::Refuse, &sent).err().unwrap();
        let fields: Vec<_> = filled.errors.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["tu-choi-ly-do-3", "tu-choi-ly-do"]);
        assert_eq!(filled.values["tu-choi-ly-do-1"], "Ảnh căn cước bị mờ");
    }

    #[test]
    fn reasons_keep_what_they_are_about_and_a_note_may_be_missing() {
        let reasons = read_all(
            Action::AskSupplement,
            &[("yeu-cau-bo-sung-ly-do-3", "Giấy khám đã hết hạn")],
        );
        let reasons = reasons.ok().unwrap();
        assert_eq!((reasons.len(), reasons[0].component), (1, Some(3)));
        assert!(read_all(Action::Decide, &[]).is_ok_and(|reasons| reasons.is_empty()));
    }
}
