//! A loopback server in which every twentieth request goes wrong, and which remembers what it has carried out.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Instant;

use super::Wire;
use super::changing_list::ChangingList;
#[cfg(all(feature = "http2", feature = "rustls"))]
use super::http2;
#[cfg(feature = "rustls")]
use super::tls;

/// One request in so many goes wrong.
const FAULTY: u64 = 20;

/// What can go wrong, in turn.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// 503; nothing has been done.
    Unavailable,
    /// 429 with a `Retry-After`; nothing has been done.
    TooMany,
    /// The connection ends before an answer; nothing has been done.
    CutBefore,
    /// It is done, and the connection ends before an answer.
    CutAfter,
    /// It is done, and half of the answer comes.
    Truncated,
    /// It is done, and 500 is answered.
    Broken,
    /// 503 whose body does not come; nothing has been done.
    StalledRefusal,
    /// It is done, and the answer announces 20 TB, of which little comes.
    Announced,
}

impl Fault {
    /// Whether the connection ends after what is sent.
    fn ends_connection(self) -> bool {
        matches!(self, Self::CutBefore | Self::CutAfter | Self::Truncated | Self::Announced)
    }
}

const FAULTS: [Fault; 8] = [
    Fault::Unavailable,
    Fault::TooMany,
    Fault::CutBefore,
    Fault::CutAfter,
    Fault::Truncated,
    Fault::Broken,
    Fault::StalledRefusal,
    Fault::Announced,
];

/// How many bytes are announced, and do not come.
pub const ANNOUNCED: u64 = 20_000_000_000_000;

/// The first requests whose moments are kept: in a long run, they would look like memory that is lost.
const NOTED: usize = 50_000;

/// What the server knows.
pub struct Server {
    address: SocketAddr,
    wire: Wire,
    book: Arc<Book>,
}

#[derive(Default)]
pub struct Book {
    /// The connections that were opened.
    pub connections: AtomicU64,
    requests: AtomicU64,
    faults: AtomicU64,
    /// The requests that are being answered, and the most there were.
    in_flight: AtomicU64,
    most_in_flight: AtomicU64,
    arrivals: Mutex<Vec<Instant>>,
    /// How often each write has been carried out, by its number.
    writes: Vec<AtomicU8>,
    /// The lists that change while they are walked, by what is searched for.
    lists: Mutex<HashMap<String, ChangingList>>,
}

impl Server {
    /// Starts a server that can take so many writes.
    pub fn start(wire: Wire, writes: usize) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("loopback has free ports");
        let address = listener.local_addr().expect("it is bound");
        let writes = std::iter::repeat_with(AtomicU8::default).take(writes).collect();
        let book = Arc::new(Book { writes, ..Book::default() });
        let shared = book.clone();
        thread::spawn(move || match wire {
            #[cfg(all(feature = "http2", feature = "rustls"))]
            Wire::Http2 => http2::serve(listener, &shared),
            _ => serve(&listener, wire, &shared),
        });
        Self { address, wire, book }
    }

    /// The address of the API.
    pub fn url(&self) -> String {
        let scheme = if self.wire == Wire::Plain { "http" } else { "https" };
        format!("{scheme}://{}/api", self.address)
    }

    /// How many connections were opened.
    pub fn connections(&self) -> u64 {
        self.book.connections.load(Ordering::SeqCst)
    }

    /// How many requests came, and in how many of them something went wrong.
    pub fn requests(&self) -> (u64, u64) {
        (self.book.requests.load(Ordering::SeqCst), self.book.faults.load(Ordering::SeqCst))
    }

    /// The most requests that were being answered at the same time.
    pub fn most_in_flight(&self) -> u64 {
        self.book.most_in_flight.load(Ordering::SeqCst)
    }

    /// When the first requests came.
    pub fn arrivals(&self) -> Vec<Instant> {
        self.book.arrivals.lock().expect("no panic").clone()
    }

    /// Ends a list that changes. Returns the ids that were there all the time.
    pub fn end_of_list(&self, search: &str) -> Vec<String> {
        let list = self.book.lists.lock().expect("no panic").remove(search);
        list.map_or(Vec::new(), |list| list.remaining())
    }

    /// How often a write has been carried out.
    pub fn carried_out(&self, write: usize) -> u8 {
        self.book.writes.get(write).map_or(0, |times| times.load(Ordering::SeqCst))
    }
}

/// Speaks HTTP/1.1, with a thread for each connection.
fn serve(listener: &TcpListener, wire: Wire, book: &Arc<Book>) {
    for stream in listener.incoming().map_while(Result::ok) {
        let book = book.clone();
        book.connections.fetch_add(1, Ordering::SeqCst);
        thread::spawn(move || match wire {
            #[cfg(feature = "rustls")]
            Wire::Tls => while_connected(tls::over(stream), &book),
            _ => while_connected(stream, &book),
        });
    }
}

/// Answers what comes on a connection, until either side ends it.
fn while_connected(stream: impl Read + Write, book: &Book) {
    let mut reader = BufReader::new(stream);
    while let Some((line, body)) = request(&mut reader) {
        let (fault, content) = book.answer(&line, &body);
        let whole = reply(200, "", &content);
        let sent = match fault {
            None => whole.as_bytes(),
            Some(Fault::Unavailable) => &reply(503, "", "{}").into_bytes(),
            Some(Fault::TooMany) => &reply(429, "retry-after: 0\r\n", "{}").into_bytes(),
            Some(Fault::Broken) => &reply(500, "", "{}").into_bytes(),
            Some(Fault::Truncated) => &whole.as_bytes()[..whole.len() - 5],
            Some(Fault::StalledRefusal) => &announced(503, 1000, "{").into_bytes(),
            Some(Fault::Announced) => &announced(200, ANNOUNCED, r#"{"data":"#).into_bytes(),
            Some(Fault::CutBefore | Fault::CutAfter) => &[],
        };
        book.answered();
        let writer = reader.get_mut();
        let is_sent = writer.write_all(sent).and_then(|()| writer.flush()).is_ok();
        if !is_sent || fault.is_some_and(Fault::ends_connection) {
            return;
        }
        if fault == Some(Fault::StalledRefusal) {
            // Until the client has had enough of it.
            let _ = reader.fill_buf();
            return;
        }
    }
}

/// Reads a request: its first line in lower case, and its body.
fn request(reader: &mut impl BufRead) -> Option<(String, Vec<u8>)> {
    let (mut first, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        let line = line.trim_end().to_ascii_lowercase();
        match line.strip_prefix("content-length: ") {
            _ if line.is_empty() => break,
            Some(text) => length = text.parse().ok()?,
            None if first.is_empty() => first = line,
            None => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some((first, body))
}

impl Book {
    /// Takes note of a request, and carries it out. Returns what goes wrong with it, and the body of its answer.
    pub fn answer(&self, line: &str, body: &[u8]) -> (Option<Fault>, String) {
        let number = self.arrived();
        let fault = (number % FAULTY == FAULTY - 1).then(|| FAULTS[(number / FAULTY) as usize % FAULTS.len()]);
        self.faults.fetch_add(u64::from(fault.is_some()), Ordering::SeqCst);
        if !matches!(fault, Some(Fault::Unavailable | Fault::TooMany | Fault::CutBefore | Fault::StalledRefusal)) {
            self.carry_out(line, body);
        }
        (fault, self.content(line))
    }
}

impl Book {
    /// Takes note of a request. Returns its number.
    fn arrived(&self) -> u64 {
        let mut arrivals = self.arrivals.lock().expect("no panic");
        if arrivals.len() < NOTED {
            arrivals.push(Instant::now());
        }
        self.most_in_flight.fetch_max(self.in_flight.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        self.requests.fetch_add(1, Ordering::SeqCst)
    }

    /// Takes note of the end of a request: before the client can know, and send another one.
    pub fn answered(&self) {
        self.in_flight.fetch_sub(1, Ordering::SeqCst);
    }

    /// Takes note of a write; its number is the group's name.
    fn carry_out(&self, line: &str, body: &[u8]) {
        if !line.starts_with("post ") {
            return;
        }
        let body: serde_json::Value = serde_json::from_slice(body).expect("the client sends JSON");
        let number: usize = body["name"].as_str().and_then(|name| name.parse().ok()).expect("the name is a number");
        self.writes[number].fetch_add(1, Ordering::SeqCst);
    }
}

impl Book {
    /// The answer to a request.
    fn content(&self, line: &str) -> String {
        match parameter(line, "q") {
            Some(search) => {
                let page = parameter(line, "page").and_then(|page| page.parse().ok()).unwrap_or(1);
                self.lists.lock().expect("no panic").entry(search.to_owned()).or_default().page(page)
            }
            None => content(line),
        }
    }
}

/// The value of a query parameter.
fn parameter<'l>(line: &'l str, name: &str) -> Option<&'l str> {
    let query = line.split(' ').nth(1)?.split_once('?')?.1;
    query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

fn content(line: &str) -> String {
    let group = r#"{"id":"g1","name":"Design","description":null,"members":[1001,1005,1008],"guests":[],"new":{"a":[1,2]}}"#;
    if line.starts_with("get ") && !line.contains("/groups/") {
        return format!(r#"{{"data":[{}]}}"#, vec![group; 20].join(","));
    }
    format!(r#"{{"data":{group}}}"#)
}

/// The beginning of a response that announces more than there is.
fn announced(status: u16, length: u64, body: &str) -> String {
    format!("HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
}

fn reply(status: u16, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status} X\r\ncontent-type: application/json\r\n{headers}content-length: {}\r\n\r\n{body}", body.len())
}
