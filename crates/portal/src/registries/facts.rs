//! What the pages of registries say, as plain facts. No language, no layout.

use std::sync::Arc;

use motlan_registry::Pack;

use crate::facts::{FrameFacts, Named};

/// A registry.
#[derive(Clone, Debug)]
pub(super) struct RegistryFacts {
    /// What it is.
    pub(super) pack: Arc<Pack>,
    /// The systems of the directory that offer it.
    pub(super) systems: Vec<Named>,
    /// Their services, by the code of each.
    pub(super) services: Vec<ServiceFacts>,
    /// Whether it runs in this node.
    pub(super) is_here: bool,
}

/// A service that stands in the directory.
#[derive(Clone, Debug)]
pub(super) struct ServiceFacts {
    /// Its code, as in `verify`.
    pub(super) code: String,
    /// Which.
    pub(super) service: Named,
    /// False while it is out of order.
    pub(super) is_enabled: bool,
}

/// The page of all.
pub(super) struct ListFacts {
    pub(super) frame: FrameFacts,
    /// Those that run somewhere first.
    pub(super) registries: Vec<RegistryFacts>,
}

/// The page of one.
pub(super) struct OneFacts {
    pub(super) frame: FrameFacts,
    pub(super) registry: RegistryFacts,
    /// Whether its pack can be read as a file.
    pub(super) has_file: bool,
}
