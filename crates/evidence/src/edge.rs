//! The right edge of a tree: the hash tiles that can still grow, one for each level. With it a tree of any size is
//! continued, and its root known, without reading anything.
//!
//! Pure: full tiles are handed to the caller, who writes them (a log) or compares them (an audit).

use crate::tile::{FULL_WIDTH, Level, Tile};
use crate::tree::{HASH_BYTES, Hash, complete_root, fold};

/// Bytes of a full hash tile.
const TILE_BYTES: usize = FULL_WIDTH as usize * HASH_BYTES;

/// The growing tiles of a tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RightEdge {
    size: u64,
    /// The hashes of the growing tile of each level, one after the other; fewer than 256 each.
    levels: Vec<Vec<u8>>,
}

impl RightEdge {
    /// Entries in the tree.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf. Tiles that this fills go to `full`, lower levels first.
    pub fn append(&mut self, leaf: &Hash, full: &mut dyn FnMut(Tile, &[u8])) {
        self.size += 1;
        let mut hash = *leaf;
        for level in 0u8.. {
            let place = usize::from(level);
            if place == self.levels.len() {
                self.levels.push(Vec::with_capacity(TILE_BYTES));
            }
            let hashes = &mut self.levels[place];
            hashes.extend_from_slice(&hash.0);
            if hashes.len() < TILE_BYTES {
                return;
            }
            let tile = Tile {
                level: Level::Hashes(level),
                index: (self.size >> (8 * (u32::from(level) + 1))) - 1,
                width: FULL_WIDTH,
            };
            full(tile, hashes);
            hash = complete_root(hashes);
            hashes.clear();
        }
    }

    /// The root of the tree.
    pub fn root(&self) -> Hash {
        let mut peaks = Vec::new();
        for hashes in self.levels.iter().rev() {
            let mut rest = hashes.as_slice();
            while !rest.is_empty() {
                let count = 1usize << (rest.len() / HASH_BYTES).ilog2();
                let (peak, after) = rest.split_at(count * HASH_BYTES);
                peaks.push(complete_root(&mut peak.to_vec()));
                rest = after;
            }
        }
        fold(&peaks).unwrap_or_else(Hash::empty_root)
    }

    /// The partial tiles of the tree, lower levels first.
    pub fn partials(&self) -> impl Iterator<Item = (Tile, &[u8])> {
        (0u8..)
            .zip(&self.levels)
            .filter(|(_, hashes)| !hashes.is_empty())
            .map(|(level, hashes)| {
                let tile = Tile {
                    level: Level::Hashes(level),
                    index: self.size >> (8 * (u32::from(level) + 1)),
                    width: u16::try_from(hashes.len() / HASH_BYTES).unwrap_or(FULL_WIDTH),
                };
                (tile, hashes.as_slice())
            })
    }

    /// The hashes of all levels, lower levels first; with the size they make the edge again.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.levels.concat()
    }

    /// The edge of a tree of `size` entries; `None` if the number of hashes is not that of the size.
    pub fn parse(size: u64, bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes;
        let mut levels = Vec::new();
        for level in crate::tile::levels(size) {
            let count = usize::try_from((size >> (8 * u32::from(level))) % u64::from(FULL_WIDTH)).ok()?;
            let (hashes, after) = rest.split_at_checked(count * HASH_BYTES)?;
            levels.push(hashes.to_vec());
            rest = after;
        }
        rest.is_empty().then_some(Self { size, levels })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::tile;
    use crate::tree::tests::{definition, leaves};

    #[test]
    fn the_root_is_that_of_the_definition_at_every_size() {
        let leaves = leaves(600);
        let mut edge = RightEdge::default();
        assert_eq!(edge.root(), Hash::empty_root());
        for size in 1..=leaves.len() {
            edge.append(&leaves[size - 1], &mut |_, _| ());
            assert_eq!(edge.root(), definition(&leaves[..size]), "size {size}");
        }
    }

    /// Above 65,536 entries three levels of tiles are in use.
    #[test]
    fn tiles_are_those_of_the_specification() {
        let leaves = leaves(66_000);
        let mut edge = RightEdge::default();
        let mut tiles = BTreeMap::new();
        for leaf in &leaves {
            edge.append(leaf, &mut |tile, hashes| {
                assert_eq!(tiles.insert(tile, hashes.to_vec()), None);
            });
        }
        tiles.extend(edge.partials().map(|(tile, hashes)| (tile, hashes.to_vec())));
        for (tile, hashes) in &tiles {
            let Level::Hashes(level) = tile.level else {
                panic!("{tile:?}")
            };
            assert_eq!(tile.width, tile::width(tile.level, tile.index, 66_000), "{tile:?}");
            let (hash, span) = (&hashes[hashes.len() - HASH_BYTES..], 256usize.pow(level.into()));
            let last = (usize::try_from(tile.index).unwrap() * 256 + usize::from(tile.width) - 1) * span;
            assert_eq!(hash, definition(&leaves[last..last + span]).0, "{tile:?}");
        }
        // 257 full leaf tiles and a partial one, one full tile above and a partial one, one partial on top.
        assert_eq!(tiles.len(), 258 + 2 + 1);
        assert_eq!(edge.root(), definition(&leaves));
    }

    #[test]
    fn an_edge_continues_from_its_bytes() {
        let leaves = leaves(70_000);
        let mut edge = RightEdge::default();
        for (size, leaf) in (1..).zip(&leaves) {
            edge.append(leaf, &mut |_, _| ());
            if [1, 255, 256, 257, 65_535, 65_536, 65_537].contains(&size) {
                edge = RightEdge::parse(size, &edge.to_bytes()).unwrap();
                assert_eq!(RightEdge::parse(size + 1, &edge.to_bytes()), None, "size {size}");
            }
        }
        assert_eq!(edge.root(), definition(&leaves));
    }
}
