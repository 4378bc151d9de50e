//! Real files below one folder.
//!
//! What a power cut may do to them is Linux's contract: content is durable after `fdatasync` of the file, names after
//! `fsync` of their folder (`fsync(2)`, `rename(2)`). Folders are made with mode 0700 and files with 0600: logs and
//! keys are nobody else's to read.

use std::collections::HashSet;
use std::fs::{self, DirBuilder, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use super::{File, Storage, path};

const FOLDER_MODE: u32 = 0o700;
const FILE_MODE: u32 = 0o600;

/// Tells the temporary files of one process apart, whichever storage they belong to.
static TEMPORARY_COUNT: AtomicU64 = AtomicU64::new(0);

/// A folder of real files.
#[derive(Debug)]
pub struct DiskStorage {
    root: PathBuf,
    /// Folders whose own name was synced in their parents, so that each is synced upwards only once.
    anchored: Mutex<HashSet<String>>,
}

impl DiskStorage {
    /// The files below `root`, which is made if absent.
    pub fn new(root: impl AsRef<Path>) -> io::Result<Self> {
        let root = std::path::absolute(root.as_ref())?;
        make_root(&root)?;
        Ok(Self {
            root,
            anchored: Mutex::default(),
        })
    }

    fn make_folder(&self, folder: &str) -> io::Result<()> {
        DirBuilder::new()
            .recursive(true)
            .mode(FOLDER_MODE)
            .create(self.root.join(folder))
    }

    /// Opens a file for writing; makes its folder when that is what is missing.
    fn open_with(&self, folder: &str, file: &Path, options: &OpenOptions) -> io::Result<fs::File> {
        match options.open(file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.make_folder(folder)?;
                options.open(file)
            }
            result => result,
        }
    }

    fn is_anchored(&self, folder: &str) -> bool {
        let anchored = self.anchored.lock().unwrap_or_else(PoisonError::into_inner);
        anchored.contains(folder)
    }
}

/// Makes the root and syncs the name of each folder that was not there.
fn make_root(root: &Path) -> io::Result<()> {
    let missing: Vec<&Path> = root.ancestors().take_while(|folder| !folder.exists()).collect();
    DirBuilder::new().recursive(true).mode(FOLDER_MODE).create(root)?;
    missing
        .into_iter()
        .filter_map(Path::parent)
        .try_for_each(|parent| fs::File::open(parent)?.sync_all())
}

/// Writes a whole temporary file. It is synced even when the rename after it is not: otherwise a power cut could keep
/// the new name and lose the content, which is the mix that [`Storage::replace`] rules out.
fn fill(mut file: &fs::File, content: &[u8]) -> io::Result<()> {
    io::Write::write_all(&mut file, content)?;
    file.sync_data()
}

impl Storage for DiskStorage {
    fn open(&self, path: &str) -> io::Result<Box<dyn File>> {
        let (folder, _) = path::split(path)?;
        let mut options = OpenOptions::new();
        options
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(FILE_MODE);
        let file = self.open_with(folder, &self.root.join(path), &options)?;
        Ok(Box::new(DiskFile(file)))
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        path::split(path)?;
        fs::read(self.root.join(path))
    }

    fn replace(&self, path: &str, content: &[u8], durable: bool) -> io::Result<()> {
        let (folder, _) = path::split(path)?;
        let count = TEMPORARY_COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!(".{}-{count}.tmp", std::process::id());
        let temporary = self.root.join(folder).join(name);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(FILE_MODE);
        let file = self.open_with(folder, &temporary, &options)?;
        let replaced = fill(&file, content).and_then(|()| fs::rename(&temporary, self.root.join(path)));
        if let Err(error) = replaced {
            // The first failure is the one to report; a temporary file left over is hidden from `list`.
            let _ = fs::remove_file(&temporary);
            return Err(error);
        }
        if durable { self.sync_directory(folder) } else { Ok(()) }
    }

    fn list(&self, directory: &str) -> io::Result<Vec<String>> {
        path::check_folder(directory)?;
        let entries = match fs::read_dir(self.root.join(directory)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry?;
            // A name that is not UTF-8 was not made here.
            if let Ok(name) = entry.file_name().into_string()
                && !name.starts_with('.')
                && entry.file_type()?.is_file()
            {
                names.push(name);
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    fn remove(&self, path: &str) -> io::Result<()> {
        path::split(path)?;
        match fs::remove_file(self.root.join(path)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            result => result,
        }
    }

    fn sync_directory(&self, directory: &str) -> io::Result<()> {
        path::check_folder(directory)?;
        for folder in path::with_parents(directory) {
            fs::File::open(self.root.join(folder))?.sync_all()?;
            if self.is_anchored(folder) {
                break;
            }
        }
        let mut anchored = self.anchored.lock().unwrap_or_else(PoisonError::into_inner);
        anchored.extend(path::with_parents(directory).map(str::to_owned));
        Ok(())
    }
}

struct DiskFile(fs::File);

impl File for DiskFile {
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all_at(bytes, offset)
    }

    fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        self.0.read_exact_at(buffer, offset)
    }

    fn size_bytes(&self) -> io::Result<u64> {
        Ok(self.0.metadata()?.len())
    }

    fn set_size_bytes(&mut self, size_bytes: u64) -> io::Result<()> {
        self.0.set_len(size_bytes)
    }

    fn sync_data(&mut self) -> io::Result<()> {
        self.0.sync_data()
    }
}
