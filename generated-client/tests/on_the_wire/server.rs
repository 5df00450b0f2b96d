//! A server on the loopback interface that keeps what it is sent, byte by byte, and answers what it is told.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A request as it arrived.
#[derive(Debug, Default)]
pub struct Received {
    pub method: String,
    pub target: String,
    /// With names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Received {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// What the server answers.
#[derive(Debug, Clone, Default)]
pub struct Reply {
    pub status: u16,
    pub media: String,
    pub body: Vec<u8>,
}

#[derive(Default)]
struct State {
    reply: Reply,
    received: Vec<Received>,
}

/// The server; it runs until its runtime ends.
pub struct Server {
    pub address: SocketAddr,
    state: Arc<Mutex<State>>,
}

impl Server {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("the loopback interface has a port");
        let address = listener.local_addr().expect("it has an address");
        let state = Arc::<Mutex<State>>::default();
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&shared)));
            }
        });
        Self { address, state }
    }

    /// Says what is answered from now on.
    pub fn answer(&self, reply: Reply) {
        self.state.lock().expect("nobody panics with it").reply = reply;
    }

    /// Takes all requests that have arrived.
    pub fn take(&self) -> Vec<Received> {
        std::mem::take(&mut self.state.lock().expect("nobody panics with it").received)
    }
}

async fn serve(stream: TcpStream, state: Arc<Mutex<State>>) {
    let mut stream = BufReader::new(stream);
    while let Some(received) = receive(&mut stream).await {
        let is_head = received.method == "HEAD";
        let reply = {
            let mut state = state.lock().expect("nobody panics with it");
            state.received.push(received);
            state.reply.clone()
        };
        // These have neither a length nor a type.
        let about = match reply.status {
            204 | 304 => String::new(),
            _ => format!("content-length: {}\r\n", reply.body.len()),
        };
        let media = if reply.media.is_empty() { String::new() } else { format!("content-type: {}\r\n", reply.media) };
        let elsewhere = if (300..400).contains(&reply.status) { "location: /elsewhere\r\n" } else { "" };
        let head = format!("HTTP/1.1 {} Whatever\r\n{about}{media}{elsewhere}\r\n", reply.status);
        let body = if is_head { &[][..] } else { &reply.body };
        if stream.write_all(&[head.as_bytes(), body].concat()).await.is_err() {
            return;
        }
    }
}

/// Reads the next request of a connection, or nothing when it ends.
async fn receive(stream: &mut BufReader<TcpStream>) -> Option<Received> {
    let mut received = Received::default();
    let first = line(stream).await?;
    let mut words = first.split(' ');
    received.method = words.next()?.to_owned();
    received.target = words.next()?.to_owned();
    loop {
        let line = line(stream).await?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':')?;
        received.headers.push((name.to_lowercase(), value.trim().to_owned()));
    }
    match received.header("content-length").map(str::parse::<usize>) {
        Some(length) => received.body = read(stream, length.ok()?).await?,
        None if received.header("transfer-encoding").is_some() => received.body = chunks(stream).await?,
        None => {}
    }
    Some(received)
}

async fn chunks(stream: &mut BufReader<TcpStream>) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let size = usize::from_str_radix(&line(stream).await?, 16).ok()?;
        body.extend(read(stream, size).await?);
        line(stream).await?;
        if size == 0 {
            return Some(body);
        }
    }
}

async fn read(stream: &mut BufReader<TcpStream>, length: usize) -> Option<Vec<u8>> {
    let mut bytes = vec![0; length];
    stream.read_exact(&mut bytes).await.ok()?;
    Some(bytes)
}

async fn line(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = String::new();
    stream.read_line(&mut line).await.ok()?;
    line.strip_suffix("\r\n").map(str::to_owned)
}
