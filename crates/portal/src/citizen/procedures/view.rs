//! The procedures as values, and their templates.

use askama::Template;
use motlan_casework::model::procedure::{Component, Procedure, SourceRule};

use crate::citizen::sources::{law, system_of};
use crate::citizen::words::{self, Marked};
use crate::facts::FrameFacts;
use crate::frame::{Composition, Frame};
use crate::language::Choice;
use crate::names::Names;
use crate::parts::Form;
use crate::text::{Text, number};
use crate::web::Visitor;

/// What is known of the procedures.
pub(crate) struct ProcedureFacts {
    pub(crate) frame: FrameFacts,
    /// Each with the code of the unit that handles it.
    pub(crate) procedures: Vec<(Procedure, String)>,
    pub(crate) names: Names,
}

/// A procedure that can be begun now.
pub(crate) struct Offer {
    pub(crate) name: String,
    /// How long it takes and who handles it.
    pub(crate) about: String,
    /// The page about it.
    pub(crate) href: String,
    /// The button, for those who may begin.
    pub(crate) begin: Option<Form>,
}

/// The offer of a procedure.
pub(crate) fn offer(
    (procedure, unit): &(Procedure, String),
    names: &Names,
    visitor: &Visitor,
    may_begin: bool,
    choice: Choice,
) -> Offer {
    let text = Text::of(choice.language);
    let about = [
        ("days", number(procedure.deadline.working_days.into())),
        ("unit", names.say(unit, choice.language).into()),
    ];
    let action = choice.link(&format!("/ho-so/moi/{}", procedure.code));
    Offer {
        name: words::procedure(procedure, text),
        about: text.say_with("my-offer-about", &about),
        href: choice.link(&format!("/thu-tuc/{}", procedure.code)),
        begin: may_begin.then(|| Form::new(action, visitor.csrf())),
    }
}

#[derive(Template)]
#[template(path = "citizen/procedures.html")]
struct ProceduresPage<'a> {
    text: &'a Text,
    frame: Frame,
    offers: Vec<Offer>,
    may_begin: bool,
}

/// A paper that a procedure needs.
struct Paper {
    name: String,
    law: Marked,
    /// Where it comes from, the preferred source first.
    sources: Vec<String>,
}

#[derive(Template)]
#[template(path = "citizen/procedure.html")]
struct ProcedurePage<'a> {
    text: &'a Text,
    frame: Frame,
    name: String,
    begin: Option<Form>,
    log_in: Option<String>,
    unit: String,
    days: Marked,
    days_source: String,
    result: String,
    code: Marked,
    papers: Vec<Paper>,
    has_mark: bool,
}

/// The list.
///
/// Errors: the template's own, which are bugs.
pub(super) fn render_list(
    facts: &ProcedureFacts,
    visitor: &Visitor,
    may_begin: bool,
    choice: Choice,
) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let title = if facts.procedures.is_empty() {
        text.say("my-procedures-title-none")
    } else {
        text.say("my-procedures-title")
    };
    let offer = |it| offer(it, &facts.names, visitor, may_begin, choice);
    let page = ProceduresPage {
        text,
        frame: Frame::for_visitor(&facts.frame, visitor, choice, "/thu-tuc", title).composed(Composition::Citizen),
        offers: facts.procedures.iter().map(offer).collect(),
        may_begin,
    };
    page.render()
}

/// One procedure, with the code of the unit that handles it.
///
/// Errors: the template's own, which are bugs.
pub(super) fn render_one(
    facts: &ProcedureFacts,
    of: &(Procedure, String),
    visitor: &Visitor,
    may_begin: bool,
    choice: Choice,
) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let (procedure, unit) = of;
    let path = format!("/thu-tuc/{}", procedure.code);
    let days = number(procedure.deadline.working_days.into());
    let name = words::procedure(procedure, text);
    let title = text.say_with(
        "my-procedure-title",
        &[("name", name.as_str().into()), ("days", days.clone())],
    );
    let days = text.say_with("my-procedure-days", &[("days", days)]);
    let can_log_in = facts.frame.has_log_in && visitor.account().is_none();
    let page = ProcedurePage {
        text,
        frame: Frame::for_visitor(&facts.frame, visitor, choice, &path, title).composed(Composition::Citizen),
        begin: offer(of, &facts.names, visitor, may_begin, choice).begin,
        log_in: can_log_in.then(|| choice.link(&format!("/dang-nhap?tro-lai={path}"))),
        unit: facts.names.say(unit, choice.language),
        days: Marked::new(days, procedure.deadline.is_confirmed),
        days_source: procedure.deadline.source.clone(),
        result: choice.language.name(&procedure.result.name).to_owned(),
        code: Marked::new(procedure.national_code.clone(), procedure.is_code_confirmed),
        papers: procedure.components.iter().map(|it| paper(it, facts, choice)).collect(),
        has_mark: procedure.has_unconfirmed(),
        name,
    };
    page.render()
}

fn paper(component: &Component, facts: &ProcedureFacts, choice: Choice) -> Paper {
    let text = Text::of(choice.language);
    let source = |source: &SourceRule| match source {
        SourceRule::Registry { service, .. } => {
            let name = facts.names.say(system_of(service), choice.language);
            text.say_with("my-paper-registry", &[("system", name.into())])
        }
        SourceRule::Document { is_result: true, .. } => text.say("my-paper-result"),
        SourceRule::Document { is_result: false, .. } => text.say("my-paper-vault"),
        SourceRule::Upload => text.say("my-paper-upload"),
    };
    Paper {
        name: choice.language.name(&component.name).to_owned(),
        law: law(component),
        sources: component.sources.iter().map(source).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::citizen::sample;
    use crate::language::Language;

    #[test]
    fn a_citizen_gets_a_button_and_a_stranger_a_way_to_log_in() {
        for language in Language::ALL {
            let choice = sample::choice(language);
            for code in ["driving-licence-renewal", "international-driving-permit"] {
                let facts = sample::procedures(code);
                let mine = render_one(&facts, &facts.procedures[0], &sample::citizen(), true, choice).unwrap();
                assert!(mine.contains(&format!("action=\"/ho-so/moi/{code}?lang=")), "{mine}");
                let theirs = render_one(&facts, &facts.procedures[0], &Visitor::default(), false, choice).unwrap();
                assert!(!theirs.contains("/ho-so/moi/"));
                assert!(
                    theirs.contains(&format!("href=\"/dang-nhap?tro-lai=/thu-tuc/{code}&#38;lang=")),
                    "{theirs}"
                );
                sample::check(&mine);
                sample::check(&theirs);
            }
        }
    }

    #[test]
    fn what_nobody_compared_with_its_source_is_marked() {
        let facts = sample::procedures("driving-licence-renewal");
        let html = render_one(
            &facts,
            &facts.procedures[0],
            &Visitor::default(),
            false,
            sample::choice(Language::Vietnamese),
        )
        .unwrap();
        assert!(html.contains("1.002809 <a class=\"mark\" href=\"#chua-doi-chieu\""));
        assert!(html.contains("id=\"chua-doi-chieu\""));
    }

    #[test]
    fn the_list_offers_every_procedure() {
        let mut facts = sample::procedures("driving-licence-renewal");
        facts
            .procedures
            .extend(sample::procedures("international-driving-permit").procedures);
        for language in Language::ALL {
            let html = render_list(&facts, &sample::citizen(), true, sample::choice(language)).unwrap();
            assert_eq!(html.matches("action=\"/ho-so/moi/").count(), 2);
            sample::check(&html);
        }
        facts.procedures.clear();
        let html = render_list(&facts, &sample::citizen(), true, sample::choice(Language::Vietnamese)).unwrap();
        assert!(html.contains("Chưa có thủ tục nào"));
    }
}
