//! The server: installed from the lock file, started on a free port, and gone when we are.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::tools;

/// The package that the server is in.
const PACKAGE: &str = "@microsoft.azure/autorest.testserver";

/// How long the server may take until it listens.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often each scenario was counted, by the server's categories.
pub type Counts = BTreeMap<Category, BTreeMap<String, u64>>;

/// The reports that the server keeps apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Category {
    /// What every client is to pass.
    General,
    /// What not every language can express.
    Optional,
    /// What one vendor's services do: paging, long-running operations, and their own headers.
    Azure,
}

impl Category {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::General, Self::Optional, Self::Azure];

    fn path(self) -> &'static str {
        match self {
            Self::General => "/report",
            Self::Optional => "/report/optional",
            Self::Azure => "/report/azure",
        }
    }
}

/// Installs the server from a folder with its lock file unless just this one is there; returns its folder.
pub fn install(root: &Path, from: &str) -> Result<PathBuf, String> {
    Ok(tools::from_npm(root, "autorest-testserver", from).map_err(|error| format!("error: {error}"))?.join(PACKAGE))
}

/// A server that is running.
pub struct Server {
    child: Child,
    /// Where it listens, on the loopback interface.
    pub port: u16,
}

impl Server {
    /// Starts it and waits until it listens.
    pub fn start(folder: &Path, package: &Path, target: &Path) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("error: cannot start the server: {error}");
        let port = free_port().map_err(failed)?;
        let log = target.join("server.log");
        let output = File::create(&log).map_err(failed)?;
        let coverage = target.join("coverage");
        if coverage.exists() {
            fs::remove_dir_all(&coverage).map_err(failed)?;
        }
        let child = Command::new("node")
            .arg("--require")
            .arg(folder.join("leash.cjs"))
            .arg(package.join("dist/cli/cli.js"))
            .args(["run", &format!("--port={port}")])
            .arg(format!("--coverageDirectory={}", coverage.display()))
            // The server ends when this pipe does: it cannot outlive us, whatever ends us.
            .stdin(Stdio::piped())
            .stdout(output.try_clone().map_err(failed)?)
            .stderr(output)
            .spawn()
            .map_err(|error| format!("error: cannot run node: {error}\n  help: the server needs Node.js 18 or newer"))?;
        let mut server = Self { child, port };
        server.wait().map_err(|why| format!("error: {why}; its output is in {}", log.display()))?;
        Ok(server)
    }

    fn wait(&mut self) -> Result<(), String> {
        let start = Instant::now();
        while get(self.port, "/report").is_err() {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(format!("the server ended with {status}"));
            }
            if start.elapsed() > PATIENCE {
                return Err(format!("the server did not listen within {} s", PATIENCE.as_secs()));
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// What the server has counted.
    pub fn counts(&self) -> Result<Counts, String> {
        let mut counts = Counts::new();
        for category in Category::ALL {
            let path = category.path();
            let body = get(self.port, path).map_err(|error| format!("error: the server's {path}: {error}"))?;
            let report: BTreeMap<String, Value> =
                serde_json::from_str(&body).map_err(|error| format!("error: the server's {path}: {error}"))?;
            let by_name = report.into_iter().map(|(name, count)| (name, count.as_u64().unwrap_or(0)));
            counts.insert(category, by_name.collect());
        }
        Ok(counts)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Gone already is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// Fetches a page of the server. HTTP/1.0 asks for the plainest of responses: a head, and a body up to the end.
fn get(port: u16, path: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    write!(stream, "GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n")?;
    let mut response = String::new();
    stream.read_to_string(&mut response)?;
    match response.split_once("\r\n\r\n") {
        Some((head, body)) if head.split(' ').nth(1) == Some("200") => Ok(body.to_owned()),
        _ => Err(std::io::Error::other("no response of status 200")),
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::*;

    /// As little of a server as is asked for here, or what another script is.
    const SMALL: &str = r#"
        const port = process.argv.find((word) => word.startsWith("--port=")).slice(7);
        const reports = { "/report": { Good: 2 }, "/report/optional": {}, "/report/azure": { Long: 0 } };
        const answer = (request, response) => response.end(JSON.stringify(reports[request.url]));
        require("http").createServer(answer).listen(Number(port), "127.0.0.1");
    "#;

    /// Starts a server that is this script.
    fn start(script: &str) -> Result<Server, String> {
        let folder = crate::repository::root().join(super::super::FOLDER);
        let target = tempfile::tempdir().expect("a folder");
        let cli = target.path().join("dist/cli");
        fs::create_dir_all(&cli).expect("a folder for the script");
        fs::write(cli.join("cli.js"), script).expect("the script is written");
        Server::start(&folder, target.path(), target.path())
    }

    fn is_gone(port: u16) -> bool {
        TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err()
    }

    #[test]
    #[ignore = "needs Node.js: `cargo xtask ci --only conformance`"]
    fn it_answers_until_it_is_dropped() {
        let server = start(SMALL).expect("it listens");
        let counts = server.counts().expect("it counts");
        assert_eq!(counts[&Category::General]["Good"], 2);
        assert_eq!(counts[&Category::Azure]["Long"], 0);
        let port = server.port;
        drop(server);
        assert!(is_gone(port));
    }

    #[test]
    #[ignore = "needs Node.js: `cargo xtask ci --only conformance`"]
    fn it_is_gone_after_a_panic() {
        let server = start(SMALL).expect("it listens");
        let port = server.port;
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let _server = server;
            panic!("something goes wrong in between");
        }));
        assert!(outcome.is_err() && is_gone(port));
    }

    #[test]
    #[ignore = "needs Node.js: `cargo xtask ci --only conformance`"]
    fn one_that_ends_at_once_is_an_error() {
        let error = start("process.exit(3)").err().expect("it does not listen");
        assert!(error.contains("the server ended with exit status: 3"), "{error}");
    }

    #[test]
    #[ignore = "needs Node.js: `cargo xtask ci --only conformance`"]
    fn it_does_not_outlive_a_starter_that_is_killed() {
        let leash = crate::repository::root().join(super::super::FOLDER).join("leash.cjs");
        // It writes where we read: that ends when both are gone.
        let late = "setTimeout(() => { console.log(\"outlived\"); process.exit(); }, 20000)";
        let starter = format!(
            "require('child_process').spawn(process.execPath, ['--require', {leash:?}, '-e', {late:?}], \
             {{ stdio: ['pipe', 'inherit', 'ignore'] }}).on('spawn', () => console.log('started'));"
        );
        let mut starter = Command::new("node").args(["-e", &starter]).stdout(Stdio::piped()).spawn().expect("node runs");
        let mut output = starter.stdout.take().expect("it is piped");
        let mut first = [0; 8];
        output.read_exact(&mut first).expect("it starts");
        starter.kill().expect("it is killed");
        starter.wait().expect("it is gone");
        let mut rest = String::new();
        output.read_to_string(&mut rest).expect("the pipe ends");
        assert_eq!((&first, rest.as_str()), (b"started\n", ""));
    }
}
