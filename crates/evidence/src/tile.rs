//! Tiles: the files a log consists of, their names and widths (C2SP tlog-tiles). Pure; nothing is read here.

use std::fmt::Write as _;

use crate::entry::ENTRY_BYTES;

/// Hashes in a full tile, entries in a full bundle.
pub const FULL_WIDTH: u16 = 256;

/// Bytes of an entry in a bundle: its length, a big-endian `u16`, comes first.
pub const BUNDLE_ENTRY_BYTES: usize = 2 + ENTRY_BYTES;

/// Levels of hash tiles that a tree of 2^63 entries can have: each holds 8 levels of the tree.
const LEVELS_MAX: u8 = 8;

/// What a tile holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Entries, each after its length.
    Entries,
    /// Hashes; level 0 are leaf hashes, above them the roots of full tiles of the level below.
    Hashes(u8),
}

/// One tile: what it holds, its number in its level, and how many entries or hashes it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    /// What it holds.
    pub level: Level,
    /// Its number in its level, counted from 0.
    pub index: u64,
    /// 1 to 256; 256 is a full tile.
    pub width: u16,
}

impl Tile {
    /// Whether nothing can be added to it any more.
    pub fn is_full(self) -> bool {
        self.width == FULL_WIDTH
    }

    /// The same tile when it is full.
    #[must_use]
    pub fn full(self) -> Self {
        Self {
            width: FULL_WIDTH,
            ..self
        }
    }

    /// The path below the log's prefix, as in `tile/0/x001/x234/067.p/8`.
    pub fn path(self) -> String {
        let mut path = self.full_path();
        if !self.is_full() {
            // Writing to a String cannot fail.
            let _ = write!(path, ".p/{}", self.width);
        }
        path
    }

    /// The folder that holds the partial tiles of this tile.
    pub fn partial_directory(self) -> String {
        self.full_path() + ".p"
    }

    fn full_path(self) -> String {
        let mut path = match self.level {
            Level::Entries => "tile/entries".to_owned(),
            Level::Hashes(level) => format!("tile/{level}"),
        };
        let mut groups = vec![self.index % 1000];
        let mut rest = self.index / 1000;
        while rest > 0 {
            groups.push(rest % 1000);
            rest /= 1000;
        }
        for (position, group) in groups.iter().enumerate().rev() {
            let mark = if position > 0 { "x" } else { "" };
            let _ = write!(path, "/{mark}{group:03}");
        }
        path
    }

    /// The tile whose path is exactly `path`; `None` for everything else, so that no other file can be asked for.
    pub fn parse(path: &str) -> Option<Self> {
        let (path_full, width) = match path.split_once(".p/") {
            Some((full, width)) => (
                full,
                width.parse().ok().filter(|width| (1..FULL_WIDTH).contains(width))?,
            ),
            None => (path, FULL_WIDTH),
        };
        let (level, groups) = path_full.strip_prefix("tile/")?.split_once('/')?;
        let level = match level {
            "entries" => Level::Entries,
            number => Level::Hashes(number.parse().ok().filter(|level| *level < LEVELS_MAX)?),
        };
        let index = groups.split('/').try_fold(0u64, |index, group| {
            let group: u64 = group.strip_prefix('x').unwrap_or(group).parse().ok()?;
            index.checked_mul(1000)?.checked_add(group)
        })?;
        let tile = Self { level, index, width };
        // One tile has one path: leading zeros, signs and missing marks are refused by writing it again.
        (tile.path() == path).then_some(tile)
    }
}

/// Width of tile `index` of a level in a tree of `size` entries; 0 if the tree has no such tile.
pub fn width(level: Level, index: u64, size: u64) -> u16 {
    let level = match level {
        Level::Entries => 0,
        Level::Hashes(level) => u32::from(level),
    };
    let hashes = size.checked_shr(8 * level).unwrap_or(0);
    let rest = hashes.saturating_sub(index.saturating_mul(u64::from(FULL_WIDTH)));
    u16::try_from(rest).unwrap_or(FULL_WIDTH).min(FULL_WIDTH)
}

/// The entries of a bundle of `width`, each without its length; `None` if the bundle is not exactly that many.
pub fn bundle_entries(bundle: &[u8], width: u16) -> Option<Vec<&[u8]>> {
    let mut rest = bundle;
    let mut entries = Vec::with_capacity(usize::from(width));
    for _ in 0..width {
        let (length, after) = rest.split_first_chunk()?;
        let (entry, after) = after.split_at_checked(u16::from_be_bytes(*length).into())?;
        entries.push(entry);
        rest = after;
    }
    rest.is_empty().then_some(entries)
}

/// The levels of hash tiles that a tree of `size` entries has.
pub fn levels(size: u64) -> impl Iterator<Item = u8> {
    (0..LEVELS_MAX).take_while(move |level| size >> (8 * u32::from(*level)) > 0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tile(level: Level, index: u64, width: u16) -> Tile {
        Tile { level, index, width }
    }

    #[test]
    fn paths_are_those_of_the_specification() {
        assert_eq!(tile(Level::Hashes(0), 1_234_067, 256).path(), "tile/0/x001/x234/067");
        assert_eq!(tile(Level::Hashes(2), 0, 1).path(), "tile/2/000.p/1");
        assert_eq!(tile(Level::Entries, 273, 112).path(), "tile/entries/273.p/112");
        assert_eq!(tile(Level::Entries, 1000, 256).path(), "tile/entries/x001/000");
    }

    #[test]
    fn the_specifications_tree_of_70_000_entries_has_its_tiles() {
        let size = 70_000;
        assert_eq!(width(Level::Hashes(0), 272, size), 256);
        assert_eq!(width(Level::Hashes(0), 273, size), 112);
        assert_eq!(width(Level::Hashes(0), 274, size), 0);
        assert_eq!(width(Level::Hashes(1), 0, size), 256);
        assert_eq!(width(Level::Hashes(1), 1, size), 17);
        assert_eq!(width(Level::Hashes(2), 0, size), 1);
        assert_eq!(levels(size).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(levels(0).count(), 0);
        assert_eq!(width(Level::Hashes(7), 0, u64::MAX), 255);
    }

    #[test]
    fn a_bundle_is_exactly_its_entries() {
        let bundle = [0, 2, 7, 8, 0, 1, 9];
        assert_eq!(bundle_entries(&bundle, 2), Some(vec![&[7, 8][..], &[9]]));
        for (bundle, width) in [(&bundle[..], 1), (&bundle, 3), (&bundle[..6], 2), (&bundle[..5], 2)] {
            assert_eq!(bundle_entries(bundle, width), None, "{bundle:?}");
        }
    }

    #[test]
    fn other_paths_are_no_tiles() {
        for path in [
            "",
            "checkpoint",
            "tile/0/0",
            "tile/0/001/002",
            "tile/0/x000/001",
            "tile/0/x001",
            "tile/00/001",
            "tile/+1/001",
            "tile/8/000",
            "tile/0/../../journal",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/01",
            "tile/0/000.p/1/..",
            "/tile/0/000",
            "tile/entries/000/",
            "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
        ] {
            assert_eq!(Tile::parse(path), None, "{path}");
        }
    }

    proptest! {
        #[test]
        fn a_path_parses_to_its_tile(level in 0u8..9, index in 0u64..1 << 40, width in 1u16..=256) {
            let level = if level == 8 { Level::Entries } else { Level::Hashes(level) };
            let tile = tile(level, index, width);
            prop_assert_eq!(Tile::parse(&tile.path()), Some(tile));
        }
    }
}
