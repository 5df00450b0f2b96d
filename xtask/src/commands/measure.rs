//! `cargo xtask load` and `cargo xtask bench`: figures, from programs built as applications are.

use std::path::Path;
use std::process::ExitCode;

use crate::programs::{BY_REQWEST, WITH_CLIENT, browser_size, sizes, throughput};
use crate::repository::{Outcome, cargo, root};

/// The options of `load`.
#[derive(clap::Args)]
pub struct LoadArgs {
    /// How long the load lasts, for each protocol.
    #[arg(long, value_name = "N", default_value_t = 60)]
    seconds: u32,
}

/// The options of `bench`.
#[derive(clap::Args)]
pub struct BenchArgs {
    /// Runs one comparison alone.
    #[arg(long, value_enum)]
    only: Option<Comparison>,
}

/// What is compared.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Comparison {
    /// Decoding, with plain structs that derive `Deserialize`.
    Decoding,
    /// The smallest program, with one by hand over reqwest: crates, build, size.
    Size,
    /// The size of one call in a browser.
    Browser,
    /// Requests per second, with programs by hand over reqwest and over hyper.
    Throughput,
}

/// Runs `load`.
pub fn load(args: &LoadArgs) -> Outcome {
    program(&root(), "load", &["--features", "http2"], &[&args.seconds.to_string()]).map(|()| ExitCode::SUCCESS)
}

/// Runs `bench`.
pub fn bench(args: &BenchArgs) -> Outcome {
    let root = root();
    let is_wanted = |comparison| args.only.is_none_or(|only| only == comparison);
    if is_wanted(Comparison::Decoding) {
        program(&root, "decode", &[], &[])?;
    }
    if is_wanted(Comparison::Size) {
        sizes(&root, &WITH_CLIENT, &BY_REQWEST).map_err(|error| format!("error: {error}"))?;
    }
    if is_wanted(Comparison::Browser) {
        browser_size(&root).map_err(|error| format!("error: {error}"))?;
    }
    if is_wanted(Comparison::Throughput) {
        throughput(&root).map_err(|error| format!("error: {error}"))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn program(root: &Path, name: &str, features: &[&str], args: &[&str]) -> Result<(), String> {
    let mut command = cargo();
    command.args(["bench", "--quiet", "--package", "tallyfy", "--bench", name]).args(features).arg("--").args(args).current_dir(root);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(format!("error: {name} has failed")),
        Err(error) => Err(format!("error: cannot run cargo: {error}")),
    }
}
