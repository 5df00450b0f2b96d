//! The client in workers that run on servers, which have `fetch` and no browser: workerd, from npm.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::tools::{self, cargo, run};
use crate::wasm;

/// The dates of two runtimes: before and after requests had a setting for the cache.
const DATES: [&str; 2] = ["2024-01-01", "2026-11-01"];

/// Where the lock file of npm and the program of the worker are.
const FOLDER: &str = "generated-client/tests/browser/workerd";

/// Makes the calls against the server of the tests in a browser. `own` are the settings that those are built with.
pub fn calls(root: &Path, target: &Path, own: &[(&str, &str)], server: &str) -> Result<(), String> {
    let packages = tools::from_npm(root, "workerd", FOLDER)?;
    cargo(root, &["build", "--quiet", "--locked", "--target", wasm::TARGET, "--manifest-path", wasm::TESTS, "--example", "call"], own)?;
    let folder = target.join("workerd");
    let built = target.join(wasm::TARGET).join("debug/examples/call.wasm");
    let mut bindgen = Command::new(wasm::program(root, "wasm-bindgen")?);
    run(bindgen.args(["--target", "web", "--no-typescript", "--out-dir"]).arg(&folder).arg(built), "wasm-bindgen")?;
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).map_err(|error| format!("cannot write {name}: {error}"));
    let source = root.join(FOLDER).join("worker.mjs");
    write("worker.mjs", &fs::read_to_string(&source).map_err(|error| format!("cannot read {}: {error}", source.display()))?)?;
    for date in DATES {
        let name = format!("{date}.capnp");
        write(&name, &configuration(date, server))?;
        let mut command = Command::new(packages.join(".bin/workerd"));
        run(command.args(["test", &name]).current_dir(&folder), &format!("workerd test {name}"))?;
    }
    Ok(())
}

fn configuration(date: &str, server: &str) -> String {
    format!(
        r#"using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "worker", worker = .worker),
    (name = "loopback", network = (allow = ["private"])),
  ],
);

const worker :Workerd.Worker = (
  modules = [
    (name = "worker.mjs", esModule = embed "worker.mjs"),
    (name = "call.js", esModule = embed "call.js"),
    (name = "call_bg.wasm", wasm = embed "call_bg.wasm"),
  ],
  bindings = [(name = "SERVER", text = "{server}"), (name = "TEST", text = "{date}")],
  compatibilityDate = "{date}",
  globalOutbound = "loopback",
);
"#
    )
}
