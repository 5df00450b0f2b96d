//! Programs that a command runs. Those that this repository does not have are put below `target/tools`, and nowhere else.

use std::env::consts::EXE_SUFFIX;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::repository;

/// Where they lie.
pub const FOLDER: &str = "target/tools";

/// Runs Cargo in the repository.
pub fn cargo(root: &Path, args: &[&str], env: &[(&str, &str)]) -> Result<(), String> {
    let mut command = repository::cargo();
    command.args(args).envs(env.iter().copied()).current_dir(root);
    run(&mut command, &format!("cargo {}", args.join(" ")))
}

/// Runs a program, and fails as it does.
pub fn run(command: &mut Command, shown: &str) -> Result<(), String> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{shown}` ended with {status}")),
        Err(error) => Err(format!("cannot run `{shown}`: {error}")),
    }
}

/// Builds a tool from the registry unless just this version is there; returns the program.
pub fn from_registry(root: &Path, name: &str, version: &str) -> Result<PathBuf, String> {
    program_from_registry(root, name, name, version)
}

/// Does so with a package that has programs of other names.
pub fn program_from_registry(root: &Path, name: &str, program: &str, version: &str) -> Result<PathBuf, String> {
    let folder = root.join(FOLDER);
    let program = folder.join("bin").join(format!("{program}{EXE_SUFFIX}"));
    let installed = fs::read_to_string(folder.join(".crates.toml")).unwrap_or_default();
    if !(program.exists() && installed.contains(&format!("\"{name} {version} "))) {
        let (at, build) = (folder.display().to_string(), folder.join("build").display().to_string());
        // What it does takes far longer than the tool itself, so that it is built fast rather than built to be fast.
        let args = ["install", "--locked", "--debug", "--root", &at, "--target-dir", &build, "--version", version, name];
        cargo(root, &args, &[("CARGO_PROFILE_DEV_DEBUG", "0")])?;
    }
    Ok(program)
}

/// Builds a program of this repository that is a workspace of its own; returns it.
pub fn own(root: &Path, manifest: &str, name: &str) -> Result<PathBuf, String> {
    let folder = root.join(FOLDER).join(name);
    let program = folder.join("debug").join(format!("{name}{EXE_SUFFIX}"));
    if !program.exists() {
        eprintln!("building `{name}`, for the first time");
    }
    let args = ["build", "--quiet", "--locked", "--manifest-path", manifest, "--target-dir", &folder.display().to_string()];
    cargo(root, &args, &[])?;
    Ok(program)
}

/// Returns the search path with the tools from the registry in front, for programs that look for others.
pub fn path_with(root: &Path) -> Result<OsString, String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(root.join(FOLDER).join("bin")).chain(std::env::split_paths(&path));
    std::env::join_paths(folders).map_err(|error| format!("cannot add to PATH: {error}"))
}

/// Installs what a lock file of npm lists unless just that is there; returns the folder of the packages, whose programs
/// are in its `.bin`.
pub fn from_npm(root: &Path, name: &str, from: &str) -> Result<PathBuf, String> {
    const LOCK: &str = "package-lock.json";
    let (from, folder) = (root.join(from), root.join(FOLDER).join(name));
    let (wanted, installed) = (fs::read(from.join(LOCK)), folder.join("node_modules/.installed-from"));
    let wanted = wanted.map_err(|error| format!("cannot read {}: {error}", from.join(LOCK).display()))?;
    if fs::read(&installed).ok().as_ref() != Some(&wanted) {
        eprintln!("installing {name} with npm");
        fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
        for file in ["package.json", LOCK] {
            fs::copy(from.join(file), folder.join(file)).map_err(|error| format!("cannot copy {file}: {error}"))?;
        }
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        let mut command = Command::new(npm);
        command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&folder).stdout(Stdio::null());
        run(&mut command, "npm ci").map_err(|error| format!("{error}\n  help: the tool needs Node.js 18 or newer, and npm"))?;
        fs::write(&installed, wanted).map_err(|error| format!("cannot write {}: {error}", installed.display()))?;
    }
    Ok(folder.join("node_modules"))
}

/// Installs a package of the system where the program that tells of it fails: on Debian and its like, and for the administrator.
pub fn from_system(probe: &[&str], package: &str) -> Result<(), String> {
    if works(probe) {
        return Ok(());
    }
    let install = ["apt-get", "install", "--yes", "--no-install-recommends", package];
    let mut command = Command::new(install[0]);
    command.args(&install[1..]).env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null());
    run(&mut command, &install.join(" ")).map_err(|error| format!("{error}\n  help: `{}` must work here", probe.join(" ")))
}

/// Installs the packages of programs that are not there, where that can be done. Returns the packages that are still missing.
pub fn install<'p>(programs: &[(&str, &'p str)]) -> Vec<&'p str> {
    let missing = || programs.iter().filter(|(name, _)| find(name).is_none()).map(|(_, package)| *package).collect::<Vec<_>>();
    let packages = missing();
    if packages.is_empty() {
        return packages;
    }
    let wanted = [&["install", "--yes", "--no-install-recommends"], packages.as_slice()].concat();
    // The lists of packages may never have been read here.
    if let Err(error) = apt(&wanted).or_else(|_| apt(&["update"]).and_then(|()| apt(&wanted))) {
        println!("    {error}");
    }
    missing()
}

/// Returns where a program is, also one for administrators.
pub fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(["/usr/sbin", "/usr/local/sbin", "/sbin"].map(Into::into));
    folders.map(|folder| folder.join(name)).find(|program| program.is_file())
}

fn apt(args: &[&str]) -> Result<(), String> {
    let mut command = Command::new("apt-get");
    command.args(args).env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null()).stderr(Stdio::null());
    // Tests start servers of their own: those of the system stay as they are.
    command.env("SYSTEMD_OFFLINE", "1");
    run(&mut command, &format!("apt-get {}", args.join(" ")))
}

/// Whether a program is there and content.
pub fn works(command: &[&str]) -> bool {
    let [program, args @ ..] = command else { return false };
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
