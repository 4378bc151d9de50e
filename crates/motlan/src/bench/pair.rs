//! Two nodes that know each other: a system of one may ask a service of the other. Neither runs yet.

use std::path::Path;

use anyhow::Result;
use motlan_core::{ClientId, Clock, ServiceId, SystemClock, SystemId};
use motlan_exchange::keys::Algorithm;

use super::process::free;
use crate::cli::append_requests;
use crate::config::{Client, Connection, DirectorySource, Listen, NodeConfig, Service};
use crate::keys::NodeKeys;
use crate::node::DirectoryFile;
use crate::setup::{self, Name, Owner};

/// A day: a bench has no centre that beats.
const STALENESS_MAX_S: u32 = 86_400;

/// What everything of a bench is called.
pub(super) const NAME: Name<'static> = Name {
    vi: "Đo kiểm",
    en: "Bench",
};

/// Who may ask whom.
pub(super) struct Plan {
    /// The system that asks.
    pub(super) client: SystemId,
    /// What it asks.
    pub(super) service: ServiceId,
    /// On which legal basis.
    pub(super) basis: &'static str,
    /// Whether asking changes something.
    pub(super) is_changing: bool,
}

/// The two configurations.
pub(super) struct Pair {
    /// Of the node that asks.
    pub(super) consumer: NodeConfig,
    /// Of the node that answers.
    pub(super) provider: NodeConfig,
}

impl Pair {
    /// Makes keys, configurations and the directory that both go by. `service` is what the provider's node is to do with
    /// a question.
    pub(super) async fn make(data: &Path, plan: Plan, service: Service) -> Result<Self> {
        let (asker, answerer) = (plan.client.member().clone(), plan.service.member().clone());
        let (asker_folder, answerer_folder) = (data.join("consumer"), data.join("provider"));
        let asker_keys = NodeKeys::create(&asker_folder, "consumer", Algorithm::Ed25519)?;
        let answerer_keys = NodeKeys::create(&answerer_folder, "provider", Algorithm::Ed25519)?;
        let source = DirectorySource {
            centre_key: asker_keys.signing.public_key().to_string(),
            centre: None,
        };
        let client = ClientId::System(plan.client.clone());
        let mut consumer = setup::bare(&asker, asker_folder.clone(), listen().await?, source.clone())?;
        consumer.clients = vec![Client {
            id: client.clone(),
            connection: Connection::Http,
            certificates: Vec::new(),
        }];
        let mut provider = setup::bare(&answerer, answerer_folder, listen().await?, source)?;
        provider.services = vec![service];
        let mut a = Owner::new(asker, &asker_keys, 0);
        let mut b = Owner::new(answerer, &answerer_keys, 0);
        let system = plan.service.system().clone();
        let offer = if plan.is_changing {
            Owner::changing_service
        } else {
            Owner::service
        };
        let requests = vec![
            a.found(NAME),
            a.gateway(consumer.listen.gateway)?,
            a.system(plan.client, NAME),
            b.join(NAME),
            b.gateway(provider.listen.gateway)?,
            b.system(system, NAME),
            offer(&mut b, plan.service.clone(), NAME, STALENESS_MAX_S),
            b.grant(client, plan.service, &[], plan.basis, SystemClock.now())?,
        ];
        let file = DirectoryFile::of(&consumer);
        let keys = NodeKeys::read(&asker_folder)?;
        append_requests(&file, keys, &consumer.directory.centre_key, requests)?;
        file.copy_to(&DirectoryFile::of(&provider))?;
        Ok(Self { consumer, provider })
    }
}

/// A service that the provider's node answers in no way yet.
pub(super) fn service(id: ServiceId) -> Service {
    Service {
        id,
        url: None,
        certificate: None,
        registry: None,
        national_portal: false,
        path: None,
    }
}

async fn listen() -> Result<Listen> {
    Ok(Listen {
        pages: None,
        client_http: Some(free().await?),
        client_https: None,
        gateway: free().await?,
        health: Some(free().await?),
    })
}
