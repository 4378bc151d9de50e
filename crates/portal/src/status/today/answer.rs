//! The centre's answer: one sentence that is true, its seal, and what needs a person. Pure.

use super::{Builder, GatewayFacts, GatewayState, Sums, has_problem, seal};
use crate::seal::{Seal, SealKind};
use crate::status::view::Alert;
use crate::text::number;

impl Builder<'_> {
    pub(super) fn title(&self, sums: Sums, gateways: &[GatewayFacts]) -> String {
        let unread = gateways
            .iter()
            .filter(|gateway| gateway.state != GatewayState::Read)
            .count();
        let arguments = [
            ("matched", number(sums.matched)),
            ("unmatched", number(sums.one_sided())),
            ("logs", number(unread as u64)),
        ];
        let say = |key: &str| self.text.say_with(key, &arguments);
        // A sentence that says "all" is only true if every log was read.
        match (sums.matched, sums.one_sided(), unread) {
            _ if gateways.is_empty() => say("title-no-gateways"),
            (0, 0, 0) => say("title-nothing"),
            (0, 0, _) if gateways.iter().all(|gateway| gateway.state == GatewayState::NotYetRead) => {
                say("title-reading")
            }
            (0, 0, _) => say("title-nothing-unread"),
            (_, 0, 0) => say("title-matched"),
            (_, _, 0) => say("title-unmatched"),
            (_, 0, _) => say("title-matched-unread"),
            _ => say("title-unmatched-unread"),
        }
    }

    pub(super) fn title_seal(&self, sums: Sums, gateways: &[GatewayFacts]) -> Option<Seal> {
        if sums.matched + sums.one_sided() == 0 {
            return None;
        }
        if !self.broken.is_empty() {
            return Some(seal(SealKind::Broken, self.text.say("label-broken")));
        }
        let is_whole = sums.one_sided() == 0 && gateways.iter().all(|gateway| gateway.state == GatewayState::Read);
        Some(if is_whole {
            seal(SealKind::Proven, self.text.say("label-proven"))
        } else {
            seal(SealKind::OneSided, self.text.say("label-incomplete"))
        })
    }

    pub(super) fn alerts(&self, gateways: &[GatewayFacts]) -> Vec<Alert> {
        let alert = |gateway: &GatewayFacts| {
            let name = [("gateway", self.choice.language.name(&gateway.gateway.name).into())];
            let text = match gateway.state {
                GatewayState::Broken(_) => self.text.say_with("alert-broken", &name),
                _ => self.text.say_with("alert-unreachable", &name),
            };
            Alert {
                text,
                href: format!("#{}", gateway.gateway.id),
            }
        };
        gateways
            .iter()
            .filter(|gateway| has_problem(gateway))
            .map(alert)
            .collect()
    }
}
