//! The compilers that the manifests call the oldest: each compiles what it is said to compile.
//!
//! They come from rustup; where that cannot reach its server, the client's comes from Debian, whose package is pinned. Both
//! are unpacked below `target/tools`: no other program sees them.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::step::{EXTRAS, Ended};
use crate::tools::{self, cargo, run};
use crate::wasm;

/// What Debian calls it: the compiler of this version, and what it is linked against.
const DEBIAN: (&str, [&str; 4]) = (
    "1.85.0",
    [
        "rustc-web=1.85.0+dfsg3-1~deb12u3",
        "libstd-rust-web-1.85=1.85.0+dfsg3-1~deb12u3",
        "libstd-rust-web-dev=1.85.0+dfsg3-1~deb12u3",
        "libllvm19",
    ],
);

/// A compiler, and where its libraries lie if it does not find them itself.
struct Compiler {
    program: PathBuf,
    libraries: Option<PathBuf>,
}

/// The client: as it is by default, with all that is off by default, and without anything; and for browsers.
pub fn client(root: &Path) -> Result<Ended, String> {
    let of_client = |args: &[&'static str]| [&["--package", "tallyfy"], args].concat();
    let choices = [
        of_client(&[]),
        of_client(&["--no-default-features"]),
        of_client(&["--features", EXTRAS]),
        of_client(&["--features", "gzip,oauth,tracing", "--target", wasm::TARGET]),
    ];
    check(root, "generated-client", &choices)
}

/// The generator and the commands.
pub fn tools(root: &Path) -> Result<Ended, String> {
    check(root, "generator", &[vec!["--package", "generator", "--package", "xtask"]])
}

fn check(root: &Path, of: &str, choices: &[Vec<&str>]) -> Result<Ended, String> {
    let version = minimum(root, of)?;
    let compiler = compiler(root, &version)?;
    let shown = shown_version(&compiler)?;
    if !shown.starts_with(&format!("rustc {version} ")) {
        return Err(format!("{} is {shown}, not {version}", compiler.program.display()));
    }
    let target = root.join("target/minimum-rust").join(&version).display().to_string();
    let program = compiler.program.display().to_string();
    let libraries = compiler.libraries.map_or_else(String::new, |path| path.display().to_string());
    let mut env = vec![("RUSTC", program.as_str()), ("CARGO_TARGET_DIR", &target), ("CARGO_INCREMENTAL", "0")];
    if !libraries.is_empty() {
        env.push(("LD_LIBRARY_PATH", &libraries));
    }
    let is_for_browsers = |choice: &&Vec<&str>| choice.contains(&wasm::TARGET);
    let lacks_browsers = choices.iter().any(|choice| is_for_browsers(&choice)) && add_target(root, &version).is_err();
    for choice in choices.iter().filter(|choice| !(lacks_browsers && is_for_browsers(choice))) {
        cargo(root, &[["check", "--quiet"].as_slice(), choice].concat(), &env)?;
    }
    Ok(Ended::Passed(if lacks_browsers { format!("{shown}, without {}", wasm::TARGET) } else { shown }))
}

/// The version that the manifest of a package names, as a release.
fn minimum(root: &Path, package: &str) -> Result<String, String> {
    let read = |path: PathBuf| fs::read_to_string(&path).map_err(|error| format!("cannot read {}: {error}", path.display()));
    let of = |text: &str| {
        let value = text.lines().find_map(|line| line.strip_prefix("rust-version = \"")?.strip_suffix('"'));
        value.map(|version| format!("{version}.0"))
    };
    let own = of(&read(root.join(package).join("Cargo.toml"))?);
    let all = of(&read(root.join("Cargo.toml"))?);
    own.or(all).ok_or_else(|| "no manifest names a `rust-version`".to_owned())
}

fn compiler(root: &Path, version: &str) -> Result<Compiler, String> {
    let from_rustup = rustup(root, version);
    if let Err(why) = &from_rustup
        && version == DEBIAN.0
    {
        println!("    {why}; Debian's package is taken");
        return debian(root);
    }
    from_rustup
}

fn rustup(root: &Path, version: &str) -> Result<Compiler, String> {
    let home = root.join(tools::FOLDER).join("rustup");
    let program = |toolchain: &Path| toolchain.join("bin").join(format!("rustc{EXE_SUFFIX}"));
    let installed = || {
        let toolchains = fs::read_dir(home.join("toolchains")).ok()?.flatten().map(|entry| entry.path());
        let is_it = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&format!("{version}-")));
        toolchains.filter(is_it).map(|path| program(&path)).find(|program| program.exists())
    };
    if installed().is_none() {
        let args = ["toolchain", "install", version, "--profile", "minimal", "--no-self-update"];
        let mut command = Command::new("rustup");
        command.args(args).env("RUSTUP_HOME", &home).stdout(Stdio::null());
        run(&mut command, &format!("rustup {}", args.join(" ")))?;
    }
    let program = installed().ok_or_else(|| format!("rustup has installed no Rust {version}"))?;
    Ok(Compiler { program, libraries: None })
}

/// Adds the target of browsers to a compiler of rustup, unless it has it.
fn add_target(root: &Path, version: &str) -> Result<(), String> {
    let mut command = Command::new("rustup");
    command.args(["target", "add", wasm::TARGET, "--toolchain", version]).env("RUSTUP_HOME", root.join(tools::FOLDER).join("rustup"));
    run(command.stdout(Stdio::null()).stderr(Stdio::null()), "rustup target add")
}

fn debian(root: &Path) -> Result<Compiler, String> {
    let folder = root.join(tools::FOLDER).join(format!("debian-rust-{}", DEBIAN.0));
    let files = folder.join("files");
    let libraries = files.join("usr/lib/x86_64-linux-gnu");
    let compiler = Compiler { program: files.join("usr/bin/rustc"), libraries: Some(libraries) };
    if !compiler.program.exists() {
        let failed = |error: std::io::Error| format!("cannot use {}: {error}", folder.display());
        fs::create_dir_all(&folder).map_err(failed)?;
        run(Command::new("apt-get").arg("download").args(DEBIAN.1).current_dir(&folder), "apt-get download")?;
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path.extension().is_some_and(|extension| extension == "deb") {
                run(Command::new("dpkg").arg("-x").arg(&path).arg(&files), "dpkg -x")?;
            }
        }
    }
    Ok(compiler)
}

fn shown_version(compiler: &Compiler) -> Result<String, String> {
    let mut command = Command::new(&compiler.program);
    command.arg("--version").envs(compiler.libraries.iter().map(|path| ("LD_LIBRARY_PATH", path)));
    let output = command.output().map_err(|error| format!("cannot run {}: {error}", compiler.program.display()))?;
    if !output.status.success() {
        return Err(format!("{}: {}", compiler.program.display(), String::from_utf8_lossy(&output.stderr).trim()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
