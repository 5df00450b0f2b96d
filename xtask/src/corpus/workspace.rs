//! Compiles many generated crates at once: one workspace, so that their dependencies are built
//! once and Cargo keeps every core busy.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use fs4::fs_std::FileExt;
use serde_json::Value;

use super::progress::Progress;

use crate::repository;
use crate::sync::Files;

/// Where the workspaces of this repository lie.
const FOLDER: &str = "target/corpus";

/// The target folder of all of them: their dependencies are the same.
const TARGET: &str = "target/corpus-target";

/// Where generated crates are compiled.
pub fn target(root: &Path) -> PathBuf {
    root.join(TARGET)
}

/// What Cargo compiles generated crates with: warnings denied, and without what only debuggers want. Whatever is compiled so
/// shares their dependencies.
pub fn settings(root: &Path) -> [(&'static str, OsString); 4] {
    [
        ("RUSTFLAGS", "-D warnings".into()),
        ("CARGO_TARGET_DIR", target(root).into()),
        ("CARGO_INCREMENTAL", "0".into()),
        ("CARGO_PROFILE_DEV_DEBUG", "0".into()),
    ]
}

/// How many lines of cargo's words an error has.
const WORDS: usize = 30;

/// How many commands may compile at the same time.
const WORKSPACES: usize = 16;

/// A workspace of generated crates that belongs to one command as long as this value lives.
#[derive(Debug)]
pub struct Workspace {
    dir: PathBuf,
    root: PathBuf,
    /// Locked: another command takes another folder.
    _lock: File,
}

impl Workspace {
    /// Takes the first workspace that no other command uses.
    pub fn open(root: &Path) -> Result<Self, String> {
        let folder = root.join(FOLDER);
        let failed = |error: std::io::Error| format!("error: cannot use {}: {error}", folder.display());
        fs::create_dir_all(&folder).map_err(failed)?;
        for number in 0..WORKSPACES {
            let lock = File::create(folder.join(format!("{number}.lock"))).map_err(failed)?;
            if FileExt::try_lock_exclusive(&lock).map_err(failed)? {
                return Ok(Self { dir: folder.join(number.to_string()), root: root.to_owned(), _lock: lock });
            }
        }
        Err(format!("error: {WORKSPACES} commands compile in {} already", folder.display()))
    }

    /// Writes the crates, and those alone, by the names of their packages.
    pub fn write(&self, root: &Path, crates: &BTreeMap<String, Files>) -> Result<(), String> {
        let written = self.try_write(root, crates);
        written.map_err(|error| format!("error: cannot write {}: {error}", self.dir.display()))
    }

    fn try_write(&self, root: &Path, crates: &BTreeMap<String, Files>) -> std::io::Result<()> {
        if self.dir.exists() {
            fs::remove_dir_all(&self.dir)?;
        }
        fs::create_dir_all(&self.dir)?;
        for (name, files) in crates {
            let package = self.dir.join(name);
            for (path, text) in files {
                let path = package.join(path);
                fs::create_dir_all(path.parent().unwrap_or(&package))?;
                // One workspace over all of them in place of one each.
                let text = if path.ends_with("Cargo.toml") { text.replace("[workspace]", "") } else { text.clone() };
                fs::write(path, text)?;
            }
        }
        fs::write(self.dir.join("Cargo.toml"), "[workspace]\nresolver = \"3\"\nmembers = [\"*\"]\n")?;
        fs::copy(root.join("Cargo.lock"), self.dir.join("Cargo.lock"))?;
        Ok(())
    }

    /// Runs Cargo in it, without the network.
    pub fn cargo(&self, args: &[&str]) -> Command {
        let mut cargo = repository::cargo();
        cargo.args(args).arg("--offline").current_dir(&self.dir).envs(settings(&self.root));
        cargo
    }

    /// Downloads the dependencies of the crates, if they are not all there.
    pub fn fetch(&self) -> Result<(), String> {
        let run = |args: &[&str]| {
            let mut cargo = repository::cargo();
            cargo.args(args).arg("--quiet").current_dir(&self.dir).envs(settings(&self.root));
            cargo.output().map_err(|error| format!("error: cannot run cargo: {error}"))
        };
        // It needs what compiling does. `fetch` asks for all that any feature needs, which may be missing.
        if run(&["tree", "--offline", "--workspace", "--edges", "normal,build", "--prefix", "none"])?.status.success() {
            return Ok(());
        }
        eprintln!("downloading the dependencies of generated crates");
        let version = run(&["--version", "--verbose"])?;
        let version = String::from_utf8_lossy(&version.stdout);
        let host = version.lines().find_map(|line| line.strip_prefix("host: "));
        let mut fetch = vec!["fetch"];
        fetch.extend(host.into_iter().flat_map(|host| ["--target", host]));
        let output = run(&fetch)?;
        if output.status.success() {
            return Ok(());
        }
        let words = last_lines(&String::from_utf8_lossy(&output.stderr));
        Err(format!("error: the dependencies of generated crates cannot be downloaded; cargo says:\n{words}"))
    }

    /// Compiles crates, each on its own; returns the first error of each that fails. The `count` crates are those that the
    /// arguments choose. `done` is called with each that compiles, as soon as it does.
    pub fn compile(
        &self,
        args: &[&str],
        count: usize,
        is_one: impl Fn(&str) -> bool,
        done: impl Fn(&str),
    ) -> Result<BTreeMap<String, String>, String> {
        let mut cargo = self.cargo(args);
        cargo.args(["--keep-going", "--quiet", "--message-format=json"]).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut cargo = cargo.spawn().map_err(|error| format!("error: cannot run cargo: {error}"))?;
        // Read beside the messages: a pipe that is full would stop cargo.
        let words = cargo.stderr.take().map(|mut stderr| {
            thread::spawn(move || {
                let mut words = Vec::new();
                let _ = stderr.read_to_end(&mut words);
                String::from_utf8_lossy(&words).into_owned()
            })
        });
        let (mut errors, mut finished) = (BTreeMap::new(), 0_usize);
        let mut progress = Progress::new(count);
        for line in cargo.stdout.take().into_iter().flat_map(|out| BufReader::new(out).lines()) {
            let Ok(message) = serde_json::from_str::<Value>(&line.map_err(|error| format!("error: cargo: {error}"))?) else { continue };
            let Some(name) = message["target"]["name"].as_str().filter(|name| is_one(name)) else { continue };
            match message["reason"].as_str() {
                Some("compiler-artifact") => {
                    finished += 1;
                    progress.step();
                    done(name);
                }
                Some("compiler-message") if message["message"]["level"] == "error" => {
                    let text = message["message"]["rendered"].as_str().unwrap_or("error").to_owned();
                    errors.entry(name.to_owned()).or_insert(text);
                }
                _ => {}
            }
        }
        let status = cargo.wait().map_err(|error| format!("error: cargo: {error}"))?;
        if finished + errors.len() != count {
            let words = words.and_then(|words| words.join().ok()).unwrap_or_default();
            return Err(format!(
                "error: cargo compiled {} of {count} crates and ended with {status}; it says:\n{}",
                finished + errors.len(),
                last_lines(&words)
            ));
        }
        Ok(errors)
    }
}

/// The end of what a program says, indented.
fn last_lines(words: &str) -> String {
    let lines: Vec<&str> = words.trim_end().lines().collect();
    let from = lines.len().saturating_sub(WORDS);
    let more = if from > 0 { format!("    … ({from} lines before)\n") } else { String::new() };
    let shown = lines.into_iter().skip(from).map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n");
    if shown.is_empty() { "    nothing".to_owned() } else { more + &shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A repository with a lock file, and the crates of a command in it.
    fn crates(text: &str) -> BTreeMap<String, Files> {
        BTreeMap::from([("one".to_owned(), Files::from([(PathBuf::from("src/lib.rs"), text.to_owned())]))])
    }

    #[test]
    fn two_commands_at_once_have_a_folder_each() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("Cargo.lock"), "").unwrap();
        let first = Workspace::open(root.path()).unwrap();
        first.write(root.path(), &crates("// first")).unwrap();
        let second = Workspace::open(root.path()).unwrap();
        second.write(root.path(), &crates("// second")).unwrap();
        assert_ne!(first.dir, second.dir);
        assert_eq!(fs::read_to_string(first.dir.join("one/src/lib.rs")).unwrap(), "// first");
        assert_eq!(fs::read_to_string(second.dir.join("one/src/lib.rs")).unwrap(), "// second");
        let freed = first.dir.clone();
        drop(first);
        let third = Workspace::open(root.path()).unwrap();
        assert_eq!(third.dir, freed);
        third.write(root.path(), &BTreeMap::new()).unwrap();
        assert!(!third.dir.join("one").exists(), "what another command left is gone");
    }

    /// A workspace with one crate that depends on a package.
    fn depending_on(dependency: &str) -> (tempfile::TempDir, Workspace) {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("Cargo.lock"), "").unwrap();
        let workspace = Workspace::open(root.path()).unwrap();
        let manifest = format!("[package]\nname = \"one\"\nedition = \"2024\"\n\n[dependencies]\n{dependency}\n");
        let mut all = crates("");
        all.get_mut("one").unwrap().insert("Cargo.toml".into(), manifest);
        workspace.write(root.path(), &all).unwrap();
        (root, workspace)
    }

    #[test]
    fn what_cargo_says_is_reported() {
        let (_root, workspace) = depending_on("gone = { path = \"../gone\" }");
        let error = workspace.fetch().unwrap_err();
        assert!(error.contains("cannot be downloaded; cargo says:") && error.contains("gone"), "{error}");
        let error = workspace.compile(&["check", "--workspace"], 1, |name| name == "one", |_| {}).unwrap_err();
        assert!(error.contains("compiled 0 of 1 crates") && error.contains("failed to load manifest"), "{error}");
    }

    #[test]
    fn a_crate_is_reported_as_soon_as_it_compiles() {
        let (_root, workspace) = depending_on("");
        workspace.fetch().unwrap();
        let reported = std::cell::RefCell::new(Vec::new());
        let errors =
            workspace.compile(&["check", "--workspace"], 1, |name| name == "one", |name| reported.borrow_mut().push(name.to_owned()));
        assert_eq!(errors, Ok(BTreeMap::new()));
        assert_eq!(reported.into_inner(), ["one"]);
    }

    #[test]
    fn long_words_are_cut() {
        let long: String = (0..40).map(|number| format!("line {number}\n")).collect();
        let shown = last_lines(&long);
        assert!(shown.starts_with("    … (10 lines before)\n    line 10\n") && shown.ends_with("    line 39"), "{shown}");
        assert_eq!(last_lines("\n"), "    nothing");
    }
}
