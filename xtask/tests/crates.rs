//! `cargo xtask generate` makes crates that compile without a warning and do what they should.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Where generated crates of this test lie; one target folder serves them all.
fn scratch() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("crates")
}

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn xtask(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask")).args(args).output().expect("xtask runs")
}

/// Generates a crate into a fresh folder.
fn generate(spec: &Path, name: &str) -> PathBuf {
    let out = scratch().join(name);
    let _ = fs::remove_dir_all(&out);
    let output = xtask(&["generate", &spec.display().to_string(), "--out", &out.display().to_string(), "--name", name]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    out
}

/// Runs cargo in a crate, with the versions that this workspace has locked and without the network.
fn cargo(dir: &Path, args: &[&str]) {
    fs::copy(repository().join("Cargo.lock"), dir.join("Cargo.lock")).expect("the lock file is copied");
    let output = Command::new(env!("CARGO"))
        .args(args)
        .arg("--offline")
        .current_dir(dir)
        .env("CARGO_TARGET_DIR", scratch().join("target"))
        .env("RUSTFLAGS", "-D warnings")
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "cargo {args:?} in {}:\n{}", dir.display(), String::from_utf8_lossy(&output.stderr));
}

#[test]
fn published_definitions_compile() {
    for name in ["connector-2021", "live-swagger-2025-04"] {
        let spec = repository().join(format!("../shared/tallyfy-api/reference/{name}.json"));
        if spec.exists() {
            cargo(&generate(&spec, name), &["check"]);
        }
    }
}

#[test]
fn replies_that_stray_from_the_definition_are_read() {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/drift");
    generate(&fixture.join("spec.yaml"), "drift");
    let driver = scratch().join("drift-driver");
    fs::create_dir_all(driver.join("src")).expect("a folder for the driver");
    fs::copy(fixture.join("main.rs"), driver.join("src/main.rs")).expect("the driver is copied");
    fs::write(
        driver.join("Cargo.toml"),
        "[package]\nname = \"drift-driver\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\ndrift = { path = \"../drift\" }\n\
         tokio = { version = \"1\", features = [\"macros\", \"rt\"] }\n",
    )
    .expect("the driver's manifest is written");
    cargo(&driver, &["run"]);
}

#[test]
fn a_folder_with_files_of_others_is_refused() {
    let out = scratch().join("refused");
    let _ = fs::remove_dir_all(&out);
    fs::create_dir_all(&out).expect("a folder");
    fs::write(out.join("notes.txt"), "mine").expect("a file");
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/drift/spec.yaml");
    let output = xtask(&["generate", &spec.display().to_string(), "--out", &out.display().to_string()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("notes.txt"));
    assert_eq!(fs::read_dir(&out).expect("the folder").count(), 1, "nothing was written");
}
