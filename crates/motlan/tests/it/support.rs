//! Running the binary, and asking over HTTP with nothing but a socket.

use std::io::{BufRead, BufReader, Read, Seek, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::Mutex;

/// The binary under test.
pub(crate) fn motlan() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_motlan"));
    command.env("MOTLAN_LOG", "off").stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub(crate) fn run(arguments: &[&str]) -> Output {
    motlan().args(arguments).output().unwrap()
}

/// What a finished command printed.
pub(crate) fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A process that is killed when the test ends.
pub(crate) struct Running(pub(crate) Child);

impl Running {
    /// Ends it as its supervisor does: everything that was decided is published before it goes.
    pub(crate) fn stop(mut self) {
        let id = self.0.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        assert!(self.0.wait().unwrap().success());
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a process and waits for its line `ready …`.
pub(crate) fn start(arguments: &[&str]) -> Running {
    let mut complaints = tempfile::tempfile().unwrap();
    let mut child = motlan()
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(complaints.try_clone().unwrap())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let running = Running(child);
    let Some(ready) = lines.next() else {
        let mut reason = String::new();
        complaints.rewind().unwrap();
        complaints.read_to_string(&mut reason).unwrap();
        panic!("the process ended before it was ready: {reason}");
    };
    let ready = ready.unwrap();
    assert!(ready.starts_with("ready http://127.0.0.1:"), "{ready}");
    running
}

/// A first port from which all ports of so many nodes are free; below the range of outgoing connections (32768 and up).
/// One port of every node is held until this process ends, so that no other test, of this process or another, takes them as well.
pub(crate) fn port_base(nodes: u16) -> u16 {
    static HELD: Mutex<Vec<TcpListener>> = Mutex::new(Vec::new());
    let listen = |port| TcpListener::bind(("127.0.0.1", port)).ok();
    let occupy = |base: u16| -> Option<Vec<TcpListener>> {
        let node = |node: u16| {
            let held = listen(base + 100 * node + 99)?;
            let is_free = [0, 43, 55, 80, 90]
                .iter()
                .all(|port| listen(base + 100 * node + port).is_some());
            is_free.then_some(held)
        };
        (0..nodes).map(node).collect()
    };
    let free = (200..320 - nodes).find_map(|hundred| Some((hundred * 100, occupy(hundred * 100)?)));
    let (base, held) = free.expect("free ports");
    HELD.lock().unwrap().extend(held);
    base
}

/// An HTTP answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }
}

/// One request, with the given header lines.
pub(crate) fn http(port: u16, method: &str, path: &str, headers: &[&str], body: &str) -> Answer {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let lines: String = headers.iter().flat_map(|line| [*line, "\r\n"]).collect();
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: {length}\r\n{lines}\r\n{body}"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer {
        status,
        head: head.to_owned(),
        body: body.to_owned(),
    }
}

/// The verifier key of a log, from a directory file.
pub(crate) fn log_key(directory: &Path, origin: &str) -> String {
    let text = std::fs::read_to_string(directory).unwrap();
    let start = text.find(&format!("{origin}+")).expect("the log is in the directory");
    text[start..].chars().take_while(|c| !matches!(c, '"' | '\\')).collect()
}
