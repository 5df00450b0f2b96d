//! A server on loopback that does as it is told, well or badly, and writes down what it is asked.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;

/// What the server does with one request.
pub enum Act {
    /// Answers with these bytes, and keeps the connection.
    Reply(Vec<u8>),
    /// Answers with these bytes, and closes the connection: a response that promises more is cut short.
    ReplyAndClose(Vec<u8>),
    /// Answers with these bytes, says so, and then does nothing until the client leaves.
    Stall(Vec<u8>, Box<dyn FnOnce() + Send>),
    /// Answers with these bytes, one by one, and keeps the connection.
    Trickle(Vec<u8>),
    /// Answers with these bytes, and resets the connection: what is on its way may be lost.
    Reset(Vec<u8>),
    /// Closes the connection when the request has been read.
    Cut,
    /// Closes the connection when the request's head has been read: its body is not taken.
    CutBeforeBody,
}

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Received {
    pub method: String,
    /// Path and query.
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Received {
    /// Returns a header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Returns everything that came, as text.
    pub fn all(&self) -> String {
        format!("{self:?} {}", String::from_utf8_lossy(&self.body))
    }
}

#[derive(Default)]
struct Shared {
    acts: Mutex<VecDeque<Act>>,
    received: Mutex<Vec<Received>>,
}

/// The server. It lives until the test ends.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl Server {
    /// Starts a server that does one act per request, in order. A request beyond the last one is answered with 599.
    pub fn start(acts: impl IntoIterator<Item = Act>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("loopback has free ports");
        let address = listener.local_addr().expect("a listener has an address");
        let shared = Arc::new(Shared { acts: Mutex::new(acts.into_iter().collect()), ..Shared::default() });
        let for_connections = shared.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = for_connections.clone();
                thread::spawn(move || shared.serve(stream));
            }
        });
        Self { address, shared }
    }

    /// Returns the address, to put paths behind.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns what has been asked so far.
    pub fn received(&self) -> Vec<Received> {
        lock(&self.shared.received).clone()
    }

    /// Returns the paths and queries that have been asked for so far.
    pub fn targets(&self) -> Vec<String> {
        self.received().into_iter().map(|request| request.target).collect()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("the server's threads do not panic")
}

impl Shared {
    fn serve(&self, stream: TcpStream) {
        let Ok(writer) = stream.try_clone() else { return };
        let mut reader = BufReader::new(stream);
        // Whatever breaks is what the test wants to break, or shows in what the client makes of it.
        while let Some(true) = self.serve_one(&mut reader, &writer) {}
    }

    /// Serves one request; tells whether the connection is still good.
    fn serve_one(&self, reader: &mut BufReader<TcpStream>, mut writer: &TcpStream) -> Option<bool> {
        let mut request = read_head(reader)?;
        let act = lock(&self.acts).pop_front().unwrap_or_else(|| Act::Reply(reply(599, &[], "one request too many")));
        if !matches!(act, Act::CutBeforeBody) {
            request.body = read_body(&request, reader)?;
        }
        lock(&self.received).push(request);
        match act {
            Act::Reply(bytes) => {
                writer.write_all(&bytes).ok()?;
                Some(true)
            }
            Act::ReplyAndClose(bytes) => {
                writer.write_all(&bytes).ok()?;
                None
            }
            Act::Trickle(bytes) => {
                writer.set_nodelay(true).ok()?;
                bytes.chunks(1).try_for_each(|byte| writer.write_all(byte)).ok()?;
                Some(true)
            }
            Act::Reset(bytes) => {
                writer.write_all(&bytes).ok()?;
                socket2::SockRef::from(writer).set_linger(Some(std::time::Duration::ZERO)).ok()?;
                None
            }
            Act::Stall(bytes, stalled) => {
                writer.write_all(&bytes).ok()?;
                stalled();
                // Returns when the client has gone.
                reader.read_exact(&mut [0]).ok()?;
                None
            }
            Act::Cut | Act::CutBeforeBody => None,
        }
    }
}

pub fn read_head(reader: &mut impl BufRead) -> Option<Received> {
    let mut line = || {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        Some(line.trim_end().to_owned())
    };
    let start = line()?;
    let (method, rest) = start.split_once(' ')?;
    let (target, _) = rest.split_once(' ')?;
    let mut headers = Vec::new();
    while let Some((name, value)) = line()?.split_once(':') {
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    Some(Received { method: method.to_owned(), target: target.to_owned(), headers, body: Vec::new() })
}

/// Reads a body that says its length, or that comes in chunks.
pub fn read_body(request: &Received, reader: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    if request.header("transfer-encoding") != Some("chunked") {
        body.resize(request.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0), 0);
        reader.read_exact(&mut body).ok()?;
        return Some(body);
    }
    loop {
        let mut size = String::new();
        reader.read_line(&mut size).ok()?;
        let mut chunk = vec![0; usize::from_str_radix(size.trim(), 16).ok()? + 2];
        reader.read_exact(&mut chunk).ok()?;
        match chunk.strip_suffix(b"\r\n") {
            Some(b"") => return Some(body),
            content => body.extend_from_slice(content?),
        }
    }
}

/// Writes a response with its length.
pub fn reply(status: u16, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let mut text = format!("HTTP/1.1 {status} Said\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    format!("{text}\r\n{body}").into_bytes()
}

/// Answers with JSON.
pub fn json(status: u16, body: &str) -> Act {
    Act::Reply(reply(status, &[("content-type", "application/json")], body))
}
