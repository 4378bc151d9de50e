//! The rules of the directory: what a request, once its signature has been checked, may change.
//!
//! Each rule is asked before anything is changed. Refusals are sentences for the owner; identifiers of agencies may
//! stand in them.

use std::sync::Arc;

use motlan_core::{MemberId, ServiceId};

use super::grant::Grant;
use super::model::{Gateway, Indexed, Member, Service, System};
use super::request::{Operation, Request, proof_text};
use super::state::{State, Subject};
use crate::keys::{PublicKey, Signature};

type Applied = Result<(), String>;

impl State {
    /// The key that must have signed `request`: the present one, or for an admission the one it brings.
    pub(super) fn key_of_signer(&self, request: &Request) -> Result<PublicKey, String> {
        match (&request.operation, self.members.get(&request.signer)) {
            (_, Some(member)) => Ok(member.key.clone()),
            (Operation::Founding(member) | Operation::Member(member), None) => Ok(member.key.clone()),
            (_, None) => Err(format!("{} is no member", request.signer)),
        }
    }

    /// Carries out a request whose signature is the signer's.
    pub(super) fn apply(&mut self, sequence: u32, request: &Request) -> Applied {
        let signer = &request.signer;
        self.check_signer(request)?;
        match &request.operation {
            Operation::Founding(member) => self.found(sequence, signer, member)?,
            Operation::Member(member) => self.apply_member(sequence, signer, member)?,
            Operation::KeyChange { key, proof } => self.change_key(sequence, request, key, proof)?,
            Operation::MemberRemoval { member } => self.apply_member_removal(signer, member)?,
            Operation::Gateway(gateway) => self.apply_gateway(sequence, signer, gateway)?,
            Operation::GatewayRemoval { gateway } => {
                owns(signer, gateway.member())?;
                known(self.gateways.contains_key(gateway), gateway)?;
                self.remove_gateway(gateway);
            }
            Operation::System(system) => self.apply_system(sequence, signer, system)?,
            Operation::SystemRemoval { system } => {
                owns(signer, system.member())?;
                known(self.systems.contains_key(system), system)?;
                self.remove_system(system);
            }
            Operation::Service(service) => self.apply_service(sequence, signer, service)?,
            Operation::ServiceRemoval { service } => {
                owns(signer, service.member())?;
                known(self.services.contains_key(service), service)?;
                self.remove_service(service);
            }
            Operation::Grant(grant) => self.apply_grant(sequence, signer, grant)?,
            Operation::Revocation { grant } => self.revoke(signer, *grant)?,
        }
        self.serials.insert(signer.clone(), request.serial);
        Ok(())
    }

    fn check_signer(&self, request: &Request) -> Applied {
        let signer = &request.signer;
        match (&self.centre, &request.operation) {
            (None, Operation::Founding(_)) => {}
            (None, _) => return Err("the first record is the founding".to_owned()),
            (Some(_), Operation::Founding(_)) => return Err("the directory is founded already".to_owned()),
            (Some(centre), _) if centre.instance() != signer.instance() => {
                return Err(format!("{signer} belongs to another instance than {centre}"));
            }
            _ => {}
        }
        match self.serials.get(signer) {
            Some(last) if request.serial <= *last => Err(format!(
                "the serial {} of {signer} is not greater than its last, {last}",
                request.serial
            )),
            _ => Ok(()),
        }
    }

    fn found(&mut self, sequence: u32, signer: &MemberId, member: &Member) -> Applied {
        self.apply_member(sequence, signer, member)?;
        self.centre = Some(signer.clone());
        Ok(())
    }

    fn apply_member(&mut self, sequence: u32, signer: &MemberId, member: &Member) -> Applied {
        owns(signer, &member.id)?;
        member.check()?;
        let index = match self.members.get(&member.id) {
            Some(present) if present.key != member.key => {
                return Err("a member's key is changed by key_change".to_owned());
            }
            Some(present) => present.index,
            None => {
                self.check_new_key(&member.key)?;
                self.put_key(&member.id, &member.key, sequence);
                self.subjects.insert(sequence, Subject::Member(member.id.clone()));
                sequence
            }
        };
        let entry = member.clone();
        self.members
            .insert(member.id.clone(), Arc::new(Indexed { index, entry }));
        Ok(())
    }

    /// A key that was ever here is never taken again: a stolen one would come back to life.
    fn check_new_key(&self, key: &PublicKey) -> Applied {
        if self.keys_ever.contains_key(key.keyid()) {
            return Err("the key has been in the directory before".to_owned());
        }
        Ok(())
    }

    fn change_key(&mut self, sequence: u32, request: &Request, key: &PublicKey, proof: &Signature) -> Applied {
        let signer = &request.signer;
        self.check_new_key(key)?;
        key.verify(proof_text(signer, request.serial, key).as_bytes(), &proof.0)
            .map_err(|_| "the new key's proof does not verify".to_owned())?;
        let member = self
            .members
            .get(signer)
            .ok_or_else(|| format!("{signer} is no member"))?;
        let mut member = Indexed::clone(member);
        self.keys.remove(member.key.keyid());
        self.put_key(signer, key, sequence);
        member.entry.key = key.clone();
        self.members.insert(signer.clone(), Arc::new(member));
        Ok(())
    }

    fn apply_member_removal(&mut self, signer: &MemberId, member: &MemberId) -> Applied {
        known(self.members.contains_key(member), member)?;
        if self.centre.as_ref() == Some(member) {
            return Err("the centre cannot be removed".to_owned());
        }
        if self.centre.as_ref() != Some(signer) {
            owns(signer, member)?;
        }
        self.remove_member(member);
        Ok(())
    }

    fn apply_gateway(&mut self, sequence: u32, signer: &MemberId, gateway: &Gateway) -> Applied {
        owns(signer, gateway.id.member())?;
        gateway.check()?;
        let is_taken = |owner: Option<&_>| owner.is_some_and(|owner| *owner != gateway.id);
        if gateway
            .certificates
            .iter()
            .any(|certificate| is_taken(self.certificates.get(certificate)))
        {
            return Err("a certificate belongs to another gateway".to_owned());
        }
        if gateway.logs.iter().any(|log| is_taken(self.origins.get(&log.origin))) {
            return Err("a log's origin belongs to another gateway".to_owned());
        }
        let present = self.gateways.get(&gateway.id).map(|present| present.index);
        let index = self.index(sequence, present, || Subject::Gateway(gateway.id.clone()));
        let entry = gateway.clone();
        self.put_gateway(Indexed { index, entry });
        Ok(())
    }

    fn apply_system(&mut self, sequence: u32, signer: &MemberId, system: &System) -> Applied {
        owns(signer, system.id.member())?;
        system.check()?;
        let present = self.systems.get(&system.id).map(|present| present.index);
        let index = self.index(sequence, present, || Subject::System(system.id.clone()));
        let entry = system.clone();
        self.systems
            .insert(system.id.clone(), Arc::new(Indexed { index, entry }));
        Ok(())
    }

    fn apply_service(&mut self, sequence: u32, signer: &MemberId, service: &Service) -> Applied {
        owns(signer, service.id.member())?;
        service.check()?;
        known(self.systems.contains_key(service.id.system()), service.id.system())?;
        let present = self.services.get(&service.id).map(|present| present.index);
        let index = self.index(sequence, present, || Subject::Service(service.id.clone()));
        let entry = service.clone();
        self.services
            .insert(service.id.clone(), Arc::new(Indexed { index, entry }));
        Ok(())
    }

    /// The index that the thing has already, or the new record's, which then stands for `subject`.
    fn index(&mut self, sequence: u32, present: Option<u32>, subject: impl FnOnce() -> Subject) -> u32 {
        present.unwrap_or_else(|| {
            self.subjects.insert(sequence, subject());
            sequence
        })
    }

    fn apply_grant(&mut self, sequence: u32, signer: &MemberId, grant: &Grant) -> Applied {
        owns(signer, grant.service.member())?;
        grant.check()?;
        let service = self.services.get(&grant.service).map(|service| service.index);
        let service = service.ok_or_else(|| unknown(&grant.service))?;
        let consumer = self
            .client_index(&grant.consumer)
            .ok_or_else(|| unknown(&grant.consumer))?;
        let subject = Subject::Grant {
            consumer: grant.consumer.clone(),
            service: grant.service.clone(),
        };
        self.subjects.insert(sequence, subject);
        let (index, entry) = (sequence, grant.clone());
        self.put_grant((consumer, service), Indexed { index, entry });
        Ok(())
    }

    fn revoke(&mut self, signer: &MemberId, grant: u32) -> Applied {
        known(self.grant_places.contains_key(&grant), &format!("the grant {grant}"))?;
        let service: Option<&ServiceId> = match self.subjects.get(&grant) {
            Some(Subject::Grant { service, .. }) => Some(service),
            _ => None,
        };
        owns(signer, service.ok_or_else(|| unknown(&grant))?.member())?;
        self.remove_grant(grant);
        Ok(())
    }
}

fn owns(signer: &MemberId, owner: &MemberId) -> Applied {
    if signer == owner {
        Ok(())
    } else {
        Err(format!("{signer} does not own what belongs to {owner}"))
    }
}

fn known(is_known: bool, what: &impl std::fmt::Display) -> Applied {
    if is_known { Ok(()) } else { Err(unknown(what)) }
}

fn unknown(what: &impl std::fmt::Display) -> String {
    format!("{what} is not in the directory")
}
