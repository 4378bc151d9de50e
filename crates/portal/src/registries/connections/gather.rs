//! The facts of this moment, from the directory and the double-entry book: from memory only.

use std::collections::BTreeMap;

use motlan_core::{ClientId, Day, MemberId, Timestamp};
use motlan_exchange::directory::{Directory, Grant};
use motlan_exchange::service::reconcile::{Line, Reconciler};

use super::{ConnectionsFacts, DAYS, PATH, RegistryName, RightFacts, Trust, UseFacts};
use crate::facts::Named;
use crate::language::Choice;
use crate::portal::Portal;
use crate::registries::packs;
use crate::status::{GatewayState, gateway_state};

pub(super) fn gather(portal: &Portal, choice: Choice) -> ConnectionsFacts {
    let directory = portal.gateway.directory().current();
    let now = portal.gateway.now();
    let today = now.hour().day();
    let book = portal.reconciler.as_ref().map(|it| Book::open(portal, it, today));
    let (mut registries, mut rights) = (Vec::new(), Vec::new());
    for known in packs::list(portal, &directory) {
        for system in known.systems {
            let registry = registries.len();
            let id = system.id.parse();
            registries.push(RegistryName {
                code: known.pack.code.to_string(),
                name: known.pack.name.clone(),
                system,
            });
            if let Ok(id) = id {
                rights.extend(of_system(&directory, &id, now, registry, book.as_ref()));
            }
        }
    }
    let pages = directory
        .centre()
        .and_then(|centre| portal.page_addresses.get(&centre.id));
    ConnectionsFacts {
        frame: portal.frame_facts(&directory),
        registries,
        rights,
        centre: pages
            .filter(|_| book.is_none())
            .map(|pages| format!("{pages}{}", choice.link(PATH))),
        span: book.map(|book| (book.first, today)),
    }
}

/// Every right that holds now on a service of a registry's system. Grants of the same consumer are one right.
fn of_system(
    directory: &Directory,
    system: &motlan_core::SystemId,
    now: Timestamp,
    registry: usize,
    book: Option<&Book>,
) -> Vec<RightFacts> {
    let mut rights = Vec::new();
    for service in directory.services_of(system) {
        let mut by_consumer: BTreeMap<String, Vec<&Grant>> = BTreeMap::new();
        for grant in directory.grants_of(service.index) {
            if grant.valid_from <= now && now < grant.valid_until {
                by_consumer.entry(grant.consumer.to_string()).or_default().push(grant);
            }
        }
        for grants in by_consumer.into_values() {
            let consumer = &grants[0].consumer;
            let mut purposes: Vec<_> = grants.iter().flat_map(|grant| grant.purposes.iter().cloned()).collect();
            purposes.sort_unstable();
            purposes.dedup();
            rights.push(RightFacts {
                registry,
                agency: Named::of_member(directory, member(consumer)),
                consumer: named(directory, consumer),
                service: service.id.code().to_owned(),
                since: grants.iter().map(|grant| grant.valid_from).min().unwrap_or(now),
                until: grants.iter().map(|grant| grant.valid_until).max().unwrap_or(now),
                purposes,
                use_of: book.map(|book| {
                    let trust = book.trust(&[member(consumer), system.member()]);
                    book.use_of(service.index, &indexes(directory, consumer), trust)
                }),
            });
        }
    }
    rights
}

fn member(client: &ClientId) -> &MemberId {
    match client {
        ClientId::Member(member) => member,
        ClientId::System(system) => system.member(),
    }
}

fn named(directory: &Directory, client: &ClientId) -> Named {
    match client {
        ClientId::Member(member) => Named::of_member(directory, member),
        ClientId::System(system) => Named::of_system(directory, system),
    }
}

/// Under which indexes this client's transactions stand: a grant to a member covers each of its systems.
fn indexes(directory: &Directory, client: &ClientId) -> Vec<u32> {
    let own = directory.client_index(client);
    let systems = match client {
        ClientId::System(_) => Vec::new(),
        ClientId::Member(_) => directory.systems(),
    };
    let of_member = systems
        .into_iter()
        .filter(|system| system.id.member() == member(client));
    own.into_iter().chain(of_member.map(|system| system.index)).collect()
}

/// The book's counts as they are needed here.
struct Book {
    first: Day,
    lines: Vec<Line>,
    /// How far each member's logs are read.
    states: BTreeMap<MemberId, Trust>,
}

impl Book {
    fn open(portal: &Portal, reconciler: &Reconciler, today: Day) -> Self {
        let mut states = BTreeMap::new();
        for log in reconciler.logs(&portal.gateway) {
            let trust = match gateway_state(&log.reading) {
                GatewayState::Read => Trust::Whole,
                GatewayState::NotYetRead | GatewayState::Unreachable(_) => Trust::Incomplete,
                GatewayState::Broken(_) => Trust::Broken,
            };
            let worst = states.entry(log.gateway.member().clone()).or_insert(trust);
            *worst = trust.max(*worst);
        }
        Self {
            first: Day::from_number(today.number().saturating_sub(DAYS - 1)),
            lines: reconciler.lines(),
            states,
        }
    }

    /// A member without a gateway has no log that could be read.
    fn trust(&self, members: &[&MemberId]) -> Trust {
        let of = |member: &&MemberId| self.states.get(*member).copied().unwrap_or(Trust::Incomplete);
        members.iter().map(of).max().unwrap_or(Trust::Incomplete)
    }

    fn use_of(&self, service: u32, consumers: &[u32], trust: Trust) -> UseFacts {
        let lines = || {
            self.lines
                .iter()
                .filter(|line| line.parties.service == service && consumers.contains(&line.parties.consumer))
        };
        UseFacts {
            matched: lines()
                .filter(|line| line.day >= self.first)
                .map(|line| line.matched)
                .sum(),
            is_used: lines().any(|line| line.matched + line.consumer_only + line.provider_only > 0),
            trust,
        }
    }
}

#[cfg(test)]
mod tests {
    use motlan_exchange::service::reconcile::Parties;

    use super::*;

    fn line(day: u32, service: u32, consumer: u32, matched: u64, consumer_only: u64) -> Line {
        Line {
            day: Day::from_number(day),
            parties: Parties {
                service,
                consumer,
                provider: 9,
            },
            matched,
            consumer_only,
            provider_only: 0,
        }
    }

    fn book(lines: Vec<Line>) -> Book {
        Book {
            first: Day::from_number(100),
            lines,
            states: BTreeMap::from([
                ("VN/GOV/G01".parse().unwrap(), Trust::Whole),
                ("VN/GOV/H45".parse().unwrap(), Trust::Broken),
            ]),
        }
    }

    #[test]
    fn what_is_counted_is_this_service_this_consumer_these_days() {
        let book = book(vec![
            line(100, 7, 8, 5, 1),
            line(129, 7, 8, 3, 0),
            line(99, 7, 8, 1_000, 0),
            line(120, 6, 8, 1_000, 0),
            line(120, 7, 4, 1_000, 0),
        ]);
        let used = book.use_of(7, &[8], Trust::Whole);
        assert_eq!((used.matched, used.is_used), (8, true));
        assert_eq!(
            book.use_of(7, &[8, 4], Trust::Whole).matched,
            1_008,
            "a member's systems together"
        );
    }

    #[test]
    fn never_used_is_not_the_same_as_not_used_lately() {
        let lately = book(vec![line(99, 7, 8, 1, 0)]).use_of(7, &[8], Trust::Whole);
        assert_eq!((lately.matched, lately.is_used), (0, true));
        let one_sided = book(vec![line(120, 7, 8, 0, 1)]).use_of(7, &[8], Trust::Whole);
        assert_eq!((one_sided.matched, one_sided.is_used), (0, true));
        assert!(!book(Vec::new()).use_of(7, &[8], Trust::Whole).is_used);
    }

    #[test]
    fn the_worst_log_decides_how_far_a_count_is_believed() {
        let book = book(Vec::new());
        let (g01, h45, g24) = ("VN/GOV/G01", "VN/GOV/H45", "VN/GOV/G24");
        let trust = |members: [&str; 2]| {
            let ids: Vec<MemberId> = members.iter().map(|id| id.parse().unwrap()).collect();
            book.trust(&ids.iter().collect::<Vec<_>>())
        };
        assert_eq!(trust([g01, g01]), Trust::Whole);
        assert_eq!(trust([g01, h45]), Trust::Broken);
        assert_eq!(trust([g01, g24]), Trust::Incomplete);
    }
}
