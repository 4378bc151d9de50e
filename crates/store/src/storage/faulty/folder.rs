//! The names of a faulty disk: which file each stands for, on the disk and in memory.

use std::collections::BTreeMap;
use std::io;

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::inode::{self, Inode, SharedInode};
use crate::storage::path;

/// How many earlier files of one unsynced name are kept as possible outcomes of a power cut; older ones are forgotten,
/// so that a name replaced a million times does not hold a million files.
const OUTCOMES_MAX: usize = 8;

/// The file a name stands for, if any.
type Target = Option<SharedInode>;

#[derive(Default)]
struct Name {
    durable: Target,
    /// Unsynced changes in order; the last is what a reader sees.
    unsynced: Vec<Target>,
}

impl Name {
    fn live(&self) -> &Target {
        self.unsynced.last().unwrap_or(&self.durable)
    }
}

#[derive(Default)]
struct Folder {
    /// Whether this folder's own name is durable in its parent.
    is_durable: bool,
    names: BTreeMap<String, Name>,
}

/// Every folder by its path; `""` is the storage's own.
#[derive(Default)]
pub(super) struct Folders(BTreeMap<String, Folder>);

impl Folders {
    pub(super) fn find(&self, folder: &str, name: &str) -> Target {
        self.0.get(folder)?.names.get(name)?.live().clone()
    }

    /// Lets a name stand for a file, or for none.
    pub(super) fn set(&mut self, folder: &str, name: &str, target: Target) {
        for parent in path::with_parents(folder) {
            self.0.entry(parent.to_owned()).or_default();
        }
        let names = &mut self.0.entry(folder.to_owned()).or_default().names;
        let unsynced = &mut names.entry(name.to_owned()).or_default().unsynced;
        if unsynced.len() == OUTCOMES_MAX {
            unsynced.remove(0);
        }
        unsynced.push(target);
    }

    pub(super) fn list(&self, folder: &str) -> Vec<String> {
        let Some(folder) = self.0.get(folder) else {
            return Vec::new();
        };
        let live = folder.names.iter().filter(|(_, name)| name.live().is_some());
        live.map(|(name, _)| name.clone()).collect()
    }

    /// Makes the names in a folder durable, and its own name with those of its parents.
    pub(super) fn sync(&mut self, folder: &str) -> io::Result<()> {
        // The storage's own folder is always there.
        if folder.is_empty() {
            self.0.entry(String::new()).or_default();
        }
        let names = &mut self.0.get_mut(folder).ok_or(io::ErrorKind::NotFound)?.names;
        for name in names.values_mut() {
            if let Some(target) = name.unsynced.pop() {
                name.durable = target;
                name.unsynced.clear();
            }
        }
        names.retain(|_, name| name.durable.is_some());
        for parent in path::with_parents(folder) {
            self.0.entry(parent.to_owned()).or_default().is_durable = true;
        }
        Ok(())
    }

    /// The bytes of all files that a reader can find.
    pub(super) fn size_bytes(&self) -> u64 {
        let names = self.0.values().flat_map(|folder| folder.names.values());
        names
            .filter_map(|name| name.live().as_ref())
            .map(|inode| inode::lock(inode).size_bytes())
            .sum()
    }

    /// What the disk holds when the power goes off now.
    pub(super) fn after_power_cut(&self, random: &mut ChaCha8Rng) -> Self {
        let mut survivors = Self::default();
        // A folder comes after its parent, for the parent's path is a prefix of its own.
        for (path, folder) in &self.0 {
            let parent = path::with_parents(path).nth(1);
            let is_parent_kept = parent.is_none_or(|parent| survivors.0.contains_key(parent));
            let is_kept = path.is_empty() || folder.is_durable || random.random_bool(0.5);
            if is_parent_kept && is_kept {
                survivors.0.insert(path.clone(), folder.after_power_cut(random));
            }
        }
        survivors
    }
}

impl Folder {
    fn after_power_cut(&self, random: &mut ChaCha8Rng) -> Self {
        let mut survivor = Self {
            is_durable: true,
            names: BTreeMap::new(),
        };
        for (text, name) in &self.names {
            let outcomes = std::iter::once(&name.durable).chain(&name.unsynced);
            let chosen = random.random_range(0..=name.unsynced.len());
            if let Some(Some(inode)) = outcomes.into_iter().nth(chosen) {
                let content = inode::lock(inode).after_power_cut(random);
                let name = Name {
                    durable: Some(Inode::shared(content)),
                    unsynced: Vec::new(),
                };
                survivor.names.insert(text.clone(), name);
            }
        }
        survivor
    }
}
