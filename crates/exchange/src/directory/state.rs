//! The tables that a directory's records add up to, and how a thing leaves them with all that hangs on it.
//!
//! No rules here: who may change what is asked in [`super::apply`]. Values are shared, so that a snapshot is copied
//! without copying what it holds.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use motlan_core::{ClientId, GatewayId, MemberId, ServiceId, SystemId};

use super::grant::Grant;
use super::hash::CertificateHash;
use super::model::{Gateway, Indexed, Member, Service, System};
use crate::keys::PublicKey;

/// A member's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Whose.
    pub member: MemberId,
    /// The key itself.
    pub public: PublicKey,
    /// The sequence of the record that brought it.
    pub since: u32,
}

/// What an index stands for. Remembered for ever, so that old entries can still be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A member.
    Member(MemberId),
    /// A system.
    System(SystemId),
    /// A service.
    Service(ServiceId),
    /// A gateway.
    Gateway(GatewayId),
    /// A grant.
    Grant {
        /// To whom.
        consumer: ClientId,
        /// On what.
        service: ServiceId,
    },
}

impl Subject {
    /// The member it belongs to. A grant lies between two members and belongs to neither.
    pub fn member(&self) -> Option<&MemberId> {
        match self {
            Self::Member(id) => Some(id),
            Self::System(id) => Some(id.member()),
            Self::Service(id) => Some(id.system().member()),
            Self::Gateway(id) => Some(id.member()),
            Self::Grant { .. } => None,
        }
    }
}

/// The identifier, or `consumer → service`.
impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(id) => id.fmt(f),
            Self::System(id) => id.fmt(f),
            Self::Service(id) => id.fmt(f),
            Self::Gateway(id) => id.fmt(f),
            Self::Grant { consumer, service } => write!(f, "{consumer} → {service}"),
        }
    }
}

/// Consumer's index and service's index.
pub(super) type Pair = (u32, u32);

#[derive(Clone, Debug, Default)]
pub(super) struct State {
    pub(super) centre: Option<MemberId>,
    pub(super) members: HashMap<MemberId, Arc<Indexed<Member>>>,
    pub(super) systems: HashMap<SystemId, Arc<Indexed<System>>>,
    pub(super) services: HashMap<ServiceId, Arc<Indexed<Service>>>,
    pub(super) gateways: HashMap<GatewayId, Arc<Indexed<Gateway>>>,
    pub(super) gateways_of: HashMap<MemberId, Vec<Arc<Indexed<Gateway>>>>,
    pub(super) certificates: HashMap<CertificateHash, GatewayId>,
    pub(super) origins: HashMap<String, GatewayId>,
    pub(super) keys: HashMap<String, Arc<Key>>,
    pub(super) keys_ever: HashMap<String, Arc<Key>>,
    pub(super) grants: HashMap<Pair, Vec<Arc<Indexed<Grant>>>>,
    pub(super) grant_places: HashMap<u32, Pair>,
    pub(super) serials: HashMap<MemberId, u64>,
    pub(super) subjects: BTreeMap<u32, Subject>,
}

impl State {
    /// The index of whoever asks, if it is registered.
    pub(super) fn client_index(&self, client: &ClientId) -> Option<u32> {
        match client {
            ClientId::Member(id) => self.members.get(id).map(|member| member.index),
            ClientId::System(id) => self.systems.get(id).map(|system| system.index),
        }
    }

    /// Adds a key of a member. The caller puts it into the member as well, and takes an old one out.
    pub(super) fn put_key(&mut self, member: &MemberId, public: &PublicKey, since: u32) {
        let key = Arc::new(Key {
            member: member.clone(),
            public: public.clone(),
            since,
        });
        self.keys.insert(public.keyid().to_owned(), Arc::clone(&key));
        self.keys_ever.insert(public.keyid().to_owned(), key);
    }

    pub(super) fn put_gateway(&mut self, gateway: Indexed<Gateway>) {
        self.remove_gateway(&gateway.id.clone());
        for certificate in &gateway.certificates {
            self.certificates.insert(*certificate, gateway.id.clone());
        }
        for log in &gateway.logs {
            self.origins.insert(log.origin.clone(), gateway.id.clone());
        }
        let gateway = Arc::new(gateway);
        let of_member = self.gateways_of.entry(gateway.id.member().clone()).or_default();
        of_member.push(Arc::clone(&gateway));
        of_member.sort_by_key(|gateway| gateway.index);
        self.gateways.insert(gateway.id.clone(), gateway);
    }

    pub(super) fn remove_gateway(&mut self, id: &GatewayId) {
        let Some(gateway) = self.gateways.remove(id) else {
            return;
        };
        for certificate in &gateway.certificates {
            self.certificates.remove(certificate);
        }
        for log in &gateway.logs {
            self.origins.remove(&log.origin);
        }
        if let Some(of_member) = self.gateways_of.get_mut(id.member()) {
            of_member.retain(|gateway| gateway.id != *id);
        }
    }

    pub(super) fn put_grant(&mut self, place: Pair, grant: Indexed<Grant>) {
        self.grant_places.insert(grant.index, place);
        self.grants.entry(place).or_default().push(Arc::new(grant));
    }

    pub(super) fn remove_grant(&mut self, index: u32) {
        if let Some(place) = self.grant_places.remove(&index)
            && let Some(grants) = self.grants.get_mut(&place)
        {
            grants.retain(|grant| grant.index != index);
        }
    }

    pub(super) fn remove_service(&mut self, id: &ServiceId) {
        if let Some(service) = self.services.remove(id) {
            self.remove_grants_of(service.index);
        }
    }

    pub(super) fn remove_system(&mut self, id: &SystemId) {
        let services: Vec<_> = self
            .services
            .keys()
            .filter(|service| service.system() == id)
            .cloned()
            .collect();
        for service in &services {
            self.remove_service(service);
        }
        if let Some(system) = self.systems.remove(id) {
            self.remove_grants_of(system.index);
        }
    }

    pub(super) fn remove_member(&mut self, id: &MemberId) {
        let systems: Vec<_> = self
            .systems
            .keys()
            .filter(|system| system.member() == id)
            .cloned()
            .collect();
        for system in &systems {
            self.remove_system(system);
        }
        let gateways: Vec<_> = self
            .gateways
            .keys()
            .filter(|gateway| gateway.member() == id)
            .cloned()
            .collect();
        for gateway in &gateways {
            self.remove_gateway(gateway);
        }
        if let Some(member) = self.members.remove(id) {
            self.keys.remove(member.key.keyid());
            self.remove_grants_of(member.index);
        }
    }

    /// Removes the grants to, and on, the thing with this index.
    fn remove_grants_of(&mut self, index: u32) {
        let touches = |place: &Pair| place.0 == index || place.1 == index;
        self.grants.retain(|place, _| !touches(place));
        self.grant_places.retain(|_, place| !touches(place));
    }
}
