//! A whole body: collected, hashed and kept in memory up to 1 MiB, in the spool above.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use aws_lc_rs::digest::{Context as Hash, SHA512};
use bytes::{Bytes, BytesMut};
use http_body::{Body, Frame, SizeHint};
use http_body_util::BodyExt;
use motlan_core::limits::{BODY_BYTES_MAX, BODY_IN_MEMORY_BYTES_MAX};
use motlan_core::{Code, Failure};

use tokio::time::Instant;

use super::budget::{Budget, Share};
use super::spool::{SpoolFolder, SpoolReader, SpoolWriter};

/// How long a sender may stay silent inside a body: 30 s, the patience of common proxies.
const FRAME_TIMEOUT: Duration = Duration::from_secs(30);

/// How long a whole body may take beside [`FRAME_TIMEOUT`]: 64 KiB/s, so that 16 MiB have 256 s.
const BODY_BYTES_PER_SECOND: u64 = 64 * 1024;

/// A collected body with the SHA-512 of its bytes.
pub struct Payload {
    content: Content,
    length: u64,
    digest: [u8; 64],
    share: Option<Share>,
}

enum Content {
    Memory(Bytes),
    Spooled(SpoolReader),
}

/// How much of a body to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// To its end; the length was announced or not.
    End(Option<u64>),
    /// Exactly so many bytes, leaving trailers unread.
    Exactly(u64),
}

/// Where bodies are kept while they are in flight.
#[derive(Clone, Copy)]
pub struct Room<'a> {
    /// The memory that all bodies share.
    pub budget: &'a Budget,
    /// The folder for the larger ones.
    pub spool: &'a SpoolFolder,
}

impl Payload {
    /// A body that was made here, such as a message of ours.
    pub fn from_bytes(bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        Self {
            length: bytes.len() as u64,
            digest: sha512(&bytes),
            content: Content::Memory(bytes),
            share: None,
        }
    }

    /// Collects a body.
    ///
    /// Errors: `body_too_large` above 16 MiB, `body_incomplete` where it ends early or runs past its extent,
    /// `overloaded` when the gateway's memory for bodies is taken.
    pub async fn collect<B>(body: &mut B, extent: Extent, room: Room<'_>) -> Result<Self, Failure>
    where
        B: Body<Data = Bytes> + Unpin,
    {
        let announced = match extent {
            Extent::End(length) => length,
            Extent::Exactly(length) => Some(length),
        };
        if announced.is_some_and(|length| length > BODY_BYTES_MAX) {
            return Err(too_large());
        }
        let mut collector = Collector::new(room)?;
        let seconds = announced.unwrap_or(BODY_BYTES_MAX) / BODY_BYTES_PER_SECOND;
        let deadline = Instant::now() + FRAME_TIMEOUT + Duration::from_secs(seconds);
        while extent != Extent::Exactly(collector.length) {
            let patience = deadline.min(Instant::now() + FRAME_TIMEOUT);
            let frame = tokio::time::timeout_at(patience, body.frame())
                .await
                .map_err(|_| Failure::new(Code::BodyIncomplete, "the body came too slowly"))?;
            let Some(frame) = frame else { break };
            let frame = frame.map_err(|_| Failure::new(Code::BodyIncomplete, "the connection broke in the body"))?;
            if let Ok(data) = frame.into_data() {
                collector.add(data).await?;
            }
        }
        if announced.is_some_and(|length| length != collector.length) {
            return Err(Failure::new(
                Code::BodyIncomplete,
                format!(
                    "{} bytes announced, {} received",
                    announced.unwrap_or(0),
                    collector.length
                ),
            ));
        }
        collector.finish().await
    }

    /// The length in bytes.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// SHA-512 of the bytes.
    pub fn digest(&self) -> &[u8; 64] {
        &self.digest
    }

    /// The bytes, if they are in memory.
    pub fn into_bytes(self) -> Option<Bytes> {
        match self.content {
            Content::Memory(bytes) => Some(bytes),
            Content::Spooled(_) => None,
        }
    }

    /// The body to send. `sized` announces the length; otherwise the transfer is chunked.
    pub fn into_body(self, sized: bool) -> OutgoingBody {
        OutgoingBody {
            content: Some(self.content),
            size: sized.then_some(self.length),
            reading: None,
            share: self.share,
        }
    }
}

/// SHA-512 of `bytes`.
pub fn sha512(bytes: &[u8]) -> [u8; 64] {
    let mut hash = Hash::new(&SHA512);
    hash.update(bytes);
    finish(hash)
}

fn finish(hash: Hash) -> [u8; 64] {
    let mut digest = [0; 64];
    digest.copy_from_slice(hash.finish().as_ref());
    digest
}

fn too_large() -> Failure {
    Failure::new(
        Code::BodyTooLarge,
        format!("the body is larger than {BODY_BYTES_MAX} bytes"),
    )
}

fn spool_failed(_: io::Error) -> Failure {
    Failure::new(Code::Overloaded, "the spool cannot be written")
}

/// A body on its way in.
struct Collector<'a> {
    room: Room<'a>,
    hash: Hash,
    length: u64,
    /// The first frame is kept as it came: most bodies are one frame, and need no copy.
    first: Bytes,
    memory: BytesMut,
    spool: Option<SpoolWriter>,
    share: Share,
}

impl<'a> Collector<'a> {
    fn new(room: Room<'a>) -> Result<Self, Failure> {
        let share = room.budget.take(0)?;
        Ok(Self {
            room,
            hash: Hash::new(&SHA512),
            length: 0,
            first: Bytes::new(),
            memory: BytesMut::new(),
            spool: None,
            share,
        })
    }

    async fn add(&mut self, data: Bytes) -> Result<(), Failure> {
        self.length += data.len() as u64;
        if self.length > BODY_BYTES_MAX {
            return Err(too_large());
        }
        self.hash.update(&data);
        if let Some(spool) = &mut self.spool {
            return spool.write(&data).await.map_err(spool_failed);
        }
        if self.length > BODY_IN_MEMORY_BYTES_MAX {
            let mut spool = self.room.spool.create().await.map_err(spool_failed)?;
            for piece in [&self.first[..], &self.memory[..], &data[..]] {
                spool.write(piece).await.map_err(spool_failed)?;
            }
            self.first = Bytes::new();
            self.memory = BytesMut::new();
            self.spool = Some(spool);
            return Ok(());
        }
        self.share.grow_to(self.room.budget, self.length)?;
        if self.first.is_empty() && self.memory.is_empty() {
            self.first = data;
        } else {
            self.memory.extend_from_slice(&data);
        }
        Ok(())
    }

    async fn finish(self) -> Result<Payload, Failure> {
        let content = match self.spool {
            Some(spool) => Content::Spooled(spool.into_reader().await.map_err(spool_failed)?),
            None if self.memory.is_empty() => Content::Memory(self.first),
            None => {
                let mut whole = BytesMut::with_capacity(self.first.len() + self.memory.len());
                whole.extend_from_slice(&self.first);
                whole.extend_from_slice(&self.memory);
                Content::Memory(whole.freeze())
            }
        };
        Ok(Payload {
            content,
            length: self.length,
            digest: finish(self.hash),
            share: Some(self.share),
        })
    }
}

/// Bytes that hold their share of the budget until nobody needs them.
struct Shared {
    bytes: Bytes,
    _share: Share,
}

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

type Reading = Pin<Box<dyn Future<Output = (SpoolReader, io::Result<Option<Bytes>>)> + Send>>;

/// A body on its way out. Its share of the budget is given back when its bytes are gone.
pub struct OutgoingBody {
    content: Option<Content>,
    size: Option<u64>,
    reading: Option<Reading>,
    share: Option<Share>,
}

impl OutgoingBody {
    /// A body without bytes.
    pub fn empty() -> Self {
        Self {
            content: None,
            size: Some(0),
            reading: None,
            share: None,
        }
    }

    fn poll_spool(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        let Some(reading) = &mut self.reading else {
            return Poll::Ready(None);
        };
        let (reader, piece) = std::task::ready!(reading.as_mut().poll(context));
        self.reading = match &piece {
            Ok(Some(_)) => Some(read_next(reader)),
            _ => None,
        };
        Poll::Ready(piece.transpose())
    }
}

fn read_next(mut reader: SpoolReader) -> Reading {
    Box::pin(async move {
        let piece = reader.read().await;
        (reader, piece)
    })
}

impl Body for OutgoingBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match self.content.take() {
            Some(Content::Memory(bytes)) if bytes.is_empty() => return Poll::Ready(None),
            Some(Content::Memory(bytes)) => {
                // Whoever writes the bytes keeps them until they are read, and their share with them.
                let bytes = match self.share.take() {
                    Some(share) => Bytes::from_owner(Shared { bytes, _share: share }),
                    None => bytes,
                };
                return Poll::Ready(Some(Ok(Frame::data(bytes))));
            }
            Some(Content::Spooled(reader)) => self.reading = Some(read_next(reader)),
            None => {}
        }
        let piece = std::task::ready!(self.poll_spool(context));
        if piece.is_none() {
            self.share = None;
        }
        Poll::Ready(piece.map(|piece| piece.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.size == Some(0) || (self.content.is_none() && self.reading.is_none())
    }

    fn size_hint(&self) -> SizeHint {
        self.size.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
