//! What comes from npm: the validator of definitions, and Prism, which serves one.

use std::fs::{self, File};
use std::io::Write as _;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::FOLDER;
use crate::tools;

/// How long Prism may take until it listens: large definitions take their time.
const PATIENCE: Duration = Duration::from_secs(300);

/// Prism says this when it listens.
const LISTENS: &str = "Prism is listening";

/// Prism, until it is dropped.
pub struct Prism {
    child: Child,
    /// Where it listens, on the loopback interface.
    pub port: u16,
}

impl Drop for Prism {
    fn drop(&mut self) {
        // Gone already is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether a definition is valid, by `@seriousme/openapi-schema-validator`.
pub fn validate(root: &Path, definition: &Path) -> Result<(), String> {
    match validated(root, &[definition])?.first().map_or("", String::as_str) {
        "" => Ok(()),
        fault => Err(format!("the effective definition is not valid: {fault}")),
    }
}

/// What the validator says of each file; nothing where it is valid.
pub fn validated(root: &Path, files: &[&Path]) -> Result<Vec<String>, String> {
    let package = tools::from_npm(root, "contract", FOLDER)?.join("@seriousme/openapi-schema-validator/index.js");
    let failed = |error: std::io::Error| format!("cannot run node: {error}");
    let mut command = Command::new("node");
    command.arg(root.join(FOLDER).join("check.mjs")).arg(package).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut node = command.spawn().map_err(failed)?;
    let list: String = files.iter().map(|file| format!("{}\n", file.display())).collect();
    // The pipe ends with this, and node reads to its end before it writes.
    node.stdin.take().map_or(Ok(()), |mut input| input.write_all(list.as_bytes())).map_err(failed)?;
    let output = node.wait_with_output().map_err(failed)?;
    let lines: Vec<String> = String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect();
    if lines.len() == files.len() { Ok(lines) } else { Err("node check.mjs did not look at each file".to_owned()) }
}

/// Starts Prism, and waits until it listens.
pub fn start(root: &Path, definition: &Path, folder: &Path) -> Result<Prism, String> {
    let failed = |error: std::io::Error| format!("cannot start Prism: {error}");
    let program = tools::from_npm(root, "contract", FOLDER)?.join("@stoplight/prism-cli/dist/index.js");
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr()).map_err(failed)?.port();
    let log = folder.join("prism.log");
    let output = File::create(&log).map_err(failed)?;
    let mut command = Command::new("node");
    command.arg("--require").arg(root.join("generator/conformance/leash.cjs")).arg(program);
    command.args(["mock", "--errors=false", "--port", &port.to_string()]).arg(definition);
    // It ends when this pipe does: it cannot outlive us, whatever ends us.
    let command = command.stdin(Stdio::piped()).stdout(output.try_clone().map_err(failed)?).stderr(output);
    let mut prism = Prism { child: command.spawn().map_err(failed)?, port };
    let start = Instant::now();
    while !fs::read_to_string(&log).unwrap_or_default().contains(LISTENS) {
        if let Ok(Some(status)) = prism.child.try_wait() {
            return Err(format!("Prism ended with {status}; its output is in {}", log.display()));
        }
        if start.elapsed() > PATIENCE {
            return Err(format!("Prism did not listen within {} s", PATIENCE.as_secs()));
        }
        thread::sleep(Duration::from_millis(100));
    }
    Ok(prism)
}
