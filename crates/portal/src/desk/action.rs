//! What an officer can do, as words of an address, of a button and of the line that says it is done.

use motlan_casework::model::status::Status;
use motlan_casework::service::view::Action;

use crate::text::Text;

/// Each step with its word in the address.
const SLUGS: [(Action, &str); 10] = [
    (Action::Receive, "tiep-nhan"),
    (Action::Refuse, "tu-choi"),
    (Action::Check, "xac-minh"),
    (Action::Start, "bat-dau"),
    (Action::AskSupplement, "yeu-cau-bo-sung"),
    (Action::Stop, "dung"),
    (Action::Resume, "tiep-tuc"),
    (Action::Sign, "ky"),
    (Action::Decide, "quyet-dinh"),
    (Action::HandOver, "tra-ket-qua"),
];

/// The step of a word in the address.
pub(super) fn find(slug: &str) -> Option<Action> {
    SLUGS
        .into_iter()
        .find(|(_, known)| *known == slug)
        .map(|(action, _)| action)
}

/// Its word in the address.
pub(super) fn slug(action: Action) -> &'static str {
    SLUGS
        .into_iter()
        .find(|(known, _)| *known == action)
        .map_or("", |(_, slug)| slug)
}

/// Its button.
pub(super) fn label(action: Action, text: &Text) -> String {
    match action {
        Action::Receive => text.say("desk-receive"),
        Action::Refuse => text.say("desk-refuse"),
        Action::Check => text.say("desk-check"),
        Action::Start => text.say("desk-start"),
        Action::AskSupplement => text.say("desk-ask"),
        Action::Stop => text.say("desk-stop"),
        Action::Resume => text.say("desk-resume"),
        Action::Sign => text.say("desk-sign"),
        Action::Decide => text.say("desk-decide"),
        Action::HandOver => text.say("desk-hand-over"),
    }
}

/// What is said when it is done.
pub(super) fn done(action: Action, text: &Text) -> String {
    match action {
        Action::Receive => text.say("desk-done-receive"),
        Action::Refuse => text.say("desk-done-refuse"),
        Action::Check => text.say("desk-done-check"),
        Action::Start => text.say("desk-done-start"),
        Action::AskSupplement => text.say("desk-done-ask"),
        Action::Stop => text.say("desk-done-stop"),
        Action::Resume => text.say("desk-done-resume"),
        Action::Sign => text.say("desk-done-sign"),
        Action::Decide => text.say("desk-done-decide"),
        Action::HandOver => text.say("desk-done-hand-over"),
    }
}

/// Whether the person concerned must be told why.
pub(super) const fn needs_reason(action: Action) -> bool {
    matches!(action, Action::Refuse | Action::AskSupplement | Action::Stop)
}

/// Whether the reasons may name single components.
pub(super) const fn is_by_component(action: Action) -> bool {
    matches!(action, Action::Refuse | Action::AskSupplement)
}

/// Whether it ends the work or holds it up.
pub(super) const fn is_grave(action: Action) -> bool {
    matches!(action, Action::Refuse | Action::Stop)
}

/// The one step that the page offers first: forward, and not past a check that was never made.
pub(super) fn primary(actions: &[Action], status: Status, is_checked: bool) -> Option<Action> {
    let forward: &[Action] = if status == Status::Received && !is_checked {
        &[Action::Check, Action::Start]
    } else {
        &[
            Action::Receive,
            Action::HandOver,
            Action::Resume,
            Action::Decide,
            Action::Sign,
            Action::Start,
        ]
    };
    forward.iter().copied().find(|action| actions.contains(action))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_has_a_word_of_its_own() {
        for (action, word) in SLUGS {
            assert_eq!((find(word), slug(action)), (Some(action), word));
        }
        assert_eq!(find("xoa"), None);
    }

    #[test]
    fn the_page_leads_forward() {
        use Action::{AskSupplement, Check, Decide, HandOver, Receive, Refuse, Resume, Sign, Start, Stop};
        let new = [Receive, Refuse, Check];
        assert_eq!(primary(&new, Status::New, false), Some(Receive));
        let received = [Check, Start, AskSupplement];
        assert_eq!(primary(&received, Status::Received, false), Some(Check));
        assert_eq!(primary(&received, Status::Received, true), Some(Start));
        assert_eq!(
            primary(&[Check, AskSupplement, Stop, Sign], Status::InProgress, true),
            Some(Sign)
        );
        assert_eq!(
            primary(&[Check, AskSupplement, Stop, Decide], Status::InProgress, true),
            Some(Decide)
        );
        assert_eq!(primary(&[Check, Resume, Decide], Status::Stopped, true), Some(Resume));
        assert_eq!(primary(&[HandOver], Status::Done, true), Some(HandOver));
        assert_eq!(primary(&[AskSupplement, Stop], Status::InProgress, true), None);
    }
}
