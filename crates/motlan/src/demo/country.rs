//! The demo's folders, ports and configurations: where each place is and what its node runs.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use motlan_core::{ClientId, Clock, ServiceId, SystemClock};
use motlan_portal::{Door, Persona};
use motlan_registry::model::pack::Verb;

use super::place::Place;
use super::registries::Further;
use super::rights;
use crate::cli::member_folder;
use crate::config::{
    Accounts, Casework, Client, Connection, DirectorySource, NationalPortal, Nightly, NodeConfig, Registry, Service,
    Unit,
};
use crate::keys::NodeKeys;
use crate::node::{DirectoryFile, Surroundings};
use crate::setup::{self, Owner};

/// Services of a registry in the demo.
const REGISTRY_SERVICES: [Verb; 3] = [Verb::Verify, Verb::LookUp, Verb::Usage];

/// Where everything of this demo lies.
pub(crate) struct Plan {
    data: PathBuf,
    port_base: u16,
}

impl Plan {
    /// Below `data`, from `port_base` on.
    pub(crate) fn new(data: &Path, port_base: u16) -> Self {
        Self {
            data: data.to_owned(),
            port_base,
        }
    }

    fn folder(&self, place: Place) -> PathBuf {
        member_folder(&self.data, &place.member())
    }

    fn base(&self, place: Place) -> u16 {
        self.port_base + 100 * place.number()
    }

    /// The address of a node's pages.
    pub(crate) fn pages(&self, place: Place) -> String {
        format!("http://127.0.0.1:{}", self.base(place))
    }

    /// A node's X-Road face.
    pub(crate) fn client_face(&self, place: Place) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.base(place) + 80))
    }

    /// The same as a URL.
    pub(crate) fn client_face_url(&self, place: Place) -> String {
        format!("http://{}", self.client_face(place))
    }

    /// What each node's pages know of the others.
    pub(crate) fn surroundings(&self, place: Place) -> Surroundings {
        let pages = Place::ALL.map(|place| (place.member(), self.pages(place)));
        let doors = if place == Place::Centre {
            self.doors()
        } else {
            Vec::new()
        };
        Surroundings {
            page_addresses: BTreeMap::from(pages),
            is_demo: true,
            doors,
        }
    }

    /// Who enters where.
    fn doors(&self) -> Vec<Door> {
        let place = |persona| match persona {
            Persona::Citizen | Persona::Officer | Persona::Operator => Place::PhuYen,
            Persona::Leader | Persona::Auditor | Persona::Integrator => Place::Centre,
        };
        let door = |persona| Door {
            persona,
            address: self.pages(place(persona)),
        };
        Persona::ALL.map(door).into()
    }

    /// A node's configuration.
    pub(crate) fn config(&self, place: Place) -> Result<NodeConfig> {
        let centre = NodeKeys::read(&self.folder(Place::Centre))?;
        let directory = DirectorySource {
            centre_key: centre.signing.public_key().to_string(),
            centre: (place != Place::Centre).then(|| format!("127.0.0.1:{}", self.base(Place::Centre))),
        };
        let mut config = setup::bare(
            &place.member(),
            self.folder(place),
            setup::listen(self.base(place)),
            directory,
        )?;
        config.centre = place == Place::Centre;
        config.clients = vec![Client {
            id: ClientId::System(place.system()),
            connection: Connection::Http,
            certificates: Vec::new(),
        }];
        config.accounts = Some(Accounts {
            database: "sqlite:identity.db".to_owned(),
        });
        match place {
            Place::Population => add_registry(&mut config, "population", services_of(place)),
            Place::Transport => add_registry(&mut config, "driving-licence", services_of(place)),
            Place::PhuYen | Place::DongNai => config.casework = Some(casework(place)?),
            Place::NationalPortal => {
                config.national_portal = Some(NationalPortal {
                    database: "sqlite:inbox.db".to_owned(),
                });
                config.services = vec![Service {
                    id: place.service("dossiers"),
                    url: None,
                    certificate: None,
                    registry: None,
                    national_portal: true,
                    path: Some("/dossiers".to_owned()),
                }];
            }
            Place::Centre => config.portal_member = Some(Place::NationalPortal.member()),
            Place::Insurance => {}
        }
        for further in Further::at(place)? {
            add_registry(&mut config, further.code(), further.services()?);
        }
        Ok(config)
    }

    /// Makes keys and the directory, unless they are there from an earlier run; writes the configurations.
    pub(crate) fn prepare(&self) -> Result<()> {
        let mut keys = Vec::new();
        for place in Place::ALL {
            let folder = self.folder(place);
            std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
            keys.push(setup::keys(&folder, &place.member(), place.algorithm())?);
        }
        let centre = self.config(Place::Centre)?;
        let file = DirectoryFile::of(&centre);
        if !file.exists() {
            let requests = self.requests(&keys)?;
            let centre_keys = NodeKeys::read(&self.folder(Place::Centre))?;
            crate::cli::append_requests(&file, centre_keys, &centre.directory.centre_key, requests)?;
        }
        for place in Place::ALL {
            let config = self.config(place)?;
            config.write()?;
            let own = DirectoryFile::of(&config);
            if !own.exists() {
                own.append(&file.lines()?)?;
            }
        }
        Ok(())
    }

    fn requests(&self, keys: &[NodeKeys]) -> Result<Vec<motlan_exchange::directory::SignedRequest>> {
        let now = SystemClock.now();
        let (mut requests, mut owners) = (Vec::new(), Vec::new());
        for (place, keys) in Place::ALL.into_iter().zip(keys) {
            let mut owner = Owner::new(place.member(), keys, 0);
            requests.push(match place {
                Place::Centre => owner.found(place.name()),
                _ => owner.join(place.name()),
            });
            requests.push(owner.gateway(SocketAddr::from(([127, 0, 0, 1], self.base(place) + 55)))?);
            requests.push(owner.system(place.system(), place.system_name()));
            owners.push(owner);
        }
        for (place, owner) in Place::ALL.into_iter().zip(&mut owners) {
            requests.extend(rights::requests(place, owner, now)?);
        }
        Ok(requests)
    }
}

fn services_of(place: Place) -> Vec<(Verb, ServiceId)> {
    let service = |verb: Verb| (verb, place.service(verb.as_str()));
    REGISTRY_SERVICES.map(service).into()
}

fn add_registry(config: &mut NodeConfig, code: &str, services: Vec<(Verb, ServiceId)>) {
    let database = format!("sqlite:{code}.db");
    config.registries.push(Registry {
        // At any hour: somebody who tries the demo sees one.
        snapshot: (code == "population").then_some(Nightly { hour: 0, keep: 3 }),
        ..Registry::of_samples(code, &database)
    });
    let service = |(verb, id): (Verb, ServiceId)| Service {
        id,
        url: None,
        certificate: None,
        registry: Some(code.to_owned()),
        national_portal: false,
        path: Some(format!("/{}", verb.as_str())),
    };
    config.services.extend(services.into_iter().map(service));
}

/// Two units, so that one cannot see the other's queue. Their codes are examples.
fn casework(place: Place) -> Result<Casework> {
    let further = Further::all()?;
    let usage = further.iter().map(Further::usage);
    let usage: Vec<Option<ServiceId>> = usage.collect::<Result<_>>()?;
    let unit = |number: u32, name_vi: &str, name_en: &str, procedure: &str| Unit {
        code: unit_code(place, number),
        number,
        name_vi: name_vi.to_owned(),
        name_en: name_en.to_owned(),
        procedures: vec![procedure.to_owned()],
    };
    Ok(Casework {
        database: "sqlite:casework.db".to_owned(),
        system: place.system(),
        portal: Some(Place::NationalPortal.service("dossiers")),
        population: Some(Place::Population.service("verify")),
        usage: [Place::Population, Place::Transport]
            .map(|place| place.service("usage"))
            .into_iter()
            .chain(usage.into_iter().flatten())
            .collect(),
        units: vec![
            unit(
                8,
                "Sở Giao thông vận tải",
                "Department of Transport",
                "driving-licence-renewal",
            ),
            unit(
                9,
                "Trung tâm Phục vụ hành chính công",
                "Public Administration Centre",
                "international-driving-permit",
            ),
        ],
    })
}

/// The code of a unit of a province.
pub(crate) fn unit_code(place: Place, number: u32) -> String {
    format!("000.00.{number:02}.{}", place.code())
}
