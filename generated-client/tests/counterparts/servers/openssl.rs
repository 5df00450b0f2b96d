//! `openssl s_server`: it writes down what a handshake contains, and says what it is told to.

use std::io::Write as _;
use std::net::SocketAddr;
use std::process::Stdio;

use super::certificates::Pair;
use super::{Folder, OPENSSL, Running, free_address, shown, wait_until};

pub struct SServer {
    folder: Folder,
    pub address: SocketAddr,
    running: Running,
}

impl SServer {
    pub fn start(certificate: &Pair, args: &[&str]) -> Self {
        Self::at(free_address(), certificate, args)
    }

    pub fn at(address: SocketAddr, certificate: &Pair, args: &[&str]) -> Self {
        let folder = Folder::new();
        let log = || std::fs::File::create(folder.path("log")).expect("the folder can be written to");
        let mut command = OPENSSL.command();
        command.args(["s_server", "-accept", &address.to_string()]).args(args);
        command.args(["-cert", &shown(&certificate.certificate), "-key", &shown(&certificate.key)]);
        command.stdin(Stdio::piped()).stdout(log()).stderr(Stdio::null());
        let running = Running::start(&mut command);
        let server = Self { folder, address, running };
        // A connection to try it would take the place of the real one.
        assert!(wait_until(|| server.log().contains("ACCEPT")), "s_server says {:?}", server.log());
        server
    }

    /// Returns what it has written: facts of handshakes, and what clients have sent.
    pub fn log(&self) -> String {
        String::from_utf8_lossy(&std::fs::read(self.folder.path("log")).unwrap_or_default()).into_owned()
    }

    pub fn wait_for(&self, text: &str) {
        assert!(wait_until(|| self.log().contains(text)), "no {text:?} in what s_server says: {:?}", self.log());
    }

    /// Sends bytes to the client.
    pub fn send(&mut self, bytes: &[u8]) {
        let stdin = self.running.child().stdin.as_mut().expect("it has one");
        stdin.write_all(bytes).and_then(|()| stdin.flush()).expect("it is running");
    }

    /// Ends it without the end that TLS has.
    pub fn kill(&mut self) {
        self.running.kill();
    }
}
