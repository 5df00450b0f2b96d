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

/// What the server answers.
#[derive(Debug, Clone, Default)]
pub struct Reply {
    pub status: String,
    pub media: &'static str,
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
        let reply = {
            let mut state = state.lock().expect("nobody panics with it");
            state.received.push(received);
            state.reply.clone()
        };
        // A 204 has neither a length nor a type.
        let about = match reply.status.as_str() {
            "204" => String::new(),
            _ => format!("content-length: {}\r\ncontent-type: {}\r\n", reply.body.len(), reply.media),
        };
        let head = format!("HTTP/1.1 {} Whatever\r\n{about}\r\n", reply.status);
        if stream.write_all(&[head.as_bytes(), &reply.body].concat()).await.is_err() {
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
    let length = received.headers.iter().find(|(name, _)| name == "content-length").map_or(Some(0), |(_, value)| value.parse().ok())?;
    received.body = vec![0; length];
    stream.read_exact(&mut received.body).await.ok()?;
    Some(received)
}

async fn line(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = String::new();
    stream.read_line(&mut line).await.ok()?;
    line.strip_suffix("\r\n").map(str::to_owned)
}
