//! The landing page as a value, and its template.

use askama::Template;
use motlan_casework::model::procedure::Procedure;
use motlan_casework::model::status::Status;
use motlan_casework::service::view::{DossierRow, Listing};

use crate::citizen::procedures::{Offer, offer};
use crate::citizen::words;
use crate::facts::FrameFacts;
use crate::frame::{Composition, Frame};
use crate::language::Choice;
use crate::names::Names;
use crate::parts::{Deadline, Tag, Turn};
use crate::text::{Text, number};
use crate::web::Visitor;

/// What is known when a citizen lands.
pub(crate) struct HomeFacts {
    pub(crate) frame: FrameFacts,
    /// Each with the code of the unit that handles it.
    pub(crate) procedures: Vec<(Procedure, String)>,
    pub(crate) dossiers: Listing<DossierRow>,
    pub(crate) page: u32,
    pub(crate) names: Names,
}

/// A dossier in the list.
struct Line {
    name: String,
    href: String,
    code: String,
    unit: String,
    tag: Tag,
    when: String,
    deadline: Option<Deadline>,
}

#[derive(Template)]
#[template(path = "citizen/home.html")]
struct HomePage<'a> {
    text: &'a Text,
    frame: Frame,
    offers: Vec<Offer>,
    lines: Vec<Line>,
    turn: Option<Turn>,
}

/// The page.
///
/// Errors: the template's own, which are bugs.
pub(super) fn render(facts: &HomeFacts, visitor: &Visitor, choice: Choice) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let path = address(facts.page);
    let frame = Frame::for_visitor(&facts.frame, visitor, choice, &path, title(&facts.dossiers.rows, text));
    let page = HomePage {
        text,
        frame: frame.composed(Composition::Citizen),
        offers: facts
            .procedures
            .iter()
            .map(|it| offer(it, &facts.names, visitor, true, choice))
            .collect(),
        lines: facts.dossiers.rows.iter().map(|row| line(row, facts, choice)).collect(),
        turn: turn(facts, choice),
    };
    page.render()
}

/// What the person must know first.
fn title(rows: &[DossierRow], text: &Text) -> String {
    let waits = |row: &DossierRow| matches!(row.status, Status::SupplementNeeded | Status::PaymentNeeded);
    if rows.iter().any(waits) {
        text.say("my-home-title-waits")
    } else if rows.iter().any(|row| row.status == Status::Done) {
        text.say("my-home-title-done")
    } else if rows.iter().any(|row| !row.status.is_end()) {
        text.say("my-home-title-open")
    } else if rows.is_empty() {
        text.say("my-home-title-none")
    } else {
        text.say("my-home-title-closed")
    }
}

fn line(row: &DossierRow, facts: &HomeFacts, choice: Choice) -> Line {
    let text = Text::of(choice.language);
    let when = match (row.ended, row.due) {
        (Some(ended), _) => text.say_with("my-ended-on", &[("date", words::day(ended).into())]),
        (None, Some(due)) => text.say_with("my-due-on", &[("date", words::day(due).into())]),
        (None, None) => {
            let at = words::moment(row.submitted_at);
            text.say_with("my-sent-at", &[("time", at.into())])
        }
    };
    Line {
        name: words::procedure_name(&row.procedure, &row.procedure_name, text),
        href: choice.link(&format!("/ho-so/{}", row.code)),
        code: row.code.to_string(),
        unit: facts.names.say(&row.unit, choice.language),
        tag: words::tag(row.status, choice.language),
        when,
        deadline: words::deadline(row, choice.language).filter(|_| row.ended.is_none()),
    }
}

/// The page of a number.
fn address(page: u32) -> String {
    if page > 1 {
        format!("/ho-so?trang={page}")
    } else {
        "/ho-so".to_owned()
    }
}

fn turn(facts: &HomeFacts, choice: Choice) -> Option<Turn> {
    let pages = facts.dossiers.pages();
    let now = facts.page;
    if pages <= 1 && now == 1 {
        return None;
    }
    let position = [("page", number(now.into())), ("pages", number(pages))];
    Some(Turn {
        previous: (now > 1).then(|| choice.link(&address(now - 1))),
        next: (u64::from(now) < pages).then(|| choice.link(&address(now + 1))),
        position: Text::of(choice.language).say_with("my-page-of", &position),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::citizen::sample;
    use crate::language::Language;

    fn html(statuses: &[Status], language: Language) -> String {
        let html = render(&sample::home(statuses), &sample::citizen(), sample::choice(language)).unwrap();
        sample::check(&html);
        html
    }

    #[test]
    fn the_title_says_what_waits_for_the_person_first() {
        let title = |statuses: &[Status]| sample::title(&html(statuses, Language::Vietnamese));
        assert_eq!(title(&[]), "Bạn chưa có hồ sơ nào, nhưng có thể làm ngay");
        assert_eq!(title(&[Status::Returned]), "Không còn hồ sơ nào đang chờ");
        assert_eq!(
            title(&[Status::Returned, Status::InProgress]),
            "Hồ sơ của bạn đang được giải quyết"
        );
        assert_eq!(title(&[Status::New, Status::Done]), "Hồ sơ của bạn đã có kết quả");
        assert_eq!(
            title(&[Status::Done, Status::SupplementNeeded]),
            "Có hồ sơ đang chờ bạn"
        );
    }

    #[test]
    fn every_status_is_shown_in_both_languages() {
        for language in Language::ALL {
            let html = html(&Status::ALL, language);
            for status in Status::ALL {
                assert!(html.contains(words::status(status, language)), "{status:?}");
            }
            assert_eq!(html.matches("class=\"dossier\"").count(), 10);
        }
    }

    #[test]
    fn procedures_come_before_dossiers_and_need_one_click() {
        let html = html(&[Status::New], Language::Vietnamese);
        let button = html
            .find("<button class=\"action\">Đổi giấy phép lái xe</button>")
            .unwrap();
        assert!(button < html.find("class=\"dossier\"").unwrap());
    }

    #[test]
    fn a_long_list_is_turned() {
        let mut facts = sample::home(&[Status::New]);
        facts.dossiers.total = 41;
        facts.page = 2;
        let html = render(&facts, &sample::citizen(), sample::choice(Language::Vietnamese)).unwrap();
        assert!(html.contains("href=\"/ho-so?lang=vi\"") && html.contains("href=\"/ho-so?trang=3&#38;lang=vi\""));
    }
}
