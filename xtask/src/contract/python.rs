//! What comes from PyPI: `jsonschema` looks at bodies, and `schemathesis` sends requests that it makes of a definition.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use super::FOLDER;
use crate::tools;

/// What is checked of each response. What a definition does not say, such as whether a value is refused, is not: the statuses are.
const CHECKS: &str =
    "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance";

/// What a program found.
pub struct Found {
    /// How much was looked at, in words.
    pub figure: String,
    /// What is wrong, a line for each; empty when nothing is.
    pub faults: String,
}

/// Looks at the bodies that a server answered.
pub fn bodies(root: &Path, definition: &Path, results: &[Value], folder: &Path) -> Result<Found, String> {
    let with_body = |result: &Value| {
        let received = result["received"].get(0).filter(|received| received["is_json"] == true)?;
        Some(json!({"operation": result["operation"], "status": received["status"], "body": received["body"]}))
    };
    let path = folder.join("bodies.json");
    super::write(&path, &results.iter().filter_map(with_body).collect())?;
    let mut command = Command::new(program(root, "python")?);
    let output = command.arg(root.join(FOLDER).join("bodies.py")).arg(definition).arg(&path).output();
    let output = output.map_err(|error| format!("cannot run Python: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let (faults, figure) = text.trim_end().rsplit_once('\n').unwrap_or(("", text.trim_end()));
    if figure.is_empty() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(Found { figure: figure.to_owned(), faults: faults.to_owned() })
}

/// Sends requests to a server, valid ones and others, the same ones in each run.
pub fn schemathesis(root: &Path, definition: &Path, url: &str, folder: &Path) -> Result<Found, String> {
    let mut command = Command::new(program(root, "schemathesis")?);
    command.arg("run").arg(definition).args(["--url", url, "--checks", CHECKS, "--phases", "fuzzing", "--max-examples", "2"]);
    command.args(["--seed", "1", "--generation-deterministic", "--continue-on-failure", "--no-color", "--workers", "2"]);
    command.args(["-H", "Authorization: Bearer token", "--suppress-health-check", "all"]);
    // It keeps notes in the folder that it runs in.
    let output = command.current_dir(folder).output().map_err(|error| format!("cannot run schemathesis: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let figure = text.lines().map(str::trim).find(|line| line.contains(" generated, ")).unwrap_or_default().to_owned();
    if figure.is_empty() {
        return Err(format!("schemathesis: {text}{}", String::from_utf8_lossy(&output.stderr)));
    }
    Ok(Found { figure, faults: if output.status.success() { String::new() } else { text } })
}

/// A program of the packages, which are installed unless just these are there.
fn program(root: &Path, name: &str) -> Result<PathBuf, String> {
    let (folder, wanted) = (root.join(tools::FOLDER).join("contract-python"), root.join(FOLDER).join("requirements.txt"));
    let (collected, text) = (folder.join(".installed-from"), fs::read(&wanted).map_err(|error| format!("{}: {error}", wanted.display()))?);
    if fs::read(&collected).ok().as_ref() != Some(&text) {
        eprintln!("installing the packages of {FOLDER}/requirements.txt with pip");
        tools::run(Command::new("python3").args(["-m", "venv"]).arg(&folder), "python3 -m venv")?;
        let mut pip = Command::new(folder.join("bin/pip"));
        tools::run(pip.args(["install", "--quiet", "--disable-pip-version-check", "--requirement"]).arg(&wanted), "pip install")?;
        fs::write(&collected, text).map_err(|error| format!("cannot write {}: {error}", collected.display()))?;
    }
    Ok(folder.join("bin").join(name))
}
