//! What one call costs in a browser.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::build::run;
use crate::repository::cargo;
use crate::{tools, wasm};

const MANIFEST: &str = include_str!("sources/in_a_browser.toml.in");
const SOURCE: &str = include_str!("sources/in_a_browser.rs.in");

/// Prints the size of one call, after all that makes it smaller.
pub fn browser_size(root: &Path) -> Result<(), String> {
    wasm::add_target()?;
    let missing = tools::install(&[("wasm-opt", "binaryen"), ("gzip", "gzip")]);
    if !missing.is_empty() {
        return Err(format!("this needs {}", missing.join(" and ")));
    }
    let folder = root.join("target/programs/in-a-browser");
    let client = root.join("generated-client").display().to_string().replace('\\', "/");
    let manifest = MANIFEST.replace("CLIENT", &client).replace("BINDGEN", &wasm::bindgen_version(root)?);
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    fs::create_dir_all(folder.join("src")).map_err(failed)?;
    fs::write(folder.join("Cargo.toml"), manifest).map_err(failed)?;
    fs::write(folder.join("src/lib.rs"), SOURCE).map_err(failed)?;
    let build = ["build", "--quiet", "--release", "--target", wasm::TARGET, "--target-dir", "target"];
    run(cargo().args(build).current_dir(&folder).env_remove("CARGO_TARGET_DIR"))?;
    let built = folder.join("target").join(wasm::TARGET).join("release/in_a_browser.wasm");
    let out = folder.join("target/out");
    let bindgen = ["--target", "web", "--no-typescript", "--out-dir"];
    run(Command::new(wasm::program(root, "wasm-bindgen")?).args(bindgen).arg(&out).arg(&built))?;
    let smallest = out.join("smallest.wasm");
    run(Command::new("wasm-opt").args(["-Oz", "--all-features", "-o"]).arg(&smallest).arg(out.join("in_a_browser_bg.wasm")))?;
    println!("{:44} {:>12} {:>12}", "one call in a browser, bytes", "as it is", "gzip -9");
    for (what, file) in [("wasm", smallest), ("its JavaScript", out.join("in_a_browser.js"))] {
        let bytes = fs::metadata(&file).map_err(|error| format!("{}: {error}", file.display()))?.len();
        println!("{what:44} {bytes:12} {:12}", compressed(&file)?);
    }
    Ok(())
}

/// Returns the size of a file after `gzip -9`.
fn compressed(file: &Path) -> Result<usize, String> {
    let output = Command::new("gzip").args(["-9", "--stdout"]).arg(file).stderr(Stdio::inherit()).output();
    output.map(|output| output.stdout.len()).map_err(|error| format!("cannot run gzip: {error}"))
}
