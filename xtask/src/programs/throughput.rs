//! Requests per second, in alternating runs against one server.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::build::{Built, build, of_children};
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

/// What a run has cost.
#[derive(Clone, Copy)]
struct Run {
    calls: f64,
    /// The time of all processors together for a call, in microseconds, the start of the program included; where the system says it.
    processor_time: Option<f64>,
}

/// Prints requests per second with the client, and by hand with reqwest and with hyper: medians, and their ratios. So it does with
/// the time that a call takes of the processors.
pub fn throughput(root: &Path) -> Result<(), String> {
    let server = build(root, &SERVER)?;
    let programs = [build(root, &WITH_CLIENT)?, build(root, &BY_REQWEST)?, build(root, &BY_HYPER)?];
    println!("\n{:44} {:>12} {:>12} {:>12}    ratios", "requests per second", "with-client", "by-reqwest", "by-hyper");
    for (size, description) in [("1 kB", 800), ("37 kB", 37_000)] {
        let server = RunningServer::start(&server, description)?;
        for callers in ["1", "64"] {
            let mut runs = [const { Vec::new() }; 3];
            for _ in 0..TURNS {
                for (program, runs) in programs.iter().zip(&mut runs) {
                    runs.push(run(program, &server.url, callers)?);
                }
            }
            let case = format!("{size}, {callers} at a time");
            line(&case, 0, runs.each_ref().map(|runs| median(runs.iter().map(|run| run.calls).collect())));
            let times = runs.each_ref().map(|runs| runs.iter().filter_map(|run| run.processor_time).collect::<Vec<_>>());
            if times.iter().all(|times| !times.is_empty()) {
                line("    processor time of a call, microseconds", 1, times.map(median));
            }
        }
    }
    Ok(())
}

fn line(what: &str, digits: usize, [ours, reqwest, hyper]: [f64; 3]) {
    println!("{what:44} {ours:12.digits$} {reqwest:12.digits$} {hyper:12.digits$}    {:5.3} {:5.3}", ours / reqwest, ours / hyper);
}

fn run(program: &Built, url: &str, callers: &str) -> Result<Run, String> {
    let mut command = Command::new("sh");
    command.args(["-c", r#""$0" "$@" || exit 1; times"#]).arg(&program.path).args([url, callers, MILLISECONDS]);
    let output = command.output().map_err(|error| format!("cannot run {}: {error}", program.path.display()))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let failed = || format!("{} has failed:\n{}", program.path.display(), String::from_utf8_lossy(&output.stderr));
    let calls: f64 = text.lines().next().and_then(|line| line.trim().parse().ok()).ok_or_else(failed)?;
    Ok(Run { calls, processor_time: of_children(&text).map(|seconds| seconds * 1_000_000.0 / calls) })
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates.get(rates.len() / 2).copied().unwrap_or_default()
}
