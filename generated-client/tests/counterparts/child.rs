//! Calls of a child process: its environment, its limits and its rights are its own.
//!
//! The child is this program. It makes one call for each URL, and prints a line for each.

use std::ffi::OsStr;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use tallyfy::{Client, Error, HttpTransport, Method, Retry};

use crate::calls;

const CHILD: &str = "--child";

/// Addresses of hosts, as `HOST=ADDRESS` separated by blanks.
const ADDRESSES: &str = "COUNTERPARTS_ADDRESSES";
/// A file with a certificate to add to the roots.
const ROOT: &str = "COUNTERPARTS_ROOT";
/// A file with the only certificate that is a root.
const ONLY_ROOT: &str = "COUNTERPARTS_ONLY_ROOT";
/// `HOST=PATH` of a Unix socket.
const SOCKET: &str = "COUNTERPARTS_SOCKET";
/// An address that the child listens on itself.
const LISTEN: &str = "COUNTERPARTS_LISTEN";
/// Makes the child open as many files as it may.
const FILES: &str = "COUNTERPARTS_FILES";

/// A child process to come.
pub struct Child {
    command: Command,
}

/// What a child printed.
#[derive(Debug)]
pub struct Printed {
    /// A line for each URL: `ok`, or what the error is.
    pub calls: Vec<String>,
    /// What was logged.
    pub log: String,
}

impl Child {
    /// Prepares one with nothing in its environment.
    pub fn new() -> Self {
        Self::within(&[])
    }

    /// Prepares one that another program starts, with the arguments before it.
    pub fn within(starter: &[&str]) -> Self {
        let own = std::env::current_exe().expect("this program has a path");
        let mut command = match starter {
            [program, args @ ..] => {
                let mut command = Command::new(program);
                command.args(args).arg(own);
                command
            }
            [] => Command::new(own),
        };
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Self { command }
    }

    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub fn addresses(self, addresses: &[(&str, SocketAddr)]) -> Self {
        let pairs: Vec<String> = addresses.iter().map(|(host, address)| format!("{host}={address}")).collect();
        self.env(ADDRESSES, pairs.join(" "))
    }

    pub fn root(self, path: &Path) -> Self {
        self.env(ROOT, path)
    }

    pub fn only_root(self, path: &Path) -> Self {
        self.env(ONLY_ROOT, path)
    }

    pub fn socket(self, host: &str, path: &Path) -> Self {
        self.env(SOCKET, format!("{host}={}", path.display()))
    }

    /// Makes the child listen on an address itself.
    pub fn listens(self, address: &str) -> Self {
        self.env(LISTEN, address)
    }

    /// Makes the child open as many files as it may before it calls.
    pub fn opens_files(self) -> Self {
        self.env(FILES, "all")
    }

    /// Calls URLs with a transport.
    pub fn get(self, urls: &[&str]) -> Printed {
        self.run("get", urls)
    }

    /// Builds clients that have the transport they make for themselves, and makes no call.
    pub fn build(self, urls: &[&str]) -> Printed {
        self.run("build", urls)
    }

    fn run(mut self, task: &str, urls: &[&str]) -> Printed {
        let output = self.command.arg(CHILD).arg(task).args(urls).output().expect("the child starts");
        let (printed, log) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr).into_owned());
        assert!(output.status.success(), "the child ended with {}: {printed}{log}", output.status);
        let calls: Vec<String> = printed.lines().map(str::to_owned).collect();
        assert_eq!(calls.len(), urls.len(), "{printed}{log}");
        Printed { calls, log }
    }
}

/// Returns what this process is to do as a child, if it is one.
pub fn task() -> Option<Vec<String>> {
    let mut args = std::env::args().skip(1);
    (args.next().as_deref() == Some(CHILD)).then(|| args.collect())
}

/// Does what a child is told to.
pub fn run(task: &[String]) {
    #[cfg(feature = "tracing")]
    tracing_subscriber::fmt().without_time().with_ansi(false).with_writer(std::io::stderr).init();
    let [task, urls @ ..] = task else { panic!("there is a task") };
    for url in urls {
        let result = match task.as_str() {
            "get" => get(url),
            _ => Client::builder().base_url(url).build().map(|_| ()),
        };
        match result {
            Ok(()) => println!("ok"),
            Err(error) => println!("{:?} {} {}", error.delivery(), error.attempts(), error.to_string().replace('\n', " | ")),
        }
    }
}

fn get(url: &str) -> Result<(), Error> {
    let mut builder = HttpTransport::builder();
    for pair in std::env::var(ADDRESSES).unwrap_or_default().split_whitespace() {
        let (host, address) = pair.split_once('=').expect("HOST=ADDRESS");
        builder = builder.resolve(host, [address.parse().expect("an address")]);
    }
    if let Ok(path) = std::env::var(ROOT) {
        builder = builder.add_root_certificates(std::fs::read(path).expect("the file is there"));
    }
    if let Ok(path) = std::env::var(ONLY_ROOT) {
        builder = builder.only_root_certificates(std::fs::read(path).expect("the file is there"));
    }
    if let Ok(pair) = std::env::var(SOCKET) {
        let (host, path) = pair.split_once('=').expect("HOST=PATH");
        builder = builder.unix_socket(host, path);
    }
    let retry = Retry::default().retries(calls::ALL_ATTEMPTS - 1).backoff(Duration::from_millis(1), Duration::from_millis(1));
    let client = Client::builder().base_url(url).transport(builder.build()?).retry(retry).build()?;
    let _listener = std::env::var(LISTEN).ok().map(|address| std::net::TcpListener::bind(address).expect("the address is free"));
    calls::block_on(async {
        let mut files = Vec::new();
        while std::env::var_os(FILES).is_some() {
            match std::fs::File::open("/dev/null") {
                Ok(file) => files.push(file),
                Err(_) => break,
            }
        }
        calls::send(&client, Method::GET).await
    })
}
