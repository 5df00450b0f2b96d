//! haproxy, which takes TLS off in front of another server.

use std::net::SocketAddr;

use super::certificates::Pair;
use super::{Folder, HAPROXY, Running, free_address, shown, wait_until};

pub struct Haproxy {
    folder: Folder,
    pub address: SocketAddr,
    _running: Running,
}

impl Haproxy {
    /// Starts one that sends what it decrypts to another address, and writes down what ALPN has chosen.
    pub fn tls(certificate: &Pair, to: SocketAddr) -> Self {
        let (folder, address) = (Folder::new(), free_address());
        let pem = folder.write("both.pem", certificate.certificate_text() + &certificate.key_text());
        let config = format!(
            "global\n  log stdout format raw local0\ndefaults\n  mode tcp\n  timeout connect 5s\n  timeout client 30s\n  timeout server 30s\n\
             frontend tls\n  bind {address} ssl crt {} alpn h2,http/1.1\n  log global\n  log-format alpn=%[ssl_fc_alpn],sni=%[ssl_fc_sni]\n  default_backend plain\n\
             backend plain\n  server one {to}\n",
            shown(&pem)
        );
        let config = folder.write("haproxy.cfg", config);
        let log = std::fs::File::create(folder.path("log")).expect("the folder can be written to");
        let running = Running::listening(HAPROXY.command().args(["-db", "-f", &shown(&config)]).stdout(log), address);
        Self { folder, address, _running: running }
    }

    /// Waits for a line of its log.
    pub fn wait_for(&self, line: &str) {
        let has = || self.folder.read("log").lines().any(|known| known == line);
        assert!(wait_until(has), "haproxy has logged {:?}", self.folder.read("log"));
    }
}
