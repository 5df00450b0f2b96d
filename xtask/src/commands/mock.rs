//! `cargo xtask mock`: a server that answers by a definition. It is a program of its own, which is only built when it is needed.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::codegen;
use super::overlays::OverlayArgs;
use crate::repository::{Outcome, root};
use crate::tools;

/// The manifest of the program.
pub const MOCK: &str = "xtask/mock/Cargo.toml";

/// The options of the command.
#[derive(clap::Args)]
pub struct Args {
    /// The document, JSON or YAML; by default Tallyfy's definition with its overlay.
    spec: Option<PathBuf>,
    #[command(flatten)]
    overlay: OverlayArgs,
    /// The port of 127.0.0.1; by default a free one. The address is printed.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Keeps what is created and changed in this file, and begins with what is in it. Only one server can use a file at a time.
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// The share of requests that are answered with 429, from 0 to 1.
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, value_parser = share)]
    fault_rate: f64,
    /// How long each response takes at least, in milliseconds.
    #[arg(long, value_name = "MS", default_value_t = 0)]
    latency: u32,
}

/// Runs the command.
pub fn run(args: &Args) -> Outcome {
    let root = root();
    let mut command = command(&root, args.spec.as_deref(), &args.overlay)?;
    command.args([&args.port.to_string(), &args.state.as_deref().map_or("-".into(), |path| path.display().to_string())]);
    command.args([args.fault_rate.to_string(), args.latency.to_string()]);
    replace(command)
}

/// A server that runs until it is dropped.
pub struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // Gone already is as good.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a server for a document and its overlay, on a free port; returns its address.
pub fn start(root: &Path, spec: &Path, overlay: Option<&Path>) -> Result<(Running, String), String> {
    let mut command = Command::new(tools::own(root, MOCK, "mock")?);
    command.arg(spec).arg(overlay.unwrap_or(Path::new("-"))).args(["0", "-", "0", "0"]).stdout(Stdio::piped());
    let mut running = Running(command.spawn().map_err(|error| format!("cannot run the server: {error}"))?);
    let mut address = String::new();
    let out = running.0.stdout.take().map(BufReader::new);
    let read = out.map_or(Ok(0), |mut out| out.read_line(&mut address));
    if read.map_err(|error| format!("the server does not tell its address: {error}"))? == 0 {
        return Err("the server did not start".to_owned());
    }
    Ok((running, address.trim().to_owned()))
}

/// The program, as far as the document.
fn command(root: &Path, spec: Option<&Path>, overlay: &OverlayArgs) -> Result<Command, String> {
    let program = tools::own(root, MOCK, "mock").map_err(|error| format!("error: {error}"))?;
    let mut command = Command::new(program);
    match spec {
        Some(spec) => command.arg(spec).arg(overlay.for_document(spec).unwrap_or_else(|| "-".into())),
        None => command.arg(root.join(codegen::DOCUMENT)).arg(root.join(codegen::OVERLAY)),
    };
    Ok(command)
}

/// Becomes the program, so that it is the one that is interrupted.
#[cfg(unix)]
fn replace(mut command: Command) -> Outcome {
    use std::os::unix::process::CommandExt as _;

    Err(format!("error: cannot run the server: {}", command.exec()))
}

/// Runs the program, where one process cannot become another.
#[cfg(not(unix))]
fn replace(mut command: Command) -> Outcome {
    use std::process::ExitCode;

    let status = command.status().map_err(|error| format!("error: cannot run the server: {error}"))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn share(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|share| (0.0..=1.0).contains(share)).ok_or_else(|| "expected a number from 0 to 1".to_owned())
}
