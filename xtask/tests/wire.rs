//! What generated crates send, and what they make of answers: the calls in the `wire.rs` of the generator's golden
//! folders, each against the crate that `cargo xtask generate` makes of the document beside it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Where the crates lie; their target folder is that of the other tests of generated crates.
fn scratch() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("crates")
}

fn run(command: &mut Command) {
    let Output { status, stdout, stderr } = command.output().expect("the program runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(status.success(), "{command:?}:\n{}{}", text(&stdout), text(&stderr));
}

/// The golden folders with calls, by name.
fn behaviours(golden: &Path) -> Vec<(String, PathBuf)> {
    let entries = fs::read_dir(golden).expect("the golden folders").map(|entry| entry.expect("an entry").path());
    let mut found: Vec<_> = entries
        .filter(|path| path.join("wire.rs").exists())
        .map(|path| (path.file_name().expect("a name").to_string_lossy().into_owned(), path))
        .collect();
    found.sort();
    found
}

#[test]
fn behaviours_hold_on_the_wire() {
    let repository = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let behaviours = behaviours(&repository.join("generator/tests/golden"));
    assert!(behaviours.len() >= 25, "{behaviours:?}");
    let driver = scratch().join("wire-driver");
    let mut manifest = "[package]\nname = \"wire-driver\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
                        tokio = { version = \"1\", features = [\"macros\", \"rt\"] }\n"
        .to_owned();
    let server = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/wire/server.rs");
    let mut root = format!("#[path = {:?}]\n#[macro_use]\nmod server;\n", server.display().to_string());
    for (name, folder) in &behaviours {
        let out = scratch().join("wire").join(name);
        let spec = folder.join("spec.yaml");
        run(Command::new(env!("CARGO_BIN_EXE_xtask")).arg("generate").arg(spec).arg("--out").arg(&out).args(["--name", name]));
        let _ = writeln!(manifest, "{name} = {{ path = {:?} }}", out.display().to_string());
        let _ = writeln!(root, "#[path = {:?}]\nmod {};", folder.join("wire.rs").display().to_string(), name.replace('-', "_"));
    }
    fs::create_dir_all(driver.join("src")).expect("a folder for the driver");
    for (path, text) in [("Cargo.toml", &manifest), ("src/lib.rs", &root)] {
        fs::write(driver.join(path), text).expect("the driver is written");
    }
    fs::copy(repository.join("Cargo.lock"), driver.join("Cargo.lock")).expect("the lock file is copied");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["test", "--quiet", "--lib", "--offline"]).current_dir(&driver);
    run(cargo.env("CARGO_TARGET_DIR", scratch().join("target")).env("RUSTFLAGS", "-D warnings"));
}
