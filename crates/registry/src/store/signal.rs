//! Wakes those who wait for changes: after a commit of this process, or because it is about to end.

use tokio::sync::watch;
use tokio::time::{Duration, Instant, timeout_at};

/// How often whoever waits looks again without being woken: commits of other processes on the same database wake nobody
/// here.
const LOOK_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// What is watched.
#[derive(Clone, Copy, Debug, Default)]
struct State {
    commits: u64,
    is_over: bool,
}

/// Whoever wakes. Clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Signal(watch::Sender<State>);

/// Whoever waits.
pub(crate) struct Waiting(watch::Receiver<State>);

impl Signal {
    /// Something was committed.
    pub(crate) fn committed(&self) {
        self.0.send_modify(|state| state.commits += 1);
    }

    /// Nobody is to wait any more.
    pub(crate) fn end(&self) {
        self.0.send_modify(|state| state.is_over = true);
    }

    /// Somebody who waits for what is committed from now on.
    pub(crate) fn listen(&self) -> Waiting {
        Waiting(self.0.subscribe())
    }
}

impl Waiting {
    /// Waits until it is worth looking again; false if there is no time left for that.
    pub(crate) async fn may_look_again(&mut self, deadline: Instant) -> bool {
        let now = Instant::now();
        if self.0.borrow().is_over || now >= deadline {
            return false;
        }
        // A time-out is as good a reason to look as a commit; a sender that is gone commits nothing any more.
        let _ = timeout_at(deadline.min(now + LOOK_AGAIN_AFTER), self.0.changed()).await;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAR: Duration = Duration::from_secs(25);

    #[tokio::test(start_paused = true)]
    async fn a_commit_wakes_at_once_and_one_before_is_not_forgotten() {
        let (signal, begin) = (Signal::default(), Instant::now());
        let mut waiting = signal.listen();
        signal.committed();
        assert!(waiting.may_look_again(begin + FAR).await);
        assert_eq!(Instant::now(), begin);
        // Without another commit the next look comes by itself.
        assert!(waiting.may_look_again(begin + FAR).await);
        assert_eq!(Instant::now(), begin + LOOK_AGAIN_AFTER);
    }

    #[tokio::test(start_paused = true)]
    async fn waits_until_the_deadline_and_not_beyond() {
        let (signal, begin) = (Signal::default(), Instant::now());
        let deadline = begin + LOOK_AGAIN_AFTER * 3 / 2;
        let mut waiting = signal.listen();
        let mut looks = 0;
        while waiting.may_look_again(deadline).await {
            looks += 1;
        }
        assert_eq!((looks, Instant::now()), (2, deadline));
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_waits_when_it_is_over() {
        let (signal, begin) = (Signal::default(), Instant::now());
        let mut waiting = signal.listen();
        signal.end();
        assert!(!waiting.may_look_again(begin + FAR).await);
        assert!(!signal.listen().may_look_again(begin + FAR).await);
        assert_eq!(Instant::now(), begin);
    }
}
