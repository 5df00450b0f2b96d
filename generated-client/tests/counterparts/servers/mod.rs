//! Servers and proxies that others wrote: each runs as a process of its own, in a folder and on ports of its own.

pub mod certificates;
pub mod haproxy;
pub mod nginx;
pub mod openssl;
pub mod socks;
pub mod squid;
pub mod tinyproxy;

use std::net::{SocketAddr, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

pub use crate::ports::free_address;

/// A program that a test needs, and the Debian package that has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Program {
    pub name: &'static str,
    pub package: &'static str,
}

pub const DANTE: Program = Program { name: "danted", package: "dante-server" };
pub const GZIP: Program = Program { name: "gzip", package: "gzip" };
pub const HAPROXY: Program = Program { name: "haproxy", package: "haproxy" };
pub const IP: Program = Program { name: "ip", package: "iproute2" };
pub const MICROSOCKS: Program = Program { name: "microsocks", package: "microsocks" };
pub const NGHTTPD: Program = Program { name: "nghttpd", package: "nghttp2-server" };
pub const NGINX: Program = Program { name: "nginx", package: "nginx" };
/// Named for the package of the system. Any other installation will do.
pub const NODE: Program = Program { name: "node", package: "nodejs" };
pub const OPENSSL: Program = Program { name: "openssl", package: "openssl" };
pub const SQUID: Program = Program { name: "squid", package: "squid" };
pub const TINYPROXY: Program = Program { name: "tinyproxy", package: "tinyproxy" };
pub const UNSHARE: Program = Program { name: "unshare", package: "util-linux" };

impl Program {
    /// Returns where it is. Servers may be in folders that the path of ordinary users leaves out.
    pub fn path(self) -> Option<PathBuf> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::env::split_paths(&path).chain(["/usr/sbin", "/usr/local/sbin", "/sbin"].map(PathBuf::from));
        folders.map(|folder| folder.join(self.name)).find(|program| program.is_file())
    }

    pub fn command(self) -> Command {
        let mut command = Command::new(self.path().expect("the test is ignored without it"));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }
}

/// A folder that goes when the test ends. Servers that give up the rights of root can write to it.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("counterparts-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).expect("the folder for temporary files can be written to");
        let everybody = std::fs::Permissions::from_mode(0o777);
        std::fs::set_permissions(&path, everybody).expect("it is ours");
        Self(path)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, content).expect("the folder can be written to");
        path
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_default()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A process that ends with the test, also with one that fails.
pub struct Running(Child);

impl Running {
    pub fn start(command: &mut Command) -> Self {
        Self(command.spawn().expect("the program starts"))
    }

    /// Starts a server, and waits until it accepts connections.
    pub fn listening(command: &mut Command, address: SocketAddr) -> Self {
        let mut running = Self::start(command);
        let accepts = || TcpStream::connect(address).is_ok();
        let started = wait_until(|| running.0.try_wait().is_ok_and(|ended| ended.is_some()) || accepts());
        let ended = running.0.try_wait().expect("it can be asked");
        assert!(started && ended.is_none(), "{command:?} does not listen on {address}: {ended:?}");
        running
    }

    pub fn child(&mut self) -> &mut Child {
        &mut self.0
    }

    /// Ends it at once: its connections have no orderly end.
    pub fn kill(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Waits until something holds, for some seconds: logs are written after the answer. Returns whether it holds.
pub fn wait_until(mut holds: impl FnMut() -> bool) -> bool {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(10) {
        if holds() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    false
}

/// A path as it stands in a configuration.
pub fn shown(path: &Path) -> String {
    path.display().to_string()
}
