//! Any document, and any response: the targets that libFuzzer runs. They are workspaces of their own.

use std::path::Path;
use std::process::Command;

use super::step::{Ended, passed};
use crate::tools::{self, cargo, run};

/// The version of cargo-fuzz.
const VERSION: &str = "0.13.2";
/// Where the targets of the client are.
const CLIENT: &str = "generated-client/fuzz";
/// What the server answers to: a call, the pages of a list, the renewal of a token.
const TARGETS: [&str; 3] = ["response", "pages", "tokens"];
/// How many seconds each of them runs.
const SECONDS: usize = 20;
/// How many MiB of memory a target may take: a response is at most 1 MiB in it.
const MEMORY: usize = 512;

/// The target of the generator: its code is checked.
pub fn generator(root: &Path) -> Result<Ended, String> {
    let target = root.join("target/fuzz").display().to_string();
    cargo(root, &["check", "--locked", "--manifest-path", "generator/fuzz/Cargo.toml"], &[("CARGO_TARGET_DIR", &target)])?;
    passed()
}

/// The targets of the client: a minute of responses that libFuzzer makes up, from those in `seeds`. A panic, a secret that shows, a
/// walk without end and too much memory are failures.
pub fn client(root: &Path) -> Result<Ended, String> {
    for target in TARGETS {
        let corpus = root.join("target/fuzz-corpus").join(target);
        std::fs::create_dir_all(&corpus).map_err(|error| format!("cannot make {}: {error}", corpus.display()))?;
        let mut command = fuzz(root, target)?;
        command.arg(&corpus).arg(root.join(CLIENT).join("seeds").join(target));
        command.args(["--", &format!("-max_total_time={SECONDS}"), &format!("-rss_limit_mb={MEMORY}"), "-max_len=8192", "-timeout=10"]);
        run(&mut command, &format!("cargo fuzz run {target}"))?;
    }
    Ok(Ended::Passed(format!("{} targets, {SECONDS} s each", TARGETS.len())))
}

/// Runs a target. Its instrumentation works with a stable compiler as long as no sanitizer is asked for.
fn fuzz(root: &Path, target: &str) -> Result<Command, String> {
    let mut command = Command::new(tools::from_registry(root, "cargo-fuzz", VERSION)?);
    command.args(["run", "--sanitizer", "none", "--fuzz-dir", CLIENT, target]).current_dir(root);
    command.env("CARGO_TARGET_DIR", root.join("target/fuzz"));
    Ok(command)
}
