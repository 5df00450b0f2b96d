//! `cargo xtask load` and `cargo xtask bench`: figures, from programs built as applications are.

use std::path::Path;
use std::process::ExitCode;

use crate::repository::{Outcome, cargo, root};

/// The options of `load`.
#[derive(clap::Args)]
pub struct LoadArgs {
    /// How long the load lasts.
    #[arg(long, value_name = "N", default_value_t = 60)]
    seconds: u32,
}

/// The options of `bench`.
#[derive(clap::Args)]
pub struct BenchArgs {}

/// Runs `load`.
pub fn load(args: &LoadArgs) -> Outcome {
    program(&root(), "load", &[&args.seconds.to_string()]).map(|()| ExitCode::SUCCESS)
}

/// Runs `bench`.
pub fn bench(_: &BenchArgs) -> Outcome {
    program(&root(), "decode", &[]).map(|()| ExitCode::SUCCESS)
}

fn program(root: &Path, name: &str, args: &[&str]) -> Result<(), String> {
    let mut command = cargo();
    command.args(["bench", "--quiet", "--package", "tallyfy", "--bench", name, "--"]).args(args).current_dir(root);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(format!("error: {name} has failed")),
        Err(error) => Err(format!("error: cannot run cargo: {error}")),
    }
}
