//! A loopback server in which every twentieth request goes wrong, and which remembers what it has carried out.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Instant;

use super::changing_list::ChangingList;

/// One request in so many goes wrong.
const FAULTY: u64 = 20;

/// What can go wrong, in turn.
#[derive(Clone, Copy)]
enum Fault {
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
const ANNOUNCED: u64 = 20_000_000_000_000;

/// The first requests whose moments are kept: in a long run, they would look like memory that is lost.
const NOTED: usize = 50_000;

/// What the server knows.
pub struct Server {
    address: SocketAddr,
    book: Arc<Book>,
}

#[derive(Default)]
struct Book {
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
    pub fn start(writes: usize) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("loopback has free ports");
        let address = listener.local_addr().expect("it is bound");
        let writes = std::iter::repeat_with(AtomicU8::default).take(writes).collect();
        let book = Arc::new(Book { writes, ..Book::default() });
        let shared = book.clone();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let book = shared.clone();
                thread::spawn(move || while_connected(&stream, &book));
            }
        });
        Self { address, book }
    }

    /// The address of the API.
    pub fn url(&self) -> String {
        format!("http://{}/api", self.address)
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

/// Answers what comes on a connection, until either side ends it.
fn while_connected(stream: &TcpStream, book: &Book) {
    let mut reader = BufReader::new(stream);
    while let Some((line, body)) = request(&mut reader) {
        let number = book.arrived();
        let fault = (number % FAULTY == FAULTY - 1).then(|| FAULTS[(number / FAULTY) as usize % FAULTS.len()]);
        book.faults.fetch_add(u64::from(fault.is_some()), Ordering::SeqCst);
        if !matches!(fault, Some(Fault::Unavailable | Fault::TooMany | Fault::CutBefore | Fault::StalledRefusal)) {
            book.carry_out(&line, &body);
        }
        let whole = reply(200, "", &book.content(&line));
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
        // Before the client can know, and send another one.
        book.in_flight.fetch_sub(1, Ordering::SeqCst);
        let mut writer = stream;
        if writer.write_all(sent).is_err() || fault.is_some_and(Fault::ends_connection) {
            return;
        }
        if matches!(fault, Some(Fault::StalledRefusal)) {
            // Until the client has had enough of it.
            let _ = reader.fill_buf();
            return;
        }
    }
}

/// Reads a request: its first line and its body.
fn request(reader: &mut BufReader<&TcpStream>) -> Option<(String, Vec<u8>)> {
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
    /// Takes note of a request. Returns its number.
    fn arrived(&self) -> u64 {
        let mut arrivals = self.arrivals.lock().expect("no panic");
        if arrivals.len() < NOTED {
            arrivals.push(Instant::now());
        }
        self.most_in_flight.fetch_max(self.in_flight.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        self.requests.fetch_add(1, Ordering::SeqCst)
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
