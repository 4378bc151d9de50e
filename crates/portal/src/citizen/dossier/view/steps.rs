//! The timeline of a dossier in words: what happened, when, by whom, why, and where it is proven.

use motlan_casework::model::status::Status;
use motlan_casework::service::view::{DossierView, StepView};

use super::DossierFacts;
use crate::citizen::words;
use crate::language::Choice;
use crate::parts::Step;
use crate::seal::{Seal, SealKind};
use crate::text::Text;

/// The steps, the first one first.
pub(super) fn steps(facts: &DossierFacts, choice: Choice) -> Vec<Step> {
    let steps = &facts.dossier.steps;
    let before = std::iter::once(None).chain(steps.iter().map(Some));
    let last = steps.len().saturating_sub(1);
    let step = |(place, (step, before)): (usize, (&StepView, Option<&StepView>))| Step {
        name: words::status(step.status, choice.language).to_owned(),
        when: words::moment(step.at),
        by: Some(by(step, before, facts, choice)),
        note: note(step, &facts.dossier, choice),
        seal: step.is_proven.then(|| seal(step, choice)),
        is_now: place == last,
    };
    steps.iter().zip(before).enumerate().map(step).collect()
}

/// Only the person submits, takes back, and answers a request for papers; the rest is the unit's.
fn by(step: &StepView, before: Option<&StepView>, facts: &DossierFacts, choice: Choice) -> String {
    let answers =
        step.status == Status::InProgress && before.is_some_and(|before| before.status == Status::SupplementNeeded);
    if answers || matches!(step.status, Status::New | Status::Withdrawn) {
        Text::of(choice.language).say("my-step-by-you")
    } else {
        facts.names.say(&facts.dossier.row.unit, choice.language)
    }
}

/// Reasons, each with the paper that it is about, and that the clock stands.
fn note(step: &StepView, dossier: &DossierView, choice: Choice) -> Option<String> {
    let text = Text::of(choice.language);
    let mut notes = reasons(step, dossier, choice);
    if step.status.is_clock_paused() {
        notes.push(text.say("my-step-paused"));
    }
    (!notes.is_empty()).then(|| notes.join(" "))
}

fn reasons(step: &StepView, dossier: &DossierView, choice: Choice) -> Vec<String> {
    let paper = |number: u32| {
        let view = dossier.components.iter().find(|view| view.component.number == number)?;
        Some(choice.language.name(&view.component.name))
    };
    let reason = |reason: &motlan_casework::model::reason::Reason| {
        let mut words = match reason.component.and_then(paper) {
            Some(paper) => format!("{paper}: {}", reason.text),
            None => reason.text.clone(),
        };
        if !words.ends_with(['.', '!', '?']) {
            words.push('.');
        }
        words
    };
    step.reasons.iter().map(reason).collect()
}

/// What the desk said last, for the page's notice; nothing where the last step needed no reason.
pub(super) fn last_reasons(dossier: &DossierView) -> Vec<String> {
    let last = dossier.steps.last().filter(|step| step.status.needs_reason());
    last.into_iter()
        .flat_map(|step| &step.reasons)
        .map(|reason| reason.text.clone())
        .collect()
}

/// The step's entry in this node's log. The other side's log is not read here: the seal is half.
fn seal(step: &StepView, choice: Choice) -> Seal {
    Seal {
        kind: SealKind::OneSided,
        label: Text::of(choice.language).say("my-seal-step"),
        href: choice.link(&format!("/trang-thai/minh-chung/casework/{}", step.index)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::citizen::sample;
    use crate::language::Language;

    fn steps_of(status: Status) -> Vec<Step> {
        steps(&sample::dossier(status), sample::choice(Language::Vietnamese))
    }

    #[test]
    fn a_step_that_is_in_the_log_leads_to_its_proof_and_another_has_no_seal() {
        let steps = steps_of(Status::Received);
        let href = |step: &Step| step.seal.as_ref().map(|seal| seal.href.clone());
        assert_eq!(
            href(&steps[0]).as_deref(),
            Some("/trang-thai/minh-chung/casework/40?lang=vi")
        );
        assert_eq!(href(&steps[1]), None, "the last one is not durable yet");
        assert!(steps[1].is_now && !steps[0].is_now);
    }

    #[test]
    fn a_step_says_who_made_it_and_why() {
        let steps = steps_of(Status::SupplementNeeded);
        let by: Vec<_> = steps.iter().filter_map(|step| step.by.as_deref()).collect();
        assert_eq!(by, ["Bạn", "Sở Giao thông vận tải", "Sở Giao thông vận tải"]);
        let note = steps[2].note.as_deref().unwrap();
        assert!(
            note.starts_with("Giấy khám sức khỏe của người lái xe: Ảnh chụp bị mờ, không đọc được."),
            "{note}"
        );
        assert!(note.contains("Tạm dừng tính hạn"), "{note}");
    }

    #[test]
    fn after_a_request_for_papers_it_is_the_person_who_moves_the_dossier() {
        let mut facts = sample::dossier(Status::SupplementNeeded);
        let mut answer = facts.dossier.steps[1].clone();
        answer.status = Status::InProgress;
        facts.dossier.steps.push(answer);
        let steps = steps(&facts, sample::choice(Language::English));
        assert_eq!(steps[3].by.as_deref(), Some("You"));
    }
}
