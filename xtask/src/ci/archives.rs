//! HTTP archives of the client, in the network panel of a browser.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::fast::extras;
use super::step::{Ended, JSON_OF_OTHERS};
use crate::tools::{self, cargo, run};

/// What opens an archive in the developer tools, and what it needs.
const SOURCE: &str = "xtask/archives";

/// The variable that tells the test where the archive goes.
const FILE: &str = "HAR_FILE";

/// How long the browser may take to start.
const START: Duration = Duration::from_secs(60);

/// Calls are recorded, and opened in Chromium: the panel has each with its request and its response.
pub fn opened(root: &Path) -> Result<Ended, String> {
    if !tools::install(&[("chromium", "chromium")]).is_empty() {
        return Ok(Ended::LeftOut("it needs chromium".to_owned()));
    }
    if !tools::works(&["npm", "--version"]) {
        return Ok(Ended::LeftOut("it needs Node.js and npm".to_owned()));
    }
    let modules = tools::from_npm(root, "archives", SOURCE)?;
    let folder = root.join("target/archives");
    fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    let archive = folder.join("calls.har");
    let shown = archive.display().to_string();
    // As in the tests of what is off by default: with other features, dependencies are built again.
    let features = format!("{},{JSON_OF_OTHERS}", extras());
    let test = ["test", "--package", "tallyfy", "--package", "xtask", "--features", &features, "--test", "mock"];
    cargo(root, &[test.as_slice(), &["--", "--ignored", "an_archive_for_a_browser"]].concat(), &[(FILE, &shown)])?;
    let browser = Browser::start(&folder.join("profile"))?;
    // Modules are looked for beside the script.
    let script = modules.with_file_name("open.mjs");
    fs::copy(root.join(SOURCE).join("open.mjs"), &script).map_err(|error| format!("cannot copy to {}: {error}", script.display()))?;
    run(Command::new("node").arg(&script).arg(&browser.port).arg(&archive), "node open.mjs")?;
    Ok(Ended::Passed("the network panel of Chromium has each call".to_owned()))
}

/// A browser without a window, which ends with this value.
struct Browser {
    process: Child,
    /// Where it is debugged.
    port: String,
}

impl Browser {
    fn start(profile: &Path) -> Result<Self, String> {
        // The port in the file of another run leads nowhere.
        if profile.exists() {
            fs::remove_dir_all(profile).map_err(|error| format!("cannot remove {}: {error}", profile.display()))?;
        }
        let mut command = Command::new("chromium");
        command.args(["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-port=0"]);
        command.arg(format!("--user-data-dir={}", profile.display())).arg("about:blank").stdout(Stdio::null()).stderr(Stdio::null());
        let process = command.spawn().map_err(|error| format!("cannot run chromium: {error}"))?;
        let mut browser = Self { process, port: String::new() };
        browser.port = port(&profile.join("DevToolsActivePort"))?;
        Ok(browser)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The port that the browser has chosen, as soon as it has written it.
fn port(file: &PathBuf) -> Result<String, String> {
    let start = Instant::now();
    loop {
        let text = fs::read_to_string(file).unwrap_or_default();
        // The address behind the port is written with it.
        if let Some((port, _)) = text.split_once('\n') {
            return Ok(port.to_owned());
        }
        if start.elapsed() > START {
            return Err(format!("chromium has not written {}", file.display()));
        }
        sleep(Duration::from_millis(100));
    }
}
