//! The directory that a running node goes by: one snapshot, replaced as a whole, with the time of its heartbeat.
//!
//! It believes only what the centre signed and never goes backwards. Fetching is somebody else's affair.

use std::sync::{Arc, PoisonError, RwLock};

use motlan_core::{Code, Failure, Timestamp};

use crate::directory::{Directory, Head, Progress};

/// The present snapshot and its age.
#[derive(Debug)]
pub struct DirectoryHandle {
    state: RwLock<State>,
}

#[derive(Debug)]
struct State {
    directory: Arc<Directory>,
    head: Option<Head>,
}

impl DirectoryHandle {
    /// Starts with a verified snapshot and, if there is one, the last heartbeat heard of it.
    pub fn new(directory: Directory, head: Option<Head>) -> Self {
        let head =
            head.filter(|head| head.verify(directory.centre_key()).is_ok() && head.position() == directory.position());
        Self {
            state: RwLock::new(State {
                directory: Arc::new(directory),
                head,
            }),
        }
    }

    /// The snapshot that holds now.
    pub fn current(&self) -> Arc<Directory> {
        Arc::clone(&self.state.read().unwrap_or_else(PoisonError::into_inner).directory)
    }

    /// Refuses with `global_conf_outdated` if the last heartbeat is older than `staleness_max_s`.
    pub fn check_fresh(&self, now: Timestamp, staleness_max_s: u32) -> Result<(), Failure> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        match &state.head {
            Some(head) if head.is_fresh(now, staleness_max_s) => Ok(()),
            _ => Err(Code::DirectoryOutdated.into()),
        }
    }

    /// Seconds since the last heartbeat; `None` if none was ever heard.
    pub fn age_s(&self, now: Timestamp) -> Option<i64> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state.head.map(|head| now.as_seconds() - head.at.as_seconds())
    }

    /// The last heartbeat.
    pub fn head(&self) -> Option<Head> {
        self.state.read().unwrap_or_else(PoisonError::into_inner).head
    }

    /// Whether a heartbeat speaks of records that this node does not have.
    ///
    /// Errors: `invalid_signature`, `directory_rolled_back`.
    pub fn look_at(&self, head: &Head) -> Result<Progress, Failure> {
        let directory = self.current();
        head.verify(directory.centre_key())?;
        directory.position().accept(&head.position())
    }

    /// Takes in new records, then the heartbeat that speaks of them. `lines` may be empty.
    ///
    /// Errors: `invalid_directory`, `invalid_signature`, `directory_rolled_back`; then nothing changes.
    pub fn take(&self, lines: &str, head: Head) -> Result<Arc<Directory>, Failure> {
        let known = self.current();
        let next = if lines.is_empty() {
            known
        } else {
            Arc::new(known.extend(lines)?)
        };
        head.verify(next.centre_key())?;
        if next.position() != head.position() {
            return Err(Failure::new(
                Code::InvalidDirectory,
                "the records do not lead to the heartbeat's position",
            ));
        }
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        // Two fetches may race; the later snapshot stays, and so does the later heartbeat.
        state.directory.position().accept(&next.position())?;
        state.directory = Arc::clone(&next);
        if state
            .head
            .is_none_or(|known| known.at < head.at || known.sequence < head.sequence)
        {
            state.head = Some(head);
        }
        Ok(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::{DirectoryWriter, Member, Operation, Request};
    use crate::keys::{Algorithm, SigningKey};

    fn member(id: &str, key: &SigningKey) -> Member {
        Member {
            id: id.parse().unwrap(),
            name_vi: "Tên".to_owned(),
            name_en: "Name".to_owned(),
            key: key.public_key().clone(),
        }
    }

    #[test]
    fn a_heartbeat_grows_stale_and_new_records_are_taken_in() {
        let now = Timestamp::from_seconds(1_000);
        let pem = SigningKey::generate(Algorithm::Ed25519).unwrap().to_pem().unwrap();
        let centre = SigningKey::from_pem(&pem).unwrap();
        let request = Request {
            signer: "VN/GOV/G14".parse().unwrap(),
            serial: 1,
            operation: Operation::Founding(member("VN/GOV/G14", &centre)),
        };
        let signed = request.sign(&centre);
        let (mut writer, line) = DirectoryWriter::found(signed, SigningKey::from_pem(&pem).unwrap(), now).unwrap();
        let handle = DirectoryHandle::new(
            Directory::read(&line, centre.public_key()).unwrap(),
            Some(writer.head(now)),
        );
        handle.check_fresh(now.plus_seconds(10), 10).unwrap();
        assert_eq!(
            handle.check_fresh(now.plus_seconds(11), 10).unwrap_err().code,
            Code::DirectoryOutdated
        );

        let owner = SigningKey::generate(Algorithm::EcdsaP256Sha256).unwrap();
        let request = Request {
            signer: "VN/GOV/H45".parse().unwrap(),
            serial: 1,
            operation: Operation::Member(member("VN/GOV/H45", &owner)),
        };
        let line = writer.append(request.sign(&owner), now).unwrap();
        let head = writer.head(now.plus_seconds(11));
        assert_eq!(handle.look_at(&head), Ok(Progress::Newer));
        assert_eq!(handle.take("", head).unwrap_err().code, Code::InvalidDirectory);
        handle.take(&line, head).unwrap();
        assert_eq!(handle.current().sequence(), 2);
        handle.check_fresh(now.plus_seconds(11), 10).unwrap();
        assert_eq!(handle.look_at(&head), Ok(Progress::Same));
    }
}
