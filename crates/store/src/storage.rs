//! Files as a trait, so that power cuts can be tried: a folder of files with explicit syncs.
//!
//! Two implementations: `disk` (real files) and `faulty` (memory that drops, tears or fails what was not
//! yet synced, from a seed). Paths are relative, with `/`; parent folders are made as needed. A path segment that is
//! empty or begins with `.` is refused with `InvalidInput`, so that no path leaves the folder and no file is taken for
//! a temporary one.

use std::io;

mod delayed;
pub mod disk;
pub mod faulty;
mod path;

pub use self::delayed::DelayedStorage;
pub use self::disk::DiskStorage;
pub use self::faulty::FaultyStorage;

/// A folder of files. Blocking; callers run it on a thread of their own.
pub trait Storage: Send + Sync + 'static {
    /// Opens a file for reading and writing, making it (and its folders) if absent.
    ///
    /// A new file's name is durable only after [`Storage::sync_directory`] of its folder.
    fn open(&self, path: &str) -> io::Result<Box<dyn File>>;

    /// The whole content of a file, or `NotFound`.
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;

    /// Replaces a file so that a reader, or a power cut, sees the old content or the new, never a mix.
    ///
    /// `durable` syncs content, rename and folder before it returns; without it a power cut may bring back the old
    /// content or lose a new file, still never a mix.
    fn replace(&self, path: &str, content: &[u8], durable: bool) -> io::Result<()>;

    /// Names (not paths) of the files directly in a folder, sorted; empty if there is no such folder.
    fn list(&self, directory: &str) -> io::Result<Vec<String>>;

    /// Removes a file; succeeds if it is not there.
    fn remove(&self, path: &str) -> io::Result<()>;

    /// Makes names made, replaced or removed in this folder durable (and the folder's own name in its parents).
    fn sync_directory(&self, directory: &str) -> io::Result<()>;
}

/// One open file.
pub trait File: Send {
    /// Writes all of `bytes` at `offset`, growing the file if needed.
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()>;

    /// Fills `buffer` from `offset`, or `UnexpectedEof`.
    fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> io::Result<()>;

    /// The length in bytes.
    fn size_bytes(&self) -> io::Result<u64>;

    /// Cuts the file, or grows it with zeros.
    fn set_size_bytes(&mut self, size_bytes: u64) -> io::Result<()>;

    /// Makes content and length durable (`fdatasync`). After an error nothing about unsynced writes may be assumed.
    fn sync_data(&mut self) -> io::Result<()>;
}
