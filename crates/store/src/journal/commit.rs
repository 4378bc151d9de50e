//! The journal's own thread: takes all that waits, commits it at once, tells everybody, begins again.
//!
//! There is no timer: a commit begins when the one before it ends, so that a lone record waits for nothing and many
//! share one sync.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot, watch};

use super::writer::SegmentWriter;
use super::{Position, Record, Sink, State};

/// What handles send to the thread.
pub(super) enum Message<R> {
    /// Commit this record.
    Append {
        /// What to commit; its payload fits.
        record: Record,
        /// Who waits for it. Dropped without a word when the journal stops.
        reply: oneshot::Sender<R>,
    },
    /// Take nothing more, commit what waits, end.
    Close,
}

/// A staged record whose appender waits.
struct Waiting<R> {
    position: Position,
    record: Record,
    reply: oneshot::Sender<R>,
}

/// The thread's state.
///
/// The fields drop in this order when it ends: the reason is left, then appenders hear, first those of the batch, for
/// others may wait for them; the sign of life goes last, when the sink is gone.
pub(super) struct Committer<S: Sink> {
    ending: Ending,
    batch: Vec<Waiting<S::Receipt>>,
    queue: Queue<S::Receipt>,
    writer: SegmentWriter,
    sink: S,
    _alive: watch::Sender<()>,
}

/// The receiving end of the queue.
struct Queue<R>(mpsc::Receiver<Message<R>>);

impl<R> Drop for Queue<R> {
    /// Drops what waits and what is on its way, so that every appender hears.
    ///
    /// A receiver that is merely dropped keeps a message that a sender was let in with just before, as long as there
    /// are senders. After `close`, `None` comes only when each of those has sent.
    fn drop(&mut self) {
        self.0.close();
        while self.0.blocking_recv().is_some() {}
    }
}

/// Leaves a reason however the thread ends.
struct Ending(Arc<State>);

impl Drop for Ending {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.end("the journal's thread panicked", true);
        } else {
            self.0.end("the journal was closed", false);
        }
    }
}

impl<S: Sink> Committer<S> {
    /// To be called and dropped on the journal's thread: dropping it blocks.
    pub(super) fn new(
        queue: mpsc::Receiver<Message<S::Receipt>>,
        writer: SegmentWriter,
        sink: S,
        state: Arc<State>,
        alive: watch::Sender<()>,
    ) -> Self {
        Self {
            ending: Ending(state),
            batch: Vec::new(),
            queue: Queue(queue),
            writer,
            sink,
            _alive: alive,
        }
    }

    /// Runs until every handle is dropped, the journal is closed or a commit fails.
    pub(super) fn run(mut self) {
        while let Some(first) = self.queue.0.blocking_recv() {
            self.take(first);
            // Whoever is about to append may do so first. On a busy machine many then share a sync, which costs the
            // processor more than the disk; on an idle one there is nobody to let pass, and it takes a microsecond.
            std::thread::yield_now();
            while !self.writer.is_full()
                && let Ok(message) = self.queue.0.try_recv()
            {
                self.take(message);
            }
            if let Err(error) = self.writer.commit() {
                tracing::error!(%error, "the journal stops: a commit failed");
                self.ending.0.end(error.to_string(), true);
                return;
            }
            self.acknowledge();
        }
    }

    fn take(&mut self, message: Message<S::Receipt>) {
        match message {
            // A payload too large never gets here; its appender would hear of a stopped journal.
            Message::Append { record, reply } => {
                if let Ok(position) = self.writer.stage(&record) {
                    self.batch.push(Waiting {
                        position,
                        record,
                        reply,
                    });
                }
            }
            Message::Close => self.queue.0.close(),
        }
    }

    fn acknowledge(&mut self) {
        if self.batch.is_empty() {
            return;
        }
        for waiting in self.batch.drain(..) {
            let receipt = self.sink.committed(waiting.position, waiting.record);
            // Whoever dropped the future does not want to know.
            let _ = waiting.reply.send(receipt);
        }
        self.sink.batch_end();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_on_its_way_is_dropped_with_the_queue() {
        let (sender, receiver) = mpsc::channel(1);
        let permit = sender.try_reserve().unwrap();
        let ending = std::thread::spawn(move || drop(Queue(receiver)));
        while !sender.is_closed() {
            std::thread::yield_now();
        }
        let (reply, mut receipt) = oneshot::channel::<()>();
        let record = Record {
            key: None,
            payload: Vec::new(),
        };
        permit.send(Message::Append { record, reply });
        ending.join().unwrap();
        assert_eq!(receipt.try_recv(), Err(oneshot::error::TryRecvError::Closed));
    }
}
