//! tinyproxy, and its log.

use std::net::SocketAddr;

use super::{Folder, Running, TINYPROXY, free_address, shown, wait_until};

pub struct Tinyproxy {
    folder: Folder,
    pub address: SocketAddr,
    _running: Running,
}

impl Tinyproxy {
    pub fn start() -> Self {
        let (folder, address) = (Folder::new(), free_address());
        let log = shown(&folder.path("log"));
        let config = format!(
            "Port {}\nListen 127.0.0.1\nTimeout 30\nLogFile \"{log}\"\nLogLevel Connect\nMaxClients 20\nPidFile \"{}\"\n",
            address.port(),
            shown(&folder.path("pid"))
        );
        let config = folder.write("tinyproxy.conf", config);
        let running = Running::listening(TINYPROXY.command().args(["-d", "-c", &shown(&config)]), address);
        Self { folder, address, _running: running }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the request lines so far.
    pub fn lines(&self) -> Vec<String> {
        let log = self.folder.read("log");
        let requests = log.lines().filter(|line| line.contains("Request (file descriptor"));
        requests.filter_map(|line| line.split_once("): ")).map(|(_, request)| request.trim().to_owned()).collect()
    }

    /// Returns the request lines, once there are so many.
    pub fn requests(&self, count: usize) -> Vec<String> {
        assert!(wait_until(|| self.lines().len() >= count), "tinyproxy has logged {:?}", self.folder.read("log"));
        self.lines()
    }
}
