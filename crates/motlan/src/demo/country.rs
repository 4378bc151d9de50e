//! The demo's agencies: which nodes there are, what they offer and what they may ask.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use motlan_core::{ClientId, Clock, MemberId, ServiceId, SystemClock, SystemId};
use motlan_exchange::keys::Algorithm;

use crate::cli::member_folder;
use crate::config::{Client, Connection, DirectorySource, NodeConfig, Registry, Service};
use crate::keys::NodeKeys;
use crate::node::{DirectoryFile, Surroundings};
use crate::setup::{self, Name, Owner};

/// How old the directory may be for the population's services: an hour without the centre.
const STALENESS_MAX_S: u32 = 3600;

/// Decree 107/2021/NĐ-CP on one-stop procedures: why a province asks.
const ONE_STOP: &str = "ND-107-2021";

/// Decision 06/QĐ-TTg of 2022 (Project 06): why social insurance asks.
const PROJECT_06: &str = "QD-06-2022";

/// What Phú Yên may ask about. Without `person.existence`, an unknown person looks like a mismatch.
const ONE_STOP_FIELDS: &[&str] = &[
    "full_name",
    "birth_date",
    "sex",
    "permanent_province",
    "permanent_district",
];

/// What social insurance may ask about and read.
const INSURANCE_FIELDS: &[&str] = &[
    "person.existence",
    "full_name",
    "birth_date",
    "sex",
    "ethnicity",
    "nationality",
    "birth_province",
    "permanent_province",
    "permanent_district",
    "permanent_commune",
    "permanent_address",
];

/// The demo's nodes, in the order of their ports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Node 0, the centre: Ministry of Information and Communications.
    Centre,
    /// Node 1: Ministry of Public Security, with the population registry.
    Population,
    /// Node 2: Vietnam Social Security.
    Insurance,
    /// Node 3: Phú Yên province.
    PhuYen,
}

impl Place {
    /// All of them; the centre first, for the others fetch the directory there.
    pub(crate) const ALL: [Self; 4] = [Self::Centre, Self::Population, Self::Insurance, Self::PhuYen];

    fn code(self) -> &'static str {
        match self {
            Self::Centre => "G14",
            Self::Population => "G01",
            Self::Insurance => "G24",
            Self::PhuYen => "H45",
        }
    }

    fn number(self) -> u16 {
        match self {
            Self::Centre => 0,
            Self::Population => 1,
            Self::Insurance => 2,
            Self::PhuYen => 3,
        }
    }

    fn name(self) -> Name<'static> {
        match self {
            Self::Centre => Name {
                vi: "Bộ Thông tin và Truyền thông",
                en: "Ministry of Information and Communications",
            },
            Self::Population => Name {
                vi: "Bộ Công an",
                en: "Ministry of Public Security",
            },
            Self::Insurance => Name {
                vi: "Bảo hiểm xã hội Việt Nam",
                en: "Vietnam Social Security",
            },
            Self::PhuYen => Name {
                vi: "Tỉnh Phú Yên",
                en: "Phú Yên Province",
            },
        }
    }

    /// Its member.
    pub(crate) fn member(self) -> MemberId {
        // Unwrap safety: four constant codes of two and three characters.
        format!("VN/GOV/{}", self.code())
            .parse()
            .expect("a constant identifier")
    }

    /// Its system.
    pub(crate) fn system(self) -> SystemId {
        let code = match self {
            Self::Centre => "directory",
            Self::Population => "population",
            Self::Insurance => "insurance",
            Self::PhuYen => "onestop",
        };
        // Unwrap safety: constant codes without special characters.
        self.member().system(code).expect("a constant identifier")
    }

    fn system_name(self) -> Name<'static> {
        match self {
            Self::Centre => Name {
                vi: "Danh bạ",
                en: "Directory",
            },
            Self::Population => Name {
                vi: "Cơ sở dữ liệu quốc gia về dân cư",
                en: "National population database",
            },
            Self::Insurance => Name {
                vi: "Cơ sở dữ liệu bảo hiểm",
                en: "Insurance database",
            },
            Self::PhuYen => Name {
                vi: "Một cửa điện tử",
                en: "One-stop system",
            },
        }
    }

    /// Both algorithms are in use, as they are in a country.
    fn algorithm(self) -> Algorithm {
        match self {
            Self::Insurance => Algorithm::EcdsaP256Sha256,
            _ => Algorithm::Ed25519,
        }
    }
}

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
    pub(crate) fn surroundings(&self) -> Surroundings {
        let pages = Place::ALL.map(|place| (place.member(), self.pages(place)));
        Surroundings {
            page_addresses: BTreeMap::from(pages),
            is_demo: true,
        }
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
        if place == Place::Population {
            config.registries = vec![Registry {
                code: "population".to_owned(),
                pack: 1,
                database: "sqlite:population.db".to_owned(),
                sample: true,
            }];
            config.services = ["verify", "look-up"].map(registry_service).into();
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
        let mut requests = Vec::new();
        for (place, keys) in Place::ALL.into_iter().zip(keys) {
            let mut owner = Owner::new(place.member(), keys, 0);
            requests.push(match place {
                Place::Centre => owner.found(place.name()),
                _ => owner.join(place.name()),
            });
            requests.push(owner.gateway(SocketAddr::from(([127, 0, 0, 1], self.base(place) + 55)))?);
            requests.push(owner.system(place.system(), place.system_name()));
        }
        let mut population = Owner::new(Place::Population.member(), &keys[1], 3);
        let verify = population_service("verify");
        let look_up = population_service("look-up");
        requests.push(population.service(
            verify.clone(),
            Name {
                vi: "Xác thực thông tin công dân",
                en: "Verify a person's data",
            },
            STALENESS_MAX_S,
        ));
        requests.push(population.service(
            look_up.clone(),
            Name {
                vi: "Tra cứu thông tin công dân",
                en: "Look up a person's data",
            },
            STALENESS_MAX_S,
        ));
        let (one_stop, insurance) = (Place::PhuYen.system(), Place::Insurance.system());
        requests.push(population.grant(
            ClientId::System(one_stop),
            verify.clone(),
            ONE_STOP_FIELDS,
            ONE_STOP,
            now,
        )?);
        requests.push(population.grant(
            ClientId::System(insurance.clone()),
            verify,
            INSURANCE_FIELDS,
            PROJECT_06,
            now,
        )?);
        requests.push(population.grant(ClientId::System(insurance), look_up, INSURANCE_FIELDS, PROJECT_06, now)?);
        Ok(requests)
    }
}

fn population_service(code: &str) -> ServiceId {
    // Unwrap safety: two constant codes.
    Place::Population.system().service(code).expect("a constant identifier")
}

fn registry_service(code: &str) -> Service {
    Service {
        id: population_service(code),
        url: None,
        certificate: None,
        registry: Some("population".to_owned()),
        path: Some(format!("/{code}")),
    }
}
