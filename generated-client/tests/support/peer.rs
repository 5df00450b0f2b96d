//! A peer on loopback that is scripted connection by connection, byte by byte.

use std::io::{BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use super::server::{Received, read_body, read_head};

/// A peer. It lives until the test ends.
pub struct Peer {
    address: SocketAddr,
    counts: Arc<Counts>,
}

#[derive(Default)]
struct Counts {
    accepted: AtomicUsize,
    ended: AtomicUsize,
    requests: AtomicUsize,
}

impl Peer {
    /// Starts a peer that runs a script for each connection, which gets its number, from 0.
    pub fn start(script: impl Fn(usize, &mut Conversation) -> Option<()> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("loopback has free ports");
        let address = listener.local_addr().expect("a listener has an address");
        let counts = Arc::new(Counts::default());
        let (shared, script) = (counts.clone(), Arc::new(script));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (counts, script) = (shared.clone(), script.clone());
                let number = counts.accepted.fetch_add(1, Ordering::SeqCst);
                thread::spawn(move || {
                    let mut conversation = Conversation::new(stream, counts.clone());
                    // A script ends where the client leaves.
                    let _ = script(number, &mut conversation);
                    counts.ended.fetch_add(1, Ordering::SeqCst);
                });
            }
        });
        Self { address, counts }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the number of connections that have been accepted.
    pub fn accepted(&self) -> usize {
        self.counts.accepted.load(Ordering::SeqCst)
    }

    /// Returns the number of connections whose script runs.
    pub fn open(&self) -> usize {
        self.accepted() - self.counts.ended.load(Ordering::SeqCst)
    }

    /// Returns the number of requests that have been read.
    pub fn requests(&self) -> usize {
        self.counts.requests.load(Ordering::SeqCst)
    }
}

/// One connection, as the peer sees it.
pub struct Conversation {
    reader: BufReader<TcpStream>,
    counts: Arc<Counts>,
}

impl Conversation {
    fn new(stream: TcpStream, counts: Arc<Counts>) -> Self {
        stream.set_nodelay(true).expect("loopback");
        Self { reader: BufReader::new(stream), counts }
    }

    /// Reads a request with its body.
    pub fn request(&mut self) -> Option<Received> {
        let mut request = self.head()?;
        request.body = read_body(&request, &mut self.reader)?;
        Some(request)
    }

    /// Reads the head of a request.
    pub fn head(&mut self) -> Option<Received> {
        let request = read_head(&mut self.reader)?;
        self.counts.requests.fetch_add(1, Ordering::SeqCst);
        Some(request)
    }

    /// Reads a number of bytes, or what there is before the client leaves.
    pub fn read(&mut self, most: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        let _ = self.reader.by_ref().take(most as u64).read_to_end(&mut bytes);
        bytes
    }

    pub fn write(&mut self, bytes: impl AsRef<[u8]>) -> Option<()> {
        self.reader.get_mut().write_all(bytes.as_ref()).ok()
    }

    /// Answers requests with this response until the client leaves.
    pub fn serve(&mut self, response: impl AsRef<[u8]>) -> Option<()> {
        loop {
            self.request()?;
            self.write(response.as_ref())?;
        }
    }

    /// Waits until the client leaves.
    pub fn wait(&mut self) -> Option<()> {
        while !self.read(1 << 16).is_empty() {}
        None
    }

    /// Ends what is written, and waits until the client leaves: what is on its way is not lost.
    pub fn finish(&mut self) -> Option<()> {
        self.reader.get_ref().shutdown(std::net::Shutdown::Write).ok()?;
        self.wait()
    }

    /// Ends the connection with a reset.
    pub fn reset(&mut self) -> Option<()> {
        socket2::SockRef::from(self.reader.get_ref()).set_linger(Some(Duration::ZERO)).ok()
    }
}

/// Waits for something that other threads do. Fails after ten seconds.
pub fn eventually(what: &str, is_so: impl Fn() -> bool) {
    for _ in 0..2000 {
        if is_so() {
            return;
        }
        thread::sleep(Duration::from_millis(5));
    }
    panic!("never: {what}");
}
