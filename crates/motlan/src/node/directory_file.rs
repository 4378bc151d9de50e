//! The directory as files of a node: its lines, and the last heartbeat heard.
//!
//! A line without its line feed was never made durable, and counts nowhere. The centre's operator replaces the file as
//! a whole; a node appends to it what its centre has signed, and cuts a tail that does not verify.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::PathBuf;

use anyhow::{Context, Result};
use motlan_exchange::directory::{Directory, Head};
use motlan_exchange::keys::PublicKey;
use motlan_store::storage::{DiskStorage, Storage};

use crate::config::NodeConfig;

/// The records' file.
pub(crate) const RECORDS: &str = "directory.jsonl";

/// The last heartbeat's file.
pub(crate) const HEAD: &str = "directory-head.json";

/// Whoever writes the centre's records, or signs how far they go, holds it.
const LOCK: &str = "directory.lock";

/// Where a node keeps its directory.
#[derive(Clone)]
pub(crate) struct DirectoryFile {
    folder: PathBuf,
    is_centre: bool,
}

impl DirectoryFile {
    /// The files of this node.
    pub(crate) fn of(config: &NodeConfig) -> Self {
        Self {
            folder: config.data_folder(),
            is_centre: config.centre,
        }
    }

    fn storage(&self) -> Result<DiskStorage> {
        DiskStorage::new(&self.folder).with_context(|| format!("cannot make {}", self.folder.display()))
    }

    /// Whether there is a directory.
    pub(crate) fn exists(&self) -> bool {
        self.folder.join(RECORDS).exists()
    }

    /// Takes the records for this process alone, and waits for another one. Dropping the file gives them back.
    pub(crate) fn lock(&self) -> Result<File> {
        let file = self.lock_file()?;
        file.lock().context("cannot lock the directory")?;
        Ok(file)
    }

    /// Takes the records for this process alone; `None` while another one has them.
    pub(crate) fn try_lock(&self) -> Result<Option<File>> {
        let file = self.lock_file()?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error).context("cannot lock the directory"),
        }
    }

    fn lock_file(&self) -> Result<File> {
        self.storage()?;
        let path = self.folder.join(LOCK);
        File::create(&path).with_context(|| format!("cannot write {}", path.display()))
    }

    /// Reads and verifies what is there.
    ///
    /// The centre's records verify to the last one. A node's may end in a broken tail, which it fetches again.
    pub(crate) fn read(&self, centre_key: &str) -> Result<(Directory, Option<Head>)> {
        let key: PublicKey = centre_key.parse().context("directory.centre_key is no public key")?;
        let lines = self.lines()?;
        let directory = match Directory::read(&lines, &key) {
            Err(failure) if !self.is_centre => {
                let directory = longest(&lines, &key)?;
                let records = directory.sequence();
                tracing::warn!(%failure, records, "the end of the directory file is broken and will be fetched again");
                directory
            }
            read => read?,
        };
        let head = fs::read(self.folder.join(HEAD))
            .ok()
            .and_then(|text| serde_json::from_slice(&text).ok());
        Ok((directory, head))
    }

    /// All whole lines.
    pub(crate) fn lines(&self) -> Result<String> {
        let path = self.folder.join(RECORDS);
        let mut bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        bytes.truncate(whole(&bytes));
        // Bytes that are no text make a line that does not verify.
        Ok(String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
    }

    /// All whole lines, when they are certain to outlive a power cut.
    pub(crate) fn durable_lines(&self) -> Result<String> {
        let lines = self.lines()?;
        settle(&self.storage()?)?;
        Ok(lines)
    }

    /// Adds verified lines after all whole ones, durably: all of them or, where anything fails, none.
    pub(crate) fn append(&self, lines: &str) -> Result<()> {
        append(&self.storage()?, lines)
    }

    /// Writes verified lines durably behind the first `after` records. What else stood there goes: a broken tail, or
    /// lines of an earlier attempt.
    pub(crate) fn append_after(&self, after: u32, lines: &str) -> Result<()> {
        append_after(&self.storage()?, after, lines).with_context(|| format!("in {}", self.folder.display()))
    }

    /// Copies records and heartbeat to another node.
    pub(crate) fn copy_to(&self, other: &Self) -> Result<()> {
        let (from, to) = (self.storage()?, other.storage()?);
        for name in [RECORDS, HEAD] {
            to.replace(name, &from.read(name)?, true)?;
        }
        Ok(())
    }

    /// Remembers a heartbeat, so that a restart without the centre knows how old its directory is. An older one that a
    /// power cut brings back makes the directory look older than it is, which is safe.
    pub(crate) fn remember(&self, head: &Head) -> Result<()> {
        Ok(self.storage()?.replace(HEAD, &serde_json::to_vec(head)?, false)?)
    }
}

/// Makes durable what another process may have left unsynced: the content, and the name under which it stands.
fn settle(storage: &dyn Storage) -> Result<()> {
    storage.open(RECORDS)?.sync_data()?;
    Ok(storage.sync_directory("")?)
}

fn append(storage: &dyn Storage, lines: &str) -> Result<()> {
    let mut bytes = match storage.read(RECORDS) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        read => read?,
    };
    bytes.truncate(whole(&bytes));
    bytes.extend_from_slice(lines.as_bytes());
    if !lines.ends_with('\n') {
        bytes.push(b'\n');
    }
    Ok(storage.replace(RECORDS, &bytes, true)?)
}

fn append_after(storage: &dyn Storage, after: u32, lines: &str) -> Result<()> {
    let good = length_of(&storage.read(RECORDS)?, after)
        .with_context(|| format!("{RECORDS} has fewer than {after} records"))?;
    let mut file = storage.open(RECORDS)?;
    file.set_size_bytes(good)?;
    let written = file.write_at(good, lines.as_bytes()).and_then(|()| file.sync_data());
    if let Err(error) = written {
        file.set_size_bytes(good)
            .context("cannot take back what was half written")?;
        return Err(error).with_context(|| format!("cannot append to {RECORDS}"));
    }
    Ok(())
}

/// Bytes up to the last line feed.
fn whole(bytes: &[u8]) -> usize {
    bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1)
}

/// Bytes of the first `count` lines; `None` if there are fewer.
fn length_of(bytes: &[u8], count: u32) -> Option<u64> {
    let Some(last) = count.checked_sub(1) else {
        return Some(0);
    };
    let mut feeds = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    let (place, _) = feeds.nth(usize::try_from(last).ok()?)?;
    u64::try_from(place + 1).ok()
}

/// The longest beginning that verifies. Halving the step costs a few times what reading all costs.
fn longest(lines: &str, key: &PublicKey) -> Result<Directory> {
    let all: Vec<&str> = lines.split_inclusive('\n').collect();
    let (founding, mut rest) = all.split_first().context("the directory file is empty")?;
    let mut known = Directory::read(founding, key)?;
    let mut step = rest.len();
    while step > 0 {
        match known.extend(&rest[..step].concat()) {
            Ok(next) => {
                known = next;
                rest = &rest[step..];
                step = step.min(rest.len());
            }
            Err(_) => step /= 2,
        }
    }
    Ok(known)
}

#[cfg(test)]
mod tests {
    use motlan_core::Timestamp;
    use motlan_exchange::directory::{DirectoryWriter, Member, Operation, Request, System};
    use motlan_exchange::keys::{Algorithm, SigningKey};
    use motlan_store::storage::FaultyStorage;

    use super::*;

    const NOW: Timestamp = Timestamp::from_seconds(1_000);

    /// A directory of five records, and the centre's public key.
    fn records() -> (Vec<String>, String) {
        let pem = SigningKey::generate(Algorithm::Ed25519).unwrap().to_pem().unwrap();
        let key = SigningKey::from_pem(&pem).unwrap();
        let sign = |serial, operation| {
            let signer = "VN/GOV/G14".parse().unwrap();
            Request {
                signer,
                serial,
                operation,
            }
            .sign(&key)
        };
        let founding = Operation::Founding(Member {
            id: "VN/GOV/G14".parse().unwrap(),
            name_vi: "Tên".to_owned(),
            name_en: "Name".to_owned(),
            key: key.public_key().clone(),
        });
        let (mut writer, first) =
            DirectoryWriter::found(sign(1, founding), SigningKey::from_pem(&pem).unwrap(), NOW).unwrap();
        let mut lines = vec![first + "\n"];
        for serial in 2..=5 {
            let system = Operation::System(System {
                id: format!("VN/GOV/G14/s{serial}").parse().unwrap(),
                name_vi: "Hệ thống".to_owned(),
                name_en: "System".to_owned(),
            });
            lines.push(writer.append(sign(serial, system), NOW).unwrap() + "\n");
        }
        (lines, key.public_key().to_string())
    }

    fn file(folder: &tempfile::TempDir, is_centre: bool) -> DirectoryFile {
        DirectoryFile {
            folder: folder.path().to_owned(),
            is_centre,
        }
    }

    #[test]
    fn an_incomplete_last_line_counts_nowhere_and_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let (lines, key) = records();
        // Cut inside a letter of two bytes, as a power cut may.
        let torn = &lines[2].as_bytes()[..=lines[2].find('ệ').unwrap()];
        for is_centre in [true, false] {
            let file = file(&folder, is_centre);
            fs::write(
                file.folder.join(RECORDS),
                [lines[..2].concat().as_bytes(), torn].concat(),
            )
            .unwrap();
            assert_eq!(file.read(&key).unwrap().0.sequence(), 2);
            assert_eq!(file.durable_lines().unwrap(), lines[..2].concat());
            if is_centre {
                file.append(&lines[2..].concat()).unwrap();
            } else {
                file.append_after(2, &lines[2..].concat()).unwrap();
            }
            assert_eq!(fs::read_to_string(file.folder.join(RECORDS)).unwrap(), lines.concat());
        }
    }

    #[test]
    fn a_node_cuts_a_broken_tail_wherever_it_begins_and_the_centre_refuses_it() {
        let folder = tempfile::tempdir().unwrap();
        let (lines, key) = records();
        for broken in 1..5 {
            let node = file(&folder, false);
            let mut altered = lines.clone();
            altered[broken] = altered[broken].replace("System", "Sistem");
            fs::write(node.folder.join(RECORDS), altered.concat()).unwrap();
            let after = node.read(&key).unwrap().0.sequence();
            assert_eq!(usize::try_from(after).unwrap(), broken);
            assert!(file(&folder, true).read(&key).is_err());
            node.append_after(after, &lines[broken..].concat()).unwrap();
            assert_eq!(fs::read_to_string(node.folder.join(RECORDS)).unwrap(), lines.concat());
        }
        fs::write(file(&folder, false).folder.join(RECORDS), "{}\n").unwrap();
        assert!(
            file(&folder, false).read(&key).is_err(),
            "without a founding there is nothing to go by"
        );
    }

    #[test]
    fn lines_are_written_behind_their_own_place_only() {
        let folder = tempfile::tempdir().unwrap();
        let (lines, _) = records();
        let file = file(&folder, false);
        fs::write(file.folder.join(RECORDS), lines[..2].concat()).unwrap();
        assert!(file.append_after(3, &lines[3]).is_err(), "that would leave a gap");
        file.append_after(2, &lines[2]).unwrap();
        file.append_after(2, &lines[2..4].concat()).unwrap();
        assert_eq!(
            file.lines().unwrap(),
            lines[..4].concat(),
            "the second attempt replaces the first"
        );
    }

    /// Whatever the power does, what was appended or settled is there afterwards, in whole lines that verify.
    #[test]
    fn appended_records_survive_every_power_cut() {
        let (lines, key) = records();
        let key: PublicKey = key.parse().unwrap();
        let sequence = |storage: &dyn Storage| {
            let mut bytes = storage.read(RECORDS).unwrap_or_default();
            bytes.truncate(whole(&bytes));
            let text = String::from_utf8_lossy(&bytes).into_owned();
            if text.is_empty() {
                0
            } else {
                longest(&text, &key).unwrap().sequence()
            }
        };
        for seed in 0..200 {
            let mut disk = FaultyStorage::new(seed);
            append(&disk, &lines[0]).unwrap();
            for (place, line) in lines.iter().enumerate().skip(1) {
                // The power goes off in the middle of every third change, and after each of the others.
                if seed % 3 == 0 {
                    disk.power_off_at(1 + seed % 5);
                }
                let done = if seed % 2 == 0 {
                    append(&disk, line)
                } else {
                    append_after(&disk, u32::try_from(place).unwrap(), line)
                };
                disk = disk.power_cut();
                let found = usize::try_from(sequence(&disk)).unwrap();
                assert!(
                    found >= place + usize::from(done.is_ok()),
                    "seed {seed}, record {place}: {found}"
                );
                if found == place {
                    append_after(&disk, u32::try_from(place).unwrap(), line).unwrap();
                }
            }
        }
    }

    /// What the centre is about to sign may have been left by a process that died before it synced anything.
    #[test]
    fn settled_records_survive_every_power_cut() {
        let (lines, _) = records();
        for seed in 0..100 {
            let disk = FaultyStorage::new(seed);
            append(&disk, &lines[0]).unwrap();
            disk.replace(RECORDS, lines[..3].concat().as_bytes(), false).unwrap();
            settle(&disk).unwrap();
            let size = lines[..3].concat().len() as u64;
            disk.open(RECORDS).unwrap().write_at(size, lines[3].as_bytes()).unwrap();
            settle(&disk).unwrap();
            assert_eq!(
                disk.power_cut().read(RECORDS).unwrap(),
                lines[..4].concat().as_bytes(),
                "seed {seed}"
            );
        }
    }

    #[test]
    fn one_process_at_a_time_has_the_records() {
        let folder = tempfile::tempdir().unwrap();
        let file = file(&folder, true);
        let held = file.lock().unwrap();
        assert!(file.try_lock().unwrap().is_none());
        drop(held);
        assert!(file.try_lock().unwrap().is_some());
    }
}
