//! A stream that does not wait for ever until the other side reads.
//!
//! What waits to be read takes memory and a connection. Only the time for which a write could not go on counts, so that
//! an answer may take as long as it needs to come about.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep};

/// How long a reader may keep an answer waiting: as long as a sender may stay silent inside a body.
const BLOCKED_MAX: Duration = Duration::from_secs(30);

/// What buys a reader more time: at 64 KiB/s, 16 MiB have 256 s beside [`BLOCKED_MAX`].
const BYTES_PER_SECOND: u32 = 64 * 1024;

/// A stream whose writes fail with `TimedOut` when its reader is too slow. What is read begins the count anew: the other
/// side asked for something else, so it has its answer.
pub(super) struct Patient<S> {
    stream: S,
    /// Bytes taken since the last read.
    sent: u64,
    /// For how long nothing could be written since the last read.
    blocked: Duration,
    waiting: Option<Waiting>,
}

/// A write that cannot go on.
struct Waiting {
    since: Instant,
    end: Pin<Box<Sleep>>,
}

impl<S> Patient<S> {
    /// Watches over this stream.
    pub(super) fn new(stream: S) -> Self {
        Self {
            stream,
            sent: 0,
            blocked: Duration::ZERO,
            waiting: None,
        }
    }

    fn allowed(&self) -> Duration {
        let bought = Duration::from_secs(self.sent) / BYTES_PER_SECOND;
        (BLOCKED_MAX + bought).saturating_sub(self.blocked)
    }

    /// Passes on how a write went, or that its time is over.
    fn watch<T>(&mut self, context: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            if let Some(waiting) = self.waiting.take() {
                self.blocked += waiting.since.elapsed();
            }
            return written;
        }
        let allowed = self.allowed();
        let waiting = self.waiting.get_or_insert_with(|| Waiting {
            since: Instant::now(),
            end: Box::pin(tokio::time::sleep(allowed)),
        });
        std::task::ready!(waiting.end.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }

    fn count(&mut self, written: &Poll<io::Result<usize>>) {
        if let Poll::Ready(Ok(count)) = written {
            self.sent += *count as u64;
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        if buffer.filled().len() > before && self.waiting.is_none() {
            self.sent = 0;
            self.blocked = Duration::ZERO;
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.count(&written);
        self.watch(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, pieces);
        self.count(&written);
        self.watch(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        self.watch(context, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let ended = Pin::new(&mut self.stream).poll_shutdown(context);
        self.watch(context, ended)
    }
}
