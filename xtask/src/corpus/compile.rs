//! Compiles many generated crates at once: one workspace, so that their dependencies are built
//! once and Cargo keeps every core busy.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::sync::Files;

/// Checks the crates with warnings denied; the first error of each that fails.
pub fn check(root: &Path, crates: &BTreeMap<usize, Files>) -> Result<BTreeMap<usize, String>, String> {
    let dir = root.join("target/corpus");
    let written = write(&dir, root, crates);
    written.map_err(|error| format!("error: cannot write {}: {error}", dir.display()))?;
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["check", "--workspace", "--keep-going", "--offline", "--quiet", "--message-format=json"])
        .current_dir(&dir)
        .env("RUSTFLAGS", "-D warnings")
        .env("CARGO_TARGET_DIR", root.join("target/corpus-target"))
        .env("CARGO_INCREMENTAL", "0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("error: cannot run cargo: {error}"))?;
    let (mut errors, mut finished) = (BTreeMap::new(), 0_usize);
    for line in cargo.stdout.take().into_iter().flat_map(|out| BufReader::new(out).lines()) {
        let Ok(message) = serde_json::from_str::<Value>(&line.map_err(|error| format!("error: cargo: {error}"))?) else { continue };
        let Some(index) = message["target"]["name"].as_str().and_then(|name| name.strip_prefix("document_")?.parse().ok()) else {
            continue;
        };
        match message["reason"].as_str() {
            Some("compiler-artifact") => {
                finished += 1;
                if finished.is_multiple_of(50) {
                    eprintln!("  {finished} of {} compiled", crates.len());
                }
            }
            Some("compiler-message") if message["message"]["level"] == "error" => {
                let text = message["message"]["rendered"].as_str().unwrap_or("error").to_owned();
                errors.entry(index).or_insert(text);
            }
            _ => {}
        }
    }
    let status = cargo.wait().map_err(|error| format!("error: cargo: {error}"))?;
    if finished + errors.len() != crates.len() {
        return Err(format!("error: cargo checked {} of {} crates and ended with {status}", finished + errors.len(), crates.len()));
    }
    Ok(errors)
}

fn write(dir: &Path, root: &Path, crates: &BTreeMap<usize, Files>) -> std::io::Result<()> {
    if dir.exists() {
        fs::remove_dir_all(dir)?;
    }
    for (index, files) in crates {
        let package = dir.join(format!("document_{index}"));
        for (path, text) in files {
            let path = package.join(path);
            fs::create_dir_all(path.parent().unwrap_or(&package))?;
            // One workspace over all of them in place of one each.
            let member = path.ends_with("Cargo.toml");
            let text = if member {
                text.replace("name = \"document\"", &format!("name = \"document_{index}\"")).replace("[workspace]", "")
            } else {
                text.clone()
            };
            fs::write(path, text)?;
        }
    }
    fs::write(dir.join("Cargo.toml"), "[workspace]\nresolver = \"3\"\nmembers = [\"document_*\"]\n")?;
    fs::copy(root.join("Cargo.lock"), dir.join("Cargo.lock"))?;
    Ok(())
}
