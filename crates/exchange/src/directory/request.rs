//! What an owner asks the centre to write: one operation, a serial, and the owner's signature over both.
//!
//! The serial rises with every request of one signer and is remembered beyond its removal, so that the centre cannot
//! write a grant a second time after it was revoked. A node that meets an operation it does not know refuses the
//! directory: an unknown rule might take a right away.

use motlan_core::{GatewayId, MemberId, ServiceId, SystemId};
use serde::{Deserialize, Serialize};

use super::grant::Grant;
use super::model::{Gateway, Member, Service, System};
use crate::keys::{PublicKey, Signature, SigningKey};

/// One request of an owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Whose key signs it.
    pub signer: MemberId,
    /// Greater than in every earlier request of this signer.
    pub serial: u64,
    /// What is asked.
    pub operation: Operation,
}

/// What an owner can ask. Registering something again amends it and keeps its index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// The first record: the centre's own member and key, and thereby the instance. Signed by that key.
    Founding(Member),
    /// Admits the signer, or amends its names. Signed by the member's own key, which proves possession; the record
    /// around it is the centre's consent.
    Member(Member),
    /// Replaces the signer's key. Signed by the old key, the proof by the new one.
    KeyChange {
        /// The new key; never one that the directory has seen.
        key: PublicKey,
        /// The new key's signature, see [`Request::key_change`].
        proof: Signature,
    },
    /// Removes a member with all it owns and all grants from and to it. Signed by the member or by the centre, which
    /// is also the way back for a member that lost its key: removal, then admission under a new index.
    MemberRemoval {
        /// Who. Never the centre.
        member: MemberId,
    },
    /// Registers a gateway of the signer.
    Gateway(Gateway),
    /// Removes a gateway of the signer.
    GatewayRemoval {
        /// Which.
        gateway: GatewayId,
    },
    /// Registers a system of the signer.
    System(System),
    /// Removes a system of the signer with its services and all grants from and to them.
    SystemRemoval {
        /// Which.
        system: SystemId,
    },
    /// Registers, amends, disables or enables a service of the signer.
    Service(Service),
    /// Removes a service of the signer and all grants on it.
    ServiceRemoval {
        /// Which.
        service: ServiceId,
    },
    /// Grants a right on a service of the signer. A grant is never amended, only revoked.
    Grant(Grant),
    /// Revokes a grant on a service of the signer.
    Revocation {
        /// The grant's index.
        grant: u32,
    },
}

impl Request {
    /// A request to replace the signer's key, with the new key's proof.
    pub fn key_change(signer: MemberId, serial: u64, new: &SigningKey) -> Self {
        let key = new.public_key().clone();
        let proof = Signature(new.sign(proof_text(&signer, serial, &key).as_bytes()));
        let operation = Operation::KeyChange { key, proof };
        Self {
            signer,
            serial,
            operation,
        }
    }

    /// Signs the request as its owner.
    pub fn sign(&self, key: &SigningKey) -> SignedRequest {
        // Unwrap safety: the types hold no map with other keys than text, the only thing that JSON cannot write.
        let request = serde_json::to_string(self).expect("a request is JSON");
        let signature = Signature(key.sign(signed_text(&request).as_bytes()));
        SignedRequest { request, signature }
    }
}

/// A request as it travels to the centre and stands in the directory: its exact text and the owner's signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedRequest {
    /// The JSON text of a [`Request`], exactly as it was signed.
    pub request: String,
    /// The owner's signature over it.
    pub signature: Signature,
}

/// What the owner signs.
pub(super) fn signed_text(request: &str) -> String {
    format!("motlan/1 directory request\n{request}")
}

/// What a new key signs to prove that its owner holds it.
pub(super) fn proof_text(member: &MemberId, serial: u64, key: &PublicKey) -> String {
    format!("motlan/1 directory key\n{member}\n{serial}\n{key}")
}
