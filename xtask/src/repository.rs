//! What all commands share: the repository they work on, how they run Cargo, and how they end.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// How a command ended: an error has already been worded for the reader.
pub type Outcome = Result<ExitCode, String>;

/// Prints a result. A reader who has seen enough (`… | head`) is no error.
pub fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// The root of the repository.
pub fn root() -> PathBuf {
    // Cargo sets the variable when it runs the binary; a binary run by hand falls back to
    // where it was built.
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    package.parent().map_or_else(|| package.clone(), Path::to_path_buf)
}

/// Cargo, as it was called itself.
///
/// Not for this package, though: what Cargo tells a program of its package makes build scripts run again that look at it (ring's
/// does), and with them half of the client is built again.
pub fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    let names = std::env::vars_os().map(|(name, _)| name);
    for name in names.filter(|name| ["CARGO_MANIFEST_", "CARGO_PKG_"].iter().any(|start| name.to_string_lossy().starts_with(start))) {
        cargo.env_remove(name);
    }
    cargo
}

/// Where Cargo puts what it builds here.
pub fn target_directory(root: &Path) -> Result<PathBuf, String> {
    let output = cargo().args(["metadata", "--no-deps", "--offline", "--format-version", "1"]).current_dir(root).output();
    let output = output.map_err(|error| format!("cannot run `cargo metadata`: {error}"))?;
    let facts: serde_json::Value = serde_json::from_slice(&output.stdout).map_err(|error| format!("`cargo metadata`: {error}"))?;
    let folder = facts["target_directory"].as_str().ok_or("`cargo metadata` names no folder")?;
    Ok(PathBuf::from(folder))
}
