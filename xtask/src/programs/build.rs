//! What a program costs: crates, the time of a build, the size.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use super::Program;
use crate::repository::cargo;

/// Returns the crates in a program: its distinct normal dependencies.
pub fn crates(root: &Path, program: &Program) -> Result<BTreeSet<String>, String> {
    let folder = program.write(root)?;
    let output = cargo().args(["tree", "--edges", "normal", "--prefix", "none", "--format", "{p}"]).current_dir(&folder).output();
    let output = output.map_err(|error| format!("cannot run cargo: {error}"))?;
    if !output.status.success() {
        return Err(format!("cargo tree has failed:\n{}", String::from_utf8_lossy(&output.stderr)));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let name_and_version = |line: &str| line.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    let packages = text.lines().map(name_and_version).filter(|package| !package.is_empty());
    let own = format!("{} v", program.name);
    Ok(packages.filter(|package| !package.starts_with(&own)).collect())
}

/// A program that was built.
pub struct Built {
    pub path: PathBuf,
    pub seconds: f64,
    /// The time of all processors together, where the system says it.
    pub processor_seconds: Option<f64>,
    pub bytes: u64,
}

/// Builds a program from nothing, optimised and stripped.
pub fn build(root: &Path, program: &Program) -> Result<Built, String> {
    let folder = program.write(root)?;
    let target = folder.join("target");
    if target.exists() {
        fs::remove_dir_all(&target).map_err(|error| format!("{}: {error}", target.display()))?;
    }
    // What has to be downloaded is no part of the build.
    run(cargo().arg("fetch").current_dir(&folder))?;
    let started = Instant::now();
    let script = r#""$CARGO_TO_RUN" build --quiet --release --offline --target-dir target || exit 1; times"#;
    let mut command = Command::new("sh");
    command.args(["-c", script]).current_dir(&folder).env("CARGO_TO_RUN", cargo().get_program()).env_remove("CARGO_TARGET_DIR");
    let printed = run(&mut command)?;
    let seconds = started.elapsed().as_secs_f64();
    let path = target.join("release").join(program.name);
    let bytes = fs::metadata(&path).map_err(|error| format!("{}: {error}", path.display()))?.len();
    Ok(Built { path, seconds, processor_seconds: of_children(&printed), bytes })
}

/// Prints the costs of a program beside those of another one.
pub fn sizes(root: &Path, ours: &Program, other: &Program) -> Result<(), String> {
    let counts = [crates(root, ours)?.len(), crates(root, other)?.len()];
    let built = [build(root, ours)?, build(root, other)?];
    println!("{:44} {:>12} {:>12}    ratio", "smallest program", ours.name, other.name);
    let line = |what: &str, ours: f64, other: f64, digits: usize| {
        println!("{what:44} {ours:12.digits$} {other:12.digits$}    {:5.3}", ours / other);
    };
    line("crates", counts[0] as f64, counts[1] as f64, 0);
    line("clean release build, seconds", built[0].seconds, built[1].seconds, 1);
    if let (Some(first), Some(second)) = (built[0].processor_seconds, built[1].processor_seconds) {
        line("clean release build, processor seconds", first, second, 1);
    }
    line("stripped size, KiB", built[0].bytes as f64 / 1024.0, built[1].bytes as f64 / 1024.0, 0);
    Ok(())
}

/// Runs a command. Returns what it prints.
pub(super) fn run(command: &mut Command) -> Result<String, String> {
    let output = command.output().map_err(|error| format!("cannot run {:?}: {error}", command.get_program()))?;
    if !output.status.success() {
        return Err(format!("{:?} has failed:\n{}", command.get_program(), String::from_utf8_lossy(&output.stderr)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Reads the second line of `times`: `0m1.20s 0m0.31s`, user and system, of children that have ended.
pub fn of_children(printed: &str) -> Option<f64> {
    let seconds = |text: &str| {
        let (minutes, rest) = text.split_once('m')?;
        Some(minutes.parse::<f64>().ok()? * 60.0 + rest.trim_end_matches('s').parse::<f64>().ok()?)
    };
    let line = printed.lines().filter(|line| line.contains('m') && line.ends_with('s')).nth(1)?;
    line.split_whitespace().map(seconds).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_a_build_is_that_of_the_children() {
        assert_eq!(of_children("0m0.01s 0m0.02s\n1m2.50s 0m3.25s\n"), Some(65.75));
        assert_eq!(of_children(""), None);
    }
}
