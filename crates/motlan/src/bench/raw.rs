//! HTTP/1.1 by hand, for the load and the provider of a bench only: on two cores a full client and server would take a
//! good part of what they measure. Only answers with `Content-Length` are understood, which all parties here send.

use std::net::SocketAddr;

use anyhow::{Context, Result, ensure};
use bytes::{Bytes, BytesMut};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::http::XRoadRequest;

/// Far above the head of any answer here.
const HEAD_BYTES_MAX: usize = 64 * 1024;

/// A request as it goes over the wire.
pub(super) fn to_wire(request: &XRoadRequest, authority: &str) -> Result<Bytes> {
    let head = request.to_http(authority)?;
    let mut wire = format!("{} {} HTTP/1.1\r\n", head.method(), head.uri()).into_bytes();
    for (name, value) in head.headers() {
        wire.extend_from_slice(name.as_str().as_bytes());
        wire.extend_from_slice(b": ");
        wire.extend_from_slice(value.as_bytes());
        wire.extend_from_slice(b"\r\n");
    }
    wire.extend_from_slice(format!("content-length: {}\r\n\r\n", request.body.len()).as_bytes());
    wire.extend_from_slice(&request.body);
    Ok(Bytes::from(wire))
}

/// A kept connection that asks the same again and again.
pub(super) struct Asker {
    stream: TcpStream,
    read: BytesMut,
    request: Bytes,
}

impl Asker {
    /// Connects; `request` is head and body.
    pub(super) async fn open(address: SocketAddr, request: Bytes) -> Result<Self> {
        let stream = TcpStream::connect(address)
            .await
            .with_context(|| format!("cannot reach {address}"))?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            read: BytesMut::with_capacity(16 * 1024),
            request,
        })
    }

    /// Asks once; whether the answer is a success. After an error the connection is of no use.
    pub(super) async fn ask(&mut self) -> Result<bool> {
        let request = self.request.clone();
        self.ask_this(&request).await
    }

    /// Asks something else once.
    pub(super) async fn ask_this(&mut self, request: &[u8]) -> Result<bool> {
        self.stream.write_all(request).await?;
        let head = read_message(&mut self.stream, &mut self.read)
            .await?
            .context("no answer")?;
        Ok(head.get(9) == Some(&b'2'))
    }
}

/// Answers every request of every connection with these bytes, after its whole body has come.
pub(super) async fn provide(body: &[u8]) -> Result<SocketAddr> {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let answer = Bytes::from([head.as_bytes(), body].concat());
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let answer = answer.clone();
            tokio::spawn(async move {
                stream.set_nodelay(true)?;
                let mut read = BytesMut::new();
                while read_message(&mut stream, &mut read).await?.is_some() {
                    stream.write_all(&answer).await?;
                }
                anyhow::Ok(())
            });
        }
    });
    Ok(address)
}

/// Reads one message to its end and returns its head; none where the connection ended before it.
async fn read_message(stream: &mut TcpStream, read: &mut BytesMut) -> Result<Option<BytesMut>> {
    loop {
        if let Some(end) = read.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = read.split_to(end + 4);
            let mut rest = content_length(&head)?;
            loop {
                let taken = rest.min(read.len());
                drop(read.split_to(taken));
                rest -= taken;
                if rest == 0 {
                    return Ok(Some(head));
                }
                ensure!(stream.read_buf(read).await? > 0, "the message breaks off");
            }
        }
        ensure!(read.len() < HEAD_BYTES_MAX, "a head without end");
        if stream.read_buf(read).await? == 0 {
            ensure!(read.is_empty(), "the message breaks off");
            return Ok(None);
        }
    }
}

fn content_length(head: &[u8]) -> Result<usize> {
    const NAME: &[u8] = b"content-length:";
    for line in head.split(|byte| *byte == b'\n') {
        if let Some((name, value)) = line.split_at_checked(NAME.len())
            && name.eq_ignore_ascii_case(NAME)
        {
            return Ok(std::str::from_utf8(value)?.trim().parse()?);
        }
    }
    anyhow::bail!("a message without Content-Length")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_asker_and_a_provider_understand_each_other() {
        let address = provide(b"yes").await.unwrap();
        let request = Bytes::from_static(b"POST / HTTP/1.1\r\ncontent-LENGTH: 2\r\n\r\nok");
        let mut asker = Asker::open(address, request).await.unwrap();
        for _ in 0..3 {
            assert!(asker.ask().await.unwrap());
        }
    }
}
