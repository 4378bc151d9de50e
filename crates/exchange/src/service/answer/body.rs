//! The body of an answer between gateways: the provider's bytes, then the trailer once the entry is durable.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use http_body::{Body, Frame};
use tokio::task::JoinHandle;

use crate::transport::payload::OutgoingBody;
use crate::wire::{COMMITTED, DURABLE};

/// Bytes, then `Motlan-Committed`; without a durable entry the body breaks off instead.
pub struct AnswerBody {
    content: OutgoingBody,
    commit: Option<JoinHandle<bool>>,
}

impl AnswerBody {
    pub(super) fn answer(content: OutgoingBody, commit: JoinHandle<bool>) -> Self {
        Self {
            content,
            commit: Some(commit),
        }
    }

    pub(super) fn refusal() -> Self {
        Self {
            content: OutgoingBody::empty(),
            commit: None,
        }
    }

    /// A file, such as a tile of a log.
    pub(crate) fn file(content: OutgoingBody) -> Self {
        Self { content, commit: None }
    }
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(frame) = ready!(Pin::new(&mut self.content).poll_frame(context)) {
            return Poll::Ready(Some(frame));
        }
        let Some(commit) = &mut self.commit else {
            return Poll::Ready(None);
        };
        let committed = ready!(Pin::new(commit).poll(context));
        self.commit = None;
        Poll::Ready(Some(match committed {
            Ok(true) => Ok(Frame::trailers(HeaderMap::from_iter([(
                http::HeaderName::from_static(COMMITTED),
                HeaderValue::from_static(DURABLE),
            )]))),
            _ => Err(io::Error::other("the entry is not durable")),
        }))
    }

    fn is_end_stream(&self) -> bool {
        self.commit.is_none() && self.content.is_end_stream()
    }
}
