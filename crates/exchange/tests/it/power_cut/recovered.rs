//! One gateway's evidence after a power cut: its logs as an auditor reads them, from bundles and checkpoints alone, and
//! its records as their owner does, by message id.

use std::collections::BTreeMap;
use std::path::Path;

use motlan_evidence::edge::RightEdge;
use motlan_evidence::tile::{Level, Tile, levels, width};
use motlan_evidence::tree::Hash;
use motlan_evidence::{Entry, Evidence, EvidenceError, Found, LogName, verify_proof};

use super::check::Violation;
use super::load::Told;
use super::plan::Side;

/// One gateway's evidence, as it opened.
pub(super) struct Recovered {
    pub(super) side: Side,
    pub(super) evidence: Evidence,
    logs: [Vec<Entry>; 2],
}

impl Recovered {
    pub(super) fn read(side: Side, evidence: Evidence) -> Result<Self, EvidenceError> {
        let [exchange, unfinished] = [LogName::Exchange, LogName::Unfinished].map(|log| entries(&evidence, log));
        Ok(Self {
            side,
            logs: [exchange?, unfinished?],
            evidence,
        })
    }

    pub(super) fn entries(&self, log: LogName) -> &[Entry] {
        match log {
            LogName::Exchange => &self.logs[0],
            LogName::Unfinished => &self.logs[1],
            // Nobody writes to it here.
            LogName::Casework => &[],
        }
    }

    /// Where an entry stands in its log.
    pub(super) fn place(&self, entry: &Entry) -> Option<u64> {
        let entries = self.entries(entry.log());
        entries
            .iter()
            .position(|other| other == entry)
            .map(|place| place as u64)
    }

    /// What the owner has of a message, intents left out; each must stand in its log.
    pub(super) fn find(&self, message_id: &str) -> Result<Vec<Found>, Violation> {
        let found = self.evidence.find(message_id);
        let mut found = found.map_err(|error| Violation::Unreadable(self.side, error.to_string()))?;
        found.retain(|found| !found.is_intent);
        match found.iter().find(|found| self.place(&found.entry).is_none()) {
            Some(_) => Err(Violation::AnswerLost(self.side, message_id.to_owned())),
            None => Ok(found),
        }
    }

    /// Published checkpoints of a log whose size it does not have, or with another root.
    pub(super) fn forks(&self, log: LogName, told: &Told) -> Vec<Violation> {
        let published = told
            .checkpoints
            .iter()
            .filter(|(side, name, _)| (*side, *name) == (self.side, log));
        let mut roots: BTreeMap<u64, Option<Hash>> = published.clone().map(|(.., known)| (known.size, None)).collect();
        let mut edge = RightEdge::default();
        for size in 0..=self.entries(log).len() {
            if let Some(root) = roots.get_mut(&edge.size()) {
                *root = Some(edge.root());
            }
            if let Some(entry) = self.entries(log).get(size) {
                edge.append(&Hash::leaf(&entry.to_bytes()), &mut |_, _| ());
            }
        }
        published
            .filter(|(.., known)| roots[&known.size] != Some(known.root))
            .map(|(.., known)| Violation::Forked(self.side, log, known.size))
            .collect()
    }

    /// Writes what an auditor is given.
    pub(super) fn export(&self, folder: &Path) {
        for log in LogName::ALL {
            let paths = tiles(self.evidence.published_size(log)).map(Tile::path);
            for path in paths.chain(["checkpoint".to_owned()]) {
                let file = folder.join(log.as_str()).join(&path);
                std::fs::create_dir_all(file.parent().unwrap()).unwrap();
                std::fs::write(file, self.evidence.read_file(log, &path).unwrap().unwrap()).unwrap();
            }
        }
    }
}

/// Every entry of a log, from its bundles; the last one has a proof.
fn entries(evidence: &Evidence, log: LogName) -> Result<Vec<Entry>, EvidenceError> {
    let mut entries = Vec::new();
    for tile in tiles(evidence.published_size(log)).filter(|tile| tile.level == Level::Entries) {
        let bundle = evidence.read_file(log, &tile.path())?.unwrap();
        entries.extend(bundle.chunks(130).map(|entry| Entry::parse(&entry[2..]).unwrap()));
    }
    if let Some(last) = entries.last() {
        let proof = evidence.proof(log, entries.len() as u64 - 1)?.unwrap();
        assert_eq!(verify_proof(&proof, evidence.verifier(log)).unwrap().entry, *last);
    }
    Ok(entries)
}

/// The tiles that a log of this size consists of.
fn tiles(size: u64) -> impl Iterator<Item = Tile> {
    let levels = levels(size).map(Level::Hashes).chain([Level::Entries]);
    levels.flat_map(move |level| {
        let tile = move |index| Tile {
            level,
            index,
            width: width(level, index, size),
        };
        (0..).map(tile).take_while(|tile| tile.width > 0)
    })
}
