//! The six doors of the front page, and where they lead.
//!
//! In a demonstration a door is a form of one button that logs a sample person in at the node that knows it. Elsewhere
//! it is a link to what that person can do here.

use crate::language::Choice;
use crate::text::Text;

/// Who comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Persona {
    /// Files dossiers.
    Citizen,
    /// Receives and decides them.
    Officer,
    /// Keeps gateways running.
    Operator,
    /// Reads figures.
    Leader,
    /// Believes nothing that was not recomputed.
    Auditor,
    /// Connects a system.
    Integrator,
}

impl Persona {
    /// All of them, in the order of the doors.
    pub const ALL: [Self; 6] = [
        Self::Citizen,
        Self::Officer,
        Self::Operator,
        Self::Leader,
        Self::Auditor,
        Self::Integrator,
    ];

    /// What the form's field `persona` says.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::Officer => "officer",
            Self::Operator => "operator",
            Self::Leader => "leader",
            Self::Auditor => "auditor",
            Self::Integrator => "integrator",
        }
    }

    /// The persona of a code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|persona| persona.code() == code)
    }
}

/// A door of a demonstration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    /// Who comes in.
    pub persona: Persona,
    /// Base address of the pages that log the sample person in, without a slash at the end.
    pub address: String,
}

/// Where a demonstration logs a sample person in.
const LOG_IN: &str = "/dang-nhap/dung-thu";

/// Where a reader learns what each can do.
const ABOUT: &str = "/gioi-thieu";

/// A door as it is drawn.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct DoorView {
    pub(super) name: String,
    pub(super) about: String,
    pub(super) persona: &'static str,
    /// Where the form is sent; none if the door is a link.
    pub(super) enter: Option<String>,
    pub(super) href: String,
    pub(super) label: String,
}

/// The name of a persona.
pub(crate) fn persona_name(persona: Persona, text: &Text) -> String {
    match persona {
        Persona::Citizen => text.say("citizen"),
        Persona::Officer => text.say("officer"),
        Persona::Operator => text.say("operator"),
        Persona::Leader => text.say("leader"),
        Persona::Auditor => text.say("auditor"),
        Persona::Integrator => text.say("integrator"),
    }
}

fn about(persona: Persona, text: &Text) -> String {
    match persona {
        Persona::Citizen => text.say("citizen-about"),
        Persona::Officer => text.say("officer-about"),
        Persona::Operator => text.say("operator-about"),
        Persona::Leader => text.say("leader-about"),
        Persona::Auditor => text.say("auditor-about"),
        Persona::Integrator => text.say("integrator-about"),
    }
}

/// All six; those that no address is known for are links.
pub(super) fn views(doors: &[Door], choice: Choice) -> Vec<DoorView> {
    let text = Text::of(choice.language);
    let view = |persona: Persona| {
        let door = doors
            .iter()
            .find(|door| door.persona == persona && origin(&door.address).is_some());
        let enter = door.map(|door| format!("{}{}", door.address, choice.link(LOG_IN)));
        DoorView {
            name: persona_name(persona, text),
            about: about(persona, text),
            persona: persona.code(),
            label: if enter.is_some() {
                text.say("door-enter")
            } else {
                text.say("door-read")
            },
            enter,
            href: choice.link(&format!("{ABOUT}#{}", persona.code())),
        }
    };
    Persona::ALL.map(view).into()
}

/// The origins that forms of these doors are sent to, each once, for the security policy.
pub(crate) fn origins(doors: &[Door]) -> Vec<&str> {
    let mut origins: Vec<_> = doors.iter().filter_map(|door| origin(&door.address)).collect();
    origins.sort_unstable();
    origins.dedup();
    origins
}

/// Scheme and authority of an address. Anything that is not plainly one could widen the policy: it is no origin.
fn origin(address: &str) -> Option<&str> {
    let (scheme, rest) = address.split_once("://")?;
    let authority = rest.split('/').next()?;
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || ".-:[]".contains(letter);
    let is_origin = matches!(scheme, "http" | "https") && !authority.is_empty() && authority.chars().all(is_plain);
    is_origin.then(|| &address[..scheme.len() + 3 + authority.len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn door(address: &str) -> Door {
        Door {
            persona: Persona::Citizen,
            address: address.to_owned(),
        }
    }

    #[test]
    fn codes_name_their_personas() {
        for persona in Persona::ALL {
            assert_eq!(Persona::find(persona.code()), Some(persona));
        }
        assert_eq!(Persona::find("minister"), None);
    }

    #[test]
    fn an_origin_is_scheme_and_authority_and_nothing_else() {
        let of = |address: &'static str| origin(address);
        assert_eq!(of("http://127.0.0.1:8300"), Some("http://127.0.0.1:8300"));
        assert_eq!(of("https://h45.gov.example/cong"), Some("https://h45.gov.example"));
        for evil in [
            "http://a b",
            "http://*",
            "http://a;script-src *",
            "javascript://x",
            "//a",
            "http://",
            "http://a,b",
        ] {
            assert_eq!(of(evil), None, "{evil}");
        }
    }

    #[test]
    fn each_origin_is_named_once() {
        let doors = ["http://b", "http://a:1", "http://b", "nonsense"].map(door);
        assert_eq!(origins(&doors), ["http://a:1", "http://b"]);
    }
}
