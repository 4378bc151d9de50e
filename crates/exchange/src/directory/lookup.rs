//! Questions to a snapshot. All but the listings take constant time.

use std::sync::Arc;

use motlan_core::{ClientId, GatewayId, MemberId, ServiceId, SystemId};

use super::Directory;
use super::grant::Grant;
use super::hash::CertificateHash;
use super::model::{Gateway, Indexed, Log, Member, Service, System};
use super::state::{Key, Subject};

impl Directory {
    /// The instance, as in `VN`.
    pub fn instance(&self) -> &str {
        self.state.centre.as_ref().map_or("", MemberId::instance)
    }

    /// The centre's own member.
    pub fn centre(&self) -> Option<&Arc<Indexed<Member>>> {
        self.member(self.state.centre.as_ref()?)
    }

    /// A member.
    pub fn member(&self, id: &MemberId) -> Option<&Arc<Indexed<Member>>> {
        self.state.members.get(id)
    }

    /// A system.
    pub fn system(&self, id: &SystemId) -> Option<&Arc<Indexed<System>>> {
        self.state.systems.get(id)
    }

    /// A service.
    pub fn service(&self, id: &ServiceId) -> Option<&Arc<Indexed<Service>>> {
        self.state.services.get(id)
    }

    /// A gateway.
    pub fn gateway(&self, id: &GatewayId) -> Option<&Arc<Indexed<Gateway>>> {
        self.state.gateways.get(id)
    }

    /// A member's gateways, in the order of their index.
    pub fn gateways_of(&self, member: &MemberId) -> &[Arc<Indexed<Gateway>>] {
        self.state.gateways_of.get(member).map_or(&[], Vec::as_slice)
    }

    /// The gateway that may show the TLS certificate with this SHA-256.
    pub fn gateway_by_certificate(&self, hash: &[u8; 32]) -> Option<&Arc<Indexed<Gateway>>> {
        self.gateway(self.state.certificates.get(&CertificateHash(*hash))?)
    }

    /// The key with this id, if it is a member's present one.
    pub fn key(&self, keyid: &str) -> Option<&Arc<Key>> {
        self.state.keys.get(keyid)
    }

    /// The key with this id, present or past: for evidence, never for a request.
    pub fn key_ever(&self, keyid: &str) -> Option<&Arc<Key>> {
        self.state.keys_ever.get(keyid)
    }

    /// The index of whoever asks.
    pub fn client_index(&self, client: &ClientId) -> Option<u32> {
        self.state.client_index(client)
    }

    /// The grants to one consumer on one service, by their indexes, oldest first. Not those to the consumer's member.
    pub fn grants(&self, consumer: u32, service: u32) -> &[Arc<Indexed<Grant>>] {
        self.state.grants.get(&(consumer, service)).map_or(&[], Vec::as_slice)
    }

    /// The grants to anybody on one service, in the order of their indexes.
    pub fn grants_of(&self, service: u32) -> Vec<&Arc<Indexed<Grant>>> {
        let of_service = self.state.grants.iter().filter(|((_, of), _)| *of == service);
        sorted(of_service.flat_map(|(_, grants)| grants))
    }

    /// What an index stands for, or stood for before it was removed.
    pub fn subject(&self, index: u32) -> Option<&Subject> {
        self.state.subjects.get(&index)
    }

    /// The identifier behind an index, as audits print it.
    pub fn describe(&self, index: u32) -> Option<String> {
        self.subject(index).map(Subject::to_string)
    }

    /// The last serial that this signer used; 0 if none. It outlives the member.
    pub fn serial(&self, signer: &MemberId) -> u64 {
        self.state.serials.get(signer).copied().unwrap_or(0)
    }

    /// All members, in the order of their index.
    pub fn members(&self) -> Vec<&Arc<Indexed<Member>>> {
        sorted(self.state.members.values())
    }

    /// All systems, in the order of their index.
    pub fn systems(&self) -> Vec<&Arc<Indexed<System>>> {
        sorted(self.state.systems.values())
    }

    /// The services of one system, in the order of their index.
    pub fn services_of(&self, system: &SystemId) -> Vec<&Arc<Indexed<Service>>> {
        sorted(
            self.state
                .services
                .values()
                .filter(|service| service.id.system() == system),
        )
    }

    /// All gateways, in the order of their index.
    pub fn gateways(&self) -> Vec<&Arc<Indexed<Gateway>>> {
        sorted(self.state.gateways.values())
    }

    /// All logs with the gateway that writes them.
    pub fn logs(&self) -> Vec<(&GatewayId, &Log)> {
        let gateways = self.gateways();
        gateways
            .into_iter()
            .flat_map(|gateway| gateway.logs.iter().map(|log| (&gateway.id, log)))
            .collect()
    }
}

fn sorted<'a, T>(values: impl Iterator<Item = &'a Arc<Indexed<T>>>) -> Vec<&'a Arc<Indexed<T>>> {
    let mut values: Vec<_> = values.collect();
    values.sort_by_key(|value| value.index);
    values
}
