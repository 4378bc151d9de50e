//! One body type for everything that tests send and serve.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::HeaderMap;
use http_body::{Body, Frame, SizeHint};
use tokio::sync::oneshot;

/// Pieces, then perhaps trailers, then perhaps a break instead of an end.
#[derive(Default)]
pub(crate) struct AnyBody {
    pieces: VecDeque<Bytes>,
    trailers: Option<HeaderMap>,
    is_broken: bool,
    has_rested: bool,
    gate: Option<oneshot::Receiver<()>>,
    size: Option<u64>,
}

impl AnyBody {
    /// A body whose length is announced.
    pub(crate) fn sized(bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        Self {
            size: Some(bytes.len() as u64),
            pieces: VecDeque::from([bytes]),
            ..Self::default()
        }
    }

    /// A body that is sent chunked, a chunk for each piece.
    pub(crate) fn chunked(pieces: impl IntoIterator<Item = Bytes>) -> Self {
        Self {
            pieces: pieces.into_iter().collect(),
            ..Self::default()
        }
    }

    /// Adds trailers.
    pub(crate) fn with_trailers(self, trailers: HeaderMap) -> Self {
        Self {
            trailers: Some(trailers),
            ..self
        }
    }

    /// Keeps the last piece back until somebody opens the gate, or drops it.
    pub(crate) fn held(self, gate: oneshot::Receiver<()>) -> Self {
        Self {
            gate: Some(gate),
            ..self
        }
    }

    /// Breaks the connection where the end should be.
    pub(crate) fn broken(self) -> Self {
        Self {
            is_broken: true,
            ..self
        }
    }
}

impl From<Bytes> for AnyBody {
    fn from(bytes: Bytes) -> Self {
        Self::sized(bytes)
    }
}

impl Body for AnyBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if self.pieces.len() == 1
            && let Some(gate) = &mut self.gate
        {
            let _ = ready!(Pin::new(gate).poll(context));
            self.gate = None;
        }
        if let Some(piece) = self.pieces.pop_front() {
            return Poll::Ready(Some(Ok(Frame::data(piece))));
        }
        if self.is_broken && !self.has_rested {
            // So that the pieces leave before the break.
            self.has_rested = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if self.is_broken {
            return Poll::Ready(Some(Err(io::Error::other("broken on purpose"))));
        }
        Poll::Ready(self.trailers.take().map(|trailers| Ok(Frame::trailers(trailers))))
    }

    fn is_end_stream(&self) -> bool {
        !self.is_broken && self.trailers.is_none() && self.pieces.iter().all(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        self.size.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
