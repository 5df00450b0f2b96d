//! Addresses on loopback that nothing listens on, and that nothing will.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener, UdpSocket};
use std::sync::{Mutex, PoisonError};

/// The first port that systems give to sockets which ask for any. Below it, a port is taken by those who name it.
const EPHEMERAL: u16 = 32768;
/// The first port that tests take.
const FIRST: u16 = 10000;

/// Returns an address on loopback that nothing listens on, for this process alone: its port is given neither to a connection nor to
/// another test, whatever runs at the same time.
pub fn free_address() -> SocketAddr {
    /// The same ports of UDP, which nothing here uses: who holds one has the right to the port of TCP.
    static HELD: Mutex<Vec<UdpSocket>> = Mutex::new(Vec::new());
    let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
    let count = EPHEMERAL - FIRST;
    // Processes that start one after another begin far from each other.
    let first = (std::process::id() % u32::from(count)) * 97;
    for number in 0..u32::from(count) {
        let port = FIRST + u16::try_from((first + number) % u32::from(count)).expect("it is below the count");
        let Ok(right) = UdpSocket::bind(("127.0.0.1", port)) else { continue };
        let everywhere = [SocketAddr::from(([0, 0, 0, 0], port)), SocketAddr::from(([0_u16; 8], port))];
        let is_taken = |address| TcpListener::bind(address).is_err_and(|error| error.kind() == ErrorKind::AddrInUse);
        if !everywhere.into_iter().any(is_taken) {
            held.push(right);
            return SocketAddr::from(([127, 0, 0, 1], port));
        }
    }
    panic!("loopback has no free port from {FIRST} to {EPHEMERAL}")
}
