//! What the national portal knows of a dossier, compared with what this node knows: the same, or behind and for how long.

use motlan_casework::service::view::DossierView;

use super::DossierFacts;
use crate::citizen::words;
use crate::language::Choice;
use crate::parts::Tone;
use crate::text::Text;

/// The comparison in words.
pub(super) struct PortalLine {
    pub(super) tone: Tone,
    pub(super) title: String,
    pub(super) words: String,
}

/// The comparison; none where this node tells no portal.
pub(super) fn line(facts: &DossierFacts, choice: Choice) -> Option<PortalLine> {
    let text = Text::of(choice.language);
    let DossierView {
        portal, number, row, ..
    } = &facts.dossier;
    if portal.number.is_none() && portal.waiting == 0 && !portal.is_parked {
        return None;
    }
    if portal.number == Some(*number) {
        let at = portal.acknowledged_at.map(words::moment).unwrap_or_default();
        let status = words::status(row.status, choice.language);
        return Some(PortalLine {
            tone: Tone::Calm,
            title: text.say("my-portal-same"),
            words: text.say_with("my-portal-same-text", &[("status", status.into()), ("time", at.into())]),
        });
    }
    if portal.is_parked {
        return Some(PortalLine {
            tone: Tone::Late,
            title: text.say("my-portal-refused"),
            words: text.say("my-portal-refused-text"),
        });
    }
    Some(PortalLine {
        tone: Tone::Due,
        title: text.say("my-portal-behind"),
        words: behind(facts, text, choice),
    })
}

/// What the portal still shows, and how old the first change is that it does not have.
fn behind(facts: &DossierFacts, text: &Text, choice: Choice) -> String {
    let dossier = &facts.dossier;
    let first_missing = dossier.portal.number.unwrap_or(0) + 1;
    let since = dossier
        .steps
        .iter()
        .find(|step| step.number == first_missing)
        .map(|step| step.at);
    let seconds = since.map_or(0, |since| facts.frame.at.as_seconds() - since.as_seconds());
    let age = words::age(text, seconds);
    match dossier.portal.status {
        Some(status) => {
            let status = words::status(status, choice.language);
            text.say_with(
                "my-portal-behind-text",
                &[("status", status.into()), ("age", age.into())],
            )
        }
        None => text.say_with("my-portal-nothing-text", &[("age", age.into())]),
    }
}

#[cfg(test)]
mod tests {
    use motlan_casework::model::status::Status;
    use motlan_casework::service::view::PortalState;

    use super::*;
    use crate::citizen::sample;
    use crate::language::Language;

    fn told(portal: PortalState) -> Option<(Tone, String)> {
        let mut facts = sample::dossier(Status::Received);
        facts.dossier.portal = portal;
        let line = line(&facts, sample::choice(Language::Vietnamese))?;
        Some((line.tone, format!("{}. {}", line.title, line.words)))
    }

    #[test]
    fn the_same_state_is_said_to_be_the_same() {
        let (tone, words) = told(PortalState {
            number: Some(2),
            status: Some(Status::Received),
            acknowledged_at: Some(sample::NOW),
            ..PortalState::default()
        })
        .unwrap();
        assert_eq!(tone, Tone::Calm);
        assert!(words.starts_with("Cổng quốc gia: cùng trạng thái"), "{words}");
    }

    #[test]
    fn a_difference_is_told_with_its_age() {
        let waiting = PortalState {
            number: Some(1),
            status: Some(Status::New),
            waiting: 1,
            ..PortalState::default()
        };
        let (tone, words) = told(waiting.clone()).unwrap();
        assert_eq!(tone, Tone::Due);
        assert!(words.contains("Mới đăng ký") && words.contains("1 phút"), "{words}");
        let nothing = PortalState {
            number: None,
            status: None,
            ..waiting
        };
        let words = told(nothing).unwrap().1;
        assert!(words.contains("chưa nhận") && words.contains("2 phút"), "{words}");
    }

    #[test]
    fn a_refusal_and_no_portal_are_no_waiting() {
        let refused = PortalState {
            is_parked: true,
            waiting: 1,
            ..PortalState::default()
        };
        assert_eq!(told(refused).unwrap().0, Tone::Late);
        assert!(told(PortalState::default()).is_none());
    }
}
