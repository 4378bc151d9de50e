//! Chooses bits to change, the same ones for the same seed: only bits that a signature or a root vouches for.
//!
//! Left out is what `docs/evidence-format.md` section 8 leaves out: here only the spare bits of a signature line's base64.

use std::fs;
use std::io::Write as _;
use std::ops::Range;
use std::path::Path;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{GeneralPurpose, GeneralPurposeConfig};
use motlan_evidence::checkpoint::Checkpoint;
use motlan_evidence::tile::{self, FULL_WIDTH, Level, Tile};
use motlan_evidence::tree::Hash;

use crate::{Log, Result, logs};

/// Reads base64 as Go's `note` does: whatever the spare bits are.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);

/// One kind of bytes: where they lie.
struct Kind {
    name: &'static str,
    files: Vec<String>,
    part: fn(&str) -> Range<usize>,
}

/// Prints the changes.
pub(crate) fn print(folder: &Path, seed: &str, count: u64) -> Result<()> {
    let mut output = std::io::stdout().lock();
    for kind in kinds(folder)? {
        let mut draws = (0u64..).map(|number| draw(&format!("{seed} {} {number}", kind.name)));
        let mut left = count;
        if let Some(file) = kind.files.first() {
            writeln!(output, "untouched\t{file}\t0\t0")?;
        }
        while let (Some([file, byte, bit, _]), true) = (draws.next(), left > 0) {
            let file = &kind.files[choose(file, kind.files.len())?];
            let content = fs::read(folder.join(file))?;
            let part = match std::str::from_utf8(&content) {
                Ok(text) => (kind.part)(text),
                Err(_) => 0..content.len(),
            };
            let (byte, mask) = (part.start + choose(byte, part.len())?, 1u8 << (bit % 8));
            let mut changed = content.clone();
            changed[byte] ^= mask;
            if signature(&content) != signature(&changed) || !is_text_alike(&content, &changed) {
                writeln!(output, "{}\t{file}\t{byte}\t{mask}", kind.name)?;
                left -= 1;
            }
        }
    }
    Ok(())
}

/// Every kind of authenticated bytes in the folder.
fn kinds(folder: &Path) -> Result<Vec<Kind>> {
    let logs = logs(folder)?;
    let whole = |text: &str| 0..text.len();
    let checkpoints: Vec<String> = logs.iter().map(|log| format!("{}/checkpoint", log.path)).collect();
    let mut proofs = Vec::new();
    for log in &logs {
        let path = format!("proofs/{}", log.path);
        for file in fs::read_dir(folder.join(&path))? {
            proofs.push(format!("{path}/{}", file?.file_name().to_string_lossy()));
        }
    }
    proofs.sort();
    let kind = |name, files: &[String], part| Kind {
        name,
        files: files.to_vec(),
        part,
    };
    Ok(vec![
        kind("checkpoint text", &checkpoints, |text| 0..text_end(text)),
        kind("checkpoint signature", &checkpoints, |text| text_end(text)..text.len()),
        kind("hash tile, level 0", &tiles(folder, &logs, Level::Hashes(0))?, whole),
        kind("hash tile, level 1", &tiles(folder, &logs, Level::Hashes(1))?, whole),
        kind("hash tile, level 2", &tiles(folder, &logs, Level::Hashes(2))?, whole),
        kind("entry bundle", &tiles(folder, &logs, Level::Entries)?, whole),
        kind("proof lines", &proofs, |text| 0..head_end(text)),
        kind("proof checkpoint", &proofs, |text| head_end(text)..text.len()),
    ])
}

/// The tiles of a level that the logs' checkpoints imply; there may be older, narrower ones beside them.
fn tiles(folder: &Path, logs: &[Log], level: Level) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for log in logs {
        let note = fs::read_to_string(folder.join(&log.path).join("checkpoint"))?;
        let size = Checkpoint::open(&note, &log.key)?.size;
        let tiles = (0..=size / u64::from(FULL_WIDTH)).map(|index| Tile {
            level,
            index,
            width: tile::width(level, index, size),
        });
        files.extend(
            tiles
                .filter(|tile| tile.width > 0)
                .map(|tile| format!("{}/{}", log.path, tile.path())),
        );
    }
    Ok(files)
}

/// Where a proof's own lines end, with the empty one.
fn head_end(proof: &str) -> usize {
    proof.find("\n\n").map_or(0, |end| end + 2)
}

/// Where a checkpoint's signature lines begin.
fn text_end(checkpoint: &str) -> usize {
    checkpoint.rfind("\n\n").map_or(0, |end| end + 2)
}

/// The bytes that the last signature line stands for.
fn signature(content: &[u8]) -> Option<Vec<u8>> {
    let (_, signature) = std::str::from_utf8(content).ok()?.trim_end().rsplit_once(' ')?;
    LENIENT.decode(signature).ok()
}

/// Whether two texts differ in the last word of their last line only, if at all.
fn is_text_alike(left: &[u8], right: &[u8]) -> bool {
    let head = |content: &[u8]| {
        content
            .iter()
            .rposition(|byte| *byte == b' ')
            .map(|end| content[..end].to_vec())
    };
    let is_text = std::str::from_utf8(left).is_ok();
    is_text && head(left) == head(right) && left.last() == right.last()
}

/// Four numbers for a name.
fn draw(name: &str) -> [u64; 4] {
    let hash = Hash::leaf(name.as_bytes()).0;
    let (words, _) = hash.as_chunks();
    [words[0], words[1], words[2], words[3]].map(u64::from_be_bytes)
}

fn choose(number: u64, count: usize) -> Result<usize> {
    let choice = number
        .checked_rem(u64::try_from(count)?)
        .ok_or("nothing to choose from")?;
    Ok(usize::try_from(choice)?)
}
