//! The sync of a whole file of records, one JSON object a line, of any size: read once for its SHA-256, then batch by batch.
//!
//! A run that was broken off goes on where its last batch ended. Lines about refused records go to a file of their own,
//! each exactly once: it is cut to what the mark knows, and synced before the next batch.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use aws_lc_rs::digest;
use motlan_core::Caller;
use motlan_registry::Registry;
use motlan_registry::service::{Progress, Sent};

/// Records in one transaction: 5,000 × some 2 KB = 10 MB in memory, and half a second for which other writers wait.
pub(crate) const RECORDS_PER_BATCH: usize = 5_000;

/// The longest line that is read: 64 KiB holds 60 values of the largest size.
const LINE_BYTES_MAX: u64 = 64 * 1024;

/// Syncs a file and returns what became of its records. `tell` hears after every batch.
pub(crate) async fn sync(
    registry: &Registry,
    caller: &Caller,
    file: &Path,
    refused: Option<&Path>,
    mut tell: impl FnMut(&Progress),
) -> Result<(String, Progress)> {
    let hash = sha256(file)?;
    let mut run = registry.bulk_sync(caller, &hash).await?;
    let mut lines = refused.map(RefusedLines::open).transpose()?;
    let mut progress = run.progress();
    let mut input = BufReader::with_capacity(1 << 20, open(file)?);
    input.seek(SeekFrom::Start(progress.bytes))?;
    loop {
        if let Some(lines) = &mut lines {
            lines.write(&progress)?;
        }
        let (sent, bytes) = read_batch(&mut input)?;
        if bytes == 0 {
            break;
        }
        run.batch(sent, bytes).await?;
        progress = run.progress();
        tell(&progress);
    }
    run.finish().await?;
    Ok((hash, run.progress()))
}

fn open(file: &Path) -> Result<File> {
    File::open(file).with_context(|| format!("cannot read {}", file.display()))
}

fn sha256(file: &Path) -> Result<String> {
    let mut input = open(file)?;
    let mut context = digest::Context::new(&digest::SHA256);
    let mut buffer = vec![0; 1 << 20];
    loop {
        let count = input.read(&mut buffer)?;
        if count == 0 {
            return Ok(hex::encode(context.finish()));
        }
        context.update(&buffer[..count]);
    }
}

/// The next records and the bytes of their lines; blank lines are no records.
fn read_batch(input: &mut impl BufRead) -> Result<(Vec<Sent>, u64)> {
    let mut sent = Vec::new();
    let mut bytes = 0;
    while sent.len() < RECORDS_PER_BATCH {
        let mut line = Vec::new();
        let mut count = input.take(LINE_BYTES_MAX).read_until(b'\n', &mut line)? as u64;
        if count == 0 {
            break;
        }
        let is_cut = count == LINE_BYTES_MAX && !line.ends_with(b"\n");
        if is_cut {
            count += skip_line(input)?;
        }
        bytes += count;
        let text = std::str::from_utf8(&line).ok().map(str::trim);
        match text {
            Some("") if !is_cut => {}
            Some(text) if !is_cut => sent.push(Sent::from_json(text)),
            _ => sent.push(Sent::unreadable()),
        }
    }
    Ok((sent, bytes))
}

/// The rest of a line that is too long, without keeping it.
fn skip_line(input: &mut impl BufRead) -> Result<u64> {
    let mut skipped = 0;
    loop {
        let part = input.fill_buf()?;
        let (count, is_end) = match part.iter().position(|byte| *byte == b'\n') {
            Some(place) => (place + 1, true),
            None => (part.len(), part.is_empty()),
        };
        input.consume(count);
        skipped += count as u64;
        if is_end {
            return Ok(skipped);
        }
    }
}

/// The file of lines about refused records.
struct RefusedLines(File);

impl RefusedLines {
    fn open(path: &Path) -> Result<Self> {
        let file = OpenOptions::new().create(true).write(true).truncate(false).open(path);
        Ok(Self(file.with_context(|| format!("cannot write {}", path.display()))?))
    }

    /// Makes the file end with the lines of the last batch.
    fn write(&mut self, progress: &Progress) -> Result<()> {
        let length = self.0.metadata()?.len();
        ensure!(
            length >= progress.refused_bytes,
            "the file of refused records has {length} bytes, the run had written {} into its own: name that one again",
            progress.refused_bytes
        );
        self.0.set_len(progress.refused_bytes)?;
        self.0.seek(SeekFrom::Start(progress.refused_bytes))?;
        self.0.write_all(progress.refused_lines.as_bytes())?;
        Ok(self.0.sync_data()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> (Vec<bool>, u64) {
        let (sent, bytes) = read_batch(&mut BufReader::with_capacity(7, text)).unwrap();
        (sent.iter().map(|sent| sent.unread.is_empty()).collect(), bytes)
    }

    #[test]
    fn lines_are_records_and_blank_ones_are_not() {
        let text = b"{\"fields\":{}}\n\n  \r\n{\"fields\":{}}\r\nx\n{\"fields\":{}}";
        assert_eq!(read(text), (vec![true, true, false, true], text.len() as u64));
        assert_eq!(read(b""), (vec![], 0));
        assert_eq!(read(b"\xff\n{\"fields\":{}}\n").0, [false, true]);
    }

    #[test]
    fn a_line_that_is_too_long_is_one_refused_record() {
        let limit = usize::try_from(LINE_BYTES_MAX).unwrap();
        let mut text = vec![b' '; limit * 2 + 3];
        text.extend_from_slice(b"\n{\"fields\":{}}\n");
        assert_eq!(read(&text), (vec![false, true], text.len() as u64));
    }
}
