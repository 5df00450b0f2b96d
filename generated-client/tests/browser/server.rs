//! What the tests in a browser speak to: a server on loopback, with another origin beside it.
//!
//! The first part of a path says how the server behaves, the second one which test asks. What was received for a test is at
//! `/received/TEST`. The program prints its two addresses, and a port where nothing listens, and serves until its standard input
//! is closed.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use serde_json::{Value, json};

/// A request that was received.
#[derive(Clone, Default)]
struct Received {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    port: u16,
    /// Whether the browser closed the connection before the response had ended.
    is_aborted: bool,
}

/// By the tests that have sent them.
type Log = Arc<Mutex<HashMap<String, Vec<Received>>>>;

fn main() -> io::Result<()> {
    let log = Log::default();
    let bind = || TcpListener::bind(("127.0.0.1", 0));
    let (here, there, closed) = (bind()?, bind()?, bind()?);
    let ports = [here.local_addr()?.port(), there.local_addr()?.port(), closed.local_addr()?.port()];
    drop(closed);
    println!("{} {} {}", ports[0], ports[1], ports[2]);
    for (listener, port) in [(here, ports[0]), (there, ports[1])] {
        let log = log.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let log = log.clone();
                thread::spawn(move || serve(stream, port, ports[1], &log));
            }
        });
    }
    io::copy(&mut io::stdin(), &mut io::sink()).map(drop)
}

/// Answers the one request of a connection.
fn serve(stream: TcpStream, port: u16, other_port: u16, log: &Log) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut request = read(&mut reader)?;
    request.port = port;
    let path = request.path.clone();
    let mut parts = path.trim_start_matches('/').split('/');
    let (behaviour, test) = (parts.next()?, parts.next()?.to_owned());
    let response = Response {
        stream,
        origin: request.header("origin").unwrap_or("null").to_owned(),
        behaviour: behaviour.to_owned(),
        has_body: request.method != "HEAD",
    };
    if request.method == "OPTIONS" {
        let wanted = request.header("access-control-request-headers").unwrap_or_default();
        let allowed =
            format!("access-control-allow-methods: GET, HEAD, POST, PUT, PATCH, DELETE\r\naccess-control-allow-headers: {wanted}\r\n");
        return response.send(204, &allowed, b"");
    }
    if behaviour == "received" {
        return response.send(200, "content-type: application/json\r\n", json(lock(log).get(&test)).as_bytes());
    }
    let number = {
        let mut log = lock(log);
        let of_test = log.entry(test.clone()).or_default();
        of_test.push(request.clone());
        of_test.len()
    };
    let abort = || {
        if let Some(request) = lock(log).get_mut(&test).and_then(|of_test| of_test.get_mut(number - 1)) {
            request.is_aborted = true;
        }
    };
    answer(response, &request, number, other_port, reader, abort)
}

/// Answers as the behaviour says.
fn answer(
    mut response: Response,
    request: &Received,
    number: usize,
    other_port: u16,
    mut reader: BufReader<TcpStream>,
    abort: impl FnOnce(),
) -> Option<()> {
    let json = "content-type: application/json\r\n";
    let bytes = "content-type: application/octet-stream\r\naccess-control-expose-headers: x-latin\r\nx-latin: caf\u{e9}\r\n";
    let group = br#"{"data": {"id": "g1", "name": "Designers"}}"#;
    let limits = "retry-after: 1\r\nx-ratelimit-limit: 100\r\nx-ratelimit-remaining: 0\r\nx-ratelimit-reset: 1\r\nx-request-id: r-1\r\n";
    match response.behaviour.as_str() {
        "busy" if number == 1 => response.send(503, json, b"{}"),
        "hidden" if number == 1 => response.send(429, limits, b"{}"),
        "exposed" if number == 1 => {
            let exposed = "access-control-expose-headers: retry-after, x-ratelimit-limit, x-ratelimit-remaining, x-request-id\r\n";
            response.send(429, &format!("{exposed}{limits}"), b"{}")
        }
        "refusing" => {
            let body = r#"{"message": "The name is taken.", "errors": {"name": ["has been taken"]}}"#;
            response.send(422, json, body.as_bytes())
        }
        "expired" if request.header("authorization") != Some("Bearer fresh") => response.send(401, json, b"{}"),
        "silent" => until_closed(&mut reader, abort),
        "stalling" => {
            response.head(200, &format!("{json}content-length: 1000\r\n"))?;
            response.stream.write_all(b"{\"data\": ").ok()?;
            until_closed(&mut reader, abort)
        }
        "cut" => {
            response.head(200, &format!("{json}content-length: 1000\r\n"))?;
            response.stream.write_all(b"{\"data\": ").ok()
        }
        "empty" => response.send(204, "", b""),
        "cookies" => response.send(200, &format!("{json}set-cookie: kept=yes; Path=/\r\n"), group),
        "elsewhere" => {
            let path = request.path.replace("/elsewhere/", "/plain/");
            response.send(302, &format!("location: http://127.0.0.1:{other_port}{path}\r\n"), b"")
        }
        "bytes" => response.send(200, bytes, &vec![b'x'; 200_000]),
        "token" => response.send(200, json, br#"{"access_token": "fresh", "token_type": "Bearer", "expires_in": 3600}"#),
        _ if request.path.contains("/groups?") || request.path.ends_with("/groups") && request.method == "GET" => {
            response.send(200, json, page(&request.path).as_bytes())
        }
        _ => response.send(200, json, group),
    }
}

/// Returns a page of a list of five.
fn page(path: &str) -> String {
    let number = path.split(['?', '&']).find_map(|pair| pair.strip_prefix("page=")).and_then(|number| number.parse().ok()).unwrap_or(1);
    let items = (number * 2 - 1..=5.min(number * 2)).map(|id| format!(r#"{{"id": "g{id}", "name": "Group {id}"}}"#));
    let items = items.collect::<Vec<_>>().join(", ");
    format!(r#"{{"data": [{items}], "meta": {{"pagination": {{"total": 5, "per_page": 2, "current_page": {number}, "total_pages": 3}}}}}}"#)
}

/// Sends nothing, until the browser closes the connection.
fn until_closed(reader: &mut BufReader<TcpStream>, abort: impl FnOnce()) -> Option<()> {
    let ended = io::copy(reader, &mut io::sink());
    abort();
    ended.ok().map(drop)
}

/// A response to a page of some origin.
struct Response {
    stream: TcpStream,
    origin: String,
    behaviour: String,
    has_body: bool,
}

impl Response {
    fn head(&mut self, status: u16, headers: &str) -> Option<()> {
        let cors = match self.behaviour.as_str() {
            "forbidding" => String::new(),
            "cookies" => format!("access-control-allow-origin: {}\r\naccess-control-allow-credentials: true\r\n", self.origin),
            _ => "access-control-allow-origin: *\r\n".to_owned(),
        };
        let head = format!("HTTP/1.1 {status} Said\r\nconnection: close\r\n{cors}{headers}\r\n");
        // Latin-1: a header is bytes.
        let bytes: Vec<u8> = head.chars().map(|letter| u8::try_from(letter).unwrap_or(b'?')).collect();
        self.stream.write_all(&bytes).ok()
    }

    fn send(mut self, status: u16, headers: &str, body: &[u8]) -> Option<()> {
        let length = if status == 204 { String::new() } else { format!("content-length: {}\r\n", body.len()) };
        self.head(status, &format!("{length}{headers}"))?;
        if self.has_body { self.stream.write_all(body).ok() } else { Some(()) }
    }
}

impl Received {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

fn read(reader: &mut impl BufRead) -> Option<Received> {
    let mut line = || {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        Some(line.trim_end().to_owned())
    };
    let first = line()?;
    let mut words = first.split(' ');
    let mut request = Received { method: words.next()?.to_owned(), path: words.next()?.to_owned(), ..Received::default() };
    loop {
        let line = line()?;
        let Some((name, value)) = line.split_once(':') else { break };
        request.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = request.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    request.body = vec![0; length];
    reader.read_exact(&mut request.body).ok()?;
    Some(request)
}

/// Returns what was received, as JSON. Of a body, it has the length and the first thousand bytes.
fn json(requests: Option<&Vec<Received>>) -> String {
    let request = |request: &Received| {
        let start: String = request.body.iter().take(1000).map(|byte| char::from(*byte)).collect();
        json!({
            "method": request.method,
            "path": request.path,
            "headers": request.headers.iter().cloned().collect::<HashMap<String, String>>(),
            "length": request.body.len(),
            "body": start,
            "port": request.port,
            "aborted": request.is_aborted,
        })
    };
    requests.into_iter().flatten().map(request).collect::<Value>().to_string()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
