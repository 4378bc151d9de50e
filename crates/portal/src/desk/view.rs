//! One dossier as a value, and its template: the file, the check-list, the decision with its clock.

mod check;
mod decision;
mod file;
#[cfg(test)]
pub(crate) mod sample;

use askama::Template;
use motlan_casework::model::status::Status;

use self::check::CheckList;
use self::decision::Decision;
use self::file::File;
use super::action::{done, primary};
use super::dossier::Facts;
use super::reasons::Filled;
use super::{action, dossier_path};
use crate::facts::FrameFacts;
use crate::frame::{Composition, Frame};
use crate::language::{Choice, Language};
use crate::parts::{FormError, Notice, Tag, Tone};
use crate::text::Text;
use crate::web::Visitor;
use crate::words::{self, moment, sentence};

/// Where an error that is no field's leads: the decision.
pub(super) const PLACE: &str = "quyet-dinh";

#[derive(Template)]
#[template(path = "desk/dossier.html")]
struct DossierPage<'a> {
    text: &'a Text,
    frame: Frame,
    errors: Vec<FormError>,
    notice: Option<Notice>,
    code: String,
    procedure: String,
    submitted: String,
    unit: Option<String>,
    tag: Tag,
    file: File,
    check: CheckList,
    decision: Decision,
}

/// The page.
///
/// Errors: the template's own, which are bugs.
pub(super) fn render(
    frame: &FrameFacts,
    visitor: &Visitor,
    facts: &Facts,
    filled: &Filled,
    choice: Choice,
) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let row = &facts.view.dossier.row;
    let path = dossier_path(row.code.as_str());
    let first = primary(&facts.view.actions, row.status, !facts.view.checks.is_empty());
    let unit = facts.unit.as_ref().map(|unit| match choice.language {
        Language::Vietnamese => unit.name_vi.clone(),
        Language::English => unit.name_en.clone(),
    });
    let page = DossierPage {
        text,
        frame: Frame::for_visitor(frame, visitor, choice, &path, title(row.status, text))
            .composed(Composition::Officer),
        errors: errors(filled, choice.language),
        notice: facts.done.filter(|_| filled.errors.is_empty()).map(|action| Notice {
            tone: Tone::Calm,
            title: done(action, text),
            text: None,
            link: None,
        }),
        code: row.code.to_string(),
        procedure: choice.language.name(&row.procedure_name).to_owned(),
        submitted: text.say_with("desk-submitted-at", &[("at", moment(row.submitted_at).into())]),
        unit,
        tag: words::tag(row.status, choice.language),
        file: File::new(facts, choice),
        check: CheckList::new(facts, visitor, first, choice),
        decision: Decision::new(facts, visitor, filled, first, choice),
    };
    page.render()
}

fn errors(filled: &Filled, language: Language) -> Vec<FormError> {
    let error = |(field, code): &(String, motlan_core::Code)| FormError {
        field: field.clone(),
        text: sentence(*code, language).to_owned(),
    };
    filled.errors.iter().map(error).collect()
}

/// The page's sentence.
fn title(status: Status, text: &Text) -> String {
    match status {
        Status::New => text.say("desk-is-new"),
        Status::Received => text.say("desk-is-received"),
        Status::NotReceived => text.say("desk-is-refused"),
        Status::InProgress => text.say("desk-is-in-progress"),
        Status::SupplementNeeded => text.say("desk-is-waiting-papers"),
        Status::PaymentNeeded => text.say("desk-is-waiting-payment"),
        Status::Withdrawn => text.say("desk-is-withdrawn"),
        Status::Stopped => text.say("desk-is-stopped"),
        Status::Done => text.say("desk-is-done"),
        Status::Returned => text.say("desk-is-returned"),
    }
}

/// Where a step's form is sent.
fn action_path(facts: &Facts, action: motlan_casework::service::view::Action, choice: Choice) -> String {
    let path = dossier_path(facts.view.dossier.row.code.as_str());
    choice.link(&format!("{path}/{}", action::slug(action)))
}

#[cfg(test)]
mod tests {
    use motlan_casework::service::view::Action;
    use motlan_core::Code;

    use super::*;

    fn html(facts: &Facts, filled: &Filled, language: Language) -> String {
        render(
            &sample::frame(),
            &sample::officer(),
            facts,
            filled,
            sample::choice(language),
        )
        .unwrap()
    }

    #[test]
    fn every_status_has_all_its_words_in_both_languages() {
        for language in Language::ALL {
            for status in 1..=10 {
                for done in [None, Some(Action::Receive), Some(Action::Decide)] {
                    let mut facts = sample::facts(status);
                    facts.done = done;
                    sample::check(&html(&facts, &Filled::default(), language));
                }
            }
        }
    }

    #[test]
    fn a_dossier_without_anything_has_all_its_words_too() {
        for language in Language::ALL {
            sample::check(&html(&sample::bare(), &Filled::default(), language));
        }
    }

    #[test]
    fn receiving_is_the_one_first_action_of_a_new_dossier() {
        let page = html(&sample::facts(1), &Filled::default(), Language::Vietnamese);
        assert_eq!(page.matches("<button class=\"action\">").count(), 1);
        assert!(
            page.contains("<button class=\"action\">Tiếp nhận hồ sơ</button>"),
            "{page}"
        );
        assert!(page.contains("name=\"so\" value=\"1\""));
    }

    #[test]
    fn every_open_status_offers_at_most_one_first_action() {
        for status in 1..=10 {
            let page = html(&sample::facts(status), &Filled::default(), Language::Vietnamese);
            assert!(page.matches("<button class=\"action\">").count() <= 1, "{status}");
        }
    }

    #[test]
    fn values_that_registries_write_as_codes_are_words_in_the_file_and_in_the_check() {
        let page = html(&sample::facts(4), &Filled::default(), Language::Vietnamese);
        assert_eq!(page.matches(">Việt Nam<").count(), 2, "{page}");
        assert!(page.contains("Còn giá trị<") && page.contains("01/06/2021<"), "{page}");
        assert!(!page.contains(">VN<") && !page.contains(">valid<"), "{page}");
    }

    #[test]
    fn the_personal_number_is_masked() {
        let page = html(&sample::facts(4), &Filled::default(), Language::Vietnamese);
        assert!(page.contains("0030•••••789") && !page.contains("003099456789"));
    }

    #[test]
    fn errors_stand_on_top_and_at_their_fields_with_what_was_typed() {
        let mut filled = Filled::refused("tu-choi-ly-do", Code::ReasonTooShort);
        filled.values.insert("tu-choi-ly-do".to_owned(), "mờ quá".to_owned());
        let page = html(&sample::facts(1), &filled, Language::Vietnamese);
        sample::check(&page);
        assert!(page.contains("<a href=\"#tu-choi-ly-do\">") && page.contains(">mờ quá</textarea>"));
        // The form that was refused is open.
        assert!(page.contains("<details class=\"step\" open>"));
    }
}
