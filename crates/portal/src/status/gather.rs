//! Reads the facts from a running node: from memory only, never from the disk or the network.

use motlan_core::{Code, MemberId};
use motlan_evidence::LogName;
use motlan_exchange::directory::Directory;
use motlan_exchange::service::reconcile::{Line, LogState, Reading, Reconciler};

use super::{
    CentreFacts, GatewayFacts, GatewayState, LineFacts, LogFacts, NodeFacts, Part, ProofOffer, ServiceFacts,
    StatusFacts,
};
use crate::facts::Named;
use crate::portal::Portal;

/// The facts of this moment.
pub(crate) fn gather(portal: &Portal) -> StatusFacts {
    let directory = portal.gateway.directory().current();
    let part = match &portal.reconciler {
        Some(reconciler) => Part::Centre(centre(portal, &directory, reconciler)),
        None => Part::Node(node(portal, &directory)),
    };
    StatusFacts {
        frame: portal.frame_facts(&directory),
        proof: offer(portal, &part),
        part,
    }
}

fn centre(portal: &Portal, directory: &Directory, reconciler: &Reconciler) -> CentreFacts {
    let today = portal.gateway.now().hour().day();
    let lines = reconciler.lines();
    CentreFacts {
        gateways: reconciler
            .logs(&portal.gateway)
            .iter()
            .map(|log| gateway(portal, directory, log))
            .collect(),
        lines: lines
            .iter()
            .filter(|line| line.day == today)
            .map(|counts| line(directory, counts))
            .collect(),
    }
}

fn gateway(portal: &Portal, directory: &Directory, log: &LogState) -> GatewayFacts {
    GatewayFacts {
        gateway: Named::of_gateway(directory, &log.gateway),
        pages: portal.page_addresses.get(log.gateway.member()).cloned(),
        entries: log.size,
        vkey: log.vkey.clone(),
        state: state(&log.reading),
    }
}

/// What the book says of a log. A log that contradicts its own checkpoint is broken, not merely out of reach.
pub(crate) fn state(reading: &Reading) -> GatewayState {
    match reading {
        Reading::NotYet => GatewayState::NotYetRead,
        Reading::Current => GatewayState::Read,
        Reading::Failed(failure) => match failure.code {
            Code::InvalidSignature | Code::InvalidDirectory => GatewayState::Broken(failure.clone()),
            _ => GatewayState::Unreachable(failure.clone()),
        },
    }
}

fn line(directory: &Directory, line: &Line) -> LineFacts {
    let named = |index| Named::of_index(directory, index);
    LineFacts {
        service: named(line.parties.service),
        consumer: named(line.parties.consumer),
        provider: named(line.parties.provider),
        matched: line.matched,
        consumer_only: line.consumer_only,
        provider_only: line.provider_only,
    }
}

fn node(portal: &Portal, directory: &Directory) -> NodeFacts {
    let gateway = &portal.gateway;
    let log = |log| LogFacts {
        log,
        checkpoint: portal.checkpoint(log),
        vkey: gateway.evidence().verifier(log).to_string(),
    };
    let centre = directory
        .centre()
        .and_then(|centre| portal.page_addresses.get(&centre.id));
    NodeFacts {
        is_stopped: gateway.evidence().stopped().is_some(),
        directory_age_s: gateway.directory().age_s(gateway.now()),
        logs: LogName::ALL.into_iter().map(log).collect(),
        services: services(directory, gateway.id().member()),
        centre_pages: centre.cloned(),
    }
}

fn services(directory: &Directory, member: &MemberId) -> Vec<ServiceFacts> {
    let systems = directory
        .systems()
        .into_iter()
        .filter(|system| system.id.member() == member);
    let services = systems.flat_map(|system| directory.services_of(&system.id));
    services
        .map(|service| ServiceFacts {
            service: Named::of_service(directory, &service.id),
            is_enabled: service.enabled,
        })
        .collect()
}

/// The node's own newest entry; at the centre else another's.
fn offer(portal: &Portal, part: &Part) -> ProofOffer {
    let published = portal.gateway.evidence().published_size(LogName::Exchange);
    match (published.checked_sub(1), part) {
        (Some(index), _) => ProofOffer::Own { index },
        (None, Part::Centre(centre)) => elsewhere(&centre.gateways),
        (None, Part::Node(_)) => ProofOffer::Nothing,
    }
}

/// The newest entry of the gateway with the most entries among those whose pages have a known address.
fn elsewhere(gateways: &[GatewayFacts]) -> ProofOffer {
    let with_entries = gateways.iter().filter(|gateway| gateway.entries > 0);
    let known = with_entries
        .clone()
        .filter_map(|gateway| Some((gateway, gateway.pages.as_ref()?)));
    match known.max_by_key(|(gateway, _)| gateway.entries) {
        Some((gateway, pages)) => ProofOffer::Elsewhere {
            node: gateway.gateway.clone(),
            pages: pages.clone(),
            index: gateway.entries - 1,
        },
        None if with_entries.count() > 0 => ProofOffer::NoAddress,
        None => ProofOffer::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use motlan_core::{Failure, Name};

    use super::*;

    #[test]
    fn readings_of_the_book_are_told_apart() {
        assert_eq!(state(&Reading::Current), GatewayState::Read);
        assert_eq!(state(&Reading::NotYet), GatewayState::NotYetRead);
        let shorter = Failure::new(Code::InvalidSignature, "the log has become shorter");
        assert_eq!(state(&Reading::Failed(shorter.clone())), GatewayState::Broken(shorter));
        let lost = Failure::new(Code::PeerUnreachable, "connect: refused");
        assert_eq!(state(&Reading::Failed(lost.clone())), GatewayState::Unreachable(lost));
    }

    fn gateway(entries: u64, pages: Option<&str>) -> GatewayFacts {
        let name = format!("gw{entries}");
        GatewayFacts {
            gateway: Named {
                name: Name::new(name.clone(), name.clone()),
                owner: None,
                id: name,
                member: "VN/GOV/G01".to_owned(),
                is_code_unconfirmed: false,
            },
            pages: pages.map(str::to_owned),
            entries,
            vkey: String::new(),
            state: GatewayState::Read,
        }
    }

    #[test]
    fn the_centre_leads_to_the_fullest_log_whose_pages_are_known() {
        let (empty, small) = (gateway(0, Some("http://a")), gateway(2, Some("http://b")));
        let (middle, full) = (gateway(5, Some("http://c")), gateway(9, None));
        let expected = ProofOffer::Elsewhere {
            node: middle.gateway.clone(),
            pages: "http://c".to_owned(),
            index: 4,
        };
        assert_eq!(elsewhere(&[small, middle, full.clone(), empty.clone()]), expected);
        assert_eq!(elsewhere(&[empty.clone(), full]), ProofOffer::NoAddress);
        assert_eq!(elsewhere(&[empty]), ProofOffer::Nothing);
    }
}
