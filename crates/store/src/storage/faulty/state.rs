//! The state of a faulty disk: its power, its faults and its folders.

use std::io;

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::folder::Folders;
use super::inode::{Change, Inode};

/// Linux's error number for a failed device, the same on every architecture.
const EIO: i32 = 5;

/// What is to go wrong. Counters run down and the fault happens when one reaches 0.
#[derive(Default)]
pub(super) struct Faults {
    pub(super) power_off_at: Option<u64>,
    pub(super) fail_sync_at: Option<u64>,
    pub(super) fail_write_at: Option<u64>,
    pub(super) capacity_bytes: Option<u64>,
    pub(super) is_read_only: bool,
    pub(super) is_sync_ignored: bool,
}

pub(super) struct State {
    pub(super) random: ChaCha8Rng,
    pub(super) folders: Folders,
    pub(super) faults: Faults,
    pub(super) is_off: bool,
    pub(super) sync_count: u64,
    pub(super) step_count: u64,
}

/// One change or sync under way.
#[must_use]
pub(super) struct Step {
    is_last: bool,
}

impl Step {
    /// Fails if the power went off during this step.
    pub(super) fn end(self) -> io::Result<()> {
        if self.is_last { Err(power_off()) } else { Ok(()) }
    }
}

impl State {
    pub(super) fn new(random: ChaCha8Rng, folders: Folders) -> Self {
        Self {
            random,
            folders,
            faults: Faults::default(),
            is_off: false,
            sync_count: 0,
            step_count: 0,
        }
    }

    pub(super) fn check_power(&self) -> io::Result<()> {
        if self.is_off { Err(power_off()) } else { Ok(()) }
    }

    pub(super) fn check_writable(&self) -> io::Result<()> {
        self.check_power()?;
        if self.faults.is_read_only {
            return Err(io::ErrorKind::ReadOnlyFilesystem.into());
        }
        Ok(())
    }

    /// Begins a change or sync. The caller makes the change, ends the step, and only then syncs.
    pub(super) fn step(&mut self) -> io::Result<Step> {
        self.check_power()?;
        self.step_count += 1;
        self.is_off = count_down(&mut self.faults.power_off_at);
        Ok(Step { is_last: self.is_off })
    }

    /// The bytes that the disk has left.
    pub(super) fn room_bytes(&self) -> u64 {
        // Without a limit the sum is not worth its walk over all files.
        self.faults.capacity_bytes.map_or(u64::MAX, |capacity_bytes| {
            capacity_bytes.saturating_sub(self.folders.size_bytes())
        })
    }

    pub(super) fn write(&mut self, inode: &mut Inode, room_bytes: u64, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.check_writable()?;
        let step = self.step()?;
        let fits_bytes = (inode.size_bytes().saturating_add(room_bytes)).saturating_sub(offset);
        let fits = usize::try_from(fits_bytes).unwrap_or(usize::MAX).min(bytes.len());
        let (end, failure) = if count_down(&mut self.faults.fail_write_at) {
            (
                self.random.random_range(0..=fits),
                Some(io::Error::from_raw_os_error(EIO)),
            )
        } else if fits < bytes.len() {
            (fits, Some(io::ErrorKind::StorageFull.into()))
        } else {
            (fits, None)
        };
        if end > 0 {
            inode.change(Change::Write(offset, bytes[..end].to_vec()));
        }
        step.end()?;
        failure.map_or(Ok(()), Err)
    }

    pub(super) fn set_size(&mut self, inode: &mut Inode, room_bytes: u64, size_bytes: u64) -> io::Result<()> {
        self.check_writable()?;
        let step = self.step()?;
        if size_bytes.saturating_sub(inode.size_bytes()) > room_bytes {
            return Err(io::ErrorKind::StorageFull.into());
        }
        inode.change(Change::Size(size_bytes));
        step.end()
    }

    pub(super) fn sync(&mut self, inode: &mut Inode) -> io::Result<()> {
        let step = self.step()?;
        self.sync_count += 1;
        step.end()?;
        if count_down(&mut self.faults.fail_sync_at) {
            inode.lose(&mut self.random);
            return Err(io::Error::from_raw_os_error(EIO));
        }
        if !self.faults.is_sync_ignored {
            inode.sync();
        }
        Ok(())
    }
}

/// Counts one call; whether it is the one that a fault waits for. A fault happens once.
fn count_down(calls: &mut Option<u64>) -> bool {
    *calls = calls.map(|left| left.saturating_sub(1));
    let is_due = *calls == Some(0);
    if is_due {
        *calls = None;
    }
    is_due
}

fn power_off() -> io::Error {
    io::Error::other("the power is off")
}
