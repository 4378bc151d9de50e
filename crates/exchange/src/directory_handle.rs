//! The directory that a running node goes by: one snapshot, replaced as a whole, with the time of its heartbeat.
//!
//! It believes only what the centre signed and never goes backwards. Fetching is somebody else's affair.

use std::sync::{Arc, PoisonError, RwLock};

use motlan_core::limits::CREATED_WINDOW_S;
use motlan_core::{Code, Failure, Timestamp};

use crate::directory::{Directory, Head};

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
    /// Starts with a verified snapshot and, if there is one, the last heartbeat heard of it. One that is not to be
    /// believed `now` is as good as none.
    pub fn new(directory: Directory, head: Option<Head>, now: Timestamp) -> Self {
        let head = head.filter(|head| believe(&directory, head, now).is_ok());
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

    /// Takes in new records, then the heartbeat that speaks of them. `lines` may be empty.
    ///
    /// Errors: `invalid_directory`, `invalid_signature`, `directory_rolled_back`; then nothing changes.
    pub fn take(&self, lines: &str, head: Head, now: Timestamp) -> Result<Arc<Directory>, Failure> {
        let known = self.current();
        let next = if lines.is_empty() {
            known
        } else {
            Arc::new(known.extend(lines)?)
        };
        self.replace(Arc::clone(&next), head, now)?;
        Ok(next)
    }

    /// Takes in a snapshot that was extended from one of this handle's, with its heartbeat.
    pub(crate) fn replace(&self, next: Arc<Directory>, head: Head, now: Timestamp) -> Result<(), Failure> {
        believe(&next, &head, now)?;
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        // Two fetches may race; the later snapshot stays, and so does the later heartbeat.
        state.directory.position().accept(&next.position())?;
        state.directory = next;
        // One from the future was taken by a clock that has gone back since: it would stand in the way of all honest
        // ones.
        if state
            .head
            .is_none_or(|known| known.at < head.at || known.sequence < head.sequence || is_ahead(&known, now))
        {
            state.head = Some(head);
        }
        Ok(())
    }
}

/// Succeeds if the centre signed this heartbeat of this snapshot, and not in the future.
///
/// Errors: `invalid_signature`, `invalid_directory`.
pub(crate) fn believe(directory: &Directory, head: &Head, now: Timestamp) -> Result<(), Failure> {
    head.verify(directory.centre_key())?;
    let refuse = |reason: &str| Err(Failure::new(Code::InvalidDirectory, reason));
    if directory.position() != head.position() {
        return refuse("the records do not lead to the heartbeat's position");
    }
    if is_ahead(head, now) {
        return refuse("the heartbeat lies in the future");
    }
    Ok(())
}

/// True beyond the clocks' window.
fn is_ahead(head: &Head, now: Timestamp) -> bool {
    head.at > now.plus_seconds(CREATED_WINDOW_S)
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

    /// A directory with its founding record alone.
    fn founded(now: Timestamp) -> (DirectoryWriter, Directory) {
        let pem = SigningKey::generate(Algorithm::Ed25519).unwrap().to_pem().unwrap();
        let centre = SigningKey::from_pem(&pem).unwrap();
        let request = Request {
            signer: "VN/GOV/G14".parse().unwrap(),
            serial: 1,
            operation: Operation::Founding(member("VN/GOV/G14", &centre)),
        };
        let signed = request.sign(&centre);
        let (writer, line) = DirectoryWriter::found(signed, SigningKey::from_pem(&pem).unwrap(), now).unwrap();
        (writer, Directory::read(&line, centre.public_key()).unwrap())
    }

    #[test]
    fn a_heartbeat_grows_stale_and_new_records_are_taken_in() {
        let now = Timestamp::from_seconds(1_000);
        let (mut writer, directory) = founded(now);
        let handle = DirectoryHandle::new(directory, Some(writer.head(now)), now);
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
        let now = now.plus_seconds(11);
        let head = writer.head(now);
        assert_eq!(handle.take("", head, now).unwrap_err().code, Code::InvalidDirectory);
        handle.take(&line, head, now).unwrap();
        assert_eq!(handle.current().sequence(), 2);
        handle.check_fresh(now, 10).unwrap();
    }

    #[test]
    fn a_heartbeat_from_the_future_is_refused_and_an_honest_one_replaces_it() {
        let now = Timestamp::from_seconds(1_000);
        let (writer, directory) = founded(now);
        let ahead = writer.head(now.plus_seconds(CREATED_WINDOW_S + 1));
        let handle = DirectoryHandle::new(directory.clone(), Some(ahead), now);
        assert_eq!(handle.head(), None);
        assert_eq!(handle.take("", ahead, now).unwrap_err().code, Code::InvalidDirectory);
        assert_eq!(handle.head(), None);
        let at_the_edge = writer.head(now.plus_seconds(CREATED_WINDOW_S));
        handle.take("", at_the_edge, now).unwrap();
        assert_eq!(handle.head(), Some(at_the_edge));

        // The node's clock was an hour ahead when it heard the first, and was put right since.
        let wrong = now.plus_seconds(3_600);
        let handle = DirectoryHandle::new(directory, Some(writer.head(wrong)), wrong);
        let honest = writer.head(now);
        handle.take("", honest, now).unwrap();
        assert_eq!(handle.head(), Some(honest));
        handle.check_fresh(now, 10).unwrap();
    }
}
