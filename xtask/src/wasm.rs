//! Browsers: the compiler's target, and the programs of wasm-bindgen.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::tools;

/// The target.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// The tests in a browser, a workspace of its own. Its lock file says which version of wasm-bindgen is used.
pub const TESTS: &str = "generated-client/tests/browser/Cargo.toml";

/// The package of the registry that has the programs of wasm-bindgen.
const PROGRAMS: &str = "wasm-bindgen-cli";

/// Adds the target to the compiler, unless it has it.
pub fn add_target() -> Result<(), String> {
    let add = ["target", "add", TARGET];
    let mut command = Command::new("rustup");
    command.args(add).stdout(Stdio::null()).stderr(Stdio::null());
    tools::run(&mut command, &format!("rustup {}", add.join(" ")))
}

/// Returns a program of wasm-bindgen, which has to have the version of the crate in what it reads.
pub fn program(root: &Path, name: &str) -> Result<PathBuf, String> {
    tools::program_from_registry(root, PROGRAMS, name, &bindgen_version(root)?)
}

/// Returns the version of wasm-bindgen.
pub fn bindgen_version(root: &Path) -> Result<String, String> {
    let path = root.join(TESTS).with_file_name("Cargo.lock");
    let lock = fs::read_to_string(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let mut lines = lock.lines().skip_while(|line| *line != "name = \"wasm-bindgen\"").skip(1);
    let version = lines.next().and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"'));
    version.map(str::to_owned).ok_or_else(|| format!("{} has no wasm-bindgen", path.display()))
}
