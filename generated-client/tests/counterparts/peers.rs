//! Peers that say given bytes at given times, where no real server can be made to.

use std::io::{BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use socket2::{Domain, SockAddr, Socket, Type};

use crate::server::{Received, read_body, read_head, reply};

/// A peer on loopback that does with each connection what a function says. It lives until the tests end.
pub struct Peer<T = Received> {
    pub address: SocketAddr,
    seen: Arc<Mutex<Vec<T>>>,
}

/// What a peer writes down what it sees with.
pub type Seen<T> = Arc<Mutex<Vec<T>>>;

impl<T: Send + Clone + 'static> Peer<T> {
    pub fn start(serve: impl Fn(TcpStream, &Seen<T>) -> Option<()> + Send + Sync + 'static) -> Self {
        Self::on("127.0.0.1:0", serve)
    }

    pub fn on(address: &str, serve: impl Fn(TcpStream, &Seen<T>) -> Option<()> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(address).expect("loopback has free ports");
        let address = listener.local_addr().expect("a listener has an address");
        let (seen, serve) = (Seen::default(), Arc::new(serve));
        let for_connections = seen.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (seen, serve) = (for_connections.clone(), serve.clone());
                // Whatever breaks shows in what the client makes of it.
                std::thread::spawn(move || serve(stream, &seen));
            }
        });
        Self { address, seen }
    }

    pub fn seen(&self) -> Vec<T> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

/// Notes what was seen.
pub fn note<T>(seen: &Seen<T>, what: T) {
    seen.lock().unwrap_or_else(PoisonError::into_inner).push(what);
}

/// A server that answers `{}` to every request, and notes them.
pub fn origin() -> Peer {
    origin_on("127.0.0.1:0")
}

pub fn origin_on(address: &str) -> Peer {
    Peer::on(address, answer_all)
}

/// Answers `{}` to every request of a connection.
pub fn answer_all(stream: TcpStream, seen: &Seen<Received>) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    loop {
        let mut request = read_head(&mut reader)?;
        request.body = read_body(&request, &mut reader)?;
        note(seen, request);
        (&stream).write_all(&reply(200, &[("content-type", "application/json")], "{}")).ok()?;
    }
}

/// Reads the head of a request from a connection, byte by byte: what follows belongs to others.
pub fn head_of(stream: &TcpStream) -> Option<Received> {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        (&mut &*stream).read_exact(&mut byte).ok()?;
        bytes.extend_from_slice(&byte);
    }
    read_head(&mut bytes.as_slice())
}

/// Carries bytes both ways, until both sides have ended.
pub fn relay(client: TcpStream, server: TcpStream) -> Option<()> {
    let (mut from, mut to) = (client.try_clone().ok()?, server.try_clone().ok()?);
    let thread = std::thread::spawn(move || {
        let _ = std::io::copy(&mut from, &mut to);
        let _ = to.shutdown(std::net::Shutdown::Write);
    });
    let (mut from, mut to) = (server, client);
    let _ = std::io::copy(&mut from, &mut to);
    let _ = to.shutdown(std::net::Shutdown::Write);
    thread.join().ok()
}

/// A proxy that answers every request line for a tunnel with given parts, a moment between them, and then leads to one address
/// whatever the name is. It notes what it is asked.
pub fn tunnel_to(target: SocketAddr, parts: &'static [&'static [u8]]) -> Peer {
    Peer::start(move |stream, seen| {
        note(seen, head_of(&stream)?);
        stream.set_nodelay(true).ok()?;
        write_parts(&stream, parts)?;
        relay(stream, TcpStream::connect(target).ok()?)
    })
}

/// A proxy that answers every request line with given parts, and waits for the client to leave.
pub fn refusing(parts: &'static [&'static [u8]]) -> Peer {
    Peer::start(move |stream, seen| {
        note(seen, head_of(&stream)?);
        stream.set_nodelay(true).ok()?;
        write_parts(&stream, parts)?;
        wait_for_end(&stream)
    })
}

pub fn write_parts(mut stream: &TcpStream, parts: &[&[u8]]) -> Option<()> {
    for (number, part) in parts.iter().enumerate() {
        if number > 0 {
            std::thread::sleep(Duration::from_millis(50));
        }
        stream.write_all(part).ok()?;
    }
    Some(())
}

/// Reads until the peer has gone.
pub fn wait_for_end(mut stream: &TcpStream) -> Option<()> {
    std::io::copy(&mut stream, &mut std::io::sink()).ok().map(|_| ())
}

/// A peer that accepts connections, and says nothing.
pub fn mute() -> Peer {
    Peer::start(|stream, _| wait_for_end(&stream))
}

/// An address that swallows connections: nobody accepts, and the backlog is full.
pub struct DeadAddress {
    pub address: SocketAddr,
    _sockets: Vec<Socket>,
}

/// Makes an address dead. It may have port 0, which stands for a free one.
pub fn dead(address: SocketAddr) -> DeadAddress {
    let socket = |address: &SocketAddr| Socket::new(Domain::for_address(*address), Type::STREAM, None).expect("a socket");
    let listener = socket(&address);
    listener.bind(&SockAddr::from(address)).expect("the address is free");
    listener.listen(0).expect("it can listen");
    let address = listener.local_addr().ok().and_then(|address| address.as_socket()).expect("it has an address");
    let mut sockets = vec![listener];
    for _ in 0..3 {
        let waiting = socket(&address);
        waiting.set_nonblocking(true).expect("it can be set");
        let _ = waiting.connect(&SockAddr::from(address));
        sockets.push(waiting);
    }
    DeadAddress { address, _sockets: sockets }
}
