//! The demo's agencies: who they are, in the order of their ports. Data only; what they may do is in `rights.rs`.

use motlan_core::{MemberId, ServiceId, SystemId};
use motlan_exchange::keys::Algorithm;

use crate::setup::Name;

/// The demo's nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// Node 0, the centre: Ministry of Information and Communications.
    Centre,
    /// Node 1: Ministry of Public Security, with the population registry.
    Population,
    /// Node 2: Vietnam Social Security.
    Insurance,
    /// Node 3: Phú Yên province, with a one-stop system.
    PhuYen,
    /// Node 4: Ministry of Transport, with the registry of driving licences.
    Transport,
    /// Node 5: Government Office, with the national portal.
    NationalPortal,
    /// Node 6: Đồng Nai province, with a one-stop system.
    DongNai,
}

/// What is known of a place beforehand.
struct Facts {
    code: &'static str,
    system: &'static str,
    name: Name<'static>,
    system_name: Name<'static>,
}

const fn name(vi: &'static str, en: &'static str) -> Name<'static> {
    Name { vi, en }
}

impl Place {
    /// All of them; the centre first, for the others fetch the directory there.
    pub(crate) const ALL: [Self; 7] = [
        Self::Centre,
        Self::Population,
        Self::Insurance,
        Self::PhuYen,
        Self::Transport,
        Self::NationalPortal,
        Self::DongNai,
    ];

    /// The provinces.
    pub(crate) const PROVINCES: [Self; 2] = [Self::PhuYen, Self::DongNai];

    /// Its place among the ports.
    pub(crate) const fn number(self) -> u16 {
        self as u16
    }

    const fn facts(self) -> Facts {
        let (code, system, name, system_name) = match self {
            Self::Centre => (
                "G14",
                "directory",
                name(
                    "Bộ Thông tin và Truyền thông",
                    "Ministry of Information and Communications",
                ),
                name("Danh bạ", "Directory"),
            ),
            Self::Population => (
                "G01",
                "population",
                name("Bộ Công an", "Ministry of Public Security"),
                name("Cơ sở dữ liệu quốc gia về dân cư", "National population database"),
            ),
            Self::Insurance => (
                "G24",
                "insurance",
                name("Bảo hiểm xã hội Việt Nam", "Vietnam Social Security"),
                name("Cơ sở dữ liệu bảo hiểm", "Insurance database"),
            ),
            Self::PhuYen => ("H45", "onestop", name("Tỉnh Phú Yên", "Phú Yên Province"), ONE_STOP),
            Self::Transport => (
                "G04",
                "driving-licence",
                name("Bộ Giao thông vận tải", "Ministry of Transport"),
                name("Cơ sở dữ liệu giấy phép lái xe", "Driving licence database"),
            ),
            Self::NationalPortal => (
                "G22",
                "national-portal",
                name("Văn phòng Chính phủ", "Government Office"),
                name("Cổng Dịch vụ công quốc gia", "National public service portal"),
            ),
            Self::DongNai => ("H19", "onestop", name("Tỉnh Đồng Nai", "Đồng Nai Province"), ONE_STOP),
        };
        Facts {
            code,
            system,
            name,
            system_name,
        }
    }

    /// The agency's code, as in `H45`.
    pub(crate) const fn code(self) -> &'static str {
        self.facts().code
    }

    /// The agency's name.
    pub(crate) const fn name(self) -> Name<'static> {
        self.facts().name
    }

    /// Its system's name.
    pub(crate) const fn system_name(self) -> Name<'static> {
        self.facts().system_name
    }

    /// Its member.
    pub(crate) fn member(self) -> MemberId {
        // Unwrap safety: constant codes of three characters.
        format!("VN/GOV/{}", self.code())
            .parse()
            .expect("a constant identifier")
    }

    /// Its system.
    pub(crate) fn system(self) -> SystemId {
        // Unwrap safety: constant codes without special characters.
        self.member()
            .system(self.facts().system)
            .expect("a constant identifier")
    }

    /// A service of its system.
    pub(crate) fn service(self, code: &str) -> ServiceId {
        // Unwrap safety: called with constant codes.
        self.system().service(code).expect("a constant identifier")
    }

    /// Both algorithms are in use, as they are in a country.
    pub(crate) const fn algorithm(self) -> Algorithm {
        match self {
            Self::Insurance | Self::DongNai => Algorithm::EcdsaP256Sha256,
            _ => Algorithm::Ed25519,
        }
    }
}

const ONE_STOP: Name<'static> = name("Một cửa điện tử", "One-stop system");
