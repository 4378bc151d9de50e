//! Two nodes that know each other: a system of one may ask a service of the other. Neither runs yet.

use std::path::Path;

use anyhow::{Context, Result};
use motlan_core::{ClientId, Clock, ServiceId, SystemClock, SystemId};
use motlan_exchange::directory::SignedRequest;
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
    /// The systems that ask, all of one member, and the rights that each has.
    pub(super) clients: Vec<(SystemId, &'static [&'static str])>,
    /// What they ask.
    pub(super) service: ServiceId,
    /// On which legal basis.
    pub(super) basis: &'static str,
    /// How it is asked.
    pub(super) kind: Kind,
}

/// How a service is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// By POST, which changes nothing.
    Safe,
    /// By POST, which changes something.
    Changing,
    /// By GET, which may take its time.
    Feed,
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
        let (first, _) = plan.clients.first().context("nobody asks")?;
        let (asker, answerer) = (first.member().clone(), plan.service.member().clone());
        let (asker_folder, answerer_folder) = (data.join("consumer"), data.join("provider"));
        let asker_keys = NodeKeys::create(&asker_folder, "consumer", Algorithm::Ed25519)?;
        let answerer_keys = NodeKeys::create(&answerer_folder, "provider", Algorithm::Ed25519)?;
        let source = DirectorySource {
            centre_key: asker_keys.signing.public_key().to_string(),
            centre: None,
        };
        let mut consumer = setup::bare(&asker, asker_folder.clone(), listen().await?, source.clone())?;
        let clients = plan.clients.iter().map(|(system, _)| Client {
            id: ClientId::System(system.clone()),
            connection: Connection::Http,
            certificates: Vec::new(),
        });
        consumer.clients = clients.collect();
        let mut provider = setup::bare(&answerer, answerer_folder, listen().await?, source)?;
        provider.services = vec![service];
        let pair = Self { consumer, provider };
        let owners = (
            Owner::new(asker, &asker_keys, 0),
            Owner::new(answerer, &answerer_keys, 0),
        );
        let requests = pair.requests(plan, owners)?;
        let file = DirectoryFile::of(&pair.consumer);
        let keys = NodeKeys::read(&asker_folder)?;
        append_requests(&file, keys, &pair.consumer.directory.centre_key, requests)?;
        file.copy_to(&DirectoryFile::of(&pair.provider))?;
        Ok(pair)
    }

    /// What both members ask of the directory; the one that asks the other is its centre too.
    fn requests(&self, plan: Plan, (mut a, mut b): (Owner<'_>, Owner<'_>)) -> Result<Vec<SignedRequest>> {
        let mut requests = vec![a.found(NAME), a.gateway(self.consumer.listen.gateway)?];
        requests.extend(plan.clients.iter().map(|(system, _)| a.system(system.clone(), NAME)));
        requests.push(b.join(NAME));
        requests.push(b.gateway(self.provider.listen.gateway)?);
        requests.push(b.system(plan.service.system().clone(), NAME));
        let offer = match plan.kind {
            Kind::Safe => Owner::service,
            Kind::Changing => Owner::changing_service,
            Kind::Feed => Owner::feed,
        };
        requests.push(offer(&mut b, plan.service.clone(), NAME, STALENESS_MAX_S));
        let grant = match plan.kind {
            Kind::Safe | Kind::Changing => Owner::grant,
            Kind::Feed => Owner::grant_reading,
        };
        for (system, rights) in plan.clients {
            let client = ClientId::System(system);
            let now = SystemClock.now();
            requests.push(grant(&mut b, client, plan.service.clone(), rights, plan.basis, now)?);
        }
        Ok(requests)
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
