//! Slow peers on real sockets and a clock that jumps: everybody who keeps a connection busy is gone after a stated time.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use motlan_core::Code;
use motlan_exchange::transport::budget::Budget;
use motlan_exchange::transport::listener::{Connection, Handler, serve};
use motlan_exchange::transport::payload::{Extent, Payload, Room};
use motlan_exchange::transport::spool::SpoolFolder;
use motlan_exchange::transport::tls::Identity;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

/// More than two sockets hold between them.
const ANSWER_BYTES: usize = 32 * 1024 * 1024;

/// Answers with many bytes, says when they are gone, and what came of a request's body.
#[derive(Clone)]
struct Large {
    is_stranger: bool,
    budget: Budget,
    gone: mpsc::UnboundedSender<()>,
    bodies: mpsc::UnboundedSender<Result<u64, Code>>,
}

/// Bytes that say when they are dropped.
struct Watched(Vec<u8>, mpsc::UnboundedSender<()>);

impl AsRef<[u8]> for Watched {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let _ = self.1.send(());
    }
}

impl Handler for Large {
    type Body = http_body_util::combinators::BoxBody<Bytes, Infallible>;

    fn keeps(&self, _: Connection) -> bool {
        !self.is_stranger
    }

    async fn handle(&self, mut request: Request<Incoming>, _: Connection) -> Response<Self::Body> {
        let folder = tempfile::tempdir().unwrap();
        let spool = SpoolFolder::open(folder.path()).unwrap();
        let room = Room {
            budget: &self.budget,
            spool: &spool,
        };
        let read = Payload::collect(request.body_mut(), Extent::End(None), room).await;
        let _ = self
            .bodies
            .send(read.map(|it| it.length()).map_err(|failure| failure.code));
        let bytes = Bytes::from_owner(Watched(vec![b'x'; ANSWER_BYTES], self.gone.clone()));
        Response::new(Full::new(bytes).boxed())
    }
}

struct Server {
    address: SocketAddr,
    gone: mpsc::UnboundedReceiver<()>,
    bodies: mpsc::UnboundedReceiver<Result<u64, Code>>,
    _stop: watch::Sender<bool>,
}

async fn server(is_stranger: bool, is_secure: bool) -> Server {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let (gone_sender, gone) = mpsc::unbounded_channel();
    let (bodies_sender, bodies) = mpsc::unbounded_channel();
    let (stop, stopping) = watch::channel(false);
    let handler = Large {
        is_stranger,
        budget: Budget::default(),
        gone: gone_sender,
        bodies: bodies_sender,
    };
    let tls = is_secure.then(|| Identity::generate("slow").unwrap().server(false).unwrap());
    tokio::spawn(serve(listener, tls, handler, stopping));
    Server {
        address,
        gone,
        bodies,
        _stop: stop,
    }
}

/// Seconds of the jumping clock until the server hangs up.
async fn seconds_until_closed(mut stream: TcpStream) -> u64 {
    let began = Instant::now();
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest).await;
    began.elapsed().as_secs()
}

#[tokio::test(start_paused = true)]
async fn a_head_that_does_not_end_is_waited_for_so_long() {
    for (is_stranger, expected) in [(true, 5), (false, 90)] {
        let server = server(is_stranger, false).await;
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream
            .write_all(b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ")
            .await
            .unwrap();
        assert_eq!(seconds_until_closed(stream).await, expected);
    }
}

#[tokio::test(start_paused = true)]
async fn a_handshake_that_does_not_begin_is_waited_for_so_long() {
    let server = server(false, true).await;
    let stream = TcpStream::connect(server.address).await.unwrap();
    assert_eq!(seconds_until_closed(stream).await, 10);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_drips_is_refused() {
    let mut server = server(false, false).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let head = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    stream.write_all(head).await.unwrap();
    let began = Instant::now();
    let dripping = async {
        // Never silent for as long as would be noticed by that alone.
        while stream.write_all(b"1\r\nx\r\n").await.is_ok() {
            tokio::time::sleep(Duration::from_secs(20)).await;
        }
    };
    let read = tokio::select! {
        read = server.bodies.recv() => read.unwrap(),
        () = dripping => panic!("the connection was closed before anything was said"),
    };
    assert_eq!(read, Err(Code::BodyIncomplete));
    // 30 s, and 256 s for the largest body there may be.
    assert_eq!(began.elapsed().as_secs(), 286);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_nobody_reads_is_thrown_away() {
    let mut server = server(false, false).await;
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(8192).unwrap();
    let mut stream = socket.connect(server.address).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    let began = Instant::now();
    server.gone.recv().await.unwrap();
    let waited = began.elapsed().as_secs();
    // 30 s, and a second for each 64 KiB that the sockets took.
    assert!((30..=30 + ANSWER_BYTES as u64 / 65_536).contains(&waited), "{waited} s");
    drop(stream);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_read_slowly_but_steadily_arrives() {
    let server = server(false, false).await;
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(8192).unwrap();
    let mut stream = socket.connect(server.address).await.unwrap();
    stream
        .write_all(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        .await
        .unwrap();
    let mut buffer = vec![0; 256 * 1024];
    let mut read = 0;
    loop {
        let count = stream.read(&mut buffer).await.unwrap();
        if count == 0 {
            break;
        }
        read += count;
        // Below 256 KiB/s, above the least that is asked.
        tokio::time::sleep(Duration::from_secs(count as u64) / (128 * 1024)).await;
    }
    assert!(read > ANSWER_BYTES, "{read} bytes");
}

#[tokio::test]
async fn memory_is_given_back_when_the_bytes_are_gone_not_when_they_are_handed_on() {
    let folder = tempfile::tempdir().unwrap();
    let spool = SpoolFolder::open(folder.path()).unwrap();
    let budget = Budget::with_bytes(1024 * 1024);
    let room = Room {
        budget: &budget,
        spool: &spool,
    };
    let sent = Bytes::from(vec![1; 512 * 1024]);
    let payload = Payload::collect(&mut Full::new(sent.clone()), Extent::End(None), room)
        .await
        .unwrap();
    let mut body = payload.into_body(true);
    let bytes = body.frame().await.unwrap().unwrap().into_data().unwrap();
    drop(body);
    assert_eq!(bytes, sent);
    assert_eq!(budget.free_bytes(), 512 * 1024, "the bytes still wait to be written");
    drop(bytes);
    assert_eq!(budget.free_bytes(), 1024 * 1024);
}
