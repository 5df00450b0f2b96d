//! Requests per second, in alternating runs against one server.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::build::{Built, build};
use super::{BY_HYPER, BY_REQWEST, SERVER, WITH_CLIENT};

/// How often each program runs in each case, and for how long.
const TURNS: usize = 15;
const MILLISECONDS: &str = "1000";

/// A server that ends with this value.
struct RunningServer {
    child: Child,
    url: String,
}

impl Drop for RunningServer {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl RunningServer {
    fn start(built: &Built, description: usize) -> Result<Self, String> {
        let mut command = Command::new(&built.path);
        command.arg(description.to_string()).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(|error| format!("cannot start the server: {error}"))?;
        let mut line = String::new();
        let stdout = child.stdout.take().ok_or("the server has no output")?;
        BufReader::new(stdout).read_line(&mut line).map_err(|error| format!("the server says nothing: {error}"))?;
        Ok(Self { child, url: format!("http://{}", line.trim()) })
    }
}

/// Prints requests per second with the client, and by hand with reqwest and with hyper: medians, and their ratios.
pub fn throughput(root: &Path) -> Result<(), String> {
    let server = build(root, &SERVER)?;
    let programs = [build(root, &WITH_CLIENT)?, build(root, &BY_REQWEST)?, build(root, &BY_HYPER)?];
    println!("\n{:44} {:>12} {:>12} {:>12}    ratios", "requests per second", "with-client", "by-reqwest", "by-hyper");
    for (size, description) in [("1 kB", 800), ("37 kB", 37_000)] {
        let server = RunningServer::start(&server, description)?;
        for callers in ["1", "64"] {
            let mut rates = [const { Vec::new() }; 3];
            for _ in 0..TURNS {
                for (program, rates) in programs.iter().zip(&mut rates) {
                    rates.push(calls(program, &server.url, callers)?);
                }
            }
            let [ours, reqwest, hyper] = rates.map(median);
            let case = format!("{size}, {callers} at a time");
            println!("{case:44} {ours:12.0} {reqwest:12.0} {hyper:12.0}    {:5.3} {:5.3}", ours / reqwest, ours / hyper);
        }
    }
    Ok(())
}

fn calls(program: &Built, url: &str, callers: &str) -> Result<f64, String> {
    let output = Command::new(&program.path).args([url, callers, MILLISECONDS]).output();
    let output = output.map_err(|error| format!("cannot run {}: {error}", program.path.display()))?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.trim().parse().map_err(|_| format!("{} has failed:\n{}", program.path.display(), String::from_utf8_lossy(&output.stderr)))
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates.get(rates.len() / 2).copied().unwrap_or_default()
}
